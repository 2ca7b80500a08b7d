package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification"
)

// exitNotProven is the exit code for a bundle of evidence that is whole and
// proves nothing; one that proves something is exitOK.
const exitNotProven = 3

// Whose limits a bundle is judged by.
const (
	ownPolicy     = "default"
	bundlesPolicy = "bundle"
)

const evidenceUsage = `Usage: livepeer verify-evidence [-json] [-policy default|bundle] FILE

Checks a bundle of evidence by itself, without a node or a network: whether its
media are those that were signed, who signed, and what is wrong with them when they
are looked at anew. It ends with one line that says whether that proves that
the orchestrator returned something else than it was asked for, and why not.

Only media, profiles and pixels are signed. So they are looked at in places that are
drawn here, and also in those that the bundle names, if a planner may have drawn
them; and they are judged by this program's default policy. -policy bundle takes
the limits of the bundle, which are its maker's word alone.

What is wrong with this program's own renditions of the source too is the source's
fault, or the policy's, and proves nothing.

What was rejected by comparison with another result or with the segment before, or by
a service, does not prove anything to others: those are not in a bundle.

Exit codes: 0 it proves that; 3 it does not; 1 it could not be checked; 2 wrong usage.
`

// verifyEvidence is the command verify-evidence. It returns the exit code.
func verifyEvidence(args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("verify-evidence", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	asJSON, policy := fs.Bool("json", false, ""), fs.String("policy", ownPolicy, "")
	err := fs.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, evidenceUsage)
		return exitOK
	}
	if err == nil && fs.NArg() != 1 {
		err = fmt.Errorf("%d files are given; expected one", fs.NArg())
	}
	if err == nil && *policy != ownPolicy && *policy != bundlesPolicy {
		err = fmt.Errorf("-policy %q; expected %s or %s", *policy, ownPolicy, bundlesPolicy)
	}
	if err != nil {
		fmt.Fprintf(stderr, "livepeer: verify-evidence: %v\n\n%s", err, evidenceUsage)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := checkEvidence(ctx, fs.Arg(0), *policy)
	if err == nil {
		err = report.write(stdout, *asJSON)
	}
	switch {
	case ctx.Err() != nil:
		return exitAborted
	case err != nil:
		fmt.Fprintln(stderr, "livepeer: verify-evidence:", err)
		return exitFailed
	case !report.Proves:
		return exitNotProven
	}
	return exitOK
}

// checkEvidence reads a bundle and looks at its media in a worker, since they are
// from somebody whom nobody needs to trust.
func checkEvidence(ctx context.Context, path, policy string) (r *evidenceReport, err error) {
	bundle, err := readEvidence(path)
	if err != nil {
		return nil, err
	}
	workers, err := worker.New(worker.DefaultConfig())
	if err != nil {
		return nil, err
	}
	if err := workers.Start(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, workers.Close()) }()
	judge := &verification.Judge{Inspector: workers, Policy: verification.DefaultPolicy(), Draw: verification.NewSampler(1), Reencoder: workers}
	if policy == bundlesPolicy {
		judge.Policy = bundle.Policy
	}
	found, err := bundle.Verify(ctx, signing.Accounts{}, judge)
	if err != nil {
		return nil, err
	}
	return newEvidenceReport(path, policy, bundle, found)
}

func readEvidence(path string) (*verification.Bundle, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	bundle, err := verification.ReadBundle(bufio.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return bundle, nil
}

// write writes the report for people, or as one line of JSON.
func (r *evidenceReport) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := io.WriteString(w, r.text())
	return err
}
