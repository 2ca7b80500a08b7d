package transcoders_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	"github.com/livepeer/streamflow/server/rpc/transcoders"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	good := transcoders.Config{Pool: transcoding.NewPool(transcoding.PoolConfig{}), Secret: "x", ServiceURI: "https://127.0.0.1:8935"}
	require.NoError(t, good.Validate())
	for _, change := range []func(*transcoders.Config){
		func(c *transcoders.Config) { c.Pool = nil },
		func(c *transcoders.Config) { c.Secret = "" },
		func(c *transcoders.Config) { c.ServiceURI = "127.0.0.1:8935" },
		func(c *transcoders.Config) { c.ServiceURI = "ftp://127.0.0.1:8935" },
	} {
		bad := good
		change(&bad)
		_, err := transcoders.New(bad)
		require.Error(t, err)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	var got core.Task
	startAgent(t, &worker{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		got = *task
		return renditions(task, "r "), task.Source.Wait(ctx)
	}}, agentConfig{capacity: 3}, o)
	o.members(t, 1)
	require.Equal(t, 3, o.pool.TotalCapacity())

	task := newTask("5e551011", 7)
	task.Profiles = []core.Profile{
		{Name: "a", Width: 426, Height: 240, Bitrate: 600_000, FPS: 30},
		{Name: "b", Width: 640, Height: 360, Bitrate: 1_200_000, FPS: 30000, FPSDen: 1001, Format: core.MP4, GOP: core.GOPIntra},
	}
	task.Required = core.NewCapabilities("", core.CapH264, core.CapMP4)
	task.PerceptualHash = true
	task.Clip = &core.Clip{From: time.Second / 2, To: 3 * time.Second / 2}
	task.ForceReinit = true
	source := bytes.Repeat([]byte("source"), 1<<18)
	task.Source = core.NewSource(source)
	out, err := o.pool.Transcode(t.Context(), task)
	require.NoError(t, err)
	require.Equal(t, renditions(task, "r "), out)

	require.Equal(t, "offchain", got.OrchestratorID)
	got.OrchestratorID = ""
	require.Equal(t, task.Required.Bits, got.Required.Bits)
	got.Required = task.Required
	fetched, err := got.Source.Bytes(t.Context())
	require.NoError(t, err)
	require.True(t, bytes.Equal(source, fetched))
	got.Source = task.Source
	require.Equal(t, *task, got)
	require.Equal(t, 1, o.pool.Status().RegisteredTranscoders[0].Load)
}

// An empty rendition and an empty hash travel too.
func TestRoundTripEmptyRendition(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	startAgent(t, &worker{do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		return &core.Transcoded{Renditions: make([]core.Rendition, len(task.Profiles))}, nil
	}}, agentConfig{}, o)
	o.members(t, 1)
	task := newTask("s", 0)
	task.PerceptualHash = true
	out, err := o.pool.Transcode(t.Context(), task)
	require.NoError(t, err)
	require.Len(t, out.Renditions, 2)
	require.Empty(t, out.Renditions[0].Data)
}

func TestErrorsTravelTyped(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault error
		want  error
	}{
		"err_source":   {&core.TranscodeError{Code: core.NoKeyframes, Detail: "stays here"}, &core.TranscodeError{Code: core.NoKeyframes}},
		"err_capacity": {transcoding.ErrMemberFull, transcoding.ErrNoTranscoders},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOrchestrator(t, orchestratorConfig{})
			startAgent(t, &worker{do: func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, tc.fault }}, agentConfig{}, o)
			o.members(t, 1)
			_, err := o.pool.Transcode(t.Context(), newTask("s", 0))
			require.ErrorIs(t, err, tc.want)
		})
	}
	t.Run("err_plain", func(t *testing.T) {
		t.Parallel()
		o := startOrchestrator(t, orchestratorConfig{})
		startAgent(t, &worker{do: func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, errors.New("disk full") }}, agentConfig{}, o)
		o.members(t, 1)
		_, err := o.pool.Transcode(t.Context(), newTask("s", 0))
		var remote *core.RemoteError
		require.ErrorAs(t, err, &remote)
		require.Equal(t, "disk full", remote.Text)
		require.Equal(t, 1, o.pool.Status().RegisteredTranscodersNumber, "a fault is no reason to drop it")
	})
}

// The transcoder that has the segment dies: it costs a retry.
func TestTranscoderDiesInMidSegment(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	started := make(chan struct{})
	dying := startAgent(t, &worker{do: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
		close(started)
		<-ctx.Done()
		return nil, ctx.Err()
	}}, agentConfig{}, o)
	o.members(t, 1)
	startAgent(t, &worker{}, agentConfig{}, o)
	o.members(t, 2)
	done := make(chan error, 1)
	go func() {
		_, err := o.pool.Transcode(t.Context(), newTask("s", 0))
		done <- err
	}()
	<-started
	require.NoError(t, dying.Close())
	require.NoError(t, <-done)
	o.members(t, 1)
}

// The transcoder's machine vanishes: no connection is ever closed. On a busy
// machine a living one may seem dead for a moment; it comes back then.
func TestTranscoderVanishes(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{ping: 500 * time.Millisecond, pool: transcoding.PoolConfig{JoinWait: 5 * time.Second}})
	wire := startProxy(t, o.addr)
	started := make(chan struct{}, 100)
	startAgent(t, &worker{do: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
		started <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}}, agentConfig{addr: wire.addr, capacity: 50}, o)
	startAgent(t, &worker{}, agentConfig{capacity: 50}, o)
	o.members(t, 2)
	done := make(chan error, 1)
	for session, reached := 'a', false; !reached; session++ {
		go func() {
			_, err := o.pool.Transcode(t.Context(), newTask(core.SessionID(session), 0))
			done <- err
		}()
		select {
		case <-started:
			reached = true
		case <-done: // at the other, which has more load now
		}
	}
	wire.cut()
	require.NoError(t, <-done)
}

func TestOrchestratorRestarts(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	other := startOrchestrator(t, orchestratorConfig{})
	startAgent(t, &worker{}, agentConfig{}, o, other)
	o.members(t, 1)
	other.members(t, 1)
	_, err := o.pool.Transcode(t.Context(), newTask("s", 0))
	require.NoError(t, err)
	o.stop()
	again := startOrchestrator(t, orchestratorConfig{addr: o.addr, pool: transcoding.PoolConfig{JoinWait: 5 * time.Second}})
	_, err = again.pool.Transcode(t.Context(), newTask("s", 1))
	require.NoError(t, err, "the segment waits for the transcoder to come back")
	_, err = other.pool.Transcode(t.Context(), newTask("s", 0))
	require.NoError(t, err)
}

func TestWrongSecret(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	a := startAgent(t, &worker{}, agentConfig{secret: "guess"}, o)
	<-a.Done()
	require.ErrorIs(t, a.Err(), transcoding.ErrInvalidSecret)
	require.Zero(t, o.pool.Status().RegisteredTranscodersNumber)
}

func TestMaxTranscoders(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{max: 1})
	startAgent(t, &worker{}, agentConfig{}, o)
	o.members(t, 1)
	second := startAgent(t, &worker{}, agentConfig{}, o)
	require.Eventually(t, func() bool { return second.Status()[0].Err != nil }, 10*time.Second, time.Millisecond)
	require.ErrorContains(t, second.Status()[0].Err, "1 transcoders are registered, no more are allowed")
	require.Equal(t, transcoding.LinkConnecting, second.Status()[0].State)
}

func TestCapabilitiesAreMatched(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	startAgent(t, &worker{}, agentConfig{caps: core.NewCapabilities("0.9.1", core.CapH264, core.CapHEVCDecode)}, o)
	o.members(t, 1)
	require.Equal(t, []core.Capability{core.CapH264, core.CapHEVCDecode}, o.pool.Capabilities().Bits.List())
	task := newTask("s", 0)
	task.Required = core.NewCapabilities("", core.CapVP9Decode)
	_, err := o.pool.Transcode(t.Context(), task)
	require.ErrorIs(t, err, transcoding.ErrIncompatible)
	task.Required = core.NewCapabilities("", core.CapHEVCDecode)
	_, err = o.pool.Transcode(t.Context(), task)
	require.NoError(t, err)
}

// A transcoder that drains hands its sessions over, finishes, and ends.
func TestDrain(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	var first, second atomic.Int32
	count := func(n *atomic.Int32) *worker {
		return &worker{do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
			n.Add(1)
			return renditions(task, ""), nil
		}}
	}
	a := startAgent(t, count(&first), agentConfig{}, o)
	o.members(t, 1)
	_, err := o.pool.Transcode(t.Context(), newTask("s", 0))
	require.NoError(t, err)
	drained := make(chan error, 1)
	go func() { drained <- a.Drain(t.Context()) }()
	require.Eventually(t, func() bool { return o.pool.Status().RegisteredTranscoders[0].Draining }, 10*time.Second, time.Millisecond)
	_, err = o.pool.Transcode(t.Context(), newTask("new", 0))
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)
	_, err = o.pool.Transcode(t.Context(), newTask("s", 1))
	require.NoError(t, err)
	require.EqualValues(t, 2, first.Load())

	startAgent(t, count(&second), agentConfig{}, o)
	o.members(t, 2)
	_, err = o.pool.Transcode(t.Context(), newTask("s", 2))
	require.NoError(t, err)
	require.EqualValues(t, 1, second.Load())
	require.NoError(t, <-drained)
	o.members(t, 1)
}

// Many sessions at once over two agents that serve two orchestrators.
func TestManySessions(t *testing.T) {
	t.Parallel()
	o1, o2 := startOrchestrator(t, orchestratorConfig{}), startOrchestrator(t, orchestratorConfig{})
	for range 2 {
		startAgent(t, &worker{}, agentConfig{capacity: 8}, o1, o2)
	}
	o1.members(t, 2)
	o2.members(t, 2)
	const sessions, segments = 8, 10
	errs := make(chan error, 2*sessions)
	for _, o := range []*orchestrator{o1, o2} {
		for i := range sessions {
			go func() {
				id := core.SessionID(fmt.Sprintf("%s-%d", o.addr, i))
				defer o.pool.EndSession(id)
				for seq := range uint64(segments) {
					task := newTask(id, seq)
					source := fmt.Sprint(id, seq)
					task.Source = core.NewSource([]byte(source))
					out, err := o.pool.Transcode(t.Context(), task)
					if err == nil && string(out.Renditions[1].Data) != "rendition of "+source+" "+task.Profiles[1].Name {
						err = errors.New("another task's rendition")
					}
					if err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
	}
	for range 2 * sessions {
		require.NoError(t, <-errs)
	}
}
