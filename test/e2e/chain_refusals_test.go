//go:build e2e

package e2e_test

import (
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
)

// TestChainRefusals: what cannot work is said before anything is sent: what is
// wrong, what was expected and what to do.
func TestChainRefusals(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	rpc, err := c.Addr()
	require.NoError(t, err)
	host := startActor(ctx, t, c, "host", "-network", "devnet", "-devnetAddr", rpc, "-devnetBlockTime", "100ms")
	host.key = devnetKey(t, 0)
	var contracts struct{ Controller string }
	host.read(&contracts, "contracts")
	poor, err := crypto.GenerateKey()
	require.NoError(t, err)
	file := keyFile(t, poor)

	attach := []string{"-network", "mine", "-ethUrl", "ws://" + rpc}
	for name, refusal := range map[string]struct {
		args  []string
		texts []string
	}{
		"wrong password": {
			append(attach, "-ethController", contracts.Controller, "-ethKeystorePath", file, "-ethPassword", "wrong"),
			[]string{"password", "-ethPassword"},
		},
		"missing key file": {
			append(attach, "-ethController", contracts.Controller, "-ethKeystorePath", filepath.Join(t.TempDir(), "none")),
			[]string{"none", "-ethKeystorePath"},
		},
		"wrong network": {
			[]string{"-network", "arbitrum-one-mainnet", "-ethUrl", "ws://" + rpc, "-ethKeystorePath", file, "-ethPassword", keyPassword},
			[]string{"42161", "54321"},
		},
		"no contract": {
			append(attach, "-ethController", "0x00000000000000000000000000000000000000aa", "-ethKeystorePath", file, "-ethPassword", keyPassword),
			[]string{"0x00000000000000000000000000000000000000AA", "-ethController"},
		},
		"no endpoint": {
			[]string{"-network", "mine", "-ethUrl", "http://127.0.0.1:1", "-ethController", contracts.Controller},
			[]string{"127.0.0.1:1", "-ethUrl"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := c.Account("refused", refusal.args...)
			require.NoError(t, err)
			code, err := n.Wait(ctx)
			require.NoError(t, err)
			require.Equal(t, 1, code, n.LogTail(5))
			for _, text := range refusal.texts {
				require.Contains(t, n.LogTail(3), text)
			}
		})
	}

	t.Run("no funds", func(t *testing.T) {
		args := append(attach, "-ethController", contracts.Controller, "-ethKeystorePath", file, "-ethPassword", keyPassword)
		beggar := startActor(ctx, t, c, "beggar", args...)
		beggar.refuses(1, "ETH", "fund", "--deposit", "1ETH")
		beggar.refuses(1, "", "request-tokens")
	})
	host.refuses(1, "LPT", "bond", "99999999LPT", host.address().Hex())
	host.refuses(2, "LPT", "bond", "100", host.address().Hex())
	host.refuses(2, "%", "set-cuts", "--reward-cut", "10", "--fee-share", "50")
}
