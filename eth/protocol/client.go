package protocol

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/contracts/directory"
	"github.com/livepeer/streamflow/eth/contracts/livepeergovernor"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/livepeertokenfaucet"
	"github.com/livepeer/streamflow/eth/contracts/minter"
	"github.com/livepeer/streamflow/eth/contracts/poll"
	"github.com/livepeer/streamflow/eth/contracts/pollcreator"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
)

// The Controller's names of contracts (chain.md 1).
const (
	nameController = "Controller"
	nameToken      = "LivepeerToken"
	nameBonding    = "BondingManager"
	nameBroker     = "TicketBroker"
	nameRounds     = "RoundsManager"
	nameMinter     = "Minter"
	nameRegistry   = "ServiceRegistry"
	nameFaucet     = "LivepeerTokenFaucet"
	nameDirectory  = "Directory"
	namePolls      = "PollCreator"
	nameGovernor   = "LivepeerGovernor"
)

// required are the contracts without which there is no protocol.
func required() []string {
	return []string{nameToken, nameBonding, nameBroker, nameRounds, nameMinter, nameRegistry}
}

// optional are those that may be missing.
func optional() []string {
	return []string{nameFaucet, nameDirectory, namePolls, nameGovernor, "BondingVotes", "Treasury", "Verifier"}
}

// bindings know the contracts' encodings.
type bindings struct {
	controller *controller.Controller
	token      *livepeertoken.LivepeerToken
	bonding    *bondingmanager.BondingManager
	broker     *ticketbroker.TicketBroker
	rounds     *roundsmanager.RoundsManager
	minter     *minter.Minter
	registry   *serviceregistry.ServiceRegistry
	faucet     *livepeertokenfaucet.LivepeerTokenFaucet
	directory  *directory.Directory
	creator    *pollcreator.PollCreator
	poll       *poll.Poll
	governor   *livepeergovernor.LivepeerGovernor
}

func newBindings() bindings {
	return bindings{
		controller: controller.NewController(), token: livepeertoken.NewLivepeerToken(),
		bonding: bondingmanager.NewBondingManager(), broker: ticketbroker.NewTicketBroker(),
		rounds: roundsmanager.NewRoundsManager(), minter: minter.NewMinter(),
		registry: serviceregistry.NewServiceRegistry(), faucet: livepeertokenfaucet.NewLivepeerTokenFaucet(),
		directory: directory.NewDirectory(), creator: pollcreator.NewPollCreator(), poll: poll.NewPoll(),
		governor: livepeergovernor.NewLivepeerGovernor(),
	}
}

// Client reads the contracts and plans what to send. See the package comment.
type Client struct {
	bindings
	cfg    Config
	chain  Chain
	names  serviceNames
	events *EventDecoder

	mu sync.Mutex // guards what follows
	// contracts and features are replaced as a whole, never changed.
	contracts chain.Contracts
	features  chain.Features
	// walked is the pool as it was walked last, to walk it faster.
	walked []common.Address
}

// New reads the contracts' addresses and finds out what the contracts can do.
// Errors: *NotAContractError, *NotAControllerError, or those of the chain.
func New(ctx context.Context, cfg Config) (*Client, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	b := newBindings()
	c := &Client{bindings: b, cfg: cfg, chain: cfg.Chain, names: newServiceNames(cfg.ServiceNames), events: newEventDecoder(b)}
	if err := c.checkCode(ctx, nameController, cfg.Controller); err != nil {
		return nil, err
	}
	if cfg.ServiceRegistry != (common.Address{}) {
		if err := c.checkCode(ctx, nameRegistry+" (-serviceRegistryAddr)", cfg.ServiceRegistry); err != nil {
			return nil, err
		}
	}
	return c, c.Refresh(ctx)
}

func (c *Client) checkCode(ctx context.Context, what string, at common.Address) error {
	code, err := c.chain.CodeAt(ctx, at, nil)
	if err != nil {
		return fmt.Errorf("code of the %s %s: %w", what, at, err)
	}
	if len(code) == 0 {
		return &NotAContractError{What: what, Address: at}
	}
	return nil
}

// Refresh reads the addresses and features again: contracts can be replaced.
func (c *Client) Refresh(ctx context.Context) error {
	contracts, err := c.readContracts(ctx)
	if err != nil {
		return err
	}
	features, err := c.detect(ctx, contracts)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.contracts, c.features = contracts, features
	return nil
}

// Contracts returns the addresses that are known.
func (c *Client) Contracts() chain.Contracts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.contracts)
}

// Features returns what the contracts can do beyond the deployed ones.
func (c *Client) Features() chain.Features {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.features
}

// at returns the address of a contract, zero when there is none.
func (c *Client) at(name string) common.Address {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.contracts[name]
}

func (c *Client) readContracts(ctx context.Context) (chain.Contracts, error) {
	names := append(required(), optional()...)
	addresses := make([]common.Address, len(names))
	queries := make([]query, len(names))
	for i, name := range names {
		id := crypto.Keccak256Hash([]byte(name))
		queries[i] = ask(c.cfg.Controller, c.controller.PackGetContract(id), c.controller.UnpackGetContract, &addresses[i])
	}
	if err := c.ask(ctx, nil, queries...); err != nil {
		var answer *AnswerError
		if errors.As(err, &answer) {
			return nil, &NotAControllerError{Address: c.cfg.Controller}
		}
		return nil, fmt.Errorf("read the contracts' addresses: %w", err)
	}
	contracts := chain.Contracts{nameController: c.cfg.Controller}
	for i, name := range names {
		if addresses[i] != (common.Address{}) {
			contracts[name] = addresses[i]
		}
	}
	if c.cfg.ServiceRegistry != (common.Address{}) {
		if contracts[nameRegistry] != c.cfg.ServiceRegistry {
			delete(contracts, nameDirectory) // it reads the Controller's
		}
		contracts[nameRegistry] = c.cfg.ServiceRegistry
	}
	var missing []string
	for _, name := range required() {
		if _, ok := contracts[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, &NotAControllerError{Address: c.cfg.Controller, Missing: missing}
	}
	return contracts, nil
}

// detect asks for what only our contracts have; the deployed ones revert.
func (c *Client) detect(ctx context.Context, contracts chain.Contracts) (f chain.Features, err error) {
	_, f.Faucet = contracts[nameFaucet]
	_, f.Polls = contracts[namePolls]
	registry, bonding := contracts[nameRegistry], contracts[nameBonding]
	queries := []query{
		maybe(ask(registry, c.registry.PackEntryCount(), c.registry.UnpackEntryCount, new(*big.Int)), &f.Services),
		maybe(ask(bonding, c.bonding.PackNoticePeriod(), c.bonding.UnpackNoticePeriod, new(*big.Int)), &f.Notice),
		maybe(ask(bonding, c.bonding.PackMinimumStake(), c.bonding.UnpackMinimumStake, new(*big.Int)), &f.StakeRule),
	}
	if at, ok := contracts[nameDirectory]; ok {
		page := ask(at, c.directory.PackPage(common.Address{}, number(1)), c.directory.UnpackPage, new(directory.PageOutput))
		queries = append(queries, maybe(page, &f.Directory))
	}
	if err := c.ask(ctx, nil, queries...); err != nil {
		return f, fmt.Errorf("find out what the contracts can do: %w", err)
	}
	return f, nil
}
