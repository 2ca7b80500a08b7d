package reputation

import (
	"encoding/json"
	"time"
)

// exported is a Record as others read it.
type exported struct {
	Peer     Peer              `json:"peer"`
	URI      string            `json:"uri,omitempty"`
	First    time.Time         `json:"first"`
	Last     time.Time         `json:"last"`
	Attempts map[string]uint64 `json:"attempts"`
	Media    float64           `json:"media_seconds"`
	Verdicts map[string]uint64 `json:"verdicts,omitempty"`
	Tickets  uint64            `json:"tickets,omitempty"`
	Paid     string            `json:"paid,omitempty"`
	Recent   exportedTally     `json:"recent"`
	Lasting  exportedTally     `json:"lasting"`
}

type exportedTally struct {
	Good   float64 `json:"good"`
	Bad    float64 `json:"bad"`
	Median float64 `json:"score_median"`
	P95    float64 `json:"score_p95"`
}

// MarshalJSON writes the record for people and their programs: counts by name,
// and of latency scores the median and the 95th of 100. What fades is as it was
// at Last.
func (r Record) MarshalJSON() ([]byte, error) {
	out := exported{
		Peer: r.Peer, URI: r.URI, First: r.First, Last: r.Last, Attempts: map[string]uint64{}, Media: r.Media.Seconds(),
		Verdicts: map[string]uint64{}, Tickets: r.Tickets, Recent: r.Recent.export(), Lasting: r.Lasting.export(),
	}
	for k, n := range r.Attempts {
		if n > 0 {
			out.Attempts[Kind(k).String()] = n
		}
	}
	for v, name := range [...]string{"accepted", "suspicious", "rejected"} {
		if n := r.Verdicts[v]; n > 0 {
			out.Verdicts[name] = n
		}
	}
	if !r.Paid.IsZero() {
		out.Paid = r.Paid.String()
	}
	return json.Marshal(out)
}

func (t *Tally) export() exportedTally {
	return exportedTally{Good: t.Scores.Count(), Bad: t.Bad, Median: t.Scores.Quantile(0.5), P95: t.Scores.Quantile(0.95)}
}
