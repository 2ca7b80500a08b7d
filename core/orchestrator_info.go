package core

import (
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// AuthToken lets a broadcaster submit segments under a session. It is opaque
// to all but the orchestrator that issued it (wire.md 3, 4).
type AuthToken struct {
	Token      []byte
	SessionID  SessionID
	Expiration time.Time // whole seconds
}

// Price is wei per pixel as an exact rational. Source: PriceInfo, wire.md 2.
type Price struct {
	PricePerUnit  int64 // wei
	PixelsPerUnit int64 // > 0 in a valid price
}

// Rat returns the price in wei per pixel, or nil when PixelsPerUnit is not
// positive.
func (p Price) Rat() *big.Rat {
	if p.PixelsPerUnit <= 0 {
		return nil
	}
	return big.NewRat(p.PricePerUnit, p.PixelsPerUnit)
}

// OrchestratorInfo is what an orchestrator tells a broadcaster about itself
// and the terms of a session: the answer to GetOrchestrator, also sent with
// every result. Source: wire.md 4.
type OrchestratorInfo struct {
	// URI is where segments go: scheme, host and port.
	URI string
	// Address is the zero address off chain.
	Address common.Address
	// Token is nil when the orchestrator gave none, which makes it unusable.
	Token *AuthToken
	// Price is nil off chain.
	Price *Price
	// TicketParams are opaque here; a Payer understands them. Nil off chain.
	TicketParams []byte
	Capabilities *Capabilities
	// Storage is where the orchestrator wants sources uploaded; empty for inline.
	Storage []ObjectStorage
	// Nodes are further addresses of the same orchestrator.
	Nodes []string
	// HashMayFollow says that segments may come with a SegmentProof behind them.
	HashMayFollow bool
}

// ObjectStorage describes a store that a peer may write to (OSInfo, wire.md 6).
type ObjectStorage struct {
	Kind StorageKind
	// The rest is set for StorageS3 and StorageGCS: a browser-style POST policy.
	Host, Key, Policy, Signature, Credential, Date string
}

// StorageKind is the type of an ObjectStorage.
type StorageKind uint8

const (
	StorageDirect StorageKind = iota
	StorageS3
	StorageGCS
)
