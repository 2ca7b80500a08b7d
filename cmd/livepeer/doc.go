package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// writeConfigDoc writes doc/config.md, a table of all flags. A test keeps the
// file fresh; `make generate` writes it.
func writeConfigDoc(w io.Writer, fs *flag.FlagSet) {
	fmt.Fprint(w, `<!-- Generated from cmd/livepeer/flags.go by make generate. DO NOT EDIT. -->
# Settings

Every setting is a flag. The same names work in the environment as `+"`LP_<FLAG>`"+` in upper case (`+"`-orchAddr`"+` is `+"`LP_ORCHADDR`"+`), and
in the file of `+"`-config`"+`, one `+"`flag value`"+` a line with `+"`#`"+` for comments. Flags win over the environment, which wins over the file.
A name that does not exist is an error, wherever it stands. `+"`livepeer config [flags]`"+` prints what is in effect, in the form of such a file,
with secrets left out.
`)
	for _, g := range flagGroups {
		fmt.Fprintf(w, "\n## %s\n\n| flag | default | meaning |\n|---|---|---|\n", g.title)
		for _, name := range g.names {
			f := fs.Lookup(name)
			kind, usage := flag.UnquoteUsage(f)
			fmt.Fprintf(w, "| `%s` | %s | %s |\n", strings.TrimSpace("-"+f.Name+" "+kind), docDefault(f), strings.ReplaceAll(usage, "|", "\\|"))
		}
	}
}

func docDefault(f *flag.Flag) string {
	if f.DefValue == "" {
		return ""
	}
	return "`" + f.DefValue + "`"
}
