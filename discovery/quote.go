package discovery

import (
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

const (
	// maxQuoteBytes bounds what is kept of an answer; a usual one has some 600.
	maxQuoteBytes = 8 << 10
	maxVersion    = 64  // bytes
	maxProblem    = 200 // bytes
	// tokenLife is how long an auth token lasts (wire.md 13).
	tokenLife = 30 * time.Minute
	// tokenMargin is the least that is left of a token that a stream starts with.
	tokenMargin = time.Minute
	// blockMargin is the least number of blocks that is left of terms that a stream
	// starts with; a payer asks for new ones 4 before they expire.
	blockMargin = 5
)

// quote is the answer of an orchestrator that no stream has used yet. Its token
// is for one stream.
type quote struct {
	info *core.OrchestratorInfo
	node string // where it was asked
	// until is the last moment for a stream to start with it.
	until time.Time
}

// newQuote keeps what a stream needs. Capabilities are shared by those who have
// the same.
func newQuote(info *core.OrchestratorInfo, node string, now time.Time, caps *capabilityPool) *quote {
	own := *info
	own.Nodes, own.Capabilities = nil, caps.share(info.Capabilities)
	life := own.Token.Expiration.Sub(now)
	if life <= tokenMargin || life > 2*tokenLife {
		life = tokenLife // the two clocks disagree, or the token says nothing
	}
	return &quote{info: &own, node: node, until: now.Add(life - tokenMargin)}
}

// good says whether a stream can start with it.
func (q *quote) good(now time.Time, block uint64) bool {
	return q != nil && now.Before(q.until) && !expires(q.info.TicketParams, block, blockMargin)
}

// expires says whether tickets under the terms are not taken any more so many
// blocks from now; never when no tickets are needed, or the block is not known (0).
func expires(p *pm.TicketParams, block, margin uint64) bool {
	if p == nil || p.WinProb.IsZero() || p.FaceValue.IsZero() || block == 0 {
		return false
	}
	return p.ExpirationBlock <= block || p.ExpirationBlock-block <= margin
}

// quoteBytes is about what an answer takes in memory, but for its nodes.
func quoteBytes(info *core.OrchestratorInfo) int {
	n := len(info.URI)
	if t := info.Token; t != nil {
		n += len(t.Token) + len(t.SessionID)
	}
	for _, s := range info.Storage {
		n += 100 + len(s.Host) + len(s.Key) + len(s.Policy) + len(s.Signature) + len(s.Credential) + len(s.Date)
	}
	if c := info.Capabilities; c != nil {
		n += 8*(len(c.Bits)+len(c.Mandatories)) + len(c.Version) + len(c.MinVersion)
	}
	return n
}

// clip returns at most n bytes of a peer's text, without what is no text.
func clip(s string, n int) string {
	clean := func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}
	return strings.Map(clean, strings.ToValidUTF8(s[:min(len(s), n)], ""))
}
