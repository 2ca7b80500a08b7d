package protocol

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/eth/rpc"
)

// maxSearches bounds the requests of one search for logs.
const maxSearches = 100

// logSearch is a search for the newest logs.
type logSearch struct {
	first   uint64 // block from which on they are of interest
	enough  int    // at most so many of them
	address common.Address
	topics  [][]common.Hash
}

// search returns the newest logs, in the order of the chain: all that are of
// interest (whole), or enough of them, or those that maxSearches requests reach.
// It asks for all blocks at once, and for half of them where the provider refuses.
func (c *Client) search(ctx context.Context, s logSearch) (found []types.Log, whole bool, err error) {
	head, _, err := c.now(ctx)
	if err != nil {
		return nil, false, err
	}
	end := head.Number + 1 // of what is still to be asked for
	for span, requests := end, 0; end > s.first && len(found) < s.enough && requests < maxSearches; requests++ {
		from := max(end-min(end, span), s.first)
		logs, err := c.chain.FilterLogs(ctx, ethereum.FilterQuery{
			FromBlock: number(from), ToBlock: number(end - 1), Addresses: []common.Address{s.address}, Topics: s.topics,
		})
		if errors.Is(err, rpc.ErrTooLarge) && span > 1 {
			span /= 2
			continue
		}
		if err != nil {
			return nil, false, fmt.Errorf("logs of blocks %d to %d: %w", from, end-1, err)
		}
		found, end = append(logs, found...), from
	}
	if len(found) > s.enough {
		return found[len(found)-s.enough:], false, nil
	}
	return found, end <= s.first, nil
}

// topics are a filter by the events' signatures.
func topics(signatures ...string) [][]common.Hash {
	ids := make([]common.Hash, len(signatures))
	for i, s := range signatures {
		ids[i] = crypto.Keccak256Hash([]byte(s))
	}
	return [][]common.Hash{ids}
}

// wordOf is a topic with an address.
func wordOf(addr common.Address) []common.Hash { return []common.Hash{common.BytesToHash(addr[:])} }

// printable makes a stranger's text safe to show.
func printable(text []byte) string {
	valid := strings.ToValidUTF8(string(text[:min(len(text), maxProposal)]), "?")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, valid)
}
