// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IBondingManager
/// @notice Stake: who has bonded LPT, to which orchestrator ("transcoder" in the names of the deployed contract), who is
/// in the active set, and how rewards (LPT) and fees (ETH) are shared.
///
/// An orchestrator is a delegator that has bonded to itself. Stake that comes to an orchestrator in a round works from
/// the next round on. rewardCut is the part of rewards that the orchestrator keeps, feeShare the part of fees that its
/// delegators get, both of a million. Fees are shared by the stakes and cuts of the round in which the ticket was made.
///
/// What a function needs: `[R]` reverts SystemPaused in a pause and RoundNotInitialized before the present round is
/// initialized. "Hints" are the neighbours in the pool, from a fresh walk over it; wrong ones cost gas only.
/// Source: chain.md section 3; active set, slashing and fee theft: whitepaper, "Active set", "Verification", "Fee theft".
interface IBondingManager {
    enum DelegatorStatus {
        Pending,
        Bonded,
        Unbonded
    }
    enum TranscoderStatus {
        NotRegistered,
        Registered
    }

    event TranscoderUpdate(address indexed transcoder, uint256 rewardCut, uint256 feeShare);
    /// @notice Cuts that are worse for delegators than those in force, which count from effectiveRound on.
    event CutsAnnounced(address indexed transcoder, uint256 rewardCut, uint256 feeShare, uint256 effectiveRound);
    event TranscoderActivated(address indexed transcoder, uint256 activationRound);
    event TranscoderDeactivated(address indexed transcoder, uint256 deactivationRound);
    event TranscoderSlashed(address indexed transcoder, address finder, uint256 penalty, uint256 finderReward);
    event Reward(address indexed transcoder, uint256 amount);
    event TreasuryReward(address indexed transcoder, address treasury, uint256 amount);
    event Bond(
        address indexed newDelegate, address indexed oldDelegate, address indexed delegator, uint256 additionalAmount, uint256 bondedAmount
    );
    event Unbond(address indexed delegate, address indexed delegator, uint256 unbondingLockId, uint256 amount, uint256 withdrawRound);
    event Rebond(address indexed delegate, address indexed delegator, uint256 unbondingLockId, uint256 amount);
    event TransferBond(
        address indexed oldDelegator, address indexed newDelegator, uint256 oldUnbondingLockId, uint256 newUnbondingLockId, uint256 amount
    );
    event WithdrawStake(address indexed delegator, uint256 unbondingLockId, uint256 amount, uint256 withdrawRound);
    event WithdrawFees(address indexed delegator, address recipient, uint256 amount);
    event EarningsClaimed(
        address indexed delegate, address indexed delegator, uint256 rewards, uint256 fees, uint256 startRound, uint256 endRound
    );

    error RoundNotInitialized(uint256 round);
    error RoundLocked(uint256 round);
    error ZeroAmount();
    error ZeroAddress();
    /// @param bonded what there is
    error AmountExceedsBond(uint256 amount, uint256 bonded);
    /// @param status that the caller has, and must not have for this
    error WrongDelegatorStatus(address delegator, DelegatorStatus status);
    error RegisteredCannotDelegate(address transcoder);
    error InvalidDelegate(address delegate);
    error InvalidUnbondingLock(address delegator, uint256 lockId);
    error StakeLocked(uint256 withdrawRound, uint256 currentRound);
    error InsufficientFees(uint256 amount, uint256 fees);
    error EthTransferFailed(address recipient);
    error NotRegistered(address transcoder);
    error NotActive(address transcoder, uint256 round);
    error RewardNotCalled(address transcoder, uint256 round);
    error RewardAlreadyCalled(address transcoder, uint256 round);
    /// @param parts beyond a whole
    error InvalidCut(uint256 parts);
    /// @param reason name of the parameter
    error InvalidParameter(string reason, uint256 value);

    // --- delegators

    /// @notice Bonds amount of the caller's LPT, of which this contract needs the allowance, to an orchestrator; stake
    /// that is bonded to another moves along. To oneself it registers as an orchestrator. [R]
    /// ZeroAmount if there is neither amount nor stake to move, RegisteredCannotDelegate for an orchestrator that would
    /// leave itself.
    function bond(uint256 amount, address to) external;
    function bondWithHint(
        uint256 amount,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external;

    /// @notice Bonds amount of the caller's LPT for another, who must be unbonded or already bonded to that delegate. [R]
    /// InvalidDelegate else.
    function bondForWithHint(
        uint256 amount,
        address owner,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external;

    /// @notice Takes amount out of the caller's stake; it can be withdrawn after unbondingPeriod rounds. [R]
    /// WrongDelegatorStatus unless bonded, ZeroAmount, AmountExceedsBond.
    function unbond(uint256 amount) external;
    function unbondWithHint(uint256 amount, address newPosPrev, address newPosNext) external;

    /// @notice Puts an unbonding lock back into the caller's stake. [R] WrongDelegatorStatus if unbonded.
    function rebond(uint256 lockId) external;
    function rebondWithHint(uint256 lockId, address newPosPrev, address newPosNext) external;

    /// @notice Puts an unbonding lock back, to a delegate of choice. [R] WrongDelegatorStatus unless unbonded.
    function rebondFromUnbonded(address to, uint256 lockId) external;
    function rebondFromUnbondedWithHint(address to, uint256 lockId, address newPosPrev, address newPosNext) external;

    /// @notice Moves amount of the caller's stake to another delegator, who keeps its delegate or, if unbonded, gets the
    /// caller's. [R]
    function transferBond(
        address delegator,
        uint256 amount,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address newDelegateNewPosPrev,
        address newDelegateNewPosNext
    ) external;

    /// @notice Pays out an unbonding lock. [R] InvalidUnbondingLock, StakeLocked before its round.
    function withdrawStake(uint256 lockId) external;

    /// @notice Pays fees of the caller to a recipient. [R] ZeroAddress, InsufficientFees.
    function withdrawFees(address payable recipient, uint256 amount) external;

    /// @notice Writes the caller's earnings down. Nothing is lost or won by it. [R]
    /// @param endRound ignored
    function claimEarnings(uint256 endRound) external;

    /// @notice Writes the earnings of anybody down.
    function checkpointBondingState(address delegator) external;

    // --- orchestrators

    /// @notice Sets the caller's cuts. A cut that is better for delegators is in force from the next round, a worse one
    /// after noticePeriod rounds, unless the stake is the orchestrator's alone. [R]
    /// NotRegistered, RoundLocked, InvalidCut; RewardNotCalled if active and reward() is still to come in this round.
    function transcoder(uint256 rewardCut, uint256 feeShare) external;
    function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address newPosPrev, address newPosNext) external;

    /// @notice Mints the caller's part of the round's inflation for its stake. [R] NotActive, RewardAlreadyCalled.
    function reward() external;
    function rewardWithHint(address newPosPrev, address newPosNext) external;

    /// @notice Lets a registered orchestrator that is not in the pool into it, if its stake suffices now. By anybody. [R]
    function enterPool(address transcoder, address newPosPrev, address newPosNext) external;

    /// @notice Takes those out of the pool, from its end, that have no place in it any more since a parameter was
    /// changed. By anybody.
    /// @param limit on how many
    function trimPool(uint256 limit) external;

    // --- other contracts

    /// @notice Shares fees of an orchestrator among it and its delegators, by stakes and cuts of the round in which the
    /// ticket was made. Only by the TicketBroker, which keeps to the round's validity. NotRegistered if it has neither
    /// stake now nor had any then.
    /// @param fees in wei, which the Minter holds
    /// @param round of the ticket's creation
    function updateTranscoderWithFees(address transcoder, uint256 fees, uint256 round) external;

    /// @notice Burns a part of what an orchestrator and its delegators have at stake. Only by the "Verifier".
    /// @param finder who gets a part of it; zero for none
    /// @param slashAmount part of the stake, of a million
    /// @param finderFee part of the penalty that the finder gets, of a million
    function slashTranscoder(address transcoder, address finder, uint256 slashAmount, uint256 finderFee) external;

    /// @notice Fixes the active set's total stake, and parameters that count per round. Only by the RoundsManager.
    function setCurrentRoundTotalActiveStake() external;

    // --- parameters, of the Controller's owner

    /// @param period rounds from unbond to withdrawStake, 1 or more
    function setUnbondingPeriod(uint64 period) external;
    /// @param slots places in the pool, 1 or more; when there are fewer than before, the last ones go
    function setNumActiveTranscoders(uint256 slots) external;
    /// @param stake least stake of a member of the pool, 0 for none
    function setMinimumStake(uint256 stake) external;
    /// @param stake for which each member of the pool counts, and which it must have; 0: as much as it has
    function setFixedStake(uint256 stake) external;
    /// @param rounds from the announcement of worse cuts to their effect, up to MAX_NOTICE_PERIOD
    function setNoticePeriod(uint256 rounds) external;
    /// @param rate part of rewards for the treasury from the next round on, of 10^27
    function setTreasuryRewardCutRate(uint256 rate) external;
    /// @param ceiling LPT in the treasury above which its rate falls to 0; 0 for no treasury cut
    function setTreasuryBalanceCeiling(uint256 ceiling) external;

    // --- views

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
        );
    function getDelegatorUnbondingLock(address delegator, uint256 lockId) external view returns (uint256 amount, uint256 withdrawRound);
    function isValidUnbondingLock(address delegator, uint256 lockId) external view returns (bool);
    function delegatorStatus(address delegator) external view returns (DelegatorStatus);
    /// @notice Stake with all rewards so far, and fees with all so far. The second argument is ignored.
    function pendingStake(address delegator, uint256 endRound) external view returns (uint256);
    function pendingFees(address delegator, uint256 endRound) external view returns (uint256);

    /// @return lastRewardRound when reward() was called last
    /// @return rewardCut in force in the next touch of the orchestrator
    /// @return feeShare likewise
    /// @return lastActiveStakeUpdateRound last round of which an earnings pool is known
    /// @return activationRound active from then on
    /// @return deactivationRound active before then
    /// @return activeCumulativeRewards always 0: rewards are part of the stake at once
    /// @return cumulativeRewards likewise
    /// @return cumulativeFees commission in wei that the orchestrator has not claimed
    /// @return lastFeeRound of the last fees
    function getTranscoder(address transcoder)
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
        );
    /// @notice Stake and cuts at the start of a round, and the factors at its end or now, of 10^27; zeros for rounds in
    /// which nothing of the orchestrator's changed.
    function getTranscoderEarningsPoolForRound(address transcoder, uint256 round)
        external
        view
        returns (
            uint256 totalStake,
            uint256 transcoderRewardCut,
            uint256 transcoderFeeShare,
            uint256 cumulativeRewardFactor,
            uint256 cumulativeFeeFactor
        );
    /// @notice Cuts that were announced and are not in force; effectiveRound is 0 if there are none.
    function getAnnouncedCuts(address transcoder) external view returns (uint256 rewardCut, uint256 feeShare, uint256 effectiveRound);
    function transcoderStatus(address transcoder) external view returns (TranscoderStatus);
    function transcoderTotalStake(address transcoder) external view returns (uint256);
    function isActiveTranscoder(address transcoder) external view returns (bool);
    function isRegisteredTranscoder(address transcoder) external view returns (bool);

    /// @notice The pool: those that are active in the next round, by descending stake.
    function getFirstTranscoderInPool() external view returns (address);
    function getNextTranscoderInPool(address transcoder) external view returns (address);
    function getTranscoderPoolSize() external view returns (uint256);
    function getTranscoderPoolMaxSize() external view returns (uint256);

    function getTotalBonded() external view returns (uint256);
    function currentRoundTotalActiveStake() external view returns (uint256);
    function nextRoundTotalActiveStake() external view returns (uint256);
    function unbondingPeriod() external view returns (uint64);
    function minimumStake() external view returns (uint256);
    function fixedStake() external view returns (uint256);
    function noticePeriod() external view returns (uint256);
    function MAX_NOTICE_PERIOD() external view returns (uint256);
    function treasuryRewardCutRate() external view returns (uint256);
    function nextRoundTreasuryRewardCutRate() external view returns (uint256);
    function treasuryBalanceCeiling() external view returns (uint256);
}
