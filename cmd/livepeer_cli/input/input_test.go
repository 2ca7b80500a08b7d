package input_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

func TestLPTOrWei(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"10LPT": "10 LPT", "0.5 eth": "0.5 ETH", "7wei": "7 wei", "3lptu": "3 LPTU"} {
		got, err := input.LPTOrWei(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "10", "0", "0LPT", "0 ETH", "-1LPT", "1 dollar", "1e3LPT", "0.5wei"} {
		_, err := input.LPTOrWei(text)
		require.ErrorAs(t, err, new(*input.Error), text)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	const addr = "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4"
	for text, want := range map[string]string{"self": "self", "SELF": "self", addr: addr, strings.ToLower(addr): addr} {
		got, err := input.Address(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "0x", addr[:41], addr[2:], strings.Replace(addr, "B", "b", 1), "vitalik.eth"} {
		_, err := input.Address(text)
		require.ErrorAs(t, err, new(*input.Error), text)
	}
	got, err := input.AddressOr([]string{"x"}, 1, "preset")
	require.NoError(t, err)
	require.Equal(t, "preset", got)
}

func TestNumber(t *testing.T) {
	t.Parallel()
	n, err := input.Number("lock", "7")
	require.NoError(t, err)
	require.EqualValues(t, 7, n)
	for _, text := range []string{"", "-1", "1.5", "0x1", "9223372036854775808"} {
		_, err := input.Number("lock", text)
		require.ErrorAs(t, err, new(*input.Error), text)
	}
}

func TestProposalID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"7": "7", "0x1F": "31"} {
		got, err := input.ProposalID(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "-1", "Qm1", "0x1" + strings.Repeat("0", 64)} {
		_, err := input.ProposalID(text)
		require.ErrorAs(t, err, new(*input.Error), text)
	}
}

func TestSupport(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"for": "for", "Against": "against", "ABSTAIN": "abstain"} {
		got, err := input.Support(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	_, err := input.Support("yes")
	require.ErrorAs(t, err, new(*input.Error))
}

func TestServiceURI(t *testing.T) {
	t.Parallel()
	for text, careful := range map[string]bool{
		"https://orch.example.org:8935": false, "https://8.8.8.8:8935": false,
		"https://localhost:8935": true, "https://127.0.0.1:8935": true, "https://10.1.2.3:1": true, "https://[::]:1": true,
	} {
		warning, err := input.ServiceURI(text)
		require.NoError(t, err, text)
		require.Equal(t, careful, warning != "", text)
	}
	for _, text := range []string{"", "orch.example.org:8935", "http://orch.example.org:8935", "https://orch.example.org", "https://:8935", "https://me:pw@x.org:1"} {
		_, err := input.ServiceURI(text)
		require.ErrorAs(t, err, new(*input.Error), text)
		require.NotContains(t, err.Error(), "pw")
	}
}
