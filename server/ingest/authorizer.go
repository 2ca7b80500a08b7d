package ingest

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
)

// Authorizer decides whether a publisher may publish, and how. Webhook and
// AllowAll implement it; the RTMP server is given one too.
type Authorizer interface {
	// Authorize is asked once for each publication, with the full address that
	// the publisher used. A nil configuration stands for the node's defaults.
	// Errors say why publishing is refused; *DeniedError when somebody decided so.
	Authorize(ctx context.Context, url string) (*Configuration, error)
}

// AllowAll lets everybody publish with the node's defaults: what a node without
// -authWebhookUrl does.
type AllowAll struct{}

// Authorize never refuses.
func (AllowAll) Authorize(context.Context, string) (*Configuration, error) { return nil, nil }

// KeyEqual compares a stream key with the one that is expected, in a time that
// tells nothing about either.
func KeyEqual(expected, given string) bool {
	a, b := sha256.Sum256([]byte(expected)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
