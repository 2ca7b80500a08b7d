package roguetest

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// quotes is net.Orchestrator in front of another one (wire.md 4).
type quotes struct {
	pb.UnimplementedOrchestratorServer
	proxy *Proxy
	real  pb.OrchestratorClient
}

// GetOrchestrator gives the terms of the one behind, in the proxy's name.
func (q *quotes) GetOrchestrator(ctx context.Context, req *pb.OrchestratorRequest) (*pb.OrchestratorInfo, error) {
	q.proxy.record.quote()
	mode, now := q.proxy.act()
	switch now {
	case Hanging, Mute:
		q.proxy.record.harmed(mode)
		<-ctx.Done()
		return nil, status.FromContextError(ctx.Err()).Err()
	case Refusing:
		q.proxy.record.harmed(mode)
		answer := core.WireErrorOf(core.ErrOrchestratorCapped)
		_ = grpc.SetTrailer(ctx, lpnet.ErrorTrailer(answer)) // the text says it too
		return nil, status.Error(codes.Unknown, lpnet.InvalidRequestPrefix+answer.Text)
	default:
	}
	info, err := pass(ctx, q.real.GetOrchestrator, req)
	q.proxy.rename(info)
	return info, err
}

// EndTranscodingSession is passed on.
func (q *quotes) EndTranscodingSession(ctx context.Context, req *pb.EndTranscodingSessionRequest) (*pb.EndTranscodingSessionResponse, error) {
	return pass(ctx, q.real.EndTranscodingSession, req)
}

// Ping is passed on.
func (q *quotes) Ping(ctx context.Context, req *pb.PingPong) (*pb.PingPong, error) {
	if _, now := q.proxy.act(); now == Hanging {
		<-ctx.Done()
		return nil, status.FromContextError(ctx.Err()).Err()
	}
	return pass(ctx, q.real.Ping, req)
}

// pass has the one behind answer, in every detail.
func pass[Q, A any](ctx context.Context, call func(context.Context, Q, ...grpc.CallOption) (*A, error), req Q) (*A, error) {
	var trailer metadata.MD
	answer, err := call(ctx, req, grpc.Trailer(&trailer))
	if len(trailer) > 0 {
		_ = grpc.SetTrailer(ctx, trailer) // fails after the answer, which is to come
	}
	return answer, err
}

// rename makes terms those of the proxy. It has no other nodes.
func (p *Proxy) rename(info *pb.OrchestratorInfo) {
	if info == nil {
		return
	}
	info.Transcoder, info.Nodes = p.uri, nil
}
