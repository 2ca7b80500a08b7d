package core_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
)

func TestParseWireErrorOfPayments(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]pm.Code{
		"Insufficient balance\n":                                             pm.LowPMBalance,
		"TicketParams expired":                                               pm.TicketParamsExpired,
		"invalid recipientRand for ticket recipientRandHash":                 pm.InvalidRecipientRand,
		"invalid ticket recipient":                                           pm.InvalidTicketRecipient,
		"invalid ticket recipient 0x01, expected 0x02":                       pm.InvalidTicketRecipient,
		"invalid ticket sender":                                              pm.InvalidTicketSender,
		"Could not find Sender for payment: {}":                              pm.InvalidTicketSender,
		"invalid ticket signature":                                           pm.InvalidTicketSignature,
		"invalid ticket senderNonce: already seen sender=0x01 nonce=7":       pm.NonceSeen,
		"invalid ticket senderNonce: too many values sender=0x01 nonce=7":    pm.TooManyTickets,
		"insufficient sender reserve":                                        pm.InsufficientReserve,
		"deposit and reserve for sender 0x01 is set to unlock soon":          pm.SenderUnlocking,
		"orchestrator 0x01 is inactive in round 2, cannot process payments":  pm.OrchestratorInactive,
		"invalid expected price sent with payment err=pixels per unit is 0":  pm.MalformedPayment,
		"authentication failed: not a customer of this orchestrator's owner": pm.SenderDenied,
	} {
		err := core.ParseWireError(text)
		var refusal *pm.Refusal
		require.ErrorAs(t, err, &refusal, text)
		require.Equal(t, code, refusal.Code, text)
		require.Nil(t, refusal.Need)
	}
	for _, text := range []string{"insufficient balance", "orchestrator is down", "invalid ticket senders", "TicketParams expired?"} {
		var remote *core.RemoteError
		require.ErrorAs(t, core.ParseWireError(text), &remote, text)
	}
	require.ErrorIs(t, core.ParseWireError("ErrSegSig\n"), core.ErrSegmentSignature)
	require.ErrorIs(t, core.ParseWireError("SegmentFormatDidntMatchJobInputParams"), core.ErrSegmentFormat)
}

// What is decided by at the sender is decided by at the receiver.
func TestWireErrorKeepsTheType(t *testing.T) {
	t.Parallel()
	need, have := pm.NewWei(7), pm.Wei{}
	for _, code := range pm.Codes() {
		e := core.WireErrorOf(fmt.Errorf("segment 3: %w", pm.RefuseAmount(code, need, have, "as they say")))
		require.Equal(t, core.WireError{Code: string(code), Text: "as they say", Need: &need, Have: &have}, e)
		require.Equal(t, pm.RefuseAmount(code, need, have, "as they say"), e.Err())
	}
	codes := make(map[string]bool)
	for _, err := range []error{
		core.ErrOrchestratorBusy, core.ErrOrchestratorCapped, core.ErrTokenMissing, core.ErrTokenInvalid, core.ErrTokenExpired,
		core.ErrIncompatible, core.ErrSegmentSignature, core.ErrSegmentFormat, core.ErrProofMissing,
	} {
		e := core.WireErrorOf(fmt.Errorf("segment 3: %w", err))
		require.NotEmpty(t, e.Code)
		require.False(t, codes[e.Code], "%s names two errors", e.Code)
		codes[e.Code] = true
		require.ErrorIs(t, e.Err(), err)
		require.ErrorIs(t, core.WireError{Text: err.Error()}.Err(), err, "by its text alone")
	}
	e := core.WireErrorOf(&core.TranscodeError{Code: core.InvalidVideo, Detail: "secret"})
	require.Equal(t, core.WireError{Text: "TranscoderInvalidVideo"}, e)
	require.ErrorIs(t, e.Err(), &core.TranscodeError{Code: core.InvalidVideo})
	var remote *core.RemoteError
	require.ErrorAs(t, core.WireErrorOf(errors.New("disk full")).Err(), &remote)
	require.ErrorAs(t, core.WireError{Code: "OfTheFuture", Text: "new"}.Err(), &remote)
	require.ErrorIs(t, core.WireError{Code: "OfTheFuture", Text: "TicketParams expired"}.Err(), &pm.Refusal{Code: pm.TicketParamsExpired})
}

// A code that pm.Codes lacks would be one that peers don't understand.
func TestAllCodesTravel(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../pm/refusal.go", nil, 0)
	require.NoError(t, err)
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Code" {
				declared += len(spec.Names)
			}
		}
		return true
	})
	require.Len(t, pm.Codes(), declared)
}
