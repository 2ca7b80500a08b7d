package redeemer

import (
	"context"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// QueueTicket takes a winning ticket. An answer without an error says that the
// ticket is kept.
func (s *Server) QueueTicket(ctx context.Context, msg *pb.Ticket) (*pb.QueueTicketRes, error) {
	t, err := lpnet.WinningTicketFromPB(msg)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	if t.Recipient != s.cfg.Recipient {
		return nil, status.Errorf(codes.PermissionDenied, "invalid ticket recipient %s, expected %s", t.Recipient, s.cfg.Recipient)
	}
	var never *pm.RedeemError
	switch err := s.cfg.Tickets.Queue(ctx, t); {
	case err == nil:
		return &pb.QueueTicketRes{}, nil
	case errors.As(err, &never) && never.Fault.Final():
		s.log.Warn("ticket refused", "peer", peerOf(ctx), "ticket", t.Hash(), "sender", t.Sender, "reason", err)
		return nil, status.Error(codes.InvalidArgument, err.Error())
	default:
		s.log.Error("winning ticket not kept", "peer", peerOf(ctx), "ticket", t.Hash(), "sender", t.Sender, "err", err)
		return nil, status.Error(codes.Unavailable, "the ticket could not be kept, send it again")
	}
}

// MaxFloat answers what a sender is good for.
func (s *Server) MaxFloat(ctx context.Context, msg *pb.MaxFloatReq) (*pb.MaxFloatUpdate, error) {
	sender, err := senderOf(msg)
	if err != nil {
		return nil, err
	}
	v, err := s.maxFloat(ctx, sender)
	if err != nil {
		return nil, err
	}
	return maxFloatToPB(v), nil
}

// MonitorMaxFloat answers what a sender is good for, and again when that changes.
func (s *Server) MonitorMaxFloat(msg *pb.MaxFloatReq, stream pb.TicketRedeemer_MonitorMaxFloatServer) error {
	sender, err := senderOf(msg)
	if err != nil {
		return err
	}
	defer s.watches.Add(-1)
	if s.watches.Add(1) > int64(s.cfg.MaxWatches) {
		return status.Errorf(codes.ResourceExhausted, "%d max floats are followed, no more are allowed", s.cfg.MaxWatches)
	}
	ctx := stream.Context()
	changes := s.cfg.Tickets.Watch(ctx)
	var sent *pm.Wei
	for {
		v, err := s.maxFloat(ctx, sender)
		if err != nil {
			return err
		}
		if sent == nil || *sent != v {
			if err := stream.Send(maxFloatToPB(v)); err != nil {
				return err
			}
			sent = &v
		}
		select {
		case _, more := <-changes:
			if !more {
				return status.Error(codes.Canceled, "subscription closed")
			}
		case <-s.closing:
			return status.Error(codes.Canceled, "subscription closed")
		}
	}
}

func (s *Server) maxFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	v, err := s.cfg.Tickets.MaxFloat(ctx, sender)
	if err != nil {
		s.log.Warn("max float not known", "peer", peerOf(ctx), "sender", sender, "err", err)
		return v, status.Errorf(codes.Unavailable, "the max float of %s is not known now, ask again", sender)
	}
	return v, nil
}

func senderOf(msg *pb.MaxFloatReq) (common.Address, error) {
	if n := len(msg.GetSender()); n != common.AddressLength {
		return common.Address{}, status.Errorf(codes.InvalidArgument, "the sender has %d bytes, not %d", n, common.AddressLength)
	}
	return common.Address(msg.GetSender()), nil
}

func maxFloatToPB(v pm.Wei) *pb.MaxFloatUpdate { return &pb.MaxFloatUpdate{MaxFloat: v.Int().Bytes()} }
