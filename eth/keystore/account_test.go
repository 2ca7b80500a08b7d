package keystore_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	gethkeystore "github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/eth/keystore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "correct horse"

// newKey adds a key to dir and returns its file.
func newKey(t *testing.T, dir, password string) (common.Address, string) {
	t.Helper()
	made, err := gethkeystore.StoreKey(dir, password, gethkeystore.LightScryptN, gethkeystore.LightScryptP)
	require.NoError(t, err)
	return made.Address, made.URL.Path
}

func TestOpenChooses(t *testing.T) {
	t.Parallel()
	one, two := t.TempDir(), t.TempDir()
	only, file := newKey(t, one, secret)
	first, _ := newKey(t, two, secret)
	second, _ := newKey(t, two, secret)
	require.NoError(t, os.WriteFile(filepath.Join(one, "README"), []byte("not a key"), 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(one, "folder"), 0o700))
	passwordFile := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(passwordFile, []byte(secret+"\n"), 0o600))
	for _, c := range []struct {
		name     string
		path     string
		address  common.Address
		password keystore.Password
		want     common.Address
	}{
		{"ok_only", one, common.Address{}, secret, only},
		{"ok_file", file, common.Address{}, secret, only},
		{"ok_file_and_address", file, only, secret, only},
		{"ok_first", two, first, secret, first},
		{"ok_second", two, second, secret, second},
		{"ok_password_file", one, common.Address{}, keystore.Password(passwordFile), only},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, err := keystore.Open(keystore.Config{Path: c.path, Address: c.address, Password: c.password})
			require.NoError(t, err)
			require.Equal(t, c.want, a.Address())
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir, two, empty := t.TempDir(), t.TempDir(), t.TempDir()
	have, file := newKey(t, dir, secret)
	first, _ := newKey(t, two, secret)
	second, _ := newKey(t, two, secret)
	other := common.Address{7}
	key, err := os.ReadFile(file)
	require.NoError(t, err)
	forged := filepath.Join(empty, "..", "forged.json")
	require.NoError(t, os.WriteFile(forged, bytes.Replace(key, []byte(common.Bytes2Hex(have[:])), []byte(common.Bytes2Hex(other[:])), 1), 0o600))
	damaged := filepath.Join(empty, "..", "damaged.json")
	require.NoError(t, os.WriteFile(damaged, bytes.Replace(key, []byte("aes-128-ctr"), []byte("rot-13"), 1), 0o600))
	garbage := filepath.Join(empty, "..", "garbage.json")
	require.NoError(t, os.WriteFile(garbage, []byte(`{"address": 5}`), 0o600))
	long := filepath.Join(empty, "..", "long-password")
	require.NoError(t, os.WriteFile(long, make([]byte, 5000), 0o600))
	for _, c := range []struct {
		name   string
		cfg    keystore.Config
		is     error
		says   []string
		noKey  bool
		choice bool
	}{
		{name: "err_wrong_password", cfg: keystore.Config{Path: dir, Password: "hunter2"}, is: keystore.ErrWrongPassword, says: []string{have.Hex(), "-ethPassword"}},
		{name: "err_no_password", cfg: keystore.Config{Path: dir}, is: keystore.ErrNoPassword, says: []string{have.Hex(), "-ethPassword"}},
		{name: "err_no_such_address", cfg: keystore.Config{Path: dir, Address: other, Password: secret}, noKey: true, says: []string{other.Hex(), have.Hex()}},
		{name: "err_address_in_empty", cfg: keystore.Config{Path: empty, Address: other, Password: secret}, noKey: true, says: []string{"none at all"}},
		{name: "err_missing_file", cfg: keystore.Config{Path: filepath.Join(dir, "UTC--2026"), Password: secret}, noKey: true, says: []string{"no key file"}},
		{name: "err_empty_no_password", cfg: keystore.Config{Path: empty}, noKey: true, says: []string{"give -ethPassword to make a new account"}},
		{name: "err_missing_no_password", cfg: keystore.Config{Path: filepath.Join(empty, "new")}, noKey: true, says: []string{"give -ethPassword"}},
		{name: "err_ambiguous", cfg: keystore.Config{Path: two, Password: secret}, choice: true, says: []string{first.Hex(), second.Hex(), "-ethAcctAddr"}},
		{name: "err_forged", cfg: keystore.Config{Path: forged, Password: secret}, is: keystore.ErrAddress},
		{name: "err_damaged", cfg: keystore.Config{Path: damaged, Password: secret}, is: keystore.ErrInvalidKey},
		{name: "err_garbage", cfg: keystore.Config{Path: garbage, Password: secret}, is: keystore.ErrInvalidKey},
		{name: "err_no_path", cfg: keystore.Config{Password: secret}, says: []string{"-ethKeystorePath"}},
		{name: "err_long_password_file", cfg: keystore.Config{Path: dir, Password: keystore.Password(long)}, says: []string{"5000 bytes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := keystore.Open(c.cfg)
			require.Error(t, err)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
			for _, says := range c.says {
				require.ErrorContains(t, err, says)
			}
			var noKey *keystore.NoKeyError
			require.Equal(t, c.noKey, asError(err, &noKey))
			var several *keystore.AmbiguousError
			require.Equal(t, c.choice, asError(err, &several))
			require.NotContains(t, err.Error(), secret)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
	entries, err := os.ReadDir(empty)
	require.NoError(t, err)
	require.Empty(t, entries, "nothing is made by mistake")
}

func TestNewAccount(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data", "keystore")
	var log bytes.Buffer
	var made common.Address
	var path string
	cfg := keystore.Config{
		Path: dir, Password: secret, Light: true, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Created: func(a common.Address, p string) { made, path = a, p },
	}
	a, err := keystore.Open(cfg)
	require.NoError(t, err)
	require.Equal(t, a.Address(), made)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.Contains(t, log.String(), made.Hex())
	require.NotContains(t, log.String(), secret)

	made = common.Address{}
	again, err := keystore.Open(cfg)
	require.NoError(t, err)
	require.Equal(t, a.Address(), again.Address())
	require.Zero(t, made, "it is made once")
}

func TestOpenFilesAreReported(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, file := newKey(t, dir, secret)
	require.NoError(t, os.Chmod(file, 0o644))
	password := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(password, []byte(secret), 0o600))
	require.NoError(t, os.Chmod(password, 0o640))
	var log bytes.Buffer
	_, err := keystore.Open(keystore.Config{
		Path: dir, Password: keystore.Password(password), Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	require.NoError(t, err)
	require.Contains(t, log.String(), file)
	require.Contains(t, log.String(), password)
	require.Contains(t, log.String(), "chmod 600")
	require.NotContains(t, log.String(), secret)
}

func TestAccountSigns(t *testing.T) {
	t.Parallel()
	a, err := keystore.Open(keystore.Config{Path: t.TempDir(), Password: secret, Light: true})
	require.NoError(t, err)
	sig, err := a.Sign([]byte("a message"))
	require.NoError(t, err)
	require.True(t, signing.Accounts{}.Verify(a.Address(), []byte("a message"), sig))
	require.Contains(t, []byte{27, 28}, sig[64])

	chainID := big.NewInt(1337)
	for name, tx := range map[string]types.TxData{
		"dynamic": &types.DynamicFeeTx{ChainID: chainID, Nonce: 1, To: &common.Address{}, Gas: 21000, GasFeeCap: big.NewInt(1), GasTipCap: big.NewInt(1)},
		"legacy":  &types.LegacyTx{Nonce: 1, To: &common.Address{}, Gas: 21000, GasPrice: big.NewInt(1)},
	} {
		signed, err := a.SignTx(types.NewTx(tx), chainID)
		require.NoError(t, err, name)
		from, err := types.Sender(types.LatestSignerForChainID(chainID), signed)
		require.NoError(t, err, name)
		require.Equal(t, a.Address(), from, name)
		require.Equal(t, chainID, signed.ChainId(), name)
	}
	_, err = a.SignTx(types.NewTx(&types.DynamicFeeTx{ChainID: big.NewInt(5)}), chainID)
	require.Error(t, err, "a transaction of another chain")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		require.Equal(t, a.Address().Hex(), fmt.Sprintf(verb, a))
	}
}

func TestPasswordIsHidden(t *testing.T) {
	t.Parallel()
	cfg := keystore.Config{Password: secret}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("config", "password", cfg.Password, "cfg", cfg.Password)
	for _, text := range []string{fmt.Sprint(cfg), fmt.Sprintf("%+v", cfg), fmt.Sprintf("%#v", cfg), log.String()} {
		require.NotContains(t, text, secret)
		require.Contains(t, text, "[password]")
	}
}
