package discovery

import "slices"

// maxClaims bounds the claims to one URI.
const maxClaims = 16

// merge adds the entries whose URI is new; of two the higher score stays, and
// the claims of both.
func merge(list, more []Entry) []Entry {
	at := make(map[string]int, len(list)+len(more))
	for i, e := range list {
		at[e.URI] = i
	}
	for _, e := range more {
		i, ok := at[e.URI]
		if !ok {
			at[e.URI] = len(list)
			list = append(list, e)
			continue
		}
		list[i].Score = max(list[i].Score, e.Score)
		list[i].Claims = mergeClaims(list[i].Claims, e.Claims)
	}
	return list
}

// mergeClaims adds those of addresses that are new.
func mergeClaims(claims, more []Claim) []Claim {
	claims = slices.Clip(claims) // the list may be another entry's too
	for _, c := range more {
		known := func(o Claim) bool { return o.Address == c.Address }
		if len(claims) < maxClaims && !slices.ContainsFunc(claims, known) {
			claims = append(claims, c)
		}
	}
	return claims
}
