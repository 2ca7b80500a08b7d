package cliapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

const (
	servicesExample = `[{"name": "CPUTranscoding"}]`
	regionsExample  = `["eu-west"]`
)

// services reads a list of services, each by its name or its id on chain.
func (in *input) services() []chain.Service {
	var list []struct {
		Name     string       `json:"name"`
		ID       *common.Hash `json:"id"`
		Verifier *Address     `json:"verifier"`
	}
	dec := json.NewDecoder(bytes.NewReader(in.values["services"]))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil || len(list) > maxServices {
		in.fail(fmt.Sprintf("services: expected a list of at most %d, each with a name or an id and perhaps a verifier's address, such as %s", maxServices, servicesExample))
		return nil
	}
	services := []chain.Service{}
	for i, s := range list {
		service := chain.Service{Name: s.Name}
		switch {
		case s.ID != nil && s.Name == "":
			service.ID = *s.ID
		case s.ID == nil && s.Name != "" && len(s.Name) <= maxTextBytes:
			service.ID = serviceID(s.Name)
		default:
			in.fail(fmt.Sprintf("services: number %d needs either a name or an id, as in %s", i+1, servicesExample))
		}
		if s.Verifier != nil {
			service.Verifier = common.Address(*s.Verifier)
		}
		if slices.ContainsFunc(services, func(o chain.Service) bool { return o.ID == service.ID }) {
			in.fail(fmt.Sprintf("services: number %d is there twice", i+1))
		}
		services = append(services, service)
	}
	return services
}

// regions reads a list of names.
func (in *input) regions() []string {
	var list []string
	in.read("regions", "a list of names such as "+regionsExample, &list)
	if len(list) > maxRegions {
		in.fail(fmt.Sprintf("regions: expected at most %d", maxRegions))
		return nil
	}
	for i, region := range list {
		if region == "" || len(region) > maxRegionBytes || bytes.IndexByte([]byte(region), 0) >= 0 {
			in.fail(fmt.Sprintf("regions: %q: expected a name of 1 to %d bytes, such as %s", shorten(region), maxRegionBytes, regionsExample))
		}
		if slices.Contains(list[:i], region) {
			in.fail(fmt.Sprintf("regions: %q is there twice", shorten(region)))
		}
	}
	return list
}
