// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BONDING_MANAGER, MINTER, TICKET_BROKER} from "../controller/ContractIds.sol";
import {Manager} from "../controller/Manager.sol";
import {IRoundListener, IRoundsManager} from "./IRoundsManager.sol";

/// @title RoundsManager
contract RoundsManager is IRoundsManager, Manager {
    using SafeCast for uint256;

    /// What the round is, in one slot: it is read with nearly every call of the protocol.
    struct Clock {
        uint32 roundLength;
        uint32 roundLockAmount;
        uint64 lastLengthUpdateRound;
        uint64 lastLengthUpdateStartBlock;
        uint64 lastInitializedRound;
    }

    uint256 private constant WHOLE = 1_000_000;
    /// How far back the EVM knows the hashes of blocks.
    uint256 private constant KNOWN_BLOCKS = 256;

    Clock private clock;
    mapping(uint256 round => bytes32 hash) private hashes;
    /// @inheritdoc IRoundsManager
    mapping(uint256 lip => uint256 round) public lipUpgradeRound;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IRoundsManager
    function initializeRound() external whenSystemNotPaused {
        uint256 round = currentRound();
        if (clock.lastInitializedRound == round) revert RoundAlreadyInitialized(round);
        bytes32 hash = blockhash(block.number - 1);
        clock.lastInitializedRound = round.toUint64();
        hashes[round] = hash;
        emit NewRound(round, hash);
        tellBroker(round);
        IRoundListener(controller.getContract(BONDING_MANAGER)).setCurrentRoundTotalActiveStake();
        IRoundListener(controller.getContract(MINTER)).setCurrentRewardTokens();
    }

    /// @inheritdoc IRoundsManager
    function setRoundLength(uint256 length) external onlyControllerOwner {
        if (length == 0) revert InvalidRoundLength(length);
        if (clock.roundLength == 0) {
            // The first time: as if rounds of that length had gone on since block 0.
            clock.lastLengthUpdateRound = (block.number / length).toUint64();
            clock.lastLengthUpdateStartBlock = (block.number - block.number % length).toUint64();
        } else {
            (uint256 round, uint256 start) = (currentRound(), currentRoundStartBlock());
            clock.lastLengthUpdateRound = round.toUint64();
            clock.lastLengthUpdateStartBlock = start.toUint64();
        }
        clock.roundLength = length.toUint32();
        uint256 initialized = clock.lastInitializedRound;
        if (initialized != 0 && initialized == clock.lastLengthUpdateRound) tellBroker(initialized);
        emit ParameterUpdate("roundLength");
    }

    /// @inheritdoc IRoundsManager
    function setRoundLockAmount(uint256 parts) external onlyControllerOwner {
        if (parts > WHOLE) revert InvalidParts(parts);
        clock.roundLockAmount = parts.toUint32();
        emit ParameterUpdate("roundLockAmount");
    }

    /// @inheritdoc IRoundsManager
    function setLIPUpgradeRound(uint256 lip, uint256 round) external onlyControllerOwner {
        uint256 present = lipUpgradeRound[lip];
        if (present != 0) revert LIPUpgradeRoundIsSet(lip, present);
        lipUpgradeRound[lip] = round;
        emit ParameterUpdate("lipUpgradeRound");
    }

    /// @inheritdoc IRoundsManager
    function currentRoundInitialized() external view returns (bool) {
        return clock.lastInitializedRound == currentRound();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundLocked() external view returns (bool) {
        uint256 locked = uint256(clock.roundLength) * clock.roundLockAmount / WHOLE;
        return block.number - currentRoundStartBlock() >= clock.roundLength - locked;
    }

    /// @inheritdoc IRoundsManager
    function lastInitializedRound() external view returns (uint256) {
        return clock.lastInitializedRound;
    }

    /// @inheritdoc IRoundsManager
    function blockHashForRound(uint256 round) external view returns (bytes32) {
        return hashes[round];
    }

    /// @inheritdoc IRoundsManager
    function roundLength() external view returns (uint256) {
        return clock.roundLength;
    }

    /// @inheritdoc IRoundsManager
    function roundLockAmount() external view returns (uint256) {
        return clock.roundLockAmount;
    }

    /// @inheritdoc IRoundsManager
    function lastRoundLengthUpdateRound() external view returns (uint256) {
        return clock.lastLengthUpdateRound;
    }

    /// @inheritdoc IRoundsManager
    function lastRoundLengthUpdateStartBlock() external view returns (uint256) {
        return clock.lastLengthUpdateStartBlock;
    }

    /// @inheritdoc IRoundsManager
    function blockNum() external view returns (uint256) {
        return block.number;
    }

    /// @inheritdoc IRoundsManager
    function blockHash(uint256 blockNumber) external view returns (bytes32) {
        if (blockNumber >= block.number || block.number - blockNumber > KNOWN_BLOCKS) revert NoBlockHash(blockNumber);
        return blockhash(blockNumber);
    }

    /// @inheritdoc IRoundsManager
    function currentRound() public view returns (uint256) {
        return clock.lastLengthUpdateRound + roundsSinceUpdate();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundStartBlock() public view returns (uint256) {
        return clock.lastLengthUpdateStartBlock + roundsSinceUpdate() * clock.roundLength;
    }

    function tellBroker(uint256 round) private {
        uint256 rounds = round + 1 - clock.lastLengthUpdateRound;
        uint256 end = clock.lastLengthUpdateStartBlock + rounds * clock.roundLength;
        IRoundListener(controller.getContract(TICKET_BROKER)).setCurrentRound(round, end, hashes[round]);
    }

    function roundsSinceUpdate() private view returns (uint256) {
        return (block.number - clock.lastLengthUpdateStartBlock) / clock.roundLength;
    }
}
