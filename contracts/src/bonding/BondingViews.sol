// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondingParameters} from "./BondingParameters.sol";
import {IBondingManager} from "./IBondingManager.sol";

/// @title BondingViews
/// @notice What can be read of delegators, orchestrators and the pool.
abstract contract BondingViews is BondingParameters {
    /// @inheritdoc IBondingManager
    function getDelegator(address delegator)
        external
        view
        returns (
            uint256 bondedAmount,
            uint256 fees,
            address delegateAddress,
            uint256 delegatedAmount,
            uint256 startRound,
            uint256 lastClaimRound,
            uint256 nextUnbondingLockId
        )
    {
        Delegator storage d = delegators[delegator];
        bondedAmount = d.delegate == address(0) ? 0 : d.claimedStake;
        (fees, delegateAddress, delegatedAmount) = (d.fees, d.delegate, orchestrators[delegator].stake);
        (startRound, lastClaimRound, nextUnbondingLockId) = (d.startRound, d.lastClaimRound, d.nextLockId);
    }

    /// @inheritdoc IBondingManager
    function getDelegatorUnbondingLock(address delegator, uint256 lockId) external view returns (uint256 amount, uint256 withdrawRound) {
        Lock storage lock = delegators[delegator].locks[lockId];
        return (lock.amount, lock.withdrawRound);
    }

    /// @inheritdoc IBondingManager
    function isValidUnbondingLock(address delegator, uint256 lockId) external view returns (bool) {
        return delegators[delegator].locks[lockId].withdrawRound > 0;
    }

    /// @inheritdoc IBondingManager
    function delegatorStatus(address delegator) external view returns (DelegatorStatus) {
        return statusOf(delegator);
    }

    /// @inheritdoc IBondingManager
    function pendingStake(address delegator, uint256) external view returns (uint256) {
        return stakeOf(delegators[delegator]);
    }

    /// @inheritdoc IBondingManager
    function pendingFees(address delegator, uint256) external view returns (uint256) {
        return feesOf(delegator);
    }

    /// @inheritdoc IBondingManager
    function getTranscoder(address transcoder_)
        external
        view
        returns (
            uint256 lastRewardRound,
            uint256 rewardCut,
            uint256 feeShare,
            uint256 lastActiveStakeUpdateRound,
            uint256 activationRound,
            uint256 deactivationRound,
            uint256 activeCumulativeRewards,
            uint256 cumulativeRewards,
            uint256 cumulativeFees,
            uint256 lastFeeRound
        )
    {
        Orchestrator storage o = orchestrators[transcoder_];
        (rewardCut, feeShare) = cutsFrom(o, currentRound());
        (lastRewardRound, lastActiveStakeUpdateRound) = (o.lastRewardRound, o.lastRound);
        (activationRound, deactivationRound) = (o.activationRound, endOf(o));
        (activeCumulativeRewards, cumulativeRewards) = (0, 0);
        Pool storage last = o.pools[o.lastRound];
        (cumulativeFees, lastFeeRound) = (last.commission - o.commissionClaimed, last.lastFeeRound);
    }

    /// @inheritdoc IBondingManager
    function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round)
        external
        view
        returns (
            uint256 totalStake,
            uint256 transcoderRewardCut,
            uint256 transcoderFeeShare,
            uint256 cumulativeRewardFactor,
            uint256 cumulativeFeeFactor
        )
    {
        Pool storage pool = orchestrators[transcoder_].pools[round];
        (totalStake, transcoderRewardCut, transcoderFeeShare) = (pool.stake, pool.rewardCut, pool.feeShare);
        (cumulativeRewardFactor, cumulativeFeeFactor) = (pool.factor, pool.feesPerShare * (PRECISE / FEE_PRECISION));
    }

    /// @inheritdoc IBondingManager
    function getAnnouncedCuts(address transcoder_) external view returns (uint256 rewardCut, uint256 feeShare, uint256 effectiveRound) {
        Orchestrator storage o = orchestrators[transcoder_];
        if (o.announcedRound <= currentRound()) return (0, 0, 0);
        return (o.announcedRewardCut, o.announcedFeeShare, o.announcedRound);
    }

    /// @inheritdoc IBondingManager
    function transcoderStatus(address transcoder_) external view returns (TranscoderStatus) {
        return registered(transcoder_) ? TranscoderStatus.Registered : TranscoderStatus.NotRegistered;
    }

    /// @inheritdoc IBondingManager
    function isRegisteredTranscoder(address transcoder_) external view returns (bool) {
        return registered(transcoder_);
    }

    /// @inheritdoc IBondingManager
    function isActiveTranscoder(address transcoder_) external view returns (bool) {
        return active(transcoder_, currentRound());
    }

    /// @inheritdoc IBondingManager
    function transcoderTotalStake(address transcoder_) external view returns (uint256) {
        return orchestrators[transcoder_].stake;
    }

    /// @inheritdoc IBondingManager
    function getFirstTranscoderInPool() external view returns (address) {
        return head;
    }

    /// @inheritdoc IBondingManager
    function getNextTranscoderInPool(address transcoder_) external view returns (address) {
        return nodes[transcoder_].next;
    }

    /// @inheritdoc IBondingManager
    function getTranscoderPoolSize() external view returns (uint256) {
        return poolSize;
    }

    /// @inheritdoc IBondingManager
    function getTotalBonded() external view returns (uint256) {
        return activeStake;
    }

    /// @inheritdoc IBondingManager
    function currentRoundTotalActiveStake() external view returns (uint256) {
        return activeStake;
    }

    /// @inheritdoc IBondingManager
    function nextRoundTotalActiveStake() external view returns (uint256) {
        return nextActiveStake;
    }

    /// The round from which an orchestrator is not active; for ever in the future while there is none.
    function endOf(Orchestrator storage o) private view returns (uint256) {
        return o.deactivationRound == NEVER ? type(uint256).max : o.deactivationRound;
    }
}
