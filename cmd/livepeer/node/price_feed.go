package node

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/eth/pricefeed"
	lpnet "github.com/livepeer/streamflow/net"
)

// startPriceFeed follows the price of ETH in USD, where there is a source for it.
func (n *node) startPriceFeed(ctx, life context.Context) error {
	network := networks()[n.cfg.Network].priceFeed
	switch {
	case n.money.feed != nil:
		return nil
	case n.cfg.PriceFeedURL != "":
		return n.startWebFeed(ctx, life)
	case n.cfg.PriceFeedAddr != common.Address{}:
		return n.startChainFeed(ctx, life, n.cfg.PriceFeedAddr)
	case network == common.Address{}:
		return nil
	}
	// Nobody has asked for it: a price in USD that needs it says so.
	if err := n.startChainFeed(ctx, life, network); err != nil {
		n.log.Warn("The network's price feed can't be used, so that no price can be in USD", "feed", network, "err", err)
	}
	return nil
}

// startWebFeed follows -priceFeedUrl. What is wrong with it is said without it,
// since it may have a key in it.
func (n *node) startWebFeed(ctx, life context.Context) error {
	url, pointer, _ := strings.Cut(n.cfg.PriceFeedURL, "#")
	feed, err := lpnet.NewPriceFeed(lpnet.PriceFeedConfig{URL: url, Pointer: pointer, Log: n.log})
	if err != nil {
		return &ConfigError{Flag: "priceFeedUrl", Reason: err.Error()}
	}
	n.money.feed = feed
	start := func(context.Context) error { return feed.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "price feed", Start: start, Close: feed.Close})
}

// startChainFeed follows a Chainlink contract.
func (n *node) startChainFeed(ctx, life context.Context, address common.Address) error {
	cfg := pricefeed.DefaultConfig()
	cfg.Chain, cfg.Address, cfg.Log = n.chain.rpc, address, n.log
	feed, err := pricefeed.New(cfg)
	if err != nil {
		return &ConfigError{Flag: "priceFeedAddr", Reason: err.Error()}
	}
	start := func(context.Context) error { return feed.Start(life) }
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "price feed", Start: start, Close: feed.Close}); err != nil {
		return err
	}
	if quote, _ := feed.Quote(); quote.Currency != "" && quote.Currency != string(pricing.USD) {
		return &ConfigError{Flag: "priceFeedAddr", Reason: fmt.Sprintf("contract %s has the price of ETH in %s; expected USD", address, quote.Currency)}
	}
	n.money.feed = chainlink{feed}
	return nil
}

// chainlink is a contract's price of ETH for the price list.
type chainlink struct{ *pricefeed.Feed }

// USD implements pricing.Feed.
func (c chainlink) USD() (price *big.Rat, at time.Time, ok bool) {
	quote, err := c.Quote()
	if err != nil || quote.Currency != string(pricing.USD) {
		return nil, time.Time{}, false
	}
	return quote.PerETH, quote.Updated, true
}
