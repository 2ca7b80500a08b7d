package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

var _ broadcaster.Orchestrators = (*lpnet.OrchestratorClient)(nil)

// newClient is a broadcaster's way to orchestrators.
func newClient(t testing.TB, change func(cfg *lpnet.OrchestratorClientConfig)) *lpnet.OrchestratorClient {
	cfg := lpnet.OrchestratorClientConfig{Signer: signing.Offchain{}}
	if change != nil {
		change(&cfg)
	}
	c := lpnet.NewOrchestratorClient(cfg)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func noInline(cfg *lpnet.OrchestratorClientConfig) { cfg.NoInlineResults = true }

func submission(info *core.OrchestratorInfo, seq uint64, data []byte) *core.Submission {
	return &core.Submission{
		Info: info, Segment: &core.Segment{ManifestID: "movie", Seq: seq, Data: data, Duration: 2 * time.Second},
		Profiles: []core.Profile{{Name: "a", Width: 426, Height: 240}, {Width: 640, Height: 360, Bitrate: 800000, Format: core.MP4}},
		Required: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapMP4, core.CapAuthToken)},
	}
}

func TestBroadcasterToOrchestrator(t *testing.T) {
	t.Parallel()
	data := bytes.Repeat([]byte("0123456789abcdef"), 64<<10) // 1 MB
	for _, plaintext := range []bool{false, true} {
		for _, inline := range []bool{false, true} {
			t.Run(fmt.Sprintf("plaintext=%v,inline=%v", plaintext, inline), func(t *testing.T) {
				t.Parallel()
				n := start(t, options{plaintext: plaintext})
				c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.NoInlineResults = !inline })
				info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
				require.NoError(t, err)
				require.Equal(t, n.uri, info.URI)
				for seq := range uint64(3) {
					sub := submission(info, seq, data)
					sub.PerceptualHash = true
					result, err := c.Submit(t.Context(), sub)
					require.NoError(t, err)
					require.Len(t, result.Renditions, 2)
					require.Equal(t, "a rendition of 25 bytes or more: "+string(data), string(result.Renditions[0].Data))
					require.Equal(t, "ffmpeg_640x360_800000 rendition of 25 bytes or more: "+string(data), string(result.Renditions[1].Data))
					require.Equal(t, int64(426*240), result.Renditions[0].Pixels)
					require.Equal(t, "perceptual hash of a", string(result.Renditions[0].PerceptualHash))
					require.Equal(t, info.Token, result.Info.Token)
					require.Positive(t, result.UploadTime)
					info = result.Info
				}
				_, stored := n.store.Size()
				require.Equal(t, inline, stored == 0, "what goes inline is not kept")
				require.NoError(t, c.EndSession(t.Context(), info))
				live, _ := n.orch.Sessions()
				require.Zero(t, live)
				require.NoError(t, c.EndSession(t.Context(), nil))
				info.Token.Token[0] ^= 1
				require.ErrorIs(t, c.EndSession(t.Context(), info), core.ErrTokenInvalid)
			})
		}
	}
}

func TestClientErrorsKeepTheirType(t *testing.T) {
	t.Parallel()
	var fail atomic.Pointer[core.TranscodeError]
	n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		if err := fail.Load(); err != nil {
			return nil, err
		}
		return copySource(ctx, task)
	}})
	for name, change := range map[string]func(cfg *lpnet.OrchestratorClientConfig){"inline": nil, "by_url": noInline} {
		c := newClient(t, change)
		info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
		require.NoError(t, err)
		submit := func(change func(sub *core.Submission)) error {
			sub := submission(info, 0, source)
			if change != nil {
				change(sub)
			}
			_, err := c.Submit(t.Context(), sub)
			return err
		}
		require.NoError(t, submit(nil), name)
		fail.Store(&core.TranscodeError{Code: core.NoKeyframes, Detail: "x"})
		require.ErrorIs(t, submit(nil), &core.TranscodeError{Code: core.NoKeyframes})
		fail.Store(&core.TranscodeError{Code: core.InvalidVideo})
		require.ErrorIs(t, submit(nil), &core.TranscodeError{Code: core.InvalidVideo})
		fail.Store(nil)

		with := func(change func(token *core.AuthToken)) func(sub *core.Submission) {
			return func(sub *core.Submission) {
				i, token := *info, *info.Token
				token.Token = append([]byte(nil), token.Token...)
				change(&token)
				i.Token = &token
				sub.Info = &i
			}
		}
		err = submit(with(func(t *core.AuthToken) { t.Token[0] ^= 1 }))
		require.ErrorIs(t, err, core.ErrTokenInvalid)
		var refusal *lpnet.RefusalError
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, 403, refusal.Code)
		require.ErrorIs(t, submit(func(sub *core.Submission) { sub.Info = &core.OrchestratorInfo{URI: n.uri} }), lpnet.ErrNoTerms)
		require.ErrorIs(t, submit(func(sub *core.Submission) { sub.Required.Bits = sub.Required.Bits.Add(core.CapHEVCDecode) }), core.ErrIncompatible)
		require.ErrorIs(t, submit(func(sub *core.Submission) { sub.Profiles[0].GOP = -5 * time.Second }), &core.TranscodeError{Code: core.InvalidGOP})
	}
	n.orch.SetDraining(true)
	c := newClient(t, nil)
	_, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.ErrorIs(t, err, core.ErrOrchestratorCapped)
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	uri := "https://" + l.Addr().String()
	require.NoError(t, l.Close())
	c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Policy.AllowPrivate = true })
	ctx, cancel := context.WithTimeout(t.Context(), eventually)
	defer cancel()
	_, err = c.Info(ctx, uri, core.JobRequest{})
	require.Error(t, err)
	require.NoError(t, ctx.Err(), "said at once")
	_, err = c.Submit(ctx, submission(&core.OrchestratorInfo{URI: uri, Token: &core.AuthToken{}}, 0, source))
	require.Error(t, err)
	require.NoError(t, ctx.Err(), "said at once")
	for _, bad := range []string{"", "127.0.0.1:8935", "ftp://a"} {
		_, err = c.Info(ctx, bad, core.JobRequest{})
		require.Error(t, err)
	}
	canceled, stop := context.WithCancel(t.Context())
	stop()
	_, err = c.Info(canceled, uri, core.JobRequest{})
	require.ErrorIs(t, err, context.Canceled)
}

// An orchestrator that restarts with its secret goes on with the session.
func TestRestartGoesOn(t *testing.T) {
	t.Parallel()
	secret := orchestrator.NewSecret()
	listen := func(addr string) net.Listener {
		l, err := net.Listen("tcp", addr)
		require.NoError(t, err)
		return l
	}
	first := listen("127.0.0.1:0")
	addr := first.Addr().String()
	node := func(l net.Listener) *node {
		return start(t, options{
			orch: func(cfg *orchestrator.Config) { cfg.Secret, cfg.ServiceURI = secret, "https://"+addr },
			server: func(cfg *rpc.Config) {
				require.NoError(t, cfg.Listener.Close())
				cfg.Listener = l
			},
		})
	}
	n := node(first)
	c := newClient(t, nil)
	info, err := c.Info(t.Context(), "https://"+addr, core.JobRequest{})
	require.NoError(t, err)
	_, err = c.Submit(t.Context(), submission(info, 0, source))
	require.NoError(t, err)
	require.NoError(t, n.server.Close())
	_, err = c.Submit(t.Context(), submission(info, 1, source))
	require.Error(t, err)
	node(listen(addr))
	_, err = c.Submit(t.Context(), submission(info, 1, source))
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err = c.Info(t.Context(), "https://"+addr, core.JobRequest{})
		return err == nil
	}, eventually, tick)
}

// A peer may not send the broadcaster to addresses closer to it than itself.
func TestAnswersMayNotLeadInside(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	c := newClient(t, nil)
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	fresh := newClient(t, nil)
	_, err = fresh.Submit(t.Context(), submission(info, 0, source))
	require.ErrorIs(t, err, lpnet.ErrForbiddenAddress, "a loopback address from nowhere")
	open := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Policy.AllowPrivate = true })
	_, err = open.Submit(t.Context(), submission(info, 0, source))
	require.NoError(t, err)
}

func TestManySegmentsAtOnce(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	c := newClient(t, noInline)
	var group errgroup.Group
	for stream := range 3 {
		info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
		require.NoError(t, err)
		group.Go(func() error {
			var segments errgroup.Group
			for seq := range uint64(4) {
				segments.Go(func() error {
					data := []byte(fmt.Sprintf("stream %d segment %d", stream, seq))
					result, err := c.Submit(t.Context(), submission(info, seq, data))
					if err != nil {
						return err
					}
					if !strings.HasSuffix(string(result.Renditions[0].Data), string(data)) {
						return errors.New("another segment's rendition")
					}
					return nil
				})
			}
			return segments.Wait()
		})
	}
	require.NoError(t, group.Wait())
}

// BenchmarkSubmit is the network's share of a segment's round trip: 1 MB in,
// two renditions out, over TLS on loopback. With hashed, the segment's hash is
// known from reading it.
func BenchmarkSubmit(b *testing.B) {
	data := bytes.Repeat([]byte{0x47}, 1100<<10)
	hash := core.DigestOf(data)
	for _, inline := range []bool{false, true} {
		for _, hashed := range []bool{false, true} {
			b.Run(fmt.Sprintf("inline=%v,hashed=%v", inline, hashed), func(b *testing.B) {
				n := start(b, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
					made, err := task.Source.Bytes(ctx)
					if err != nil {
						return nil, err
					}
					return &core.Transcoded{Renditions: []core.Rendition{{Data: made[:220<<10]}, {Data: made[:360<<10]}}}, nil
				}})
				c := newClient(b, func(cfg *lpnet.OrchestratorClientConfig) { cfg.NoInlineResults = !inline })
				info, err := c.Info(b.Context(), n.uri, core.JobRequest{})
				require.NoError(b, err)
				seq := uint64(0)
				for b.Loop() {
					seq++
					sub := submission(info, seq, data)
					if hashed {
						sub.Segment.Digest = hash
					}
					result, err := c.Submit(b.Context(), sub)
					require.NoError(b, err)
					require.Len(b, result.Renditions, 2)
					b.ReportMetric(float64(result.UploadTime.Microseconds()), "upload-µs")
				}
			})
		}
	}
}

// A plain HTTP client that asks for inline results gets prefix and bytes.
func TestInlineForm(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	req := n.request(exchange{}, n.token())
	req.Header.Set("Livepeer-Inline-Results", "1")
	resp := n.do(req)
	require.Equal(t, "1", resp.header.Get("Livepeer-Inline-Results"))
	size := int(resp.body[0])<<24 | int(resp.body[1])<<16 | int(resp.body[2])<<8 | int(resp.body[3])
	answer, err := lpnet.DecodeSegmentAnswer(resp.body[4 : 4+size])
	require.NoError(t, err)
	rest := resp.body[4+size:]
	require.Equal(t, answer.Renditions[0].InlineBytes+answer.Renditions[1].InlineBytes, int64(len(rest)))
	require.Empty(t, answer.Renditions[0].URL)
	req = n.request(exchange{}, n.token())
	req.Header.Set("Livepeer-Inline-Results", "2")
	require.Empty(t, n.do(req).header.Get("Livepeer-Inline-Results"), "a form this node does not know")
}
