// Command lintdeps checks who may import whom: the layers of the tree, the
// adapters that never meet, and the outside packages that one place alone
// sees. Run it as `make lint-deps`.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
)

const module = "github.com/livepeer/streamflow"

// Package is what `go list -json` tells of one package.
type Package struct {
	ImportPath   string
	Name         string
	CgoFiles     []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func main() {
	pkgs, err := list("./...")
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint-deps:", err)
		os.Exit(2)
	}
	var found []string
	for _, p := range pkgs {
		found = append(found, Check(p)...)
	}
	slices.Sort(found)
	for _, f := range found {
		fmt.Println(f)
	}
	if len(found) > 0 {
		fmt.Fprintf(os.Stderr, "lint-deps: %d forbidden dependencies; the rules are in scripts/lintdeps/rules.go\n", len(found))
		os.Exit(1)
	}
}

// list returns the module's packages that match pattern. Packages that do not
// compile are listed too, with the imports they name.
func list(pattern string) ([]Package, error) {
	cmd := exec.CommandContext(context.Background(), "go", "list", "-e", "-json=ImportPath,Name,CgoFiles,Imports,TestImports,XTestImports", pattern)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var pkgs []Package
	for dec := json.NewDecoder(out); ; {
		var p Package
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the output of go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return pkgs, nil
}
