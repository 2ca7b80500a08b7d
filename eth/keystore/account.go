package keystore

import (
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"os"

	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/signing"
)

// Config says which account to open, and how.
type Config struct {
	// Path is a directory of key files or one key file (-ethKeystorePath).
	Path string
	// Address of the account (-ethAcctAddr); zero for the only one.
	Address common.Address
	// Password of the key (-ethPassword).
	Password Password
	// Light spends little time and memory on a new key's encryption, which makes
	// its password easy to guess. It is for tests.
	Light bool
	// Created is told of a new account, once its key is on disk; may be nil.
	Created func(address common.Address, path string)
	Log     *slog.Logger // discarded when nil
}

// Account signs with one key.
type Account struct {
	signing *signing.Key
	sign    func(tx *types.Transaction, signer types.Signer) (*types.Transaction, error)
}

// Open opens the account that cfg names. When there is no key at all, no address
// was asked for and a password is given, it makes a new account. Errors:
// *NoKeyError, *AmbiguousError, ErrWrongPassword, ErrNoPassword, ErrInvalidKey,
// ErrAddress.
func Open(cfg Config) (*Account, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Path == "" {
		return nil, errors.New("the keystore's path is missing; give -ethKeystorePath")
	}
	password, err := cfg.Password.resolve(cfg.Log)
	if err != nil {
		return nil, err
	}
	keys, err := keyFiles(cfg.Path, cfg.Log)
	if err != nil {
		return nil, err
	}
	file, found, err := choose(cfg.Path, keys, cfg.Address)
	if err != nil {
		return nil, err
	}
	if !found {
		if file, err = create(cfg, password); err != nil {
			return nil, err
		}
	}
	key, err := file.decrypt(password)
	if errors.Is(err, ErrWrongPassword) && password == "" {
		err = ErrNoPassword
	}
	if err != nil {
		return nil, fmt.Errorf("open account %s in %q: %w", file.address(), file.path, err)
	}
	return newAccount(key), nil
}

func newAccount(key *keystore.Key) *Account {
	return &Account{
		signing: signing.NewKey(key.PrivateKey),
		sign: func(tx *types.Transaction, signer types.Signer) (*types.Transaction, error) {
			return types.SignTx(tx, signer, key.PrivateKey)
		},
	}
}

// create makes a new account in the directory cfg.Path.
func create(cfg Config, password string) (keyFile, error) {
	if password == "" {
		return keyFile{}, &NoKeyError{Path: cfg.Path}
	}
	if err := os.MkdirAll(cfg.Path, 0o700); err != nil {
		return keyFile{}, fmt.Errorf("new account: %w", err)
	}
	n, p := keystore.StandardScryptN, keystore.StandardScryptP
	if cfg.Light {
		n, p = keystore.LightScryptN, keystore.LightScryptP
	}
	made, err := keystore.StoreKey(cfg.Path, password, n, p)
	if err != nil {
		return keyFile{}, fmt.Errorf("new account: %w", err)
	}
	cfg.Log.Warn("a new account was made: keep a backup of its key file and password, without both its funds are lost",
		"address", made.Address.Hex(), "path", made.URL.Path)
	if cfg.Created != nil {
		cfg.Created(made.Address, made.URL.Path)
	}
	return readKeyFile(made.URL.Path, cfg.Log)
}

// Address of the account.
func (a *Account) Address() common.Address { return a.signing.Address() }

// String is the address.
func (a *Account) String() string { return a.Address().Hex() }

// GoString is String, for %#v.
func (a *Account) GoString() string { return a.String() }

// Sign signs the keccak-256 of msg as personal_sign does: 65 bytes, V 27 or 28
// (wire.md 3, "Sign(m)"; over a packed ticket, chain.md 4).
func (a *Account) Sign(msg []byte) ([]byte, error) { return a.signing.Sign(msg) }

// SignTx signs a transaction of any kind for the chain, which its signature is
// bound to.
func (a *Account) SignTx(tx *types.Transaction, chainID *big.Int) (*types.Transaction, error) {
	signed, err := a.sign(tx, types.LatestSignerForChainID(chainID))
	if err != nil {
		return nil, fmt.Errorf("sign transaction as %s: %w", a, err)
	}
	return signed, nil
}
