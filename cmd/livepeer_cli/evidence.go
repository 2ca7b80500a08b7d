package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// nodeProgram is the name of the node's program, which checks evidence.
const nodeProgram = "livepeer"

func (c *cli) evidenceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "evidence", Short: "What a broadcaster keeps of results that it rejected, and whether it proves anything",
		Long: `A bundle of evidence has a segment, the job, what an orchestrator returned and signed,
and what is wrong with it. Anybody can check one, without a node.`,
		Example: "  livepeer_cli evidence list\n  livepeer_cli evidence verify movie-12.lpevidence",
	}
	cmd.AddCommand(c.evidenceListCommand(), c.evidenceGetCommand(), c.evidenceVerifyCommand())
	return cmd
}

func (c *cli) evidenceListCommand() *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use: "list", Short: "The bundles that the node keeps, the latest first",
		Example: "  livepeer_cli evidence list --limit 10", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			return show(cmd.Context(), c, "evidence", query, func(l cliapi.EvidenceList) {
				var rows []table.Row
				for _, e := range l.Evidence {
					rows = append(rows, table.Row{e.Name, instant(e.Made), e.Bytes, e.Orchestrator, e.Stream, e.Seq, yesNo(e.Signed), orNone(strings.Join(e.Faults, "; "))})
				}
				c.rows(table.Row{"Evidence", "Made", "Bytes", "Orchestrator", "Stream", "Segment", "Signed", "Faults"}, rows)
				c.more(len(rows), f.offset, l.Total)
			})
		},
	}
	f.addPaging(cmd)
	return cmd
}

func (c *cli) evidenceGetCommand() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use: "get <name>", Short: "Copy a bundle from the node into a file",
		Example: "  livepeer_cli evidence get movie-12.lpevidence\n  livepeer_cli evidence get movie-12.lpevidence -o proof.lpevidence",
		Args:    arguments(1, 1, "a name from evidence list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			if path == "" {
				if !filepath.IsLocal(name) || filepath.Base(name) != name {
					return input.Errorf("%q: expected a name from livepeer_cli evidence list", name)
				}
				path = name
			}
			size, err := c.download(cmd.Context(), "evidence/"+url.PathEscape(name), path)
			if err != nil {
				return err
			}
			written := struct {
				File  string `json:"file"`
				Bytes int64  `json:"bytes"`
			}{path, size}
			return c.showValue(written, func() { c.printf("%d bytes are in %s\n", size, path) })
		},
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", "the file, which must not be there yet (default: the name)")
	return cmd
}

// download copies a file of the node; nothing is left of one that broke off.
func (c *cli) download(ctx context.Context, resource, path string) (size int64, err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, input.Errorf("%s is there already; choose another file with -o", path)
	}
	if err != nil {
		return 0, input.Errorf("-o: %v", err)
	}
	size, err = c.client.Download(ctx, resource, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return size, nil
}

func (c *cli) evidenceVerifyCommand() *cobra.Command {
	var program, policy string
	cmd := &cobra.Command{
		Use: "verify <file>", Short: "Say whether a bundle proves that its orchestrator returned something else than asked for",
		Long: `Checks hashes and signatures, looks at the media anew, and says in one line what that
proves. It asks no node: the program livepeer does it, the one beside livepeer_cli or in
PATH. The limits are its default ones; with --policy bundle those of the bundle, which
are its maker's.

Exit codes: 0 it proves that; 3 it does not; 1 it could not be checked.`,
		Example: "  livepeer_cli evidence verify movie-12.lpevidence\n  livepeer_cli evidence verify movie-12.lpevidence --json",
		Args:    arguments(1, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if policy != "default" && policy != "bundle" {
				return input.Errorf("--policy %q: expected default or bundle", policy)
			}
			path, err := c.nodeProgram(program)
			if err != nil {
				return err
			}
			return c.runVerifier(cmd.Context(), path, policy, args[0])
		},
	}
	cmd.Flags().StringVar(&policy, "policy", "default", "whose limits: default or bundle")
	cmd.Flags().StringVar(&program, "livepeer", "", "the program livepeer (default: the one beside this program, or in PATH)")
	return cmd
}

// nodeProgram finds the program livepeer.
func (c *cli) nodeProgram(asked string) (string, error) {
	if asked != "" {
		return asked, nil
	}
	if c.self != "" {
		beside := filepath.Join(filepath.Dir(c.self), nodeProgram)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return beside, nil
		}
	}
	path, err := exec.LookPath(nodeProgram)
	if err != nil {
		return "", input.Errorf("the program livepeer is neither beside livepeer_cli nor in PATH; say where it is with --livepeer")
	}
	return path, nil
}

// verifierError is the exit code of livepeer, which has said all that there is to
// say.
type verifierError struct{ exit int }

func (e *verifierError) Error() string {
	return fmt.Sprintf("livepeer verify-evidence: exit code %d", e.exit)
}

func (c *cli) runVerifier(ctx context.Context, program, policy, file string) error {
	args := []string{"verify-evidence", "-policy", policy}
	if c.json {
		args = append(args, "-json")
	}
	check := exec.CommandContext(ctx, program, append(args, "--", file)...)
	check.Cancel = func() error { return check.Process.Signal(os.Interrupt) }
	check.Stdout, check.Stderr = c.out, c.errOut
	err := check.Run()
	var exited *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exited):
		return &verifierError{exited.ExitCode()}
	case err != nil:
		return fmt.Errorf("run %s to check the evidence: %w", program, err)
	}
	return nil
}
