package cliapi

import (
	"net/http"

	"github.com/livepeer/streamflow/pm"
)

// GasPrices are the operator's bounds on what a unit of gas may cost.
type GasPrices interface {
	// GasPrices returns them; a zero most is none.
	GasPrices() (least, most pm.Wei)
	// SetGasPrices changes them for later transactions, until the node stops.
	SetGasPrices(least, most pm.Wei) error
}

// Gas is GET and PUT /api/v1/gas. A PUT changes what it has; a maximum of "0" is
// none.
type Gas struct {
	MinGasPrice *pm.Wei `json:"minGasPrice"`
	MaxGasPrice *pm.Wei `json:"maxGasPrice"` // null: no maximum
}

func (c *ChainConfig) gas(*http.Request) (any, error) {
	least, most := c.GasPrices.GasPrices()
	g := Gas{MinGasPrice: &least}
	if !most.IsZero() {
		g.MaxGasPrice = &most
	}
	return g, nil
}

func (c *ChainConfig) setGas(r *http.Request) (any, error) {
	in, err := c.readInput(r.Body, []string{"minGasPrice", "maxGasPrice"})
	if err != nil {
		return nil, err
	}
	least, most := c.GasPrices.GasPrices()
	if in.has("minGasPrice") {
		least = in.wei("minGasPrice")
	}
	if in.has("maxGasPrice") {
		most = in.wei("maxGasPrice")
	}
	if in.err != nil {
		return nil, in.err
	}
	if err := c.setGasPrices(least, most); err != nil {
		return nil, err
	}
	return c.gas(r)
}

func (c *ChainConfig) setGasPrices(least, most pm.Wei) error {
	if err := c.GasPrices.SetGasPrices(least, most); err != nil {
		return invalid(err.Error())
	}
	return nil
}
