//go:build e2e

package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/test/cluster"
)

const keyPassword = "correct horse"

// startAnvil starts a chain of another make with a block every 100 ms, and
// deploys the protocol on it with rounds of 80 blocks.
func startAnvil(ctx context.Context, t *testing.T, c *cluster.Cluster) (rpc string, contracts chain.Contracts) {
	t.Helper()
	return startAnvilWith(ctx, t, c, 100*time.Millisecond, 80)
}

// startAnvilWith is startAnvil for other blocks and rounds.
func startAnvilWith(ctx context.Context, t *testing.T, c *cluster.Cluster, blockTime time.Duration, roundLength uint64) (rpc string, contracts chain.Contracts) {
	t.Helper()
	addr, err := c.Addr()
	require.NoError(t, err)
	_, port, _ := strings.Cut(addr, ":")
	_, err = c.Run("anvil", filepath.Join(root, "contracts", "node_modules", ".bin", "anvil"), "--port", port, "--block-time", fmt.Sprint(blockTime.Seconds()))
	require.NoError(t, err)
	rpc = "http://" + addr
	client, err := ethclient.DialContext(ctx, rpc)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	require.NoError(t, cluster.Poll(ctx, "anvil", func() error {
		_, err := client.BlockNumber(ctx)
		return err
	}))

	cfg := deploy.DefaultConfig()
	cfg.RoundLength = roundLength
	for i := range 4 {
		account := crypto.PubkeyToAddress(devnetKey(t, i).PublicKey)
		cfg.Holders = append(cfg.Holders, account)
		giveEther(ctx, t, client, account)
	}
	owner, err := crypto.GenerateKey()
	require.NoError(t, err)
	giveEther(ctx, t, client, crypto.PubkeyToAddress(owner.PublicKey))
	id, err := client.ChainID(ctx)
	require.NoError(t, err)
	contracts, err = deploy.Deploy(ctx, client, bind.NewKeyedTransactor(owner, id), cfg, nil)
	require.NoError(t, err)
	return rpc, contracts
}

func giveEther(ctx context.Context, t *testing.T, client *ethclient.Client, account common.Address) {
	t.Helper()
	balance := "0x" + new(big.Int).Mul(big.NewInt(1000), big.NewInt(1e18)).Text(16)
	require.NoError(t, client.Client().CallContext(ctx, nil, "anvil_setBalance", account, balance))
}

// keyFile writes a key as a file that a keystore has.
func keyFile(t *testing.T, key *ecdsa.PrivateKey) string {
	t.Helper()
	ks := keystore.NewKeyStore(t.TempDir(), keystore.LightScryptN, keystore.LightScryptP)
	account, err := ks.ImportECDSA(key, keyPassword)
	require.NoError(t, err)
	return account.URL.Path
}
