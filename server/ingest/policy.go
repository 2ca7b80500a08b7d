package ingest

import (
	"fmt"
	"net/url"
)

// Policies knows the selection policies that there are. It is implemented by
// choosing.Chooser.
type Policies interface {
	// Has is nil for a policy that exists, and for "", which stands for the default
	// one. The error is a *choosing.PolicyError that names those that exist.
	Has(name string) error
}

// policyFor is the policy of a stream whose publisher asks for one of that name, or
// for none in particular with "". It may not be another than the webhook's: a
// policy can cost more, and that is for whoever pays to say. The error is
// ErrConflict.
func (c *Configuration) policyFor(asked string) (string, error) {
	switch {
	case asked == "" || asked == c.SelectionPolicy:
		return c.SelectionPolicy, nil
	case c.SelectionPolicy == "":
		return asked, nil
	}
	return "", fmt.Errorf("%w: the selection policy is %q in what the publisher asks and %q by the webhook", ErrConflict, asked, c.SelectionPolicy)
}

// policyKey is the key of a policy in an address.
const policyKey = "policy"

// WithAddress is the configuration of a stream that is published to an address
// such as rtmp://host/name?policy=premium, for publishers that send no headers. The
// error is ErrConflict where the webhook says something else.
func (c *Configuration) WithAddress(address string) (*Configuration, error) {
	if c == nil {
		c = &Configuration{}
	}
	own := *c
	u, err := url.Parse(address)
	if err != nil {
		return &own, nil //nolint:nilerr // it names no policy; whether it names a stream is for others to judge
	}
	own.SelectionPolicy, err = c.policyFor(u.Query().Get(policyKey))
	return &own, err
}
