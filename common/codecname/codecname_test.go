package codecname_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/codecname"
)

func TestRecords(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name   func([]byte) string
		record string
		want   string
	}{
		"avcC":       {codecname.AVCC, "01640028ff", "avc1.640028"},
		"avcC_cut":   {codecname.AVCC, "016400", ""},
		"avcC_other": {codecname.AVCC, "00000001", ""},
		"hvcC":       {codecname.HVCC, "010160000000b000000000005df0", "hvc1.1.6.L93.B0"}, // the example of ISO 14496-15, E.3, has A1.80.L93.B0
		"hvcC_high":  {codecname.HVCC, "01222000000090000000000099f0", "hvc1.2.4.H153.90"},
		"hvcC_space": {codecname.HVCC, "01610000000000000000000001", "hvc1.A1.0.H1"},
		"hvcC_cut":   {codecname.HVCC, "010160000000b0000000005d", ""},
		"av1C":       {codecname.AV1C, "81050c00", "av01.0.05M.08"},
		"av1C_high":  {codecname.AV1C, "8128c000", "av01.1.08H.10"},
		"av1C_12":    {codecname.AV1C, "81486000", "av01.2.08M.12"},
		"av1C_other": {codecname.AV1C, "01050c00", ""},
		"av1C_cut":   {codecname.AV1C, "81050c", ""},
		"vpcC":       {codecname.VPCC, "01000000" + "021fa2", "vp09.02.31.10"},
		"vpcC_level": {codecname.VPCC, "01000000" + "000082", "vp09.00.10.08"},
		"vpcC_cut":   {codecname.VPCC, "010000000200", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			record, err := hex.DecodeString(tt.record)
			require.NoError(t, err)
			require.Equal(t, tt.want, tt.name(record))
		})
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	require.Empty(t, codecname.HEVC(nil))
	require.Empty(t, codecname.AV1(-1, 4, false, 8))
	require.Empty(t, codecname.AV1(0, 4, false, 0))
	require.Empty(t, codecname.VP9(-1, 10, 8))
	require.Empty(t, codecname.VP9(0, 10, 0))
}

// FuzzRecords names any record: a name becomes part of a playlist, so it stays
// a word.
func FuzzRecords(f *testing.F) {
	f.Add([]byte{1, 0x64, 0, 0x28})
	f.Add([]byte{0x81, 5, 0x0c, 0})
	f.Add([]byte{1, 0, 0, 0, 2, 31, 0xa2, 1, 1, 1, 1, 1, 1})
	f.Fuzz(func(t *testing.T, record []byte) {
		for _, name := range []func([]byte) string{codecname.AVCC, codecname.HVCC, codecname.AV1C, codecname.VPCC} {
			require.Regexp(t, `^[A-Za-z0-9.]{0,48}$`, name(record))
		}
	})
}
