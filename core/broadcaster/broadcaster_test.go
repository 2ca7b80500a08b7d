package broadcaster_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestOpenStreamRefusals(t *testing.T) {
	t.Parallel()
	n := newNetwork(&orch{})
	d := startNode(t, n, func(c *broadcaster.Config) { c.MaxSessions = 2 })
	d.open(t, "a")
	_, err := d.OpenStream(t.Context(), config("a"))
	require.ErrorIs(t, err, broadcaster.ErrStreamExists)
	_, err = d.OpenPush(t.Context(), config("a"))
	require.ErrorIs(t, err, broadcaster.ErrStreamExists)
	_, err = d.OpenPush(t.Context(), config("b"))
	require.NoError(t, err)
	_, err = d.OpenStream(t.Context(), config("b"))
	require.ErrorIs(t, err, broadcaster.ErrStreamExists)
	_, err = d.OpenStream(t.Context(), config("c"))
	require.ErrorIs(t, err, broadcaster.ErrTooManyStreams)
	require.Equal(t, []core.ManifestID{"a", "b"}, d.Status().Manifests)
	require.NoError(t, d.Close())
	_, err = d.OpenStream(t.Context(), config("c"))
	require.ErrorIs(t, err, broadcaster.ErrNotRunning)
	require.NoError(t, d.Close(), "twice is fine")
	require.Error(t, d.Start(t.Context()))

	cfg := broadcaster.DefaultConfig()
	cfg.Orchestrators, cfg.Finder, cfg.Outputs = n, n, &outputs{}
	b, err := broadcaster.New(cfg)
	require.NoError(t, err)
	_, err = b.OpenStream(t.Context(), config("a"))
	require.ErrorIs(t, err, broadcaster.ErrNotRunning, "before Start")
	require.NoError(t, b.Close())
}

func TestStreamConfigValidate(t *testing.T) {
	t.Parallel()
	d := startNode(t, newNetwork(), nil)
	for name, tc := range map[string]struct {
		change func(*broadcaster.StreamConfig)
		says   string
	}{
		"name":        {func(c *broadcaster.StreamConfig) { c.ManifestID = "../x" }, "begins with a dot"},
		"too_many":    {func(c *broadcaster.StreamConfig) { c.Profiles = make([]core.Profile, 33) }, "33 profiles"},
		"no_name":     {func(c *broadcaster.StreamConfig) { c.Profiles[1].Name = "" }, "profile 1"},
		"same_name":   {func(c *broadcaster.StreamConfig) { c.Profiles[1].Name = "low" }, "same name"},
		"bad_profile": {func(c *broadcaster.StreamConfig) { c.Profiles[0].Width = -1 }, "size"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := config("movie")
			tc.change(&sc)
			_, err := d.OpenStream(t.Context(), sc)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*broadcaster.Config){
		"finder":   func(c *broadcaster.Config) { c.Finder = nil },
		"payer":    func(c *broadcaster.Config) { c.Payer = nil },
		"sessions": func(c *broadcaster.Config) { c.MaxSessions = 0 },
		"flights":  func(c *broadcaster.Config) { c.MaxInFlight = 0 },
		"bytes":    func(c *broadcaster.Config) { c.MaxBacklogBytes = 0 },
		"idle":     func(c *broadcaster.Config) { c.PushIdle = 0 },
		"drain":    func(c *broadcaster.Config) { c.PushDrainIdle = 0 },
	} {
		cfg := broadcaster.DefaultConfig()
		n := newNetwork()
		cfg.Orchestrators, cfg.Finder, cfg.Outputs = n, n, &outputs{}
		require.NoError(t, cfg.Validate())
		change(&cfg)
		_, err := broadcaster.New(cfg)
		require.Error(t, err, name)
	}
}

// A publisher that comes back while its stream is ending gets the name as soon
// as the playlists are closed.
func TestNameIsFreeAfterTheLastSegment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{took: 2 * time.Second}), nil)
		old := d.open(t, "movie")
		go old.Submit(t.Context(), segment(0))
		synctest.Wait()
		go old.Close()
		synctest.Wait()
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := d.OpenStream(ctx, config("movie"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		s, err := d.OpenStream(t.Context(), config("movie"))
		require.NoError(t, err)
		require.Equal(t, 2*time.Second, time.Since(begin))
		<-old.Done()
		require.NoError(t, s.Close())
		for _, out := range d.outs.open["movie"] {
			require.NoError(t, out.complete())
		}
	})
}

func TestDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{}), nil)
		s := d.open(t, "movie")
		p, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, d.Drain(ctx), context.DeadlineExceeded)
		require.True(t, d.Status().Draining)

		_, err = d.OpenStream(t.Context(), config("new"))
		require.ErrorIs(t, err, broadcaster.ErrDraining)
		submit(t, s, 0) // running ones go on
		again, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		require.Same(t, p, again)

		drained := make(chan error, 1)
		go func() { drained <- d.Drain(t.Context()) }()
		require.NoError(t, s.Close())
		synctest.Wait()
		require.Empty(t, drained)
		require.NoError(t, <-drained) // when the push stream has been idle for a while
		require.NoError(t, d.outs.of("pushed").complete())
		require.NoError(t, d.Drain(t.Context()))
	})
}

func TestCloseEndsWhatIsInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: time.Minute}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		_, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		failed := make(chan error, 1)
		go func() {
			_, err := s.Submit(t.Context(), segment(0))
			failed <- err
		}()
		time.Sleep(time.Second)
		begin := time.Now()
		require.NoError(t, d.Close())
		require.Zero(t, time.Since(begin))
		require.ErrorIs(t, <-failed, broadcaster.ErrStreamEnded)
		for _, id := range []core.ManifestID{"movie", "pushed"} {
			require.NoError(t, d.outs.of(id).complete())
		}
		require.Equal(t, []uint64{0}, d.outs.of("movie").gaps("low"))
		require.Equal(t, o.used(), o.ended, "the orchestrator is told all the same")
		require.Empty(t, d.Status().Manifests)
	})
}

func TestFarewellToADeadOrchestratorTakesThreeSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, deaf{newNetwork(&orch{})}, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		begin := time.Now()
		require.NoError(t, s.Close())
		require.Equal(t, 3*time.Second, time.Since(begin))
	})
}

// deaf is a network on which no farewell is ever answered.
type deaf struct{ *network }

func (deaf) EndSession(ctx context.Context, _ *core.OrchestratorInfo) error {
	<-ctx.Done()
	return ctx.Err()
}
