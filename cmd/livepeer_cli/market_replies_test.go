package main

import (
	"encoding/json"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/server/cliapi"
)

const orchURI = "https://orch.example.org:8935"

// marketReplies are those of a broadcaster.
func marketReplies() map[string]string {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	shown := choosing.Shown{
		URI: orchURI, Peer: other, Tier: "listed", Total: 1.9, Parts: choosing.Parts{Price: 1, Late: 0.5, Failure: 0.4},
		Expect: reputation.Estimate{Failure: 0.04, Late: 0.025, Score: 0.6, Samples: 12.5}, Home: true, InFlight: 1,
	}
	slow := choosing.Shown{URI: "https://slow.example.org:8935", Peer: own, Total: 9, Parts: choosing.Parts{Late: 9}, Unfit: "too slow"}
	history := reputation.Export{
		Peer: other, URI: orchURI, First: at, Last: at, Attempts: map[string]uint64{"done": 1000, "timed out": 2, "failed": 1}, Media: 2000,
		Verdicts: map[string]uint64{"accepted": 1, "rejected": 2}, Tickets: 800, Paid: eth("0.0064ETH"), Lasting: reputation.ExportedTally{Good: 900, Bad: 25, Median: 0.5, P95: 0.9},
	}
	price := func(text string) cliapi.Price { return cliapi.Price{PricePerUnit: eth(text), PixelsPerUnit: 1} }
	low, high := price("900wei"), price("1200wei")
	offers := []cliapi.Offer{
		{
			URI: orchURI, Address: account(other), Registered: true, Stake: lpt("1000LPT"), Services: []cliapi.Service{{Name: "CPUTranscoding", ID: common.Hash{1}}, {ID: common.Hash{2}}},
			Regions: []string{"eu-west", "us-east"}, Contradicted: []string{"us-east"}, Price: &high, RTT: cliapi.Duration(20 * time.Millisecond), Ready: true, Asked: at, Answered: at,
		},
		{
			URI: "https://near.example.org:8935", Stake: lpt("10LPT"), Services: []cliapi.Service{}, Regions: []string{"eu-west"}, Price: &low, RTT: cliapi.Duration(5 * time.Millisecond),
			Capped: true, Stale: true, Failures: 2, Problem: "connection refused", Asked: at,
		},
		{URI: "https://new.example.org:8935", Services: []cliapi.Service{}, Regions: []string{}},
		{URI: "https://poor.example.org:8935", Services: []cliapi.Service{}, Regions: []string{"eu-west"}, Price: &low, Excluded: "its stake is below 1 LPT"},
	}
	replies := map[string]string{
		"GET evidence/movie-12.lpevidence": "the bundle",
		"GET policies":                     `{"default":"live","policies":{"live":{"late":1.5,"weights":{"price":1,"late":20},"redundancy":1},"premium":{"stay":{"for":"10s"},"tiers":[{"name":"own"}],"redundancy":2}}}`,
	}
	for key, v := range map[string]any{
		"GET streams": cliapi.StreamList{Streams: []cliapi.Stream{
			{Name: "movie", Policy: "live", Started: at, Orchestrator: orchURI, Renditions: []string{"P240p30fps16x9", "P360p30fps16x9"}, Segments: 12, Done: 10, Failed: 1, Attempts: 14, Swaps: 2, Redundant: 1, Hedged: 1, Accepted: 11, Rejected: 1, Unverified: 2},
			{Name: "over", Started: at, Ended: at.Add(time.Hour)},
		}},
		"GET streams/movie/choices": cliapi.Choices{Stream: "movie", Choices: []choosing.Explanation{
			{ManifestID: "movie", Seq: 12, Try: 1, At: at, Policy: "live", Chosen: orchURI, Reason: choosing.Stays, Candidates: 2, Shown: []choosing.Shown{shown, slow}},
			{ManifestID: "movie", Seq: 11, Try: 2, At: at, Policy: "live", Reason: choosing.Nobody, Shown: []choosing.Shown{}},
		}},
		"GET orchestrators/history": cliapi.HistoryList{Total: 2, Histories: []reputation.Export{
			history, {Peer: "http://127.0.0.1:8935", URI: "http://127.0.0.1:8935", First: at, Last: at, Attempts: map[string]uint64{"busy": 1}},
		}},
		"DELETE orchestrators/history/" + other: cliapi.Forgotten{Peer: other}, "DELETE orchestrators/history/http://127.0.0.1:8935": cliapi.Forgotten{Peer: "http://127.0.0.1:8935"},
		"GET broadcasters/history": cliapi.HistoryList{Total: 1, Histories: []reputation.Export{{
			Peer: own, First: at, Last: at, Attempts: map[string]uint64{"done": 40, "unreachable": 1}, Media: 80, Tickets: 30, Paid: eth("0.002ETH"),
			Lasting: reputation.ExportedTally{Good: 40, Bad: 1, Median: 0.4, P95: 0.7},
		}}},
		"DELETE broadcasters/history/" + own: cliapi.Forgotten{Peer: own}, "DELETE broadcasters/history/" + other: cliapi.Forgotten{Peer: other},
		"GET market": cliapi.Market{
			Time: at, Block: 70, RTT: cliapi.Duration(20 * time.Millisecond), Offers: offers,
			Prices: &cliapi.PriceQuantiles{Min: low, P10: low, P25: low, P50: low, P75: high, P90: high, Max: high, Count: 2},
		},
		"GET evidence": cliapi.EvidenceList{Total: 2, Evidence: []cliapi.Evidence{
			{Name: "movie-12.lpevidence", Bytes: 10, Made: at, Orchestrator: account(other), Stream: "movie", Seq: 12, Signed: true, Faults: []string{"frozen of rendition 0 (P240p30fps16x9): it stands still, expected motion"}},
			{Name: "over-3.lpevidence", Bytes: 10, Made: at, Stream: "over", Seq: 3, Faults: []string{}},
		}},
	} {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		replies[key] = string(b)
	}
	return replies
}
