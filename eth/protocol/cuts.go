package protocol

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// maxCutChanges bounds the history of cuts, to the newest.
const maxCutChanges = 500

// CutHistory returns the changes of an orchestrator's cuts and their
// announcements, the newest last, as far back as the provider gives logs.
func (c *Client) CutHistory(ctx context.Context, addr common.Address) ([]chain.CutChange, error) {
	logs, _, err := c.search(ctx, logSearch{
		enough: maxCutChanges, address: c.at(nameBonding), topics: append(topics(eventTranscoderUpdate, eventCutsAnnounced), wordOf(addr)),
	})
	if err != nil {
		return nil, fmt.Errorf("read the cuts of %s: %w", addr, err)
	}
	var changes []chain.CutChange
	for _, log := range logs {
		event, err := c.events.Decode(log)
		if err != nil {
			return nil, fmt.Errorf("read the cuts of %s: %w", addr, err)
		}
		if e, ok := event.(CutsEvent); ok {
			changes = append(changes, chain.CutChange{Block: log.BlockNumber, RewardCut: e.RewardCut, FeeShare: e.FeeShare, Effective: e.Effective})
		}
	}
	return changes, nil
}
