package node

import (
	"context"
	"path/filepath"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/verification/verifier"
)

// VerificationConfig is what a broadcaster does with results. The fields carry the
// names of their flags.
type VerificationConfig struct {
	Verify           verifier.Mode
	VerificationRate uint64 // one of so many segments; 0 for none
	FailedSegments   broadcaster.Fallback
	EvidenceDir      string // "" for the one in DataDir
	EvidenceMax      int64  // bytes; 0 keeps none
	VerifierURL      string
	VerifierPath     string
}

// evidenceFiles is how many bundles of evidence are kept at most.
const evidenceFiles = 10_000

// evidenceDir is where bundles are; "" where none are kept.
func (n *node) evidenceDir() string {
	switch {
	case n.cfg.EvidenceMax == 0:
		return ""
	case n.cfg.EvidenceDir != "":
		return n.cfg.EvidenceDir
	}
	return filepath.Join(n.cfg.DataDir, "evidence")
}

// newVerifier builds what judges results.
func (n *node) newVerifier(ctx context.Context) (*verifier.Verifier, error) {
	cfg := verifier.DefaultConfig()
	cfg.Inspector, cfg.Reencoder, cfg.Mode, cfg.Rate, cfg.Version = n.engine.workers, n.engine.workers, n.cfg.Verify, n.cfg.VerificationRate, n.cfg.Version
	cfg.Observer, cfg.Log = n.monitor.Verification, n.log
	if n.chain != nil {
		cfg.Signatures, cfg.ChainID, cfg.Sender = signing.Accounts{}, n.chain.chainID, n.chain.account.Address()
	}
	if dir := n.evidenceDir(); dir != "" {
		evidence, err := verifier.OpenEvidenceDir(dir, n.cfg.EvidenceMax, evidenceFiles)
		if err != nil {
			return nil, &ConfigError{Flag: "evidenceDir", Reason: err.Error()}
		}
		cfg.Evidence = evidence
	}
	if n.cfg.VerifierURL != "" {
		service, err := lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: n.cfg.VerifierURL, Path: n.cfg.VerifierPath, Log: n.log})
		if err != nil {
			return nil, &ConfigError{Flag: "verifierUrl", Reason: err.Error()}
		}
		if err := n.parts.Start(ctx, lifecycle.Part{Name: "verification service", Close: service.Close}); err != nil {
			return nil, err
		}
		cfg.External = service
	}
	return verifier.New(cfg)
}
