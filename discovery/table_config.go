package discovery

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/livepeer/streamflow/core"
)

// MaxTable bounds the orchestrators of a Table.
const MaxTable = 16384

// TableConfig configures a Table.
type TableConfig struct {
	Sources []Source
	Client  Client
	Filter  Filter
	Order   Order
	// Store keeps what is known over restarts; nil keeps nothing.
	Store Store
	// Chain is nil off chain. With it, answers without price, address and ticket
	// parameters are refused.
	Chain Chain
	// Request is what orchestrators are asked for in the background.
	Request core.JobRequest

	// Parallel bounds the questions in the background that are under way at the
	// same time, Rate those that are begun in a second in the long run, Burst those
	// that are begun in a row without regard to it, and Pace those in any second:
	// with more, this machine's own work would show in the times of answer. Parallel
	// bounds those of streams too, apart.
	Parallel   int
	Rate, Pace float64
	Burst      int
	// AskTimeout bounds one question (wire.md 4).
	AskTimeout time.Duration
	// MaxAge is how old an answer gets before it is replaced. It is replaced
	// earlier when its token or its ticket parameters end.
	MaxAge time.Duration
	// MinGap is between two questions in the background to the same orchestrator, and
	// IdleGap where no stream has taken the first one's answer. When one has, the next
	// question comes TakenGap later: the good ones must soon be there for other streams,
	// but the beginning of this one comes first.
	MinGap, IdleGap, TakenGap time.Duration
	// SourceInterval is how often sources are asked for their list.
	SourceInterval time.Duration
	// SaveInterval is how often the Store gets what has changed.
	SaveInterval time.Duration

	// HandOut bounds those that one search of a stream takes from the table. The
	// last Explore of them are drawn by lot from all that are ready.
	HandOut, Explore int
	// AskLimit bounds those that a search asks when the table has none.
	AskLimit int
	// Timeout is -discoveryTimeout: how long such a search waits for answers. While
	// there is none it is doubled, up to HardStop.
	Timeout, HardStop time.Duration
	// ExtraNodes is how many of the further addresses that an orchestrator names
	// are tried (-extraNodes), one level deep.
	ExtraNodes int

	Observer Observer     // nil to observe nothing
	Log      *slog.Logger // nil to discard
}

// DefaultTableConfig has everything but sources and client.
func DefaultTableConfig() TableConfig {
	usual := core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken, core.CapSegmentSlicing)
	return TableConfig{
		Order:    NearAndCheap{},
		Request:  core.JobRequest{Capabilities: &core.Capabilities{Bits: usual}},
		Parallel: 256, Rate: 200, Pace: 1000, Burst: 2048,
		AskTimeout: 2500 * time.Millisecond, MaxAge: 10 * time.Minute, MinGap: 5 * time.Second, IdleGap: time.Minute, TakenGap: 500 * time.Millisecond,
		SourceInterval: 30 * time.Second, SaveInterval: time.Minute,
		HandOut: 8, Explore: 1, AskLimit: 128,
		Timeout: 500 * time.Millisecond, HardStop: 6 * time.Second,
	}
}

// maxExtraNodes bounds TableConfig.ExtraNodes.
const maxExtraNodes = 16

// Validate says what is missing or out of range. The Filter's error is a
// *FilterError.
func (c TableConfig) Validate() error {
	switch {
	case c.Client == nil || c.Order == nil:
		return errors.New("discovery: client or order is missing")
	case c.Parallel < 1 || c.Rate <= 0 || c.Pace <= 0 || c.Burst < 1:
		return errors.New("discovery: parallel, rate, pace and burst must be above 0")
	case c.AskTimeout <= 0 || c.MaxAge <= 0 || c.TakenGap <= 0 || c.SourceInterval <= 0 || c.SaveInterval <= 0:
		return errors.New("discovery: times must be above 0")
	case c.MinGap < c.TakenGap || c.IdleGap < c.MinGap || c.MaxAge < c.IdleGap || c.MaxAge > tokenLife/2:
		return fmt.Errorf("discovery: gaps %v, %v and %v and the greatest age %v must ascend, the last up to %v", c.TakenGap, c.MinGap, c.IdleGap, c.MaxAge, tokenLife/2)
	case c.HandOut < 1 || c.Explore < 0 || c.Explore > c.HandOut || c.AskLimit < 1:
		return errors.New("discovery: a search must hand out and ask at least 1, and explore at most what it hands out")
	case c.Timeout <= 0 || c.HardStop < c.Timeout:
		return fmt.Errorf("discovery: timeout %v must be above 0 and at most the hard stop %v", c.Timeout, c.HardStop)
	case c.ExtraNodes < 0 || c.ExtraNodes > maxExtraNodes:
		return fmt.Errorf("discovery: extra nodes is %d; expected 0 to %d", c.ExtraNodes, maxExtraNodes)
	}
	return c.Filter.Validate()
}
