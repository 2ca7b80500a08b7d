package reputation

import (
	"encoding/json"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// Export is a Record as others read it: counts by name, and of latency scores the
// median and the 95th of 100. What fades is as it was at Last.
type Export struct {
	Peer Peer   `json:"peer"`
	URI  string `json:"uri,omitempty"`
	// First and Last are the moments of attempts or verdicts.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// Attempts by the name of their Kind, Media of those that are done, in seconds.
	Attempts map[string]uint64 `json:"attempts"`
	Media    float64           `json:"mediaSeconds"`
	// Verdicts by name: accepted, suspicious, rejected.
	Verdicts map[string]uint64 `json:"verdicts,omitempty"`
	Tickets  uint64            `json:"tickets,omitempty"`
	Paid     pm.Wei            `json:"paid,omitzero"` // the tickets' expected value
	Recent   ExportedTally     `json:"recent"`
	Lasting  ExportedTally     `json:"lasting"`
}

// ExportedTally is a Tally as others read it.
type ExportedTally struct {
	Good   float64 `json:"good"`
	Bad    float64 `json:"bad"`
	Median float64 `json:"scoreMedian"`
	P95    float64 `json:"scoreP95"`
}

// Export describes the record for people and their programs.
func (r Record) Export() Export {
	out := Export{
		Peer: r.Peer, URI: r.URI, First: r.First, Last: r.Last, Attempts: map[string]uint64{}, Media: r.Media.Seconds(),
		Verdicts: map[string]uint64{}, Tickets: r.Tickets, Paid: r.Paid, Recent: r.Recent.export(), Lasting: r.Lasting.export(),
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
	return out
}

// MarshalJSON writes the record's Export.
func (r Record) MarshalJSON() ([]byte, error) { return json.Marshal(r.Export()) }

func (t *Tally) export() ExportedTally {
	return ExportedTally{Good: t.Scores.Count(), Bad: t.Bad, Median: t.Scores.Quantile(0.5), P95: t.Scores.Quantile(0.95)}
}
