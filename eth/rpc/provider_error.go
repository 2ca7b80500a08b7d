package rpc

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ethereum/go-ethereum/common/hexutil"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// JSON-RPC error codes that mean the same everywhere. Most providers use -32000
// for everything, so that the text decides.
const (
	codeRevert        = 3
	codeTooMany       = 429
	codeUnavailable   = -32002
	codeUnsupported   = -32004
	codeLimit         = -32005
	codeInvalid       = -32600
	codeUnknownMethod = -32601
	codeInternal      = -32603
	codeParse         = -32700
)

// phrase is a part of a foreign message, in lower case, and what it means.
type phrase struct {
	text string
	kind error
}

// refusals are the words for a transaction or call that is not accepted: those of
// go-ethereum, Nitro, Erigon, Nethermind, Besu, OpenEthereum, Hardhat and Anvil.
// The first match counts.
func refusals() []phrase {
	return []phrase{
		{"already known", ErrAlreadyKnown},
		{"alreadyknown", ErrAlreadyKnown},
		{"known transaction", ErrAlreadyKnown},
		{"already imported", ErrAlreadyKnown},
		{"already in mempool", ErrAlreadyKnown},
		{"already in the pool", ErrAlreadyKnown},
		{"already exists in cache", ErrAlreadyKnown},
		{"nonce too low", ErrNonceTooLow},
		{"nonce is too low", ErrNonceTooLow},
		{"oldnonce", ErrNonceTooLow},
		{"nonce too high", ErrNonceTooHigh},
		{"nonce too far", ErrNonceTooHigh},
		{"nonce too distant", ErrNonceTooHigh},
		{"noncegap", ErrNonceTooHigh},
		{"replacement", ErrReplacementUnderpriced},
		{"another transaction with same nonce", ErrReplacementUnderpriced},
		{"could not replace", ErrReplacementUnderpriced},
		{"underpriced", ErrUnderpriced},
		{"less than block base fee", ErrUnderpriced},
		{"gas price too low", ErrUnderpriced},
		{"gas price is too low", ErrUnderpriced},
		{"gas price below", ErrUnderpriced},
		{"below configured minimum", ErrUnderpriced},
		{"fee too low", ErrUnderpriced},
		{"feetoolow", ErrUnderpriced},
		{"insufficient funds", ErrInsufficientFunds},
		{"insufficientfunds", ErrInsufficientFunds},
		{"enough funds", ErrInsufficientFunds},
		{"upfront cost exceeds", ErrInsufficientFunds},
		{"intrinsic gas too low", ErrGasLimit},
		{"insufficient gas for floor data", ErrGasLimit},
		{"exceeds block gas limit", ErrGasLimit},
		{"gas required exceeds allowance", ErrGasLimit},
		{"gas limit too", ErrGasLimit},
		{"txpool is full", ErrPoolFull},
		{"out of capacity", ErrPoolFull},
		{"account limit exceeded", ErrPoolFull},
		{"in-flight transaction limit", ErrPoolFull},
	}
}

// inabilities are the words for a request that this endpoint cannot serve: those
// of the nodes above and of Alchemy, Infura, QuickNode, Ankr, dRPC, Chainstack,
// Cloudflare and PublicNode. The first match counts.
func inabilities() []phrase {
	return []phrase{
		{"query returned more than", ErrTooLarge},
		{"query exceeds max", ErrTooLarge},
		{"query timeout exceeded", ErrTooLarge},
		{"too many results", ErrTooLarge},
		{"too many blocks", ErrTooLarge},
		{"response too large", ErrTooLarge},
		{"response size", ErrTooLarge},
		{"read limit exceeded", ErrTooLarge},
		{"range is too", ErrTooLarge},
		{"range too", ErrTooLarge},
		{"block range limit", ErrTooLarge},
		{"block range exceeds", ErrTooLarge},
		{"maximum block range", ErrTooLarge},
		{"max block range", ErrTooLarge},
		{"ranges over", ErrTooLarge},
		{"block range, ", ErrTooLarge},
		{"is limited to a", ErrTooLarge},
		{"batch too large", ErrTooLarge},
		{"rate limit", ErrRateLimited},
		{"rate-limit", ErrRateLimited},
		{"ratelimit", ErrRateLimited},
		{"too many requests", ErrRateLimited},
		{"request limit", ErrRateLimited},
		{"request count exceeded", ErrRateLimited},
		{"requests per second", ErrRateLimited},
		{"compute units", ErrRateLimited},
		{"throughput", ErrRateLimited},
		{"usage limit", ErrRateLimited},
		{"quota", ErrRateLimited},
		{"capacity", ErrRateLimited},
		{"limit exceeded", ErrRateLimited},
		{"header not found", ErrNoState},
		{"missing trie node", ErrNoState},
		{"unknown block", ErrNoState},
		{"block not found", ErrNoState},
		{"not available", ErrNoState},
		{"pruned", ErrNoState},
		{"archive", ErrNoState},
		{"historical state", ErrNoState},
		{"distance to target block exceeds", ErrNoState},
		{"indexing is in progress", ErrNoState},
		{"unfinalized data", ErrNoState},
		{"after last accepted block", ErrNoState},
		{"timed out", ErrInternal},
		{"timeout", ErrInternal},
		{"internal error", ErrInternal},
	}
}

// answerKind says what an endpoint's error answer means; nil when nothing is
// known but that it is an answer. A revert is told by revertOf before.
func answerKind(code int, message string) error {
	text := strings.ToLower(message)
	if code == codeUnknownMethod || code == codeUnsupported {
		return ErrUnsupported
	}
	for _, list := range [][]phrase{refusals(), inabilities()} {
		for _, p := range list {
			if strings.Contains(text, p.text) {
				return p.kind
			}
		}
	}
	switch code {
	case codeTooMany, codeLimit:
		return ErrRateLimited
	case codeInternal, codeUnavailable, codeInvalid, codeParse:
		return ErrInternal
	}
	return nil
}

// revertOf reads the answer to a call that reverted. Hardhat and OpenEthereum say
// so with codes and data of their own.
func revertOf(code int, message string, data any) ([]byte, bool) {
	if code == codeRevert || strings.Contains(strings.ToLower(message), "revert") {
		raw, _ := revertData(data)
		return raw, true
	}
	if text, ok := data.(string); ok && strings.HasPrefix(text, "Reverted") {
		return revertData(data)
	}
	return nil, false
}

// revertData finds the hex bytes: "0x…", "Reverted 0x…" or {"data": "0x…"}.
func revertData(data any) ([]byte, bool) {
	switch v := data.(type) {
	case string:
		raw, err := hexutil.Decode(strings.TrimSpace(strings.TrimPrefix(v, "Reverted")))
		return raw, err == nil
	case map[string]any:
		text, ok := v["data"].(string)
		if !ok {
			return nil, false
		}
		return revertData(text)
	}
	return nil, false
}

// answerIn finds the JSON-RPC error that some endpoints send with an HTTP status
// other than 200.
func answerIn(body []byte) (gethrpc.Error, bool) {
	var reply struct {
		Error *bodyError `json:"error"`
	}
	if json.Unmarshal(body, &reply) != nil || reply.Error == nil || reply.Error.Message == "" {
		return nil, false
	}
	return reply.Error, true
}

type bodyError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data"`
}

func (e *bodyError) Error() string  { return e.Message }
func (e *bodyError) ErrorCode() int { return e.Code }
func (e *bodyError) ErrorData() any { return e.Data }

// statusKind says what an HTTP status other than 2xx means.
func statusKind(status int) error {
	switch status {
	case http.StatusTooManyRequests:
		return ErrRateLimited
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusPaymentRequired:
		return ErrDenied
	case http.StatusRequestEntityTooLarge:
		return ErrTooLarge
	}
	return ErrUnreachable
}

// tooLarge says whether a connection broke because of a message that is longer
// than it may be.
func tooLarge(err error) bool {
	return strings.Contains(err.Error(), "websocket: read limit exceeded")
}
