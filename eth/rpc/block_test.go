package rpc_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

const (
	zeros    = "0000000000000000000000000000000000000000000000000000000000000000"
	hashText = "0x8000000000000000000000000000000000000000000000000000000000000001"
)

func blockText(extra string) string {
	return `{"number":"0x10","hash":"` + hashText + `","parentHash":"0x` + zeros + `","timestamp":"0x65"` + extra + `}`
}

func TestBlockJSON(t *testing.T) {
	t.Parallel()
	want := rpc.Block{Number: 16, Hash: common.HexToHash(hashText), Time: time.Unix(0x65, 0).UTC(), L1Number: 16}
	full := want
	full.BaseFee, full.L1Number = big.NewInt(7), 3
	tests := []struct {
		name string
		text string
		want rpc.Block
		ok   bool
	}{
		{"ok", blockText(""), want, true},
		{"ok_arbitrum", blockText(`,"baseFeePerGas":"0x7","l1BlockNumber":"0x3","sendRoot":"0x0"`), full, true},
		{"ok_null_l1", blockText(`,"l1BlockNumber":null`), want, true},
		{"err_no_hash", strings.Replace(blockText(""), `"hash"`, `"x"`, 1), rpc.Block{}, false},
		{"err_pending", strings.Replace(blockText(""), `"`+hashText+`"`, "null", 1), rpc.Block{}, false},
		{"err_number", strings.Replace(blockText(""), `"0x10"`, `16`, 1), rpc.Block{}, false},
		{"err_time", strings.Replace(blockText(""), `"0x65"`, `"0xffffffffffffffff"`, 1), rpc.Block{}, false},
		{"err_l1", blockText(`,"l1BlockNumber":"x"`), rpc.Block{}, false},
		{"err_fee", blockText(`,"baseFeePerGas":"0x1` + zeros + zeros + `"`), rpc.Block{}, false},
		{"err_not_an_object", `7`, rpc.Block{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b rpc.Block
			err := json.Unmarshal([]byte(tt.text), &b)
			require.Equal(t, tt.ok, err == nil, "%v", err)
			require.Equal(t, tt.want, b)
		})
	}
}

// What is read makes sense; what is not leaves nothing behind.
func FuzzBlockJSON(f *testing.F) {
	f.Add([]byte(blockText("")))
	f.Add([]byte(blockText(`,"baseFeePerGas":"0x7","l1BlockNumber":"0x3"`)))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b rpc.Block
		if json.Unmarshal(data, &b) != nil || b.Time.IsZero() {
			require.Zero(t, b.Hash)
			return
		}
		require.LessOrEqual(t, b.Time.Unix(), int64(1)<<40)
		require.GreaterOrEqual(t, b.Time.Unix(), int64(0))
		if b.BaseFee != nil {
			require.LessOrEqual(t, b.BaseFee.BitLen(), 256)
			require.GreaterOrEqual(t, b.BaseFee.Sign(), 0)
		}
	})
}
