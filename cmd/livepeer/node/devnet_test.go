package node

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDevnetContractsAreLogged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), devnetFile)
	require.NoError(t, os.WriteFile(path, []byte(`{"chainId": 1, "contracts": {
		"BondingManager": "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4", "Controller": "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
	}}`), 0o600))
	var out strings.Builder
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	require.NoError(t, logContracts(log, path))
	require.Equal(t, `level=INFO msg="Devnet contract" name=Controller address=0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1
level=INFO msg="Devnet contract" name=BondingManager address=0x5B38Da6a701c568545dCfcB03FcB875f56beddC4
`, out.String())

	require.ErrorIs(t, logContracts(log, path+".gone"), os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte(`{"contracts": 1}`), 0o600))
	require.ErrorContains(t, logContracts(log, path), path)
}
