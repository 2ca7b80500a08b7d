package verifier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/livepeer/streamflow/verification"
)

// EvidenceExt ends the names of files with a bundle.
const EvidenceExt = ".lpevidence"

// unfinished ends the names of files that are being written.
const unfinished = ".part"

// ErrEvidenceTooLarge is a bundle that would not fit even if it were the only one.
var ErrEvidenceTooLarge = errors.New("the bundle is larger than all evidence may be; raise -evidenceMax to keep it")

// EvidenceDir keeps bundles as files, readable by the owner alone. When they become more
// than may be kept, the oldest go. It is safe for concurrent use; other processes should
// only read.
type EvidenceDir struct {
	dir      string
	maxBytes int64
	maxFiles int

	mu    sync.Mutex
	files []evidenceFile // guarded by mu, oldest first
	total int64          // guarded by mu, bytes of files
}

type evidenceFile struct {
	name string
	size int64
}

// OpenEvidenceDir makes the directory if it is not there, and removes what an earlier
// process left unfinished. maxBytes and maxFiles must be above 0.
func OpenEvidenceDir(dir string, maxBytes int64, maxFiles int) (*EvidenceDir, error) {
	if maxBytes <= 0 || maxFiles <= 0 {
		return nil, fmt.Errorf("evidence of at most %d bytes in %d files: both must be above 0", maxBytes, maxFiles)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of evidence: %w", err)
	}
	e := &EvidenceDir{dir: dir, maxBytes: maxBytes, maxFiles: maxFiles}
	entries, err := os.ReadDir(dir) // sorted by name, and so by time
	if err != nil {
		return nil, fmt.Errorf("read the directory of evidence: %w", err)
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case strings.HasSuffix(name, EvidenceExt+unfinished):
			err = os.Remove(filepath.Join(dir, name))
		case strings.HasSuffix(name, EvidenceExt) && entry.Type().IsRegular():
			var info fs.FileInfo
			if info, err = entry.Info(); err == nil {
				e.files = append(e.files, evidenceFile{name, info.Size()})
				e.total += info.Size()
			}
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read the directory of evidence: %w", err)
		}
	}
	return e, e.makeRoom(0, 0)
}

// Keep implements Evidence. Errors are ErrEvidenceTooLarge, *verification.BundleError and those of
// the file system; of a failed bundle nothing stays.
func (e *EvidenceDir) Keep(ctx context.Context, b *verification.Bundle) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	media := int64(b.Source.Size)
	for _, r := range b.Results {
		media += int64(r.Size)
	}
	if media > e.maxBytes {
		return ErrEvidenceTooLarge
	}
	if err := e.makeRoom(1, media); err != nil {
		return err
	}
	name := e.nameFor(b)
	size, err := e.write(name, b)
	if err != nil {
		return fmt.Errorf("keep evidence: %w", err)
	}
	e.files = append(e.files, evidenceFile{name, size})
	e.total += size
	return e.makeRoom(0, 0)
}

// nameFor begins with the time, so that names sort by it, and is not taken; mu is held.
func (e *EvidenceDir) nameFor(b *verification.Bundle) string {
	base := fmt.Sprintf("%s-%x-%d", b.Made.UTC().Format("20060102T150405.000000000Z"), b.Orchestrator, b.Seq)
	name := base + EvidenceExt
	taken := func(f evidenceFile) bool { return f.name == name }
	for i := 2; slices.ContainsFunc(e.files, taken); i++ {
		name = fmt.Sprintf("%s-%d%s", base, i, EvidenceExt)
	}
	return name
}

// write makes a file that is there as a whole or not at all.
func (e *EvidenceDir) write(name string, b *verification.Bundle) (size int64, err error) {
	path := filepath.Join(e.dir, name)
	f, err := os.OpenFile(path+unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	size, err = b.WriteTo(f)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(path+unfinished, path)
	}
	if err != nil {
		return 0, errors.Join(err, os.Remove(path+unfinished))
	}
	return size, nil
}

// makeRoom removes the oldest until so much more fits; mu is held.
func (e *EvidenceDir) makeRoom(files int, size int64) error {
	for len(e.files) > 0 && (len(e.files)+files > e.maxFiles || e.total+size > e.maxBytes) {
		oldest := e.files[0]
		if err := os.Remove(filepath.Join(e.dir, oldest.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the oldest evidence: %w", err)
		}
		e.files, e.total = e.files[1:], e.total-oldest.size
	}
	return nil
}
