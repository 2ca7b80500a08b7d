package chain

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// BlockRef names one block and says what the node needs of its header.
type BlockRef struct {
	Number     uint64
	Hash       common.Hash
	ParentHash common.Hash
	// L1Number is block.number as contracts see it: on Arbitrum about the
	// number of the newest L1 block, elsewhere Number itself (chain.md 5). All
	// round arithmetic is in it.
	L1Number uint64
	Time     time.Time // as the block says, whole seconds
}
