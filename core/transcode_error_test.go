package core_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

func TestParseWireError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Unsupported input pixel format", "Error initializing filtergraph", "Too many outputs", "Unsupported input codec",
		"No keyframes in input", "Unrecoverable state, restart process", "Encoded frames runaway", "Decoder not found",
		"Demuxer not found", "Encoder not found", "Muxer not found", "Option not found", "Invalid argument",
		"TranscoderInvalidResolution", "TranscoderInvalidVideo", "TranscoderUnrecognizedFormat",
		"TranscoderUnrecognizedProfile", "TranscoderInvalidGOP", "TranscoderIncompatibleDevices",
	} {
		err := core.ParseWireError(text + "\n")
		require.ErrorIs(t, err, &core.TranscodeError{Code: core.TranscodeCode(text)})
		require.Equal(t, text, core.WireText(fmt.Errorf("segment 7: %w", err)), "and back, whatever wraps it")
	}
	for text, want := range map[string]error{
		"OrchestratorBusy": core.ErrOrchestratorBusy, "OrchestratorCapped\n": core.ErrOrchestratorCapped,
		"missing auth token": core.ErrTokenMissing, "invalid auth token": core.ErrTokenInvalid,
		"expired auth token": core.ErrTokenExpired, "incompatible capabilities": core.ErrIncompatible,
	} {
		require.ErrorIs(t, core.ParseWireError(text), want)
	}
	for _, text := range []string{"", "something else", "xNo keyframes in input", "no keyframes in input"} {
		var remote *core.RemoteError
		require.ErrorAs(t, core.ParseWireError(text), &remote)
		require.Equal(t, text, remote.Text)
	}
}

func TestWireTextHidesDetail(t *testing.T) {
	t.Parallel()
	err := &core.TranscodeError{Code: core.InvalidVideo, Detail: "no stream in 5000 bytes"}
	require.Equal(t, "TranscoderInvalidVideo", core.WireText(err))
	require.Equal(t, "TranscoderInvalidVideo: no stream in 5000 bytes", err.Error())
	require.NotErrorIs(t, err, &core.TranscodeError{Code: core.InvalidGOP})
	require.Equal(t, "plain", core.WireText(errors.New("plain")))
}
