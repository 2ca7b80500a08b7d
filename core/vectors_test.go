package core_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

// readVectors decodes a file of testdata, which holds values computed by the
// network's existing nodes.
func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

// bitWords are the words of a capability set as decimal strings.
type bitWords []string

func (w bitWords) set(t *testing.T) core.CapabilitySet {
	t.Helper()
	var set core.CapabilitySet
	for _, s := range w {
		n, err := strconv.ParseUint(s, 10, 64)
		require.NoError(t, err)
		set = append(set, n)
	}
	return set
}
