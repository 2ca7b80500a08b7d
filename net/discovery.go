package net

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// OrchestratorRequest is what a broadcaster asks with GetOrchestrator.
type OrchestratorRequest struct {
	Address             common.Address // zero off chain
	Sig                 []byte         // over the address; empty off chain
	Capabilities        *core.Capabilities
	IgnoreCapacityCheck bool
}

// OrchestratorRequestFromPB converts a peer's request. An absent address is the
// zero one; an error says that it is neither absent nor 20 bytes long.
func OrchestratorRequestFromPB(r *pb.OrchestratorRequest) (OrchestratorRequest, error) {
	if n := len(r.GetAddress()); n != 0 && n != common.AddressLength {
		return OrchestratorRequest{}, fmt.Errorf("the address has %d bytes, not %d", n, common.AddressLength)
	}
	return OrchestratorRequest{
		Address: common.BytesToAddress(r.GetAddress()), Sig: r.GetSig(),
		Capabilities: CapabilitiesFromPB(r.GetCapabilities()), IgnoreCapacityCheck: r.GetIgnoreCapacityCheck(),
	}, nil
}

// ToPB converts to the wire.
func (r OrchestratorRequest) ToPB() *pb.OrchestratorRequest {
	return &pb.OrchestratorRequest{
		Address: r.Address.Bytes(), Sig: r.Sig, Capabilities: CapabilitiesToPB(r.Capabilities),
		IgnoreCapacityCheck: r.IgnoreCapacityCheck,
	}
}
