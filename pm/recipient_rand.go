package pm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"log/slog"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/common/keccak"
)

// RecipientRand is the number, big endian, to which a recipient commits itself
// by its hash before it sees a ticket, and which it shows when it redeems.
type RecipientRand [32]byte

// Hash is the commitment.
func (r RecipientRand) Hash() common.Hash { return crypto.Keccak256Hash(r[:]) }

// String keeps the number out of logs.
func (RecipientRand) String() string { return hidden }

// GoString keeps the number out of logs.
func (RecipientRand) GoString() string { return hidden }

// Format keeps the number out of logs, whatever the verb.
func (RecipientRand) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue keeps the number out of logs.
func (RecipientRand) LogValue() slog.Value { return slog.StringValue(hidden) }

// randDomain keeps a recipient's numbers apart from all else that may be derived
// from the same secret.
const randDomain = "livepeer recipient rand\x00"

// randMessage is the length of what a number derives from. Every part has a
// fixed width, so that no two sets of terms make the same bytes (wire.md 7 names
// the weakness of plain concatenation).
const randMessage = len(randDomain) + 20 + 20 + 32 + 32 + 8 + 8 + 32 + 8 + 8 + 32

// workbench has what it takes to derive a number and to check a payment, to be
// used again and again. One goroutine has it at a time.
type workbench struct {
	mac    hash.Hash // keyed by the recipient's secret
	keccak *keccak.State
	msg    [randMessage]byte
	packed [packedLen]byte
	number RecipientRand
	digest common.Hash
	good   []int // indices of tickets
}

func newWorkbench(secret Secret) *workbench {
	return &workbench{mac: hmac.New(sha256.New, secret[:]), keccak: keccak.New()}
}

// derive sets number to that of terms that were made for a sender, with their
// creation round and the price of the session: the HMAC-SHA256 over all that a
// sender must give back unchanged. It does not look at the commitment, which is
// its hash, nor at the round in p.
func (w *workbench) derive(p *TicketParams, sender common.Address, created RoundRef, price Price) {
	face := p.FaceValue.Bytes32()
	b := append(w.msg[:0], randDomain...)
	b = append(b, p.Recipient[:]...)
	b = append(b, sender[:]...)
	b = append(b, face[:]...)
	b = append(b, p.WinProb.be[:]...)
	b = binary.BigEndian.AppendUint64(b, p.ExpirationBlock)
	b = binary.BigEndian.AppendUint64(b, uint64(created.Number))
	b = append(b, created.BlockHash[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(price.PricePerUnit))
	b = binary.BigEndian.AppendUint64(b, uint64(price.PixelsPerUnit))
	b = append(b, p.Seed[:]...)
	w.mac.Reset()
	w.mac.Write(b)
	w.mac.Sum(w.number[:0])
}

// commitment is the hash of number.
func (w *workbench) commitment() common.Hash { return w.hash(w.number[:], nil) }

// wins says whether a signature wins against number (wire.md 7).
func (w *workbench) wins(sig []byte, p WinProb) bool {
	return WinProb{w.hash(sig, w.number[:])}.Cmp(p) < 0
}

func (w *workbench) hash(a, b []byte) common.Hash {
	w.keccak.Sum((*[keccak.Size]byte)(&w.digest), a, b)
	return w.digest
}
