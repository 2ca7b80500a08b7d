package net

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// InvalidRequestPrefix begins the texts with which an orchestrator refuses a
// GetOrchestrator (wire.md 4).
const InvalidRequestPrefix = "Invalid orchestrator request: "

// Info asks the orchestrator at uri for its terms (wire.md 4). The context
// bounds the call. Errors are those of core.WireError, core.ErrTokenMissing,
// ErrInvalidInfo, or gRPC statuses.
func (c *OrchestratorClient) Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error) {
	sig, err := c.discoverySig()
	if err != nil {
		return nil, fmt.Errorf("sign discovery request: %w", err)
	}
	conn, err := c.conns.acquire(uri)
	if err != nil {
		return nil, fmt.Errorf("get orchestrator: %w", err)
	}
	defer c.conns.release(conn)
	msg := OrchestratorRequest{Address: c.cfg.Signer.Address(), Sig: sig, Capabilities: req.Capabilities}.ToPB()
	var from peer.Peer
	var trailer metadata.MD
	answer, err := pb.NewOrchestratorClient(conn).GetOrchestrator(ctx, msg, grpc.Peer(&from), grpc.Trailer(&trailer))
	if err != nil {
		return nil, fmt.Errorf("get orchestrator %s: %w", hostOf(uri), grpcError(ctx, err, trailer))
	}
	info, err := OrchestratorInfoFromPB(answer)
	if err != nil {
		return nil, fmt.Errorf("get orchestrator %s: %w", hostOf(uri), err)
	}
	if info.URI == "" {
		return nil, fmt.Errorf("get orchestrator %s: %w: no service URI", hostOf(uri), ErrInvalidInfo)
	}
	if info.Token == nil {
		return nil, fmt.Errorf("get orchestrator %s: %w", hostOf(uri), core.ErrTokenMissing)
	}
	reach := c.cfg.Policy.ReachFor(PeerAddr(from.Addr.String()))
	c.learnReach(info.URI, reach)
	return info, nil
}

// EndSession tells the orchestrator that no more segments of a session will
// come. Without a token there is no session to end.
func (c *OrchestratorClient) EndSession(ctx context.Context, info *core.OrchestratorInfo) error {
	if info == nil || info.Token == nil {
		return nil
	}
	conn, err := c.conns.acquire(info.URI)
	if err != nil {
		return fmt.Errorf("end session %s: %w", info.Token.SessionID, err)
	}
	defer c.conns.release(conn)
	var trailer metadata.MD
	_, err = pb.NewOrchestratorClient(conn).EndTranscodingSession(ctx,
		&pb.EndTranscodingSessionRequest{AuthToken: AuthTokenToPB(info.Token)}, grpc.Trailer(&trailer))
	if err != nil {
		return fmt.Errorf("end session %s at %s: %w", info.Token.SessionID, hostOf(info.URI), grpcError(ctx, err, trailer))
	}
	return nil
}

// grpcError types what an orchestrator answered; existing ones send all their
// refusals with the code Unknown.
func grpcError(ctx context.Context, err error, trailer metadata.MD) error {
	st, ok := status.FromError(err)
	if !ok {
		return err
	}
	switch st.Code() {
	case codes.Unknown:
		return ErrorFromTrailer(trailer, strings.TrimPrefix(st.Message(), InvalidRequestPrefix))
	case codes.DeadlineExceeded, codes.Canceled:
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return err
}

func joinHostPort(host, port string) string { return net.JoinHostPort(host, port) }
