package signing_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

func someEvidence() signing.ResultEvidence {
	return signing.ResultEvidence{
		ChainID: 42161, Recipient: common.Address{1}, Sender: common.Address{2}, ManifestID: "movie", Seq: 7,
		Source: common.Hash{3}, Round: 4,
		Results: []signing.EvidencedResult{
			{Profile: core.Profile{Name: "a", Width: 640, Height: 360, Bitrate: 600_000, FPS: 30, GOP: 2 * time.Second}, Hash: common.Hash{5}, Pixels: 6},
			{Profile: core.Profile{Name: "b", Width: 426, Height: 240, Bitrate: 200_000, GOP: core.GOPIntra}, Hash: common.Hash{8}, Pixels: 9},
		},
	}
}

func message(t require.TestingT, e signing.ResultEvidence) []byte {
	msg, err := e.Message()
	require.NoError(t, err)
	return msg
}

// The bytes are part of the protocol: this is how others must build them.
func TestResultEvidence_bytes(t *testing.T) {
	t.Parallel()
	profile := hex.EncodeToString(crypto.Keccak256([]byte("a"))) +
		"00000280" + "00000168" + "0000001e" + "00000000" + // size, frames a second
		"00000000000927c0" + "00000000000007d0" + "00000000" + "000000" // bits, GOP, quality, format, codec, profile
	intra := hex.EncodeToString(crypto.Keccak256([]byte("b"))) +
		"000001aa" + "000000f0" + "00000000" + "00000000" + "0000000000030d40" + "ffffffffffffffff" + "00000000" + "000000"
	hash := func(hexed string) string {
		b, err := hex.DecodeString(hexed)
		require.NoError(t, err)
		return hex.EncodeToString(crypto.Keccak256(b))
	}
	zeros := func(bytes int) string { return strings.Repeat("00", bytes) }
	want := hex.EncodeToString([]byte("livepeer result evidence")) + "0001" + "000000000000a4b1" +
		"01" + zeros(19) + "02" + zeros(19) + hex.EncodeToString(crypto.Keccak256([]byte("movie"))) + "0000000000000007" +
		"03" + zeros(31) + "0000000000000004" + "0002" +
		hash(profile) + "05" + zeros(31) + "0000000000000006" +
		hash(intra) + "08" + zeros(31) + "0000000000000009"
	require.Equal(t, want, hex.EncodeToString(message(t, someEvidence())))
}

// Whatever differs, the message differs.
func TestResultEvidence_bindsEverything(t *testing.T) {
	t.Parallel()
	profile := func(f func(p *core.Profile)) func(*signing.ResultEvidence) {
		return func(e *signing.ResultEvidence) { f(&e.Results[1].Profile) }
	}
	changes := map[string]func(e *signing.ResultEvidence){
		"chain":     func(e *signing.ResultEvidence) { e.ChainID++ },
		"recipient": func(e *signing.ResultEvidence) { e.Recipient[19]++ },
		"sender":    func(e *signing.ResultEvidence) { e.Sender[19]++ },
		"stream":    func(e *signing.ResultEvidence) { e.ManifestID += "x" },
		"seq":       func(e *signing.ResultEvidence) { e.Seq++ },
		"source":    func(e *signing.ResultEvidence) { e.Source[31]++ },
		"round":     func(e *signing.ResultEvidence) { e.Round++ },
		"fewer":     func(e *signing.ResultEvidence) { e.Results = e.Results[:1] },
		"order":     func(e *signing.ResultEvidence) { e.Results[0], e.Results[1] = e.Results[1], e.Results[0] },
		"hash":      func(e *signing.ResultEvidence) { e.Results[0].Hash[31]++ },
		"pixels":    func(e *signing.ResultEvidence) { e.Results[0].Pixels++ },
		"name":      profile(func(p *core.Profile) { p.Name += "x" }),
		"width":     profile(func(p *core.Profile) { p.Width++ }),
		"height":    profile(func(p *core.Profile) { p.Height++ }),
		"bitrate":   profile(func(p *core.Profile) { p.Bitrate++ }),
		"fps":       profile(func(p *core.Profile) { p.FPS++ }),
		"fpsDen":    profile(func(p *core.Profile) { p.FPSDen++ }),
		"format":    profile(func(p *core.Profile) { p.Format = core.MP4 }),
		"encoder":   profile(func(p *core.Profile) { p.Encoder = core.HEVC }),
		"profile":   profile(func(p *core.Profile) { p.EncoderProfile = core.ProfileH264Main }),
		"gop":       profile(func(p *core.Profile) { p.GOP = time.Second }),
		"quality":   profile(func(p *core.Profile) { p.Quality++ }),
	}
	seen := map[string]string{string(message(t, someEvidence())): "unchanged"}
	for name, change := range changes {
		e := someEvidence()
		change(&e)
		msg := string(message(t, e))
		require.Empty(t, seen[msg], "%s is not bound", name)
		seen[msg] = name
	}
}

func TestResultEvidence_outOfBounds(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(e *signing.ResultEvidence){
		"err_results": func(e *signing.ResultEvidence) { e.Results = make([]signing.EvidencedResult, core.MaxProfiles+1) },
		"err_stream": func(e *signing.ResultEvidence) {
			e.ManifestID = core.ManifestID(strings.Repeat("m", core.MaxManifestIDLen+1))
		},
		"err_round":  func(e *signing.ResultEvidence) { e.Round = -1 },
		"err_pixels": func(e *signing.ResultEvidence) { e.Results[0].Pixels = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := someEvidence()
			change(&e)
			_, err := e.Message()
			require.Error(t, err)
		})
	}
}

// No message of another kind can be one of these.
func TestResultEvidence_isOfItsOwnKind(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "value")
		msg := message(t, someEvidence())
		require.False(t, bytes.Equal(msg, signing.PingMessage(value)))
		require.False(t, bytes.HasPrefix(signing.RedeemerMessage(common.BytesToAddress(value), string(value), time.Unix(0, 0)), msg[:26]))
		require.False(t, bytes.HasPrefix(signing.ResultMessage([][]byte{value}), msg[:26]))
	})
}
