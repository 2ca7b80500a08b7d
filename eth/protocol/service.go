package protocol

import (
	"bytes"
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
)

// Bounds of an entry: those of our ServiceRegistry, which are held to for the
// deployed one too.
const (
	maxURI      = 1024 // bytes
	maxServices = 64
	maxRegions  = 32
	maxRegion   = 31 // bytes
)

// serviceNames finds the names of services by their ids.
type serviceNames map[common.Hash]string

func newServiceNames(more []string) serviceNames {
	names := serviceNames{}
	for _, name := range append([]string{"CPUTranscoding", "GPUTranscoding", "SegmentVerification"}, more...) {
		names[serviceID(name)] = name
	}
	return names
}

func serviceID(name string) common.Hash { return crypto.Keccak256Hash([]byte(name)) }

// service is one as the registry has it.
func (n serviceNames) service(id [32]byte, verifier common.Address) chain.Service {
	return chain.Service{Name: n[id], ID: id, Verifier: verifier}
}

func (n serviceNames) services(listed []serviceregistry.IServiceRegistryService) []chain.Service {
	var services []chain.Service
	for _, s := range listed {
		services = append(services, n.service(s.Id, s.Verifier))
	}
	return services
}

// regions are texts that strangers wrote: what is no text is left out.
func regions(listed [][32]byte) []string {
	var names []string
	for _, r := range listed {
		if name := bytes.TrimRight(r[:], "\x00"); len(name) > 0 && utf8.Valid(name) {
			names = append(names, string(name))
		}
	}
	return names
}

// packRegions is the opposite of regions.
func packRegions(names []string) ([][32]byte, error) {
	if len(names) > maxRegions {
		return nil, refused(ErrBadInput, "%d regions are given; the registry takes at most %d", len(names), maxRegions)
	}
	packed := make([][32]byte, len(names))
	for i, name := range names {
		if name == "" || len(name) > maxRegion || !utf8.ValidString(name) {
			return nil, refused(ErrBadInput, "region %.40q: expected a text of 1 to %d bytes, such as \"eu-west\"", name, maxRegion)
		}
		copy(packed[i][:], name)
	}
	return packed, nil
}

func packServices(services []chain.Service) ([]serviceregistry.IServiceRegistryService, error) {
	if len(services) > maxServices {
		return nil, refused(ErrBadInput, "%d services are given; the registry takes at most %d", len(services), maxServices)
	}
	packed := make([]serviceregistry.IServiceRegistryService, len(services))
	for i, s := range services {
		id := s.ID
		switch {
		case s.Name == "" && id == (common.Hash{}):
			return nil, refused(ErrBadInput, "service number %d has neither name nor id; give one of them", i+1)
		case s.Name != "" && id == (common.Hash{}):
			id = serviceID(s.Name)
		case s.Name != "" && id != serviceID(s.Name):
			return nil, refused(ErrBadInput, "service %.40q has the id %s; expected %s, or no id", s.Name, id, serviceID(s.Name))
		}
		packed[i] = serviceregistry.IServiceRegistryService{Id: id, Verifier: s.Verifier}
	}
	return packed, nil
}

// checkURI refuses an address at which nobody would find the node.
func checkURI(uri string) error {
	const advice = "expected https://HOST:PORT, as broadcasters reach the node"
	if len(uri) > maxURI {
		return refused(ErrBadInput, "the service URI has %d bytes, at most %d are possible; %s", len(uri), maxURI, advice)
	}
	if uri == "" {
		return nil
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return refused(ErrBadInput, "the service URI is not usable; %s", advice)
	}
	return nil
}

func describeEntry(entry chain.RegistryEntry) string {
	if entry.ServiceURI == "" {
		return "clear the service URI"
	}
	return fmt.Sprintf("register %s", entry.ServiceURI)
}
