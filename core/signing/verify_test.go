package signing_test

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/signing"
)

// slowVerify checks a signature by the book, value for value.
func slowVerify(addr common.Address, msg, sig []byte) bool {
	if len(sig) != signing.SignatureLen || sig[64] != 27 && sig[64] != 28 {
		return false
	}
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:64])
	if !crypto.ValidateSignatureValues(sig[64]-27, r, s, true) {
		return false
	}
	raw := bytes.Clone(sig)
	raw[64] -= 27
	hash := crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), crypto.Keccak256(msg))
	pub, err := crypto.SigToPub(hash, raw)
	return err == nil && crypto.PubkeyToAddress(*pub) == addr
}

func TestVerifyIsByTheBook(t *testing.T) {
	t.Parallel()
	private, err := crypto.ToECDSA(crypto.Keccak256([]byte("key")))
	require.NoError(t, err)
	key := signing.NewKey(private)
	order := crypto.S256().Params().N
	half := new(big.Int).Rsh(order, 1)
	near := func(v *big.Int, by int64) []byte {
		return new(big.Int).Add(v, big.NewInt(by)).FillBytes(make([]byte, 32))
	}
	var ring signing.KeyRing
	known, err := key.Sign(nil)
	require.NoError(t, err)
	require.True(t, ring.Signed(key.Address(), nil, known))
	rapid.Check(t, func(t *rapid.T) {
		msg := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "message")
		sig, err := key.Sign(msg)
		require.NoError(t, err)
		by := rapid.Int64Range(0, 2).Draw(t, "by")
		switch rapid.IntRange(0, 6).Draw(t, "change") {
		case 1:
			copy(sig[32:64], near(half, by-1))
		case 2:
			copy(sig[32:64], near(order, by-1))
		case 3:
			copy(sig[:32], near(order, by-1))
		case 4:
			copy(sig[:32], near(new(big.Int), by))
		case 5:
			sig[64] = byte(25 + 2*by)
		case 6:
			sig = sig[:rapid.IntRange(0, 65).Draw(t, "length")]
		}
		require.Equal(t, slowVerify(key.Address(), msg, sig), signing.Accounts{}.Verify(key.Address(), msg, sig))
		// One who is known has signed what one of the two V makes its own.
		other := bytes.Clone(sig)
		if len(sig) == 65 {
			other[64] ^= 27 ^ 28
		}
		require.Equal(t, slowVerify(key.Address(), msg, sig) || slowVerify(key.Address(), msg, other), ring.Signed(key.Address(), msg, sig))
		var fresh signing.KeyRing
		require.Equal(t, slowVerify(key.Address(), msg, sig), fresh.Signed(key.Address(), msg, sig), "of one who is not")
		require.Equal(t, slowVerify(key.Address(), msg, sig), ring.Verify(key.Address(), msg, sig))
		// A signature that recovers to some other address is that address's.
		if len(sig) == 65 && sig[64] >= 27 {
			raw := bytes.Clone(sig)
			raw[64] -= 27
			hash := crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), crypto.Keccak256(msg))
			if pub, err := crypto.SigToPub(hash, raw); err == nil {
				addr := crypto.PubkeyToAddress(*pub)
				require.Equal(t, slowVerify(addr, msg, sig), signing.Accounts{}.Verify(addr, msg, sig))
			}
		}
	})
}

// However many accounts sign, those that are not remembered are recovered.
func TestKeyRing_many(t *testing.T) {
	t.Parallel()
	var ring signing.KeyRing
	msg := []byte("m")
	type signed struct {
		addr common.Address
		sig  []byte
	}
	all := make([]signed, 17_000)
	for i := range all {
		private, err := crypto.ToECDSA(crypto.Keccak256([]byte{byte(i >> 8), byte(i)}))
		require.NoError(t, err)
		key := signing.NewKey(private)
		sig, err := key.Sign(msg)
		require.NoError(t, err)
		all[i] = signed{key.Address(), sig}
		require.True(t, ring.Signed(key.Address(), msg, sig))
	}
	for i, s := range all {
		if i%50 == 0 {
			require.True(t, ring.Signed(s.addr, msg, s.sig))
			require.False(t, ring.Signed(s.addr, []byte("other"), s.sig))
			require.False(t, ring.Signed(all[(i+1)%len(all)].addr, msg, s.sig))
		}
	}
}

// What remembering a key gains.
func BenchmarkSigned(b *testing.B) {
	private, err := crypto.GenerateKey()
	require.NoError(b, err)
	key, msg := signing.NewKey(private), []byte("m")
	sig, err := key.Sign(msg)
	require.NoError(b, err)
	b.Run("recovered", func(b *testing.B) {
		for range b.N {
			signing.Accounts{}.Verify(key.Address(), msg, sig)
		}
	})
	b.Run("known", func(b *testing.B) {
		var ring signing.KeyRing
		for range b.N {
			ring.Signed(key.Address(), msg, sig)
		}
	})
}
