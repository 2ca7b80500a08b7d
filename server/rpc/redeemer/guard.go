package redeemer

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	lpnet "github.com/livepeer/streamflow/net"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// admit says why a call is not served, as a status of the code Unauthenticated.
func (s *Server) admit(ctx context.Context, method string) error {
	md, _ := metadata.FromIncomingContext(ctx)
	caller, err := lpnet.RedeemerCaller(md, s.cfg.Verifier, s.cfg.Recipient, method, time.Now())
	switch {
	case err == nil && s.allowed[caller]:
		return nil
	case s.cfg.AllowAnyone && (err == nil || errors.Is(err, lpnet.ErrAuthorizationMissing)):
		return nil
	case err == nil:
		err = &unknownCallerError{caller.Hex()}
	}
	s.log.Warn("caller of the redeemer refused", "peer", peerOf(ctx), "method", method, "reason", err)
	return status.Error(codes.Unauthenticated, err.Error())
}

// unknownCallerError refuses an account that is not on the operator's list.
type unknownCallerError struct{ account string }

func (e *unknownCallerError) Error() string {
	return "account " + e.account + " is not one of the orchestrators that this redeemer serves"
}

func peerOf(ctx context.Context) string {
	if p, ok := peer.FromContext(ctx); ok {
		return p.Addr.String()
	}
	return ""
}

// guardUnary admits the caller and keeps a fault in one call from ending the
// process.
func (s *Server) guardUnary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (resp any, err error) {
	defer s.recovered(info.FullMethod, &err)
	if err := s.admit(ctx, info.FullMethod); err != nil {
		return nil, err
	}
	return next(ctx, req)
}

func (s *Server) guardStream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) (err error) {
	defer s.recovered(info.FullMethod, &err)
	if err := s.admit(stream.Context(), info.FullMethod); err != nil {
		return err
	}
	return next(srv, stream)
}

// recovered turns a panic into a status; it is deferred.
func (s *Server) recovered(method string, err *error) {
	if fault := recover(); fault != nil {
		s.log.Error("call failed on a fault of this node", "method", method, "fault", fault, "stack", string(debug.Stack()))
		*err = status.Error(codes.Internal, "internal error")
	}
}
