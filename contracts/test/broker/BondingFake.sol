// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {ROUNDS_MANAGER, TICKET_BROKER} from "../../src/controller/ContractIds.sol";
import {Manager} from "../../src/controller/Manager.sol";
import {IRoundsManager} from "../../src/rounds/IRoundsManager.sol";

/// @notice What others need of the BondingManager, with whatever stakes a test wants. It reads and writes as many slots as
/// the real one.
contract BondingFake is Manager {
    struct Orchestrator {
        uint32 activationRound;
        uint32 deactivationRound;
        bool registered;
        mapping(uint256 round => Pool) pools;
    }

    struct Pool {
        bool known;
        /// Fees in wei, and one more, for it is seldom empty.
        uint256 fees;
    }

    IRoundsManager private immutable roundsManager;
    address private immutable ticketBroker;

    mapping(address => Orchestrator) private orchestrators;
    uint256 public getTranscoderPoolSize;
    uint256 public getTotalBonded;
    uint256 public nextBonded;
    mapping(address => uint256) private stakes;

    constructor(address controller_) Manager(controller_) {
        roundsManager = IRoundsManager(controller.getContract(ROUNDS_MANAGER));
        ticketBroker = controller.getContract(TICKET_BROKER);
    }

    function register(address orchestrator, bool active) external {
        Orchestrator storage o = orchestrators[orchestrator];
        (o.registered, o.deactivationRound) = (true, active ? type(uint32).max : 0);
    }

    function setPoolSize(uint256 size) external {
        getTranscoderPoolSize = size;
    }

    function setBonded(uint256 bonded) external {
        nextBonded = bonded;
    }

    function setStake(address delegator, uint256 stake) external {
        stakes[delegator] = stake;
    }

    function setCurrentRoundTotalActiveStake() external {
        getTotalBonded = nextBonded;
    }

    function updateTranscoderWithFees(address orchestrator, uint256 fees, uint256 round) external {
        if (msg.sender != ticketBroker) revert OnlyContract(TICKET_BROKER, msg.sender);
        Pool storage pool = orchestrators[orchestrator].pools[round];
        if (!pool.known) openPool(orchestrator, round);
        pool.fees += fees;
    }

    /// As reward() does, too.
    function openPool(address orchestrator, uint256 round) public {
        if (!orchestrators[orchestrator].registered) revert IBondingManager.NotRegistered(orchestrator);
        orchestrators[orchestrator].pools[round] = Pool(true, 1);
    }

    function isActiveTranscoder(address orchestrator) external view returns (bool) {
        uint256 round = roundsManager.currentRound();
        Orchestrator storage o = orchestrators[orchestrator];
        return o.activationRound <= round && round < o.deactivationRound;
    }

    function pendingStake(address delegator, uint256) external view returns (uint256) {
        return stakes[delegator];
    }

    /// Fees of a round's tickets.
    function earned(address orchestrator, uint256 round) external view returns (uint256) {
        Pool storage pool = orchestrators[orchestrator].pools[round];
        return pool.known ? pool.fees - 1 : 0;
    }
}
