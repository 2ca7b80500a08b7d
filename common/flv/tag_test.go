package flv_test

import (
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/stretchr/testify/require"
)

func TestUnwrapper(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   []uint32
		want []int64
	}{
		{"plain", []uint32{0, 40, 80}, []int64{0, 40, 80}},
		{"late_start", []uint32{4_000_000_000, 4_000_000_040}, []int64{4_000_000_000, 4_000_000_040}},
		{"wrap", []uint32{0xffffffe0, 0x10}, []int64{0xffffffe0, 0x100000010}},
		{"wrap_twice", []uint32{0xfffffff0, 0x40000000, 0x90000000, 0xf0000000, 8}, []int64{0xfffffff0, 0x140000000, 0x190000000, 0x1f0000000, 0x200000008}},
		{"back_and_forth_over_the_wrap", []uint32{0xfffffff8, 4, 0xfffffffc, 8}, []int64{0xfffffff8, 0x100000004, 0xfffffffc, 0x100000008}},
		{"back_below_zero", []uint32{10, 0xfffffff6}, []int64{10, -10}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var u flv.Unwrapper
			for i, in := range tt.in {
				require.Equal(t, tt.want[i], u.Next(in), "timestamp %d", i)
			}
		})
	}
}

func TestTagIsMetadata(t *testing.T) {
	t.Parallel()
	body := []byte("\x02\x00\x0aonMetaData\x08\x00\x00\x00\x00\x00\x00\x09")
	require.True(t, flv.Tag{Type: flv.TagScript, Data: body}.IsMetadata())
	require.False(t, flv.Tag{Type: flv.TagAudio, Data: body}.IsMetadata())
	require.False(t, flv.Tag{Type: flv.TagScript, Data: []byte("\x02\x00\x0aonTextData")}.IsMetadata())
	require.False(t, flv.Tag{Type: flv.TagScript}.IsMetadata())
}
