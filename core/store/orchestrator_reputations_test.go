package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/core/store"
)

func genTally() *rapid.Generator[reputation.Tally] {
	return rapid.Custom(func(t *rapid.T) (y reputation.Tally) {
		y.Bad = rapid.Float64Range(0, 1e6).Draw(t, "bad")
		for i := range y.Scores {
			y.Scores[i] = rapid.Float32Range(0, 1e6).Draw(t, "count")
		}
		return y
	})
}

func genOrchestratorHistory() *rapid.Generator[reputation.Record] {
	return rapid.Custom(func(t *rapid.T) reputation.Record {
		r := reputation.Record{
			Peer: reputation.Peer(rapid.StringN(1, 20, 60).Draw(t, "peer")), URI: rapid.String().Draw(t, "uri"),
			First: at(rapid.IntRange(0, 1e6).Draw(t, "first")), Last: at(rapid.IntRange(0, 1e6).Draw(t, "last")),
			Media: time.Duration(rapid.Int64().Draw(t, "media")), Tickets: rapid.Uint64().Draw(t, "tickets"), Paid: genWei().Draw(t, "paid"),
			Recent: genTally().Draw(t, "recent"), Lasting: genTally().Draw(t, "lasting"),
		}
		for i := range r.Attempts {
			r.Attempts[i] = rapid.Uint64().Draw(t, "attempts")
		}
		for i := range r.Verdicts {
			r.Verdicts[i] = rapid.Uint64().Draw(t, "verdicts")
		}
		return r
	})
}

// TestOrchestratorHistoriesAreAMap checks the table against a map, over many
// saves and a restart.
func TestOrchestratorHistoriesAreAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		s, err := openAt(dir)
		require.NoError(rt, err)
		want := map[reputation.Peer]reputation.Record{}
		for range rapid.IntRange(1, 3).Draw(rt, "saves") {
			batch := rapid.SliceOfN(genOrchestratorHistory(), 0, 4).Draw(rt, "records")
			for i := range batch {
				if rapid.Bool().Draw(rt, "known") {
					batch[i].Peer = "0xKnown"
				}
				want[batch[i].Peer] = batch[i]
			}
			require.NoError(rt, s.OrchestratorReputations().SaveRecords(t.Context(), batch))
		}
		require.NoError(rt, s.Close())
		s, err = openAt(dir)
		require.NoError(rt, err)
		defer s.Close()
		list, err := s.OrchestratorReputations().Records(t.Context())
		require.NoError(rt, err)
		got := map[reputation.Peer]reputation.Record{}
		for i, r := range list {
			got[r.Peer] = r
			require.True(rt, i == 0 || !r.Last.After(list[i-1].Last), "the latest come first")
		}
		require.Equal(rt, want, got)
	})
}

func TestForgetOrchestratorHistories(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	var records []reputation.Record
	for i := range 10 {
		records = append(records, reputation.Record{Peer: reputation.Peer(fmt.Sprint(i)), Last: at(i)})
	}
	require.NoError(t, s.OrchestratorReputations().SaveRecords(t.Context(), records))
	left := func() (peers []reputation.Peer) {
		list, err := s.OrchestratorReputations().Records(t.Context())
		require.NoError(t, err)
		for _, r := range list {
			peers = append(peers, r.Peer)
		}
		return peers
	}
	require.NoError(t, s.OrchestratorReputations().ForgetRecords(t.Context(), at(7), 100))
	require.Equal(t, []reputation.Peer{"9", "8", "7"}, left())
	require.NoError(t, s.OrchestratorReputations().ForgetRecords(t.Context(), at(0), 2))
	require.Equal(t, []reputation.Peer{"9", "8"}, left())
}

func TestDamagedOrchestratorHistoryIsAnError(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]string{
		"err_sketch":   `recent_scores = x'01'`,
		"err_attempts": `attempts = zeroblob(800)`,
		"err_paid":     `paid = 'much'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "test.sqlite3")
			s, err := store.Open(t.Context(), path)
			require.NoError(t, err)
			require.NoError(t, s.OrchestratorReputations().SaveRecords(t.Context(), []reputation.Record{{Peer: "a"}}))
			require.NoError(t, s.Close())
			execAt(t, path, `UPDATE orchestrator_histories SET `+set)
			_, err = open(t, path).OrchestratorReputations().Records(t.Context())
			require.ErrorContains(t, err, "read the histories of orchestrators")
		})
	}
}

// TestBookOverTheStore is the port's conformance: a Book finds what another left.
func TestBookOverTheStore(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	cfg := reputation.DefaultConfig()
	cfg.Store = s.OrchestratorReputations()
	first, err := reputation.New(cfg)
	require.NoError(t, err)
	require.NoError(t, first.Start(t.Context()))
	first.Entry("a").Report(reputation.Outcome{Took: time.Second, Unit: 2 * time.Second, Media: 2 * time.Second})
	first.Entry("b").Judge(reputation.Rejected)
	require.NoError(t, first.Close())
	second, err := reputation.New(cfg)
	require.NoError(t, err)
	require.NoError(t, second.Start(t.Context()))
	require.Equal(t, uint64(1), second.Entry("a").Record().Attempts[reputation.Done])
	require.Equal(t, uint64(1), second.Entry("b").Record().Verdicts[reputation.Rejected])
	require.NoError(t, second.Close())
}
