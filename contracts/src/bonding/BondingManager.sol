// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ROUNDS_MANAGER, TICKET_BROKER, TREASURY, VERIFIER} from "../controller/ContractIds.sol";
import {IMinter} from "../minter/IMinter.sol";
import {IRoundListener} from "../rounds/IRoundsManager.sol";
import {BondingStorage} from "./BondingStorage.sol";
import {BondingViews} from "./BondingViews.sol";
import {IBondingManager} from "./IBondingManager.sol";

/// @title BondingManager
contract BondingManager is BondingViews {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    constructor(address controller_) BondingStorage(controller_) {}

    // --- delegators

    /// @inheritdoc IBondingManager
    function bond(uint256 amount, address to) external inRound {
        bondTo(msg.sender, amount, to, none(), none(), none(), none());
    }

    /// @inheritdoc IBondingManager
    function bondWithHint(uint256 amount, address to, address oldPrev, address oldNext, address prev, address next) external inRound {
        bondTo(msg.sender, amount, to, oldPrev, oldNext, prev, next);
    }

    /// @inheritdoc IBondingManager
    function bondForWithHint(uint256 amount, address owner, address to, address oldPrev, address oldNext, address prev, address next)
        external
        inRound
    {
        if (owner == address(0)) revert ZeroAddress();
        // Others may add to a stake; where it works is its owner's choice, and so is to become an orchestrator.
        address present = delegators[owner].delegate;
        bool free = msg.sender == owner || (present == address(0) ? to != owner : to == present);
        if (!free) revert InvalidDelegate(to);
        bondTo(owner, amount, to, oldPrev, oldNext, prev, next);
    }

    /// @inheritdoc IBondingManager
    function unbond(uint256 amount) external inRound {
        unbondFrom(msg.sender, amount, none(), none());
    }

    /// @inheritdoc IBondingManager
    function unbondWithHint(uint256 amount, address prev, address next) external inRound {
        unbondFrom(msg.sender, amount, prev, next);
    }

    /// @inheritdoc IBondingManager
    function rebond(uint256 lockId) external inRound {
        rebondTo(address(0), lockId, none(), none());
    }

    /// @inheritdoc IBondingManager
    function rebondWithHint(uint256 lockId, address prev, address next) external inRound {
        rebondTo(address(0), lockId, prev, next);
    }

    /// @inheritdoc IBondingManager
    function rebondFromUnbonded(address to, uint256 lockId) external inRound {
        if (to == address(0)) revert ZeroAddress();
        rebondTo(to, lockId, none(), none());
    }

    /// @inheritdoc IBondingManager
    function rebondFromUnbondedWithHint(address to, uint256 lockId, address prev, address next) external inRound {
        if (to == address(0)) revert ZeroAddress();
        rebondTo(to, lockId, prev, next);
    }

    /// @inheritdoc IBondingManager
    function transferBond(address delegator, uint256 amount, address oldPrev, address oldNext, address prev, address next)
        external
        inRound
    {
        if (delegator == address(0) || delegator == msg.sender) revert InvalidDelegate(delegator);
        address present = delegators[delegator].delegate;
        address to = present == address(0) ? delegators[msg.sender].delegate : present;
        uint256 oldId = unbondFrom(msg.sender, amount, oldPrev, oldNext);
        delete delegators[msg.sender].locks[oldId];

        claim(delegator);
        uint256 newId = delegators[delegator].nextLockId++;
        emit TransferBond(msg.sender, delegator, oldId, newId, amount);
        addStake(delegator, to, amount, prev, next);
        emit Rebond(to, delegator, newId, amount);
    }

    /// @inheritdoc IBondingManager
    function withdrawStake(uint256 lockId) external inRound {
        Lock memory lock = takeLock(lockId);
        uint32 round = currentRound();
        if (lock.withdrawRound > round) revert StakeLocked(lock.withdrawRound, round);
        emit WithdrawStake(msg.sender, lockId, lock.amount, lock.withdrawRound);
        minter().trustedTransferTokens(msg.sender, lock.amount);
    }

    /// @inheritdoc IBondingManager
    function withdrawFees(address payable recipient, uint256 amount) external inRound {
        if (recipient == address(0)) revert ZeroAddress();
        claim(msg.sender);
        Delegator storage d = delegators[msg.sender];
        if (amount > d.fees) revert InsufficientFees(amount, d.fees);
        d.fees -= uint96(amount);
        emit WithdrawFees(msg.sender, recipient, amount);
        minter().trustedWithdrawETH(recipient, amount);
    }

    /// @inheritdoc IBondingManager
    function claimEarnings(uint256) external inRound {
        claim(msg.sender);
    }

    /// @inheritdoc IBondingManager
    function checkpointBondingState(address delegator) external inRound {
        claim(delegator);
    }

    // --- orchestrators

    /// @inheritdoc IBondingManager
    function transcoder(uint256 rewardCut, uint256 feeShare) external inRound {
        setCuts(rewardCut, feeShare, none(), none());
    }

    /// @inheritdoc IBondingManager
    function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address prev, address next) external inRound {
        setCuts(rewardCut, feeShare, prev, next);
    }

    /// @inheritdoc IBondingManager
    function reward() external inRound {
        takeReward(none(), none());
    }

    /// @inheritdoc IBondingManager
    function rewardWithHint(address prev, address next) external inRound {
        takeReward(prev, next);
    }

    /// @inheritdoc IBondingManager
    function enterPool(address transcoder_, address prev, address next) external inRound {
        if (!nodes[transcoder_].listed) tryToEnter(transcoder_, prev, next);
    }

    /// @inheritdoc IBondingManager
    function trimPool(uint256 limit) external {
        trim(limit);
    }

    // --- other contracts

    /// @inheritdoc IBondingManager
    function updateTranscoderWithFees(address transcoder_, uint256 fees, uint256 round) external {
        if (msg.sender != ticketBroker) revert OnlyContract(TICKET_BROKER, msg.sender);
        creditFees(transcoder_, fees, round.toUint32());
    }

    /// @inheritdoc IBondingManager
    function slashTranscoder(address transcoder_, address finder, uint256 slashAmount, uint256 finderFee)
        external
        onlyContract(VERIFIER)
        whenSystemNotPaused
    {
        checkPart(slashAmount);
        checkPart(finderFee);
        uint256 penalty = slash(transcoder_, slashAmount);
        uint256 finderReward = finder == address(0) ? 0 : penalty * finderFee / WHOLE;
        emit TranscoderSlashed(transcoder_, finder, penalty, finderReward);
        IMinter minter_ = minter();
        if (finderReward > 0) minter_.trustedTransferTokens(finder, finderReward);
        if (penalty > finderReward) minter_.trustedBurnTokens(penalty - finderReward);
    }

    /// @inheritdoc IBondingManager
    function setCurrentRoundTotalActiveStake() external {
        if (msg.sender != address(roundsManager)) revert OnlyContract(ROUNDS_MANAGER, msg.sender);
        uint96 fixed_ = fixedStakeParam;
        activeStake = fixed_ == 0 ? nextActiveStake : uint128(fixed_) * poolSize;
        if (activeFixedStake != fixed_) activeFixedStake = fixed_;
        if (treasuryRate != nextTreasuryRate) {
            treasuryRate = nextTreasuryRate;
            emit ParameterUpdate("treasuryRewardCutRate");
        }
    }

    // --- stake

    function bondTo(address owner, uint256 amount, address to, address oldPrev, address oldNext, address prev, address next) private {
        if (to == address(0)) revert ZeroAddress();
        claim(owner);
        Delegator storage d = delegators[owner];
        address present = d.delegate;
        uint256 moved = 0;
        if (present != address(0) && present != to) {
            if (present == owner) revert RegisteredCannotDelegate(owner);
            moved = stakeOf(d);
            removeStake(owner, moved, oldPrev, oldNext);
        }
        if (amount + moved == 0) revert ZeroAmount();
        if (amount > 0) token.safeTransferFrom(msg.sender, address(minter()), amount);
        addStake(owner, to, amount + moved, prev, next);
        emit Bond(to, present, owner, amount, d.claimedStake);
    }

    function unbondFrom(address delegator, uint256 amount, address prev, address next) private returns (uint256 lockId) {
        DelegatorStatus status = statusOf(delegator);
        if (status != DelegatorStatus.Bonded) revert WrongDelegatorStatus(delegator, status);
        if (amount == 0) revert ZeroAmount();
        claim(delegator);
        Delegator storage d = delegators[delegator];
        if (amount > d.claimedStake) revert AmountExceedsBond(amount, d.claimedStake);
        address present = d.delegate;
        uint32 withdrawRound = currentRound() + unbondingPeriodParam;
        lockId = d.nextLockId++;
        d.locks[lockId] = Lock(uint128(amount), withdrawRound);
        removeStake(delegator, amount, prev, next);
        emit Unbond(present, delegator, lockId, amount, withdrawRound);
    }

    /// @param to the delegate of one that has none; zero for one that has
    function rebondTo(address to, uint256 lockId, address prev, address next) private {
        claim(msg.sender);
        address present = delegators[msg.sender].delegate;
        if ((present == address(0)) != (to != address(0))) {
            revert WrongDelegatorStatus(msg.sender, statusOf(msg.sender));
        }
        if (present != address(0)) to = present;
        uint256 amount = takeLock(lockId).amount;
        addStake(msg.sender, to, amount, prev, next);
        emit Rebond(to, msg.sender, lockId, amount);
    }

    function takeLock(uint256 lockId) private returns (Lock memory lock) {
        lock = delegators[msg.sender].locks[lockId];
        if (lock.withdrawRound == 0) revert InvalidUnbondingLock(msg.sender, lockId);
        delete delegators[msg.sender].locks[lockId];
    }

    /// Adds stake to a delegator, and to the orchestrator to, which is its delegate or becomes it.
    function addStake(address delegator, address to, uint256 amount, address prev, address next) private {
        if (delegators[delegator].delegate == address(0)) delegate(delegator, to);
        Orchestrator storage o = orchestrators[to];
        uint256 before = o.stake;
        putIn(delegator, amount);
        // Its shares are worth too little to be reckoned with: who was slashed so far begins anew elsewhere.
        if (factorOf(o) <= LEAST_FACTOR) revert InvalidDelegate(to);
        updateMembership(to, before, prev, next);
    }

    function removeStake(address delegator, uint256 amount, address prev, address next) private {
        address from = delegators[delegator].delegate;
        uint256 before = orchestrators[from].stake;
        takeOut(delegator, amount);
        if (nodes[from].listed) updateMembership(from, before, prev, next);
    }

    // --- orchestrators

    function setCuts(uint256 rewardCut, uint256 feeShare, address prev, address next) private {
        checkPart(rewardCut);
        checkPart(feeShare);
        uint32 round = currentRound();
        if (roundsManager.currentRoundLocked()) revert RoundLocked(round);
        if (!registered(msg.sender)) revert NotRegistered(msg.sender);
        Orchestrator storage o = orchestrators[msg.sender];
        if (active(msg.sender, round) && o.lastRewardRound != round) revert RewardNotCalled(msg.sender, round);
        openPool(msg.sender, round);
        changeCuts(o, uint32(rewardCut), uint32(feeShare), round);
        if (!nodes[msg.sender].listed) tryToEnter(msg.sender, prev, next);
    }

    /// Of the two cuts the one that is better for delegators changes now, the one that is worse after the notice period.
    function changeCuts(Orchestrator storage o, uint32 rewardCut, uint32 feeShare, uint32 round) private {
        bool atOnce = noticePeriodParam == 0 || o.delegators == 0;
        bool worse = rewardCut > o.rewardCut || feeShare < o.feeShare;
        if (atOnce || rewardCut <= o.rewardCut) o.rewardCut = rewardCut;
        if (atOnce || feeShare >= o.feeShare) o.feeShare = feeShare;
        o.announcedRound = 0;
        emit TranscoderUpdate(msg.sender, o.rewardCut, o.feeShare);
        if (atOnce || !worse) return;
        (o.announcedRewardCut, o.announcedFeeShare) = (rewardCut, feeShare);
        o.announcedRound = round + 1 + noticePeriodParam;
        emit CutsAnnounced(msg.sender, rewardCut, feeShare, o.announcedRound);
    }

    function takeReward(address prev, address next) private {
        uint32 round = currentRound();
        Orchestrator storage o = orchestrators[msg.sender];
        if (!active(msg.sender, round)) revert NotActive(msg.sender, round);
        if (o.lastRewardRound == round) revert RewardAlreadyCalled(msg.sender, round);
        o.lastRewardRound = round;

        Pool storage pool = openPool(msg.sender, round);
        IMinter minter_ = minter();
        uint256 amount = minter_.createReward(rewardStake(o, pool), activeStake);
        amount -= payTreasury(minter_, amount);
        uint256 before = o.stake;
        shareReward(o, pool, amount);
        if (nodes[msg.sender].listed) updateMembership(msg.sender, before, prev, next);
        emit Reward(msg.sender, amount);
    }

    /// What a reward is for: the stake that worked since the round's start and is still bonded.
    function rewardStake(Orchestrator storage o, Pool storage pool) private view returns (uint256 stake) {
        stake = activeFixedStake == 0 ? pool.stake : Math.min(pool.stake, activeFixedStake);
        return pool.shares == 0 ? 0 : stake * o.shares / pool.shares;
    }

    /// The orchestrator's part becomes stake of its own, as if it had bonded it; the rest raises the worth of shares.
    function shareReward(Orchestrator storage o, Pool storage pool, uint256 amount) private {
        if (amount == 0) return;
        uint256 commission = registered(msg.sender) ? amount * pool.rewardCut / WHOLE : 0;
        uint256 shared = amount - commission;
        pool.factor += (shared * PRECISE / o.shares).toUint128();
        o.stake += shared.toUint96();
        if (commission == 0) return;
        claim(msg.sender);
        putIn(msg.sender, commission);
    }

    function payTreasury(IMinter minter_, uint256 amount) private returns (uint256 cut) {
        address treasury = controller.getContract(TREASURY);
        if (treasury == address(0) || treasuryCeiling == 0) return 0;
        if (token.balanceOf(treasury) >= treasuryCeiling && nextTreasuryRate > 0) {
            nextTreasuryRate = 0;
            emit ParameterUpdate("nextRoundTreasuryRewardCutRate");
        }
        cut = amount * treasuryRate / PRECISE;
        if (cut == 0) return 0;
        minter_.trustedTransferTokens(treasury, cut);
        emit TreasuryReward(msg.sender, treasury, cut);
    }

    /// Lowers the worth of what works at an orchestrator. What came in this round has not worked, and is spared.
    function slash(address orchestrator, uint256 part) private returns (uint256 penalty) {
        uint32 round = currentRound();
        Orchestrator storage o = orchestrators[orchestrator];
        if (o.stake == 0) revert NotRegistered(orchestrator);
        Pool storage pool = openPool(orchestrator, round);
        uint256 factor = Math.max(pool.factor * (WHOLE - part) / WHOLE, LEAST_FACTOR);
        if (factor >= pool.factor) return 0;
        uint256 left = divideUp(o.shares * factor, PRECISE);
        penalty = Math.saturatingSub(toStake(o.shares, pool.factor), left);
        pool.factor = uint128(factor);
        uint256 before = o.stake;
        o.stake -= uint96(penalty);
        if (active(orchestrator, round)) {
            uint256 gone = Math.min(penalty, pool.stake);
            pool.stake -= uint96(gone);
            if (activeFixedStake == 0) activeStake -= uint128(Math.min(gone, activeStake));
        }
        if (nodes[orchestrator].listed) updateMembership(orchestrator, before, address(0), address(0));
    }

    /// No hint. Not the constant that it is: for that the compiler would make a second copy of all that gets it.
    function none() private view returns (address) {
        return nodes[address(0)].prev;
    }

    function checkPart(uint256 part) private pure {
        if (part > WHOLE) revert InvalidCut(part);
    }
}
