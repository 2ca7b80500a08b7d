package devnet_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/devnet/keys"
)

// TestProtocol has all contracts in round 1, whichever way blocks are made.
func TestProtocol(t *testing.T) {
	t.Parallel()
	for name, blockTime := range map[string]time.Duration{"a block for each transaction": 0, "a block each second": time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			d := start(t, func(c *devnet.Config) { c.BlockTime = blockTime })
			contracts, err := d.DeployProtocol(t.Context(), deploy.DefaultConfig())
			require.NoError(t, err)
			t.Logf("ready in %v", time.Since(begin))

			controller, err := keys.Controller()
			require.NoError(t, err)
			require.Equal(t, controller, contracts["Controller"])
			rounds := roundsmanager.NewRoundsManager()
			at := rounds.Instance(dial(t, d.HTTPURL()), contracts["RoundsManager"])
			round, err := bind.Call(at, nil, rounds.PackLastInitializedRound(), rounds.UnpackLastInitializedRound)
			require.NoError(t, err)
			require.EqualValues(t, 1, round.Uint64())

			path := filepath.Join(t.TempDir(), "devnet.json")
			require.NoError(t, d.WriteFile(path, contracts))
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			var got struct {
				ChainID   uint64
				HTTP      string
				Contracts map[string]common.Address
				Accounts  []struct{ Address common.Address }
			}
			require.NoError(t, json.Unmarshal(text, &got))
			require.EqualValues(t, contracts, got.Contracts)
			require.Equal(t, d.ChainID(), got.ChainID)
			require.Equal(t, d.HTTPURL(), got.HTTP)
			require.Len(t, got.Accounts, len(d.Accounts()))
		})
	}
}
