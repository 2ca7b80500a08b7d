package orchestrator

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// SecretLen is the length of a secret in bytes.
const SecretLen = 32

// Secret is a key that an orchestrator keeps over restarts, such as that of its
// auth tokens.
type Secret [SecretLen]byte

// String keeps the secret out of logs.
func (Secret) String() string { return "(secret)" }

// GoString keeps the secret out of logs.
func (Secret) GoString() string { return "(secret)" }

// NewSecret returns a random secret.
func NewSecret() Secret {
	var s Secret
	rand.Read(s[:]) // never fails: crypto/rand aborts the process instead
	return s
}

// LoadSecret returns the secret kept at path, readable by the owner alone, and
// makes one when there is none. So tokens, or the terms of tickets, survive a
// restart.
func LoadSecret(path string) (Secret, error) {
	var s Secret
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s = NewSecret()
		return s, keepSecret(path, s)
	case err != nil:
		return s, fmt.Errorf("read secret: %w", err)
	case len(data) != SecretLen:
		return s, fmt.Errorf("secret %s has %d bytes, not %d; remove the file to get a new one", path, len(data), SecretLen)
	}
	return Secret(data), nil
}

// keepSecret writes through a temporary file, so that a crash leaves either no
// secret or a whole one.
func keepSecret(path string, s Secret) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep secret: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(s[:])
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("keep secret: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("keep secret: %w", err)
	}
	return nil
}
