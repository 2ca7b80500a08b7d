package core_test

import (
	"strings"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

func TestParseManifestID(t *testing.T) {
	t.Parallel()
	for _, ok := range []string{"movie", "9f1c03aa", "a.b-c_d~e+f=g@h:i,j!", strings.Repeat("m", core.MaxManifestIDLen)} {
		id, err := core.ParseManifestID(ok)
		require.NoError(t, err)
		require.Equal(t, ok, string(id))
	}
	for _, bad := range []string{"", ".", "..", ".hidden", "a/b", "a b", "café", "a\x00", "a%2f", strings.Repeat("m", core.MaxManifestIDLen+1)} {
		_, err := core.ParseManifestID(bad)
		var me *core.ManifestIDError
		require.ErrorAs(t, err, &me, "%q", bad)
		require.NotEmpty(t, me.Reason)
	}
}

func TestRandomID(t *testing.T) {
	t.Parallel()
	a, b := core.RandomID(4), core.RandomID(4)
	require.Len(t, a, 8)
	require.NotEqual(t, a, b)
	_, err := core.ParseManifestID(a)
	require.NoError(t, err)
}
