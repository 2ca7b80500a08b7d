package pricing_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/pricing"
)

const someone = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"

func TestReadList(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "prices.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"gateways":[]}`), 0o600))
	for _, setting := range []string{path, `{"gateways":[]}`} {
		text, err := pricing.ReadList(setting)
		require.NoError(t, err)
		require.JSONEq(t, `{"gateways":[]}`, string(text))
	}
	_, err := pricing.ReadList(path + ".not")
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = pricing.ReadList("{" + strings.Repeat(" ", 1<<20))
	require.ErrorIs(t, err, pricing.ErrList)
}

func TestParseSenders(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want string
		err  error
	}{
		"ok_numbers":       {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":1200,"pixelsperunit":1}]}`, want: "1200 wei per pixel"},
		"ok_strings":       {text: `{"broadcasters":[{"ethaddress":"` + someone + `","priceperunit":"1000","pixelsperunit":"3"}]}`, want: "1000/3 wei per pixel"},
		"ok_currency":      {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":5e-10,"currency":"USD"}]}`, want: "1/2000000000 USD per pixel"},
		"ok_own_currency":  {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":"0.5gwei"}]}`, want: "500000000 wei per pixel"},
		"err_no_json":      {text: `{"gateways":`, err: pricing.ErrList},
		"err_more":         {text: `{"gateways":[]} {}`, err: pricing.ErrList},
		"err_unknown":      {text: `{"gateway":[]}`, err: pricing.ErrList},
		"err_address":      {text: `{"gateways":[{"ethaddress":"0x12","priceperunit":1}]}`, err: pricing.ErrList},
		"err_twice":        {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":1}],"broadcasters":[{"ethaddress":"` + someone + `","priceperunit":1}]}`, err: pricing.ErrList},
		"err_no_price":     {text: `{"gateways":[{"ethaddress":"` + someone + `"}]}`, err: pricing.ErrNumber},
		"err_null":         {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":null}]}`, err: pricing.ErrNumber},
		"err_currency":     {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":1,"currency":"EUR"}]}`, err: pricing.ErrCurrency},
		"err_price_object": {text: `{"gateways":[{"ethaddress":"` + someone + `","priceperunit":{}}]}`, err: pricing.ErrNumber},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pricing.ParseSenders([]byte(tc.text))
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got[common.HexToAddress(someone)].String())
		})
	}
}

func TestParseCapabilities(t *testing.T) {
	t.Parallel()
	got, err := pricing.ParseCapabilities([]byte(`{"capabilities_prices":[
		{"capability":"HEVC-encode","price_per_unit":2000},
		{"capability":18,"price_per_unit":"1","pixels_per_unit":2,"currency":"usd"}]}`))
	require.NoError(t, err)
	require.Equal(t, "2000 wei per pixel", got[core.CapHEVCEncode].String())
	require.Equal(t, "1/2 USD per pixel", got[core.CapVP9Decode].String())
	for text, want := range map[string]error{
		`{"capabilities_prices":[{"capability":"text-to-image","price_per_unit":1}]}`:                                    pricing.ErrList,
		`{"capabilities_prices":[{"capability":99999,"price_per_unit":1}]}`:                                              pricing.ErrList,
		`{"capabilities_prices":[{"capability":16,"price_per_unit":1},{"capability":"hevc-encode","price_per_unit":1}]}`: pricing.ErrList,
		`{"capabilities_prices":[{"pipeline":"text-to-image","model_id":"x","price_per_unit":1}]}`:                       pricing.ErrList,
		`{"capabilities_prices":[{"capability":16}]}`:                                                                    pricing.ErrNumber,
		`{"capabilities_prices":[{"capability":16,"price_per_unit":1,"pixels_per_unit":0}]}`:                             pricing.ErrPixels,
	} {
		_, err := pricing.ParseCapabilities([]byte(text))
		require.ErrorIs(t, err, want, text)
	}
	for _, name := range pricing.CapabilityNames() {
		_, err := pricing.ParseCapabilities([]byte(`{"capabilities_prices":[{"capability":"` + name + `","price_per_unit":1}]}`))
		require.NoError(t, err)
	}
}

func FuzzParseLists(f *testing.F) {
	f.Add([]byte(`{"gateways":[{"ethaddress":"` + someone + `","priceperunit":1200,"pixelsperunit":1}]}`))
	f.Add([]byte(`{"capabilities_prices":[{"capability":16,"price_per_unit":"0.5gwei"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		senders, err := pricing.ParseSenders(data)
		require.True(t, err == nil || senders == nil)
		caps, err := pricing.ParseCapabilities(data)
		require.True(t, err == nil || caps == nil)
	})
}
