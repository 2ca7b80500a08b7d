package cliapi

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// DefaultStatePoll is how often a transaction is looked at while it is awaited.
const DefaultStatePoll = 500 * time.Millisecond

// ChainConfig is what the API needs of a node that is on a chain. All ports are
// required but those of Payments. Most of them are one client of the protocol's contracts, others the
// manager of the account's transactions; they are apart here so that each
// resource says what it uses.
type ChainConfig struct {
	Network    string // as in -network
	ChainID    uint64
	Controller common.Address
	// Account of the node: who sends, and what "self" stands for.
	Account common.Address

	// Head is the newest block that the node knows.
	Head func(ctx context.Context) (chain.BlockRef, error)
	// Endpoints are the -ethUrl of the node, without secrets.
	Endpoints func() []Endpoint

	Protocol      Protocol
	Orchestrators Orchestrators
	Accounts      Accounts

	Stake         Stake
	Earnings      Earnings
	Orchestrating Orchestrating
	Funding       Funding
	Transfers     Transfers
	Governance    Governance

	Sending      Sending
	Transactions Transactions
	GasPrices    GasPrices
	Signer       MessageSigner

	Payments PaymentsConfig

	// StatePoll is how often a transaction is looked at while it is awaited; 0 is
	// DefaultStatePoll.
	StatePoll time.Duration
}
