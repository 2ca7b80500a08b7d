package main

import (
	"errors"
	"flag"
	"slices"
	"time"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/discovery"
)

// selectionSettings holds the raw values of the flags that are about which
// orchestrators a broadcaster finds and chooses.
type selectionSettings struct {
	orchWebhookURL                               string
	discoveryTimeout                             time.Duration
	extraNodes                                   int
	orchRegistry                                 bool
	orchAllowlist, orchBlocklist, orchMinVersion string
	service, region, minStake                    string
	selectionPolicy, selectionPolicies           string
	flags                                        choosing.Flags
}

func (s *selectionSettings) register(fs *flag.FlagSet) {
	usual := choosing.DefaultFlags()
	fs.StringVar(&s.orchWebhookURL, "orchWebhookUrl", "", "URL that lists orchestrators as JSON [{\"address\":\"https://host:port\",\"score\":1}]; scores between 0 and 1 are of those that are not used")
	fs.DurationVar(&s.discoveryTimeout, "discoveryTimeout", 500*time.Millisecond, "how long a broadcaster waits for orchestrators' first answers")
	fs.IntVar(&s.extraNodes, "extraNodes", 0, "how many further addresses of an orchestrator (its -nodes) are asked too")
	fs.BoolVar(&s.orchRegistry, "orchRegistry", false, "use the orchestrators of the chain's registry too, after those of -orchAddr and -orchWebhookUrl; without these two they are used anyhow")
	fs.StringVar(&s.orchAllowlist, "orchAllowlist", "", "Ethereum addresses or URIs of the only orchestrators that are used of the registry and of the webhook's with score 0, with commas between them")
	fs.StringVar(&s.orchBlocklist, "orchBlocklist", "", "Ethereum addresses or URIs of orchestrators that are never used, with commas between them")
	fs.StringVar(&s.orchMinVersion, "orchMinLivepeerVersion", "", "oldest version of an orchestrator's software that is used, such as 0.7.5")
	fs.StringVar(&s.service, "service", "", "services that orchestrators of the registry must all offer, with commas between them, such as GPUTranscoding")
	fs.StringVar(&s.region, "region", "", "regions of which orchestrators of the registry must serve one, with commas between them, such as eu-west")
	fs.StringVar(&s.minStake, "minStake", "0LPT", "least stake of orchestrators of the registry, such as 1000LPT")
	fs.StringVar(&s.selectionPolicy, "selectionPolicy", choosing.Live, "how an orchestrator is chosen for streams that ask for no policy: live, premium, cheap, trusted, or one of -selectionPolicies")
	fs.StringVar(&s.selectionPolicies, "selectionPolicies", "", "JSON file with policies to choose orchestrators by")
	fs.Float64Var(&s.flags.SelectRandFreq, "selectRandFreq", usual.SelectRandFreq, "chance by which an unknown orchestrator is drawn from all alike; when one of these four flags is set, the first three must add up to 1")
	fs.Float64Var(&s.flags.SelectStakeWeight, "selectStakeWeight", usual.SelectStakeWeight, "chance by which it is drawn by stake")
	fs.Float64Var(&s.flags.SelectPriceWeight, "selectPriceWeight", usual.SelectPriceWeight, "chance by which it is drawn by price")
	fs.Float64Var(&s.flags.SelectPriceExpFactor, "selectPriceExpFactor", usual.SelectPriceExpFactor, "by how many wei per pixel the price must rise for e times less chance in -selectPriceWeight")
	fs.BoolVar(&s.flags.IgnoreMaxPriceIfNeeded, "ignoreMaxPriceIfNeeded", false, "use and pay orchestrators above -maxPricePerUnit when there are no others")
	fs.Float64Var(&s.flags.MinPerfScore, "minPerfScore", 0, "least part of segments, 0 to 1, that an orchestrator is expected to give in time, by what this node has seen; those below are used when there are no others")
}

// fill puts what the flags say into c.
func (s *selectionSettings) fill(fs *flag.FlagSet, c *node.Config) error {
	c.OrchWebhookURL, c.OrchRegistry, c.OrchMinVersion = s.orchWebhookURL, s.orchRegistry, s.orchMinVersion
	c.DiscoveryTimeout, c.ExtraNodes = s.discoveryTimeout, s.extraNodes
	c.Services, c.Regions = splitList(s.service), splitList(s.region)
	c.SelectionPolicy, c.SelectionPolicies = s.selectionPolicy, s.selectionPolicies
	c.Selection = s.flags
	chances := []string{"selectRandFreq", "selectStakeWeight", "selectPriceWeight", "selectPriceExpFactor"}
	fs.Visit(func(f *flag.Flag) { c.SelectionDraw = c.SelectionDraw || slices.Contains(chances, f.Name) })
	var errs [3]error
	c.OrchAllowlist, errs[0] = parsePeers("orchAllowlist", s.orchAllowlist)
	c.OrchBlocklist, errs[1] = parsePeers("orchBlocklist", s.orchBlocklist)
	if c.MinStake, errs[2] = chain.ParseLPT(s.minStake); errs[2] != nil {
		errs[2] = &node.ConfigError{Flag: "minStake", Reason: errs[2].Error()}
	}
	return errors.Join(errs[:]...)
}

func parsePeers(name, text string) (discovery.Peers, error) {
	peers, err := discovery.ParsePeers(text)
	if err != nil {
		return discovery.Peers{}, &node.ConfigError{Flag: name, Reason: err.Error()}
	}
	return peers, nil
}
