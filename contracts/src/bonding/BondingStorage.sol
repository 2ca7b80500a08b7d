// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {LIVEPEER_TOKEN, MINTER, ROUNDS_MANAGER, TICKET_BROKER} from "../controller/ContractIds.sol";
import {Manager} from "../controller/Manager.sol";
import {IMinter} from "../minter/IMinter.sol";
import {IRoundsManager} from "../rounds/IRoundsManager.sol";
import {IBondingManager} from "./IBondingManager.sol";

/// @title BondingStorage
/// @notice What the BondingManager keeps.
///
/// Stake works in shares. A share of an orchestrator is worth its factor, which grows with each reward and falls when it
/// is slashed; so neither touches any delegator. Stake that comes in during a round is kept apart as "entering" until the
/// round is over, and then turned into shares by the factor at the round's end: it has no part in that round's earnings.
///
/// What was so in a round, for an orchestrator, is its pool of the round. A pool is opened when the orchestrator is first
/// touched in a round, before the touch has changed anything. Rounds without a touch have none: in them all is as in
/// the next pool.
///
/// Fees are summed up per share, from pool to pool. Tickets of a round can arrive in the next one still, so a fee of the
/// last round is added to its pool and to the pool after it. Delegators earn by the shares that they had at the start of
/// a round: a change of shares begins a new span of rounds, and the span before stays open while tickets of its last
/// round can arrive.
///
/// Stakes and fees are below 2^96, factors below 2^128: no product of two of them leaves 256 bits.
abstract contract BondingStorage is IBondingManager, Manager {
    /// An earnings pool: an orchestrator in a round.
    struct Pool {
        // As at the round's start.
        uint96 shares;
        uint32 rewardCut;
        uint32 feeShare;
        bool known;
        /// The next round has a pool, too.
        bool followed;
        // Sums up to the round's end, or to now.
        uint112 feesPerShare;
        uint112 commission;
        uint32 lastFeeRound;
        // The factor as at the round's end, or now; the stake as at its start.
        uint128 factor;
        uint96 stake;
    }

    struct Orchestrator {
        /// The round of its last pool.
        uint32 lastRound;
        uint32 lastRewardRound;
        uint32 activationRound;
        uint32 deactivationRound;
        uint32 rewardCut;
        uint32 feeShare;
        /// Without itself.
        uint32 delegators;
        /// All that is bonded to it.
        uint96 stake;
        /// What works, and is still bonded.
        uint96 shares;
        /// What came in lastRound.
        uint96 entering;
        uint32 announcedRewardCut;
        uint32 announcedFeeShare;
        /// When the announced cuts come into force; 0 if there are none.
        uint32 announcedRound;
        uint112 commissionClaimed;
        mapping(uint256 round => Pool) pools;
    }

    /// Shares of rounds that are over, in which fees can still arrive.
    struct Span {
        address delegate;
        uint96 shares;
        uint32 fromRound;
        uint32 toRound;
        /// Fees that were written down already.
        uint96 credited;
    }

    struct Lock {
        uint128 amount;
        uint64 withdrawRound;
    }

    struct Delegator {
        address delegate;
        uint96 shares;
        /// What came in the round before fromRound.
        uint96 entering;
        /// Stake as written down at the last claim.
        uint96 claimedStake;
        /// The shares, and what is entering, count from this round on.
        uint32 fromRound;
        uint32 lastClaimRound;
        uint96 fees;
        /// Fees of the present span that were written down already.
        uint96 credited;
        uint32 startRound;
        uint32 nextLockId;
        Span[2] past;
        mapping(uint256 id => Lock) locks;
    }

    struct Node {
        address prev;
        bool listed;
        address next;
    }

    uint256 internal constant WHOLE = 1_000_000;
    /// Factors and rates are parts of it.
    uint256 internal constant PRECISE = 1e27;
    /// Fees per share are parts of it.
    uint256 internal constant FEE_PRECISION = 1e18;
    /// No slashing brings a factor below it: shares of all LPT there is must fit in 96 bits.
    uint256 internal constant LEAST_FACTOR = 1e24;
    uint32 internal constant NEVER = type(uint32).max;
    /// Rounds after its own in which a round's tickets arrive, and the one in which they arrive no more: see
    /// TicketBroker.setTicketValidityPeriod.
    uint256 internal constant TICKET_ROUNDS = 2;
    /// @inheritdoc IBondingManager
    uint256 public constant MAX_NOTICE_PERIOD = 100;

    // Proxies keep their addresses, and the token is never replaced: the implementation has them in its code.
    IRoundsManager internal immutable roundsManager;
    address internal immutable ticketBroker;
    IERC20 internal immutable token;

    mapping(address => Orchestrator) internal orchestrators;
    mapping(address => Delegator) internal delegators;

    // The pool of the next round: a list by descending stake.
    mapping(address => Node) internal nodes;
    address internal head;
    uint32 internal poolSize;
    uint32 internal slots;
    address internal tail;

    uint128 internal activeStake;
    uint128 internal nextActiveStake;

    uint96 internal fixedStakeParam;
    uint96 internal activeFixedStake;
    uint32 internal unbondingPeriodParam;
    uint32 internal noticePeriodParam;

    uint96 internal minimumStakeParam;
    uint96 internal treasuryRate;

    uint96 internal nextTreasuryRate;
    uint128 internal treasuryCeiling;

    /// As the functions of users: not in a pause, and not before the round is initialized.
    modifier inRound() {
        checkRound();
        _;
    }

    constructor(address controller_) Manager(controller_) {
        roundsManager = IRoundsManager(controller.getContract(ROUNDS_MANAGER));
        ticketBroker = controller.getContract(TICKET_BROKER);
        token = IERC20(controller.getContract(LIVEPEER_TOKEN));
    }

    function checkRound() private view whenSystemNotPaused {
        uint32 round = currentRound();
        // Nobody can initialize round 0, which stands for "never" in what is kept.
        if (round == 0 || roundsManager.lastInitializedRound() != round) revert RoundNotInitialized(round);
    }

    function currentRound() internal view returns (uint32) {
        // Rounds are counted in blocks: they fit.
        return uint32(roundsManager.currentRound());
    }

    function minter() internal view returns (IMinter) {
        return IMinter(controller.getContract(MINTER));
    }

    function registered(address orchestrator) internal view returns (bool) {
        return delegators[orchestrator].delegate == orchestrator && orchestrator != address(0);
    }
}
