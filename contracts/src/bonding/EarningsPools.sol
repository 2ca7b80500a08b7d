// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ActiveSet} from "./ActiveSet.sol";

/// @title EarningsPools
/// @notice Orchestrators by rounds: shares, cuts, and what each share earned.
abstract contract EarningsPools is ActiveSet {
    using SafeCast for uint256;

    /// Opens the pool of a round, if it is not open: what came in before now works, and cuts that were announced for it
    /// are in force. To be called before anything of an orchestrator's changes.
    function openPool(address orchestrator, uint32 round) internal returns (Pool storage pool) {
        Orchestrator storage o = orchestrators[orchestrator];
        pool = o.pools[round];
        uint32 last = o.lastRound;
        if (last == round) return pool;

        bool newCuts = o.announcedRound != 0 && o.announcedRound <= round;
        // The round before has other cuts, and its tickets can still arrive: it needs a pool of its own.
        if (newCuts && o.announcedRound == round && last != 0 && last + 1 < round) {
            openPool(orchestrator, round - 1);
            last = round - 1;
        }
        Pool storage before = o.pools[last];
        if (newCuts) enforceAnnouncedCuts(orchestrator);

        uint256 factor = last == 0 ? PRECISE : before.factor;
        uint96 shares = (o.shares + toShares(o.entering, factor)).toUint96();
        o.shares = shares;
        o.entering = 0;
        o.lastRound = round;
        if (last + 1 == round) before.followed = true;

        pool.shares = shares;
        pool.rewardCut = o.rewardCut;
        pool.feeShare = o.feeShare;
        pool.known = true;
        pool.feesPerShare = before.feesPerShare;
        pool.commission = before.commission;
        pool.lastFeeRound = before.lastFeeRound;
        pool.factor = uint128(factor);
        pool.stake = o.stake;
    }

    /// Puts fees of a round's tickets into its pool, and into the next one, if it is open.
    function creditFees(address orchestrator, uint256 fees, uint32 round) internal {
        Orchestrator storage o = orchestrators[orchestrator];
        Pool storage pool = o.pools[round];
        if (!pool.known) {
            if (!registered(orchestrator)) revert NotRegistered(orchestrator);
            // Nothing has changed since: what holds for the next pool held for this round, too.
            if (o.lastRound > round) round = o.lastRound;
            pool = openPool(orchestrator, round);
        }
        (uint256 perShare, uint256 commission) = splitFees(pool, fees);
        addFees(pool, perShare, commission, round);
        if (pool.followed) addFees(o.pools[round + 1], perShare, commission, round);
    }

    /// Cuts as they are once announced ones are in force.
    function cutsFrom(Orchestrator storage o, uint256 round) internal view returns (uint32 rewardCut, uint32 feeShare) {
        bool announced = o.announcedRound != 0 && o.announcedRound <= round;
        return announced ? (o.announcedRewardCut, o.announcedFeeShare) : (o.rewardCut, o.feeShare);
    }

    /// Stake of so many shares.
    function toStake(uint256 shares, uint256 factor) internal pure returns (uint256) {
        return shares * factor / PRECISE;
    }

    /// Shares for so much stake.
    function toShares(uint256 stake, uint256 factor) internal pure returns (uint256) {
        return stake == 0 ? 0 : stake * PRECISE / factor;
    }

    function divideUp(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a + b - 1) / b;
    }

    function enforceAnnouncedCuts(address orchestrator) private {
        Orchestrator storage o = orchestrators[orchestrator];
        (o.rewardCut, o.feeShare) = (o.announcedRewardCut, o.announcedFeeShare);
        o.announcedRound = 0;
        emit TranscoderUpdate(orchestrator, o.rewardCut, o.feeShare);
    }

    /// What each share gets of fees, and what the orchestrator gets: its part, and what cannot be shared evenly.
    function splitFees(Pool storage pool, uint256 fees) private view returns (uint256 perShare, uint256 commission) {
        uint256 shares = pool.shares;
        if (shares == 0) return (0, fees);
        perShare = (fees * pool.feeShare / WHOLE) * FEE_PRECISION / shares;
        // So few shares cannot be reckoned with.
        if (pool.feesPerShare + perShare > type(uint112).max) return (0, fees);
        commission = fees - divideUp(perShare * shares, FEE_PRECISION);
    }

    function addFees(Pool storage pool, uint256 perShare, uint256 commission, uint32 round) private {
        pool.feesPerShare += uint112(perShare);
        pool.commission += commission.toUint112();
        if (pool.lastFeeRound < round) pool.lastFeeRound = round;
    }
}
