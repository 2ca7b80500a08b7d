package reputation_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/reputation"
)

// memory is an in-memory twin of the port Store.
type memory struct {
	mu      sync.Mutex
	records map[reputation.Peer]reputation.Record
	saves   int
	err     error
}

func (m *memory) Records(context.Context) ([]reputation.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := slices.Collect(maps.Values(m.records))
	slices.SortFunc(list, func(a, b reputation.Record) int { return b.Last.Compare(a.Last) })
	return list, m.err
}

func (m *memory) SaveRecords(_ context.Context, records []reputation.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return m.err
	}
	m.saves++
	if m.records == nil {
		m.records = map[reputation.Peer]reputation.Record{}
	}
	for _, r := range records {
		m.records[r.Peer] = r
	}
	return nil
}

func (m *memory) ForgetRecords(_ context.Context, before time.Time, _ int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.records, func(_ reputation.Peer, r reputation.Record) bool { return r.Last.Before(before) })
	return m.err
}

// kept is how many records there are, and how many saves there were.
func (m *memory) kept() (records, saves int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.records), m.saves
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func newBook(t *testing.T, store reputation.Store) *reputation.Book {
	t.Helper()
	cfg := reputation.DefaultConfig()
	cfg.Store = store
	b, err := reputation.New(cfg)
	require.NoError(t, err)
	return b
}

func TestPeerOf(t *testing.T) {
	t.Parallel()
	require.Equal(t, reputation.Peer("https://o:1"), reputation.PeerOf(common.Address{}, "https://o:1"))
	require.Equal(t, reputation.Peer("0x0100000000000000000000000000000000000000"), reputation.PeerOf(common.Address{1}, "https://o:1"))
}

func TestBookSurvivesARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &memory{}
		b := newBook(t, store)
		require.NoError(t, b.Start(t.Context()))
		for range 40 {
			b.Entry("a").Report(outcome(reputation.Done, .5))
		}
		b.Entry("b").Report(outcome(reputation.Failed, 0))
		time.Sleep(11 * time.Second)
		_, saves := store.kept()
		require.Equal(t, 1, saves)
		time.Sleep(time.Minute)
		_, saves = store.kept()
		require.Equal(t, 1, saves, "nothing was new")
		b.Entry("b").Report(outcome(reputation.Done, 1))
		want := b.Records()
		require.NoError(t, b.Close())

		again := newBook(t, store)
		require.NoError(t, again.Start(t.Context()))
		require.Equal(t, want, again.Records())
		require.Equal(t, b.Entry("a").Estimate(prior(), 1), again.Entry("a").Estimate(prior(), 1))
		require.NoError(t, again.Close())

		time.Sleep(91 * 24 * time.Hour)
		late := newBook(t, store)
		require.NoError(t, late.Start(t.Context()))
		require.Empty(t, late.Records(), "forgotten")
		require.NoError(t, late.Close())
	})
}

func TestFailedSavesAreMadeUpFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &memory{}
		b := newBook(t, store)
		require.NoError(t, b.Start(t.Context()))
		store.fail(errors.New("disk full"))
		b.Entry("a").Report(outcome(reputation.Done, .5))
		time.Sleep(25 * time.Second)
		b.Entry("b").Report(outcome(reputation.Done, .5))
		store.fail(nil)
		time.Sleep(10 * time.Second)
		records, _ := store.kept()
		require.Equal(t, 2, records)
		require.NoError(t, b.Close())
	})
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	err := errors.New("disk")
	b := newBook(t, &memory{err: err})
	require.ErrorIs(t, b.Start(t.Context()), err)
	require.NoError(t, b.Close())
}

func TestBookIsBounded(t *testing.T) {
	t.Parallel()
	c := newClock()
	b := c.book(t, func(cfg *reputation.Config) { cfg.Peers, cfg.Store = 100, &memory{} })
	require.NoError(t, b.Start(t.Context()))
	kept := b.Entry("kept")
	kept.Report(outcome(reputation.Done, .5))
	for i := range 1000 {
		b.Entry(reputation.Peer(fmt.Sprint("met ", i)))
	}
	require.Same(t, kept, b.Entry("kept"), "it is to be saved, or was used later")
	require.Len(t, b.Records(), 1)
	require.NoError(t, b.Close())
	for i := range 1000 {
		c.now = c.now.Add(time.Second)
		b.Entry(reputation.Peer(fmt.Sprint("used ", i))).Report(outcome(reputation.Done, .5))
		require.NoError(t, b.Close())
	}
	require.LessOrEqual(t, len(b.Records()), 100)
	require.NotSame(t, kept, b.Entry("kept"))
	kept.Report(outcome(reputation.Done, .5)) // by a stream that has known it all the time
	require.NotEmpty(t, b.Records())
}

func TestForget(t *testing.T) {
	t.Parallel()
	store := &memory{}
	c := newClock()
	b := c.book(t, func(cfg *reputation.Config) { cfg.Store = store })
	require.NoError(t, b.Start(t.Context()))
	e := b.Entry("a")
	e.Report(outcome(reputation.Failed, 0))
	before := e.Version()
	ok, err := b.Forget(t.Context(), "a")
	require.True(t, ok)
	require.NoError(t, err)
	require.NotEqual(t, before, e.Version())
	require.Empty(t, b.Records())
	require.InDelta(t, prior().Failure, e.Estimate(prior(), 1).Failure, 0)
	ok, err = b.Forget(t.Context(), "a")
	require.False(t, ok)
	require.NoError(t, err)
	require.NoError(t, b.Close())
	require.Zero(t, store.records["a"].Attempts)
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]reputation.Config{
		"err_peers":  {Forget: 1, Save: 1},
		"err_forget": {Peers: 1, Save: 1},
		"err_save":   {Peers: 1, Forget: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := reputation.New(cfg)
			require.Error(t, err)
		})
	}
}
