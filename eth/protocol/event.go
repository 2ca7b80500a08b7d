package protocol

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Event is what a log says: one of the types below, by value. Addresses of a log
// are not checked: whoever filters logs knows of which contracts they are.
type Event interface{ isEvent() }

// RoundEvent is NewRound.
type RoundEvent struct {
	Round chain.Round
	Hash  common.Hash
}

// StakeEvent is Bond, Unbond, Rebond. Amount came to, or left, Delegate.
type StakeEvent struct {
	Kind                string // name of the event
	Delegator, Delegate common.Address
	// OldDelegate is whom a Bond left; zero for none.
	OldDelegate common.Address
	Amount      chain.LPT
	// Lock and WithdrawRound are of Unbond; Lock of Rebond, too.
	Lock          uint64
	WithdrawRound chain.Round
}

// MembershipEvent is TranscoderActivated and TranscoderDeactivated, which say from
// which round on.
type MembershipEvent struct {
	Orchestrator common.Address
	Active       bool
	Round        chain.Round
}

// CutsEvent is TranscoderUpdate, with an Effective of 0, and CutsAnnounced.
type CutsEvent struct {
	Orchestrator        common.Address
	RewardCut, FeeShare chain.Parts
	Effective           chain.Round
}

// RewardEvent is Reward.
type RewardEvent struct {
	Orchestrator common.Address
	Amount       chain.LPT
}

// SlashEvent is TranscoderSlashed.
type SlashEvent struct {
	Orchestrator, Finder common.Address
	Penalty              chain.LPT
}

// EntryEvent is ServiceURIUpdate, ServicesUpdate, RegionsUpdate. It says whose entry
// is another one now.
type EntryEvent struct {
	Owner common.Address
}

// TicketEvent is WinningTicketRedeemed. CreationRound is 0 when the ticket does not
// name it in the usual way.
type TicketEvent struct {
	Hash              common.Hash // of the ticket
	Sender, Recipient common.Address
	FaceValue         pm.Wei
	SenderNonce       *big.Int
	CreationRound     chain.Round
	// Number is the recipient's, which the redemption has shown.
	Number pm.RecipientRand
}

// PaymentEvent is WinningTicketTransfer, which comes before the TicketEvent of the
// same ticket if anything was paid.
type PaymentEvent struct {
	Sender, Recipient common.Address
	Amount            pm.Wei
}

// FundsEvent is DepositFunded, ReserveFunded, Withdrawal, Unlock, UnlockCancelled.
type FundsEvent struct {
	Kind             string // name of the event
	Sender           common.Address
	Deposit, Reserve pm.Wei      // that came or went
	WithdrawRound    chain.Round // of Unlock
}

// ParameterEvent is ParameterUpdate.
type ParameterEvent struct {
	Name string // printable
}

// ContractEvent is SetContractInfo.
type ContractEvent struct {
	ID      common.Hash // keccak256 of the name
	Address common.Address
}

func (RoundEvent) isEvent()      {}
func (StakeEvent) isEvent()      {}
func (MembershipEvent) isEvent() {}
func (CutsEvent) isEvent()       {}
func (RewardEvent) isEvent()     {}
func (SlashEvent) isEvent()      {}
func (EntryEvent) isEvent()      {}
func (TicketEvent) isEvent()     {}
func (PaymentEvent) isEvent()    {}
func (FundsEvent) isEvent()      {}
func (ParameterEvent) isEvent()  {}
func (ContractEvent) isEvent()   {}

// Signatures of the events (chain.md, appendix, and our interfaces).
const (
	eventNewRound              = "NewRound(uint256,bytes32)"
	eventBond                  = "Bond(address,address,address,uint256,uint256)"
	eventUnbond                = "Unbond(address,address,uint256,uint256,uint256)"
	eventRebond                = "Rebond(address,address,uint256,uint256)"
	eventTranscoderActivated   = "TranscoderActivated(address,uint256)"
	eventTranscoderDeactivated = "TranscoderDeactivated(address,uint256)"
	eventTranscoderUpdate      = "TranscoderUpdate(address,uint256,uint256)"
	eventCutsAnnounced         = "CutsAnnounced(address,uint256,uint256,uint256)"
	eventTranscoderSlashed     = "TranscoderSlashed(address,address,uint256,uint256)"
	eventReward                = "Reward(address,uint256)"
	eventServiceURIUpdate      = "ServiceURIUpdate(address,string)"
	eventServicesUpdate        = "ServicesUpdate(address,(bytes32,address)[])"
	eventRegionsUpdate         = "RegionsUpdate(address,bytes32[])"
	eventTicketRedeemed        = "WinningTicketRedeemed(address,address,uint256,uint256,uint256,uint256,bytes)"
	eventTicketTransfer        = "WinningTicketTransfer(address,address,uint256)"
	eventDepositFunded         = "DepositFunded(address,uint256)"
	eventReserveFunded         = "ReserveFunded(address,uint256)"
	eventWithdrawal            = "Withdrawal(address,uint256,uint256)"
	eventUnlock                = "Unlock(address,uint256,uint256)"
	eventUnlockCancelled       = "UnlockCancelled(address)"
	eventParameterUpdate       = "ParameterUpdate(string)"
	eventSetContractInfo       = "SetContractInfo(bytes32,address,bytes20)"
	eventPollCreated           = "PollCreated(address,bytes,uint256,uint256,uint256)"
)

// ErrUnknownEvent says that a log is of none of the events here.
var ErrUnknownEvent = errors.New("log is of no event that the node needs")

// EventDecoder reads logs. It can be used from any goroutine.
type EventDecoder struct {
	readers map[common.Hash]func(*types.Log) (Event, error)
}

// NewEventDecoder returns one.
func NewEventDecoder() *EventDecoder { return newEventDecoder(newBindings()) }

// Decode reads a log, which can be any bytes; ErrUnknownEvent for other events.
func (d *EventDecoder) Decode(log types.Log) (Event, error) {
	if len(log.Topics) == 0 {
		return nil, ErrUnknownEvent
	}
	read, ok := d.readers[log.Topics[0]]
	if !ok {
		return nil, ErrUnknownEvent
	}
	event, err := read(&log)
	if err != nil {
		return nil, fmt.Errorf("log %d of block %d: %w", log.Index, log.BlockNumber, err)
	}
	return event, nil
}

// fields collects whether all numbers of an event are in range.
type fields struct{ bad bool }

func (f *fields) round(v *big.Int) chain.Round { return field(f, v, toRound) }
func (f *fields) lpt(v *big.Int) chain.LPT     { return field(f, v, toLPT) }
func (f *fields) wei(v *big.Int) pm.Wei        { return field(f, v, toWei) }
func (f *fields) parts(v *big.Int) chain.Parts { return field(f, v, toParts) }
func (f *fields) id(v *big.Int) uint64         { return field(f, v, toUint64) }
func (f *fields) word(v *big.Int) common.Hash  { return field(f, v, toWord) }

func field[T any](f *fields, v *big.Int, convert func(*big.Int) (T, bool)) T {
	value, ok := convert(v)
	f.bad = f.bad || !ok
	return value
}

// reader makes a reader of unpack, which knows an event's encoding, and of mean,
// which gives it its meaning.
func reader[T any](signature string, unpack func(*types.Log) (*T, error), mean func(*fields, *T) Event) eventReader {
	return eventReader{crypto.Keccak256Hash([]byte(signature)), func(log *types.Log) (Event, error) {
		raw, err := unpack(log)
		if err != nil {
			return nil, err
		}
		var f fields
		event := mean(&f, raw)
		if f.bad {
			return nil, errRange
		}
		return event, nil
	}}
}

type eventReader struct {
	id   common.Hash
	read func(*types.Log) (Event, error)
}
