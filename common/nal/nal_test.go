package nal_test

import (
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/nal"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

// Sequence parameter sets of x264 and x265.
const (
	spsHigh     = "6764000aacd9430ffbc044000003000400000300503c489658"
	sps444      = "67f4000c919b282a33c7c5ffe01a0019e2000003000200000300281e28532c" // with scaling lists
	spsBaseline = "6742c00ad9028df93011000003000100000300140f122648"
	spsFields   = "677a0015b6cd9444fc47fe003200242000000300200000030283e28532c0"
	spsHEVC     = "42010101600000030090000003000003003ca00a080b9f796566924caf0168080000030008000003005040"
	spsHEVC422  = "4201010408000003009d0800000300003cb00a080b9f2b65959a4932bc05a02000000300200000030141"
)

func TestUnits(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		stream string
		want   []string
	}{
		"ok":             {"000000016701" + "00000168" + "0000000165aabb", []string{"6701", "68", "65aabb"}},
		"zeros_between":  {"000001670100000000000168", []string{"6701", "68"}},
		"rubbish_before": {"ff00ff00000167", []string{"67"}},
		"empty_units":    {"00000100000100000167", []string{"67"}},
		"cut_off":        {"000001670000", []string{"67"}},
		"none":           {"67010000", nil},
		"nothing":        {"", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for unit := range nal.Units(unhex(t, tt.stream)) {
				got = append(got, hex.EncodeToString(unit))
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestUnitsStop(t *testing.T) {
	t.Parallel()
	n := 0
	for range nal.Units(unhex(t, "000001670000016800000165")) {
		if n++; n == 2 {
			break
		}
	}
	require.Equal(t, 2, n)
}

func TestKind(t *testing.T) {
	t.Parallel()
	for syntax, kinds := range map[nal.Syntax]map[byte]nal.Kind{
		nal.H264: {0x00: nal.Other, 0x41: nal.Picture, 0x65: nal.Picture, 0x06: nal.Other, 0x67: nal.SPS, 0x27: nal.SPS,
			0x68: nal.Parameters, 0x6d: nal.Parameters, 0x6f: nal.Parameters, 0x09: nal.Delimiter, 0x1f: nal.Other},
		nal.HEVC: {0x00: nal.Picture, 0x26: nal.Picture, 0x3e: nal.Picture, 0x40: nal.Parameters, 0x42: nal.SPS, 0x44: nal.Parameters,
			0x46: nal.Delimiter, 0x4e: nal.Other, 0x7e: nal.Other},
	} {
		for header, want := range kinds {
			require.Equal(t, want, syntax.Kind(header), "%d %#x", syntax, header)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	stream := unhex(t, "0000000109f0"+"00000001"+spsHigh+"0000000168eb"+"0000010605")
	require.Equal(t, spsHigh, hex.EncodeToString(nal.H264.Find(stream, nal.SPS)))
	require.Equal(t, "68eb", hex.EncodeToString(nal.H264.Find(stream, nal.Parameters)))
	require.Nil(t, nal.H264.Find(stream, nal.Picture))
	require.Nil(t, nal.HEVC.Find(stream, nal.SPS))
}

func TestUnescape(t *testing.T) {
	t.Parallel()
	for escaped, want := range map[string]string{
		"00000301":       "000001",
		"000003":         "0000",
		"0000030000030a": "000000000a",
		"00030003":       "00030003",
		"000000030a":     "0000000a",
		"":               "",
	} {
		require.Equal(t, want, hex.EncodeToString(nal.Unescape(unhex(t, escaped))), escaped)
	}
}

func TestParseH264SPS(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		unit string
		want nal.H264SPS
	}{
		"high":     {spsHigh, nal.H264SPS{Profile: 100, Level: 10, Width: 192, Height: 108}},
		"4:4:4":    {sps444, nal.H264SPS{Profile: 244, Level: 12, Width: 322, Height: 182}},
		"baseline": {spsBaseline, nal.H264SPS{Profile: 66, Constraints: 0xc0, Level: 10, Width: 160, Height: 90}},
		"fields":   {spsFields, nal.H264SPS{Profile: 122, Level: 21, Width: 64, Height: 50}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := nal.ParseH264SPS(unhex(t, tt.unit))
			require.True(t, ok)
			require.Equal(t, tt.want, got)
			for n := range 8 { // the size lies further back
				_, ok := nal.ParseH264SPS(unhex(t, tt.unit)[:n])
				require.False(t, ok, n)
			}
		})
	}
}

func TestHEVCProfile(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0160000000900000000000"+"3c", hex.EncodeToString(nal.HEVCProfile(unhex(t, spsHEVC))))
	require.Equal(t, "04080000009d080000"+"0000"+"3c", hex.EncodeToString(nal.HEVCProfile(unhex(t, spsHEVC422))))
	require.Nil(t, nal.HEVCProfile(unhex(t, spsHEVC)[:14]))
	require.Nil(t, nal.HEVCProfile(nil))
}

func TestBitReader(t *testing.T) {
	t.Parallel()
	r := nal.NewBitReader([]byte{0b1010_0110, 0b0100_0010, 0b1000_0001, 0xff})
	require.True(t, r.Flag())
	require.EqualValues(t, 0b010, r.Bits(3))
	require.EqualValues(t, 2, r.UE())  // 011
	require.EqualValues(t, 3, r.UE())  // 00100
	require.EqualValues(t, -2, r.SE()) // 00101
	require.EqualValues(t, 0, r.Bits(0))
	require.False(t, r.Overrun())
	require.EqualValues(t, 0b1_1111_1111<<12, r.Bits(27))
	require.True(t, r.Overrun())
	require.EqualValues(t, 0, r.UE(), "no end")
}

// FuzzH264SPS reads any unit: sizes stay those of a picture.
func FuzzH264SPS(f *testing.F) {
	for _, s := range []string{spsHigh, sps444, spsBaseline, spsFields} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, unit []byte) {
		s, ok := nal.ParseH264SPS(unit)
		if ok && (s.Width < 1 || s.Width > 65536 || s.Height < 1 || s.Height > 65536) {
			t.Fatalf("%dx%d", s.Width, s.Height)
		}
	})
}

// FuzzUnits splits any bytes: what comes out has no start code, and no unit
// that was joined with another gets lost.
func FuzzUnits(f *testing.F) {
	f.Add(unhex(f, "0000000109f0"+"00000001"+spsHEVC+"00000168eb000003"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		units := slices.Collect(nal.Units(stream))
		var joined []byte
		for _, u := range units {
			joined = append(append(joined, nal.StartCode...), u...)
			nal.HEVCProfile(u)
		}
		again := slices.Collect(nal.Units(joined))
		require.Equal(t, units, again)
	})
}
