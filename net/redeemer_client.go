package net

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// redeemerCall bounds one call of a redeemer.
const redeemerCall = 10 * time.Second

// Faults of a redeemer, as its client sees them.
var (
	// ErrRedeemerURL: it is not host:port or https://host:port.
	ErrRedeemerURL = errors.New("not the address of a redeemer: want host:port or https://host:port")
	// ErrRedeemerCertificate: somebody else answers, or it has a new certificate.
	ErrRedeemerCertificate = errors.New("the redeemer's certificate is not the one that was set")
	// ErrRedeemerDenies: it does not know this node; its operator must allow it.
	ErrRedeemerDenies = errors.New("the redeemer denies this node")
	// ErrRedeemerRecipient: it works for another orchestrator; the ticket is none
	// the worse for it.
	ErrRedeemerRecipient = errors.New("the redeemer works for another recipient")
)

// RedeemerClientConfig has a client's settings and collaborators.
type RedeemerClientConfig struct {
	// Addr is host:port, or a URL with the scheme https.
	Addr string
	// Signer is this node's account, which the redeemer must know.
	Signer signing.Signer
	// Recipient of the tickets: the orchestrator that the redeemer works for.
	Recipient common.Address
	// Fingerprint is the SHA-256 of the redeemer's certificate. When empty any is
	// taken, and whoever stands between the two can say that it has taken a ticket.
	Fingerprint []byte
	Log         *slog.Logger // discarded when nil
}

// RedeemerClient hands winning tickets to a redeemer elsewhere, and asks it what
// senders are good for (wire.md 11). It is safe for concurrent use. Use:
// NewRedeemerClient, Start, Close.
type RedeemerClient struct {
	cfg    RedeemerClientConfig
	log    *slog.Logger
	conn   *grpc.ClientConn
	client pb.TicketRedeemerClient

	ctx    context.Context // the component's own, ends with Close
	cancel context.CancelFunc
	wg     sync.WaitGroup
	// stranger says that the last who answered had another certificate: gRPC keeps
	// of a handshake's error only its text.
	stranger atomic.Bool

	mu     sync.Mutex
	floats map[common.Address]*watchedFloat // guarded by mu, by sender
}

// NewRedeemerClient returns a client that connects with its first call. The error
// is ErrRedeemerURL.
func NewRedeemerClient(cfg RedeemerClientConfig) (*RedeemerClient, error) {
	addr := cfg.Addr
	if !strings.Contains(addr, "://") {
		addr = "https://" + addr
	}
	u, err := url.Parse(addr)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.Port() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("%w: %.100q", ErrRedeemerURL, cfg.Addr)
	}
	c := &RedeemerClient{cfg: cfg, log: cfg.Log, floats: make(map[common.Address]*watchedFloat)}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.conn, err = dialGRPC(u, c.pinnedTLS()); err != nil {
		return nil, fmt.Errorf("connect to the redeemer at %s: %w", u.Host, err)
	}
	c.client = pb.NewTicketRedeemerClient(c.conn)
	return c, nil
}

// pinnedTLS takes the one certificate with the fingerprint, or any without one.
func (c *RedeemerClient) pinnedTLS() *tls.Config {
	conf := peerTLS()
	if len(c.cfg.Fingerprint) > 0 {
		conf.VerifyConnection = func(s tls.ConnectionState) error {
			sum := sha256.Sum256(s.PeerCertificates[0].Raw)
			other := !bytes.Equal(sum[:], c.cfg.Fingerprint)
			c.stranger.Store(other)
			if other {
				return fmt.Errorf("%w: its SHA-256 is %x", ErrRedeemerCertificate, sum)
			}
			return nil
		}
	}
	return conf
}

// Start lets the client watch what senders are good for.
func (c *RedeemerClient) Start(ctx context.Context) error {
	c.ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return nil
}

// Close ends all watching and the connection.
func (c *RedeemerClient) Close() error {
	if c.cancel != nil {
		c.cancel()
	}
	err := c.conn.Close()
	c.wg.Wait()
	return err
}

// Queue hands over a winning ticket. Without an error the redeemer keeps it; a
// ticket that it has already is taken again. A *pm.RedeemError says that the
// ticket will never be paid; with any other error it has to be handed over again,
// ErrRedeemerDenies, ErrRedeemerRecipient and ErrRedeemerCertificate among them.
func (c *RedeemerClient) Queue(ctx context.Context, t pm.WinningTicket) error {
	ctx, cancel, err := c.call(ctx, pb.TicketRedeemer_QueueTicket_FullMethodName)
	if err != nil {
		return err
	}
	defer cancel()
	if _, err := c.client.QueueTicket(ctx, WinningTicketToPB(t)); err != nil {
		return fmt.Errorf("queue ticket %s: %w", t.Hash(), c.queueError(err))
	}
	return nil
}

// call returns the context of a call of the method, with this node's
// authorization.
func (c *RedeemerClient) call(ctx context.Context, method string) (context.Context, context.CancelFunc, error) {
	md, err := RedeemerAuthorization(c.cfg.Signer, c.cfg.Recipient, method, time.Now())
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(metadata.NewOutgoingContext(ctx, md), redeemerCall)
	return ctx, cancel, nil
}

// queueError types what a redeemer says of a ticket.
func (c *RedeemerClient) queueError(err error) error {
	switch st := status.Convert(err); st.Code() {
	case codes.PermissionDenied:
		return fmt.Errorf("%w: %s", ErrRedeemerRecipient, st.Message())
	case codes.InvalidArgument:
		return &pm.RedeemError{Fault: pm.RedeemInvalid, Err: errors.New(st.Message())}
	default:
		return c.redeemerError(err)
	}
}

// redeemerError types the other errors of a call.
func (c *RedeemerClient) redeemerError(err error) error {
	switch st := status.Convert(err); {
	case st.Code() == codes.Unauthenticated:
		return fmt.Errorf("%w: %s", ErrRedeemerDenies, st.Message())
	case st.Code() == codes.Unavailable && c.stranger.Load():
		return fmt.Errorf("%w: %s", ErrRedeemerCertificate, st.Message())
	}
	return err
}
