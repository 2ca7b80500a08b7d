package cliapi_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// plan returns a call whose label is the text.
func (f *fakeChain) plan(format string, args ...any) (chain.Plan, error) {
	label := fmt.Sprintf(format, args...)
	if err := f.planError[label]; err != nil {
		return nil, err
	}
	return chain.Plan{{Label: label, To: common.HexToAddress(other)}}, nil
}

func (f *fakeChain) Bond(_ context.Context, _ common.Address, amount chain.LPT, to common.Address) (chain.Plan, error) {
	plan, err := f.plan("bond %s to %s", amount, to)
	if f.approve && err == nil {
		plan = slices.Insert(plan, 0, chain.Call{Label: "approve"})
	}
	return plan, err
}

func (f *fakeChain) Unbond(_ context.Context, _ common.Address, amount chain.LPT) (chain.Plan, error) {
	return f.plan("unbond %s", amount)
}

func (f *fakeChain) Rebond(_ context.Context, _ common.Address, lock uint64, to common.Address) (chain.Plan, error) {
	return f.plan("rebond %d to %s", lock, to)
}

func (f *fakeChain) WithdrawStake(_ context.Context, _ common.Address, lock uint64) (chain.Plan, error) {
	return f.plan("withdraw stake %d", lock)
}

func (f *fakeChain) TransferBond(_ context.Context, _, to common.Address, amount chain.LPT) (chain.Plan, error) {
	return f.plan("transfer bond %s to %s", amount, to)
}

func (f *fakeChain) WithdrawFees(_ context.Context, _, recipient common.Address, amount pm.Wei) (chain.Plan, error) {
	return f.plan("withdraw fees %s to %s", amount, recipient)
}

func (f *fakeChain) ClaimEarnings(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("claim")
}

func (f *fakeChain) SetCuts(_ context.Context, _ common.Address, rewardCut, feeShare chain.Parts) (chain.Plan, error) {
	return f.plan("cuts %s %s", rewardCut, feeShare)
}

func (f *fakeChain) Reward(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("reward")
}

func (f *fakeChain) SetRegistryEntry(_ context.Context, _ common.Address, e chain.RegistryEntry) (chain.Plan, error) {
	var services []string
	for _, s := range e.Services {
		services = append(services, fmt.Sprintf("%s %x %x", s.Name, s.ID[:2], s.Verifier[:2]))
	}
	return f.plan("entry %s %q %q", e.ServiceURI, services, e.Regions)
}

func (f *fakeChain) EnterPool(_ context.Context, _, orchestrator common.Address) (chain.Plan, error) {
	return f.plan("enter pool %s", orchestrator)
}

func (f *fakeChain) InitializeRound(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("initialize")
}

func (f *fakeChain) Fund(_ context.Context, _ common.Address, deposit, reserve pm.Wei) (chain.Plan, error) {
	return f.plan("fund %s %s", deposit, reserve)
}

func (f *fakeChain) Unlock(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("unlock")
}

func (f *fakeChain) CancelUnlock(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("cancel unlock")
}

func (f *fakeChain) Withdraw(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("withdraw")
}

func (f *fakeChain) TransferLPT(_ context.Context, _, to common.Address, amount chain.LPT) (chain.Plan, error) {
	return f.plan("transfer %s to %s", amount, to)
}

func (f *fakeChain) TransferETH(_ context.Context, _, to common.Address, amount pm.Wei) (chain.Plan, error) {
	return f.plan("transfer %s to %s", amount, to)
}

func (f *fakeChain) RequestTokens(context.Context, common.Address) (chain.Plan, error) {
	return f.plan("request tokens")
}

func (f *fakeChain) Vote(_ context.Context, _, poll common.Address, choice chain.PollChoice) (chain.Plan, error) {
	return f.plan("vote %d in %s", choice, poll)
}

func (f *fakeChain) VoteOnProposal(_ context.Context, _ common.Address, id chain.ProposalID, support chain.Support, reason string) (chain.Plan, error) {
	return f.plan("vote %d on proposal %s: %s", support, id, reason)
}

func (f *fakeChain) CreatePoll(_ context.Context, _ common.Address, proposal string) (chain.Plan, error) {
	return f.plan("create poll %s", proposal)
}

func (f *fakeChain) Simulate(_ context.Context, call chain.Call) (chain.Cost, error) {
	return chain.Cost{Gas: 100_000, GasPrice: eth("2 gwei"), Fee: eth("0.0002 ETH")}, f.simulateError[call.Label]
}

func (f *fakeChain) Send(_ context.Context, call chain.Call) (chain.Transaction, error) {
	if err := f.sendError[call.Label]; err != nil {
		return chain.Transaction{}, err
	}
	f.mu.Lock()
	id := len(f.list) + 1
	t := chain.Transaction{
		ID: chain.TransactionID(id), ChainID: 1337, From: common.HexToAddress(me), To: call.To, Nonce: uint64(id), Label: call.Label,
		State: chain.TxPending, Created: time.Unix(1_700_000_000, 0),
		Attempts: []chain.Attempt{{Hash: common.Hash{byte(id)}, FeeCap: eth("3 gwei"), TipCap: eth("1 gwei"), Signed: time.Unix(1_700_000_000, 0)}},
	}
	f.list = append(f.list, t)
	f.mu.Unlock()
	if f.sent != nil {
		f.sent <- call.Label
	}
	return t.Clone(), nil
}

// Wait ends a transaction as end says, when wait lets it.
func (f *fakeChain) Wait(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	if f.wait != nil {
		select {
		case <-f.wait:
		case <-ctx.Done():
			t, _ := f.Transaction(ctx, id)
			return t, ctx.Err()
		}
	}
	t, err := f.Transaction(ctx, id)
	if err != nil {
		return t, err
	}
	end, ok := f.end[t.Label]
	if !ok {
		end.state = chain.TxConfirmed
	}
	return f.set(id, end.state), end.err
}

// set gives a transaction a state and, but while it is pending, a receipt.
func (f *fakeChain) set(id chain.TransactionID, state chain.TxState) chain.Transaction {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := &f.list[id-1]
	t.State = state
	t.Receipt = &chain.Receipt{Hash: t.Last().Hash, BlockNumber: 70, OK: state != chain.TxReverted, GasUsed: 50_000, GasPrice: eth("2 gwei")}
	return t.Clone()
}

func (f *fakeChain) Transactions(_ context.Context, limit int, states ...chain.TxState) (list []chain.Transaction, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range slices.Backward(f.list) {
		if len(list) < limit && (len(states) == 0 || slices.Contains(states, t.State)) {
			list = append(list, t.Clone())
		}
	}
	return list, f.readError
}

func (f *fakeChain) Transaction(_ context.Context, id chain.TransactionID) (chain.Transaction, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if int(id) > len(f.list) {
		return chain.Transaction{}, codedError{"not_found", "no such transaction"}
	}
	return f.list[id-1].Clone(), nil
}

func (f *fakeChain) Cancel(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	t, err := f.Transaction(ctx, id)
	if err == nil && t.State != chain.TxPending {
		err = codedError{"not_pending", "it is " + string(t.State)}
	}
	t.Label = "cancel " + t.Label
	return t, err
}

func (f *fakeChain) SpeedUp(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	t, err := f.Transaction(ctx, id)
	t.Label = "speed up " + t.Label
	return t, err
}

// labels of all transactions, the first first.
func (f *fakeChain) labels() (list []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range f.list {
		list = append(list, t.Label)
	}
	return list
}
