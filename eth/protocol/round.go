package protocol

import (
	"context"
	"fmt"
	"math/big"

	"github.com/livepeer/streamflow/core/chain"
)

// Round returns the present round.
func (c *Client) Round(ctx context.Context) (chain.RoundInfo, error) {
	_, at, err := c.now(ctx)
	if err != nil {
		return chain.RoundInfo{}, fmt.Errorf("read the round: %w", err)
	}
	return c.roundAt(ctx, at)
}

func (c *Client) roundAt(ctx context.Context, at *big.Int) (info chain.RoundInfo, err error) {
	to, r := c.at(nameRounds), c.rounds
	var lock chain.Parts
	err = c.ask(ctx, at,
		convert(to, r.PackCurrentRound(), r.UnpackCurrentRound, toRound, &info.Number),
		convert(to, r.PackLastInitializedRound(), r.UnpackLastInitializedRound, toRound, &info.LastInitialized),
		convert(to, r.PackCurrentRoundStartBlock(), r.UnpackCurrentRoundStartBlock, toUint64, &info.StartBlock),
		convert(to, r.PackRoundLength(), r.UnpackRoundLength, toUint64, &info.Length),
		convert(to, r.PackRoundLockAmount(), r.UnpackRoundLockAmount, toParts, &lock),
		convert(to, r.PackBlockNum(), r.UnpackBlockNum, toUint64, &info.Block),
	)
	if err != nil {
		return info, fmt.Errorf("read the round: %w", err)
	}
	if info.Length == 0 || info.Length > maxRoundLength {
		return info, fmt.Errorf("read the round: its length is %d blocks", info.Length)
	}
	info.Initialized = info.LastInitialized == info.Number
	info.LockedFrom = info.EndBlock() - info.Length*uint64(lock)/uint64(chain.Whole)

	var hash [32]byte
	query := ask(to, r.PackBlockHashForRound(number(uint64(info.LastInitialized))), r.UnpackBlockHashForRound, &hash)
	if err := c.ask(ctx, at, query); err != nil {
		return info, fmt.Errorf("read the round's hash: %w", err)
	}
	info.Hash = hash
	return info, nil
}

// maxRoundLength is far beyond what is of use; it bounds the arithmetic.
const maxRoundLength = 1 << 32
