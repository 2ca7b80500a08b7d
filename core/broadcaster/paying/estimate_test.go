package paying_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// vectors reads a part of the golden vectors.
func vectors(t *testing.T, part string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/payments.json")
	require.NoError(t, err)
	var parts map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &parts))
	require.NoError(t, json.Unmarshal(parts[part], into))
}

// exact is a rational of the vectors.
type exact struct {
	Exact string
}

func (e exact) rat(t *testing.T) *big.Rat {
	t.Helper()
	v, ok := new(big.Rat).SetString(e.Exact)
	require.True(t, ok, e.Exact)
	return v
}

func rat(t *testing.T, text string) *big.Rat { return exact{text}.rat(t) }

func TestFeeEstimateVectors(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Name     string
		Duration float64
		Price    string
		Fee      exact
		Profiles []struct {
			FPS, FPSDen uint32
			Resolution  string
		}
	}
	vectors(t, "feeEstimates", &cases)
	require.NotEmpty(t, cases)
	for _, tc := range cases {
		t.Run(tc.Name, func(t *testing.T) {
			t.Parallel()
			r := rat(t, tc.Price)
			price := pm.Price{PricePerUnit: r.Num().Int64(), PixelsPerUnit: r.Denom().Int64()}
			seg := &core.Segment{Duration: time.Duration(tc.Duration * float64(time.Second))}
			var profiles []core.Profile
			for _, p := range tc.Profiles {
				var w, h int
				_, err := fmt.Sscanf(p.Resolution, "%dx%d", &w, &h)
				require.NoError(t, err)
				profiles = append(profiles, core.Profile{Width: w, Height: h, FPS: p.FPS, FPSDen: p.FPSDen})
			}
			require.Equal(t, tc.Fee.rat(t).String(), paying.EstimateFee(seg, profiles, price).String())
		})
	}
}

func TestEstimateFollowsTheSource(t *testing.T) {
	t.Parallel()
	price := pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}
	profiles := []core.Profile{{Width: 640, Height: 360, FPS: 30}}
	for name, tc := range map[string]struct {
		source core.MediaInfo
		area   int64 // of a frame that is counted
	}{
		"unknown":         {area: 640 * 360},
		"same_ratio":      {source: core.MediaInfo{Width: 1280, Height: 720}, area: 640 * 360},
		"taller":          {source: core.MediaInfo{Width: 640, Height: 480}, area: 640 * 480},
		"wider_counts_up": {source: core.MediaInfo{Width: 2560, Height: 1080}, area: 640 * 360},
		"portrait":        {source: core.MediaInfo{Width: 720, Height: 1280}, area: 640 * 360},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seg := &core.Segment{Duration: 2 * time.Second, Info: tc.source}
			want := new(big.Rat).SetInt64(tc.area * 60)
			want.Mul(want, big.NewRat(2296835809958953, 2251799813685248))
			require.Equal(t, want.String(), paying.EstimateFee(seg, profiles, price).String())
			require.Equal(t, tc.area*62, paying.MostPixels(seg, profiles))
		})
	}
}

func TestMostPixels(t *testing.T) {
	t.Parallel()
	kept := []core.Profile{{Width: 100, Height: 10}}
	require.EqualValues(t, 1000*122, paying.MostPixels(&core.Segment{Duration: 2 * time.Second}, kept), "60 fps while the rate is unknown")
	seg := &core.Segment{Duration: 2 * time.Second, Info: core.MediaInfo{VideoFrames: 48}}
	require.EqualValues(t, 1000*50, paying.MostPixels(seg, kept))
	huge := []core.Profile{{Width: 1 << 31, Height: 1 << 31, FPS: 1 << 30}}
	require.EqualValues(t, 1<<63-1, paying.MostPixels(&core.Segment{Duration: 300 * time.Second}, huge), "no overflow")
}

// An honest orchestrator's charge is covered: by the estimate, and by what is
// believed.
func TestEstimateCoversTheWork(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := core.Profile{
			Width: rapid.IntRange(146, 4096).Draw(t, "w"), Height: rapid.IntRange(50, 4096).Draw(t, "h"),
			FPS: rapid.Uint32Range(1, 120000).Draw(t, "fps"), FPSDen: rapid.Uint32Range(0, 1001).Draw(t, "den"),
		}
		seg := &core.Segment{Duration: time.Duration(rapid.Int64Range(1, 10000).Draw(t, "ms")) * time.Millisecond}
		seg.Info.Width, seg.Info.Height = rapid.IntRange(16, 4096).Draw(t, "sw"), rapid.IntRange(16, 4096).Draw(t, "sh")
		w, h := core.OutputSize(seg.Info.Width, seg.Info.Height, p)
		frames := int64(p.FPS) * seg.Duration.Milliseconds() / int64(max(p.FPSDen, 1)) / 1000
		made := int64(w) * int64(h) * frames
		require.GreaterOrEqual(t, paying.MostPixels(seg, []core.Profile{p}), made)
		cost := new(big.Rat).SetInt64(made)
		require.GreaterOrEqual(t, paying.EstimateFee(seg, []core.Profile{p}, pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}).Cmp(cost), 0)
	})
}
