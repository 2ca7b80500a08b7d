package deploy_test

import (
	"crypto/ecdsa"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/pm"
)

// ledger is the protocol on a chain, driven by hand: each call is a block.
type ledger struct {
	*testing.T
	chain     *devnet.Devnet
	contracts chain.Contracts
	bonding   *bondingmanager.BondingManager
	broker    *ticketbroker.TicketBroker
	rounds    *roundsmanager.RoundsManager
	token     *livepeertoken.LivepeerToken
	cfg       deploy.Config
	nonce     uint32 // of tickets
}

func newLedger(t *testing.T, slots uint64) *ledger {
	t.Helper()
	d := start(t)
	cfg := deploy.DefaultConfig()
	cfg.NumActiveTranscoders = slots
	for _, a := range d.Accounts() {
		cfg.Holders = append(cfg.Holders, a.Address)
	}
	l := &ledger{
		T: t, chain: d, contracts: deployOn(t, d, cfg), cfg: cfg,
		bonding: bondingmanager.NewBondingManager(), broker: ticketbroker.NewTicketBroker(),
		rounds: roundsmanager.NewRoundsManager(), token: livepeertoken.NewLivepeerToken(),
	}
	for i := range d.Accounts() {
		l.send(i, "LivepeerToken", nil, l.token.PackApprove(contracts(l, "BondingManager"), big.NewInt(0).Lsh(big.NewInt(1), 255)))
	}
	l.nextRound()
	return l
}

func contracts(l *ledger, name string) common.Address { return l.contracts[name] }

func (l *ledger) address(i int) common.Address { return l.chain.Accounts()[i].Address }
func (l *ledger) key(i int) *ecdsa.PrivateKey  { return l.chain.Accounts()[i].Key }

// send mines a call of account i, and returns what gas its receipt says.
func (l *ledger) send(i int, contract string, value *big.Int, data []byte) uint64 {
	l.Helper()
	client := l.chain.Client()
	to := l.contracts[contract]
	nonce, err := client.PendingNonceAt(l.Context(), l.address(i))
	require.NoError(l, err)
	head, err := client.HeaderByNumber(l.Context(), nil)
	require.NoError(l, err)
	tx, err := types.SignNewTx(l.key(i), types.LatestSignerForChainID(new(big.Int).SetUint64(l.chain.ChainID())), &types.DynamicFeeTx{
		Nonce: nonce, To: &to, Value: value, Data: data, Gas: 5_000_000,
		GasTipCap: big.NewInt(params.GWei), GasFeeCap: new(big.Int).Add(new(big.Int).Lsh(head.BaseFee, 1), big.NewInt(params.GWei)),
	})
	require.NoError(l, err)
	require.NoError(l, client.SendTransaction(l.Context(), tx))
	require.NoError(l, l.chain.Mine(1))
	receipt, err := client.TransactionReceipt(l.Context(), tx.Hash())
	require.NoError(l, err)
	require.Equal(l, types.ReceiptStatusSuccessful, receipt.Status, "%s refused", contract)
	return receipt.GasUsed
}

// nextRound initializes the next round and returns the gas of it.
func (l *ledger) nextRound() uint64 {
	l.Helper()
	head, err := l.chain.Client().BlockNumber(l.Context())
	require.NoError(l, err)
	// A call is executed in the block after the head.
	require.NoError(l, l.chain.Mine(int(l.cfg.RoundLength-(head+1)%l.cfg.RoundLength)))
	return l.send(0, "RoundsManager", nil, l.rounds.PackInitializeRound())
}

func (l *ledger) round() uint64 {
	l.Helper()
	round, err := bind.Call(l.rounds.Instance(l.chain.Client(), l.contracts["RoundsManager"]), nil, l.rounds.PackLastInitializedRound(), l.rounds.UnpackLastInitializedRound)
	require.NoError(l, err)
	return round.Uint64()
}

func (l *ledger) bond(i int, amount *big.Int, to common.Address) uint64 {
	l.Helper()
	return l.send(i, "BondingManager", nil, l.bonding.PackBond(amount, to))
}

// ticket is one that wins for certain, signed by account sender, with its
// signature and recipientRand, as the contract takes them.
func (l *ledger) ticket(sender, recipient int, face *big.Int) (ticketbroker.ITicketBrokerTicket, []byte, *big.Int) {
	l.Helper()
	round := l.round()
	hash, err := bind.Call(l.rounds.Instance(l.chain.Client(), l.contracts["RoundsManager"]), nil,
		l.rounds.PackBlockHashForRound(new(big.Int).SetUint64(round)), l.rounds.UnpackBlockHashForRound)
	require.NoError(l, err)
	l.nonce++
	amount, ok := pm.WeiFromInt(face)
	require.True(l, ok)
	t := ethtest.WinningTicket(l, l.key(sender), l.address(recipient), amount, l.nonce, pm.RoundRef{Number: pm.Round(round), BlockHash: hash})
	return ticketbroker.ITicketBrokerTicket{
		Recipient: t.Recipient, Sender: t.Sender, FaceValue: t.FaceValue.Int(), WinProb: t.WinProb.Int(),
		SenderNonce: new(big.Int).SetUint64(uint64(t.SenderNonce)), RecipientRandHash: t.RecipientRandHash, AuxData: t.AuxData(),
	}, t.Sig, new(big.Int).SetBytes(t.Rand[:])
}

func (l *ledger) redeem(sender, recipient int, face *big.Int) uint64 {
	l.Helper()
	t, sig, rand := l.ticket(sender, recipient, face)
	return l.send(recipient, "TicketBroker", nil, l.broker.PackRedeemWinningTicket(t, sig, rand))
}

func (l *ledger) view(contract string, data []byte) ethereum.CallMsg {
	to := l.contracts[contract]
	return ethereum.CallMsg{To: &to, Data: data}
}
