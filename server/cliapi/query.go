package cliapi

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// query reads the parameters of an URL and remembers the first that is wrong.
type query struct {
	values url.Values
	err    error
}

func (q *query) text(name string) string { return q.values.Get(name) }

func (q *query) wrong(name, text, expected string) {
	if q.err == nil {
		q.err = invalid(fmt.Sprintf("%s %q: expected %s", name, shorten(text), expected))
	}
}

// number reads a number from least to most; preset when there is none.
func (q *query) number(name string, preset, least, most int) int {
	text := q.text(name)
	if text == "" {
		return preset
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		q.wrong(name, text, fmt.Sprintf("a number from %d to %d", least, most))
	}
	return n
}

// boolean is nil when there is none.
func (q *query) boolean(name string) *bool {
	text := q.text(name)
	if text == "" {
		return nil
	}
	if text != "true" && text != "false" {
		q.wrong(name, text, "true or false")
	}
	b := text == "true"
	return &b
}

// lpt is 0 when there is none.
func (q *query) lpt(name string) chain.LPT {
	text := q.text(name)
	if text == "" {
		return chain.LPT{}
	}
	amount, err := chain.ParseLPT(text)
	if err != nil && q.err == nil {
		q.err = invalid(name + ": " + err.Error())
	}
	return amount
}

// pathAddress reads {addr}, which may be "self".
func (c *ChainConfig) pathAddress(r *http.Request) (common.Address, error) {
	addr, err := c.address(r.PathValue("addr"))
	if err != nil {
		return addr, invalid("address " + err.Error())
	}
	return addr, nil
}

// address reads an address, or "self".
func (c *ChainConfig) address(text string) (common.Address, error) {
	if text == self {
		return c.Account, nil
	}
	return parseAddress(text)
}
