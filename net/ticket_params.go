package net

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
)

// ErrTicketParams says that a peer's terms are not usable. It is wrapped with
// the field that is at fault.
var ErrTicketParams = errors.New("invalid ticket parameters")

// TicketParamsToPB converts to the wire; nil stays nil.
func TicketParamsToPB(p *pm.TicketParams) *pb.TicketParams {
	if p == nil {
		return nil
	}
	out := &pb.TicketParams{
		Recipient: p.Recipient[:], FaceValue: p.FaceValue.Int().Bytes(), WinProb: p.WinProb.Int().Bytes(),
		RecipientRandHash: p.RecipientRandHash[:], Seed: new(big.Int).SetBytes(p.Seed[:]).Bytes(),
		ExpirationBlock: new(big.Int).SetUint64(p.ExpirationBlock).Bytes(),
	}
	if !p.Created.IsZero() {
		out.ExpirationParams = roundRefToPB(p.Created)
	}
	return out
}

// TicketParamsFromPB converts a peer's terms; nil stays nil. Numbers may be
// missing, which makes them 0, but recipient and commitment may not. The error
// is ErrTicketParams.
func TicketParamsFromPB(p *pb.TicketParams) (*pm.TicketParams, error) {
	if p == nil {
		return nil, nil
	}
	var out pm.TicketParams
	if n := len(p.GetRecipient()); n != common.AddressLength {
		return nil, fmt.Errorf("%w: the recipient has %d bytes, not %d", ErrTicketParams, n, common.AddressLength)
	}
	if n := len(p.GetRecipientRandHash()); n != common.HashLength {
		return nil, fmt.Errorf("%w: the commitment has %d bytes, not %d", ErrTicketParams, n, common.HashLength)
	}
	out.Recipient, out.RecipientRandHash = common.Address(p.GetRecipient()), common.Hash(p.GetRecipientRandHash())
	var ok bool
	if out.FaceValue, ok = pm.WeiFromInt(wireInt(p.GetFaceValue())); !ok {
		return nil, tooLong("face value")
	}
	if out.WinProb, ok = pm.WinProbFromInt(wireInt(p.GetWinProb())); !ok {
		return nil, tooLong("win probability")
	}
	seed := wireInt(p.GetSeed())
	if seed == nil {
		return nil, tooLong("seed")
	}
	seed.FillBytes(out.Seed[:])
	expires := wireInt(p.GetExpirationBlock())
	if expires == nil || !expires.IsUint64() {
		return nil, fmt.Errorf("%w: the expiration block has more than 64 bits", ErrTicketParams)
	}
	out.ExpirationBlock = expires.Uint64()
	var err error
	if out.Created, err = roundRefFromPB(p.GetExpirationParams()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTicketParams, err)
	}
	return &out, nil
}

func tooLong(field string) error {
	return fmt.Errorf("%w: the %s has more than 256 bits", ErrTicketParams, field)
}

// wireInt reads a big-endian number of any length (wire.md 2); nil when it is
// above 2^256-1.
func wireInt(b []byte) *big.Int {
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	if len(b) > 32 {
		return nil
	}
	return new(big.Int).SetBytes(b)
}

// roundRefToPB leaves out what is zero, as existing nodes do.
func roundRefToPB(r pm.RoundRef) *pb.TicketExpirationParams {
	out := &pb.TicketExpirationParams{CreationRound: int64(min(r.Number, math.MaxInt64))}
	if r.BlockHash != (common.Hash{}) {
		out.CreationRoundBlockHash = r.BlockHash[:]
	}
	return out
}

func roundRefFromPB(r *pb.TicketExpirationParams) (out pm.RoundRef, err error) {
	hash := r.GetCreationRoundBlockHash()
	if r.GetCreationRound() < 0 || len(hash) != 0 && len(hash) != common.HashLength {
		return out, fmt.Errorf("creation round %d with a block hash of %d bytes, not %d", r.GetCreationRound(), len(hash), common.HashLength)
	}
	return pm.RoundRef{Number: pm.Round(r.GetCreationRound()), BlockHash: common.BytesToHash(hash)}, nil
}

// CreditToPB converts to the wire; nil stays nil.
func CreditToPB(c *pm.Credit) *pb.SessionBalance {
	if c == nil {
		return nil
	}
	raw, _ := c.MarshalBinary() // never fails
	return &pb.SessionBalance{Credit: raw}
}

// CreditFromPB converts a peer's balance; nil stays nil. The error is
// pm.ErrCredit.
func CreditFromPB(b *pb.SessionBalance) (*pm.Credit, error) {
	if b == nil {
		return nil, nil
	}
	var c pm.Credit
	if err := c.UnmarshalBinary(b.GetCredit()); err != nil {
		return nil, err
	}
	return &c, nil
}
