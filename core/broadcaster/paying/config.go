package paying

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Config configures a Payer.
type Config struct {
	// Account pays: the sender of all tickets.
	Account  common.Address
	Tickets  Tickets
	Chain    Chain
	Ledger   Ledger
	Observer Observer     // nil observes nothing
	Log      *slog.Logger // nil discards

	// Acceptance has the operator's limits on terms (-maxTicketEV, -maxTotalEV,
	// -depositMultiplier, -maxPricePerUnit).
	Acceptance pm.Acceptance
	// MaxLoss is how much one orchestrator may cost in a day without work for it; 0
	// stands for Acceptance.MaxTotalEV, which one segment may cost anyway. Tickets
	// that it refuses count less, and work that is done well makes up for some.
	MaxLoss pm.Wei
	// SaveEvery is how long changes of accounts may wait to be written.
	SaveEvery time.Duration
}

// DefaultConfig lacks Account and the ports.
func DefaultConfig() Config {
	return Config{
		Acceptance: pm.DefaultAcceptance(), SaveEvery: 200 * time.Millisecond,
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Tickets == nil || c.Chain == nil || c.Ledger == nil:
		return errors.New("paying: one of Tickets, Chain, Ledger is missing")
	case c.Account == (common.Address{}):
		return errors.New("paying: the account is missing")
	case c.SaveEvery <= 0:
		return fmt.Errorf("paying: accounts are saved every %v; expected more than 0", c.SaveEvery)
	}
	return nil
}
