package net

import (
	"fmt"
	"net/url"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"google.golang.org/protobuf/proto"
)

// Bounds on an orchestrator's description of itself.
const (
	maxNodes  = 64
	maxURILen = 2048 // bytes
)

// OrchestratorInfoToPB converts to the wire; nil stays nil.
func OrchestratorInfoToPB(i *core.OrchestratorInfo) *pb.OrchestratorInfo {
	if i == nil {
		return nil
	}
	return &pb.OrchestratorInfo{
		Transcoder: i.URI, Address: i.Address.Bytes(), Capabilities: OfferToPB(i.Capabilities),
		AuthToken: AuthTokenToPB(i.Token), PriceInfo: PriceToPB(i.Price), Storage: StorageToPB(i.Storage), Nodes: i.Nodes,
		HashMayFollow: i.HashMayFollow, TicketParams: TicketParamsToPB(i.TicketParams), Balance: CreditToPB(i.Balance),
	}
}

// OrchestratorInfoFromPB converts a peer's description; nil stays nil. Every
// error is an ErrInvalidInfo. URI and token may be missing: whoever uses the
// info decides what that means.
func OrchestratorInfoFromPB(i *pb.OrchestratorInfo) (*core.OrchestratorInfo, error) {
	if i == nil {
		return nil, nil
	}
	out := &core.OrchestratorInfo{
		URI: i.GetTranscoder(), Capabilities: CapabilitiesFromPB(i.GetCapabilities()), HashMayFollow: i.GetHashMayFollow(),
	}
	if out.URI != "" {
		if err := checkServiceURI(out.URI); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
		}
	}
	switch len(i.GetAddress()) {
	case 0: // before version 0.5.6
	case common.AddressLength:
		out.Address = common.BytesToAddress(i.GetAddress())
	default:
		return nil, fmt.Errorf("%w: the address has %d bytes, not %d", ErrInvalidInfo, len(i.GetAddress()), common.AddressLength)
	}
	var err error
	if out.Token, err = AuthTokenFromPB(i.GetAuthToken()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	if out.Price, err = PriceFromPB(i.GetPriceInfo()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	if out.Storage, err = StorageFromPB(i.GetStorage()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	for _, n := range i.GetNodes()[:min(len(i.GetNodes()), maxNodes)] {
		if checkServiceURI(n) == nil {
			out.Nodes = append(out.Nodes, n)
		}
	}
	if out.TicketParams, err = TicketParamsFromPB(i.GetTicketParams()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	if out.Balance, err = CreditFromPB(i.GetBalance()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	return out, nil
}

// checkServiceURI accepts what names an orchestrator: an absolute http or https
// URL with a host.
func checkServiceURI(s string) error {
	if len(s) > maxURILen {
		return fmt.Errorf("the service URI has %d bytes, at most %d are allowed", len(s), maxURILen)
	}
	u, err := url.Parse(s)
	if err != nil {
		return fmt.Errorf("the service URI is no URL: %w", err)
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("the service URI %q is not https://host:port", s)
	}
	return nil
}

// PriceToPB converts to the wire; nil stays nil.
func PriceToPB(p *pm.Price) *pb.PriceInfo {
	if p == nil {
		return nil
	}
	return &pb.PriceInfo{PricePerUnit: p.PricePerUnit, PixelsPerUnit: p.PixelsPerUnit}
}

// PriceFromPB converts a peer's price; nil stays nil. A price that is negative
// or for no pixels is an error.
func PriceFromPB(p *pb.PriceInfo) (*pm.Price, error) {
	if p == nil {
		return nil, nil
	}
	if p.GetPricePerUnit() < 0 || p.GetPixelsPerUnit() <= 0 {
		return nil, fmt.Errorf("the price %d/%d is not wei per pixel", p.GetPricePerUnit(), p.GetPixelsPerUnit())
	}
	return &pm.Price{PricePerUnit: p.GetPricePerUnit(), PixelsPerUnit: p.GetPixelsPerUnit()}, nil
}

// EncodePaymentResult returns a serialized net.PaymentResult, the answer to
// POST /payment.
func EncodePaymentResult(i *core.OrchestratorInfo) ([]byte, error) {
	raw, err := proto.Marshal(&pb.PaymentResult{Info: OrchestratorInfoToPB(i)})
	if err != nil {
		return nil, fmt.Errorf("encode payment result: %w", err)
	}
	return raw, nil
}
