package pricing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
)

// maxList bounds a price list's text in bytes.
const maxList = 1 << 20

// ErrList says that a text is no price list.
var ErrList = errors.New("not a price list")

// ReadList returns the text of a setting that is JSON, or the path of a file with
// it. Errors: those of reading the file, and ErrList.
func ReadList(setting string) ([]byte, error) {
	text := []byte(setting)
	if !strings.HasPrefix(strings.TrimSpace(setting), "{") {
		var err error
		if text, err = os.ReadFile(setting); err != nil {
			return nil, fmt.Errorf("read prices: %w", err)
		}
	}
	if len(text) > maxList {
		return nil, fmt.Errorf("%w: it has %d bytes, more than %d", ErrList, len(text), maxList)
	}
	return text, nil
}

// text is a JSON string, or a number as it is written.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = text(s)
		return nil
	}
	if !bytes.Equal(data, []byte("null")) {
		*t = text(data)
	}
	return nil
}

// ParseSenders reads the value of `-pricePerBroadcaster` or `-pricePerGateway`
// (features.md 7):
//
//	{"broadcasters": [{"ethaddress": "0x…", "priceperunit": 0.5, "currency": "USD", "pixelsperunit": 1000000000}]}
//
// Without a currency it is wei; the price may also bring its own, as a string.
// Errors: ErrList, *ParseError.
func ParseSenders(data []byte) (map[common.Address]Rate, error) {
	type entry struct {
		Address  string `json:"ethaddress"`
		Price    text   `json:"priceperunit"`
		Currency string `json:"currency"`
		Pixels   text   `json:"pixelsperunit"`
	}
	var list struct {
		Broadcasters []entry `json:"broadcasters"`
		Gateways     []entry `json:"gateways"`
	}
	if err := decode(data, &list); err != nil {
		return nil, fmt.Errorf(`%w of the form {"broadcasters":[{"ethaddress":"0x…","priceperunit":1200}]}: %w`, ErrList, err)
	}
	out := make(map[common.Address]Rate)
	for _, e := range append(list.Broadcasters, list.Gateways...) {
		addr := common.HexToAddress(e.Address)
		if _, twice := out[addr]; twice || !common.IsHexAddress(e.Address) {
			return nil, fmt.Errorf("%w: %q is no address of 40 hexadecimal digits, or is there twice", ErrList, e.Address)
		}
		rate, err := ParseRate(string(e.Price)+e.Currency, string(e.Pixels))
		if err != nil {
			return nil, fmt.Errorf("price for %s: %w", addr, err)
		}
		out[addr] = rate
	}
	return out, nil
}

// ParseCapabilities reads the value of `-pricePerCapability`:
//
//	{"capabilities_prices": [{"capability": "hevc-encode", "price_per_unit": 2000, "pixels_per_unit": 1, "currency": "wei"}]}
//
// A capability is one of CapabilityNames, or its number (wire.md 8). Errors:
// ErrList, *ParseError.
func ParseCapabilities(data []byte) (map[core.Capability]Rate, error) {
	var list struct {
		Prices []struct {
			Capability text   `json:"capability"`
			Price      text   `json:"price_per_unit"`
			Pixels     text   `json:"pixels_per_unit"`
			Currency   string `json:"currency"`
		} `json:"capabilities_prices"`
	}
	if err := decode(data, &list); err != nil {
		return nil, fmt.Errorf(`%w of the form {"capabilities_prices":[{"capability":"hevc-encode","price_per_unit":2000}]}: %w`, ErrList, err)
	}
	out := make(map[core.Capability]Rate)
	for _, e := range list.Prices {
		c, ok := capabilityOf(string(e.Capability))
		if _, twice := out[c]; twice || !ok {
			return nil, fmt.Errorf("%w: capability %q is not known, or is there twice; write its number or one of %s",
				ErrList, e.Capability, strings.Join(CapabilityNames(), ", "))
		}
		rate, err := ParseRate(string(e.Price)+e.Currency, string(e.Pixels))
		if err != nil {
			return nil, fmt.Errorf("price for capability %q: %w", e.Capability, err)
		}
		out[c] = rate
	}
	return out, nil
}

// decode reads one JSON value that has no field beyond those of v.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return errors.New("there is more behind it")
	}
	return nil
}

// named are the capabilities beyond those that every node has.
type named struct {
	name string
	id   core.Capability
}

func namedCapabilities() []named {
	return []named{
		{"mpeg7-signature", core.CapMPEG7Signature}, {"hevc-decode", core.CapHEVCDecode}, {"hevc-encode", core.CapHEVCEncode},
		{"vp8-decode", core.CapVP8Decode}, {"vp9-decode", core.CapVP9Decode}, {"vp8-encode", core.CapVP8Encode},
		{"vp9-encode", core.CapVP9Encode}, {"av1-decode", core.CapAV1Decode}, {"av1-encode", core.CapAV1Encode},
		{"h264-decode-444-8", core.CapH264Decode444_8}, {"h264-decode-422-8", core.CapH264Decode422_8},
		{"h264-decode-444-10", core.CapH264Decode444_10}, {"h264-decode-422-10", core.CapH264Decode422_10},
		{"h264-decode-420-10", core.CapH264Decode420_10}, {"segment-slicing", core.CapSegmentSlicing},
	}
}

// CapabilityNames are the words for capabilities in price lists.
func CapabilityNames() []string {
	var names []string
	for _, n := range namedCapabilities() {
		names = append(names, n.name)
	}
	return names
}

func capabilityOf(name string) (core.Capability, bool) {
	for _, n := range namedCapabilities() {
		if strings.EqualFold(n.name, name) {
			return n.id, true
		}
	}
	id, err := strconv.ParseUint(name, 10, 32)
	return core.Capability(id), err == nil && core.Capability(id) <= core.MaxCapability
}
