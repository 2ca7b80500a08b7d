package pm_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/pm"
)

// exact is a rational number of payments.json.
type exact struct{ Exact string }

type paymentVectors struct {
	EV []struct {
		FaceValue, WinProb string
		EV                 exact
	}
	NumTickets []struct {
		Name, FaceValue, WinProb, FeeEstimate string
		ExistingCredit, NewCredit, EV         exact
		NumTickets                            int64
	}
	TicketParams []struct {
		Name, EV, FaceValue, GasPrice, MaxFaceValue, MaxFloat, Price, WinProb, ExpirationBlock, LastL1Block, Error string
		ResultingEV                                                                                                exact
		RedeemGas                                                                                                  uint64
	}
	MaxFloat []struct {
		Name, ClaimedByMe, Deposit, MaxFloat, Pending, PoolSize, ReserveClaimedInCurrentRound, ReserveFundsRemaining string
	}
	CreationRound []struct {
		Name                                               string
		CreationRound                                      uint64
		CreationRoundBlockHash                             common.Hash
		RoundHash, PreviousHash                            common.Hash
		LastInitializedRound, LastL1Block, ExpirationBlock string
	}
	GatewayAcceptance []struct {
		Name, Error, Deposit, Reserve, FaceValue, WinProb                                          string
		ExpirationBlock, LastInitializedRound, LastL1Block, MaxTicketEV, MaxTotalEV, WithdrawRound uint64
		DepositMultiplier                                                                          uint64
		NumTickets                                                                                 int64
	}
	SessionSimulation []struct {
		Note                                string
		GatewayBalance, OrchestratorBalance exact
		NumTickets, Pixels                  int64
		Sufficient                          bool
	}
}

func readPayments(t *testing.T) (v paymentVectors) {
	t.Helper()
	readVectors(t, "payments.json", &v)
	return v
}

// near requires that an account and an exact one differ by less than units of
// 2^-64 wei.
func near(t *testing.T, want *big.Rat, got pm.Credit, units int64, msg ...any) {
	t.Helper()
	diff := new(big.Rat).Sub(got.Rat(), want)
	unit := new(big.Rat).SetFrac(big.NewInt(units), new(big.Int).Lsh(big.NewInt(1), 64))
	require.Negative(t, diff.Abs(diff).Cmp(unit), msg...)
}

func TestExpectedValueVectors(t *testing.T) {
	t.Parallel()
	v := readPayments(t)
	require.Len(t, v.EV, 6)
	for _, c := range v.EV {
		face, p := parseWei(t, c.FaceValue), parseWinProb(t, c.WinProb)
		require.Equal(t, parseRat(t, c.EV.Exact), pm.ExpectedValue(face, p))
		require.Equal(t, pm.CreditFloor(parseRat(t, c.EV.Exact)), pm.TicketCredit(face, p))
	}
}

func TestNumTicketsVectors(t *testing.T) {
	t.Parallel()
	v := readPayments(t)
	require.Len(t, v.NumTickets, 13)
	for _, c := range v.NumTickets {
		ev := pm.TicketCredit(parseWei(t, c.FaceValue), parseWinProb(t, c.WinProb))
		fee, credit := pm.CreditCeil(parseRat(t, c.FeeEstimate)), pm.CreditFloor(parseRat(t, c.ExistingCredit.Exact))
		n, ok := pm.TicketsFor(fee, ev, credit)
		require.True(t, ok, c.Name)
		require.Equal(t, c.NumTickets, n, c.Name)
		near(t, parseRat(t, c.NewCredit.Exact), ev.Mul(n), n+1, c.Name)
	}
}

// What existing nodes fix is an input here: that a ticket's face value is 100
// times its cost is our overhead of 1 %. Of their 18 cases five are decided
// otherwise.
func TestTicketParamsVectors(t *testing.T) {
	t.Parallel()
	differs := map[string]string{
		// The ×100 binds a hundred times the reserve for nothing, where redeeming
		// costs nearly nothing already: two expected values do.
		"gas price 0: face value = EV x 100":            "2000000000000",
		"tx cost x 100 below EV: face value = EV x 100": "6000000000000000",
		"face value divides 2^256-1 exactly (3)":        "2",
		// Costs come from a rolling gas price. When it lasts, tickets that cost more
		// than they pay are worth nothing, whatever gas cost once.
		"gas 10 gwei, max float between 3 gwei cost and 10 gwei cost: allowed": "insufficient sender reserve",
		// It is not the sender's fault, who would top up its reserve for nothing.
		"-maxFaceValue below tx cost": "the orchestrator's limit of face values is too low",
	}
	v := readPayments(t)
	require.Len(t, v.TicketParams, 18)
	for _, c := range v.TicketParams {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			policy := pm.FaceValuePolicy{EV: parseWei(t, c.EV)}
			if c.MaxFaceValue != "" {
				policy.MaxFaceValue = parseWei(t, c.MaxFaceValue)
			}
			maxFloat, _ := pm.WeiFromInt(parseInt(t, c.MaxFloat)) // below 0 there is none
			cost, ok := parseWei(t, c.GasPrice).Mul(c.RedeemGas)
			require.True(t, ok)
			if c.Price == "0" {
				requireFree(t, c.LastL1Block, c.ExpirationBlock)
				return
			}
			face, err := policy.FaceValue(cost, maxFloat)
			want := c.FaceValue
			if c.Error != "" {
				want = c.Error
			}
			if ours, ok := differs[c.Name]; ok {
				require.NotEqual(t, want, ours)
				want = ours
			}
			if err != nil {
				var refusal *pm.Refusal
				require.ErrorAs(t, err, &refusal)
				require.Equal(t, want, refusal.Text)
				return
			}
			require.Equal(t, want, face.Int().String())
			// The probability is that of the vector for the vector's face value.
			if c.Error == "" {
				p := pm.WinProbFor(policy.EV, parseWei(t, c.FaceValue))
				require.Equal(t, c.WinProb, p.String())
				require.Equal(t, parseRat(t, c.ResultingEV.Exact), pm.ExpectedValue(parseWei(t, c.FaceValue), p))
			}
		})
	}
}

// requireFree checks the terms of free work, which need no face value.
func requireFree(t *testing.T, block, expires string) {
	t.Helper()
	now := moment()
	now.Block = parseInt(t, block).Uint64()
	params := newRecipient().Params(broadcaster.addr, pm.Price{PixelsPerUnit: 1}, pm.NewWei(7), pm.Always(), now)
	require.Zero(t, params.FaceValue)
	require.Zero(t, params.WinProb)
	require.Equal(t, parseInt(t, expires).Uint64(), params.ExpirationBlock)
	require.Zero(t, params.EV().Sign())
}

func TestMaxFloatVectors(t *testing.T) {
	t.Parallel()
	differs := map[string]string{
		// Existing nodes round the quotient to a binary64 before they compare.
		"deposit/pending below 3 by 1e-17: rounds to 3 in binary64, pending ignored": "100000000000000000",
		// There is no negative float.
		"pending larger than share: negative": "0",
	}
	v := readPayments(t)
	require.Len(t, v.MaxFloat, 14)
	for _, c := range v.MaxFloat {
		funds := pm.Funds{
			Deposit: parseWei(t, c.Deposit), Reserve: parseWei(t, c.ReserveFundsRemaining), ReserveClaimed: parseWei(t, c.ReserveClaimedInCurrentRound),
			ClaimedByMe: parseWei(t, c.ClaimedByMe), PoolSize: parseInt(t, c.PoolSize).Uint64(),
		}
		want := c.MaxFloat
		if ours, ok := differs[c.Name]; ok {
			require.NotEqual(t, want, ours)
			want = ours
		}
		require.Equal(t, want, funds.MaxFloat(parseWei(t, c.Pending)).Int().String(), c.Name)
	}
}

// Which round a ticket names is decided where the chain is read: the last one
// with a block hash.
func TestCreationRoundVectors(t *testing.T) {
	t.Parallel()
	v := readPayments(t)
	require.Len(t, v.CreationRound, 2)
	for _, c := range v.CreationRound {
		last := pm.Round(parseInt(t, c.LastInitializedRound).Uint64())
		now := pm.Moment{
			Block: parseInt(t, c.LastL1Block).Uint64(), Current: last, RoundEnds: 1000, Validity: 2,
			Round: pm.RoundRef{Number: last, BlockHash: c.RoundHash},
		}
		if c.RoundHash == (common.Hash{}) {
			now.Round = pm.RoundRef{Number: last - 1, BlockHash: c.PreviousHash}
		}
		params := newRecipient().Params(broadcaster.addr, price, pm.NewWei(1000), pm.Always(), now)
		require.Equal(t, pm.RoundRef{Number: pm.Round(c.CreationRound), BlockHash: c.CreationRoundBlockHash}, params.Created)
		require.Equal(t, parseInt(t, c.ExpirationBlock).Uint64(), params.ExpirationBlock)
		_, err := newRecipient().Receive(broadcaster.pay(t, params, 1, now), price, now)
		require.NoError(t, err, c.Name)
	}
}

func TestGatewayAcceptanceVectors(t *testing.T) {
	t.Parallel()
	v := readPayments(t)
	require.Len(t, v.GatewayAcceptance, 16)
	for _, c := range v.GatewayAcceptance {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			limits := pm.Acceptance{MaxTicketEV: pm.NewWei(c.MaxTicketEV), MaxTotalEV: pm.NewWei(c.MaxTotalEV), DepositMultiplier: c.DepositMultiplier}
			require.Equal(t, c.DepositMultiplier == 1, limits == pm.DefaultAcceptance())
			params := pm.TicketParams{FaceValue: parseWei(t, c.FaceValue), WinProb: parseWinProb(t, c.WinProb), ExpirationBlock: c.ExpirationBlock}
			own := pm.Funds{Deposit: parseWei(t, c.Deposit), Reserve: parseWei(t, c.Reserve), WithdrawRound: pm.Round(c.WithdrawRound)}
			round := pm.Round(c.LastInitializedRound)
			now := pm.Moment{Block: c.LastL1Block, Round: pm.RoundRef{Number: round}, Current: round}
			err := limits.Check(&params, &price, c.NumTickets, own, now)
			if c.Error == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.Error)
			var refusal *pm.Refusal
			var terms *pm.TermsError
			require.True(t, errors.As(err, &refusal) || errors.As(err, &terms))
		})
	}
}

// A session of six segments, as both sides of existing nodes count it.
func TestSessionSimulationVectors(t *testing.T) {
	t.Parallel()
	v := readPayments(t)
	require.Len(t, v.SessionSimulation, 6)
	// The terms and the fee estimate are those of other vectors.
	face, p := parseWei(t, v.EV[0].FaceValue), parseWinProb(t, v.EV[0].WinProb)
	fee := pm.CreditCeil(parseRat(t, v.NumTickets[0].FeeEstimate))
	perPixel := pm.Price{PricePerUnit: 1e9, PixelsPerUnit: 1}
	ev := pm.TicketCredit(face, p)
	var sender, recipient pm.Credit
	for i, c := range v.SessionSimulation {
		n, ok := pm.TicketsFor(fee, ev, sender)
		require.True(t, ok)
		require.Equal(t, c.NumTickets, n, "segment %d", i)
		sender, recipient = sender.Add(ev.Mul(n)), recipient.Add(ev.Mul(n))
		require.Equal(t, c.Sufficient, recipient.Cmp(ev) >= 0)
		cost := perPixel.Cost(c.Pixels)
		recipient = recipient.Sub(cost)
		if c.Pixels == 0 {
			sender = pm.Credit{} // existing senders give up what they paid for a failed segment
		} else {
			sender = sender.Sub(cost)
		}
		near(t, parseRat(t, c.GatewayBalance.Exact), sender, 64, "segment %d", i)
		near(t, parseRat(t, c.OrchestratorBalance.Exact), recipient, 64, "segment %d", i)
	}
}
