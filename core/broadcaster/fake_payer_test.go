package broadcaster_test

import (
	"context"
	"sync"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/pm"
)

// payer is a broadcaster.Payer that keeps books of its calls.
type payer struct {
	// enter and expiring are nil for terms that stay, and never expire.
	enter    func(*core.OrchestratorInfo) *core.OrchestratorInfo
	expiring func(*core.OrchestratorInfo) bool
	// refuse is asked for each payment, by its count from 1; nil to pay.
	refuse func(n int, sub *core.Submission) error

	mu            sync.Mutex
	asked         int
	paid          map[*pm.Payment]int // times that each was settled
	settled       []broadcaster.Settlement
	entered, left map[core.SessionID]int
}

func (p *payer) Enter(info *core.OrchestratorInfo) *core.OrchestratorInfo {
	if p.enter != nil {
		info = p.enter(info)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.entered == nil {
		p.entered, p.left = make(map[core.SessionID]int), make(map[core.SessionID]int)
	}
	p.entered[info.Token.SessionID]++
	return info
}

func (p *payer) Leave(info *core.OrchestratorInfo) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left[info.Token.SessionID]++
}

func (p *payer) Expiring(info *core.OrchestratorInfo) bool {
	return p.expiring != nil && p.expiring(info)
}

func (p *payer) Pay(_ context.Context, sub *core.Submission) (*pm.Payment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	if p.refuse != nil {
		if err := p.refuse(p.asked, sub); err != nil {
			return nil, err
		}
	}
	payment := &pm.Payment{ExpectedPrice: sub.Info.Price}
	if p.paid == nil {
		p.paid = make(map[*pm.Payment]int)
	}
	p.paid[payment] = 0
	return payment, nil
}

func (p *payer) Settle(sub *core.Submission, s broadcaster.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paid[sub.Payment]++
	p.settled = append(p.settled, s)
}
