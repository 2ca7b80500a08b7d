package net_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// A refusal is the same at the other end, on all three ways.
func TestRefusalsTravel(t *testing.T) {
	t.Parallel()
	most, ok := pm.WeiFromInt(pm.Always().Int())
	require.True(t, ok)
	for name, err := range map[string]error{
		"amounts": pm.RefuseAmount(pm.LowPMBalance, most, pm.Wei{}, "Insufficient balance"),
		"none":    pm.Refuse(pm.SenderUnlocking, "deposit and reserve for sender 0x01 is set to unlock soon"),
		"busy":    core.ErrOrchestratorBusy,
		"format":  core.ErrSegmentFormat,
	} {
		e := core.WireErrorOf(err)
		h := make(http.Header)
		lpnet.SetErrorHeaders(h, e)
		require.Equal(t, err, lpnet.ErrorFromHeaders(h, e.Text), name)
		require.Equal(t, err, lpnet.ErrorFromTrailer(lpnet.ErrorTrailer(e), e.Text), name)
		raw, encErr := lpnet.EncodeSegmentAnswer(&core.SegmentAnswer{Err: err})
		require.NoError(t, encErr)
		answer, decErr := lpnet.DecodeSegmentAnswer(raw)
		require.NoError(t, decErr)
		require.Equal(t, err, answer.Err, name)
		var result pb.TranscodeResult
		require.NoError(t, proto.Unmarshal(raw, &result))
		require.Equal(t, e.Text, result.GetError(), "existing nodes get the text alone")
	}
	h := make(http.Header)
	lpnet.SetErrorHeaders(h, core.WireErrorOf(errors.New("disk full")))
	require.Empty(t, h, "what has no code has no headers")
	require.Empty(t, lpnet.ErrorTrailer(core.WireErrorOf(errors.New("disk full"))))
}

func TestAmountsOfPeersAreBounded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"0": true, "7": true, "00007": true, "-1": false, "+1": false, "1_000": false, "0x10": false, "1e9": false, " 1": false, "": false,
		strings.Repeat("9", 78): false, "1" + strings.Repeat("0", 77): true, strings.Repeat("0", 79): false,
	} {
		md := metadata.Pairs("livepeer-error", "LowPMBalance", "livepeer-error-need", text, "livepeer-error-have", "1")
		var refusal *pm.Refusal
		require.ErrorAs(t, lpnet.ErrorFromTrailer(md, "x"), &refusal)
		require.Equal(t, want, refusal.Need != nil, text)
		require.Equal(t, pm.NewWei(1), *refusal.Have)
	}
}

func TestInfoHeader(t *testing.T) {
	t.Parallel()
	var credit pm.Credit
	info := &core.OrchestratorInfo{
		URI: "https://127.0.0.1:8935", Price: &pm.Price{PricePerUnit: 3, PixelsPerUnit: 7}, Balance: &credit,
		TicketParams: &pm.TicketParams{FaceValue: pm.NewWei(9), WinProb: pm.Always(), Created: pm.RoundRef{Number: 4}},
	}
	value, err := lpnet.EncodeInfoHeader(info)
	require.NoError(t, err)
	got, err := lpnet.DecodeInfoHeader(value)
	require.NoError(t, err)
	require.Zero(t, got.Balance.Sign(), "a balance of 0 is not none")
	got.Balance = info.Balance
	require.Equal(t, info, got)
	none, err := lpnet.DecodeInfoHeader("")
	require.NoError(t, err)
	require.Nil(t, none)
	for _, bad := range []string{"!", "/w==", strings.Repeat("A", 20_000)} {
		_, err := lpnet.DecodeInfoHeader(bad)
		require.ErrorIs(t, err, lpnet.ErrInvalidInfo)
	}
}

func FuzzRefusalHeaders(f *testing.F) {
	f.Add("LowPMBalance", "7", "0", "Insufficient balance", "")
	f.Add("Busy", "", "", "OrchestratorBusy", "AAAA")
	f.Fuzz(func(t *testing.T, code, need, have, text, info string) {
		h := http.Header{"Livepeer-Error": {code}, "Livepeer-Error-Need": {need}, "Livepeer-Error-Have": {have}}
		err := lpnet.ErrorFromHeaders(h, text)
		require.Error(t, err)
		again := make(http.Header)
		e := core.WireErrorOf(err)
		lpnet.SetErrorHeaders(again, e)
		require.IsType(t, err, lpnet.ErrorFromHeaders(again, e.Text))
		if got, err := lpnet.DecodeInfoHeader(info); err != nil {
			require.ErrorIs(t, err, lpnet.ErrInvalidInfo)
		} else if got != nil {
			_, err = lpnet.EncodeInfoHeader(got)
			require.NoError(t, err)
		}
	})
}
