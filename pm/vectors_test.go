package pm_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// readVectors decodes a file of testdata, which holds values computed by the
// network's existing nodes.
func readVectors(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

func parseInt(t testing.TB, text string) *big.Int {
	t.Helper()
	v, ok := new(big.Int).SetString(text, 0)
	require.True(t, ok, text)
	return v
}

func parseRat(t testing.TB, text string) *big.Rat {
	t.Helper()
	v, ok := new(big.Rat).SetString(text)
	require.True(t, ok, text)
	return v
}

func parseWei(t testing.TB, text string) pm.Wei {
	t.Helper()
	w, ok := pm.WeiFromInt(parseInt(t, text))
	require.True(t, ok, text)
	return w
}

func parseWinProb(t testing.TB, text string) pm.WinProb {
	t.Helper()
	p, ok := pm.WinProbFromInt(parseInt(t, text))
	require.True(t, ok, text)
	return p
}

func parseRand(t testing.TB, text string) (r pm.RecipientRand) {
	t.Helper()
	parseInt(t, text).FillBytes(r[:])
	return r
}

// ticketVector is a ticket of tickets.json.
type ticketVector struct {
	Name, FaceValue, WinProb, RecipientRand, EV  string
	Recipient, Sender                            common.Address
	SenderNonce                                  uint32
	RecipientRandHash, Hash                      common.Hash
	CreationRound                                uint64
	CreationRoundBlockHash, EthSignedMessageHash common.Hash
	AuxData, Packed, Sig                         hexutil.Bytes
	Wins                                         bool
}

func (v ticketVector) ticket(t *testing.T) pm.Ticket {
	return pm.Ticket{
		Recipient: v.Recipient, Sender: v.Sender, FaceValue: parseWei(t, v.FaceValue), WinProb: parseWinProb(t, v.WinProb),
		SenderNonce: v.SenderNonce, RecipientRandHash: v.RecipientRandHash,
		Created: pm.RoundRef{Number: pm.Round(v.CreationRound), BlockHash: v.CreationRoundBlockHash},
	}
}

type ticketVectors struct {
	Signer struct {
		Address    common.Address
		PrivateKey hexutil.Bytes
	}
	Recipient       common.Address
	Cases           []ticketVector
	SignatureChecks []struct {
		Name      string
		Address   common.Address
		Message32 hexutil.Bytes
		Sig       hexutil.Bytes
		Valid     bool
	}
	WinBoundary []struct {
		RecipientRand, WinProb string
		Sig                    hexutil.Bytes
		Wins                   bool
	}
	RecipientRandDerivation []struct {
		HmacInput, Secret, RecipientRand hexutil.Bytes
		RecipientRandHash                common.Hash
	}
	ValidateErrors  []struct{ Name, Error string }
	VerifiedOnChain []struct {
		FaceValue, WinProb, SenderNonce, RecipientRand, CreationRound string
		Recipient, Sender                                             common.Address
		RecipientRandHash, TicketHash, CreationRoundBlockHash         common.Hash
		Packed, Sig                                                   hexutil.Bytes
		Wins                                                          bool
	}
}

func readTickets(t *testing.T) (v ticketVectors) {
	t.Helper()
	readVectors(t, "tickets.json", &v)
	return v
}

func TestTicketVectors(t *testing.T) {
	t.Parallel()
	v := readTickets(t)
	key, err := crypto.ToECDSA(v.Signer.PrivateKey)
	require.NoError(t, err)
	signer := signing.NewKey(key)
	require.Len(t, v.Cases, 19)
	for _, c := range v.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			ticket := c.ticket(t)
			require.Equal(t, []byte(c.AuxData), append([]byte{}, ticket.AuxData()...))
			require.Equal(t, []byte(c.Packed), ticket.Packed())
			require.Equal(t, c.Hash, ticket.Hash())
			sig, err := signer.Sign(ticket.Packed())
			require.NoError(t, err)
			require.Equal(t, []byte(c.Sig), sig)
			require.True(t, signing.Accounts{}.Verify(c.Sender, ticket.Packed(), sig))
			number := parseRand(t, c.RecipientRand)
			require.Equal(t, c.RecipientRandHash, number.Hash())
			require.Equal(t, c.Wins, ticket.Wins(sig, number))
			require.Equal(t, parseRat(t, c.EV), pm.ExpectedValue(ticket.FaceValue, ticket.WinProb))
		})
	}
}

func TestTicketsVerifiedOnChain(t *testing.T) {
	t.Parallel()
	v := readTickets(t)
	require.Len(t, v.VerifiedOnChain, 3)
	for _, c := range v.VerifiedOnChain {
		ticket := pm.Ticket{
			Recipient: c.Recipient, Sender: c.Sender, FaceValue: parseWei(t, c.FaceValue), WinProb: parseWinProb(t, c.WinProb),
			SenderNonce: uint32(parseInt(t, c.SenderNonce).Uint64()), RecipientRandHash: c.RecipientRandHash,
			Created: pm.RoundRef{Number: pm.Round(parseInt(t, c.CreationRound).Uint64()), BlockHash: c.CreationRoundBlockHash},
		}
		require.Equal(t, []byte(c.Packed), ticket.Packed())
		require.Equal(t, c.TicketHash, ticket.Hash())
		require.True(t, signing.Accounts{}.Verify(c.Sender, ticket.Packed(), c.Sig))
		number := parseRand(t, c.RecipientRand)
		require.Equal(t, c.RecipientRandHash, number.Hash())
		require.Equal(t, c.Wins, ticket.Wins(c.Sig, number))
	}
}

// The vectors name the hash of what was signed, which is that of a text.
func TestSignatureVectors(t *testing.T) {
	t.Parallel()
	v := readTickets(t)
	require.Len(t, v.SignatureChecks, 10)
	text := []byte("hello")
	for _, c := range v.SignatureChecks {
		if common.BytesToHash(c.Message32) != crypto.Keccak256Hash(text) {
			require.False(t, c.Valid)
			require.False(t, signing.Accounts{}.Verify(c.Address, []byte("another text"), c.Sig), c.Name)
			continue
		}
		require.Equal(t, c.Valid, signing.Accounts{}.Verify(c.Address, text, c.Sig), c.Name)
	}
}

func TestWinBoundary(t *testing.T) {
	t.Parallel()
	v := readTickets(t)
	require.Len(t, v.WinBoundary, 3)
	for _, c := range v.WinBoundary {
		ticket := pm.Ticket{WinProb: parseWinProb(t, c.WinProb)}
		require.Equal(t, c.Wins, ticket.Wins(c.Sig, parseRand(t, c.RecipientRand)))
	}
}

// Existing nodes derive their numbers otherwise than this one, which any may do
// as it likes; what all share is the commitment.
func TestCommitmentVectors(t *testing.T) {
	t.Parallel()
	v := readTickets(t)
	require.Len(t, v.RecipientRandDerivation, 3)
	for _, c := range v.RecipientRandDerivation {
		mac := hmac.New(sha256.New, c.Secret)
		mac.Write(c.HmacInput)
		require.Equal(t, []byte(c.RecipientRand), mac.Sum(nil))
		require.Equal(t, c.RecipientRandHash, pm.RecipientRand(c.RecipientRand).Hash())
	}
}

func TestValidateErrorVectors(t *testing.T) {
	t.Parallel()
	change := map[string]func(*pm.Payment){
		"ok":                             func(*pm.Payment) {},
		"recipient differs":              func(p *pm.Payment) { p.Params.Recipient = other.addr },
		"sender zero":                    func(p *pm.Payment) { p.Sender = common.Address{} },
		"recipientRand not the preimage": func(p *pm.Payment) { p.Params.RecipientRandHash[0]++ },
		"signature over another face value": func(p *pm.Payment) {
			ticket := p.Ticket(0)
			ticket.FaceValue = pm.NewWei(1)
			p.Tickets[0].Sig, _ = broadcaster.key.Sign(ticket.Packed())
		},
	}
	v := readTickets(t)
	require.Len(t, v.ValidateErrors, len(change))
	for _, c := range v.ValidateErrors {
		r := newRecipient()
		pay := broadcaster.pay(t, terms(r), 1, moment())
		require.Contains(t, change, c.Name)
		change[c.Name](pay)
		_, err := r.Receive(pay, price, moment())
		if c.Error == "" {
			require.NoError(t, err)
			continue
		}
		require.EqualError(t, err, c.Error)
	}
}
