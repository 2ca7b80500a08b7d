package net

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Limits of a price feed.
const (
	// DefaultPriceFeedInterval is the time from one question to the next.
	DefaultPriceFeedInterval = time.Minute
	priceFeedTimeout         = 10 * time.Second
	maxPriceDocument         = 1 << 20 // bytes
	maxPriceText             = 64      // bytes
)

// Faults of a price feed.
var (
	// ErrPriceFeedURL: it is not https, nor http to this machine.
	ErrPriceFeedURL = errors.New("a price feed needs a URL with https, or with http to this machine")
	// ErrPrice: what the feed has is no price in USD.
	ErrPrice = errors.New("not a price in USD: want a decimal number above 0 and below 10^12")
)

// PriceFeedConfig has a feed's settings.
type PriceFeedConfig struct {
	// URL of a JSON document: https, or http to a loopback address.
	URL string
	// Pointer leads to the price in it (RFC 6901), such as /data/0/price: USD for
	// one ETH, as a number or a string with one.
	Pointer string
	// Interval from one question to the next; 0 stands for the default.
	Interval time.Duration
	Log      *slog.Logger // discarded when nil
}

// PriceFeed asks a web service for the price of ETH. The last good answer is kept,
// whatever follows. It is safe for concurrent use. Use: NewPriceFeed, Start, Close.
type PriceFeed struct {
	cfg     PriceFeedConfig
	log     *slog.Logger
	host    string // for logs: the URL may have a key in it
	pointer jsonPointer
	client  *http.Client

	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu    sync.Mutex
	price *big.Rat  // guarded by mu, never changed; nil before the first answer
	at    time.Time // guarded by mu
	err   error     // guarded by mu: of the last question
}

// NewPriceFeed returns a feed that does not ask yet. Errors: ErrPriceFeedURL,
// ErrJSONPointer.
func NewPriceFeed(cfg PriceFeedConfig) (*PriceFeed, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !isThisMachine(u.Hostname())) {
		return nil, ErrPriceFeedURL // without the URL, which may have a key in it
	}
	pointer, err := parseJSONPointer(cfg.Pointer)
	if err != nil {
		return nil, err
	}
	if cfg.Interval <= 0 {
		cfg.Interval = DefaultPriceFeedInterval
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &PriceFeed{
		cfg: cfg, log: cfg.Log, host: u.Host, pointer: pointer,
		client: &http.Client{
			Timeout:       priceFeedTimeout,
			Transport:     &http.Transport{ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxAnswerHeader, IdleConnTimeout: 2 * cfg.Interval},
			CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
		},
	}, nil
}

func isThisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// Start begins to ask.
func (f *PriceFeed) Start(ctx context.Context) error {
	ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
	f.wg.Go(func() { f.run(ctx) })
	return nil
}

// Close ends that.
func (f *PriceFeed) Close() error {
	if f.cancel != nil {
		f.cancel()
	}
	f.wg.Wait()
	f.client.CloseIdleConnections()
	return nil
}

// USD returns what one ETH costs in USD, and when that was said; ok is false
// before the first answer.
func (f *PriceFeed) USD() (price *big.Rat, at time.Time, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.price == nil {
		return nil, time.Time{}, false
	}
	return new(big.Rat).Set(f.price), f.at, true
}

// Health is why the last question had no answer, nil when it had. Errors: ErrPrice,
// ErrJSONPointer, ErrFetchRedirect, ErrFetchTooLarge, *FetchStatusError and those
// of the network.
func (f *PriceFeed) Health() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *PriceFeed) run(ctx context.Context) {
	ticker := time.NewTicker(f.cfg.Interval)
	defer ticker.Stop()
	for {
		price, err := f.ask(ctx)
		if ctx.Err() != nil {
			return
		}
		f.learn(price, err)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// learn notes an answer, and says when the feed fails or works again.
func (f *PriceFeed) learn(price *big.Rat, err error) {
	f.mu.Lock()
	failed := f.err != nil
	if f.err = err; err == nil {
		f.price, f.at = price, time.Now()
	}
	f.mu.Unlock()
	switch {
	case err != nil && !failed:
		f.log.Warn("price feed fails, the last price stays", "host", f.host, "err", err)
	case err == nil && failed:
		f.log.Info("price feed works again", "host", f.host, "usd", price.FloatString(2))
	}
}

func (f *PriceFeed) ask(ctx context.Context) (*big.Rat, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.cfg.URL, nil)
	if err != nil {
		return nil, ErrPriceFeedURL
	}
	req.Header.Set("Accept", "application/json")
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask %s for a price: %w", f.host, fetchCause(err))
	}
	defer discardAndClose(resp.Body)
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask %s for a price: %w", f.host, &FetchStatusError{Code: resp.StatusCode})
	}
	raw, err := readBody(resp.Body, resp.ContentLength, maxPriceDocument)
	if err != nil {
		return nil, fmt.Errorf("ask %s for a price: %w", f.host, err)
	}
	text, err := f.pointer.findJSON(raw)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", f.host, err)
	}
	price, err := parsePrice(text)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", f.host, err)
	}
	return price, nil
}

// parsePrice reads a decimal number exactly. Its exponent has two digits at most,
// as a longer one would cost memory.
func parsePrice(text string) (*big.Rat, error) {
	text = strings.TrimSpace(text)
	decimal := regexp.MustCompile(`^[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$`)
	if len(text) > maxPriceText || !decimal.MatchString(text) {
		return nil, fmt.Errorf("%w, got %.100q", ErrPrice, text)
	}
	price, ok := new(big.Rat).SetString(text)
	if limit := big.NewRat(1_000_000_000_000, 1); !ok || price.Sign() <= 0 || price.Cmp(limit) >= 0 {
		return nil, fmt.Errorf("%w, got %.100q", ErrPrice, text)
	}
	return price, nil
}
