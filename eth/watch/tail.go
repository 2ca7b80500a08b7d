package watch

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// remembered is a block that was delivered, with what was delivered of it.
type remembered struct {
	block chain.BlockRef
	logs  []types.Log
	known bool // false: delivered in an earlier run, logs are not at hand
}

// tail is the newest blocks that were delivered, each the parent of the next.
// The first one is never removed: a reorganisation that reaches it is a resync.
type tail struct {
	max    int
	blocks []remembered
}

// restore makes a tail of stored blocks.
func restore(stored []chain.BlockRef, limit int) (tail, error) {
	t := tail{max: limit}
	for i, b := range stored {
		if i > 0 && (b.ParentHash != stored[i-1].Hash || b.Number != stored[i-1].Number+1) {
			return tail{}, fmt.Errorf("stored block %d does not follow the stored block %d", b.Number, stored[i-1].Number)
		}
		t.push(remembered{block: b})
	}
	return t, nil
}

func (t *tail) empty() bool            { return len(t.blocks) == 0 }
func (t *tail) oldest() chain.BlockRef { return t.blocks[0].block }
func (t *tail) tip() chain.BlockRef    { return t.blocks[len(t.blocks)-1].block }

// index of the block in the tail, -1 when it is not there.
func (t *tail) index(hash common.Hash) int {
	return slices.IndexFunc(t.blocks, func(r remembered) bool { return r.block.Hash == hash })
}

func (t *tail) push(r remembered) {
	t.blocks = append(t.blocks, r)
	if over := len(t.blocks) - t.max; over > 0 {
		t.blocks = slices.Delete(t.blocks, 0, over)
	}
}

func (t *tail) clear() { t.blocks = nil }

// reset forgets all blocks but this one.
func (t *tail) reset(block chain.BlockRef) {
	t.blocks = []remembered{{block: block}}
}

// cut takes off and returns the blocks after position at, ascending.
func (t *tail) cut(at int) []remembered {
	off := slices.Clone(t.blocks[at+1:])
	clear(t.blocks[at+1:])
	t.blocks = t.blocks[:at+1]
	return off
}

// refs copies the blocks for the store.
func (t *tail) refs() []chain.BlockRef {
	refs := make([]chain.BlockRef, len(t.blocks))
	for i, r := range t.blocks {
		refs[i] = r.block
	}
	return refs
}
