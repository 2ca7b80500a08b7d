// Package ask puts questions to a person at a terminal: in forms that are drawn,
// or line by line for screen readers and scripts.
package ask

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"
)

// ErrLeft says that the person left the question: esc, ctrl-c, or the end of the
// input.
var ErrLeft = errors.New("the question was left")

// Person is who answers. Questions are asked one at a time.
type Person struct {
	in    io.Reader
	lines *lineReader // of in
	out   io.Writer
	// plain asks line by line.
	plain bool
}

// NewPerson answers on in what is asked on out; plain asks line by line.
func NewPerson(in io.Reader, out io.Writer, plain bool) *Person {
	return &Person{in: in, lines: newLineReader(in), out: out, plain: plain}
}

// Option is one answer that can be chosen.
type Option struct {
	Label string
	Value string
}

// Choose returns the value of one of the options.
func (p *Person) Choose(ctx context.Context, title string, options []Option) (string, error) {
	value := ""
	list := make([]huh.Option[string], len(options))
	for i, o := range options {
		list[i] = huh.NewOption(o.Label, o.Value)
	}
	field := huh.NewSelect[string]().Title(title).Options(list...).Value(&value)
	err := p.run(ctx, field, "1", "q")
	return value, err
}

// Text returns a text that validate takes.
func (p *Person) Text(ctx context.Context, title, description string, validate func(string) error) (string, error) {
	value := ""
	check := func(text string) error {
		if p.lines.ended {
			return nil // the answer is not used
		}
		return validate(text)
	}
	if p.plain && description != "" {
		fmt.Fprintln(p.out, description)
	}
	field := huh.NewInput().Title(title).Description(description).Validate(check).Value(&value)
	err := p.run(ctx, field, "")
	return value, err
}

// Confirm returns whether the answer is yes.
func (p *Person) Confirm(ctx context.Context, title string) (bool, error) {
	value := false
	field := huh.NewConfirm().Title(title).Value(&value)
	err := p.run(ctx, field, "n", "q")
	return value, err
}

// run asks one question. fallback is a valid answer, which ends a question that
// nobody answers any more; leave are keys that leave it, besides esc and ctrl-c.
func (p *Person) run(ctx context.Context, field huh.Field, fallback string, leave ...string) error {
	form := huh.NewForm(huh.NewGroup(field))
	if !p.plain {
		keys := huh.NewDefaultKeyMap()
		keys.Quit.SetKeys(append(leave, "esc", "ctrl+c")...)
		return p.draw(ctx, form.WithKeyMap(keys))
	}
	p.lines.fallback = fallback
	err := form.WithAccessible(true).WithInput(p.lines).WithOutput(p.out).RunWithContext(ctx)
	if err != nil {
		return fmt.Errorf("ask line by line: %w", err)
	}
	if p.lines.ended {
		return ErrLeft
	}
	return ctx.Err()
}

// draw runs a form until it is answered or left. The form's own Run would not
// do: it leaves by an interrupt, after which bubbletea does not wait for its
// reader, and that takes keys from the next form.
func (p *Person) draw(ctx context.Context, form *huh.Form) error {
	form.SubmitCmd, form.CancelCmd = tea.Quit, tea.Quit
	_, err := tea.NewProgram(form, tea.WithContext(ctx), tea.WithInput(p.in), tea.WithOutput(p.out), tea.WithoutSignalHandler()).Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("ask at the terminal: %w", err)
	case form.State == huh.StateAborted:
		return ErrLeft
	}
	return nil
}
