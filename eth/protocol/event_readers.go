package protocol

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/contracts/roundsmanager"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
	"github.com/livepeer/streamflow/pm"
)

func newEventDecoder(b bindings) *EventDecoder {
	d := &EventDecoder{readers: map[common.Hash]func(*types.Log) (Event, error){}}
	for _, r := range slices.Concat(stakeReaders(b), orchestratorReaders(b), ticketReaders(b), fundsReaders(b), otherReaders(b)) {
		d.readers[r.id] = r.read
	}
	return d
}

func stakeReaders(b bindings) []eventReader {
	return []eventReader{
		reader(eventBond, b.bonding.UnpackBondEvent, func(f *fields, e *bondingmanager.BondingManagerBond) Event {
			return StakeEvent{Kind: "Bond", Delegator: e.Delegator, Delegate: e.NewDelegate, OldDelegate: e.OldDelegate, Amount: f.lpt(e.AdditionalAmount)}
		}),
		reader(eventUnbond, b.bonding.UnpackUnbondEvent, func(f *fields, e *bondingmanager.BondingManagerUnbond) Event {
			return StakeEvent{Kind: "Unbond", Delegator: e.Delegator, Delegate: e.Delegate, Amount: f.lpt(e.Amount),
				Lock: f.id(e.UnbondingLockId), WithdrawRound: f.round(e.WithdrawRound)}
		}),
		reader(eventRebond, b.bonding.UnpackRebondEvent, func(f *fields, e *bondingmanager.BondingManagerRebond) Event {
			return StakeEvent{Kind: "Rebond", Delegator: e.Delegator, Delegate: e.Delegate, Amount: f.lpt(e.Amount), Lock: f.id(e.UnbondingLockId)}
		}),
	}
}

func orchestratorReaders(b bindings) []eventReader {
	return []eventReader{
		reader(eventTranscoderActivated, b.bonding.UnpackTranscoderActivatedEvent, func(f *fields, e *bondingmanager.BondingManagerTranscoderActivated) Event {
			return MembershipEvent{Orchestrator: e.Transcoder, Active: true, Round: f.round(e.ActivationRound)}
		}),
		reader(eventTranscoderDeactivated, b.bonding.UnpackTranscoderDeactivatedEvent, func(f *fields, e *bondingmanager.BondingManagerTranscoderDeactivated) Event {
			return MembershipEvent{Orchestrator: e.Transcoder, Round: f.round(e.DeactivationRound)}
		}),
		reader(eventTranscoderUpdate, b.bonding.UnpackTranscoderUpdateEvent, func(f *fields, e *bondingmanager.BondingManagerTranscoderUpdate) Event {
			return CutsEvent{Orchestrator: e.Transcoder, RewardCut: f.parts(e.RewardCut), FeeShare: f.parts(e.FeeShare)}
		}),
		reader(eventCutsAnnounced, b.bonding.UnpackCutsAnnouncedEvent, func(f *fields, e *bondingmanager.BondingManagerCutsAnnounced) Event {
			return CutsEvent{Orchestrator: e.Transcoder, RewardCut: f.parts(e.RewardCut), FeeShare: f.parts(e.FeeShare), Effective: f.round(e.EffectiveRound)}
		}),
		reader(eventReward, b.bonding.UnpackRewardEvent, func(f *fields, e *bondingmanager.BondingManagerReward) Event {
			return RewardEvent{Orchestrator: e.Transcoder, Amount: f.lpt(e.Amount)}
		}),
		reader(eventTranscoderSlashed, b.bonding.UnpackTranscoderSlashedEvent, func(f *fields, e *bondingmanager.BondingManagerTranscoderSlashed) Event {
			return SlashEvent{Orchestrator: e.Transcoder, Finder: e.Finder, Penalty: f.lpt(e.Penalty)}
		}),
		reader(eventServiceURIUpdate, b.registry.UnpackServiceURIUpdateEvent, func(_ *fields, e *serviceregistry.ServiceRegistryServiceURIUpdate) Event {
			return EntryEvent{Owner: e.Addr}
		}),
		reader(eventServicesUpdate, b.registry.UnpackServicesUpdateEvent, func(_ *fields, e *serviceregistry.ServiceRegistryServicesUpdate) Event {
			return EntryEvent{Owner: e.Addr}
		}),
		reader(eventRegionsUpdate, b.registry.UnpackRegionsUpdateEvent, func(_ *fields, e *serviceregistry.ServiceRegistryRegionsUpdate) Event {
			return EntryEvent{Owner: e.Addr}
		}),
	}
}

func ticketReaders(b bindings) []eventReader {
	return []eventReader{
		reader(eventTicketRedeemed, b.broker.UnpackWinningTicketRedeemedEvent, func(f *fields, e *ticketbroker.TicketBrokerWinningTicketRedeemed) Event {
			return TicketEvent{Hash: ticketHash(f, e), Sender: e.Sender, Recipient: e.Recipient, FaceValue: f.wei(e.FaceValue),
				SenderNonce: e.SenderNonce, CreationRound: creationRound(e.AuxData), Number: pm.RecipientRand(f.word(e.RecipientRand))}
		}),
		reader(eventTicketTransfer, b.broker.UnpackWinningTicketTransferEvent, func(f *fields, e *ticketbroker.TicketBrokerWinningTicketTransfer) Event {
			return PaymentEvent{Sender: e.Sender, Recipient: e.Recipient, Amount: f.wei(e.Amount)}
		}),
	}
}

// ticketHash is that of the ticket (chain.md 4), which can be a stranger's with any
// nonce and auxData.
func ticketHash(f *fields, e *ticketbroker.TicketBrokerWinningTicketRedeemed) common.Hash {
	face, prob, nonce, rand := f.word(e.FaceValue), f.word(e.WinProb), f.word(e.SenderNonce), f.word(e.RecipientRand)
	commitment := crypto.Keccak256(rand[:])
	return crypto.Keccak256Hash(e.Recipient[:], e.Sender[:], face[:], prob[:], nonce[:], commitment, e.AuxData)
}

// creationRound is the first word of a ticket's auxData (chain.md 4).
func creationRound(auxData []byte) chain.Round {
	if len(auxData) != 2*common.HashLength {
		return 0
	}
	round, _ := toRound(common.BytesToHash(auxData[:common.HashLength]).Big())
	return round
}

func fundsReaders(b bindings) []eventReader {
	return []eventReader{
		reader(eventDepositFunded, b.broker.UnpackDepositFundedEvent, func(f *fields, e *ticketbroker.TicketBrokerDepositFunded) Event {
			return FundsEvent{Kind: "DepositFunded", Sender: e.Sender, Deposit: f.wei(e.Amount)}
		}),
		reader(eventReserveFunded, b.broker.UnpackReserveFundedEvent, func(f *fields, e *ticketbroker.TicketBrokerReserveFunded) Event {
			return FundsEvent{Kind: "ReserveFunded", Sender: e.ReserveHolder, Reserve: f.wei(e.Amount)}
		}),
		reader(eventWithdrawal, b.broker.UnpackWithdrawalEvent, func(f *fields, e *ticketbroker.TicketBrokerWithdrawal) Event {
			return FundsEvent{Kind: "Withdrawal", Sender: e.Sender, Deposit: f.wei(e.Deposit), Reserve: f.wei(e.Reserve)}
		}),
		reader(eventUnlock, b.broker.UnpackUnlockEvent, func(f *fields, e *ticketbroker.TicketBrokerUnlock) Event {
			return FundsEvent{Kind: "Unlock", Sender: e.Sender, WithdrawRound: f.round(e.EndRound)}
		}),
		reader(eventUnlockCancelled, b.broker.UnpackUnlockCancelledEvent, func(_ *fields, e *ticketbroker.TicketBrokerUnlockCancelled) Event {
			return FundsEvent{Kind: "UnlockCancelled", Sender: e.Sender}
		}),
	}
}

func otherReaders(b bindings) []eventReader {
	return []eventReader{
		reader(eventNewRound, b.rounds.UnpackNewRoundEvent, func(f *fields, e *roundsmanager.RoundsManagerNewRound) Event {
			return RoundEvent{Round: f.round(e.Round), Hash: e.BlockHash}
		}),
		// All contracts have the same event of this name.
		reader(eventParameterUpdate, b.rounds.UnpackParameterUpdateEvent, func(_ *fields, e *roundsmanager.RoundsManagerParameterUpdate) Event {
			return ParameterEvent{Name: printable([]byte(e.Param))}
		}),
		reader(eventSetContractInfo, b.controller.UnpackSetContractInfoEvent, func(_ *fields, e *controller.ControllerSetContractInfo) Event {
			return ContractEvent{ID: e.Id, Address: e.ContractAddress}
		}),
	}
}
