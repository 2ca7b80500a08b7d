package node

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/discovery"
)

// SelectionConfig is how a broadcaster finds orchestrators, beside Config.OrchAddrs,
// and chooses among them. The fields carry the names of their flags.
type SelectionConfig struct {
	OrchWebhookURL   string
	DiscoveryTimeout time.Duration
	ExtraNodes       int

	// OrchRegistry asks the registry beside the lists. OrchAllowlist is about
	// strangers, OrchBlocklist about all.
	OrchRegistry                 bool
	OrchAllowlist, OrchBlocklist discovery.Peers
	OrchMinVersion               string // empty accepts any
	// Services, Regions and MinStake choose among the registry's orchestrators.
	Services, Regions []string
	MinStake          chain.LPT

	// SelectionPolicy names how one is chosen for streams that do not say,
	// SelectionPolicies is a JSON file with more policies.
	SelectionPolicy, SelectionPolicies string
	// Selection are go-livepeer's flags; SelectionDraw says that one of those was
	// given that are about chances.
	Selection     choosing.Flags
	SelectionDraw bool
}

// asksRegistry says whether a broadcaster finds orchestrators on the chain: where
// nobody names any, or where it is told to.
func (c *Config) asksRegistry() bool {
	return c.Broadcaster && c.onChain() && (c.OrchRegistry || len(c.OrchAddrs) == 0 && c.OrchWebhookURL == "")
}

// mixesSources says whether there may be strangers beside orchestrators that the
// operator lists: a webhook's list has both, as its scores say.
func (c *Config) mixesSources() bool {
	return c.OrchWebhookURL != "" || len(c.OrchAddrs) > 0 && c.asksRegistry()
}

// sources are those who name a broadcaster's orchestrators, for the log.
func (c *Config) sources() []string {
	list := slices.Clone(c.OrchAddrs)
	if c.OrchWebhookURL != "" {
		list = append(list, "the webhook's")
	}
	if c.asksRegistry() {
		list = append(list, "the chain's registry")
	}
	return list
}

// validateSelection reports what cannot work about finding and choosing.
func (c *Config) validateSelection(bad func(flag, format string, args ...any)) {
	if c.Broadcaster && !c.Orchestrator && len(c.OrchAddrs) == 0 && c.OrchWebhookURL == "" && !c.onChain() {
		bad("orchAddr", "a broadcaster off chain needs orchestrators: add -orchAddr host:port[,host:port] or -orchWebhookUrl")
	}
	if (len(c.Services) > 0 || len(c.Regions) > 0 || !c.MinStake.IsZero()) && !c.asksRegistry() {
		bad("service", "-service, -region and -minStake choose among the orchestrators of a chain's registry; they need a broadcaster with -network, and without -orchAddr and -orchWebhookUrl or with -orchRegistry")
	}
	if c.OrchRegistry && (!c.onChain() || !c.Broadcaster) {
		bad("orchRegistry", "a registry is on a chain, and broadcasters look there; add -broadcaster and -network")
	}
	if _, err := c.Selection.Apply(choosing.DefaultPolicies()[choosing.Live], c.SelectionDraw); err != nil {
		bad("selectRandFreq", "this flag and the others of selection give no policy: %v", err)
	}
	if c.ExtraNodes < 0 {
		bad("extraNodes", "%d is negative", c.ExtraNodes)
	}
	if c.OrchMinVersion != "" && !core.ValidVersion(c.OrchMinVersion) {
		bad("orchMinLivepeerVersion", "%q is not a version such as 0.7.5", c.OrchMinVersion)
	}
	if err := checkURL(c.OrchWebhookURL); err != nil {
		bad("orchWebhookUrl", "%v", err)
	}
}

// warnSelection tells of settings of selection that do nothing beside the others.
func (n *node) warnSelection() {
	for _, text := range n.cfg.senseless() {
		n.log.Warn("A setting has no effect", "reason", text)
	}
}

// senseless says which settings of selection do nothing, and why.
func (c *Config) senseless() (list []string) {
	named := len(c.OrchAddrs) > 0 || c.OrchWebhookURL != ""
	limited := c.MaxPricePerUnit != "" && c.MaxPricePerUnit != "0"
	for _, s := range []struct {
		is   bool
		text string
	}{
		{limited && !c.onChain(), "-maxPricePerUnit: nothing is paid off chain"},
		{c.Selection.IgnoreMaxPriceIfNeeded && !limited, "-ignoreMaxPriceIfNeeded: there is no -maxPricePerUnit to ignore"},
		{c.SelectionDraw && !c.onChain() && c.Selection.SelectRandFreq < 1, "-selectStakeWeight and -selectPriceWeight: off chain nobody has stake or a price, so that all have equal chances"},
		{c.SelectionPolicy == choosing.Trusted && !named, "-selectionPolicy trusted: nobody is listed by -orchAddr or -orchWebhookUrl, so that no orchestrator of the registry is used"},
		{c.OrchRegistry && !named, "-orchRegistry: the registry is asked anyhow where there is no -orchAddr and no -orchWebhookUrl"},
		{(len(c.OrchAllowlist.Addresses) > 0 || len(c.OrchAllowlist.URIs) > 0) && c.OrchWebhookURL == "" && !c.asksRegistry(), "-orchAllowlist: it is about strangers, and those of -orchAddr are none"},
		{!c.onChain() && len(c.OrchAllowlist.Addresses)+len(c.OrchBlocklist.Addresses) > 0, "Ethereum addresses in -orchAllowlist and -orchBlocklist: off chain nobody has one; name URIs"},
	} {
		if s.is {
			list = append(list, s.text)
		}
	}
	return list
}
