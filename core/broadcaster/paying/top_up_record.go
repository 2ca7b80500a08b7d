package paying

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// topUpSpan is the time for which the limit counts.
const topUpSpan = 24 * time.Hour

// topUp is one addition to deposit and reserve. It is stored before its
// transaction is sent, so that a restart neither forgets nor repeats it.
type topUp struct {
	At      time.Time           `json:"at"`
	Deposit pm.Wei              `json:"deposit"`
	Reserve pm.Wei              `json:"reserve"`
	Key     string              `json:"key"` // of the transaction
	ID      chain.TransactionID `json:"id"`  // of it; 0 before it is known
	Over    bool                `json:"over"`
}

func (t topUp) total() pm.Wei { return sum(t.Deposit, t.Reserve) }

// topUps are those of the last day that took effect or may do so, the oldest
// first. At most the last one is not over.
type topUps struct {
	memory Memory
	key    string
	list   []topUp
}

func newTopUps(memory Memory, account common.Address) *topUps {
	return &topUps{memory: memory, key: fmt.Sprintf("top-ups of %s", account)}
}

func (u *topUps) load(ctx context.Context) error {
	data, err := u.memory.Load(ctx, u.key)
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, &u.list)
	}
	if err != nil {
		return fmt.Errorf("read what was added to deposit and reserve in the last day: %w", err)
	}
	return nil
}

// save stores the list with a change; without success nothing has changed.
func (u *topUps) save(ctx context.Context, list []topUp) error {
	data, err := json.Marshal(list)
	if err == nil {
		err = u.memory.Save(ctx, u.key, data)
	}
	if err != nil {
		return fmt.Errorf("keep in mind what is added to deposit and reserve: %w", err)
	}
	u.list = list
	return nil
}

// open returns the one that is not over.
func (u *topUps) open() (topUp, bool) {
	if n := len(u.list); n > 0 && !u.list[n-1].Over {
		return u.list[n-1], true
	}
	return topUp{}, false
}

// add stores a new one, and forgets those that count no more.
func (u *topUps) add(ctx context.Context, t topUp) error {
	list := slices.DeleteFunc(slices.Clone(u.list), func(o topUp) bool { return t.At.Sub(o.At) >= topUpSpan })
	return u.save(ctx, append(list, t))
}

// set stores the last one anew.
func (u *topUps) set(ctx context.Context, t topUp) error {
	list := slices.Clone(u.list)
	list[len(list)-1] = t
	return u.save(ctx, list)
}

// drop forgets the last one, which took no effect.
func (u *topUps) drop(ctx context.Context) error {
	return u.save(ctx, slices.Clone(u.list[:len(u.list)-1]))
}

// used is how much of the limit is used at that time, and when some of it is free
// again.
func (u *topUps) used(now time.Time) (total pm.Wei, free time.Time) {
	for _, t := range u.list {
		if now.Sub(t.At) >= topUpSpan {
			continue
		}
		if free.IsZero() {
			free = t.At.Add(topUpSpan)
		}
		total = sum(total, t.total())
	}
	return total, free
}
