package core_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

type profileVector struct {
	Name           string
	Bitrate        string
	ChromaFormat   int
	ColorDepth     int
	Encoder        core.Codec
	EncoderProfile core.EncoderProfile
	FPS            uint32
	FPSDen         uint32
	GOPNs          int64
	Quality        uint
	Resolution     string
	Wire           struct{ Name string }
}

func (v profileVector) profile(t *testing.T) core.Profile {
	t.Helper()
	return core.Profile{
		Name: v.Name, Width: atoi(t, before(v.Resolution)), Height: atoi(t, after(v.Resolution)),
		Bitrate: int64(atoi(t, strings.Replace(v.Bitrate, "k", "000", 1))),
		FPS:     v.FPS, FPSDen: v.FPSDen, Encoder: v.Encoder, EncoderProfile: v.EncoderProfile,
		GOP: time.Duration(v.GOPNs), ColorDepth: v.ColorDepth, ChromaFormat: v.ChromaFormat, Quality: v.Quality,
	}
}

func TestParseProfilesVectors(t *testing.T) {
	t.Parallel()
	var v struct {
		JSON []struct {
			Name, JSON, Error string
			Profiles          []profileVector
		}
	}
	readVectors(t, "profiles.json", &v)
	require.Len(t, v.JSON, 22)
	for _, c := range v.JSON {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			got, err := core.ParseProfiles([]byte(c.JSON))
			// A chroma format that does not exist passes elsewhere and fails in
			// the encoder; here it is an error where it is written.
			if c.Error != "" || c.Name == "chroma out of range" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			require.Len(t, got, len(c.Profiles))
			for i, want := range c.Profiles {
				require.Equal(t, want.profile(t), got[i])
			}
		})
	}
}

func TestParseProfilesRefusals(t *testing.T) {
	t.Parallel()
	entry := func(field string) string { return `[{"name":"ok"},{"name":"x",` + field + `}]` }
	tests := []struct{ name, json, reason string }{
		{"err_width", entry(`"width":16385`), "16385x0"},
		{"err_height_negative", entry(`"height":-1`), "0x-1"},
		{"err_bitrate", entry(`"bitrate":2147483648`), "bitrate"},
		{"err_bitrate_negative", entry(`"bitrate":-1`), "bitrate"},
		{"err_gop_nan", entry(`"gop":"NaN"`), "NaN"},
		{"err_gop_huge", entry(`"gop":"1e300"`), "1e300"},
		{"err_depth", entry(`"colorDepth":17`), "depth"},
		{"err_fps", entry(`"fps":4294967296`), "2^32"},
		{"err_slash", `[{"name":"ok"},{"name":"../x"}]`, "file name"},
		{"err_dots", `[{"name":"ok"},{"name":".."}]`, "file name"},
		{"err_long_name", `[{"name":"ok"},{"name":"` + strings.Repeat("n", core.MaxProfileNameLen+1) + `"}]`, "129 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := core.ParseProfiles([]byte(tt.json))
			var pe *core.ProfileError
			require.ErrorAs(t, err, &pe)
			require.Equal(t, 1, pe.Index)
			require.Contains(t, pe.Error(), tt.reason)
		})
	}
	many, err := json.Marshal(make([]struct{}, core.MaxProfiles+1))
	require.NoError(t, err)
	_, err = core.ParseProfiles(many)
	var pe *core.ProfileError
	require.ErrorAs(t, err, &pe)
}

func TestPresets(t *testing.T) {
	t.Parallel()
	var v struct {
		Presets     []profileVector
		PresetLists []struct {
			Option   string
			Profiles []string
		}
	}
	readVectors(t, "profiles.json", &v)
	require.Len(t, core.Presets(), len(v.Presets))
	for _, want := range v.Presets {
		got, err := core.PresetByName(want.Name)
		require.NoError(t, err)
		require.Equal(t, want.profile(t), got)
	}
	for _, list := range v.PresetLists {
		got, err := core.ParsePresets(list.Option)
		// Elsewhere an unknown preset is skipped; here it is an error.
		if asked := strings.Split(list.Option, ","); len(asked) != len(list.Profiles) {
			var unknown *core.UnknownPresetError
			require.ErrorAs(t, err, &unknown, list.Option)
			require.Contains(t, err.Error(), "P144p30fps16x9", "the message lists what there is")
			continue
		}
		require.NoError(t, err)
		for i, name := range list.Profiles {
			require.Equal(t, name, got[i].Name)
		}
	}
	defaults, err := core.ParsePresets(core.DefaultPresets)
	require.NoError(t, err)
	require.Len(t, defaults, 2)
	empty, err := core.ParsePresets(" ,, ")
	require.NoError(t, err)
	require.Empty(t, empty)
}

func TestProfileRate(t *testing.T) {
	t.Parallel()
	num, den := core.Profile{FPS: 30}.Rate()
	require.Equal(t, [2]uint32{30, 1}, [2]uint32{num, den})
	num, den = core.Profile{FPS: math.MaxUint32, FPSDen: 1001}.Rate()
	require.Equal(t, [2]uint32{math.MaxUint32, 1001}, [2]uint32{num, den})
}

func TestNamedProfiles(t *testing.T) {
	t.Parallel()
	own := []core.Profile{{Name: "own", Width: 640, Height: 360, Bitrate: 800_000}, {Width: 426, Height: 240, Bitrate: 600_000}}
	named := core.NamedProfiles(own)
	require.Equal(t, "own", named[0].Name)
	require.Equal(t, "ffmpeg_426x240_600000", named[1].Name)
	require.Empty(t, own[1].Name, "the caller's stay as they are")
	require.Equal(t, named, core.NamedProfiles(named))
	require.Empty(t, core.NamedProfiles(nil))
}

func FuzzParseProfiles(f *testing.F) {
	for _, s := range []string{`[]`, `[{}]`, `[{"name":"a","width":1,"gop":"intra"}]`, `[{"gop":"-0"}]`, `{`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		profiles, err := core.ParseProfiles(data)
		if err != nil {
			return
		}
		for _, p := range profiles {
			require.NoError(t, p.Validate())
			require.NotEmpty(t, p.Name)
		}
	})
}
