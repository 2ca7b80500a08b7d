package broadcaster

import (
	"context"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Payer pays orchestrators for segments. It is safe for concurrent use. None of
// its methods but Pay may block.
type Payer interface {
	// Enter is told of the terms of a new session, and returns those to use: the
	// same, or with token and price of an earlier session with the orchestrator in
	// which credit is left and which nobody uses. Leave gives the session back,
	// when no segment will come under it any more.
	Enter(info *core.OrchestratorInfo) *core.OrchestratorInfo
	Leave(info *core.OrchestratorInfo)
	// Expiring says that new terms should be asked for, since tickets under these
	// will soon not be taken.
	Expiring(info *core.OrchestratorInfo) bool
	// Pay makes the payment of a submission; nil off chain. Its error says why the
	// submission's terms are not taken, or cannot be met: see PaymentError.
	Pay(ctx context.Context, sub *core.Submission) (*pm.Payment, error)
	// Settle tells how a submission that was paid for went; it is called once for
	// each payment.
	Settle(sub *core.Submission, s Settlement)
}

// Settlement is how a submission went, as far as money is concerned.
type Settlement struct {
	// Answered says that an answer began, with which the tickets count as
	// received (wire.md 5).
	Answered bool
	// Pixels of the renditions, which the orchestrator charges for; 0 when there
	// are none.
	Pixels int64
	// Balance is what the orchestrator says that the account holds; nil when it
	// does not say.
	Balance *pm.Credit
	// Err is why there are no renditions that are of use.
	Err error
}

// OffchainPayer is the Payer of a node without a chain: segments are free.
type OffchainPayer struct{}

// Enter changes nothing.
func (OffchainPayer) Enter(info *core.OrchestratorInfo) *core.OrchestratorInfo { return info }

// Leave has nothing to do.
func (OffchainPayer) Leave(*core.OrchestratorInfo) {}

// Expiring is false: there are no tickets.
func (OffchainPayer) Expiring(*core.OrchestratorInfo) bool { return false }

// Pay pays nothing.
func (OffchainPayer) Pay(context.Context, *core.Submission) (*pm.Payment, error) { return nil, nil }

// Settle has nothing to do.
func (OffchainPayer) Settle(*core.Submission, Settlement) {}
