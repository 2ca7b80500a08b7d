package orchestrator_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// present is a Chain.
type present func() (pm.Moment, error)

func (p present) Moment() (pm.Moment, error) { return p() }

func inRound(n pm.Round) present {
	return func() (pm.Moment, error) { return pm.Moment{Current: n}, nil }
}

// transcodeSigned has one segment done for a sender by an orchestrator with a key.
func transcodeSigned(t *testing.T, chain orchestrator.Chain, clip *core.Clip, change func(cfg *orchestrator.Config)) (*core.SegmentAnswer, *core.SegmentHeader, *signing.Key) {
	private, err := crypto.GenerateKey()
	require.NoError(t, err)
	key := signing.NewKey(private)
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Signer, cfg.Chain, cfg.ChainID = key, chain, 1337
		if change != nil {
			change(cfg)
		}
	})
	defer f.Close()
	h := segment(f.quote(t).Token, 7)
	h.Hash, h.Clip = crypto.Keccak256Hash([]byte("source")), clip
	a, err := f.Admit(t.Context(), h, &pm.Payment{Sender: common.Address{9}})
	require.NoError(t, err)
	defer a.Release()
	return a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Store: &store{}}), h, key
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	answer, h, key := transcodeSigned(t, inRound(42), nil, nil)
	require.NoError(t, answer.Err)
	data := [][]byte{[]byte("P240p:source"), []byte("P360p:source")}
	require.True(t, signing.Accounts{}.Verify(key.Address(), signing.ResultMessage(data), answer.Sig))

	want := signing.ResultEvidence{
		ChainID: 1337, Recipient: key.Address(), Sender: common.Address{9}, ManifestID: "movie", Seq: 7, Source: h.Hash, Round: 42,
	}
	for i, d := range data {
		want.Results = append(want.Results, signing.EvidencedResult{Profile: h.Profiles[i], Hash: crypto.Keccak256Hash(d), Pixels: 100})
	}
	msg, err := want.Message()
	require.NoError(t, err)
	require.EqualValues(t, 42, answer.Evidence.Round)
	require.True(t, signing.Accounts{}.Verify(key.Address(), msg, answer.Evidence.Sig))
}

func TestEvidence_none(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	tests := map[string]struct {
		chain   orchestrator.Chain
		clip    *core.Clip
		change  func(cfg *orchestrator.Config)
		sig     bool
		wantErr error
	}{
		"ok_no_chain":      {sig: true},
		"ok_clip":          {chain: inRound(1), clip: &core.Clip{To: time.Second}, sig: true},
		"ok_chain_unknown": {chain: present(func() (pm.Moment, error) { return pm.Moment{}, boom }), sig: true},
		"ok_offchain":      {chain: inRound(1), change: func(cfg *orchestrator.Config) { cfg.Signer = signing.Offchain{} }},
		"err_not_transcoded": {
			chain: inRound(1), wantErr: boom,
			change: func(cfg *orchestrator.Config) {
				cfg.Transcoder = &pool{transcode: func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, boom }}
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, _, _ := transcodeSigned(t, tt.chain, tt.clip, tt.change)
			require.ErrorIs(t, answer.Err, tt.wantErr)
			require.Nil(t, answer.Evidence)
			require.Equal(t, tt.sig, len(answer.Sig) > 0)
		})
	}
}
