package choosing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

const duration = 2 * time.Second

// rig has a Chooser with a clock of its own.
type rig struct {
	require.TestingT
	now     time.Time
	book    *reputation.Book
	chooser *choosing.Chooser
}

// newRig makes a Chooser of which change may change the configuration.
func newRig(t require.TestingT, change func(*choosing.Config)) *rig {
	r := &rig{TestingT: t, now: time.Unix(1_700_000_000, 0)}
	clock := func() time.Time { return r.now }
	book := reputation.DefaultConfig()
	book.Now = clock
	var err error
	r.book, err = reputation.New(book)
	require.NoError(t, err)
	cfg := choosing.DefaultConfig()
	cfg.Book, cfg.Now, cfg.Random = r.book, clock, rand.NewPCG(1, 2)
	if change != nil {
		change(&cfg)
	}
	r.chooser, err = choosing.New(cfg)
	require.NoError(t, err)
	return r
}

// policy is one of live's kind without exploration, as change has it.
func policy(change func(p *choosing.Policy)) func(*choosing.Config) {
	return func(c *choosing.Config) {
		p := c.Policies[choosing.Live]
		p.Explore.Share = 0
		if change != nil {
			change(p)
		}
	}
}

// line is a stream and the orchestrators that it has met.
type line struct {
	*rig
	selector broadcaster.StreamSelector
	options  []broadcaster.Option
	seq      uint64
	last     string
}

func (r *rig) open(id core.ManifestID, policy string) *line {
	return &line{rig: r, selector: r.chooser.Open(broadcaster.StreamConfig{ManifestID: id, Policy: policy})}
}

func address(i int) common.Address { return common.Address{1, byte(i >> 8), byte(i)} }

func peer(i int) reputation.Peer { return reputation.PeerOf(address(i), "") }

func uri(i int) string { return fmt.Sprintf("https://o%d:8935", i) }

// meet adds orchestrator i with a price in wei per pixel; less than 0 for none.
func (l *line) meet(i int, price int64, change func(c *broadcaster.Candidate)) {
	c := broadcaster.Candidate{URI: uri(i), Info: &core.OrchestratorInfo{URI: uri(i), Address: address(i), Token: &core.AuthToken{}}}
	if price >= 0 {
		c.Info.Price = &pm.Price{PricePerUnit: price, PixelsPerUnit: 1}
	}
	if change != nil {
		change(&c)
	}
	l.options = append(l.options, broadcaster.Option{URI: c.URI, Score: c.Score, Info: c.Info, Known: l.selector.Meet(c)})
}

// option is that of orchestrator i.
func (l *line) option(i int) *broadcaster.Option {
	for k := range l.options {
		if l.options[k].URI == uri(i) {
			return &l.options[k]
		}
	}
	return nil
}

// choose chooses among those for which away is not set, and returns the URI.
func (l *line) choose(away ...int) (string, choosing.Reason) {
	var options []broadcaster.Option
	for _, o := range l.options {
		gone := false
		for _, i := range away {
			gone = gone || o.URI == uri(i)
		}
		if !gone {
			options = append(options, o)
		}
	}
	l.seq++
	at, reason := l.selector.Select(broadcaster.SelectRequest{Seq: l.seq, Duration: duration, Try: 1}, options)
	if at < 0 {
		return "", choosing.Reason(reason)
	}
	require.Less(l, at, len(options))
	l.last = options[at].URI
	return l.last, choosing.Reason(reason)
}

// lands tells how a segment at orchestrator i went.
func (l *line) lands(i int, kind reputation.Kind, score float64) {
	l.option(i).Known.Landed(outcome(kind, score))
}

func outcome(kind reputation.Kind, score float64) reputation.Outcome {
	return reputation.Outcome{Kind: kind, Took: time.Duration(score * float64(duration)), Unit: duration, Media: duration}
}

// remember makes the book know n successes and some failures of orchestrator i.
func (r *rig) remember(i, n, failed int, score float64) {
	for range n {
		r.book.Entry(peer(i)).Report(outcome(reputation.Done, score))
	}
	for range failed {
		r.book.Entry(peer(i)).Report(outcome(reputation.Failed, 0))
	}
}

func lpt(t require.TestingT, text string) chain.LPT {
	v, err := chain.ParseLPT(text)
	require.NoError(t, err)
	return v
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*choosing.Config){
		"err_no_book":        func(c *choosing.Config) { c.Book = nil },
		"err_unknown_policy": func(c *choosing.Config) { c.Default = "none" },
		"err_bad_policy":     func(c *choosing.Config) { c.Policies[choosing.Cheap].Late = 0 },
		"err_keep":           func(c *choosing.Config) { c.Keep = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := choosing.DefaultConfig()
			cfg.Book = newRig(t, nil).book
			require.NoError(t, cfg.Validate())
			change(&cfg)
			_, err := choosing.New(cfg)
			require.Error(t, err)
		})
	}
}
