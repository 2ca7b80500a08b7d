package deploy_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
)

// start returns a chain of which the test mines every block.
func start(t *testing.T) *devnet.Devnet {
	t.Helper()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.Ticks = "127.0.0.1:0", make(chan time.Time)
	d, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, d.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

func deployOn(t *testing.T, d *devnet.Devnet, cfg deploy.Config) chain.Contracts {
	t.Helper()
	opts := bind.NewKeyedTransactor(d.Accounts()[0].Key, new(big.Int).SetUint64(d.ChainID()))
	begin := time.Now()
	contracts, err := deploy.Deploy(t.Context(), d.Client(), opts, cfg, func() error { return d.Mine(3) })
	require.NoError(t, err)
	t.Logf("deployed in %v", time.Since(begin))
	return contracts
}

func TestDeploy(t *testing.T) {
	t.Parallel()
	d := start(t)
	cfg := deploy.DefaultConfig()
	for _, a := range d.Accounts() {
		cfg.Holders = append(cfg.Holders, a.Address)
	}
	contracts := deployOn(t, d, cfg)
	ctx := t.Context()

	registry := controller.NewController()
	at := registry.Instance(d.Client(), contracts["Controller"])
	for name, address := range contracts {
		code, err := d.Client().CodeAt(ctx, address, nil)
		require.NoError(t, err)
		require.NotEmpty(t, code, name)
		if name != "Controller" {
			got, err := bind.Call(at, nil, registry.PackGetContract(id(name)), registry.UnpackGetContract)
			require.NoError(t, err)
			require.Equal(t, address, got, name)
		}
	}
	bonding := bondingmanager.NewBondingManager()
	slots, err := bind.Call(bonding.Instance(d.Client(), contracts["BondingManager"]), nil,
		bonding.PackGetTranscoderPoolMaxSize(), bonding.UnpackGetTranscoderPoolMaxSize)
	require.NoError(t, err)
	require.Equal(t, cfg.NumActiveTranscoders, slots.Uint64())
	rounds := roundsmanager.NewRoundsManager()
	length, err := bind.Call(rounds.Instance(d.Client(), contracts["RoundsManager"]), nil, rounds.PackRoundLength(), rounds.UnpackRoundLength)
	require.NoError(t, err)
	require.Equal(t, cfg.RoundLength, length.Uint64())

	token := livepeertoken.NewLivepeerToken()
	lpt := token.Instance(d.Client(), contracts["LivepeerToken"])
	supply, err := bind.Call(lpt, nil, token.PackTotalSupply(), token.UnpackTotalSupply)
	require.NoError(t, err)
	want, _ := cfg.Supply.Add(cfg.FaucetSupply)
	require.Zero(t, want.Int().Cmp(supply))
	balance, err := bind.Call(lpt, nil, token.PackBalanceOf(cfg.Holders[7]), token.UnpackBalanceOf)
	require.NoError(t, err)
	require.Equal(t, new(big.Int).Div(cfg.Supply.Int(), big.NewInt(20)).String(), balance.String())
	// Nobody can mint by hand any more.
	_, err = bind.Call(lpt, &bind.CallOpts{From: d.Accounts()[0].Address}, token.PackMint(cfg.Holders[0], big.NewInt(1)), func([]byte) (bool, error) { return true, nil })
	require.Error(t, err)
}

func TestAddressesAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	first := deployOn(t, start(t), deploy.DefaultConfig())
	second := deployOn(t, start(t), deploy.DefaultConfig())
	require.Equal(t, first, second)
}

func TestDeployErrors(t *testing.T) {
	t.Parallel()
	d := start(t)
	opts := bind.NewKeyedTransactor(d.Accounts()[0].Key, new(big.Int).SetUint64(d.ChainID()))
	cfg := deploy.DefaultConfig()
	cfg.RoundLength = 0
	_, err := deploy.Deploy(t.Context(), d.Client(), opts, cfg, nil)
	require.ErrorContains(t, err, "the length of a round is 0 blocks")

	cfg = deploy.DefaultConfig()
	cfg.NumActiveTranscoders = 0
	_, err = deploy.Deploy(t.Context(), d.Client(), opts, cfg, func() error { return d.Mine(3) })
	var reverted *deploy.RevertedError
	require.ErrorAs(t, err, &reverted)
	require.Equal(t, "set numActiveTranscoders", reverted.What)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = deploy.Deploy(ctx, d.Client(), opts, deploy.DefaultConfig(), nil)
	require.ErrorIs(t, err, context.Canceled)
}

func id(name string) common.Hash { return crypto.Keccak256Hash([]byte(name)) }
