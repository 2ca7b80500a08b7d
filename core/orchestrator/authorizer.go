package orchestrator

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
)

// Authorizer decides which broadcasters may have a session.
type Authorizer interface {
	// Authorize returns an error to refuse the broadcaster; its text goes to it.
	Authorize(ctx context.Context, addr common.Address) error
}

// AllowAll lets every broadcaster in.
type AllowAll struct{}

// Authorize allows.
func (AllowAll) Authorize(context.Context, common.Address) error { return nil }
