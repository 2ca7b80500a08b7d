//go:build e2e

package e2e_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
)

// redeem cashes a ticket of sender to recipient that wins for certain. A third
// account sends it, since the nodes count the nonces of their own.
func redeem(t *testing.T, sender, recipient *actor, face *big.Int) {
	t.Helper()
	client, err := ethclient.DialContext(t.Context(), sender.rpc)
	require.NoError(t, err)
	defer client.Close()
	var contracts struct{ TicketBroker, RoundsManager common.Address }
	sender.read(&contracts, "contracts")
	rounds, broker := roundsmanager.NewRoundsManager(), ticketbroker.NewTicketBroker()
	clock := rounds.Instance(client, contracts.RoundsManager)
	at := broker.Instance(client, contracts.TicketBroker)
	round, err := bind.Call(clock, nil, rounds.PackLastInitializedRound(), rounds.UnpackLastInitializedRound)
	require.NoError(t, err)
	hash, err := bind.Call(clock, nil, rounds.PackBlockHashForRound(round), rounds.UnpackBlockHashForRound)
	require.NoError(t, err)

	rand := big.NewInt(42)
	ticket := ticketbroker.ITicketBrokerTicket{
		Recipient: recipient.address(), Sender: sender.address(), FaceValue: face,
		WinProb:     new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)),
		SenderNonce: big.NewInt(1), RecipientRandHash: crypto.Keccak256Hash(common.BigToHash(rand).Bytes()),
		AuxData: append(common.BigToHash(round).Bytes(), hash[:]...),
	}
	digest, err := bind.Call(at, nil, broker.PackGetTicketHash(ticket), broker.UnpackGetTicketHash)
	require.NoError(t, err)
	sig, err := crypto.Sign(crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), digest[:]), sender.key)
	require.NoError(t, err)
	sig[64] += 27

	id, err := client.ChainID(t.Context())
	require.NoError(t, err)
	opts := bind.NewKeyedTransactor(sender.third, id)
	opts.Context = t.Context()
	tx, err := bind.Transact(at, opts, broker.PackRedeemWinningTicket(ticket, sig, rand))
	require.NoError(t, err)
	receipt, err := bind.WaitMined(t.Context(), client, tx.Hash())
	require.NoError(t, err)
	require.Equal(t, types.ReceiptStatusSuccessful, receipt.Status)
}
