package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestConfigDocIsFresh fails when a flag changed and doc/config.md did not.
// With UPDATE_DOC=1 it writes the file.
func TestConfigDocIsFresh(t *testing.T) {
	t.Parallel()
	var want bytes.Buffer
	writeConfigDoc(&want, newFlagSet(&settings{}))
	const path = "../../doc/config.md"
	if os.Getenv("UPDATE_DOC") != "" {
		require.NoError(t, os.WriteFile(path, want.Bytes(), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want.String(), string(got), "run make generate")
}
