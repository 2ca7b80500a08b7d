package devnet

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"strconv"
	"time"
)

const (
	// DefaultChainID is none of the public networks'.
	DefaultChainID = 54321
	// gasLimit of a block: all of the protocol's contracts fit into one.
	gasLimit    = 60_000_000
	maxAccounts = 10_000
)

// Config configures a Devnet.
type Config struct {
	Log *slog.Logger // nil discards

	// BlockTime is the interval between blocks; 0 makes a block for each
	// transaction at once, and none without.
	BlockTime time.Duration
	// Ticks replaces the clock of BlockTime: a block for each value. Tests use it.
	Ticks <-chan time.Time
	// ChainID of the transactions, above 0.
	ChainID uint64
	// HTTPAddr is the host:port of the RPC, on loopback; port 0 takes a free one.
	HTTPAddr string
	// Accounts is how many accounts have funds, 1 to 10,000.
	Accounts int
	// Balance of each of them in the beginning, in whole ETH, above 0.
	Balance uint64
}

// DefaultConfig returns a devnet with a block for each transaction.
func DefaultConfig() Config {
	return Config{ChainID: DefaultChainID, HTTPAddr: "127.0.0.1:8545", Accounts: 20, Balance: 10_000}
}

// Validate says what is wrong with the configuration.
func (c Config) Validate() error {
	switch {
	case c.BlockTime < 0:
		return fmt.Errorf("devnet block time is %s, 0 or more is needed", c.BlockTime)
	case c.ChainID == 0 || c.ChainID > math.MaxInt64:
		return fmt.Errorf("devnet chain id is %d, 1 to %d is possible", c.ChainID, math.MaxInt64)
	case c.Accounts < 1 || c.Accounts > maxAccounts:
		return fmt.Errorf("devnet has %d accounts, 1 to %d are possible", c.Accounts, maxAccounts)
	case c.Balance == 0:
		return errors.New("devnet accounts have 0 ETH, at least 1 is needed")
	}
	_, _, err := c.endpoint()
	return err
}

// NotLoopbackError refuses an address that other machines reach: everybody
// knows the keys of a devnet.
type NotLoopbackError struct {
	Addr string
}

func (e *NotLoopbackError) Error() string {
	return fmt.Sprintf("devnet address %q is not on loopback, use one like 127.0.0.1:8545", e.Addr)
}

// endpoint splits HTTPAddr.
func (c Config) endpoint() (host string, port int, err error) {
	host, service, err := net.SplitHostPort(c.HTTPAddr)
	if err != nil {
		return "", 0, fmt.Errorf("devnet address %q is not host:port: %w", c.HTTPAddr, err)
	}
	switch ip := net.ParseIP(host); {
	case host == "":
		host = "127.0.0.1"
	case host == "localhost", ip != nil && ip.IsLoopback():
	default:
		return "", 0, &NotLoopbackError{Addr: c.HTTPAddr}
	}
	number, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("devnet address %q has no port of 0 to 65535", c.HTTPAddr)
	}
	return host, int(number), nil
}
