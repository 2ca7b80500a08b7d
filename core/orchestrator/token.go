package orchestrator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// TokenValidity is how long an auth token opens its session (wire.md 13).
const TokenValidity = 30 * time.Minute

// A token's parts, in bytes: three message authentication codes, 32 together.
const (
	sessionCode = 12
	senderCode  = 10
	priceCode   = 10
	tokenLen    = sessionCode + senderCode + priceCode
)

// errTokenPrice says that a token is the sender's, but for another price.
var errTokenPrice = pm.Refuse(pm.PriceChanged, "invalid expected price sent with payment: it is not the session's")

// tokens issues and checks auth tokens. A token is three message authentication
// codes: the first over session and expiry, which EndTranscodingSession checks,
// since that request does not say who sends it; the second over the sender too;
// the third over the session's price as well. So a session has the price that it
// was quoted, though nothing is kept of quotes: a sender that names another one
// has no valid token (wire.md 16.1). Peers take the 32 bytes as they are (wire.md
// 3).
type tokens struct {
	secret Secret
	bind   bool
}

func (t tokens) issue(a Account, now time.Time) *core.AuthToken {
	token := &core.AuthToken{SessionID: a.Session, Expiration: now.Add(TokenValidity).Truncate(time.Second)}
	sender := t.boundTo(a.Sender)
	token.Token = append(t.mac("session", token, common.Address{}, nil)[:sessionCode], t.mac("sender", token, sender, nil)[:senderCode]...)
	token.Token = append(token.Token, t.mac("price", token, sender, a.Price)[:priceCode]...)
	return token
}

// check holds a token against its sender and the price that it names. It returns
// core.ErrTokenMissing, ErrTokenInvalid, ErrTokenExpired, or a *pm.Refusal for
// another price.
func (t tokens) check(token *core.AuthToken, sender common.Address, price *pm.Price, now time.Time) error {
	if err := t.checkSession(token); err != nil {
		return err
	}
	sender = t.boundTo(sender)
	if !hmac.Equal(token.Token[sessionCode:sessionCode+senderCode], t.mac("sender", token, sender, nil)[:senderCode]) {
		return core.ErrTokenInvalid
	}
	if !hmac.Equal(token.Token[sessionCode+senderCode:], t.mac("price", token, sender, price)[:priceCode]) {
		return errTokenPrice
	}
	if !now.Before(token.Expiration) {
		return core.ErrTokenExpired
	}
	return nil
}

// checkSession checks neither expiry nor sender.
func (t tokens) checkSession(token *core.AuthToken) error {
	switch {
	case token == nil:
		return core.ErrTokenMissing
	case len(token.Token) != tokenLen, !hmac.Equal(token.Token[:sessionCode], t.mac("session", token, common.Address{}, nil)[:sessionCode]):
		return core.ErrTokenInvalid
	}
	return nil
}

func (t tokens) boundTo(sender common.Address) common.Address {
	if t.bind {
		return sender
	}
	return common.Address{}
}

func (t tokens) mac(use string, token *core.AuthToken, sender common.Address, price *pm.Price) []byte {
	h := hmac.New(sha256.New, t.secret[:])
	msg := append([]byte("livepeer auth token "+use+"\x00"), sender[:]...)
	msg = binary.BigEndian.AppendUint64(msg, uint64(token.Expiration.Unix()))
	if price != nil {
		msg = binary.BigEndian.AppendUint64(append(msg, 1), uint64(price.PricePerUnit))
		msg = binary.BigEndian.AppendUint64(msg, uint64(price.PixelsPerUnit))
	}
	msg = append(msg, token.SessionID...)
	h.Write(msg)
	return h.Sum(nil)
}
