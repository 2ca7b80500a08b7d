package orchestrator

import (
	"context"
	"fmt"

	"github.com/livepeer/streamflow/core"
)

// Results keeps renditions until the broadcaster has fetched them.
type Results interface {
	// Save stores data under a name of a session, such as "P240p30fps16x9/12.ts",
	// and returns the URL from which it can be fetched.
	Save(ctx context.Context, id core.SessionID, name, contentType string, data []byte) (url string, err error)
	// RemoveSession drops what is stored for a session.
	RemoveSession(id core.SessionID)
}

// resultNames returns a name for each profile's rendition of a segment. Profiles
// that share a name get different ones, so that none hides another.
func resultNames(profiles []core.Profile, seq uint64) []string {
	names := make([]string, len(profiles))
	taken := make(map[string]bool, len(profiles))
	for i, p := range profiles {
		dir := p.Name
		for n := 2; taken[dir]; n++ {
			dir = fmt.Sprintf("%s~%d", p.Name, n)
		}
		taken[dir] = true
		names[i] = fmt.Sprintf("%s/%d%s", dir, seq, p.Format.Ext())
	}
	return names
}
