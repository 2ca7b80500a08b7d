package earning

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// Price quotes a sender's new session. Errors: *pm.Refusal, pricing.ErrRange and
// those of Prices.
func (e *Earner) Price(ctx context.Context, sender common.Address, caps *core.Capabilities) (*pm.Price, error) {
	price, err := e.price(ctx, sender, caps)
	if err != nil {
		return nil, err
	}
	e.cfg.Observer.PriceQuoted(sender, price)
	return &price, nil
}

func (e *Earner) price(ctx context.Context, sender common.Address, caps *core.Capabilities) (pm.Price, error) {
	perPixel, err := e.cfg.Prices.Price(sender, caps)
	if err != nil {
		return pm.Price{}, err
	}
	if perPixel.Sign() > 0 {
		_, funds, err := e.standing(ctx, sender)
		if err != nil {
			return pm.Price{}, err
		}
		if perPixel, err = e.adjusted(ctx, sender, funds, perPixel); err != nil {
			return pm.Price{}, err
		}
	} else if err := e.risk.check(sender, e.cfg.Now()); err != nil {
		return pm.Price{}, err
	}
	return pricing.ToPrice(perPixel)
}

// adjusted is a price that bears the cost of redemptions, where the operator
// wants that (`-autoAdjustPrice`).
func (e *Earner) adjusted(ctx context.Context, sender common.Address, funds pm.Funds, perPixel *big.Rat) (*big.Rat, error) {
	if !e.cfg.AutoAdjust {
		return perPixel, nil
	}
	face, cost, err := e.faceValue(ctx, sender, funds)
	if err != nil {
		return nil, err
	}
	return pricing.WithOverhead(perPixel, cost, face), nil
}

// Params makes the terms of an account's next tickets. The error is a
// *pm.Refusal.
func (e *Earner) Params(ctx context.Context, a orchestrator.Account) (*pm.TicketParams, error) {
	if a.Price == nil || !a.Price.Valid() {
		return nil, noPrice()
	}
	if a.Price.IsFree() {
		now, err := e.free(a.Sender)
		if err != nil {
			return nil, err
		}
		return e.cfg.Recipient.Params(a.Sender, *a.Price, pm.Wei{}, pm.WinProb{}, now), nil
	}
	now, funds, err := e.standing(ctx, a.Sender)
	if err != nil {
		return nil, err
	}
	face, _, err := e.faceValue(ctx, a.Sender, funds)
	if err != nil {
		return nil, err
	}
	return e.cfg.Recipient.Params(a.Sender, *a.Price, face, pm.WinProbFor(e.cfg.TicketEV, face), now), nil
}

// faceValue of a sender's tickets, and what it costs to redeem one, at the
// rolling price of gas.
func (e *Earner) faceValue(ctx context.Context, sender common.Address, funds pm.Funds) (face, cost pm.Wei, err error) {
	gas, ok := e.cfg.Chain.Gas()
	if !ok {
		return face, cost, pm.Refuse(pm.ChainUnavailable, "what gas costs is not known yet, try again")
	}
	if cost, ok = gas.Rolling.Mul(gas.Single); !ok {
		return face, cost, pm.Refuse(pm.ChainUnavailable, "gas costs more than there is")
	}
	float, err := e.maxFloat(ctx, sender, funds)
	if err != nil {
		return face, cost, err
	}
	policy := pm.FaceValuePolicy{EV: e.cfg.TicketEV, Overhead: e.cfg.Overhead, MaxFaceValue: e.MaxFaceValue()}
	face, err = policy.FaceValue(cost, float)
	return face, cost, err
}

// free is what there is to check of a sender to whom pixels cost nothing.
func (e *Earner) free(sender common.Address) (pm.Moment, error) {
	if err := e.risk.check(sender, e.cfg.Now()); err != nil {
		return pm.Moment{}, err
	}
	return e.moment()
}

func (e *Earner) moment() (pm.Moment, error) {
	now, err := e.cfg.Chain.Moment()
	if err != nil {
		return now, unavailable(err)
	}
	return now, nil
}

// standing says whether this orchestrator may work for a sender: by the
// operator's word, the sender's history and its funds, what costs least first.
// The error is a *pm.Refusal.
func (e *Earner) standing(ctx context.Context, sender common.Address) (pm.Moment, pm.Funds, error) {
	if err := e.risk.check(sender, e.cfg.Now()); err != nil {
		return pm.Moment{}, pm.Funds{}, err
	}
	now, err := e.moment()
	if err != nil {
		return now, pm.Funds{}, err
	}
	if !e.cfg.Chain.Active(e.cfg.Address) {
		return now, pm.Funds{}, pm.Refuse(pm.OrchestratorInactive, "orchestrator %s is inactive in round %d, cannot process payments", e.cfg.Address, now.Current)
	}
	funds, err := e.funds(ctx, sender)
	if err != nil {
		return now, funds, err
	}
	if need := e.cfg.Risk.MinDeposit; funds.Deposit.Cmp(need) < 0 {
		return now, funds, pm.RefuseAmount(pm.InsufficientDeposit, need, funds.Deposit, "the deposit of sender %s is too low", sender)
	}
	if funds.Unlocks(max(now.Current, now.Round.Number)) {
		return now, funds, pm.Refuse(pm.SenderUnlocking, "deposit and reserve for sender %s is set to unlock soon", sender)
	}
	return now, funds, nil
}

// funds asks what a sender has.
func (e *Earner) funds(ctx context.Context, sender common.Address) (pm.Funds, error) {
	if sender == (common.Address{}) {
		return pm.Funds{}, pm.Refuse(pm.InvalidTicketSender, "invalid ticket sender")
	}
	if err := e.lookups.allow(sender, e.cfg.Now()); err != nil {
		return pm.Funds{}, err
	}
	funds, err := e.cfg.Chain.Funds(ctx, sender)
	if err != nil {
		return funds, unavailable(err)
	}
	funded := !funds.Deposit.IsZero() || !funds.Reserve.IsZero()
	e.lookups.found(sender, funded, e.cfg.Now())
	if !funded {
		return funds, e.lookups.refusal(sender)
	}
	return funds, nil
}

// unavailable is the refusal for want of the chain. The cause is for the log
// alone: it may name endpoints.
func unavailable(err error) error {
	var refusal *pm.Refusal
	if errors.As(err, &refusal) {
		return refusal
	}
	return fmt.Errorf("%w: %w", pm.Refuse(pm.ChainUnavailable, "the chain cannot be asked now, try again"), err)
}

// noPrice refuses an account without a price, which no token vouches for on
// chain.
func noPrice() error {
	return pm.Refuse(pm.MalformedPayment, "invalid expected price sent with payment: there is none")
}
