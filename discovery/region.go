package discovery

import (
	"cmp"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Region is what is known of a region that orchestrators claim.
type Region struct {
	Name string
	// Claimants are all that claim it, Measured those of them whose time of answer
	// is known, and RTT the median of these.
	Claimants, Measured int
	RTT                 time.Duration
	// Contradicted counts the claims that their time of answer speaks against.
	Contradicted int
}

const (
	// fewestClaimants is how many must be measured before one is judged.
	fewestClaimants = 5
	// A time of answer contradicts a claim when it and the region's median are more
	// than regionFactor and more than regionSlack apart: within that, one may have a
	// slow machine, or a good line.
	regionFactor = 3
	regionSlack  = 75 * time.Millisecond
)

// checkRegions marks the claims of regions that the measured times of answer
// contradict. All who are in one region are about equally far from here. So one
// whose time is far from the median of all that claim the region is elsewhere:
// further away, or, when it is nearer, in a region that lies between. One that has
// several nodes is judged by the one that fits best; the nearer of such a node
// does not count against one that has nodes which were not asked.
//
// Each Ethereum address counts once. It takes more liars than honest ones in a
// region to turn the median; a minimum of stake makes them dear.
func checkRegions(entries []*entry) []Region {
	claims := map[string][]*entry{}
	for _, e := range entries {
		e.Contradicted = nil
		for _, name := range e.Regions {
			if list := claims[name]; len(list) == 0 || list[len(list)-1] != e { // it may name one twice
				claims[name] = append(list, e)
			}
		}
	}
	regions := make([]Region, 0, len(claims))
	for name, claimants := range claims {
		r := Region{Name: name, Claimants: len(claimants)}
		r.Measured, r.RTT = medianOf(claimants)
		if r.Measured >= fewestClaimants {
			for _, e := range claimants {
				if e.contradicts(r.RTT) {
					e.Contradicted = append(e.Contradicted, name)
					r.Contradicted++
				}
			}
		}
		regions = append(regions, r)
	}
	slices.SortFunc(regions, func(a, b Region) int { return cmp.Compare(a.Name, b.Name) })
	for _, e := range entries {
		slices.Sort(e.Contradicted)
	}
	return regions
}

func medianOf(claimants []*entry) (n int, median time.Duration) {
	var times []time.Duration
	seen := map[common.Address]bool{}
	for _, e := range claimants {
		if e.RTT == 0 || seen[e.Address] {
			continue
		}
		seen[e.Address] = true
		times = append(times, e.RTT)
	}
	if len(times) == 0 {
		return 0, 0
	}
	slices.Sort(times)
	return len(times), times[len(times)/2]
}

// contradicts says whether no node of e fits the region's time of answer.
func (e *entry) contradicts(region time.Duration) bool {
	if e.RTT == 0 || e.fits(e.RTT, region) {
		return false
	}
	for _, n := range e.nodes {
		if e.fits(n.rtt, region) {
			return false
		}
	}
	return true
}

func (e *entry) fits(rtt, region time.Duration) bool {
	near, far := rtt, region
	if near > far {
		near, far = far, near
	} else if e.hidden {
		return true
	}
	return far <= regionFactor*near || far-near <= regionSlack
}
