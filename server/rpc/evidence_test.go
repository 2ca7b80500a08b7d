package rpc_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/verification"
)

const evidenceChain = 1337

// inRound is an orchestrator.Chain.
type inRound pm.Round

func (r inRound) Moment() (pm.Moment, error) { return pm.Moment{Current: pm.Round(r)}, nil }

func newKey(t testing.TB) *signing.Key {
	private, err := crypto.GenerateKey()
	require.NoError(t, err)
	return signing.NewKey(private)
}

// signed starts an orchestrator with a key, and submits a segment with another one.
func signed(t *testing.T, client func(cfg *lpnet.OrchestratorClientConfig), change func(sub *core.Submission)) *verification.Bundle {
	orch, sender := newKey(t), newKey(t)
	n := start(t, options{orch: func(cfg *orchestrator.Config) {
		cfg.Signer, cfg.Verifier, cfg.Chain, cfg.ChainID = orch, signing.Accounts{}, inRound(3000), evidenceChain
	}})
	c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) {
		cfg.Signer, cfg.Policy.AllowPrivate = sender, true
		if client != nil {
			client(cfg)
		}
	})
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	sub := submission(info, 12, source)
	sub.Payment = &pm.Payment{Sender: sender.Address()}
	sub.Profiles = []core.Profile{
		{Name: "P240p", Width: 426, Height: 240, Bitrate: 600_000, FPS: 30000, FPSDen: 1001, GOP: 1999500 * time.Microsecond},
		{Name: "", Width: 640, Height: 360, Bitrate: 1_200_000, GOP: core.GOPIntra, Format: core.MP4, EncoderProfile: core.ProfileH264High, ColorDepth: 8},
	}
	if change != nil {
		change(sub)
	}
	result, err := c.Submit(t.Context(), sub)
	require.NoError(t, err)
	require.NotNil(t, result.Evidence)
	require.Len(t, result.Evidence.Sig, signing.SignatureLen)
	require.EqualValues(t, 3000, result.Evidence.Round)
	return bundleOf(sub, result, sender.Address())
}

// bundleOf is what a broadcaster can tell of an exchange.
func bundleOf(sub *core.Submission, result *core.SubmissionResult, sender common.Address) *verification.Bundle {
	b := &verification.Bundle{
		ChainID: evidenceChain, Orchestrator: sub.Info.Address, Sender: sender, ManifestID: sub.Segment.ManifestID, Seq: sub.Segment.Seq,
		Round: result.Evidence.Round, Source: verification.NewMedia(sub.Segment.Data, ".ts"),
		ResultSig: result.Sig, EvidenceSig: result.Evidence.Sig,
	}
	for i, p := range core.NamedProfiles(sub.Profiles) {
		r := result.Renditions[i]
		b.Results = append(b.Results, verification.BundleResult{Profile: p, Pixels: r.Pixels, Media: verification.NewMedia(r.Data, p.Format.Ext())})
	}
	return b
}

func requireSigned(t *testing.T, b *verification.Bundle, results, evidence bool) {
	t.Helper()
	report, err := b.Verify(t.Context(), signing.Accounts{}, nil)
	require.NoError(t, err)
	require.Empty(t, report.Altered)
	require.Equal(t, results, report.ResultSigned, "result signature")
	require.Equal(t, evidence, report.EvidenceSigned, "evidence")
}

func TestEvidenceOfAnExchange(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		client func(cfg *lpnet.OrchestratorClientConfig)
		change func(sub *core.Submission)
	}{
		"ok_inline":        {},
		"ok_by_url":        {client: func(cfg *lpnet.OrchestratorClientConfig) { cfg.NoInlineResults = true }},
		"ok_empty_stream":  {change: func(sub *core.Submission) { sub.Segment.ManifestID = "" }},
		"ok_binary_stream": {change: func(sub *core.Submission) { sub.Segment.ManifestID = "\xff\x00/.." }},
		"ok_hash_ahead":    {change: func(sub *core.Submission) { sub.Info.HashMayFollow = false }},
		"ok_same_names":    {change: func(sub *core.Submission) { sub.Profiles[1].Name = sub.Profiles[0].Name }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireSigned(t, signed(t, tt.client, tt.change), true, true)
		})
	}
}

// Whatever is bound cannot be altered.
func TestEvidenceBinds(t *testing.T) {
	t.Parallel()
	whole := signed(t, nil, nil)
	profile := func(change func(p *core.Profile)) func(b *verification.Bundle) {
		return func(b *verification.Bundle) { change(&b.Results[1].Profile) }
	}
	tests := map[string]struct {
		change  func(b *verification.Bundle)
		results bool // the old signature still holds
	}{
		"chain":        {func(b *verification.Bundle) { b.ChainID++ }, true},
		"orchestrator": {func(b *verification.Bundle) { b.Orchestrator[0] ^= 1 }, false},
		"sender":       {func(b *verification.Bundle) { b.Sender[0] ^= 1 }, true},
		"manifest":     {func(b *verification.Bundle) { b.ManifestID += "x" }, true},
		"seq":          {func(b *verification.Bundle) { b.Seq++ }, true},
		"round":        {func(b *verification.Bundle) { b.Round++ }, true},
		"source":       {func(b *verification.Bundle) { b.Source = verification.NewMedia([]byte("another"), ".ts") }, true},
		"rendition": {func(b *verification.Bundle) {
			b.Results[0].Media = verification.NewMedia([]byte("another"), ".ts")
		}, false},
		"pixels": {func(b *verification.Bundle) { b.Results[0].Pixels++ }, true},
		"order":  {func(b *verification.Bundle) { slices.Reverse(b.Results) }, false},
		"order_of_media": {func(b *verification.Bundle) {
			b.Results[0].Media, b.Results[1].Media = b.Results[1].Media, b.Results[0].Media
		}, false},
		"order_of_jobs": {func(b *verification.Bundle) {
			b.Results[0].Profile, b.Results[1].Profile = b.Results[1].Profile, b.Results[0].Profile
		}, true},
		"fewer":            {func(b *verification.Bundle) { b.Results = b.Results[:1] }, false},
		"more":             {func(b *verification.Bundle) { b.Results = append(b.Results, b.Results[0]) }, false},
		"name":             {profile(func(p *core.Profile) { p.Name += "x" }), true},
		"width":            {profile(func(p *core.Profile) { p.Width++ }), true},
		"height":           {profile(func(p *core.Profile) { p.Height++ }), true},
		"bitrate":          {profile(func(p *core.Profile) { p.Bitrate++ }), true},
		"fps":              {profile(func(p *core.Profile) { p.FPS++ }), true},
		"fps_den":          {profile(func(p *core.Profile) { p.FPSDen++ }), true},
		"format":           {profile(func(p *core.Profile) { p.Format = core.MPEGTS }), true},
		"encoder":          {profile(func(p *core.Profile) { p.Encoder = core.AV1 }), true},
		"encoder_profile":  {profile(func(p *core.Profile) { p.EncoderProfile = core.ProfileH264Main }), true},
		"gop":              {profile(func(p *core.Profile) { p.GOP = 0 }), true},
		"quality":          {profile(func(p *core.Profile) { p.Quality++ }), true},
		"signature":        {func(b *verification.Bundle) { b.EvidenceSig[40] ^= 1 }, true},
		"result_signature": {func(b *verification.Bundle) { b.EvidenceSig = b.ResultSig }, true},
		"none":             {func(b *verification.Bundle) { b.EvidenceSig = nil }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := *whole
			b.Results, b.EvidenceSig = slices.Clone(whole.Results), slices.Clone(whole.EvidenceSig)
			requireSigned(t, &b, true, true)
			tt.change(&b)
			requireSigned(t, &b, tt.results, false)
		})
	}
}

// Other software may use the fields of evidence for something else, which is no
// fault of its results.
func TestEvidenceThatIsNone(t *testing.T) {
	t.Parallel()
	tests := map[string]*core.Evidence{
		"short":    {Sig: make([]byte, signing.SignatureLen-1)},
		"long":     {Sig: make([]byte, 100_000)},
		"negative": {Sig: make([]byte, signing.SignatureLen), Round: -1},
	}
	for name, evidence := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			peer := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				data := []byte("a rendition of 25 bytes or more")
				raw, err := lpnet.EncodeSegmentAnswer(&core.SegmentAnswer{Evidence: evidence, Renditions: []core.AnsweredRendition{{Data: data}}})
				if err != nil {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set(lpnet.InlineHeaderName, lpnet.InlineVersion)
				_, _ = w.Write(append(append(lpnet.AppendInlinePrefix(nil, len(raw)), raw...), data...))
			}))
			t.Cleanup(peer.Close)
			sub := submission(&core.OrchestratorInfo{URI: peer.URL, Token: &core.AuthToken{SessionID: "s"}}, 0, source)
			sub.Profiles = sub.Profiles[:1]
			c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Policy.AllowPrivate = true })
			result, err := c.Submit(t.Context(), sub)
			require.NoError(t, err)
			require.Len(t, result.Renditions, 1)
			require.Nil(t, result.Evidence)
		})
	}
}
