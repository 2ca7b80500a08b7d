package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/directory"
)

const (
	// pageSize is how many orchestrators are read in one call.
	pageSize = 250
	// maxPool bounds the pool: it is beyond what any network has.
	maxPool = 10_000
)

var errPool = errors.New("pool of orchestrators changes all the time or has no end")

// Orchestrators returns the pool, those that are active in the next round, by
// descending stake. OwnStake is not read.
func (c *Client) Orchestrators(ctx context.Context) ([]chain.Orchestrator, error) {
	_, at, err := c.now(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the pool: %w", err)
	}
	return c.orchestratorsAt(ctx, at)
}

func (c *Client) orchestratorsAt(ctx context.Context, at *big.Int) ([]chain.Orchestrator, error) {
	if !c.Features().Directory {
		addrs, err := c.walk(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("read the pool: %w", err)
		}
		return c.readOrchestrators(ctx, at, addrs)
	}
	listings, err := c.listings(ctx, at)
	if err != nil {
		return nil, fmt.Errorf("read the pool: %w", err)
	}
	list := make([]chain.Orchestrator, len(listings))
	for i, listing := range listings {
		if list[i], err = c.listed(listing); err != nil {
			return nil, fmt.Errorf("read the pool: %w", err)
		}
	}
	return list, nil
}

// listings reads all pages of the Directory. Where a page is too much for one
// call, smaller ones are read.
func (c *Client) listings(ctx context.Context, at *big.Int) (all []directory.IDirectoryListing, err error) {
	var from common.Address
	for size := uint64(pageSize); ; {
		var page directory.PageOutput
		err := c.ask(ctx, at, ask(c.at(nameDirectory), c.directory.PackPage(from, number(size)), c.directory.UnpackPage, &page))
		var refusal *AnswerError
		if errors.As(err, &refusal) && size > 1 {
			size /= 2
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, page.Listings...)
		if page.Next == (common.Address{}) {
			return all, nil
		}
		if len(page.Listings) == 0 || len(all) > maxPool {
			return nil, errPool
		}
		from = page.Next
	}
}

func (c *Client) listed(l directory.IDirectoryListing) (o chain.Orchestrator, err error) {
	var oks [5]bool
	o = chain.Orchestrator{Address: l.Entry.Owner, Registered: true, InPool: true, Active: l.Active}
	o.Stake, oks[0] = toLPT(l.Stake)
	o.RewardCut, oks[1] = toParts(l.RewardCut)
	o.FeeShare, oks[2] = toParts(l.FeeShare)
	o.LastRewardRound, oks[3] = toRound(l.LastRewardRound)
	o.ActivationRound, oks[4] = toRound(l.ActivationRound)
	if oks != [5]bool{true, true, true, true, true} {
		return o, fmt.Errorf("%w: listing of orchestrator %s", errRange, o.Address)
	}
	if o.Announced, err = announcement(o.Address, l.AnnouncedRewardCut, l.AnnouncedFeeShare, l.AnnouncedRound); err != nil {
		return o, err
	}
	o.Entry = chain.RegistryEntry{ServiceURI: l.Entry.ServiceURI, Regions: regions(l.Entry.Regions)}
	for _, s := range l.Entry.Services {
		o.Entry.Services = append(o.Entry.Services, c.names.service(s.Id, s.Verifier))
	}
	return o, nil
}

// walk follows the list from its head. The neighbours of those who were there at
// the last walk are asked for at once; each other one costs a call.
func (c *Client) walk(ctx context.Context, at *big.Int) ([]common.Address, error) {
	next, err := c.neighbours(ctx, at, c.lastWalk())
	if err != nil {
		return nil, err
	}
	var list []common.Address
	for member := next[common.Address{}]; member != (common.Address{}); {
		if list = append(list, member); len(list) > maxPool {
			return nil, errPool
		}
		following, known := next[member]
		if !known {
			query := ask(c.at(nameBonding), c.bonding.PackGetNextTranscoderInPool(member), c.bonding.UnpackGetNextTranscoderInPool, &following)
			if err := c.ask(ctx, at, query); err != nil {
				return nil, err
			}
		}
		member = following
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.walked = list
	return list, nil
}

func (c *Client) lastWalk() []common.Address {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.walked
}

// neighbours returns who follows each of members, and, under zero, the head.
func (c *Client) neighbours(ctx context.Context, at *big.Int, members []common.Address) (map[common.Address]common.Address, error) {
	to, following := c.at(nameBonding), make([]common.Address, len(members)+1)
	queries := []query{ask(to, c.bonding.PackGetFirstTranscoderInPool(), c.bonding.UnpackGetFirstTranscoderInPool, &following[len(members)])}
	for i, member := range members {
		queries = append(queries, ask(to, c.bonding.PackGetNextTranscoderInPool(member), c.bonding.UnpackGetNextTranscoderInPool, &following[i]))
	}
	if err := c.askMany(ctx, at, queries); err != nil {
		return nil, err
	}
	next := map[common.Address]common.Address{{}: following[len(members)]}
	for i, member := range members {
		next[member] = following[i]
	}
	return next, nil
}

// readRanking reads the pool's order, for hints.
func (c *Client) readRanking(ctx context.Context) (ranking, error) {
	_, at, err := c.now(ctx)
	if err != nil {
		return ranking{}, fmt.Errorf("read the pool's order: %w", err)
	}
	to, b := c.at(nameBonding), c.bonding
	var slots uint64
	var least, fixed chain.LPT
	queries := []query{convert(to, b.PackGetTranscoderPoolMaxSize(), b.UnpackGetTranscoderPoolMaxSize, toUint64, &slots)}
	if c.Features().StakeRule {
		queries = append(queries,
			convert(to, b.PackMinimumStake(), b.UnpackMinimumStake, toLPT, &least),
			convert(to, b.PackFixedStake(), b.UnpackFixedStake, toLPT, &fixed))
	}
	members, err := c.readMembers(ctx, at, &queries)
	if err == nil {
		err = c.askMany(ctx, at, queries)
	}
	if err != nil {
		return ranking{}, fmt.Errorf("read the pool's order: %w", err)
	}
	if fixed.Cmp(least) > 0 {
		least = fixed
	}
	return ranking{members: members, slots: int(min(slots, maxPool)), least: least}, nil
}

// readMembers reads the pool by the Directory, or walks and adds queries for the
// stakes.
func (c *Client) readMembers(ctx context.Context, at *big.Int, queries *[]query) ([]member, error) {
	if c.Features().Directory {
		listings, err := c.listings(ctx, at)
		members := make([]member, len(listings))
		for i, l := range listings {
			stake, ok := toLPT(l.Stake)
			if !ok {
				return nil, fmt.Errorf("%w: stake of %s", errRange, l.Entry.Owner)
			}
			members[i] = member{l.Entry.Owner, stake}
		}
		return members, err
	}
	addrs, err := c.walk(ctx, at)
	members := make([]member, len(addrs))
	for i, addr := range addrs {
		members[i].address = addr
		*queries = append(*queries, convert(c.at(nameBonding), c.bonding.PackTranscoderTotalStake(addr),
			c.bonding.UnpackTranscoderTotalStake, toLPT, &members[i].stake))
	}
	return members, err
}

// askMany is ask for any number of queries.
func (c *Client) askMany(ctx context.Context, at *big.Int, queries []query) error {
	for part := range slices.Chunk(queries, maxQueries) {
		if err := c.ask(ctx, at, part...); err != nil {
			return err
		}
	}
	return nil
}

// maxQueries is within rpc.MaxCalls.
const maxQueries = 5_000
