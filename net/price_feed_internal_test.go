package net

import (
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestJSONPointer(t *testing.T) {
	t.Parallel()
	// The document and the pointers of RFC 6901, 5, as far as they lead to numbers.
	doc := []byte(`{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
		"deep": {"list": [1, {"price": 2500.10}]}, "no": null}`)
	for pointer, want := range map[string]string{
		"/foo/0": "bar", "/": "0", "/a~1b": "1", "/c%d": "2", "/e^f": "3", "/g|h": "4", "/i\\j": "5", "/k\"l": "6", "/ ": "7",
		"/m~0n": "8", "/deep/list/1/price": "2500.10",
		"": "", "/foo": "", "/no": "", "/foo/2": "", "/foo/-": "", "/foo/00": "", "/foo/-1": "", "/foo/x": "", "/nothing": "", "/foo/0/0": "",
	} {
		p, err := parseJSONPointer(pointer)
		require.NoError(t, err, pointer)
		got, err := p.findJSON(doc)
		if want == "" {
			require.ErrorIs(t, err, ErrJSONPointer, pointer)
			continue
		}
		require.NoError(t, err, pointer)
		require.Equal(t, want, got, pointer)
	}
	for _, bad := range []string{"foo", "/a~", "/a~2", "/~~"} {
		_, err := parseJSONPointer(bad)
		require.ErrorIs(t, err, ErrJSONPointer, bad)
	}
	whole, err := parseJSONPointer("")
	require.NoError(t, err)
	got, err := whole.findJSON([]byte("1e3"))
	require.NoError(t, err)
	require.Equal(t, "1e3", got)
}

func TestParsePrice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*big.Rat{
		"2500": big.NewRat(2500, 1), " 2500.25\n": big.NewRat(10001, 4), "2.5e3": big.NewRat(2500, 1), "1E-2": big.NewRat(1, 100),
		"0.1": big.NewRat(1, 10), "999999999999": big.NewRat(999999999999, 1),
	} {
		got, err := parsePrice(text)
		require.NoError(t, err, text)
		require.Zero(t, want.Cmp(got), text)
	}
	for _, bad := range []string{
		"", "0", "0.000", "-1", "+1", "1,000", "$5", "NaN", "Inf", "0x10", "1/2", "1_000", "1e999999999", "1e-999999999", "1e12",
		".5", "5.", strings.Repeat("1", 65),
	} {
		_, err := parsePrice(bad)
		require.ErrorIs(t, err, ErrPrice, bad)
	}
}

func FuzzPriceDocument(f *testing.F) {
	f.Add([]byte(`{"data": [{"price": "2500.5"}]}`), "/data/0/price")
	f.Add([]byte(`12e3`), "")
	f.Fuzz(func(t *testing.T, doc []byte, pointer string) {
		p, err := parseJSONPointer(pointer)
		if err != nil {
			require.ErrorIs(t, err, ErrJSONPointer)
			return
		}
		text, err := p.findJSON(doc)
		if err != nil {
			return
		}
		if price, err := parsePrice(text); err != nil {
			require.ErrorIs(t, err, ErrPrice)
		} else {
			require.Positive(t, price.Sign())
		}
	})
}

// priceService serves a document that can be changed.
type priceService struct {
	*httptest.Server
	answer atomic.Pointer[http.HandlerFunc]
}

func newPriceService(t *testing.T) *priceService {
	t.Helper()
	s := new(priceService)
	s.set(`{"usd": 2500.5}`)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.answer.Load())(w, r) }))
	t.Cleanup(s.Close)
	return s
}

func (s *priceService) set(doc string) {
	s.setAnswer(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, doc) })
}

func (s *priceService) setAnswer(h http.HandlerFunc) { s.answer.Store(&h) }

func TestPriceFeed(t *testing.T) {
	t.Parallel()
	service := newPriceService(t)
	feed, err := NewPriceFeed(PriceFeedConfig{URL: service.URL + "/?key=secret", Pointer: "/usd", Interval: 10 * time.Millisecond})
	require.NoError(t, err)
	_, _, ok := feed.USD()
	require.False(t, ok)
	require.NoError(t, feed.Start(t.Context()))
	defer feed.Close()
	requirePrice := func(want *big.Rat) {
		t.Helper()
		require.Eventually(t, func() bool {
			price, _, ok := feed.USD()
			return ok && price.Cmp(want) == 0 && feed.Health() == nil
		}, 10*time.Second, 10*time.Millisecond)
	}
	requirePrice(big.NewRat(5001, 2))
	price, _, _ := feed.USD()
	price.SetInt64(1)
	requirePrice(big.NewRat(5001, 2)) // a caller's copy

	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"status": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "x", http.StatusTooManyRequests) }, &FetchStatusError{}},
		"huge": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"usd": 1, "x": "`+strings.Repeat("x", maxPriceDocument)+`"}`)
		}, ErrFetchTooLarge},
		"redirect": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }, ErrFetchRedirect},
		"moved":    {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"eur": 1}`) }, ErrJSONPointer},
		"garbage":  {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<html>`) }, nil},
		"zero":     {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"usd": 0}`) }, ErrPrice},
		"cut":      {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil},
	} {
		service.set(`{"usd": "2500.5"}`)
		requirePrice(big.NewRat(5001, 2))
		service.setAnswer(tc.answer)
		require.Eventually(t, func() bool { return feed.Health() != nil }, 10*time.Second, 10*time.Millisecond, name)
		err := feed.Health()
		require.NotContains(t, err.Error(), "secret", name)
		var code *FetchStatusError
		if _, ok := tc.want.(*FetchStatusError); ok {
			require.ErrorAs(t, err, &code)
			require.Equal(t, 429, code.Code)
		} else if tc.want != nil {
			require.ErrorIs(t, err, tc.want, name)
		}
		last, at, ok := feed.USD()
		require.True(t, ok, "the last good one stays")
		require.Zero(t, last.Cmp(big.NewRat(5001, 2)), name)
		require.False(t, at.IsZero())
	}
	service.set(`{"usd": 1e3}`)
	requirePrice(big.NewRat(1000, 1))
}

func TestPriceFeedRefusals(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "ftp://a", "http://feed.example/usd?key=secret", "http://10.0.0.1/", "https://", "feed.example"} {
		_, err := NewPriceFeed(PriceFeedConfig{URL: bad})
		require.ErrorIs(t, err, ErrPriceFeedURL, bad)
		require.NotContains(t, err.Error(), "secret")
	}
	for _, good := range []string{"https://feed.example/usd", "http://127.0.0.1:1/", "http://[::1]/", "http://localhost/"} {
		feed, err := NewPriceFeed(PriceFeedConfig{URL: good})
		require.NoError(t, err, good)
		require.NoError(t, feed.Close(), "never started")
	}
	_, err := NewPriceFeed(PriceFeedConfig{URL: "https://feed.example", Pointer: "usd"})
	require.ErrorIs(t, err, ErrJSONPointer)
}
