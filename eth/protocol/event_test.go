package protocol_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// TestEvents reads what a real chain logs.
func TestEvents(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return c })
	r.orchestrate(0, "100 LPT")
	r.nextRound()
	r.reward(0)
	plan, err := r.client.Fund(t.Context(), r.address(1), wei(t, "1 ETH"), wei(t, "2 ETH"))
	r.do(1, plan, err)
	plan, err = r.client.Unlock(t.Context(), r.address(1))
	r.do(1, plan, err)

	logs, err := r.rpc.FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int)})
	require.NoError(t, err)
	decoder := protocol.NewEventDecoder()
	var events []protocol.Event
	for _, log := range logs {
		event, err := decoder.Decode(log)
		if !errors.Is(err, protocol.ErrUnknownEvent) {
			require.NoError(t, err)
			events = append(events, event)
		}
	}
	who, info := r.address(0), r.round()
	require.Contains(t, events, protocol.RoundEvent{Round: info.Number, Hash: info.Hash})
	require.Contains(t, events, protocol.StakeEvent{Kind: "Bond", Delegator: who, Delegate: who, Amount: lpt(t, "100 LPT")})
	require.Contains(t, events, protocol.MembershipEvent{Orchestrator: who, Active: true, Round: info.Number})
	require.Contains(t, events, protocol.CutsEvent{Orchestrator: who, RewardCut: 100_000, FeeShare: 500_000})
	require.Contains(t, events, protocol.FundsEvent{Kind: "DepositFunded", Sender: r.address(1), Deposit: wei(t, "1 ETH")})
	require.Contains(t, events, protocol.FundsEvent{Kind: "ReserveFunded", Sender: r.address(1), Reserve: wei(t, "2 ETH")})
	require.Contains(t, events, protocol.FundsEvent{Kind: "Unlock", Sender: r.address(1), WithdrawRound: info.Number + chain.Round(r.cfg.UnlockPeriod)})
	require.Contains(t, events, protocol.ContractEvent{ID: id("Minter"), Address: r.contracts["Minter"]})
	require.Contains(t, events, protocol.ParameterEvent{Name: "roundLength"})
}

func TestEventErrors(t *testing.T) {
	t.Parallel()
	decoder := protocol.NewEventDecoder()
	for _, topics := range [][]common.Hash{nil, {id("Transfer(address,address,uint256)")}} {
		_, err := decoder.Decode(types.Log{Topics: topics})
		require.ErrorIs(t, err, protocol.ErrUnknownEvent)
	}
	reward := []common.Hash{id("Reward(address,uint256)"), {1}}
	event, err := decoder.Decode(types.Log{Topics: reward, Data: common.BigToHash(big.NewInt(7)).Bytes()})
	require.NoError(t, err)
	require.Equal(t, units(7), event.(protocol.RewardEvent).Amount)
	for name, log := range map[string]types.Log{
		"no data":       {Topics: reward},
		"short data":    {Topics: reward, Data: []byte{1, 2}},
		"missing topic": {Topics: reward[:1], Data: make([]byte, 32)},
		"extra topic":   {Topics: append(reward, common.Hash{2}), Data: make([]byte, 32)},
		"round beyond 2^64": {Topics: []common.Hash{id("NewRound(uint256,bytes32)"),
			common.BigToHash(new(big.Int).Lsh(big.NewInt(1), 70))}, Data: make([]byte, 32)},
	} {
		_, err := decoder.Decode(log)
		require.Error(t, err, name)
		require.NotErrorIs(t, err, protocol.ErrUnknownEvent, name)
	}
}

func FuzzEvents(f *testing.F) {
	for _, signature := range []string{
		"NewRound(uint256,bytes32)", "Bond(address,address,address,uint256,uint256)", "Reward(address,uint256)",
		"ServicesUpdate(address,(bytes32,address)[])", "RegionsUpdate(address,bytes32[])", "ServiceURIUpdate(address,string)",
		"WinningTicketRedeemed(address,address,uint256,uint256,uint256,uint256,bytes)", "ParameterUpdate(string)",
		"TranscoderUpdate(address,uint256,uint256)", "SetContractInfo(bytes32,address,bytes20)",
	} {
		f.Add(id(signature).Bytes(), uint8(3), make([]byte, 160))
	}
	decoder := protocol.NewEventDecoder()
	f.Fuzz(func(t *testing.T, topic []byte, topics uint8, data []byte) {
		log := types.Log{Data: data}
		for range topics % 5 {
			log.Topics = append(log.Topics, common.BytesToHash(topic))
		}
		event, err := decoder.Decode(log)
		if ticket, ok := event.(protocol.TicketEvent); ok && err == nil {
			require.NotNil(t, ticket.SenderNonce)
			require.GreaterOrEqual(t, ticket.FaceValue.Cmp(pm.Wei{}), 0)
		}
	})
}
