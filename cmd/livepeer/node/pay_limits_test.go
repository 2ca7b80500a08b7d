package node

import (
	"errors"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// quotes is a price feed that says what the test says.
type quotes struct {
	mu    sync.Mutex
	price *big.Rat  // guarded by mu, as the next; nil for none
	at    time.Time // zero for now
}

func (q *quotes) say(perETH int64, at time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.price, q.at = big.NewRat(perETH, 1), at
}

func (q *quotes) USD() (*big.Rat, time.Time, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := q.at
	if at.IsZero() {
		at = time.Now()
	}
	return q.price, at, q.price != nil
}

// limited remembers the highest price that it was told.
type limited struct {
	mu    sync.Mutex
	price *pm.Price // guarded by mu
}

func (l *limited) SetMaxPrice(price *pm.Price) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.price = price
}

func (l *limited) get() *pm.Price {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.price
}

func newLimits(feed pricing.Feed) (l *payLimits, payer, metric *limited) {
	payer, metric = new(limited), new(limited)
	return &payLimits{acceptance: pm.DefaultAcceptance(), feed: feed, payer: payer, seen: metric.SetMaxPrice}, payer, metric
}

func parseRate(t *testing.T, text string) *pricing.Rate {
	t.Helper()
	rate, err := pricing.ParseRate(text, "")
	require.NoError(t, err)
	return &rate
}

// A limit in US dollars is paid at the price of ETH as it is now. While that is
// not known, nothing is.
func TestPayLimitFollowsTheFeed(t *testing.T) {
	t.Parallel()
	feed := new(quotes)
	l, payer, metric := newLimits(feed)
	nothing := &pm.Price{PixelsPerUnit: 1}
	require.NoError(t, l.health())
	require.NoError(t, l.SetMaxPrice(parseRate(t, "2e-12USD")))
	require.Equal(t, nothing, payer.get(), "no quote yet")
	require.ErrorIs(t, l.health(), pricing.ErrNoQuote)

	feed.say(2000, time.Time{})
	require.Equal(t, nothing, payer.get(), "the limit moves with the next refresh")
	l.refresh()
	require.Equal(t, &pm.Price{PricePerUnit: 1000, PixelsPerUnit: 1}, payer.get())
	require.Equal(t, payer.get(), metric.get())
	require.Equal(t, payer.get(), l.Acceptance().MaxPrice)
	require.NoError(t, l.health())
	feed.say(4000, time.Time{})
	l.refresh()
	require.Equal(t, &pm.Price{PricePerUnit: 500, PixelsPerUnit: 1}, payer.get())

	feed.say(4000, time.Now().Add(-2*pricing.DefaultMaxAge))
	l.refresh()
	require.Equal(t, nothing, payer.get(), "the quote is too old")
	require.Equal(t, nothing, l.Acceptance().MaxPrice)
	require.ErrorIs(t, l.health(), pricing.ErrNoQuote)

	require.NoError(t, l.SetMaxPrice(nil))
	require.Nil(t, payer.get(), "any price")
	require.Nil(t, metric.get())
	_, limited := l.MaxPrice()
	require.False(t, limited)
	require.NoError(t, l.health())
	require.Equal(t, pm.DefaultAcceptance(), l.Acceptance())
}

func TestPayLimitWithoutAFeed(t *testing.T) {
	t.Parallel()
	l, payer, _ := newLimits(nil)
	require.NoError(t, l.SetMaxPrice(parseRate(t, "0.5")))
	half := &pm.Price{PricePerUnit: 1, PixelsPerUnit: 2}
	require.Equal(t, half, payer.get())
	require.ErrorIs(t, l.SetMaxPrice(parseRate(t, "1USD")), pricing.ErrNoFeed)
	require.Equal(t, half, payer.get(), "the old one stays")
	rate, ok := l.MaxPrice()
	require.True(t, ok)
	require.Equal(t, *parseRate(t, "0.5"), rate)
}

// With -ignoreMaxPriceIfNeeded the limit is for those who choose: whoever was chosen
// is paid.
func TestSoftPayLimit(t *testing.T) {
	t.Parallel()
	feed := new(quotes)
	l, payer, metric := newLimits(feed)
	l.soft = true
	require.NoError(t, l.SetMaxPrice(parseRate(t, "2e-12USD")))
	require.Nil(t, payer.get())
	require.Equal(t, &pm.Price{PixelsPerUnit: 1}, metric.get(), "all are too dear while nothing is known")
	require.NoError(t, l.health(), "work goes on")
	feed.say(2000, time.Time{})
	l.refresh()
	require.Nil(t, payer.get())
	require.Equal(t, &pm.Price{PricePerUnit: 1000, PixelsPerUnit: 1}, metric.get())
}

// The payer's limit is the last one that was set, whatever else goes on.
func TestPayLimitsAtOnce(t *testing.T) {
	t.Parallel()
	feed := new(quotes)
	feed.say(1000, time.Time{})
	l, payer, _ := newLimits(feed)
	dollar, wei := parseRate(t, "1e-12USD"), parseRate(t, "7")
	for range 50 {
		var all sync.WaitGroup
		for range 3 {
			all.Go(l.refresh)
		}
		var refused error
		all.Go(func() { refused = errors.Join(l.SetMaxPrice(dollar), l.SetMaxPrice(wei)) })
		all.Go(func() { l.Acceptance() })
		all.Wait()
		require.NoError(t, refused)
		require.Equal(t, &pm.Price{PricePerUnit: 7, PixelsPerUnit: 1}, payer.get())
	}
}
