// Package store keeps what must survive a restart in one SQLite file. It is the
// only package that knows SQL.
//
// Every method is one transaction: it has happened altogether once it returns
// nil, also after a kill or a loss of power, and not at all after an error. One
// connection does all the work, and it locks the file, so that two processes
// never work with the same nonces or tickets.
//
// Use: Open, its methods from any goroutine, Close.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/mattn/go-sqlite3"
)

// busyTimeout is how long to wait for a process that is just closing the file,
// in milliseconds.
const busyTimeout = "2000"

// ErrInUse says that another process has the database open.
var ErrInUse = errors.New("the database is in use by another process; stop that one or choose another data directory")

// ErrNotFound says that there is no such entry.
var ErrNotFound = errors.New("no such entry in the database")

// Store is an open database. It is safe for concurrent use.
type Store struct {
	db *sql.DB
}

// Open opens the database at path, makes it when there is none, and brings its
// tables up to date. Errors: ErrInUse, ErrForeign, *NewerError.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := open(ctx, path)
	if code := (sqlite3.Error{}); errors.As(err, &code) {
		switch code.Code {
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			err = ErrInUse
		case sqlite3.ErrNotADB:
			err = ErrForeign
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open database %q: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string) (*Store, error) {
	// SQLite gives its other files the mode of this one.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	options := url.Values{
		"_busy_timeout": {busyTimeout}, "_foreign_keys": {"on"}, "_txlock": {"immediate"},
		"_locking_mode": {"EXCLUSIVE"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"},
	}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{db: db}, nil
}

// Close closes the database after the calls in progress.
func (s *Store) Close() error { return s.db.Close() }

// update runs change as one transaction. A context that ends does not break it
// off half way: changes are short, and a broken one would cost the connection.
func (s *Store) update(ctx context.Context, change func(ctx context.Context, tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return inTransaction(context.WithoutCancel(ctx), s.db, change)
}

// exec runs one statement as a transaction.
func (s *Store) exec(ctx context.Context, statement string, args ...any) error {
	return s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
}

func inTransaction(ctx context.Context, db *sql.DB, change func(ctx context.Context, tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
