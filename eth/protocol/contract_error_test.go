package protocol_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
)

// pack encodes an error as a contract does.
func pack(t *testing.T, name string, values ...any) []byte {
	t.Helper()
	for _, contract := range protocol.ContractABIs() {
		if known, ok := contract.Errors[name]; ok && len(known.Inputs) == len(values) {
			data, err := known.Inputs.Pack(values...)
			require.NoError(t, err)
			return append(known.ID.Bytes()[:4], data...)
		}
	}
	require.Fail(t, "no such error", name)
	return nil
}

func TestDecodeError(t *testing.T) {
	t.Parallel()
	half := new(big.Int).Div(big.NewInt(1e18), big.NewInt(2))
	who := common.HexToAddress("0x00000000000000000000000000000000000000Aa")
	for _, c := range []struct {
		name, text, code string
		values           []any
	}{
		{"AmountExceedsBond", "1 LPT is more than the 0.5 LPT that are bonded; take less", "insufficient_balance", []any{big.NewInt(1e18), half}},
		{"InsufficientFees", "1 ETH is more than the 0.5 ETH of fees that are there; withdraw less", "insufficient_balance", []any{big.NewInt(1e18), half}},
		{"StakeLocked", "the stake is locked until round 9, and this is round 7; withdraw it then", "lock_not_mature", []any{big.NewInt(9), big.NewInt(7)}},
		{"NotRegistered", who.Hex() + " is not registered as an orchestrator; bond LPT to itself first", "not_registered", []any{who}},
		{"TooSoon", "the faucet gives to this account again at 1970-01-01 01:00:00 UTC; wait until then", "refused", []any{big.NewInt(3600)}},
		{"InvalidRecipientRand", "the random number is not that of the ticket", "refused", []any{big.NewInt(1), [32]byte{}}},
		{"SystemPaused", "the protocol is paused by its owner; wait until it goes on", "paused", nil},
	} {
		err := protocol.DecodeError(pack(t, c.name, c.values...))
		var refusal *protocol.ContractError
		require.ErrorAs(t, err, &refusal, c.name)
		require.Equal(t, c.name, refusal.Name)
		require.Equal(t, c.text, err.Error())
		require.Equal(t, c.code, refusal.ErrorCode())
	}
	for _, data := range [][]byte{nil, {1, 2}, {1, 2, 3, 4}, pack(t, "StakeLocked", big.NewInt(1), big.NewInt(2))[:20]} {
		require.NoError(t, protocol.DecodeError(data))
	}
}

// TestErrorTexts: what users can meet has a text; the rest is told by its name.
func TestErrorTexts(t *testing.T) {
	t.Parallel()
	byName := []string{ // of the owner's mistakes, and of what cannot come from the node
		"OwnableInvalidOwner", "SafeCastOverflowedUintDowncast", "AccessControlBadConfirmation", "ERC20InvalidApprover",
		"ERC20InvalidSender", "InvalidAccountNonce", "InvalidShortString", "StringTooLong",
	}
	for _, contract := range protocol.ContractABIs() {
		for name := range contract.Errors {
			if !protocol.HasErrorText(name) {
				require.Contains(t, byName, name)
			}
		}
	}
}

// TestRealRefusal: what a real contract answers is understood.
func TestRealRefusal(t *testing.T) {
	t.Parallel()
	r := newRig(t, 1, func(c *rpc.Client) protocol.Chain { return c })
	to := r.contracts["BondingManager"]
	_, err := r.rpc.CallContract(t.Context(), ethereum.CallMsg{
		From: r.address(0), To: &to, Data: bondingmanager.NewBondingManager().PackUnbond(big.NewInt(1)),
	}, nil)
	var revert *rpc.RevertError
	require.ErrorAs(t, err, &revert)
	var refusal *protocol.ContractError
	require.ErrorAs(t, protocol.DecodeError(revert.Data), &refusal)
	require.Equal(t, "WrongDelegatorStatus", refusal.Name)
}

func FuzzDecodeError(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{8, 195, 121, 160, 0, 0})
	for _, contract := range protocol.ContractABIs() {
		for _, e := range contract.Errors {
			f.Add(append(e.ID.Bytes()[:4], make([]byte, 96)...))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := protocol.DecodeError(data); err != nil {
			require.NotEmpty(t, err.Error())
			require.NotContains(t, err.Error(), "%!")
		}
	})
}
