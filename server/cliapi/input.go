package cliapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/decimal"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Bounds of a body.
const (
	maxServices    = 256
	maxRegions     = 256
	maxRegionBytes = 31
	maxTextBytes   = 1024
)

// input is the fields of a request's body. Its methods read one field each and
// remember the first that is missing or wrong.
type input struct {
	chain  *ChainConfig
	values map[string]json.RawMessage
	err    error
}

// readInput reads a JSON object that has no fields but these; an empty body is
// an empty object, and null is a field left out.
func (c *ChainConfig) readInput(body io.Reader, fields []string) (*input, error) {
	in := &input{chain: c, values: map[string]json.RawMessage{}}
	b, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return in, nil
	}
	if err := json.Unmarshal(b, &in.values); err != nil {
		return nil, invalid("the body is no JSON object: " + err.Error())
	}
	for name, value := range in.values {
		if !slices.Contains(fields, name) {
			return nil, invalid(fmt.Sprintf("unknown field %q; there are %s", shorten(name), strings.Join(fields, ", ")))
		}
		if string(value) == "null" {
			delete(in.values, name)
		}
	}
	return in, nil
}

func (in *input) has(name string) bool { return in.values[name] != nil }

func (in *input) fail(message string) {
	if in.err == nil {
		in.err = invalid(message)
	}
}

// need says whether a field is there, and remembers when it is not.
func (in *input) need(name, example string) bool {
	if !in.has(name) {
		in.fail(fmt.Sprintf("%s is missing; give it as in %q: %s", name, name, example))
	}
	return in.has(name)
}

// read decodes a field into v; expected is an example of it.
func (in *input) read(name, expected string, v any) bool {
	if !in.need(name, expected) {
		return false
	}
	if err := json.Unmarshal(in.values[name], v); err != nil {
		in.fail(fmt.Sprintf("%s: expected %s", name, expected))
		return false
	}
	return true
}

// text reads a text that is not empty.
func (in *input) text(name, example string) string {
	var text string
	if !in.read(name, example, &text) {
		return ""
	}
	if text == "" || len(text) > maxTextBytes {
		in.fail(fmt.Sprintf("%s: expected a text of 1 to %d bytes, such as %s", name, maxTextBytes, example))
	}
	return text
}

// parsed reads a text that parse understands.
func parsed[T any](in *input, name, example string, parse func(string) (T, error)) (v T) {
	text := in.text(name, example)
	if in.err != nil {
		return v
	}
	v, err := parse(text)
	if err != nil {
		in.fail(name + ": " + err.Error())
	}
	return v
}

func (in *input) lpt(name string) chain.LPT { return parsed(in, name, `"100 LPT"`, chain.ParseLPT) }

func (in *input) wei(name string) pm.Wei { return parsed(in, name, `"0.5 ETH"`, pm.ParseWei) }

func (in *input) parts(name string) chain.Parts { return parsed(in, name, `"12.5%"`, chain.ParseParts) }

func (in *input) address(name string) common.Address {
	return parsed(in, name, `"0x…" or "self"`, in.chain.address)
}

// lptOrWei reads an amount of either currency; isETH says of which it is.
func (in *input) lptOrWei(name string) (lpt chain.LPT, wei pm.Wei, isETH bool) {
	text := in.text(name, `"100 LPT" or "0.5 ETH"`)
	if in.err != nil {
		return lpt, wei, false
	}
	lpt, err := chain.ParseLPT(text)
	if err == nil {
		return lpt, wei, false
	}
	if errors.Is(err, decimal.ErrUnit) {
		wei, err = pm.ParseWei(text)
	}
	if err != nil {
		in.fail(fmt.Sprintf("%s: %v, or \"100 LPT\"", name, err))
	}
	return lpt, wei, true
}

func (in *input) number(name string) (n uint64) {
	in.read(name, "a whole number such as 0", &n)
	return n
}

// boolean is false when there is none.
func (in *input) boolean(name string) (b bool) {
	if in.has(name) {
		in.read(name, "true or false", &b)
	}
	return b
}

func (in *input) choice(name string) chain.PollChoice {
	return parsed(in, name, `"yes" or "no"`, func(text string) (chain.PollChoice, error) {
		switch text {
		case "yes":
			return chain.VoteYes, nil
		case "no":
			return chain.VoteNo, nil
		}
		return 0, fmt.Errorf(`%q: expected "yes" or "no"`, shorten(text))
	})
}

// registryEntry reads what is to change in an entry, as a function that does it.
func (in *input) registryEntry() func(*chain.RegistryEntry) {
	var changes []func(*chain.RegistryEntry)
	if in.has("serviceURI") {
		uri := in.text("serviceURI", `"https://example.org:8935"`)
		changes = append(changes, func(e *chain.RegistryEntry) { e.ServiceURI = uri })
	}
	if in.has("services") {
		services := in.services()
		changes = append(changes, func(e *chain.RegistryEntry) { e.Services = services })
	}
	if in.has("regions") {
		regions := in.regions()
		changes = append(changes, func(e *chain.RegistryEntry) { e.Regions = regions })
	}
	if len(changes) == 0 {
		in.fail(`there is nothing to change; give "serviceURI", "services" or "regions"`)
	}
	return func(e *chain.RegistryEntry) {
		for _, change := range changes {
			change(e)
		}
	}
}
