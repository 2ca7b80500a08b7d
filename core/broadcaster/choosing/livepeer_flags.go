package choosing

// Flags are go-livepeer's flags of selection (features.md 5). -maxPricePerUnit is
// Config.MaxPrice.
type Flags struct {
	SelectRandFreq, SelectStakeWeight, SelectPriceWeight float64
	SelectPriceExpFactor                                 float64
	IgnoreMaxPriceIfNeeded                               bool
	MinPerfScore                                         float64
}

// DefaultFlags are go-livepeer's own values.
func DefaultFlags() Flags {
	return Flags{SelectRandFreq: 0.3, SelectStakeWeight: 0.7, SelectPriceExpFactor: 100}
}

// Apply returns p as the flags change it:
//
//	-selectRandFreq, -selectStakeWeight,      Draw: the chances by which an orchestrator is taken of
//	-selectPriceWeight, -selectPriceExpFactor which nothing is known. They must add up to 1.
//	-ignoreMaxPriceIfNeeded                   IgnoreMaxPriceIfNeeded
//	-minPerfScore                             MinReliability: by what this node has seen, not by what a
//	                                          server of statistics says
//
// As with go-livepeer, the chances are for those that were not tried yet; those
// that were are chosen by how they did. Leave Draw as it is, nil, unless one of the
// four flags was given. The error is a *PolicyError.
func (f Flags) Apply(p *Policy, draw bool) (*Policy, error) {
	q := p.clone()
	if draw {
		q.Draw = &Draw{Random: f.SelectRandFreq, Stake: f.SelectStakeWeight, Price: f.SelectPriceWeight, PriceExp: f.SelectPriceExpFactor}
	}
	q.IgnoreMaxPriceIfNeeded = q.IgnoreMaxPriceIfNeeded || f.IgnoreMaxPriceIfNeeded
	q.MinReliability = max(q.MinReliability, f.MinPerfScore)
	if err := q.Validate(); err != nil {
		return nil, err
	}
	return q, nil
}
