package node

import (
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// payLimits are what this broadcaster accepts. A highest price in US dollars
// follows the feed.
type payLimits struct {
	acceptance pm.Acceptance // without its MaxPrice
	feed       pricing.Feed  // nil for none
	payer      interface{ SetMaxPrice(price *pm.Price) }
	// soft says that those above the limit are paid where there is nobody else: the
	// limit is about choosing then.
	soft bool
	seen func(price *pm.Price) // for all others who want to know

	// mu is held until the payer has heard of a change, so that it hears of them in
	// their order.
	mu   sync.Mutex
	rate *pricing.Rate // guarded by mu; nil for any price
}

// Acceptance implements cliapi.PayLimits.
func (l *payLimits) Acceptance() pm.Acceptance {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.acceptance
	a.MaxPrice, _ = l.price()
	return a
}

// MaxPrice implements cliapi.PayLimits.
func (l *payLimits) MaxPrice() (rate pricing.Rate, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rate == nil {
		return pricing.Rate{}, false
	}
	return *l.rate, true
}

// SetMaxPrice implements cliapi.PayLimits.
func (l *payLimits) SetMaxPrice(rate *pricing.Rate) error {
	if rate != nil && rate.Currency() == pricing.USD && l.feed == nil {
		return pricing.ErrNoFeed
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rate = rate
	l.tell()
	return nil
}

// refresh tells the payer of the highest price as it is now.
func (l *payLimits) refresh() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tell()
}

// health says that nothing is paid since the limit is not known.
func (l *payLimits) health() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.price(); err != nil && !l.soft {
		return fmt.Errorf("no orchestrator is paid while -maxPricePerUnit is not known in wei: %w", err)
	}
	return nil
}

func (l *payLimits) tell() {
	price, _ := l.price()
	l.seen(price)
	if l.soft {
		price = nil
	}
	l.payer.SetMaxPrice(price)
}

// price is the highest price in wei, nil for any. While it is not known it is 0:
// then nothing is paid.
func (l *payLimits) price() (*pm.Price, error) {
	if l.rate == nil {
		return nil, nil
	}
	nothing := &pm.Price{PixelsPerUnit: 1}
	book, err := pricing.New(pricing.Config{Default: *l.rate, Feed: l.feed})
	if err != nil {
		return nothing, err
	}
	perPixel, err := book.Price(common.Address{}, nil)
	if err != nil {
		return nothing, err
	}
	price, err := pricing.ToPrice(perPixel)
	if err != nil {
		return nothing, err
	}
	return &price, nil
}
