package rpc

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// invalidTokenText refuses an EndTranscodingSession (wire.md 4).
const invalidTokenText = "Invalid auth token"

// discovery is net.Orchestrator. All its refusals have the code Unknown and a
// text, as those of existing nodes: peers read the text.
type discovery struct {
	pb.UnimplementedOrchestratorServer
	server *Server
}

// GetOrchestrator answers with the terms for a broadcaster (wire.md 4).
func (d *discovery) GetOrchestrator(ctx context.Context, msg *pb.OrchestratorRequest) (*pb.OrchestratorInfo, error) {
	info, err := d.quote(ctx, msg)
	if err != nil {
		d.server.log.Info("broadcaster refused", "peer", peerOf(ctx), "reason", err)
		return nil, refuseCall(ctx, core.WireErrorOf(err))
	}
	return lpnet.OrchestratorInfoToPB(info), nil
}

func (d *discovery) quote(ctx context.Context, msg *pb.OrchestratorRequest) (*core.OrchestratorInfo, error) {
	req, err := lpnet.OrchestratorRequestFromPB(msg)
	if err != nil {
		return nil, &invalidRequestError{err}
	}
	info, err := d.server.cfg.Orchestrator.Quote(ctx, orchestrator.QuoteRequest{
		Address: req.Address, Sig: req.Sig, Capabilities: req.Capabilities, IgnoreCapacity: req.IgnoreCapacityCheck,
	})
	if errors.Is(err, orchestrator.ErrRequestSignature) || errors.Is(err, core.ErrOrchestratorCapped) {
		return nil, &invalidRequestError{err}
	}
	return info, err
}

// invalidRequestError is an error whose text existing nodes begin with
// lpnet.InvalidRequestPrefix.
type invalidRequestError struct{ err error }

func (e *invalidRequestError) Error() string { return lpnet.InvalidRequestPrefix + e.err.Error() }

func (e *invalidRequestError) Unwrap() error { return e.err }

// refuseCall is the status of a call that is not served. What our own nodes
// decide by goes behind it.
func refuseCall(ctx context.Context, answer core.WireError) error {
	_ = grpc.SetTrailer(ctx, lpnet.ErrorTrailer(answer)) // the text says it too
	return status.Error(codes.Unknown, answer.Text)
}

// EndTranscodingSession ends a broadcaster's session (wire.md 4).
func (d *discovery) EndTranscodingSession(ctx context.Context, msg *pb.EndTranscodingSessionRequest) (*pb.EndTranscodingSessionResponse, error) {
	token, err := lpnet.AuthTokenFromPB(msg.GetAuthToken())
	if err == nil {
		err = d.server.cfg.Orchestrator.EndSession(token)
	}
	if err != nil {
		d.server.log.Info("end of session refused", "peer", peerOf(ctx), "reason", err)
		answer := core.WireErrorOf(err)
		answer.Text = invalidTokenText
		return nil, refuseCall(ctx, answer)
	}
	return &pb.EndTranscodingSessionResponse{}, nil
}

// Ping answers with a signature bound to this use, off chain with nothing.
func (d *discovery) Ping(_ context.Context, msg *pb.PingPong) (*pb.PingPong, error) {
	reply, err := d.server.cfg.Orchestrator.Ping(msg.GetValue())
	if err != nil {
		return nil, status.Error(codes.Unknown, err.Error())
	}
	return &pb.PingPong{Value: reply}, nil
}

func peerOf(ctx context.Context) string {
	if p, ok := peer.FromContext(ctx); ok {
		return p.Addr.String()
	}
	return ""
}

// internal logs a fault in here and returns all that a peer learns of it.
func (s *Server) internal(method string, fault any) error {
	s.log.Error("request failed on a fault of this node", "method", method, "fault", fault, "stack", string(debug.Stack()))
	return status.Error(codes.Internal, "internal error")
}

// recoverUnary keeps a fault in one gRPC request from ending the process; the
// HTTP server does the same for its own.
func (s *Server) recoverUnary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (resp any, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = s.internal(info.FullMethod, fault)
		}
	}()
	return next(ctx, req)
}

func (s *Server) recoverStream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = s.internal(info.FullMethod, fault)
		}
	}()
	return next(srv, stream)
}
