package cliapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// legacyAction is a path of go-livepeer that sends transactions (features.md 11):
// an action with the form's parameters as its fields. A price among them is set
// before the first transaction.
type legacyAction struct {
	path   string
	steps  func(c *ChainConfig, in *input) []step
	params []legacyParam
}

// legacyParam is one form parameter.
type legacyParam struct {
	form, field string
	kind        legacyKind
	optional    bool
}

// legacyKind says how a parameter is written.
type legacyKind int

const (
	legacyText    legacyKind = iota
	legacyLPT                // a whole number of 10^-18 LPT
	legacyWei                // a whole number of wei
	legacyParts              // a number that is a percentage: 10 is 10 %
	legacyNumber             // a whole number
	legacyChoice             // 0 is yes, 1 is no
	legacySupport            // 0 is against, 1 is for, 2 is abstain
)

// legacyActions is the table of these paths. Each waits until its transactions
// are confirmed and answers with their hashes, one a line.
func legacyActions() []legacyAction {
	amountLPT := legacyParam{form: "amount", field: "amount", kind: legacyLPT}
	lock := legacyParam{form: "unbondingLockId", field: "lock", kind: legacyNumber}
	cuts := []legacyParam{
		{form: "blockRewardCut", field: "rewardCut", kind: legacyParts},
		{form: "feeShare", field: "feeShare", kind: legacyParts},
		{form: "serviceURI", field: "serviceURI"},
	}
	price := optional(legacyPriceParams()...)
	return []legacyAction{
		{"/initializeRound", initializeRound, nil},
		{"/activateOrchestrator", activate, slices.Concat(cuts, optional(amountLPT, lock), price)},
		{"/setOrchestratorConfig", legacyConfigure, slices.Concat(optional(cuts...), price)},
		{"/bond", bond, []legacyParam{amountLPT, {form: "toAddr", field: "to"}}},
		{"/rebond", rebond, append(optional(legacyParam{form: "toAddr", field: "to"}), lock)},
		{"/unbond", unbond, []legacyParam{amountLPT}},
		{"/withdrawStake", withdrawStake, []legacyParam{lock}},
		{"/withdrawFees", withdrawFees, optional(legacyParam{form: "amount", field: "amount", kind: legacyWei})},
		{"/claimEarnings", claimEarnings, nil},
		{"/reward", reward, nil},
		{"/transferTokens", transfer, []legacyParam{{form: "to", field: "to"}, amountLPT}},
		{"/requestTokens", requestTokens, nil},
		{"/fundDepositAndReserve", fund, []legacyParam{
			{form: "depositAmount", field: "deposit", kind: legacyWei},
			{form: "reserveAmount", field: "reserve", kind: legacyWei},
		}},
		{"/fundDeposit", fund, []legacyParam{{form: "amount", field: "deposit", kind: legacyWei}}},
		{"/unlock", unlock, nil},
		{"/cancelUnlock", cancelUnlock, nil},
		{"/withdraw", withdraw, nil},
		{"/vote", vote, []legacyParam{{form: "poll", field: "poll"}, {form: "choiceID", field: "choice", kind: legacyChoice}}},
		{"/voteOnProposal", voteOnProposal, []legacyParam{
			{form: "proposalID", field: "proposal"},
			{form: "support", field: "support", kind: legacySupport},
			{form: "reason", field: "reason", optional: true},
		}},
	}
}

// optional returns the parameters as such that may be left out.
func optional(params ...legacyParam) []legacyParam {
	list := slices.Clone(params)
	for i := range list {
		list[i].optional = true
	}
	return list
}

// value translates a parameter into a field of an action's body.
func (p legacyParam) value(text string) (json.RawMessage, error) {
	digits := strings.Trim(text, "0123456789") == ""
	field := text
	switch p.kind {
	case legacyLPT, legacyWei, legacyNumber:
		if !digits || len(text) > 78 {
			return nil, invalid(fmt.Sprintf("%s %q: expected a whole number, for amounts in wei or 10^-18 LPT", p.form, shorten(text)))
		}
		if p.kind == legacyNumber {
			return json.RawMessage(strings.TrimLeft(text[:len(text)-1], "0") + text[len(text)-1:]), nil // JSON has no 07
		}
		field += map[legacyKind]string{legacyLPT: " LPTU", legacyWei: " wei"}[p.kind]
	case legacyParts:
		field += "%"
	case legacyChoice:
		name, ok := map[string]string{"0": "yes", "1": "no"}[text]
		if !ok {
			return nil, invalid(fmt.Sprintf("%s %q: expected 0 for yes or 1 for no", p.form, shorten(text)))
		}
		field = name
	case legacySupport:
		name, ok := map[string]string{"0": "against", "1": "for", "2": "abstain"}[text]
		if !ok {
			return nil, invalid(fmt.Sprintf("%s %q: expected 0 (against), 1 (for) or 2 (abstain)", p.form, shorten(text)))
		}
		field = name
	}
	return json.Marshal(field)
}

// legacyInput reads a form as an action's body.
func (c *ChainConfig) legacyInput(r *http.Request, params []legacyParam) (*input, error) {
	in := &input{chain: c, values: map[string]json.RawMessage{}}
	for _, p := range params {
		text := r.FormValue(p.form)
		switch {
		case text == "" && p.optional:
			continue
		case text == "":
			return nil, invalid("missing form param: " + p.form)
		}
		value, err := p.value(text)
		if err != nil {
			return nil, err
		}
		in.values[p.field] = value
	}
	return in, nil
}

// legacyAct serves one row of the table.
func (s *Server) legacyAct(l legacyAction) http.HandlerFunc {
	return s.legacy(func(c *ChainConfig, r *http.Request) (any, error) {
		in, err := c.legacyInput(r, l.params)
		if err != nil {
			return nil, err
		}
		steps, price := l.steps(c, in), in.legacyRate()
		if in.err != nil {
			return nil, in.err
		}
		ctx, leave, err := s.lane.enter(l.path)
		if err != nil {
			return nil, err
		}
		defer leave()
		if err := c.setLegacyPrice(price); err != nil {
			return nil, err
		}
		var result Result
		if err := c.run(ctx, steps, result.add); err != nil {
			return nil, err
		}
		if len(result.Transactions) == 0 && price != nil {
			return "ok", nil
		}
		return result.hashes(), nil
	})
}

// hashes lists the transactions, one a line.
func (r *Result) hashes() string {
	var list []string
	for _, t := range r.Transactions {
		list = append(list, t.Hash.Hex())
	}
	return strings.Join(list, "\n")
}

// legacy serves what get returns as go-livepeer does: a string or bytes as they
// are, anything else in JSON, errors as text.
func (s *Server) legacy(get func(*ChainConfig, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.legacyGet(w, r, get)
		if err != nil {
			described, status := describe(err)
			if described.Code == codeOffChain {
				status = http.StatusInternalServerError // where its tools expect it
			}
			s.note(status, err)
			http.Error(w, described.Message, status)
			return
		}
		switch v := v.(type) {
		case string:
			text(w, v)
		case []byte:
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Write(v)
		default:
			writeJSON(w, v)
		}
	}
}

func (s *Server) legacyGet(w http.ResponseWriter, r *http.Request, get func(*ChainConfig, *http.Request) (any, error)) (any, error) {
	if s.cfg.Chain == nil {
		return nil, errOffChain()
	}
	if err := r.ParseForm(); err != nil {
		return nil, invalid("the form cannot be read: " + err.Error())
	}
	http.NewResponseController(w).SetReadDeadline(time.Time{})
	ctx, cancel := context.WithTimeout(r.Context(), answerTimeout)
	defer cancel()
	return get(s.cfg.Chain, r.WithContext(ctx))
}
