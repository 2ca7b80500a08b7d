package protocol

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// member of the pool.
type member struct {
	address common.Address
	stake   chain.LPT
}

// ranking is the pool as the contract's sorted list has it, descending.
type ranking struct {
	members []member
	slots   int       // places that there are
	least   chain.LPT // stake that a member must have
}

// neighbours are a hint: who stands before and after the place of a member. Zero
// stands for the ends, and both zero also for no hint. A wrong hint costs gas and
// nothing else (chain.md 8, trap 6).
type neighbours struct {
	prev, next common.Address
}

// set gives who a new stake, in the contract's way: it moves, enters, in place of
// the last one where there is no other, or leaves. The result is the hint that
// the contract needs for it.
func (r *ranking) set(who common.Address, stake chain.LPT) neighbours {
	present := r.index(who)
	if present >= 0 {
		r.members = slices.Delete(slices.Clone(r.members), present, present+1)
	}
	if stake.IsZero() || stake.Cmp(r.least) < 0 {
		return neighbours{}
	}
	if last := len(r.members) - 1; present < 0 && len(r.members) >= r.slots {
		if last < 0 || stake.Cmp(r.members[last].stake) <= 0 {
			return neighbours{}
		}
		r.members = r.members[:last]
	}
	place := r.place(stake)
	h := hint(r.members, place)
	r.members = slices.Insert(slices.Clone(r.members), place, member{who, stake})
	return h
}

// remove takes who out.
func (r *ranking) remove(who common.Address) {
	if i := r.index(who); i >= 0 {
		r.members = slices.Delete(slices.Clone(r.members), i, i+1)
	}
}

func (r *ranking) index(who common.Address) int {
	return slices.IndexFunc(r.members, func(m member) bool { return m.address == who })
}

// place is where a stake belongs: behind those with the same.
func (r *ranking) place(stake chain.LPT) int {
	if i := slices.IndexFunc(r.members, func(m member) bool { return m.stake.Cmp(stake) < 0 }); i >= 0 {
		return i
	}
	return len(r.members)
}

// hint names the neighbours of a place.
func hint(members []member, place int) (h neighbours) {
	if place > 0 {
		h.prev = members[place-1].address
	}
	if place < len(members) {
		h.next = members[place].address
	}
	return h
}
