package verifier_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

func bundle(seq uint64, size int) *verification.Bundle {
	return &verification.Bundle{
		Made: time.Unix(1_700_000_000+int64(seq), 0), Orchestrator: common.Address{0xab}, ManifestID: "movie", Seq: seq,
		Source: verification.NewMedia(make([]byte, size), ".ts"), Policy: verification.DefaultPolicy(),
	}
}

// kept are the sequence numbers of the bundles in a directory.
func kept(t *testing.T, dir string) (seqs []uint64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), verifier.EvidenceExt) {
			continue
		}
		info, err := e.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode())
		f, err := os.Open(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		b, err := verification.ReadBundle(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		seqs = append(seqs, b.Seq)
	}
	return seqs
}

func TestEvidenceDir(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made", "anew")
	e, err := verifier.OpenEvidenceDir(dir, 1<<20, 3)
	require.NoError(t, err)
	for seq := range uint64(5) {
		require.NoError(t, e.Keep(t.Context(), bundle(seq, 100)))
	}
	require.Equal(t, []uint64{2, 3, 4}, kept(t, dir))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "x"+verifier.EvidenceExt+".part"), []byte("x"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("x"), 0o600))
	e, err = verifier.OpenEvidenceDir(dir, 1<<20, 2)
	require.NoError(t, err)
	require.Equal(t, []uint64{3, 4}, kept(t, dir), "what an earlier process kept counts")
	require.NoFileExists(t, filepath.Join(dir, "x"+verifier.EvidenceExt+".part"))
	require.FileExists(t, filepath.Join(dir, "notes.txt"))
	require.NoError(t, e.Keep(t.Context(), bundle(4, 100)))
	require.Equal(t, []uint64{4, 4}, kept(t, dir), "two of the same time and segment")
}

func TestEvidenceDir_bytes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := verifier.OpenEvidenceDir(dir, 100_000, 100)
	require.NoError(t, err)
	for seq := range uint64(4) {
		require.NoError(t, e.Keep(t.Context(), bundle(seq, 40_000)))
	}
	require.Equal(t, []uint64{2, 3}, kept(t, dir))
	require.ErrorIs(t, e.Keep(t.Context(), bundle(4, 100_001)), verifier.ErrEvidenceTooLarge)
	require.Equal(t, []uint64{2, 3}, kept(t, dir), "nothing goes for what does not fit")
}

func TestEvidenceDir_errors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := verifier.OpenEvidenceDir(dir, 0, 1)
	require.Error(t, err)
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = verifier.OpenEvidenceDir(file, 1, 1)
	require.Error(t, err)
	e, err := verifier.OpenEvidenceDir(dir, 1<<20, 9)
	require.NoError(t, err)
	broken := bundle(1, 100)
	broken.Source.Data = nil
	require.ErrorAs(t, e.Keep(t.Context(), broken), new(*verification.BundleError))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, e.Keep(ctx, bundle(1, 1)), context.Canceled)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing of it stays")
}

func TestEvidenceDir_together(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := verifier.OpenEvidenceDir(dir, 1<<20, 5)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := e.Keep(t.Context(), bundle(1, 10)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Len(t, kept(t, dir), 5)
}
