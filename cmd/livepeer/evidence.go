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

const evidenceUsage = `Usage: livepeer verify-evidence [-json] FILE

Checks a bundle of evidence by itself, without a node or a network: whether its
media are those that were signed, who signed, and what is wrong with them when they
are looked at anew. It ends with one line that says whether that proves that
the orchestrator returned something else than it was asked for, and why not.

Exit codes: 0 it proves that; 3 it does not; 1 it could not be checked; 2 wrong usage.
`

// verifyEvidence is the command verify-evidence. It returns the exit code.
func verifyEvidence(args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("verify-evidence", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	asJSON := fs.Bool("json", false, "")
	err := fs.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, evidenceUsage)
		return exitOK
	}
	if err == nil && fs.NArg() != 1 {
		err = fmt.Errorf("%d files are given; expected one", fs.NArg())
	}
	if err != nil {
		fmt.Fprintf(stderr, "livepeer: verify-evidence: %v\n\n%s", err, evidenceUsage)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := checkEvidence(ctx, fs.Arg(0))
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
func checkEvidence(ctx context.Context, path string) (r *evidenceReport, err error) {
	bundle, err := readEvidence(path)
	if err != nil {
		return nil, err
	}
	for i := range bundle.Results {
		// How the segment before began is the maker's word alone: nobody signed it.
		bundle.Results[i].Offset = nil
	}
	workers, err := worker.New(worker.DefaultConfig())
	if err != nil {
		return nil, err
	}
	if err := workers.Start(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, workers.Close()) }()
	found, err := bundle.Verify(ctx, signing.Accounts{}, workers)
	if err != nil {
		return nil, err
	}
	return newEvidenceReport(path, bundle, found)
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
