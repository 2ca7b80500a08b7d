package signing_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/stretchr/testify/require"
)

var (
	_ signing.Signer   = signing.Offchain{}
	_ signing.Verifier = signing.Offchain{}
	_ signing.Signer   = (*signing.Key)(nil)
	_ signing.Verifier = signing.Accounts{}
)

type account struct {
	Address    common.Address
	PrivateKey hexutil.Bytes
}

func (a account) signer(t *testing.T) *signing.Key {
	t.Helper()
	key, err := crypto.ToECDSA(a.PrivateKey)
	require.NoError(t, err)
	s := signing.NewKey(key)
	require.Equal(t, a.Address, s.Address())
	return s
}

type vectors struct {
	Broadcaster, Orchestrator account
	Segments                  []struct {
		Name          string
		Data          hexutil.Bytes
		DataKeccak    common.Hash
		Flattened     hexutil.Bytes
		Hash          common.Hash
		ManifestIDHex hexutil.Bytes
		Seq           int64
		Profiles      []struct{ Name string }
		Sig           hexutil.Bytes
	}
	OrchestratorRequest []struct {
		Address    common.Address
		Message    string
		PrivateKey hexutil.Bytes
		Sig        hexutil.Bytes
	}
	TranscodedResults []struct {
		Hashes     []common.Hash
		OuterHash  common.Hash
		Renditions []hexutil.Bytes
		Sig        hexutil.Bytes
	}
	Ping struct {
		Value, Reply hexutil.Bytes
		Signer       common.Address
	}
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/segments.json")
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(data, &v))
	return v
}

func TestSegments(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	signer := v.Broadcaster.signer(t)
	require.Len(t, v.Segments, 12)
	for _, c := range v.Segments {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			seg := signing.Segment{ManifestID: c.ManifestIDHex, Seq: c.Seq, Hash: crypto.Keccak256Hash(c.Data)}
			for _, p := range c.Profiles {
				seg.Profiles = append(seg.Profiles, core.Profile{Name: p.Name})
			}
			require.Equal(t, c.DataKeccak, seg.Hash)
			require.Equal(t, []byte(c.Flattened), seg.Message())
			require.Equal(t, c.Hash, crypto.Keccak256Hash(seg.Message()))
			sig, err := signer.Sign(seg.Message())
			require.NoError(t, err)
			require.Equal(t, []byte(c.Sig), sig)
			require.True(t, signing.Accounts{}.Verify(v.Broadcaster.Address, seg.Message(), sig))
			require.False(t, signing.Accounts{}.Verify(v.Orchestrator.Address, seg.Message(), sig))
			seg.ManifestID = append([]byte("x"), seg.ManifestID...)
			require.False(t, signing.Accounts{}.Verify(v.Broadcaster.Address, seg.Message(), sig))
		})
	}
}

func TestDiscoveryRequests(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	for _, c := range v.OrchestratorRequest {
		if len(c.PrivateKey) == 0 {
			require.Equal(t, c.Address, signing.Offchain{}.Address())
			sig, err := signing.Offchain{}.Sign(signing.DiscoveryMessage(c.Address))
			require.NoError(t, err)
			require.Empty(t, sig)
			continue
		}
		require.Equal(t, c.Message, string(signing.DiscoveryMessage(c.Address)))
		sig, err := account{c.Address, c.PrivateKey}.signer(t).Sign([]byte(c.Message))
		require.NoError(t, err)
		require.Equal(t, []byte(c.Sig), sig)
	}
}

func TestResults(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	for _, c := range v.TranscodedResults {
		var renditions [][]byte
		for _, r := range c.Renditions {
			renditions = append(renditions, r)
		}
		msg := signing.ResultMessage(renditions)
		var hashes []byte
		for _, h := range c.Hashes {
			hashes = append(hashes, h[:]...)
		}
		require.Equal(t, len(hashes), len(msg))
		require.Equal(t, c.OuterHash, crypto.Keccak256Hash(msg))
		sig, err := v.Orchestrator.signer(t).Sign(msg)
		require.NoError(t, err)
		require.Equal(t, []byte(c.Sig), sig)
	}
}

// A ping must never yield a signature that is worth something elsewhere.
func TestPingIsBoundToItsUse(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	signer := v.Orchestrator.signer(t)
	old, err := signer.Sign(v.Ping.Value)
	require.NoError(t, err)
	require.Equal(t, []byte(v.Ping.Reply), old, "what existing nodes answer")
	reply, err := signer.Sign(signing.PingMessage(v.Ping.Value))
	require.NoError(t, err)
	require.False(t, signing.Accounts{}.Verify(signer.Address(), v.Ping.Value, reply))
	require.True(t, signing.Accounts{}.Verify(signer.Address(), signing.PingMessage(v.Ping.Value), reply))
}

func TestAccountsRefuse(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	msg := []byte("message")
	good, err := v.Broadcaster.signer(t).Sign(msg)
	require.NoError(t, err)
	with := func(change func(sig []byte) []byte) []byte {
		return change(append([]byte(nil), good...))
	}
	order := crypto.S256().Params().N
	tests := []struct {
		name string
		sig  []byte
	}{
		{"err_empty", nil},
		{"err_short", good[:64]},
		{"err_long", with(func(s []byte) []byte { return append(s, 0) })},
		{"err_v_0_or_1", with(func(s []byte) []byte { s[64] -= 27; return s })},
		{"err_v_29", with(func(s []byte) []byte { s[64] = 29; return s })},
		{"err_upper_s", with(func(s []byte) []byte {
			// The other signature of the same message, which a third party can derive.
			upper := new(big.Int).Sub(order, new(big.Int).SetBytes(s[32:64]))
			upper.FillBytes(s[32:64])
			s[64] ^= 27 ^ 28
			return s
		})},
		{"err_zero_r", with(func(s []byte) []byte { clear(s[:32]); return s })},
		{"err_zero_s", with(func(s []byte) []byte { clear(s[32:64]); return s })},
		{"err_changed", with(func(s []byte) []byte { s[10] ^= 1; return s })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.False(t, signing.Accounts{}.Verify(v.Broadcaster.Address, msg, tt.sig))
		})
	}
	require.True(t, signing.Accounts{}.Verify(v.Broadcaster.Address, msg, good))
	require.True(t, signing.Offchain{}.Verify(v.Broadcaster.Address, msg, nil))
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("m"), make([]byte, 65))
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, msg, sig []byte) {
		require.False(t, signing.Accounts{}.Verify(common.Address{}, msg, sig), "nobody signs as the zero address")
	})
}
