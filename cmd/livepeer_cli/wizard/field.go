package wizard

import (
	"errors"
	"strings"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// field is something that an entry needs to know.
type field struct {
	title   string
	meaning string // with an example
	// flag that it belongs to; empty for an argument.
	flag string
	// optional may be left empty.
	optional bool
	// list is several texts with commas between them.
	list  bool
	check func(text string) error
}

// errNeeded is said of a field that is empty and may not be.
var errNeeded = errors.New("this is needed")

// validate checks a text while it is typed.
func (f field) validate(text string) error {
	text = strings.TrimSpace(text)
	switch {
	case text == "" && f.optional:
		return nil
	case text == "":
		return errNeeded
	case f.check == nil:
		return nil
	}
	return f.check(text)
}

// arguments of a command line for a valid text.
func (f field) arguments(text string) []string {
	texts := []string{text}
	if f.list {
		texts = strings.Split(text, ",")
	}
	var args []string
	for _, t := range texts {
		switch t = strings.TrimSpace(t); {
		case t == "":
		case f.flag == "":
			args = append(args, t)
		default:
			args = append(args, f.flag, t)
		}
	}
	return args
}

func checkLPT(text string) error {
	_, err := input.LPT(text)
	return err
}

func checkLPTOrAll(text string) error {
	if text == "all" {
		return nil
	}
	return checkLPT(text)
}

func checkWei(text string) error {
	_, err := input.Wei(text)
	return err
}

func checkLPTOrWei(text string) error {
	_, err := input.LPTOrWei(text)
	return err
}

func checkParts(text string) error {
	_, err := input.Parts(text)
	return err
}

func checkAddress(text string) error {
	_, err := input.Address(text)
	return err
}

func checkServiceURI(text string) error {
	_, err := input.ServiceURI(text)
	return err
}

func checkNumber(text string) error {
	_, err := input.Number("number", text)
	return err
}

func checkChoice(text string) error {
	if text != "yes" && text != "no" {
		return input.Errorf("choice %q: expected yes or no", text)
	}
	return nil
}

func checkProposal(text string) error {
	_, err := input.ProposalID(text)
	return err
}

func checkSupport(text string) error {
	_, err := input.Support(text)
	return err
}

func checkPart(text string) error {
	if text != "cuts" && text != "fee-ratio" && text != "pool" {
		return input.Errorf("%q: expected cuts, fee-ratio or pool", text)
	}
	return nil
}

func checkPrice(text string) error { return input.Price(text, "") }

func checkPriceOrNone(text string) error {
	if text == "none" {
		return nil
	}
	return checkPrice(text)
}

// checkPixels checks a number of pixels that a price is for.
func checkPixels(text string) error { return input.Price("0", text) }
