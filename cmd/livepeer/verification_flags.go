package main

import (
	"errors"
	"flag"
	"fmt"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/verification/verifier"
)

// verificationSettings holds the raw values of the flags that are about what
// orchestrators return.
type verificationSettings struct {
	verify, failedSegments, evidenceDir, verifierURL, verifierPath string
	verificationRate                                               uint64
	evidenceMax                                                    int64
}

func (s *verificationSettings) register(fs *flag.FlagSet) {
	fs.StringVar(&s.verify, "verify", "", "whose results are checked before anybody sees them: all, strangers (whom neither -orchAddr nor -orchWebhookUrl trusts) or none (default all; none beside an -orchestrator in the same process)")
	fs.Uint64Var(&s.verificationRate, "verificationRate", 1000, "one of so many segments, drawn by lot, is compared with a second transcoding too; 0 for none")
	fs.StringVar(&s.failedSegments, "failedSegments", "gap", "what viewers get of a segment that no orchestrator transcodes well: gap, or the source")
	fs.StringVar(&s.evidenceDir, "evidenceDir", "", "directory for evidence of bad results (default evidence in -dataDir)")
	fs.Int64Var(&s.evidenceMax, "evidenceMax", 1024, "MiB of evidence that are kept, the oldest goes first; 0 keeps none")
	fs.StringVar(&s.verifierURL, "verifierUrl", "", "service that judges the segments of -verificationRate too")
	fs.StringVar(&s.verifierPath, "verifierPath", "", "directory in which that service finds the media (default that of temporary files)")
}

// config turns the raw settings into what a node is built from; together says that
// broadcaster and orchestrator are one process.
func (s *verificationSettings) config(together bool) (node.VerificationConfig, error) {
	const mib, most = 1 << 20, 1 << 30
	c := node.VerificationConfig{
		VerificationRate: s.verificationRate, EvidenceDir: s.evidenceDir, EvidenceMax: s.evidenceMax * mib,
		VerifierURL: s.verifierURL, VerifierPath: s.verifierPath,
	}
	var errs []error
	switch {
	case s.verify == "" && together:
		c.Verify = verifier.None
	case s.verify != "":
		if err := c.Verify.UnmarshalText([]byte(s.verify)); err != nil {
			errs = append(errs, &node.ConfigError{Flag: "verify", Reason: err.Error()})
		}
	}
	if err := c.FailedSegments.UnmarshalText([]byte(s.failedSegments)); err != nil {
		errs = append(errs, &node.ConfigError{Flag: "failedSegments", Reason: err.Error()})
	}
	if s.evidenceMax < 0 || s.evidenceMax > most {
		errs = append(errs, &node.ConfigError{Flag: "evidenceMax", Reason: fmt.Sprintf("%d MiB; expected 0 to %d", s.evidenceMax, most)})
	}
	return c, errors.Join(errs...)
}
