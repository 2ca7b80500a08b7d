package chain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
)

func TestContractNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		contracts chain.Contracts
		want      []string
	}{
		"none":       {},
		"ok":         {chain.Contracts{"Minter": {1}, "BondingManager": {2}, "Controller": {3}, "Alpha": {4}}, []string{"Controller", "Alpha", "BondingManager", "Minter"}},
		"no_control": {chain.Contracts{"b": {}, "a": {}}, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, c.contracts.Names())
		})
	}
}
