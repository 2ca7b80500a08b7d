package roguetest_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/test/roguetest"
)

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]roguetest.Config{
		"target": {Target: "127.0.0.1:1", Addr: "127.0.0.1:0"},
		"scheme": {Target: "http://127.0.0.1:1", Addr: "127.0.0.1:0"},
		"addr":   {Target: "https://127.0.0.1:1", Addr: "127.0.0.1"},
	} {
		_, err := roguetest.New(cfg)
		require.Error(t, err, name)
	}
}

func TestModesHaveNames(t *testing.T) {
	t.Parallel()
	require.Len(t, roguetest.Modes(), 14)
	require.Equal(t, "dead", roguetest.Dead.String())
	require.Equal(t, "mute", roguetest.Mute.String())
	require.Equal(t, "Mode(16)", (roguetest.Mute + 1).String())
}

// An honest proxy gives what the orchestrator gives, in its own name, however
// renditions travel.
func TestHonestPassesOn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*roguetest.Config, *lpnet.OrchestratorClientConfig)
	}{
		{name: "inline"},
		{name: "by_url", change: func(_ *roguetest.Config, c *lpnet.OrchestratorClientConfig) { c.NoInlineResults = true }},
		{name: "by_url_for_all", change: func(c *roguetest.Config, _ *lpnet.OrchestratorClientConfig) { c.ByURL = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			work := clips{[]byte("a rendition that is long enough")}
			r := newRig(t, work, tt.change)
			info := r.terms()
			require.Equal(t, r.proxy.URI(), info.URI)
			require.True(t, info.HashMayFollow, "the proof travels as a trailer")
			for range 2 {
				result, err := r.submit(info)
				require.NoError(t, err)
				require.Len(t, result.Renditions, 2)
				require.Equal(t, work[0], result.Renditions[1].Data)
				require.EqualValues(t, pixels, result.Renditions[1].Pixels)
			}
			require.NoError(t, r.client.EndSession(t.Context(), info))
			require.Len(t, r.proxy.Quotes(), 1)
			require.Empty(t, r.proxy.Harm())
			require.Positive(t, r.proxy.Connections())
			done := r.proxy.Exchanges()
			require.Len(t, done, 2)
			require.Equal(t, core.ManifestID("movie"), done[1].Manifest)
			require.EqualValues(t, 1, done[1].Seq)
			require.True(t, done[1].Whole)
			require.Positive(t, done[1].Took())
		})
	}
}

// A refusal of the one behind comes through with its code.
func TestRefusalIsPassedOn(t *testing.T) {
	t.Parallel()
	r := newRig(t, clips{{}}, nil)
	info := r.terms()
	info.Token.Token[0]++
	_, err := r.submit(info)
	require.ErrorIs(t, err, core.ErrTokenInvalid)
	require.False(t, r.proxy.Exchanges()[0].Whole)
}

// Each mode does to segments what its name says, and each can be taken back.
func TestModesOfSegments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		mode  roguetest.Mode
		wants func(r *rig, result *core.SubmissionResult, err error)
	}{
		{roguetest.Dead, wantsError},
		{roguetest.Dying, wantsError},
		{roguetest.Flapping, wantsError},
		{roguetest.Hanging, wantsError},
		{roguetest.Refusing, func(r *rig, _ *core.SubmissionResult, err error) { require.ErrorIs(r, err, core.ErrOrchestratorBusy) }},
		{roguetest.Few, func(r *rig, _ *core.SubmissionResult, err error) {
			require.ErrorIs(r, err, lpnet.ErrMismatchedSegments)
		}},
		{roguetest.Lying, func(r *rig, _ *core.SubmissionResult, err error) {
			require.ErrorIs(r, err, &core.TranscodeError{Code: core.InvalidVideo})
		}},
		{roguetest.Slow, func(r *rig, result *core.SubmissionResult, err error) {
			require.NoError(r, err)
			require.GreaterOrEqual(r, result.TranscodeTime, 200*time.Millisecond)
		}},
		{roguetest.Garbage, func(r *rig, result *core.SubmissionResult, err error) {
			require.NoError(r, err)
			require.Len(r, result.Renditions[0].Data, len("segment 1, with its twenty-five bytes"))
			require.NotContains(r, string(result.Renditions[0].Data), "segment")
		}},
		{roguetest.Overcharging, func(r *rig, result *core.SubmissionResult, err error) {
			require.NoError(r, err)
			require.EqualValues(r, 4*pixels, result.Renditions[0].Pixels)
		}},
		{roguetest.Replayed, func(r *rig, result *core.SubmissionResult, err error) {
			require.NoError(r, err)
			require.Equal(r, "segment 0, with its twenty-five bytes", string(result.Renditions[0].Data))
		}},
	}
	work := clips{
		[]byte("segment 0, with its twenty-five bytes"), []byte("segment 1, with its twenty-five bytes"), []byte("segment 2, with its twenty-five bytes"),
	}
	for _, tt := range tests {
		t.Run(tt.mode.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, work, nil)
			info := r.terms()
			_, err := r.submit(info)
			require.NoError(t, err)
			r.proxy.SetMode(tt.mode)
			require.Equal(t, tt.mode, r.proxy.Mode())
			result, err := r.submit(info)
			tt.wants(r, result, err)
			require.Positive(t, r.proxy.Harm()[tt.mode])
			r.proxy.SetMode(roguetest.Honest)
			result, err = r.submit(info)
			require.NoError(t, err)
			require.Equal(t, work[2], result.Renditions[1].Data)
			require.Len(t, r.proxy.Harm(), 1)
		})
	}
}

func wantsError(r *rig, _ *core.SubmissionResult, err error) { require.Error(r, err) }

// Four modes spoil quotes; one of them nothing else.
func TestModesOfQuotes(t *testing.T) {
	t.Parallel()
	r := newRig(t, clips{[]byte("a rendition that is long enough")}, nil)
	r.proxy.SetMode(roguetest.Refusing)
	_, err := r.info()
	require.ErrorIs(t, err, core.ErrOrchestratorCapped)
	r.proxy.SetMode(roguetest.Hanging)
	_, err = r.info()
	require.Error(t, err)
	r.proxy.SetMode(roguetest.Honest)
	info := r.terms()
	r.proxy.SetMode(roguetest.Mute)
	_, err = r.info()
	require.Error(t, err)
	_, err = r.submit(info)
	require.NoError(t, err)
	require.Len(t, r.proxy.Quotes(), 4)
	r.proxy.SetMode(roguetest.Dead)
	_, err = r.info()
	require.Error(t, err)
	require.Len(t, r.proxy.Quotes(), 4, "the dead one has heard nothing")
}

// A flapping one works when it has been bad for a while.
func TestFlappingComesBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, clips{[]byte("a rendition that is long enough")}, nil)
	info := r.terms()
	r.proxy.SetMode(roguetest.Flapping)
	require.Eventually(t, func() bool {
		_, err := r.submit(info)
		return err == nil
	}, 10*time.Second, 50*time.Millisecond)
	require.Positive(t, r.proxy.Harm()[roguetest.Flapping])
}

// Wrong pictures are media of the same length and time, with the same sound.
func TestWrongPictures(t *testing.T) {
	t.Parallel()
	work := clips{clip(t, "scroll=horizontal=0.1"), clip(t, "scroll=vertical=0.1")}
	tests := []struct {
		mode          roguetest.Mode
		width, height int
		dark, still   bool
	}{
		{mode: roguetest.Honest, width: width, height: height},
		{mode: roguetest.Size, width: width / 2, height: height / 2},
		{mode: roguetest.Black, width: width, height: height, dark: true, still: true},
		{mode: roguetest.Frozen, width: width, height: height, still: true},
	}
	for _, tt := range tests {
		t.Run(tt.mode.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, work, nil)
			r.proxy.SetMode(tt.mode)
			result, err := r.submit(r.terms())
			require.NoError(t, err)
			require.Len(t, result.Renditions, 2)
			got := look(t, result.Renditions[0].Data)
			require.Equal(t, tt.width, got.Width)
			require.Equal(t, tt.height, got.Height)
			require.Len(t, got.brightness, frames)
			require.InDelta(t, start, got.first, 0.1)
			require.Positive(t, got.audio)
			require.Equal(t, tt.dark, got.brightness[0] < 17)
			require.Equal(t, tt.still, got.difference < 1, "pictures differ by %f", got.difference)
		})
	}
}

// pictures are what ffprobe sees in a rendition.
type pictures struct {
	Width, Height int
	brightness    []float64 // of each picture, 16 is black
	first         float64   // time of the first picture in seconds
	audio         int       // frames of sound
	difference    float64   // between neighbours, the mean
}

func look(t *testing.T, data []byte) pictures {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "got.ts"), data, 0o600))
	cmd := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "json",
		"-f", "lavfi", "-i", "movie=got.ts:s=dv+da[v][out1];[v]signalstats[out0]",
		"-show_entries", "stream=width,height:frame=media_type,pts_time:frame_tags=lavfi.signalstats.YAVG,lavfi.signalstats.YDIF")
	cmd.Dir = dir
	out, err := cmd.Output()
	require.NoError(t, err)
	var found struct {
		Streams []pictures
		Frames  []struct {
			Kind string `json:"media_type"`
			PTS  string `json:"pts_time"`
			Tags map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(out, &found))
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		return v
	}
	p := found.Streams[0]
	for _, f := range found.Frames {
		if f.Kind != "video" {
			p.audio++
			continue
		}
		if len(p.brightness) == 0 {
			p.first = number(f.PTS)
		} else {
			p.difference += number(f.Tags["lavfi.signalstats.YDIF"]) / (frames - 1)
		}
		p.brightness = append(p.brightness, number(f.Tags["lavfi.signalstats.YAVG"]))
	}
	return p
}
