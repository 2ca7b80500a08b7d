package main

import (
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

// choicesMade are the choices that are measured, and choicesBefore those before
// them: when a stream begins, what is known of each is looked up.
const choicesMade, choicesBefore = 2000, 200

// marketChoice is how long a choice takes, with the note of its result.
type marketChoice struct {
	Among  int     `json:"among"`
	Median float64 `json:"median_us"`
	P95    float64 `json:"p95_us"`
	CPU    float64 `json:"cpu_us"` // mean
}

// measureChoices chooses among as many as a search of a stream hands out, and among
// all.
func measureChoices(offers []discovery.Offer) (list []marketChoice, err error) {
	for _, n := range []int{discovery.DefaultTableConfig().HandOut, len(offers)} {
		c, err := measureChoice(offers[:n])
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func measureChoice(offers []discovery.Offer) (marketChoice, error) {
	now := time.Now()
	clock := func() time.Time { return now }
	history := reputation.DefaultConfig()
	history.Now = clock
	book, err := reputation.New(history)
	if err != nil {
		return marketChoice{}, err
	}
	cfg := choosing.DefaultConfig()
	cfg.Book, cfg.Now = book, clock
	chooser, err := choosing.New(cfg)
	if err != nil {
		return marketChoice{}, err
	}
	stream := chooser.Open(broadcaster.StreamConfig{ManifestID: "bench"})
	defer stream.Close()
	options := make([]broadcaster.Option, 0, len(offers))
	for i := range offers {
		o := &offers[i]
		info := &core.OrchestratorInfo{URI: o.URI, Address: o.Address, Token: &core.AuthToken{}, Price: o.Price, TicketParams: &pm.TicketParams{FaceValue: o.FaceValue}}
		met := stream.Meet(broadcaster.Candidate{URI: o.URI, Latency: o.RTT, Info: info, Stake: o.Stake})
		options = append(options, broadcaster.Option{URI: o.URI, Latency: o.RTT, Info: info, Known: met})
	}
	var took []float64
	var used time.Duration
	for n := range choicesBefore + choicesMade {
		if n == choicesBefore {
			took, used = took[:0], processorTime(wholeProcess)
		}
		begin := time.Now()
		at, _ := stream.Select(broadcaster.SelectRequest{Seq: uint64(n), Duration: simSegment, Try: 1}, options)
		if at >= 0 {
			spent := simSegment/4 + time.Duration(n%7)*50*time.Millisecond
			options[at].Known.Landed(reputation.Outcome{Kind: reputation.Done, Took: spent, Unit: simSegment, Media: simSegment})
		}
		took = append(took, float64(time.Since(begin))/float64(time.Microsecond))
		now = now.Add(simSegment)
	}
	used = processorTime(wholeProcess) - used
	return marketChoice{len(offers), median(took), percentile(took, 95), used.Seconds() * 1e6 / choicesMade}, nil
}
