package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/peterbourgon/ff/v3"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/core"
)

// envPrefix begins the name of every environment variable that sets a flag.
const envPrefix = "LP"

// UnknownKeyError names a setting that does not exist, where it stood, and the
// nearest one that does.
type UnknownKeyError struct {
	Key     string
	Where   string // "flag", "environment variable" or "config file key"
	Nearest string // empty when nothing is near
}

func (e *UnknownKeyError) Error() string {
	msg := fmt.Sprintf("unknown %s %s", e.Where, e.Key)
	if e.Nearest != "" {
		msg += fmt.Sprintf("; did you mean %s?", e.Nearest)
	}
	return msg + " (livepeer -help lists all)"
}

// load reads the settings in four steps, later ones winning: defaults, the
// file of -config, LP_<FLAG> in the environment, flags. An unknown key in any
// of them is an *UnknownKeyError.
func load(args, environ []string) (*settings, *flag.FlagSet, error) {
	s := &settings{}
	fs := newFlagSet(s)
	if err := checkFlags(fs, args); err != nil {
		return nil, fs, err
	}
	if err := checkEnv(fs, environ); err != nil {
		return nil, fs, err
	}
	parser := func(r io.Reader, set func(name, value string) error) error {
		return ff.PlainParser(io.LimitReader(r, 1<<20), func(name, value string) error {
			if fs.Lookup(name) == nil {
				return &UnknownKeyError{Key: name, Where: "config file key", Nearest: nearest(fs, name)}
			}
			return set(name, value)
		})
	}
	err := ff.Parse(fs, args, ff.WithEnvVarPrefix(envPrefix), ff.WithConfigFileFlag("config"), ff.WithConfigFileParser(parser))
	if err != nil {
		return nil, fs, err
	}
	if fs.NArg() > 0 {
		return nil, fs, fmt.Errorf("unexpected argument %q; every setting is a flag (livepeer -help lists all)", fs.Arg(0))
	}
	return s, fs, nil
}

// checkFlags finds flags that do not exist before package flag does, to give a hint.
func checkFlags(fs *flag.FlagSet, args []string) error {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" || arg == "-" || !strings.HasPrefix(arg, "-") {
			return nil
		}
		name, _, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if name == "h" || name == "help" {
			return flag.ErrHelp
		}
		f := fs.Lookup(name)
		if f == nil {
			return &UnknownKeyError{Key: "-" + name, Where: "flag", Nearest: prefixed("-", nearest(fs, name))}
		}
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); !hasValue && (!ok || !b.IsBoolFlag()) {
			i++
		}
	}
	return nil
}

func checkEnv(fs *flag.FlagSet, environ []string) error {
	known := map[string]bool{}
	fs.VisitAll(func(f *flag.Flag) { known[envName(f.Name)] = true })
	for _, kv := range environ {
		key, _, _ := strings.Cut(kv, "=")
		if name, ours := strings.CutPrefix(key, envPrefix+"_"); ours && !known[key] {
			return &UnknownKeyError{Key: key, Where: "environment variable", Nearest: prefixed("", envName(nearest(fs, name)))}
		}
	}
	return nil
}

// envName is the variable that ff reads for a flag.
func envName(flagName string) string {
	if flagName == "" {
		return ""
	}
	return envPrefix + "_" + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(flagName))
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// nearest returns the flag whose name is closest to key, if it is close.
func nearest(fs *flag.FlagSet, key string) string {
	best, bestDist := "", max(2, len(key)/3)+1
	fs.VisitAll(func(f *flag.Flag) {
		if d := distance(strings.ToLower(key), strings.ToLower(f.Name)); d < bestDist {
			best, bestDist = f.Name, d
		}
	})
	return best
}

// distance is the Levenshtein distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// config turns the raw settings into what a node is built from.
func (s *settings) config(fs *flag.FlagSet) (node.Config, error) {
	c := node.Config{
		Roles:   node.Roles{Broadcaster: s.broadcaster || s.gateway, Orchestrator: s.orchestrator, Transcoder: s.transcoder, Redeemer: s.redeemer},
		Version: version(), Network: s.network, NodeID: s.nodeID, DataDir: s.dataDir,
		RTMPAddr: s.rtmpAddr, HTTPAddr: s.httpAddr, CLIAddr: s.cliAddr, ServiceAddr: s.serviceAddr,
		OrchAddrs: splitList(s.orchAddr), AuthWebhookURL: s.authWebhookURL,
		MaxAttempts: s.maxAttempts, Nodes: splitList(s.nodes),
		HTTPIngest: s.httpIngest, CurrentManifest: s.currentManifest,
		Nvidia: s.nvidia, TestTranscoder: s.testTranscoder, X264Preset: s.x264Preset,
		WorkerMemoryLimit: int64(s.workerMemory) << 20, AllowPrivateURLs: s.allowPrivateURLs,
		Monitor: s.monitor, MetricsPerStream: s.metricsPerStream, DrainTimeout: s.drainTimeout,
	}
	fs.Visit(func(f *flag.Flag) { c.HTTPIngestSet = c.HTTPIngestSet || f.Name == "httpIngest" })
	var errs [9]error
	c.OrchSecret, errs[0] = textOrFile(s.orchSecret)
	c.CLIToken, errs[1] = textOrFile(s.cliToken)
	c.MaxSessions, errs[2] = parseMaxSessions(s.maxSessions)
	c.Profiles, errs[3] = parseTranscodingOptions(s.transcodingOptions)
	errs[5] = s.selectionSettings.fill(fs, &c)
	c.ChainConfig, errs[6] = s.chainSettings.config(fs)
	c.PaymentConfig, errs[7] = s.paymentSettings.config()
	c.VerificationConfig, errs[8] = s.verificationSettings.config(c.Broadcaster && c.Orchestrator)
	if c.DataDir == "" {
		c.DataDir, errs[4] = defaultDataDir(c.Network)
	}
	c.Complete()
	return c, errors.Join(append(errs[:], c.Validate())...)
}

func splitList(s string) []string {
	var list []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func parseMaxSessions(s string) (int, error) {
	if s == "auto" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n <= 0 {
		return 0, &node.ConfigError{Flag: "maxSessions", Reason: fmt.Sprintf("%q is neither a number above 0 nor auto", s)}
	}
	return n, nil
}

// parseTranscodingOptions reads presets, or the JSON file that s names.
func parseTranscodingOptions(s string) ([]core.Profile, error) {
	profiles, err := readTranscodingOptions(s)
	if err != nil {
		return nil, &node.ConfigError{Flag: "transcodingOptions", Reason: err.Error()}
	}
	if len(profiles) == 0 {
		return nil, &node.ConfigError{Flag: "transcodingOptions", Reason: fmt.Sprintf("%q names no profile", s)}
	}
	return profiles, nil
}

func readTranscodingOptions(s string) ([]core.Profile, error) {
	if info, err := os.Stat(s); err == nil && info.Mode().IsRegular() {
		const maxProfileFile = 1 << 20
		if info.Size() > maxProfileFile {
			return nil, fmt.Errorf("file %q has %d bytes, at most %d are read", s, info.Size(), maxProfileFile)
		}
		b, err := os.ReadFile(s)
		if err != nil {
			return nil, err
		}
		return core.ParseProfiles(b)
	}
	if strings.HasSuffix(s, ".json") {
		return nil, fmt.Errorf("file %q does not exist", s)
	}
	return core.ParsePresets(s)
}

func defaultDataDir(network string) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &node.ConfigError{Flag: "dataDir", Reason: "there is no home directory for the default; set it"}
	}
	return filepath.Join(home, ".lpData", network), nil
}

// printConfig writes the settings in effect in the form of a config file.
// Secrets are shown as "***".
func printConfig(w io.Writer, fs *flag.FlagSet) {
	for _, g := range flagGroups {
		fmt.Fprintf(w, "# %s\n", g.title)
		for _, name := range g.names {
			value := fs.Lookup(name).Value.String()
			if secret(name) && value != "" {
				value = "***"
			}
			if name == "config" || name == "version" || value == "" {
				continue
			}
			fmt.Fprintf(w, "%s %s\n", name, value)
		}
	}
}

// secret says whether a setting has a secret in it; endpoints often have a key
// in their address.
func secret(name string) bool {
	return slices.Contains([]string{"orchSecret", "cliToken", "ethPassword", "ethUrl", "priceFeedUrl"}, name)
}
