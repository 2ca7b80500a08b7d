package net

import (
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// Bounds on a peer's token, in bytes. Existing nodes have 32 and 8.
const (
	maxTokenLen     = 1024
	maxSessionIDLen = 128
)

// AuthTokenToPB converts to the wire; nil stays nil.
func AuthTokenToPB(t *core.AuthToken) *pb.AuthToken {
	if t == nil {
		return nil
	}
	return &pb.AuthToken{Token: t.Token, SessionId: string(t.SessionID), Expiration: t.Expiration.Unix()}
}

// AuthTokenFromPB converts a peer's token; nil stays nil. A token or session id
// that is too long is ErrInvalidToken.
func AuthTokenFromPB(t *pb.AuthToken) (*core.AuthToken, error) {
	if t == nil {
		return nil, nil
	}
	if len(t.GetToken()) > maxTokenLen || len(t.GetSessionId()) > maxSessionIDLen {
		return nil, ErrInvalidToken
	}
	return &core.AuthToken{
		Token: t.GetToken(), SessionID: core.SessionID(t.GetSessionId()), Expiration: time.Unix(t.GetExpiration(), 0),
	}, nil
}
