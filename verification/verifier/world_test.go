package verifier_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

const (
	frame  = 100 * time.Millisecond
	frames = 20
	chain  = 1337
)

func sender() common.Address { return common.Address{9} }

func profiles() []core.Profile {
	return []core.Profile{
		{Name: "small", Width: 256, Height: 144, Bitrate: 300_000}, {Name: "large", Width: 320, Height: 180, Bitrate: 500_000},
	}
}

var (
	errTrouble = errors.New("no worker starts")
	errBusy    = errors.New("nobody is there")
)

// world inspects media that are the name of what they show.
type world struct {
	mu    sync.Mutex
	calls map[string]int // guarded by mu, by data
	// before, if not nil, is called first.
	before func(ctx context.Context, data string) error
}

func (w *world) times(data string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[data]
}

func (w *world) Inspect(ctx context.Context, data []byte, _ string, look core.Look) (*core.MediaFacts, error) {
	name := string(data)
	w.mu.Lock()
	if w.calls == nil {
		w.calls = make(map[string]int)
	}
	w.calls[name]++
	w.mu.Unlock()
	if w.before != nil {
		if err := w.before(ctx, name); err != nil {
			return nil, err
		}
	}
	what, profile, _ := strings.Cut(name, "/")
	if what == "garbage" {
		return nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: "garbage"}
	}
	v := &core.VideoFacts{Codec: core.H264, PixelFormat: "yuv420p", Width: 640, Height: 360, Bytes: 60_000, FPSNum: 10, FPSDen: 1}
	for _, p := range profiles() {
		if p.Name == profile {
			v.Width, v.Height = core.OutputSize(640, 360, p)
		}
	}
	if what == "cheap" || what == "poor" {
		v.Bytes = 6000
	}
	begin := time.Duration(0)
	if what == "late" {
		begin = 500 * time.Millisecond
	}
	for i := range frames {
		v.Frames = append(v.Frames, core.FrameFacts{Time: begin + time.Duration(i)*frame, Key: i == 0})
	}
	v.Pixels = int64(v.Width * v.Height * frames)
	v.Samples = render(what, look, v)
	v.DecodedFrames = min(len(v.Samples), frames)
	return &core.MediaFacts{Container: core.MPEGTS, Bytes: int(v.Bytes), Video: v}, nil
}

// wave is like a sine, and cheaper.
func wave(x float64) float64 {
	x = x/(2*math.Pi) + 64
	x -= float64(int(x))
	if x < 0.5 {
		return 16 * x * (0.5 - x)
	}
	return -16 * (x - 0.5) * (1 - x)
}

// brightness of what is shown, from 0 to 1.
func brightness(what string, x, y float64, at time.Duration) float64 {
	if what == "mirrored" {
		x = 1 - x
	}
	x -= 0.1 * at.Seconds()
	coarse := 0.5 + 0.25*wave(12*x)*wave(9*y+1.5) + 0.1*wave(60*x+40*y)
	if what == "poor" { // within the limits, and worse than others
		return coarse + 0.055
	}
	return coarse
}

func render(what string, look core.Look, video *core.VideoFacts) (samples []core.FrameSample) {
	for i, t := range look.Times {
		shown := t / frame * frame
		for step := -look.Around; step <= look.Around; step++ {
			at := shown + time.Duration(step)*frame
			if at < 0 || at >= frames*frame {
				continue
			}
			s := core.FrameSample{Index: i, Step: step, Time: at, Width: video.Width, Height: video.Height}
			for _, v := range look.Views {
				var luma []byte
				for y := 0; y < v.CropHeight && (!v.Alone || step == 0); y++ {
					for x := range v.CropWidth {
						b := brightness(what, (float64(v.X+x)+.5)/float64(v.Width), (float64(v.Y+y)+.5)/float64(v.Height), at)
						luma = append(luma, byte(16+219*min(max(b, 0), 1)))
					}
				}
				s.Views = append(s.Views, luma)
			}
			samples = append(samples, s)
		}
	}
	return samples
}

// made is what an orchestrator returns.
func made(what string) *core.SubmissionResult {
	result := &core.SubmissionResult{}
	for _, p := range profiles() {
		w, h := core.OutputSize(640, 360, p)
		result.Renditions = append(result.Renditions, core.Rendition{Data: []byte(what + "/" + p.Name), Pixels: int64(w * h * frames)})
	}
	return result
}

func segment(seq uint64) *core.Segment {
	return &core.Segment{
		ManifestID: "movie", Seq: seq, Data: []byte("source"), Duration: 2 * time.Second,
		Info: core.MediaInfo{Container: core.MPEGTS, HasVideo: true, Width: 640, Height: 360, FPSNum: 10, FPSDen: 1, VideoFrames: frames},
	}
}

func delivery(seg *core.Segment, what string) *broadcaster.Delivery {
	return &broadcaster.Delivery{
		Submission: &core.Submission{Segment: seg, Profiles: profiles(), Info: &core.OrchestratorInfo{}},
		Result:     made(what), URI: "https://" + what,
	}
}

func reference(what string) func(context.Context) (*core.SubmissionResult, error) {
	return func(context.Context) (*core.SubmissionResult, error) { return made(what), nil }
}

// recorder is an Observer.
type recorder struct {
	mu sync.Mutex
	// guarded by mu:
	outcomes []verifier.Outcome
	faults   []string
	dear     []verifier.Reason
	compared []verifier.Against
	kept     []error
}

func (r *recorder) Judged(o verifier.Outcome, faults []string, _ time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes = append(r.outcomes, o)
	r.faults = append(r.faults, faults...)
}

func (r *recorder) Dear(why verifier.Reason) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dear = append(r.dear, why)
}

func (r *recorder) Compared(with verifier.Against) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.compared = append(r.compared, with)
}

func (r *recorder) EvidenceKept(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, err)
}

// encoder is a Reencoder.
type encoder struct {
	do    func(ctx context.Context, task *core.Task) (*core.Transcoded, error)
	ended int
}

func (e *encoder) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	return e.do(ctx, task)
}
func (e *encoder) EndSession(core.SessionID) { e.ended++ }

func encodes(what string) *encoder {
	return &encoder{do: func(context.Context, *core.Task) (*core.Transcoded, error) {
		return &core.Transcoded{Renditions: made(what).Renditions}, nil
	}}
}

// keeper is Evidence, in memory.
type keeper struct {
	mu      sync.Mutex
	bundles []*verification.Bundle // guarded by mu
}

func (k *keeper) Keep(_ context.Context, b *verification.Bundle) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.bundles = append(k.bundles, b)
	return nil
}

// external is a service.
type external func() error

func (e external) Judge(context.Context, *core.Submission, *core.SubmissionResult) error { return e() }

// rig is a stream of a verifier.
type rig struct {
	broadcaster.StreamVerifier
	world    *world
	seen     *recorder
	verifier *verifier.Verifier
}

func newRig(t *testing.T, change func(*verifier.Config), stream broadcaster.StreamConfig) *rig {
	t.Helper()
	r := &rig{world: &world{}, seen: &recorder{}}
	cfg := verifier.DefaultConfig()
	cfg.Inspector, cfg.Observer, cfg.Rate = r.world, r.seen, 0
	if change != nil {
		change(&cfg)
	}
	var err error
	r.verifier, err = verifier.New(cfg)
	require.NoError(t, err)
	r.StreamVerifier = r.verifier.Open(stream)
	t.Cleanup(r.Close)
	return r
}

func (r *rig) verify(t *testing.T, d *broadcaster.Delivery) error {
	t.Helper()
	return r.Verify(t.Context(), d)
}

// signer signs what it made.
func signed(t *testing.T, d *broadcaster.Delivery) *broadcaster.Delivery {
	t.Helper()
	private, err := crypto.ToECDSA(crypto.Keccak256([]byte("orchestrator")))
	require.NoError(t, err)
	key := signing.NewKey(private)
	d.Submission.Info.Address = key.Address()
	e := signing.ResultEvidence{
		ChainID: chain, Recipient: key.Address(), Sender: sender(), ManifestID: "movie", Seq: d.Submission.Segment.Seq,
		Source: crypto.Keccak256Hash(d.Submission.Segment.Data), Round: 7,
	}
	var data [][]byte
	for i, r := range d.Result.Renditions {
		data = append(data, r.Data)
		e.Results = append(e.Results, signing.EvidencedResult{Profile: d.Submission.Profiles[i], Hash: crypto.Keccak256Hash(r.Data), Pixels: r.Pixels})
	}
	d.Result.Sig, err = key.Sign(signing.ResultMessage(data))
	require.NoError(t, err)
	msg, err := e.Message()
	require.NoError(t, err)
	sig, err := key.Sign(msg)
	require.NoError(t, err)
	d.Result.Evidence = &core.Evidence{Sig: sig, Round: e.Round}
	return d
}

// rejectedFor says that err rejects for the codes given, among others.
func rejectedFor(t *testing.T, err error, codes ...verification.Code) {
	t.Helper()
	var rejected *verification.RejectedError
	require.ErrorAs(t, err, &rejected)
	require.ErrorIs(t, err, core.ErrResultRejected)
	got := map[verification.Code]bool{}
	for _, f := range rejected.Faults {
		got[f.Code] = true
	}
	for _, c := range codes {
		require.True(t, got[c], "%s is not among the faults: %v", c, err)
	}
}
