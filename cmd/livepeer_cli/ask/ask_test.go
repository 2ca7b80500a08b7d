package ask_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/ask"
)

// TestMain gives the forms' blinking cursors their half second to end.
func TestMain(m *testing.M) {
	code := m.Run()
	var leaked error
	for range 10 {
		if leaked = goleak.Find(); leaked == nil {
			break
		}
	}
	if code == 0 && leaked != nil {
		fmt.Fprintln(os.Stderr, leaked)
		code = 1
	}
	os.Exit(code)
}

func options() []ask.Option {
	return []ask.Option{{Label: "First", Value: "a"}, {Label: "Second", Value: "b"}}
}

func even(text string) error {
	if len(text)%2 != 0 {
		return errors.New("odd")
	}
	return nil
}

// TestPlain answers several questions line by line.
func TestPlain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := ask.NewPerson(strings.NewReader("9\n2\nodd\neven\ny\nno\n"), &out, true)
	choice, err := p.Choose(t.Context(), "Which?", options())
	require.NoError(t, err)
	require.Equal(t, "b", choice)
	text, err := p.Text(t.Context(), "What?", "an even text", even)
	require.NoError(t, err)
	require.Equal(t, "even", text)
	require.Contains(t, out.String(), "an even text")
	for _, want := range []bool{true, false} {
		yes, err := p.Confirm(t.Context(), "Sure?")
		require.NoError(t, err)
		require.Equal(t, want, yes)
	}
	_, err = p.Choose(t.Context(), "Which?", options())
	require.ErrorIs(t, err, ask.ErrLeft, "nobody answers any more")
	_, err = p.Text(t.Context(), "What?", "", even)
	require.ErrorIs(t, err, ask.ErrLeft)
	yes, err := p.Confirm(t.Context(), "Sure?")
	require.ErrorIs(t, err, ask.ErrLeft)
	require.False(t, yes)
}

// TestPlainEndsInTheMiddle: an answer that was not taken is no answer.
func TestPlainEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", "7\n", "7", strings.Repeat("7", 10_000)} {
		p := ask.NewPerson(strings.NewReader(input), &bytes.Buffer{}, true)
		_, err := p.Choose(t.Context(), "Which?", options())
		require.ErrorIs(t, err, ask.ErrLeft)
	}
}

// TestDrawn presses keys.
func TestDrawn(t *testing.T) {
	t.Parallel()
	person := func(keys string) *ask.Person { return ask.NewPerson(strings.NewReader(keys), &bytes.Buffer{}, false) }
	choice, err := person("\x1b[B\r").Choose(t.Context(), "Which?", options())
	require.NoError(t, err)
	require.Equal(t, "b", choice)
	text, err := person("quit\r").Text(t.Context(), "What?", "", even)
	require.NoError(t, err)
	require.Equal(t, "quit", text, "q is a letter here")
	yes, err := person("y").Confirm(t.Context(), "Sure?")
	require.NoError(t, err)
	require.True(t, yes)
	for _, keys := range []string{"q", "\x1b", "\x03"} {
		_, err = person(keys).Choose(t.Context(), "Which?", options())
		require.ErrorIs(t, err, ask.ErrLeft, "%q", keys)
	}
	for _, keys := range []string{"\x1b", "\x03"} {
		_, err = person(keys).Text(t.Context(), "What?", "", even)
		require.ErrorIs(t, err, ask.ErrLeft, "%q", keys)
	}
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ask.NewPerson(strings.NewReader(""), &bytes.Buffer{}, false).Confirm(ctx, "Sure?")
	require.ErrorIs(t, err, context.Canceled)
}
