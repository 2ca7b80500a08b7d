package keccak_test

import (
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/common/keccak"
)

func TestSumIsEthereums(t *testing.T) {
	t.Parallel()
	state := keccak.New()
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 0, 400)
		a, b := bytes.Draw(t, "a"), bytes.Draw(t, "b")
		want := crypto.Keccak256Hash(a, b)
		var sum [keccak.Size]byte
		state.Sum(&sum, a, b)
		require.EqualValues(t, want, sum)
		sum = [keccak.Size]byte{}
		keccak.Sum(&sum, a, b)
		require.EqualValues(t, want, sum)
	})
}

func TestSum_atTheSameTime(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 1000 {
				msg := []byte{byte(i), byte(n >> 8), byte(n)}
				var sum [keccak.Size]byte
				keccak.Sum(&sum, msg, nil)
				if crypto.Keccak256Hash(msg) != sum {
					t.Errorf("hash of %x is %x", msg, sum)
					return
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkSum(b *testing.B) {
	msg := make([]byte, 328)
	b.Run("ours", func(b *testing.B) {
		state := keccak.New()
		var sum [keccak.Size]byte
		for range b.N {
			state.Sum(&sum, msg, nil)
		}
	})
	b.Run("go-ethereum", func(b *testing.B) {
		state := crypto.NewKeccakState()
		var sum [keccak.Size]byte
		for range b.N {
			state.Reset()
			state.Write(msg)
			state.Read(sum[:])
		}
	})
}
