package deploy

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/contracts/directory"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/livepeertokenfaucet"
	"github.com/livepeer/streamflow/eth/contracts/managerproxy"
	"github.com/livepeer/streamflow/eth/contracts/minter"
	"github.com/livepeer/streamflow/eth/contracts/pollcreator"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
)

// Deploy puts all contracts on the chain, sets the parameters and hands out LPT.
// The account of opts becomes the Controller's owner. It returns when everything
// is in a block; mine, if it is not nil, is called to bring what was sent into
// blocks. Errors: *RevertedError, or those of the backend.
func Deploy(ctx context.Context, backend Backend, opts *bind.TransactOpts, cfg Config, mine func() error) (chain.Contracts, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s, err := newSession(ctx, backend, opts)
	if err != nil {
		return nil, err
	}
	d := &deployment{session: s, cfg: cfg, contracts: chain.Contracts{}}
	for _, step := range []func(context.Context) error{d.base, d.proxies, d.implementations, d.rest, d.parameters, d.tokens} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("deploy: %w", err)
		}
	}
	if mine != nil {
		if err := mine(); err != nil {
			return nil, fmt.Errorf("deploy: %w", err)
		}
	}
	if err := s.wait(ctx); err != nil {
		return nil, fmt.Errorf("deploy: %w", err)
	}
	return d.contracts, nil
}

type deployment struct {
	*session
	cfg       Config
	contracts chain.Contracts
}

// base is what everything else refers to.
func (d *deployment) base(ctx context.Context) error {
	var err error
	if d.contracts["Controller"], err = d.create(ctx, "create Controller", &controller.ControllerMetaData, nil); err != nil {
		return err
	}
	return d.createAs(ctx, "LivepeerToken", &livepeertoken.LivepeerTokenMetaData, nil)
}

func (d *deployment) proxies(ctx context.Context) error {
	for _, name := range []string{"RoundsManager", "ServiceRegistry", "BondingManager", "TicketBroker"} {
		args := managerproxy.NewManagerProxy().PackConstructor(d.contracts["Controller"], id(name+"Target"))
		if err := d.createAs(ctx, name, &managerproxy.ManagerProxyMetaData, args); err != nil {
			return err
		}
	}
	// The Minter's old name for the TicketBroker.
	return d.register(ctx, "JobsManager", d.contracts["TicketBroker"])
}

func (d *deployment) implementations(ctx context.Context) error {
	at := d.contracts["Controller"]
	for _, c := range []struct {
		name     string
		metadata *bind.MetaData
		args     []byte
	}{
		{"RoundsManagerTarget", &roundsmanager.RoundsManagerMetaData, roundsmanager.NewRoundsManager().PackConstructor(at)},
		{"ServiceRegistryTarget", &serviceregistry.ServiceRegistryMetaData, serviceregistry.NewServiceRegistry().PackConstructor(at)},
		{"BondingManagerTarget", &bondingmanager.BondingManagerMetaData, bondingmanager.NewBondingManager().PackConstructor(at)},
		{"TicketBrokerTarget", &ticketbroker.TicketBrokerMetaData, ticketbroker.NewTicketBroker().PackConstructor(at)},
	} {
		if err := d.createAs(ctx, c.name, c.metadata, c.args); err != nil {
			return err
		}
	}
	return nil
}

// rest are the contracts without a proxy.
func (d *deployment) rest(ctx context.Context) error {
	at := d.contracts["Controller"]
	for _, c := range []struct {
		name     string
		metadata *bind.MetaData
		args     []byte
	}{
		{"Minter", &minter.MinterMetaData, minter.NewMinter().PackConstructor(at, number(d.cfg.Inflation), number(d.cfg.InflationChange), number(d.cfg.TargetBondingRate))},
		{"LivepeerTokenFaucet", &livepeertokenfaucet.LivepeerTokenFaucetMetaData, livepeertokenfaucet.NewLivepeerTokenFaucet().PackConstructor(
			d.contracts["LivepeerToken"], d.cfg.FaucetAmount.Int(), number(d.cfg.FaucetWait))},
		{"Directory", &directory.DirectoryMetaData, directory.NewDirectory().PackConstructor(at)},
		{"PollCreator", &pollcreator.PollCreatorMetaData, pollcreator.NewPollCreator().PackConstructor(d.contracts["BondingManager"], number(d.cfg.PollPeriod))},
	} {
		if err := d.createAs(ctx, c.name, c.metadata, c.args); err != nil {
			return err
		}
	}
	if d.cfg.Verifier == (common.Address{}) {
		return nil
	}
	return d.register(ctx, "Verifier", d.cfg.Verifier)
}

func (d *deployment) parameters(ctx context.Context) error {
	rounds, bonding, broker := roundsmanager.NewRoundsManager(), bondingmanager.NewBondingManager(), ticketbroker.NewTicketBroker()
	for _, c := range []struct {
		name, contract string
		data           []byte
	}{
		{"roundLength", "RoundsManager", rounds.PackSetRoundLength(number(d.cfg.RoundLength))},
		{"roundLockAmount", "RoundsManager", rounds.PackSetRoundLockAmount(number(uint64(d.cfg.RoundLockAmount)))},
		{"unbondingPeriod", "BondingManager", bonding.PackSetUnbondingPeriod(d.cfg.UnbondingPeriod)},
		{"numActiveTranscoders", "BondingManager", bonding.PackSetNumActiveTranscoders(number(d.cfg.NumActiveTranscoders))},
		{"noticePeriod", "BondingManager", bonding.PackSetNoticePeriod(number(d.cfg.NoticePeriod))},
		{"unlockPeriod", "TicketBroker", broker.PackSetUnlockPeriod(number(d.cfg.UnlockPeriod))},
		{"ticketValidityPeriod", "TicketBroker", broker.PackSetTicketValidityPeriod(number(d.cfg.TicketValidityPeriod))},
	} {
		if err := d.call(ctx, "set "+c.name, d.contracts[c.contract], c.data); err != nil {
			return err
		}
	}
	return nil
}

// tokens mints the supply, and gives the right to mint to the Minter.
func (d *deployment) tokens(ctx context.Context) error {
	token := livepeertoken.NewLivepeerToken()
	role := crypto.Keccak256Hash([]byte("MINTER_ROLE"))
	shares := map[common.Address]*big.Int{d.contracts["LivepeerTokenFaucet"]: d.cfg.FaucetSupply.Int()}
	order := []common.Address{d.contracts["LivepeerTokenFaucet"]}
	for _, holder := range d.cfg.Holders {
		shares[holder] = new(big.Int).Div(d.cfg.Supply.Int(), number(uint64(len(d.cfg.Holders))))
		order = append(order, holder)
	}
	for _, minter := range []common.Address{d.contracts["Minter"], d.opts.From} {
		if err := d.call(ctx, "let mint", d.contracts["LivepeerToken"], token.PackGrantRole(role, minter)); err != nil {
			return err
		}
	}
	for _, holder := range order {
		if err := d.call(ctx, "mint LPT", d.contracts["LivepeerToken"], token.PackMint(holder, shares[holder])); err != nil {
			return err
		}
	}
	return d.call(ctx, "end minting by hand", d.contracts["LivepeerToken"], token.PackRenounceRole(role, d.opts.From))
}

// createAs creates a contract and registers it under a name.
func (d *deployment) createAs(ctx context.Context, name string, metadata *bind.MetaData, args []byte) error {
	address, err := d.create(ctx, "create "+name, metadata, args)
	if err != nil {
		return err
	}
	return d.register(ctx, name, address)
}

func (d *deployment) register(ctx context.Context, name string, address common.Address) error {
	d.contracts[name] = address
	data := controller.NewController().PackSetContractInfo(id(name), address, [20]byte{})
	return d.call(ctx, "register "+name, d.contracts["Controller"], data)
}

func id(name string) common.Hash { return crypto.Keccak256Hash([]byte(name)) }

func number(n uint64) *big.Int { return new(big.Int).SetUint64(n) }
