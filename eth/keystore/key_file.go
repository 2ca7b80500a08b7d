package keystore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

const (
	maxKeyFile  = 64 << 10 // bytes
	maxKeyFiles = 4096     // in a directory
	maxListed   = 10       // addresses in an error
)

// keyFile is an encrypted key.
type keyFile struct {
	path string
	document
}

// keyFiles returns the keys in a directory, or in one file. A directory that is
// not there has none.
func keyFiles(path string, log *slog.Logger) ([]keyFile, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !namesFile(path):
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, &NoKeyError{Path: path, File: true}
	case err != nil:
		return nil, fmt.Errorf("keystore: %w", err)
	case !info.IsDir():
		key, err := readKeyFile(path, log)
		if err != nil {
			return nil, err
		}
		return []keyFile{key}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	if len(entries) > maxKeyFiles {
		return nil, fmt.Errorf("keystore %q has %d files; expected at most %d: is it the right directory?", path, len(entries), maxKeyFiles)
	}
	var keys []keyFile
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~") {
			continue
		}
		key, err := readKeyFile(filepath.Join(path, e.Name()), log)
		if err != nil {
			log.Warn("a file in the keystore is not used", "err", err)
			continue
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// namesFile says whether a path that does not exist was meant as a key file, by
// the name that such files have.
func namesFile(path string) bool {
	base := filepath.Base(path)
	return strings.HasPrefix(base, "UTC--") || strings.HasSuffix(base, ".json")
}

func readKeyFile(path string, log *slog.Logger) (keyFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return keyFile{}, fmt.Errorf("key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return keyFile{}, fmt.Errorf("key file: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return keyFile{}, fmt.Errorf("key file: %w", err)
	}
	doc, ok := parseDocument(content)
	if !ok {
		return keyFile{}, fmt.Errorf("key file %q: %w", path, ErrInvalidKey)
	}
	warnIfOpen(log, "key file", info, path)
	return keyFile{path: path, document: doc}, nil
}

// choose picks the key of address, or the only one when that is zero; ok is
// false when there is no key at all and any will do. Errors: *NoKeyError,
// *AmbiguousError.
func choose(path string, keys []keyFile, address common.Address) (key keyFile, ok bool, err error) {
	var have []common.Address
	for _, k := range keys {
		if k.address() == address {
			return k, true, nil
		}
		have = append(have, k.address())
	}
	have = have[:min(len(have), maxListed)]
	switch {
	case address != common.Address{}:
		return key, false, &NoKeyError{Path: path, Address: address, Have: have}
	case len(keys) > 1:
		return key, false, &AmbiguousError{Path: path, Have: have}
	case len(keys) == 1:
		return keys[0], true, nil
	}
	return key, false, nil
}
