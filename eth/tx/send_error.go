package tx

import (
	"errors"
	"strings"

	gethrpc "github.com/ethereum/go-ethereum/rpc"

	"github.com/livepeer/streamflow/eth/rpc"
)

// refusal is what an endpoint's answer to a transaction means.
type refusal int

const (
	accepted    refusal = iota // or known already
	unknown                    // the answer is missing or says nothing: send it again
	spentNonce                 // a transaction with the nonce is in a block
	underpriced                // raise the fees
	unfunded                   // the account has too little
	hopeless                   // no endpoint will ever take it
)

// codeReverted is the JSON-RPC code of a call that reverted.
const codeReverted = 3

// refusalOf reads the error of SendTransaction: the types of eth/rpc, or the
// texts of a go-ethereum node that is asked directly, as that of a devnet.
func refusalOf(err error) refusal {
	if err == nil {
		return accepted
	}
	for _, known := range []struct {
		err   error
		means refusal
	}{
		{rpc.ErrAlreadyKnown, accepted},
		{rpc.ErrNonceTooLow, spentNonce},
		{rpc.ErrUnderpriced, underpriced},
		{rpc.ErrInsufficientFunds, unfunded},
		{rpc.ErrGasLimit, hopeless},
	} {
		if errors.Is(err, known.err) {
			return known.means
		}
	}
	return refusalIn(answerOf(err))
}

// answerOf is the text of an endpoint's answer, empty when err is none.
func answerOf(err error) string {
	var typed *rpc.AnswerError
	if errors.As(err, &typed) {
		return typed.Message
	}
	var answer gethrpc.Error
	if errors.As(err, &answer) {
		return answer.Error()
	}
	return ""
}

// refusalIn reads the words of go-ethereum (core/error.go, core/txpool/errors.go).
func refusalIn(text string) refusal {
	for _, known := range []struct {
		text  string
		means refusal
	}{
		{"already known", accepted},
		{"nonce too low", spentNonce},
		{"underpriced", underpriced},
		{"gas price below minimum", underpriced},
		{"less than block base fee", underpriced},
		{"insufficient funds", unfunded},
		{"intrinsic gas too low", hopeless},
		{"insufficient gas for floor data", hopeless},
		{"exceeds block gas limit", hopeless},
		{"gas limit too high", hopeless},
		{"oversized data", hopeless},
	} {
		if strings.Contains(text, known.text) {
			return known.means
		}
	}
	return unknown
}

// outOfGas says whether a call needs more gas than it may use.
func outOfGas(err error) bool {
	text := answerOf(err)
	return errors.Is(err, rpc.ErrGasLimit) || strings.Contains(text, "out of gas") || strings.Contains(text, "gas required exceeds")
}

// revertOf returns the data of a call that the contract refused, which may be
// empty; ok is false for errors of other kinds.
func revertOf(err error) (data []byte, ok bool) {
	var typed *rpc.RevertError
	if errors.As(err, &typed) {
		return typed.Data, true
	}
	var answer gethrpc.Error
	if !errors.As(err, &answer) || answer.ErrorCode() != codeReverted && !strings.Contains(answer.Error(), "execution reverted") {
		return nil, false
	}
	var detail gethrpc.DataError
	if errors.As(err, &detail) {
		data = fromHex(detail.ErrorData())
	}
	return data, true
}
