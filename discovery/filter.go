package discovery

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Filter says whom this broadcaster works with. The zero Filter leaves nobody
// out. Source: features.md 5, whitepaper "Service Registry".
//
// Services, regions, stake and the allow list are about strangers: those whom the
// operator lists with a score of 1 or more pass them. Nobody passes the block
// list.
type Filter struct {
	// Services that must all be offered, by name or by id (0x…).
	Services []string
	// Regions of which one must be served; case does not count.
	Regions  []string
	MinStake chain.LPT
	// MaxPrice of a pixel (-maxPricePerUnit); nil is none. Those without a price,
	// as off chain, pass.
	MaxPrice *pm.Price
	// IgnoreMaxPriceIfNeeded uses those above MaxPrice when there are no others.
	IgnoreMaxPriceIfNeeded bool
	// MinVersion of the software (-orchMinLivepeerVersion); empty accepts any.
	MinVersion string
	// Allow names the only ones that are used, unless it is empty; Block those that
	// never are (-orchBlocklist).
	Allow, Block Peers
}

// maxWanted bounds the services and the regions of a Filter.
const maxWanted = 64

// FilterError says which part of a Filter was refused, and why.
type FilterError struct {
	Part   string
	Reason string
}

func (e *FilterError) Error() string {
	return fmt.Sprintf("orchestrator filter: %s: %s", e.Part, e.Reason)
}

// Validate says what is wrong. Errors are *FilterError.
func (f Filter) Validate() error {
	switch {
	case len(f.Services) > maxWanted:
		return &FilterError{"services", fmt.Sprintf("there are %d, at most %d are allowed", len(f.Services), maxWanted)}
	case slices.Contains(f.Services, ""):
		return &FilterError{"services", `one has no name; expected names such as "GPUTranscoding"`}
	case len(f.Regions) > maxWanted:
		return &FilterError{"regions", fmt.Sprintf("there are %d, at most %d are allowed", len(f.Regions), maxWanted)}
	case slices.Contains(f.Regions, ""):
		return &FilterError{"regions", `one has no name; expected names such as "eu-west"`}
	case f.MaxPrice != nil && !f.MaxPrice.Valid():
		return &FilterError{"price", fmt.Sprintf("%v is no price; expected wei of 0 or more for pixels of 1 or more", *f.MaxPrice)}
	case f.MinVersion != "" && !core.ValidVersion(f.MinVersion):
		return &FilterError{"version", fmt.Sprintf("%.40q is no version; expected one such as 0.9.1", f.MinVersion)}
	}
	for name, p := range map[string]Peers{"allow list": f.Allow, "block list": f.Block} {
		if n := len(p.Addresses) + len(p.URIs); n > MaxPeers {
			return &FilterError{name, fmt.Sprintf("it has %d entries, at most %d are allowed", n, MaxPeers)}
		}
	}
	return nil
}

// Clone returns a copy that shares nothing.
func (f Filter) Clone() Filter {
	f.Services, f.Regions = slices.Clone(f.Services), slices.Clone(f.Regions)
	f.Allow, f.Block = f.Allow.Clone(), f.Block.Clone()
	if f.MaxPrice != nil {
		price := *f.MaxPrice
		f.MaxPrice = &price
	}
	return f
}

// sieve is a Filter made ready.
type sieve struct {
	Filter
	services     []common.Hash
	allow, block peerSet
}

func newSieve(f Filter) *sieve {
	s := &sieve{Filter: f.Clone(), allow: newPeerSet(f.Allow), block: newPeerSet(f.Block)}
	for _, name := range f.Services {
		s.services = append(s.services, serviceID(name))
	}
	return s
}

// serviceID is what a service's name stands for on chain: its keccak-256, or the
// id itself.
func serviceID(name string) common.Hash {
	if hex, ok := strings.CutPrefix(name, "0x"); ok && len(hex) == 2*common.HashLength {
		return common.HexToHash(name)
	}
	return crypto.Keccak256Hash([]byte(name))
}

// admit says whether an orchestrator may be asked at all. addr is what it has
// said of itself, zero while it has not; of several claims one is enough. Scores
// above 0 and below 1 are of those that are listed and not used (features.md 5).
func (s *sieve) admit(uri string, score float64, addr common.Address, claims []Claim) error {
	if s.block.has(uri, addr) {
		return ErrBlocked
	}
	if score > 0 && score < TrustedScore {
		return ErrScore
	}
	trusted := score >= TrustedScore
	if len(claims) == 0 {
		return s.admitClaim(uri, trusted, addr, nil)
	}
	var first error
	for i := range claims {
		c := &claims[i]
		if addr != (common.Address{}) && addr != c.Address && len(claims) > 1 {
			continue
		}
		err := s.admitClaim(uri, trusted, c.Address, c)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// admitClaim judges one claim; nil is of one of whom no chain tells.
func (s *sieve) admitClaim(uri string, trusted bool, addr common.Address, c *Claim) error {
	if s.block.has(uri, addr) {
		return ErrBlocked
	}
	if trusted {
		return nil
	}
	known := addr != (common.Address{})
	if !s.allow.empty() && !s.allow.has(uri, addr) && (known || len(s.allow.addresses) == 0) {
		return ErrNotAllowed // whose address is not known yet may still be on it
	}
	if c == nil {
		c = &Claim{}
	}
	for i, id := range s.services {
		if !slices.ContainsFunc(c.Services, func(o chain.Service) bool { return o.ID == id }) {
			return fmt.Errorf("%w: %s", ErrService, s.Services[i])
		}
	}
	if len(s.Regions) > 0 && !slices.ContainsFunc(c.Regions, s.wantsRegion) {
		return ErrRegion
	}
	if c.Stake.Cmp(s.MinStake) < 0 {
		return fmt.Errorf("%w: %v, expected %v", ErrStake, c.Stake, s.MinStake)
	}
	return nil
}

func (s *sieve) wantsRegion(name string) bool {
	return slices.ContainsFunc(s.Regions, func(wanted string) bool { return strings.EqualFold(wanted, name) })
}

// accept judges what an orchestrator has answered. An ErrPrice may be forgiven.
func (s *sieve) accept(price *pm.Price, version string) error {
	if s.MinVersion != "" {
		need := core.Capabilities{MinVersion: s.MinVersion}
		if !need.SuppliedBy(&core.Capabilities{Version: version}) {
			return fmt.Errorf("%w: %.40q, expected %s", ErrVersion, version, s.MinVersion)
		}
	}
	if s.MaxPrice != nil && price != nil && comparePrices(*price, *s.MaxPrice) > 0 {
		return fmt.Errorf("%w: %v, expected at most %v", ErrPrice, *price, *s.MaxPrice)
	}
	return nil
}
