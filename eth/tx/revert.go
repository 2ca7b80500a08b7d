package tx

import (
	"context"
	"math/big"
	"strings"
	"unicode"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/livepeer/streamflow/core/chain"
)

const (
	maxRevertData = 4096 // bytes of a contract's error that are kept
	maxReason     = 300  // bytes of its text that are shown
)

// decode turns a contract's error data into an error.
func (m *Manager) decode(data []byte) error {
	if len(data) == 0 {
		return ErrNoReason
	}
	if m.cfg.Decoder != nil {
		if err := m.cfg.Decoder(data); err != nil {
			return err
		}
	}
	reason, err := abi.UnpackRevert(data)
	if err != nil {
		reason = ""
	}
	return &ContractError{Reason: printable(reason), Data: data}
}

// printable makes a stranger's text safe to show.
func printable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxReason)], "")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}

// reason says why a transaction in a block was refused.
func (m *Manager) reason(t chain.Transaction) error {
	if len(t.Receipt.RevertData) == 0 && t.Receipt.GasUsed >= t.GasLimit {
		return ErrOutOfGas
	}
	return m.decode(t.Receipt.RevertData)
}

// replay makes the call again on the state after the block that has it, and
// then on the state before, to learn the contract's error. Nothing is known when
// neither call reverts, or the states are not there.
func (m *Manager) replay(ctx context.Context, t chain.Transaction, block uint64) []byte {
	call := m.call(Request{To: t.To, Value: t.Value, Data: t.Data, GasLimit: t.GasLimit})
	for _, number := range []uint64{block, block - 1} {
		_, err := m.cfg.Chain.CallContract(ctx, call, new(big.Int).SetUint64(number))
		if data, ok := revertOf(err); ok {
			return data[:min(len(data), maxRevertData)]
		}
		if err != nil {
			m.log.Debug("reason of a refused transaction is not to be had", "id", t.ID, "err", err)
		}
	}
	return nil
}

// fromHex reads the data field of a JSON-RPC error, nil when it is none.
func fromHex(field any) []byte {
	text, ok := field.(string)
	if !ok {
		return nil
	}
	data, err := hexutil.Decode(text)
	if err != nil {
		return nil
	}
	return data
}
