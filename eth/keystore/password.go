package keystore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"syscall"
)

// maxPasswordFile bounds a file with a password in bytes.
const maxPasswordFile = 4096

// redacted is what a password looks like to everything that prints.
const redacted = "[password]"

// Password is the value of -ethPassword: the password itself, or the path of a
// file with it. Empty is none.
type Password string

// String hides it, as do the three methods below.
func (Password) String() string { return redacted }

// GoString hides it from %#v.
func (Password) GoString() string { return redacted }

// LogValue hides it from logs.
func (Password) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides it from dumps of a configuration.
func (Password) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// resolve returns the password: the file's content without spaces and line ends
// around it, or p itself when it is no file's path.
func (p Password) resolve(log *slog.Logger) (string, error) {
	info, err := os.Stat(string(p))
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "", fmt.Errorf("password file: %w", cause(err))
	case p == "" || err != nil || !info.Mode().IsRegular():
		return string(p), nil
	case info.Size() > maxPasswordFile:
		return "", fmt.Errorf("password file has %d bytes; expected at most %d", info.Size(), maxPasswordFile)
	}
	warnIfOpen(log, "password file", info, string(p))
	f, err := os.Open(string(p))
	if err != nil {
		return "", fmt.Errorf("password file: %w", cause(err))
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxPasswordFile))
	if err != nil {
		return "", fmt.Errorf("password file: %w", cause(err))
	}
	return strings.TrimSpace(string(content)), nil
}

// cause drops the path from an error, which may be a password.
func cause(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// warnIfOpen says so when others than the owner can read a file.
func warnIfOpen(log *slog.Logger, what string, info fs.FileInfo, path string) {
	if info.Mode().Perm()&^(syscall.S_IRWXU) != 0 {
		log.Warn("other users of this machine can read the "+what+"; make it private with chmod 600", "path", path, "mode", info.Mode().Perm())
	}
}
