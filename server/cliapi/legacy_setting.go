package cliapi

import (
	"net/http"

	"github.com/livepeer/streamflow/pm"
)

// MessageSigner signs as the node's account.
type MessageSigner interface {
	// Sign signs the message behind "\x19Ethereum Signed Message:\n" and its
	// length (EIP-191), so that it is never a transaction.
	Sign(message []byte) ([]byte, error)
}

// maxSignedBytes of a message to sign.
const maxSignedBytes = 64 << 10

// hashBytes is the length of what the protocol signs: hashes of tickets, which
// are money, and of segments.
const hashBytes = 32

// legacySign signs a text by EIP-191 and answers with the signature's 65 bytes.
// What could be a ticket is not signed, nor is typed data (EIP-712), which could
// be a permit for somebody to take the account's LPT.
func (c *ChainConfig) legacySign(r *http.Request) (any, error) {
	message := r.FormValue("message")
	switch {
	case message == "":
		return nil, invalid("missing form param: message")
	case r.Header.Get("SigFormat") == "data/typed":
		return nil, invalid("typed data is not signed here, since it could be a permit for the account's tokens; sign it with a wallet that shows what it says")
	case len(message) == hashBytes:
		return nil, invalid("a message of 32 bytes is not signed, since it could be a ticket, which is money; make it longer or shorter")
	case len(message) > maxSignedBytes:
		return nil, &Error{codeTooLarge, "the message is longer than 64 KiB"}
	}
	return c.Signer.Sign([]byte(message))
}

// legacyMaxGasPrice answers in wei.
func (c *ChainConfig) legacyMaxGasPrice(*http.Request) (any, error) {
	_, most := c.GasPrices.GasPrices()
	if most.IsZero() {
		return "n/a", nil
	}
	return most.Int().String(), nil
}

// legacyMinGasPrice answers in wei.
func (c *ChainConfig) legacyMinGasPrice(*http.Request) (any, error) {
	least, _ := c.GasPrices.GasPrices()
	return least.Int().String(), nil
}

func (c *ChainConfig) legacySetMaxGasPrice(r *http.Request) (any, error) {
	least, _ := c.GasPrices.GasPrices()
	most, err := c.legacyPrice(r, "amount")
	if err != nil {
		return nil, err
	}
	return "ok", c.setGasPrices(least, most)
}

func (c *ChainConfig) legacySetMinGasPrice(r *http.Request) (any, error) {
	_, most := c.GasPrices.GasPrices()
	least, err := c.legacyPrice(r, "minGasPrice")
	if err != nil {
		return nil, err
	}
	return "ok", c.setGasPrices(least, most)
}

// legacyPrice reads a price of gas in wei.
func (c *ChainConfig) legacyPrice(r *http.Request, form string) (pm.Wei, error) {
	in, err := c.legacyInput(r, []legacyParam{{form: form, field: form, kind: legacyWei}})
	if err != nil {
		return pm.Wei{}, err
	}
	price := in.wei(form)
	return price, in.err
}
