package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// Finding is one file or function that is too long.
type Finding struct {
	// Key is the file's path, or path and function: "core/size.go OutputSize".
	Key   string
	Lines int
	Max   int
}

// Measure returns what is too long in one file. Generated files have no
// findings; Go's test files and test functions may be long, since tables are.
func Measure(path string, source []byte) ([]Finding, error) {
	if generated(source) {
		return nil, nil
	}
	var found []Finding
	if n := bytes.Count(source, []byte("\n")); n > maxFileLines && !strings.HasSuffix(path, "_test.go") {
		found = append(found, Finding{Key: path, Lines: n, Max: maxFileLines})
	}
	functions := cFunctions
	if strings.HasSuffix(path, ".go") {
		functions = goFunctions
	}
	lengths, err := functions(path, source)
	if err != nil {
		return nil, err
	}
	for _, f := range lengths {
		if f.Lines > maxFunctionLines {
			found = append(found, f)
		}
	}
	return found, nil
}

func generated(source []byte) bool {
	return regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`).Match(source)
}

func goFunctions(path string, source []byte) ([]Finding, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil || strings.HasSuffix(path, "_test.go") && strings.HasPrefix(fn.Name.Name, "Test") {
			continue
		}
		lines := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1
		all = append(all, Finding{Key: fmt.Sprintf("%s %s", path, fn.Name.Name), Lines: lines, Max: maxFunctionLines})
	}
	return all, nil
}

// cFunctions finds functions by the layout that our C has: the head begins in
// the first column and ends with "{" or is followed by a line "{", the body
// ends with "}" in the first column.
func cFunctions(path string, source []byte) ([]Finding, error) {
	head := regexp.MustCompile(`^[a-zA-Z].*?\b(\w+)\(`)
	var all []Finding
	name, start := "", 0
	for i, line := range strings.Split(string(source), "\n") {
		if m := head.FindStringSubmatch(line); m != nil && !strings.HasSuffix(line, ";") {
			name, start = m[1], i
		}
		if line == "}" && name != "" {
			all = append(all, Finding{Key: fmt.Sprintf("%s %s", path, name), Lines: i - start + 1, Max: maxFunctionLines})
			name = ""
		}
	}
	return all, nil
}
