package cliapi

import (
	"context"
	"net/http"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Accounts reads what belongs to one account.
type Accounts interface {
	Delegator(ctx context.Context, addr common.Address) (chain.Delegator, error)
	Sender(ctx context.Context, addr common.Address) (chain.Sender, error)
	Balances(ctx context.Context, addr common.Address) (chain.Balances, error)
	RegistryEntry(ctx context.Context, addr common.Address) (chain.RegistryEntry, error)
}

// Delegator is GET /api/v1/delegators/{addr}.
type Delegator struct {
	Address        Address               `json:"address"`
	Status         chain.DelegatorStatus `json:"status"`            // pending, bonded, unbonded
	Delegate       Address               `json:"delegate,omitzero"` // to whom it has bonded
	Bonded         chain.LPT             `json:"bonded"`            // at the last claim
	Stake          chain.LPT             `json:"stake"`             // with all rewards since
	ClaimedFees    pm.Wei                `json:"claimedFees"`       // at the last claim
	Fees           pm.Wei                `json:"fees"`              // all that can be withdrawn
	Delegated      chain.LPT             `json:"delegated"`         // to it, by others and itself
	StartRound     chain.Round           `json:"startRound"`
	LastClaimRound chain.Round           `json:"lastClaimRound"`
	Locks          []UnbondingLock       `json:"locks"`
}

// UnbondingLock is stake on its way out.
type UnbondingLock struct {
	ID            uint64      `json:"id"`
	Amount        chain.LPT   `json:"amount"`
	WithdrawRound chain.Round `json:"withdrawRound"` // it can be withdrawn from then on
}

// Sender is GET /api/v1/senders/{addr}: what a broadcaster pays with.
type Sender struct {
	Address        Address     `json:"address"`
	Deposit        pm.Wei      `json:"deposit"`
	Reserve        pm.Wei      `json:"reserve"`
	ReserveClaimed pm.Wei      `json:"reserveClaimed"` // in this round
	Unlocking      bool        `json:"unlocking"`
	WithdrawRound  chain.Round `json:"withdrawRound"` // when an unlock ends; 0 is none
}

// RegistryEntry is GET /api/v1/registry/{addr}: what a node says of itself.
type RegistryEntry struct {
	ServiceURI string    `json:"serviceURI"`
	Services   []Service `json:"services"`
	Regions    []string  `json:"regions"`
}

// Service that a node offers.
type Service struct {
	Name     string      `json:"name,omitempty"` // empty when the id is of no known name
	ID       common.Hash `json:"id"`
	Verifier Address     `json:"verifier,omitzero"`
}

// serviceID is the id on chain of a service's name.
func serviceID(name string) common.Hash { return crypto.Keccak256Hash([]byte(name)) }

func newRegistryEntry(e chain.RegistryEntry) RegistryEntry {
	entry := RegistryEntry{ServiceURI: e.ServiceURI, Services: []Service{}, Regions: notNil(e.Regions)}
	for _, s := range e.Services {
		entry.Services = append(entry.Services, Service{Name: s.Name, ID: s.ID, Verifier: Address(s.Verifier)})
	}
	return entry
}

func (c *ChainConfig) delegator(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	d, err := c.Accounts.Delegator(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	out := Delegator{
		Address: Address(d.Address), Status: d.Status, Delegate: Address(d.Delegate), Bonded: d.Bonded, Stake: d.Stake,
		ClaimedFees: d.ClaimedFees, Fees: d.Fees, Delegated: d.Delegated,
		StartRound: d.StartRound, LastClaimRound: d.LastClaimRound, Locks: []UnbondingLock{},
	}
	for _, l := range d.Locks {
		out.Locks = append(out.Locks, UnbondingLock(l))
	}
	return out, nil
}

func (c *ChainConfig) sender(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	s, err := c.Accounts.Sender(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	return Sender{
		Address: Address(s.Address), Deposit: s.Deposit, Reserve: s.Reserve, ReserveClaimed: s.ReserveClaimed,
		Unlocking: s.Unlocking(), WithdrawRound: s.WithdrawRound,
	}, nil
}

func (c *ChainConfig) balances(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	b, err := c.Accounts.Balances(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	return Balances(b), nil
}

func (c *ChainConfig) registryEntry(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	e, err := c.Accounts.RegistryEntry(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	return newRegistryEntry(e), nil
}
