package verifier

import (
	"crypto/rand"
	"log/slog"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/verification"
)

// Verifier is a broadcaster.Verifier.
type Verifier struct {
	cfg      Config
	log      *slog.Logger
	sampler  *verification.Sampler // of dear checks, and where to look
	suspects *suspects
	// reencoding has room for one, since each takes as much as a transcoder's job.
	reencoding chan struct{}
}

// New checks the configuration.
func New(cfg Config) (*Verifier, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Verifier{
		cfg: cfg, log: cfg.Log, sampler: verification.NewSampler(cfg.Rate),
		suspects: newSuspects(cfg.SuspectFor, cfg.SuspectTime), reencoding: make(chan struct{}, 1),
	}, nil
}

// Open implements broadcaster.Verifier.
func (v *Verifier) Open(cfg broadcaster.StreamConfig) broadcaster.StreamVerifier {
	return &stream{
		verifier: v, cfg: cfg, log: v.log.With("manifest", cfg.ManifestID), asks: verification.NewSampler(uint64(cfg.VerificationFreq)),
		session: core.SessionID("verify-" + rand.Text()), sources: newSources(v), offsets: newOffsets(),
		writing: make(chan struct{}, maxWriting),
	}
}
