package devnet

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet/keys"
)

// deployBlocks take all transactions of a deployment, whatever else is pending.
const deployBlocks = 4

// DeployProtocol puts the protocol's contracts on the chain, gives the supply of
// LPT to the accounts, and begins round 1. The addresses are the same on every
// devnet.
func (d *Devnet) DeployProtocol(ctx context.Context, cfg deploy.Config) (chain.Contracts, error) {
	for _, a := range d.accounts {
		cfg.Holders = append(cfg.Holders, a.Address)
	}
	opts := bind.NewKeyedTransactor(d.owner.Key, new(big.Int).SetUint64(d.cfg.ChainID))
	contracts, err := deploy.Deploy(ctx, d.Client(), opts, cfg, func() error { return d.Mine(deployBlocks) })
	if err != nil {
		return nil, err
	}
	return contracts, d.beginRound(ctx, contracts["RoundsManager"], cfg.RoundLength)
}

// beginRound goes to round 1, since nothing works in round 0, and initializes it.
func (d *Devnet) beginRound(ctx context.Context, rounds common.Address, length uint64) error {
	head, err := d.Client().BlockNumber(ctx)
	if err != nil {
		return fmt.Errorf("devnet: %w", err)
	}
	if head < length {
		if err := d.Mine(int(length - head)); err != nil {
			return err
		}
	}
	opts := bind.NewKeyedTransactor(d.owner.Key, new(big.Int).SetUint64(d.cfg.ChainID))
	opts.Context, opts.GasLimit = ctx, 500_000
	binding := roundsmanager.NewRoundsManager()
	tx, err := bind.Transact(binding.Instance(d.Client(), rounds), opts, binding.PackInitializeRound())
	if err != nil {
		return fmt.Errorf("devnet: initialize the first round: %w", err)
	}
	if err := d.Mine(1); err != nil {
		return err
	}
	receipt, err := bind.WaitMined(ctx, d.Client(), tx.Hash())
	if err != nil {
		return fmt.Errorf("devnet: initialize the first round: %w", err)
	}
	if receipt.Status != types.ReceiptStatusSuccessful {
		return fmt.Errorf("devnet: initialize the first round: refused in transaction %s", tx.Hash())
	}
	return nil
}

// description is the content of the file by which others find the devnet.
type description struct {
	ChainID   uint64          `json:"chainId"`
	HTTP      string          `json:"http"`
	WS        string          `json:"ws"`
	Contracts chain.Contracts `json:"contracts"`
	// Owner of the Controller, and the accounts with funds.
	Owner    accountKey   `json:"owner"`
	Accounts []accountKey `json:"accounts"`
}

type accountKey struct {
	Address    common.Address `json:"address"`
	PrivateKey string         `json:"privateKey"`
}

func describe(a keys.Account) accountKey {
	return accountKey{a.Address, "0x" + hex.EncodeToString(crypto.FromECDSA(a.Key))}
}

// WriteFile writes addresses, URLs and accounts as JSON to a file.
func (d *Devnet) WriteFile(path string, contracts chain.Contracts) error {
	content := description{ChainID: d.cfg.ChainID, HTTP: d.HTTPURL(), WS: d.WSURL(), Contracts: contracts, Owner: describe(d.owner)}
	for _, a := range d.accounts {
		content.Accounts = append(content.Accounts, describe(a))
	}
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return fmt.Errorf("devnet: %w", err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("devnet: write the addresses: %w", err)
	}
	return nil
}
