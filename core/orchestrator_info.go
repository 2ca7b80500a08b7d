package core

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/pm"
)

// AuthToken lets a broadcaster submit segments under a session. It is opaque
// to all but the orchestrator that issued it (wire.md 3, 4).
type AuthToken struct {
	Token      []byte
	SessionID  SessionID
	Expiration time.Time // whole seconds
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
	// Price of the session is nil off chain.
	Price *pm.Price
	// TicketParams are nil off chain.
	TicketParams *pm.TicketParams
	// Balance is what the orchestrator counts as the sender's credit in the
	// session; nil when it does not say, as existing nodes don't.
	Balance      *pm.Credit
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
