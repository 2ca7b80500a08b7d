package discovery

import (
	"encoding/json"
	"fmt"
	"math"
)

// maxWebhookBytes bounds a webhook's answer: MaxEntries of some 250 bytes.
const maxWebhookBytes = 2 << 20

type webhookEntry struct {
	Address string  `json:"address"`
	Score   float64 `json:"score"`
}

// parseWebhook reads [{"address":url,"score":number}, …]. Entries that cannot
// be used are left out and reported, so that one typing error does not take the
// whole pool away; the first of two entries of the same address counts.
// Source: features.md 5.
func parseWebhook(data []byte) (entries []Entry, skipped []error, err error) {
	if len(data) > maxWebhookBytes {
		return nil, nil, fmt.Errorf("the list has more than %d bytes", maxWebhookBytes)
	}
	var list []webhookEntry
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, nil, fmt.Errorf(`the list is not a JSON array of {"address":url,"score":number}: %w`, err)
	}
	if len(list) > MaxEntries {
		return nil, nil, fmt.Errorf("the list has %d entries, at most %d are allowed", len(list), MaxEntries)
	}
	seen := make(map[string]bool, len(list))
	for i, e := range list {
		uri, err := ParseURI(e.Address)
		if err == nil && (e.Score < 0 || math.IsInf(e.Score, 0)) {
			err = fmt.Errorf("the score %v of %s is below 0", e.Score, uri)
		}
		if err != nil {
			skipped = append(skipped, fmt.Errorf("entry %d: %w", i, err))
			continue
		}
		if !seen[uri] {
			seen[uri] = true
			entries = append(entries, Entry{URI: uri, Score: e.Score})
		}
	}
	return entries, skipped, nil
}
