package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// showValue writes what is not as the API gave it: as one line of JSON, or by
// render.
func (c *cli) showValue(v any, render func()) error {
	if !c.json {
		render()
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	c.printf("%s\n", b)
	return nil
}

// policyList is cliapi.PolicyList with the policies as the node wrote them, which may
// know more of them than this program.
type policyList struct {
	Default  string                     `json:"default"`
	Policies map[string]json.RawMessage `json:"policies"`
}

// showPolicies writes all policies, or the one of that name.
func (c *cli) showPolicies(list policyList, names []string) error {
	policies := list.Policies
	if len(names) > 0 {
		p := policies[names[0]]
		if p == nil {
			return input.Errorf("there is no policy %q; there are %s", names[0], strings.Join(slices.Sorted(maps.Keys(policies)), ", "))
		}
		policies = map[string]json.RawMessage{names[0]: p}
	}
	values := map[string][]pair{}
	for name, p := range policies {
		var err error
		if values[name], err = flatten("", p); err != nil {
			return &admin.ReplyError{Err: fmt.Errorf("policy %q: %w", name, err)}
		}
	}
	return c.showValue(policies, func() {
		for i, name := range slices.Sorted(maps.Keys(policies)) {
			if i > 0 {
				c.printf("\n")
			}
			if name == list.Default {
				c.printf("%s (for streams that ask for none)\n", name)
			} else {
				c.printf("%s\n", name)
			}
			c.facts(values[name]...)
		}
	})
}

// flatten lists the values of a JSON object, those of objects in it by their path:
// "weights.price".
func flatten(path string, raw json.RawMessage) ([]pair, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	var all []pair
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := fields[name]
		if !strings.HasPrefix(string(value), "{") {
			all = append(all, pair{"  " + path + name, strings.Trim(string(value), `"`)})
			continue
		}
		below, err := flatten(path+name+".", value)
		if err != nil {
			return nil, err
		}
		all = append(all, below...)
	}
	return all, nil
}
