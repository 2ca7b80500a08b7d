package node

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/livepeer/streamflow/server/cliapi"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

// evidenceFolder is where a verifier.EvidenceDir keeps its files. It implements
// cliapi.EvidenceFiles.
type evidenceFolder string

// List implements cliapi.EvidenceFiles. Names of files sort by the time when they
// were made.
func (f evidenceFolder) List(offset, limit int) (list []cliapi.Evidence, total int, err error) {
	entries, err := os.ReadDir(string(f))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("read the folder of evidence: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && filepath.Ext(e.Name()) == verifier.EvidenceExt {
			names = append(names, e.Name())
		}
	}
	slices.Reverse(names)
	first := min(offset, len(names))
	for _, name := range names[first:min(first+limit, len(names))] {
		e, err := f.describe(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it has made room meanwhile
		}
		if err != nil {
			e = cliapi.Evidence{Name: name, Faults: []string{"the file cannot be read: " + err.Error()}}
		}
		list = append(list, e)
	}
	return list, len(names), nil
}

// Open implements cliapi.EvidenceFiles. It follows no link out of the folder.
func (f evidenceFolder) Open(name string) (io.ReadCloser, error) {
	if filepath.Ext(name) != verifier.EvidenceExt {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return os.OpenInRoot(string(f), name)
}

func (f evidenceFolder) describe(name string) (cliapi.Evidence, error) {
	file, err := os.OpenInRoot(string(f), name)
	if err != nil {
		return cliapi.Evidence{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return cliapi.Evidence{}, err
	}
	b, err := verification.ReadBundleHeader(file)
	if err != nil {
		return cliapi.Evidence{}, err
	}
	e := cliapi.Evidence{
		Name: name, Bytes: info.Size(), Made: b.Made.UTC(), Orchestrator: cliapi.Address(b.Orchestrator), Stream: b.ManifestID, Seq: b.Seq,
		Signed: len(b.EvidenceSig) > 0,
	}
	for _, fault := range b.Verdict.Faults {
		e.Faults = append(e.Faults, fault.String())
	}
	return e, nil
}
