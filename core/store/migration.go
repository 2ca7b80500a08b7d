package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// applicationID marks the file as ours in SQLite's header: "LPST".
const applicationID = 0x4c505354

// ErrForeign says that the file is no database of this program.
var ErrForeign = errors.New("the file is not a database of this program; choose another path or move the file away")

// NewerError says that a newer program has changed the database.
type NewerError struct {
	Have, Know int // versions: of the database, and the newest that is understood
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the database has version %d, this program knows versions up to %d; run the newer program, or restore a backup", e.Have, e.Know)
}

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings db to the newest version, each step as one transaction. The
// version is SQLite's user_version: how many of the files in migrations, which
// are numbered from 0001, were applied.
func migrate(ctx context.Context, db *sql.DB) error {
	have, err := versionOf(ctx, db)
	if err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	if have > len(names) {
		return &NewerError{Have: have, Know: len(names)}
	}
	for i := have; i < len(names); i++ {
		if err := apply(ctx, db, i+1, names[i]); err != nil {
			return fmt.Errorf("update the database to version %d: %w", i+1, err)
		}
	}
	return nil
}

func apply(ctx context.Context, db *sql.DB, version int, name string) error {
	if !strings.HasPrefix(name, fmt.Sprintf("migrations/%04d_", version)) {
		panic("store: internal error: migration files are not numbered one by one")
	}
	script, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	return inTransaction(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, version)
		_, err := tx.ExecContext(ctx, string(script)+marks)
		return err
	})
}

// versionOf returns the version of our database, 0 for an empty file, and
// ErrForeign for a database of others.
func versionOf(ctx context.Context, db *sql.DB) (int, error) {
	var application, version, tables int
	err := db.QueryRowContext(ctx, `SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id a, pragma_user_version v`).Scan(&application, &version, &tables)
	if err != nil {
		return 0, err
	}
	if application != applicationID && (application != 0 || version != 0 || tables != 0) {
		return 0, ErrForeign
	}
	return version, nil
}
