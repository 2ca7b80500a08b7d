package keystore_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/keystore"
)

func asError[E error](err error, target *E) bool { return errors.As(err, target) }

func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"address":"0000000000000000000000000000000000000001","crypto":{},"version":3}`))
	f.Add([]byte(`{"address":"0000000000000000000000000000000000000001","crypto":{"kdf":"scrypt","kdfparams":{"n":2}},"version":3}`))
	f.Add([]byte(`{"address":"0000000000000000000000000000000000000001","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"00000000000000000000000000000000"},
		"ciphertext":"","kdf":"scrypt","kdfparams":{"n":2,"r":8,"p":1,"dklen":32,"salt":"00"},"mac":""},"id":"","version":3}`))
	f.Add([]byte(`{"address":"0000000000000000000000000000000000000001","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"00000000000000000000000000000000"},
		"ciphertext":"","kdf":"pbkdf2","kdfparams":{"c":2,"prf":"hmac-sha256","dklen":32,"salt":"00"},"mac":""},"id":"","version":3}`))
	f.Add([]byte(`{"address":"0000000000000000000000000000000000000001","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"00000000000000000000000000000000"},
		"kdf":"scrypt","kdfparams":{"n":4503599627370496,"r":4096,"p":1,"dklen":32,"salt":"00"}},"version":3}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "key.json")
		require.NoError(t, os.WriteFile(path, content, 0o600))
		_, err := keystore.Open(keystore.Config{Path: path, Password: secret})
		require.Error(t, err)
	})
}
