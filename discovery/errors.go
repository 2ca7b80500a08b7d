package discovery

import (
	"errors"
	"fmt"
)

// Reasons for which an orchestrator that answered is not used.
var (
	ErrNoToken         = errors.New("orchestrator gave no auth token")
	ErrNotWorking      = errors.New("orchestrator gave no address for segments")
	ErrIncompatible    = errors.New("orchestrator lacks what the job needs")
	ErrNoOrchestrators = errors.New("no orchestrator found")
	ErrNoTerms         = errors.New("orchestrator gave no address, price or ticket parameters, without which it can't be paid")
	ErrTermsExpired    = errors.New("orchestrator gave ticket parameters that have expired")
	ErrOtherAddress    = errors.New("orchestrator answers with another Ethereum address than the one it is registered under")
	ErrTooLarge        = errors.New("orchestrator's answer is larger than any that makes sense")
)

// Reasons for which a Filter leaves an orchestrator out.
var (
	ErrBlocked    = errors.New("orchestrator is on the block list")
	ErrNotAllowed = errors.New("orchestrator is not on the allow list")
	ErrService    = errors.New("orchestrator does not offer a service that is asked for")
	ErrRegion     = errors.New("orchestrator serves none of the regions that are asked for")
	ErrStake      = errors.New("orchestrator has less stake than is asked for")
	ErrPrice      = errors.New("orchestrator's price is above the limit")
	ErrVersion    = errors.New("orchestrator's version is below the least that is asked for")
	ErrScore      = errors.New("orchestrator's score is between 0 and 1: its source says that it is not to be used")
)

// noneError is for a search that has found nobody. last is why one was not used, or,
// where there was nobody to ask, why not.
func noneError(asked int, last error) error {
	switch {
	case last == nil:
		return fmt.Errorf("%w: none of %d answered", ErrNoOrchestrators, asked)
	case asked == 0:
		return fmt.Errorf("%w: there is nobody to ask: %w", ErrNoOrchestrators, last)
	}
	return fmt.Errorf("%w: none of %d can be used, the last because: %w", ErrNoOrchestrators, asked, last)
}
