package roguetest_test

import (
	"context"
	"crypto/tls"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/livepeer/streamflow/test/roguetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clips is a core.Transcoder whose renditions are two clips for each segment.
type clips [][]byte

func (c clips) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	if _, err := task.Source.Bytes(ctx); err != nil {
		return nil, err
	}
	done := &core.Transcoded{}
	for range task.Profiles {
		done.Renditions = append(done.Renditions, core.Rendition{Data: c[int(task.Seq)%len(c)], Pixels: pixels})
	}
	return done, nil
}

func (clips) EndSession(core.SessionID) {}

const (
	pixels = 1000
	frames = 30
	width  = 64
	height = 32
	start  = 12.0 // seconds on the clock of the clips
)

// clip is a second of picture in MPEG-TS that filter moves, with sound.
func clip(t *testing.T, filter string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "clip.ts")
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-nostdin",
		"-f", "lavfi", "-i", "testsrc2=size=64x32:rate=30:duration=1,"+filter, "-f", "lavfi", "-i", "sine=duration=1",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-output_ts_offset", "12",
		"-muxdelay", "0", "-muxpreload", "0", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return data
}

// startOrchestrator is an off-chain orchestrator on its real port.
func startOrchestrator(t *testing.T, work core.Transcoder) (uri string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	uri = "https://" + listener.Addr().String()
	certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
	require.NoError(t, err)
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	require.NoError(t, err)
	media := rpc.NewMedia(mediastore.New(mediastore.Config{}), uri)
	orch, err := orchestrator.New(orchestrator.Config{
		ServiceURI: uri, Secret: orchestrator.NewSecret(), Transcoder: work, Results: media,
		Signer: signing.Offchain{}, Verifier: signing.Offchain{}, Payments: orchestrator.Free{}, Authorizer: orchestrator.AllowAll{},
		Capabilities: func() *core.Capabilities { return core.NewCapabilities("0.9.1", core.DefaultCapabilities()...) },
	})
	require.NoError(t, err)
	require.NoError(t, orch.Start(t.Context()))
	fetcher := lpnet.NewFetcher(lpnet.FetchPolicy{})
	server := rpc.New(rpc.Config{Listener: listener, Certificate: &cert, Media: media, Orchestrator: orch, Fetcher: fetcher})
	require.NoError(t, server.Start(t.Context()))
	t.Cleanup(func() {
		require.NoError(t, orch.Close())
		require.NoError(t, server.Close())
		require.NoError(t, fetcher.Close())
	})
	return uri
}

// rig is a proxy in front of an orchestrator, and a broadcaster's client.
type rig struct {
	*testing.T
	proxy  *roguetest.Proxy
	client *lpnet.OrchestratorClient
	seq    uint64
}

func newRig(t *testing.T, work core.Transcoder, change func(*roguetest.Config, *lpnet.OrchestratorClientConfig)) *rig {
	t.Helper()
	cfg := roguetest.Config{Target: startOrchestrator(t, work), Addr: "127.0.0.1:0", Delay: 200 * time.Millisecond, Period: 200 * time.Millisecond}
	clientCfg := lpnet.OrchestratorClientConfig{Signer: signing.Offchain{}, Policy: lpnet.FetchPolicy{AllowPrivate: true}}
	if change != nil {
		change(&cfg, &clientCfg)
	}
	p, err := roguetest.New(cfg)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context()))
	client := lpnet.NewOrchestratorClient(clientCfg)
	t.Cleanup(func() {
		require.NoError(t, client.Close())
		require.NoError(t, p.Close())
		require.NoError(t, p.Close(), "once more")
	})
	return &rig{T: t, proxy: p, client: client}
}

func (r *rig) info() (*core.OrchestratorInfo, error) {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	return r.client.Info(ctx, r.proxy.URI(), core.JobRequest{})
}

func (r *rig) terms() *core.OrchestratorInfo {
	r.Helper()
	info, err := r.info()
	require.NoError(r, err)
	return info
}

// submit sends the next segment of a stream under terms.
func (r *rig) submit(info *core.OrchestratorInfo) (*core.SubmissionResult, error) {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	seq := r.seq
	r.seq++
	return r.client.Submit(ctx, &core.Submission{
		Info:    info,
		Segment: &core.Segment{ManifestID: "movie", Seq: seq, Data: []byte("the bytes of a segment"), Duration: time.Second},
		Profiles: []core.Profile{
			{Name: "a", Width: width, Height: height, Bitrate: 100000, FPS: frames},
			{Name: "b", Width: width, Height: height, Bitrate: 50000, FPS: frames},
		},
		Required: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)},
	})
}
