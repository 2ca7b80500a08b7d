package orchestrator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

// DefaultMaxSessions is the value of -maxSessions (wire.md 13).
const DefaultMaxSessions = 10

// sweepEvery is how often sessions are looked at for having been idle.
const sweepEvery = time.Second

// ErrRequestSignature refuses a GetOrchestrator whose signature is not that of
// its address (wire.md 4).
var ErrRequestSignature = errors.New("orchestrator req sig check failed")

// AuthenticationError is the Authorizer's refusal of a broadcaster.
type AuthenticationError struct {
	Err error
}

func (e *AuthenticationError) Error() string { return "authentication failed: " + e.Err.Error() }

// Unwrap returns the Authorizer's error.
func (e *AuthenticationError) Unwrap() error { return e.Err }

// Config has an orchestrator's settings and collaborators.
type Config struct {
	// ServiceURI is where broadcasters find this node: https://host:port.
	ServiceURI string
	// Nodes are further addresses of the same orchestrator.
	Nodes []string
	// MaxSessions bounds live sessions; 0 stands for DefaultMaxSessions.
	MaxSessions int
	// Secret of the auth tokens.
	Secret Secret
	// BindTokens makes a token good for the address that asked for it alone.
	// Off chain addresses prove nothing, and this stays off.
	BindTokens bool
	// ID is stamped into media: the recipient's address, or "offchain" when empty.
	ID string
	// Capabilities returns what the node can do now.
	Capabilities func() *core.Capabilities
	Transcoder   core.Transcoder
	Signer       signing.Signer
	Verifier     signing.Verifier
	Payments     Payments
	Authorizer   Authorizer
	Results      Results
	// Chain and ChainID, when set, have results signed as evidence (M34 of the
	// mission): for a node whose work is paid to Signer's account.
	Chain    Chain
	ChainID  uint64
	History  History      // NopHistory when nil; senders must be proven, as on a chain
	Observer Observer     // NopObserver when nil
	Log      *slog.Logger // discarded when nil
}

// Orchestrator serves broadcasters. See the package comment.
type Orchestrator struct {
	cfg      Config
	log      *slog.Logger
	tokens   tokens
	sessions *sessions

	ctx    context.Context // the component's own, ends with Close
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// New returns an orchestrator that is not started. Its error names the
// collaborator that is missing.
func New(cfg Config) (*Orchestrator, error) {
	for name, missing := range map[string]bool{
		"Transcoder": cfg.Transcoder == nil, "Signer": cfg.Signer == nil, "Verifier": cfg.Verifier == nil,
		"Payments": cfg.Payments == nil, "Authorizer": cfg.Authorizer == nil, "Results": cfg.Results == nil,
		"Capabilities": cfg.Capabilities == nil,
	} {
		if missing {
			return nil, fmt.Errorf("orchestrator: Config.%s is missing", name)
		}
	}
	if cfg.MaxSessions <= 0 {
		cfg.MaxSessions = DefaultMaxSessions
	}
	if cfg.ID == "" {
		cfg.ID = "offchain"
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	if cfg.History == nil {
		cfg.History = NopHistory{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	o := &Orchestrator{
		cfg: cfg, log: cfg.Log, tokens: tokens{secret: cfg.Secret, bind: cfg.BindTokens}, sessions: newSessions(cfg.MaxSessions),
	}
	o.ctx, o.cancel = context.WithCancel(context.Background())
	return o, nil
}

// Start begins to end idle sessions.
func (o *Orchestrator) Start(context.Context) error {
	o.wg.Go(o.sweepLoop)
	return nil
}

// Close cancels the work on all segments and ends all sessions.
func (o *Orchestrator) Close() error {
	o.cancel()
	o.wg.Wait()
	for _, id := range o.sessions.ids() {
		o.cfg.Transcoder.EndSession(id)
		o.cfg.Results.RemoveSession(id)
	}
	return nil
}

// Quote answers a broadcaster that asks for terms (GetOrchestrator, wire.md 4).
// Errors: ErrRequestSignature, core.ErrOrchestratorCapped,
// *AuthenticationError, and those of Payments.
func (o *Orchestrator) Quote(ctx context.Context, req QuoteRequest) (*core.OrchestratorInfo, error) {
	if !o.cfg.Verifier.Verify(req.Address, signing.DiscoveryMessage(req.Address), req.Sig) {
		return nil, ErrRequestSignature
	}
	if o.sessions.isDraining() || !req.IgnoreCapacity && o.sessions.capped() {
		return nil, core.ErrOrchestratorCapped
	}
	if err := o.cfg.Authorizer.Authorize(ctx, req.Address); err != nil {
		return nil, &AuthenticationError{Err: err}
	}
	account := Account{Sender: req.Address, Session: o.sessions.newID()}
	var err error
	if account.Price, err = o.cfg.Payments.Price(ctx, req.Address, req.Capabilities); err != nil {
		return nil, fmt.Errorf("price for %s: %w", req.Address, err)
	}
	return o.info(ctx, account, o.tokens.issue(account, time.Now()))
}

// QuoteRequest is a broadcaster's question for terms.
type QuoteRequest struct {
	Address        common.Address // zero off chain
	Sig            []byte
	Capabilities   *core.Capabilities // that the job needs; nil for any
	IgnoreCapacity bool
}

// info describes this orchestrator, with fresh ticket parameters for the account.
func (o *Orchestrator) info(ctx context.Context, a Account, token *core.AuthToken) (*core.OrchestratorInfo, error) {
	params, err := o.cfg.Payments.Params(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("ticket parameters for %s: %w", a.Sender, err)
	}
	return &core.OrchestratorInfo{
		URI: o.cfg.ServiceURI, Address: o.cfg.Signer.Address(), Token: token, Price: a.Price, TicketParams: params,
		Balance: o.cfg.Payments.Balance(a), Capabilities: o.cfg.Capabilities(), Nodes: o.cfg.Nodes, HashMayFollow: true,
	}, nil
}

// EndSession ends a token's session, after the segments in work. Whether the
// token has expired and whose it is does not matter (wire.md 4). The error is
// core.ErrTokenMissing or core.ErrTokenInvalid.
func (o *Orchestrator) EndSession(token *core.AuthToken) error {
	if err := o.tokens.checkSession(token); err != nil {
		return err
	}
	if o.sessions.end(token.SessionID, time.Now()) {
		o.ended(token.SessionID, "broadcaster ended it")
	}
	return nil
}

// SetMaxSessions changes the limit; live sessions beyond it go on.
func (o *Orchestrator) SetMaxSessions(n int) {
	o.sessions.set(func(r *sessions) { r.max = max(n, 0) })
	o.cfg.Observer.SessionsChanged(o.sessions.count())
}

// Sessions returns how many sessions there are, and at most.
func (o *Orchestrator) Sessions() (live, limit int) { return o.sessions.count() }

// SetDraining turns the maintenance mode on or off: new sessions are refused
// with core.ErrOrchestratorCapped, live ones go on.
func (o *Orchestrator) SetDraining(on bool) {
	o.sessions.set(func(r *sessions) { r.draining = on })
	o.log.Info("draining", "on", on)
}

// Draining says whether the maintenance mode is on.
func (o *Orchestrator) Draining() bool { return o.sessions.isDraining() }

// Drain turns the maintenance mode on and waits until no session is left. The
// error is the context's.
func (o *Orchestrator) Drain(ctx context.Context) error {
	o.SetDraining(true)
	for {
		changed := o.sessions.emptied()
		if changed == nil {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// sweepLoop ends idle sessions and drops the media of those that are long over.
func (o *Orchestrator) sweepLoop() {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-o.ctx.Done():
			return
		case now := <-ticker.C:
			ended, media := o.sessions.sweep(now)
			for _, id := range ended {
				o.ended(id, "idle")
			}
			for _, id := range media {
				o.cfg.Results.RemoveSession(id)
			}
		}
	}
}

func (o *Orchestrator) ended(id core.SessionID, reason string) {
	o.cfg.Transcoder.EndSession(id)
	o.log.Info("session ended", "session", id, "reason", reason)
	o.cfg.Observer.SessionsChanged(o.sessions.count())
}

// maxPing bounds the value of a ping in bytes; existing nodes send 32.
const maxPing = 1024

// ErrPingTooLong refuses a ping with more than 1024 bytes.
var ErrPingTooLong = errors.New("ping value is longer than 1024 bytes")

// Ping answers a ping: off chain with nothing, else with a signature that is
// bound to this use (signing.PingMessage).
func (o *Orchestrator) Ping(value []byte) ([]byte, error) {
	if len(value) > maxPing {
		return nil, ErrPingTooLong
	}
	return o.cfg.Signer.Sign(signing.PingMessage(value))
}
