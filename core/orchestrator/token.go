package orchestrator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
)

// TokenValidity is how long an auth token opens its session (wire.md 13).
const TokenValidity = 30 * time.Minute

// tokenHalf is the length of each of a token's two halves in bytes.
const tokenHalf = 16

// tokens issues and checks auth tokens. A token is two message authentication
// codes: the first over session and expiry, which EndTranscodingSession checks,
// since that request does not say who sends it; the second over the sender too.
// Peers take the 32 bytes as they are (wire.md 3).
type tokens struct {
	secret Secret
	bind   bool
}

func (t tokens) issue(id core.SessionID, sender common.Address, now time.Time) *core.AuthToken {
	token := &core.AuthToken{SessionID: id, Expiration: now.Add(TokenValidity).Truncate(time.Second)}
	token.Token = append(t.mac("session", token, common.Address{}), t.mac("sender", token, t.boundTo(sender))...)
	return token
}

// check returns core.ErrTokenMissing, ErrTokenInvalid or ErrTokenExpired.
func (t tokens) check(token *core.AuthToken, sender common.Address, now time.Time) error {
	if err := t.checkSession(token); err != nil {
		return err
	}
	if !hmac.Equal(token.Token[tokenHalf:], t.mac("sender", token, t.boundTo(sender))) {
		return core.ErrTokenInvalid
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
	case len(token.Token) != 2*tokenHalf, !hmac.Equal(token.Token[:tokenHalf], t.mac("session", token, common.Address{})):
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

func (t tokens) mac(use string, token *core.AuthToken, sender common.Address) []byte {
	h := hmac.New(sha256.New, t.secret[:])
	msg := append([]byte("livepeer auth token "+use+"\x00"), sender[:]...)
	msg = binary.BigEndian.AppendUint64(msg, uint64(token.Expiration.Unix()))
	msg = append(msg, token.SessionID...)
	h.Write(msg)
	return h.Sum(nil)[:tokenHalf]
}
