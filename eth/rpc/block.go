package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// Block is what the node needs of a block's header.
type Block struct {
	Number     uint64
	Hash       common.Hash
	ParentHash common.Hash
	Time       time.Time
	// BaseFee in wei; nil on a chain without (before EIP-1559).
	BaseFee *big.Int
	// L1Number is what contracts see as block.number: the number of L1 on
	// Arbitrum, Number elsewhere.
	L1Number uint64
}

// maxBlockTime bounds a block's time in seconds: beyond it, it is no time.
const maxBlockTime = 1 << 40

// UnmarshalJSON reads the answer to eth_getBlockByNumber and eth_getBlockByHash.
// Unknown fields are ignored.
func (b *Block) UnmarshalJSON(data []byte) error {
	var wire struct {
		Number     *hexutil.Uint64 `json:"number"`
		Hash       *common.Hash    `json:"hash"`
		ParentHash *common.Hash    `json:"parentHash"`
		Time       *hexutil.Uint64 `json:"timestamp"`
		BaseFee    *hexutil.Big    `json:"baseFeePerGas"`
		// SPEC chain.md "5. Block numbers": "absent -> equals `number`"
		L1Number *hexutil.Uint64 `json:"l1BlockNumber"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("block: %w", err)
	}
	switch {
	case wire.Number == nil || wire.Hash == nil || wire.ParentHash == nil || wire.Time == nil:
		return errors.New("block: number, hash, parentHash or timestamp is missing")
	case *wire.Time > maxBlockTime:
		return fmt.Errorf("block %d: timestamp %d is out of range", *wire.Number, *wire.Time)
	}
	*b = Block{
		Number:     uint64(*wire.Number),
		Hash:       *wire.Hash,
		ParentHash: *wire.ParentHash,
		Time:       time.Unix(int64(*wire.Time), 0).UTC(),
		BaseFee:    (*big.Int)(wire.BaseFee),
		L1Number:   uint64(*wire.Number),
	}
	if wire.L1Number != nil {
		b.L1Number = uint64(*wire.L1Number)
	}
	return nil
}
