// Package pricefeed reads what ETH costs in another currency from a contract with
// Chainlink's interface (AggregatorV3Interface), which others keep up to date on
// the chain (-priceFeedAddr).
//
// A Feed asks at intervals and keeps the last good answer. Rates are exact
// rationals.
//
// Use: New, Start, Quote from any goroutine, Close.
package pricefeed
