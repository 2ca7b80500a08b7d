package verification_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/verification"
)

// signatureFile is what FFmpeg's signature filter made of a rendition of 240 lines.
func signatureFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "signatures", name+".sig"))
	require.NoError(t, err)
	return data
}

func signature(t testing.TB, name string) *verification.VideoSignature {
	t.Helper()
	s, err := verification.ParseVideoSignature(signatureFile(t, name))
	require.NoError(t, err)
	return s
}

func TestParseVideoSignature(t *testing.T) {
	t.Parallel()
	s := signature(t, "fade-engine")
	require.Len(t, s.Frames, 60)
	require.Equal(t, [2]int{426, 240}, [2]int{s.Width, s.Height})
	for i := 1; i < len(s.Frames); i++ {
		require.Greater(t, s.Frames[i].Time, s.Frames[i-1].Time)
	}
}

func TestParseVideoSignature_errors(t *testing.T) {
	t.Parallel()
	good := signatureFile(t, "fade-engine")
	change := func(at int, b byte) []byte {
		data := bytes.Clone(good)
		data[at] = b
		return data
	}
	for name, data := range map[string][]byte{
		"nothing":       nil,
		"in_header":     good[:20],
		"in_times":      good[:30],
		"cut":           good[:len(good)-1],
		"two_regions":   change(3, 2),
		"a_part":        change(4, 0),
		"frames":        change(20, 0xff),
		"segments":      change(30, 0xff),
		"many_segments": change(32, 0xff),
	} {
		_, err := verification.ParseVideoSignature(data)
		require.ErrorIs(t, err, verification.ErrVideoSignature, name)
	}
	all := bytes.Clone(good)
	for i := len(all) - 60; i < len(all); i++ {
		all[i] = 0xff
	}
	_, err := verification.ParseVideoSignature(all)
	require.ErrorIs(t, err, verification.ErrVideoSignature, "bytes that are no elements")
}

func TestVideoSignature_Distance(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		a, b string
		same bool
	}{
		"ok_equal":         {"mixed-engine", "mixed-engine", true},
		"ok_other_encoder": {"mixed-engine", "mixed-ultrafast", true},
		"err_mirrored":     {"fade-engine", "fade-mirrored", false},
		"err_other_source": {"fade-engine", "mixed-engine", false},
	} {
		a, b := signature(t, tt.a), signature(t, tt.b)
		d := a.Distance(b)
		require.Equal(t, tt.same, d.Same(), "%s: %+v", name, d)
		require.Equal(t, tt.a == tt.b, d.Median == 0, "%s: %+v", name, d)
	}
	a, b := signature(t, "mixed-engine"), signature(t, "mixed-engine")
	b.Frames = b.Frames[:len(b.Frames)-3]
	require.False(t, a.Distance(b).Same(), "frames are missing")
	require.Equal(t, 3, b.Distance(a).Missing)
	b.Frames = nil
	require.False(t, b.Distance(b).Same(), "there is nothing to compare")
}

// A frame that shows something else is found among those that do not.
func TestVideoSignature_oneFrame(t *testing.T) {
	t.Parallel()
	other := signature(t, "fade-mirrored")
	rapid.Check(t, func(rt *rapid.T) {
		a, b := signature(t, "fade-engine"), signature(t, "fade-engine")
		at := rapid.IntRange(0, len(b.Frames)/2).Draw(rt, "at") // later the scene has faded
		b.Frames[at] = other.Frames[at]
		require.False(rt, b.Distance(a).Same())
	})
}

func FuzzParseVideoSignature(f *testing.F) {
	for _, name := range []string{"fade-engine", "mixed-ultrafast"} {
		f.Add(signatureFile(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := verification.ParseVideoSignature(data)
		if err != nil {
			require.ErrorIs(t, err, verification.ErrVideoSignature)
			return
		}
		require.LessOrEqual(t, 80*len(s.Frames), len(data), "no more frames than bytes can hold")
		if d := s.Distance(s); len(s.Frames) > 0 {
			require.Zero(t, d.Most)
			require.True(t, d.Same())
		}
	})
}
