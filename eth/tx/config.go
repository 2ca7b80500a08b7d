package tx

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// Config configures a Manager.
type Config struct {
	ChainID uint64
	Chain   Chain
	Signer  Signer
	Store   Store
	// Decoder turns the ABI-encoded error of a contract into one of Go, nil when
	// it does not know it; may be nil. Error(string) and Panic(uint256) are known
	// without it.
	Decoder func(data []byte) error
	Now     func() time.Time // time.Now when nil
	Log     *slog.Logger     // discarded when nil

	// MinGasPrice and MaxGasPrice bound what is paid for a unit of gas
	// (-minGasPrice, -maxGasPrice). A zero maximum is none.
	MinGasPrice, MaxGasPrice pm.Wei
	// GasLimit of every transaction (-gasLimit); 0 to estimate each.
	GasLimit uint64
	// Timeout is how long an attempt may take to get into a block before the fees
	// are raised (-transactionTimeout), and MaxReplacements how often they are
	// (-maxTransactionReplacements).
	Timeout         time.Duration
	MaxReplacements int
	// Legacy sends transactions with a gas price (before EIP-1559), as is done
	// anyway on a chain without base fee.
	Legacy bool

	// Confirmations is in how many blocks, its own and those on top, a
	// transaction must be to be final; from 1.
	Confirmations uint64
	// Settle is the same for being watched no more: until then a transaction
	// whose block vanishes is sent again. At least Confirmations.
	Settle uint64
	// Poll is how often transactions are looked after, Resend how often those in
	// no block are sent again, since endpoints forget, and CallTimeout how long
	// the work on one of them may take.
	Poll, Resend, CallTimeout time.Duration
}

// DefaultConfig has all values but the chain's id and the ports to the outside.
func DefaultConfig() Config {
	return Config{
		Timeout: 5 * time.Minute, MaxReplacements: 1,
		Confirmations: 1, Settle: 64,
		Poll: 4 * time.Second, Resend: 30 * time.Second, CallTimeout: 30 * time.Second,
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Chain == nil || c.Signer == nil || c.Store == nil:
		return errors.New("transactions: one of Chain, Signer, Store is missing")
	case c.ChainID == 0:
		return errors.New("transactions: the chain's id is missing")
	case !c.MaxGasPrice.IsZero() && c.MinGasPrice.Cmp(c.MaxGasPrice) > 0:
		return fmt.Errorf("the lowest gas price, %s, is above the highest, %s; correct -minGasPrice or -maxGasPrice", c.MinGasPrice, c.MaxGasPrice)
	case c.GasLimit != 0 && c.GasLimit < minGas:
		return fmt.Errorf("the gas limit is %d; expected at least %d, or 0 to estimate it (-gasLimit)", c.GasLimit, minGas)
	case c.Timeout <= 0:
		return fmt.Errorf("the transaction timeout is %v; expected more than 0 (-transactionTimeout)", c.Timeout)
	case c.MaxReplacements < 0 || c.MaxReplacements > maxAttempts:
		return fmt.Errorf("transactions may be replaced %d times; expected 0 to %d (-maxTransactionReplacements)", c.MaxReplacements, maxAttempts)
	case c.Confirmations == 0 || c.Settle < c.Confirmations:
		return fmt.Errorf("transactions are final in %d blocks and settled in %d; expected at least 1, and no fewer", c.Confirmations, c.Settle)
	case c.Poll <= 0 || c.Resend <= 0 || c.CallTimeout <= 0:
		return errors.New("transactions: times must be above 0")
	}
	return nil
}
