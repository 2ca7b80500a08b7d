package pm_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/pm"
)

// An orchestrator that uses a commitment a second time: after it has shown the
// number, after the end of the terms, or for other terms.
func TestReusedCommitment(t *testing.T) {
	t.Parallel()
	first := terms(newRecipient())
	number := pm.RecipientRand{1}
	first.RecipientRandHash = number.Hash()
	tests := []struct {
		name   string
		change func(*pm.TicketParams)
	}{
		{"err_face_value", func(p *pm.TicketParams) { p.FaceValue = pm.NewWei(1e9) }},
		{"err_win_prob", func(p *pm.TicketParams) { p.WinProb = pm.Always() }},
		{"err_expiration", func(p *pm.TicketParams) { p.ExpirationBlock += 40 }},
		{"err_round", func(p *pm.TicketParams) { p.Created.Number++ }},
		{"err_seed", func(p *pm.TicketParams) { p.Seed[0]++ }},
		{"err_recipient", func(p *pm.TicketParams) { p.Recipient = other.addr }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := pm.NewSender(broadcaster.addr, broadcaster.key)
			_, err := s.Pay(first, &price, 2, moment())
			require.NoError(t, err)
			again := *first
			tt.change(&again)
			requireReused(t, s, &again, moment())
			// Also when the first terms have ended.
			late := moment()
			late.Block = first.ExpirationBlock + 10
			again.ExpirationBlock = late.Block + 40
			requireReused(t, s, &again, late)
			// The terms as they were go on.
			pay, err := s.Pay(first, &price, 1, moment())
			require.NoError(t, err)
			require.Equal(t, uint32(3), pay.Tickets[0].Nonce)
		})
	}

	s := pm.NewSender(broadcaster.addr, broadcaster.key)
	s.Revealed(number, moment())
	requireReused(t, s, first, moment())
	_, err := s.Pay(first, &price, 0, moment())
	require.NoError(t, err, "nothing is signed under the commitment")
}

func requireReused(t *testing.T, s *pm.Sender, params *pm.TicketParams, now pm.Moment) {
	t.Helper()
	require.Zero(t, s.Left(params))
	_, err := s.Pay(params, &price, 1, now)
	var terms *pm.TermsError
	require.True(t, errors.As(err, &terms), err)
	require.Equal(t, pm.TermsReused, terms.Code)
}
