package node

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

func TestAdminTable(t *testing.T) {
	t.Parallel()
	price := pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1}
	at := time.Unix(1_700_000_000, 0)
	m := discovery.Market{
		Time: at, Block: 7, RTT: time.Second, Prices: &discovery.Quantiles{Min: price, P10: price, P25: price, P50: price, P75: price, P90: price, Max: price, Count: 1},
		Offers: []discovery.Offer{
			{
				URI: "https://a:1", Node: "https://b:1", Score: 1, Address: common.Address{1}, Registered: true, Regions: []string{"eu"}, Contradicted: []string{"eu"}, Price: &price,
				FaceValue: pm.NewWei(5), Version: "0.1.0", RTT: time.Second, Ready: true, Stale: true, Capped: true, Failures: 2, Problem: "p", Asked: at, Answered: at, Excluded: "e",
			},
			{URI: "https://c:1", Node: "https://c:1"},
		},
	}
	got, wire := adminTable(m), cliapi.PriceOf(price)
	require.Equal(t, cliapi.Market{
		Time: at.UTC(), Block: 7, RTT: cliapi.Duration(time.Second), Prices: &cliapi.PriceQuantiles{Min: wire, P10: wire, P25: wire, P50: wire, P75: wire, P90: wire, Max: wire, Count: 1},
		Offers: []cliapi.Offer{
			{
				URI: "https://a:1", Node: "https://b:1", Score: 1, Address: cliapi.Address{1}, Registered: true, Services: []cliapi.Service{}, Regions: []string{"eu"}, Contradicted: []string{"eu"}, Price: &wire,
				FaceValue: pm.NewWei(5), Version: "0.1.0", RTT: cliapi.Duration(time.Second), Ready: true, Stale: true, Capped: true, Failures: 2, Problem: "p", Asked: at, Answered: at, Excluded: "e",
			},
			{URI: "https://c:1", Services: []cliapi.Service{}},
		},
	}, got)
}

// A node without the parts has no ports for them, so that the API says so.
func TestAdminMarket_parts(t *testing.T) {
	t.Parallel()
	require.Equal(t, cliapi.MarketConfig{}, (&node{}).adminMarket(nil, ""))
}

func TestEvidenceFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "evidence")
	folder := evidenceFolder(dir)
	list, total, err := folder.List(0, 10)
	require.NoError(t, err)
	require.Zero(t, total)
	require.Empty(t, list)

	kept, err := verifier.OpenEvidenceDir(dir, 1<<20, 10)
	require.NoError(t, err)
	for seq := range uint64(3) {
		require.NoError(t, kept.Keep(t.Context(), &verification.Bundle{
			Made: time.Unix(1_700_000_000+int64(seq), 0), Orchestrator: common.Address{1}, ManifestID: "movie", Seq: seq, Source: verification.NewMedia([]byte("source"), ".ts"),
			EvidenceSig: []byte{1}, Verdict: verification.Verdict{Faults: []verification.Fault{{Code: verification.Frozen, Rendition: 0, Profile: "a", Want: "motion", Got: "none"}}},
		}))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "zz"+verifier.EvidenceExt), []byte("no bundle"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "other.txt"), nil, 0o600))
	require.NoError(t, os.Symlink("/etc/hostname", filepath.Join(dir, "link"+verifier.EvidenceExt)))

	list, total, err = folder.List(0, 2)
	require.NoError(t, err)
	require.Equal(t, 4, total)
	require.Equal(t, "zz"+verifier.EvidenceExt, list[0].Name)
	require.Contains(t, list[0].Faults[0], "cannot be read")
	require.Equal(t, uint64(2), list[1].Seq, "the latest first")
	rest, _, err := folder.List(2, 10)
	require.NoError(t, err)
	require.Len(t, rest, 2)
	newest := list[1]
	require.Equal(t, cliapi.Evidence{
		Name: newest.Name, Bytes: newest.Bytes, Made: time.Unix(1_700_000_002, 0).UTC(), Orchestrator: cliapi.Address{1}, Stream: "movie", Seq: 2, Signed: true,
		Faults: []string{"frozen of rendition 0 (a): none, expected motion"},
	}, newest)

	file, err := folder.Open(newest.Name)
	require.NoError(t, err)
	defer file.Close()
	b, err := verification.ReadBundle(file)
	require.NoError(t, err)
	require.Equal(t, []byte("source"), b.Source.Data)
	_, err = io.ReadAll(file)
	require.NoError(t, err)
	for _, name := range []string{"none" + verifier.EvidenceExt, "other.txt", "link" + verifier.EvidenceExt, "../evidence/" + newest.Name + "x", "../x" + verifier.EvidenceExt} {
		_, err := folder.Open(name)
		require.Error(t, err, name)
	}
	_, err = folder.Open("none" + verifier.EvidenceExt)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// seen is an observer behind the log.
type seen struct {
	broadcaster.NopObserver
	events int
}

func (s *seen) StreamStarted(core.ManifestID)            { s.events++ }
func (s *seen) StreamEnded(core.ManifestID)              { s.events++ }
func (s *seen) SegmentAppeared(broadcaster.SegmentEvent) { s.events++ }
func (s *seen) AttemptDone(broadcaster.AttemptEvent)     { s.events++ }
func (s *seen) SegmentDone(broadcaster.SegmentEvent, broadcaster.SegmentOutcome) {
	s.events++
}

func TestStreamLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		next := &seen{}
		l := newStreamLog(next)
		began := time.Now().UTC()
		l.StreamStarted("movie")
		l.StreamStarted("another")
		segment := broadcaster.SegmentEvent{ManifestID: "movie", Bytes: 100}
		for range 3 {
			l.SegmentAppeared(segment)
		}
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Orchestrator: "https://a:1", Err: core.ErrResultRejected, Rejected: true})
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Orchestrator: "https://b:1", Swapped: true})
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Orchestrator: "https://c:1", Reference: true})
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Orchestrator: "https://d:1", Err: errors.New("no worker starts"), Unverified: true, Hedged: true})
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Orchestrator: "https://b:1", Redundant: true})
		l.AttemptDone(broadcaster.AttemptEvent{ManifestID: "none", Orchestrator: "https://c:1"})
		l.SegmentDone(segment, broadcaster.SegmentOutcome{Bytes: 50})
		l.SegmentDone(segment, broadcaster.SegmentOutcome{Err: errors.New("gone")})
		want := cliapi.Stream{
			Name: "movie", Started: began, Orchestrator: "https://b:1", Segments: 3, Done: 1, Failed: 1, Attempts: 5, Swaps: 1,
			Redundant: 1, Hedged: 1, Accepted: 2, Rejected: 1, Unverified: 1, SourceBytes: 300, TranscodedBytes: 50,
		}
		require.Equal(t, []cliapi.Stream{{Name: "another", Started: began}, want}, l.list(), "by name")
		require.Equal(t, 13, next.events, "it hands on all")

		time.Sleep(time.Second)  //nolint:forbidigo // the bubble's clock
		l.StreamStarted("movie") // before the end of the first one
		l.StreamEnded("movie")
		want.Ended = began.Add(time.Second)
		require.Equal(t, []cliapi.Stream{{Name: "another", Started: began}, {Name: "movie", Started: want.Ended}, want}, l.list())
		l.StreamEnded("movie")
		l.StreamEnded("movie")
		require.Equal(t, []cliapi.Stream{{Name: "another", Started: began}, {Name: "movie", Started: want.Ended, Ended: want.Ended}, want}, l.list(), "the last one first")
		for i := range 2 * endedStreams {
			id := core.ManifestID(fmt.Sprint(i))
			l.StreamStarted(id)
			l.StreamEnded(id)
		}
		require.Len(t, l.list(), 1+endedStreams)
	})
}
