package discovery

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseWebhook(t *testing.T) {
	t.Parallel()
	entries, skipped, err := parseWebhook([]byte(`[]`))
	require.NoError(t, err)
	require.Empty(t, entries)
	require.Empty(t, skipped)

	entries, skipped, err = parseWebhook([]byte(`[{"address":"https://a:1","score":0.5,"more":1},{"score":1},{"address":"b:2"}]`))
	require.NoError(t, err)
	require.Equal(t, []Entry{{URI: "https://a:1", Score: 0.5}, {URI: "https://b:2"}}, entries)
	require.Len(t, skipped, 1)

	_, _, err = parseWebhook([]byte(`{}`))
	require.ErrorContains(t, err, "JSON array")
}

func FuzzParseWebhook(f *testing.F) {
	f.Add([]byte(`[{"address":"https://a:1","score":1}]`))
	f.Add([]byte(`[{"address":"a:1","score":1e400}]`))
	f.Add([]byte(`[{"address":"https://u:p@a:1"},null,{}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, skipped, err := parseWebhook(data)
		if err != nil {
			require.Empty(t, entries)
			return
		}
		require.LessOrEqual(t, len(entries)+len(skipped), MaxEntries)
		for _, e := range entries {
			again, err := ParseURI(e.URI)
			require.NoError(t, err)
			require.Equal(t, e.URI, again, "an accepted address is in its final form")
			require.GreaterOrEqual(t, e.Score, 0.0)
		}
	})
}
