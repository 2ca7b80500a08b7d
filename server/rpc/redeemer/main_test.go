package redeemer_test

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/rpc/redeemer"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var _ redeemer.Tickets = (*redemption.Redeemer)(nil)

const (
	eventually = 10 * time.Second
	tick       = 10 * time.Millisecond
)

// tickets is a redeemer in memory.
type tickets struct {
	queue func(ctx context.Context, t pm.WinningTicket) error // keeps everything when nil

	mu       sync.Mutex
	queued   []pm.WinningTicket
	floats   map[common.Address]pm.Wei
	err      error // of MaxFloat
	watchers map[chan struct{}]bool
}

func newTickets() *tickets {
	return &tickets{floats: make(map[common.Address]pm.Wei), watchers: make(map[chan struct{}]bool)}
}

func (k *tickets) Queue(ctx context.Context, t pm.WinningTicket) error {
	if k.queue != nil {
		return k.queue(ctx, t)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.queued = append(k.queued, t)
	return nil
}

func (k *tickets) MaxFloat(_ context.Context, sender common.Address) (pm.Wei, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.floats[sender], k.err
}

func (k *tickets) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.watchers[ch] = true
	context.AfterFunc(ctx, func() { k.unwatch(ch) })
	return ch
}

func (k *tickets) unwatch(ch chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.watchers[ch] {
		delete(k.watchers, ch)
		close(ch)
	}
}

func (k *tickets) set(sender common.Address, v uint64, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.floats[sender], k.err = pm.NewWei(v), err
	for ch := range k.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (k *tickets) watching() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.watchers)
}

// node is a redeemer behind its real port.
type node struct {
	t           *testing.T
	server      *redeemer.Server
	tickets     *tickets
	account     *signing.Key // of the recipient
	fingerprint []byte
}

func newKey(t *testing.T) *signing.Key {
	t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	return signing.NewKey(key)
}

func start(t *testing.T, change func(cfg *redeemer.Config)) *node {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
	require.NoError(t, err)
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	require.NoError(t, err)
	sum := sha256.Sum256(cert.Certificate[0])
	n := &node{t: t, tickets: newTickets(), account: newKey(t), fingerprint: sum[:]}
	cfg := redeemer.Config{
		Listener: listener, Certificate: cert, Recipient: n.account.Address(), Tickets: n.tickets, Verifier: signing.Accounts{},
	}
	if change != nil {
		change(&cfg)
	}
	n.server, err = redeemer.New(cfg)
	require.NoError(t, err)
	require.NoError(t, n.server.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, n.server.Close()) })
	return n
}

// client is that of an orchestrator with its own account.
func (n *node) client(change func(cfg *lpnet.RedeemerClientConfig)) *lpnet.RedeemerClient {
	n.t.Helper()
	cfg := lpnet.RedeemerClientConfig{
		Addr: n.server.Addr().String(), Signer: n.account, Recipient: n.account.Address(), Fingerprint: n.fingerprint,
	}
	if change != nil {
		change(&cfg)
	}
	c, err := lpnet.NewRedeemerClient(cfg)
	require.NoError(n.t, err)
	require.NoError(n.t, c.Start(n.t.Context()))
	n.t.Cleanup(func() { require.NoError(n.t, c.Close()) })
	return c
}

// stranger calls as existing nodes do, without an authorization.
func (n *node) stranger() pb.TicketRedeemerClient {
	n.t.Helper()
	conn, err := grpc.NewClient("passthrough:///"+n.server.Addr().String(), grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})))
	require.NoError(n.t, err)
	n.t.Cleanup(func() { require.NoError(n.t, conn.Close()) })
	return pb.NewTicketRedeemerClient(conn)
}

// ticket pays recipient.
func ticket(recipient common.Address, nonce uint32) pm.WinningTicket {
	return pm.WinningTicket{
		Ticket: pm.Ticket{
			Recipient: recipient, Sender: common.Address{2}, FaceValue: pm.NewWei(9), WinProb: pm.Always(), SenderNonce: nonce,
			RecipientRandHash: pm.RecipientRand{3}.Hash(), Created: pm.RoundRef{Number: 4, BlockHash: common.Hash{5}},
		},
		Sig: make([]byte, 65), Rand: pm.RecipientRand{3}, ParamsExpire: 40,
	}
}
