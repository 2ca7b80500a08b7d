package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/core"
)

// settings holds the raw values of all flags, before config.go turns them into
// a node.Config.
type settings struct {
	broadcaster, gateway, orchestrator, transcoder bool
	chainSettings
	paymentSettings
	selectionSettings
	verificationSettings

	network, nodeID, dataDir, configFile               string
	rtmpAddr, httpAddr, cliAddr, cliToken, serviceAddr string
	orchAddr, orchSecret, nodes                        string
	authWebhookURL, transcodingOptions, maxSessions    string
	nvidia, x264Preset                                 string
	maxAttempts, workerMemory                          int
	drainTimeout                                       time.Duration
	httpIngest, currentManifest, testTranscoder        bool
	allowPrivateURLs, monitor, metricsPerStream        bool

	verbosity       int
	vmodule, logDir string
	version         bool
}

// flagGroups is the order in which help and doc/config.md show the flags.
var flagGroups = []struct { //nolint:gochecknoglobals // a table, never written
	title string
	names []string
}{
	{"Roles", []string{"broadcaster", "gateway", "orchestrator", "transcoder", "redeemer"}},
	{"Node", []string{"network", "dataDir", "config", "nodeID", "maxSessions", "drainTimeout", "version"}},
	{"Addresses", []string{"rtmpAddr", "httpAddr", "serviceAddr", "cliAddr", "cliToken"}},
	{"Broadcaster", []string{"maxAttempts", "transcodingOptions", "httpIngest", "authWebhookUrl", "currentManifest"}},
	{"Finding orchestrators (broadcaster)", []string{"orchAddr", "orchWebhookUrl", "orchRegistry", "discoveryTimeout", "extraNodes", "orchAllowlist", "orchBlocklist", "orchMinLivepeerVersion", "service", "region", "minStake"}},
	{"Choosing orchestrators (broadcaster)", []string{"selectionPolicy", "selectionPolicies", "selectRandFreq", "selectStakeWeight", "selectPriceWeight", "selectPriceExpFactor", "ignoreMaxPriceIfNeeded", "minPerfScore"}},
	{"Checking results (broadcaster)", []string{"verify", "verificationRate", "failedSegments", "evidenceDir", "evidenceMax", "verifierUrl", "verifierPath"}},
	{"Orchestrator and transcoder", []string{"orchSecret", "nodes", "nvidia", "testTranscoder", "x264Preset", "workerMemory", "allowPrivateURLs"}},
	{"Chain", []string{"ethUrl", "ethController", "serviceRegistryAddr", "ethKeystorePath", "ethAcctAddr", "ethPassword", "minGasPrice", "maxGasPrice", "gasLimit", "transactionTimeout", "maxTransactionReplacements", "blockPollingInterval", "initializeRound", "initializeRoundMaxDelay", "reward"}},
	{"Getting paid (orchestrator)", []string{"pricePerUnit", "pixelsPerUnit", "pricePerBroadcaster", "pricePerGateway", "pricePerCapability", "autoAdjustPrice", "priceFeedAddr", "priceFeedUrl", "ticketEV", "maxFaceValue", "redeemOverhead", "redeemPolicy", "redeemGas", "senderMinDeposit", "senderMaxDefaults", "ethOrchAddr", "redeemerAddr", "redeemerCertificate", "redeemerAllow"}},
	{"Paying (broadcaster)", []string{"maxPricePerUnit", "maxTicketEV", "maxTotalEV", "depositMultiplier", "autoTopUp"}},
	{"Devnet", []string{"devnetAddr", "devnetBlockTime", "devnetRoundLength", "devnetAccount"}},
	{"Logs and metrics", []string{"v", "vmodule", "log_dir", "monitor", "metricsPerStream"}},
}

func newFlagSet(s *settings) *flag.FlagSet {
	fs := flag.NewFlagSet("livepeer", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors and help are printed by main, once
	fs.BoolVar(&s.broadcaster, "broadcaster", false, "take live streams in and have them transcoded (the same as -gateway)")
	fs.BoolVar(&s.gateway, "gateway", false, "the same as -broadcaster")
	fs.BoolVar(&s.orchestrator, "orchestrator", false, "sell transcoding to broadcasters; with -transcoder on this machine, with -orchSecret on remote transcoders, or both")
	fs.BoolVar(&s.transcoder, "transcoder", false, "transcode on this machine: beside -orchestrator for it, alone for the orchestrators in -orchAddr")

	fs.StringVar(&s.network, "network", node.Offchain, "network to work on: offchain, devnet (a chain of its own, or the one at -ethUrl), arbitrum-one-mainnet, or any name with -ethController")
	fs.StringVar(&s.dataDir, "dataDir", "", "directory for secrets and state (default ~/.lpData/<network>)")
	fs.StringVar(&s.configFile, "config", "", "file with one `flag value` a line; flags and LP_<FLAG> in the environment win over it")
	fs.StringVar(&s.nodeID, "nodeID", "", "name of this node in metrics (default the host's name)")
	fs.StringVar(&s.maxSessions, "maxSessions", "10", "streams at a time: on a broadcaster those taken in, else those transcoded; `auto` on an orchestrator follows its transcoders")
	fs.DurationVar(&s.drainTimeout, "drainTimeout", time.Minute, "how long SIGTERM waits for running streams to end")
	fs.BoolVar(&s.version, "version", false, "print the version and exit")

	fs.StringVar(&s.rtmpAddr, "rtmpAddr", "", "RTMP listener of a broadcaster (default "+node.DefaultRTMPAddr+")")
	fs.StringVar(&s.httpAddr, "httpAddr", "", "HTTP listener: push and playback of a broadcaster (default "+node.DefaultBroadcasterHTTPAddr+"), or the port of an orchestrator (default :"+node.DefaultOrchestratorPort+"; http://host:port serves it without TLS) or a redeemer (default 127.0.0.1:8935)")
	fs.StringVar(&s.serviceAddr, "serviceAddr", "", "host:port or URI under which broadcasters reach this orchestrator")
	fs.StringVar(&s.cliAddr, "cliAddr", "", "admin API (default 127.0.0.1 port 5935 on a broadcaster, 7935 on an orchestrator, 6935 on others)")
	fs.StringVar(&s.cliToken, "cliToken", "", "token that the admin API asks for, text or a file; required when -cliAddr is not on loopback")

	fs.StringVar(&s.orchAddr, "orchAddr", "", "orchestrators as a comma-separated list of host:port or URIs: whom a broadcaster asks, or a transcoder serves (default on a chain those of its registry)")
	fs.IntVar(&s.maxAttempts, "maxAttempts", 3, "orchestrators that a segment is tried at before it is given up")
	fs.StringVar(&s.transcodingOptions, "transcodingOptions", core.DefaultPresets, "renditions: a comma-separated list of presets, or a JSON file with an array of profiles")
	fs.BoolVar(&s.httpIngest, "httpIngest", true, "take segments by HTTP push; off by itself when -httpAddr is public and there is no -authWebhookUrl")
	fs.StringVar(&s.authWebhookURL, "authWebhookUrl", "", "URL that is asked about every new stream")
	fs.BoolVar(&s.currentManifest, "currentManifest", false, "serve the newest stream as /stream/current.m3u8 too")

	fs.StringVar(&s.orchSecret, "orchSecret", "", "secret shared by an orchestrator and its transcoders, text or a file")
	fs.StringVar(&s.nodes, "nodes", "", "further URIs of the same orchestrator that broadcasters may ask, with commas between them")
	fs.StringVar(&s.nvidia, "nvidia", "", "Nvidia devices to transcode on: a comma-separated list such as 0,1, or all")
	fs.BoolVar(&s.testTranscoder, "testTranscoder", true, "transcode clips at start to learn what this machine can do")
	fs.StringVar(&s.x264Preset, "x264Preset", "medium", "x264's trade of time for quality: ultrafast to veryslow")
	fs.IntVar(&s.workerMemory, "workerMemory", 2048, "MiB that one worker process may use before it is ended")
	fs.BoolVar(&s.allowPrivateURLs, "allowPrivateURLs", false, "fetch media for peers from loopback and private addresses too")

	s.chainSettings.register(fs)
	s.paymentSettings.register(fs)
	s.verificationSettings.register(fs)
	s.selectionSettings.register(fs)

	fs.IntVar(&s.verbosity, "v", 3, "log verbosity, 0 to 6: 3 is normal, 5 adds a line per segment, 6 protocol details")
	fs.StringVar(&s.vmodule, "vmodule", "", "verbosity by file, such as session=6,pool=5")
	fs.StringVar(&s.logDir, "log_dir", "", "directory for log files beside standard error")
	fs.BoolVar(&s.monitor, "monitor", false, "serve Prometheus metrics at /metrics of the admin API")
	fs.BoolVar(&s.metricsPerStream, "metricsPerStream", false, "label metrics with the stream; series end with their stream")
	return fs
}

const helpHead = `livepeer runs a node of the Livepeer network: a broadcaster, an orchestrator,
a transcoder, or several of them in one process; or a redeemer of the tickets
that an orchestrator was paid with.

Usage:
  livepeer [flags]
  livepeer config [flags]     print the settings in effect
  livepeer verify-evidence [-json] FILE
                              say whether a bundle of evidence proves that an orchestrator cheated

Examples:
  # everything on one machine; push to rtmp://127.0.0.1/movie, watch http://127.0.0.1:9935
  livepeer -broadcaster -orchestrator -transcoder

  # the same with a chain of its own: stake, deposits and payments to play with (livepeer_cli shows how)
  livepeer -network devnet -broadcaster -orchestrator -transcoder

  # three machines
  livepeer -orchestrator -orchSecret s3cret -serviceAddr orch.example.org:8935
  livepeer -transcoder -orchAddr orch.example.org:8935 -orchSecret s3cret -maxSessions 4
  livepeer -broadcaster -orchAddr orch.example.org:8935 -httpAddr 0.0.0.0:9935 -rtmpAddr 0.0.0.0:1935

  # paid work, wei for a pixel; broadcasters need a deposit
  livepeer -network arbitrum-one-mainnet -ethUrl https://arb1.example.org/KEY -orchestrator -transcoder -pricePerUnit 1200 -serviceAddr orch.example.org:8935

Flags win over LP_<FLAG> in the environment (LP_ORCHADDR), which wins over the file in -config.
`

// printHelp writes the help in the order of flagGroups.
func printHelp(w io.Writer, fs *flag.FlagSet) {
	fmt.Fprint(w, helpHead)
	for _, g := range flagGroups {
		fmt.Fprintf(w, "\n%s:\n", g.title)
		for _, name := range g.names {
			printFlag(w, fs.Lookup(name))
		}
	}
}

func printFlag(w io.Writer, f *flag.Flag) {
	kind, usage := flag.UnquoteUsage(f)
	fmt.Fprintf(w, "  -%s %s\n        %s", f.Name, kind, usage)
	if f.DefValue != "" && f.DefValue != "false" && !strings.Contains(usage, "(default") {
		fmt.Fprintf(w, " (default %s)", f.DefValue)
	}
	fmt.Fprintln(w)
}

// textOrFile returns the trimmed content of the file that value names, or value
// itself when there is no such file.
func textOrFile(value string) (string, error) {
	if value == "" || strings.ContainsAny(value, "\x00\n") {
		return value, nil
	}
	info, err := os.Stat(value)
	if err != nil || info.IsDir() {
		return value, nil
	}
	const maxSecretFile = 1 << 16
	if info.Size() > maxSecretFile {
		return "", fmt.Errorf("file %q has %d bytes, a secret has at most %d", value, info.Size(), maxSecretFile)
	}
	b, err := os.ReadFile(value)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(b)), nil
}
