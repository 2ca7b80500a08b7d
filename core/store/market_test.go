package store_test

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

func genRecord() *rapid.Generator[market.Record] {
	return rapid.Custom(func(t *rapid.T) market.Record {
		r := market.Record{
			URI: rapid.StringN(1, 20, 60).Draw(t, "uri"), Node: rapid.StringN(0, 20, 60).Draw(t, "node"),
			Address: genAddress().Draw(t, "address"), FaceValue: genWei().Draw(t, "face value"),
			RTT: time.Duration(rapid.Int64().Draw(t, "rtt")), Version: rapid.String().Draw(t, "version"), Capped: rapid.Bool().Draw(t, "capped"),
			Failures: rapid.Uint64().Draw(t, "failures"), Problem: rapid.String().Draw(t, "problem"),
			Asked: at(rapid.IntRange(0, 1e6).Draw(t, "asked")),
		}
		if rapid.Bool().Draw(t, "answered") {
			r.Answered = r.Asked
			r.Price = &pm.Price{PricePerUnit: rapid.Int64Min(0).Draw(t, "price"), PixelsPerUnit: rapid.Int64Min(1).Draw(t, "pixels")}
		}
		return r
	})
}

// TestMarketIsAMap checks the table against a map, over many saves, one of which
// may have a URI twice.
func TestMarketIsAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s, err := openAt(t.TempDir())
		require.NoError(rt, err)
		defer s.Close()
		want := map[string]market.Record{}
		for range rapid.IntRange(1, 4).Draw(rt, "saves") {
			batch := rapid.SliceOfN(genRecord(), 0, 6).Draw(rt, "records")
			for i := range batch {
				if rapid.Bool().Draw(rt, "known") {
					batch[i].URI = "https://known:1"
				}
				want[batch[i].URI] = batch[i]
			}
			require.NoError(rt, s.SaveMarket(t.Context(), batch))
		}
		list, err := s.Market(t.Context())
		require.NoError(rt, err)
		got := map[string]market.Record{}
		for i, r := range list {
			got[r.URI] = r
			require.True(rt, i == 0 || !r.Asked.After(list[i-1].Asked), "the last asked come first")
		}
		require.Equal(rt, want, got)
	})
}

func TestMarketSurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.sqlite3")
	want := []market.Record{
		{
			URI: "https://o:1", Node: "https://o:2", Address: common.Address{1}, Price: &pm.Price{PricePerUnit: math.MaxInt64, PixelsPerUnit: 1},
			FaceValue: pm.NewWei(7), RTT: 20 * time.Millisecond, Version: "0.9.1", Asked: at(1), Answered: at(1),
		},
		{URI: "https://p:1", Capped: true, Failures: 3, Problem: "OrchestratorCapped", Asked: at(0)},
	}
	s, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, s.SaveMarket(t.Context(), want))
	require.NoError(t, s.Close())
	got, err := open(t, path).Market(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestForgetMarket(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	var records []market.Record
	for i := range 10 {
		records = append(records, market.Record{URI: fmt.Sprintf("https://o%d:1", i), Asked: at(i)})
	}
	require.NoError(t, s.SaveMarket(t.Context(), records))
	left := func() (uris []string) {
		list, err := s.Market(t.Context())
		require.NoError(t, err)
		for _, r := range list {
			uris = append(uris, r.URI)
		}
		return uris
	}
	require.NoError(t, s.ForgetMarket(t.Context(), at(7), 100))
	require.Equal(t, []string{"https://o9:1", "https://o8:1", "https://o7:1"}, left())
	require.NoError(t, s.ForgetMarket(t.Context(), at(0), 2))
	require.Equal(t, []string{"https://o9:1", "https://o8:1"}, left())
	require.NoError(t, s.ForgetMarket(t.Context(), at(0), 0))
	require.Empty(t, left())
}
