// Command lintsize lists the files and functions that are too long to read at
// one sitting, in Go and in C, and fails on those that scripts/lintsize/allow.txt
// does not name. Run it as `make lint-size`.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	maxFileLines     = 600
	maxFunctionLines = 100
	allowFile        = "scripts/lintsize/allow.txt"
)

func main() {
	found, err := scan(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint-size:", err)
		os.Exit(2)
	}
	allowed, err := readAllowed(allowFile)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint-size:", err)
		os.Exit(2)
	}
	failed := false
	for _, f := range found {
		switch {
		case slices.Contains(allowed, f.Key):
			fmt.Printf("known: %s: %d lines\n", f.Key, f.Lines)
		default:
			failed = true
			fmt.Printf("%s: %d lines, more than %d: split it\n", f.Key, f.Lines, f.Max)
		}
	}
	if failed {
		os.Exit(1)
	}
}

// scan measures every Go and C source below root. Generated files do not count.
func scan(root string) ([]Finding, error) {
	var found []Finding
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "build", "bin"}, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".c", ".h"}, filepath.Ext(name)) {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		more, err := Measure(filepath.ToSlash(path), source)
		found = append(found, more...)
		return err
	})
	return found, err
}

func readAllowed(name string) ([]string, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var keys []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if line, _, _ := strings.Cut(sc.Text(), "#"); strings.TrimSpace(line) != "" {
			keys = append(keys, strings.TrimSpace(line))
		}
	}
	return keys, nil
}
