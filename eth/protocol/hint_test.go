package protocol_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
)

// listTwin is the contract's sorted list, with its rule for hints.
type listTwin struct {
	order []common.Address
	stake map[common.Address]uint64
	slots int
	least uint64
}

// set is what the contract does; exact says whether the hint spared it a search.
func (l *listTwin) set(who common.Address, stake uint64, prev, next common.Address) (exact bool) {
	at := slices.Index(l.order, who)
	l.stake[who] = stake
	if at >= 0 {
		l.order = slices.Delete(l.order, at, at+1)
	}
	if stake == 0 || stake < l.least {
		return true
	}
	if at < 0 && len(l.order) >= l.slots {
		last := len(l.order) - 1
		if l.stake[l.order[last]] >= stake {
			return true
		}
		l.order = l.order[:last]
	}
	place := len(l.order)
	for i, other := range l.order {
		if l.stake[other] < stake {
			place = i
			break
		}
	}
	exact = l.adjacent(prev, next) && l.fits(prev, next, stake)
	l.order = slices.Insert(l.order, place, who)
	return exact
}

func (l *listTwin) adjacent(prev, next common.Address) bool {
	zero := common.Address{}
	switch {
	case len(l.order) == 0:
		return prev == zero && next == zero
	case prev == zero:
		return l.order[0] == next
	case next == zero:
		return l.order[len(l.order)-1] == prev
	}
	at := slices.Index(l.order, prev)
	return at >= 0 && at+1 < len(l.order) && l.order[at+1] == next
}

func (l *listTwin) fits(prev, next common.Address, stake uint64) bool {
	zero := common.Address{}
	return (prev == zero || l.stake[prev] >= stake) && (next == zero || l.stake[next] <= stake)
}

// TestHints: whatever happens to the list, the hint for the next change of it is
// the exact place.
func TestHints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		least := uint64(rapid.IntRange(0, 3).Draw(t, "least"))
		slots := rapid.IntRange(1, 8).Draw(t, "slots")
		twin := &listTwin{stake: map[common.Address]uint64{}, slots: slots, least: least}
		r := protocol.NewRanking(slots, units(least))
		for range rapid.IntRange(1, 60).Draw(t, "changes") {
			who := common.Address{byte(rapid.IntRange(1, 12).Draw(t, "who"))}
			stake := uint64(rapid.IntRange(0, 20).Draw(t, "stake"))
			prev, next := r.Set(who, units(stake))
			require.True(t, twin.set(who, stake, prev, next), "hint %x %x", prev, next)
			require.Equal(t, len(twin.order), len(r.Order()))
			require.True(t, slices.Equal(twin.order, r.Order()))
		}
	})
}

func units(n uint64) chain.LPT {
	l, err := chain.ParseLPT("1 LPTU")
	if err != nil {
		panic(err)
	}
	l, _ = l.Mul(n)
	return l
}
