package broadcaster

import (
	"context"

	"github.com/livepeer/streamflow/core"
)

// OffchainPayer is the Payer of a node without a chain: segments are free.
type OffchainPayer struct{}

// Payment returns nothing.
func (OffchainPayer) Payment(context.Context, *core.Submission) ([]byte, error) { return nil, nil }
