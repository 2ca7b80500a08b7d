// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IBondingManager} from "./IBondingManager.sol";
import {Positions} from "./Positions.sol";

/// @title BondingParameters
/// @notice What the Controller's owner sets.
abstract contract BondingParameters is Positions {
    using SafeCast for uint256;

    /// How many leave the pool at once when its rules become narrower; trimPool is for the others.
    uint256 private constant TRIM = 50;

    /// @inheritdoc IBondingManager
    function setUnbondingPeriod(uint64 period) external onlyControllerOwner {
        if (period == 0 || period > NEVER / 2) revert InvalidParameter("unbondingPeriod", period);
        unbondingPeriodParam = uint32(period);
        emit ParameterUpdate("unbondingPeriod");
    }

    /// @inheritdoc IBondingManager
    function setNumActiveTranscoders(uint256 slots_) external onlyControllerOwner {
        if (slots_ == 0) revert InvalidParameter("numActiveTranscoders", slots_);
        slots = slots_.toUint32();
        emit ParameterUpdate("numActiveTranscoders");
        trim(TRIM);
    }

    /// @inheritdoc IBondingManager
    function setMinimumStake(uint256 stake) external onlyControllerOwner {
        minimumStakeParam = stake.toUint96();
        emit ParameterUpdate("minimumStake");
        trim(TRIM);
    }

    /// @inheritdoc IBondingManager
    function setFixedStake(uint256 stake) external onlyControllerOwner {
        fixedStakeParam = stake.toUint96();
        emit ParameterUpdate("fixedStake");
        trim(TRIM);
    }

    /// @inheritdoc IBondingManager
    function setNoticePeriod(uint256 rounds) external onlyControllerOwner {
        if (rounds > MAX_NOTICE_PERIOD) revert InvalidParameter("noticePeriod", rounds);
        noticePeriodParam = uint32(rounds);
        emit ParameterUpdate("noticePeriod");
    }

    /// @inheritdoc IBondingManager
    function setTreasuryRewardCutRate(uint256 rate) external onlyControllerOwner {
        if (rate > PRECISE) revert InvalidParameter("treasuryRewardCutRate", rate);
        nextTreasuryRate = uint96(rate);
        emit ParameterUpdate("nextRoundTreasuryRewardCutRate");
    }

    /// @inheritdoc IBondingManager
    function setTreasuryBalanceCeiling(uint256 ceiling) external onlyControllerOwner {
        treasuryCeiling = ceiling.toUint128();
        emit ParameterUpdate("treasuryBalanceCeiling");
    }

    /// @inheritdoc IBondingManager
    function unbondingPeriod() external view returns (uint64) {
        return unbondingPeriodParam;
    }

    /// @inheritdoc IBondingManager
    function getTranscoderPoolMaxSize() external view returns (uint256) {
        return slots;
    }

    /// @inheritdoc IBondingManager
    function minimumStake() external view returns (uint256) {
        return minimumStakeParam;
    }

    /// @inheritdoc IBondingManager
    function fixedStake() external view returns (uint256) {
        return fixedStakeParam;
    }

    /// @inheritdoc IBondingManager
    function noticePeriod() external view returns (uint256) {
        return noticePeriodParam;
    }

    /// @inheritdoc IBondingManager
    function treasuryRewardCutRate() external view returns (uint256) {
        return treasuryRate;
    }

    /// @inheritdoc IBondingManager
    function nextRoundTreasuryRewardCutRate() external view returns (uint256) {
        return nextTreasuryRate;
    }

    /// @inheritdoc IBondingManager
    function treasuryBalanceCeiling() external view returns (uint256) {
        return treasuryCeiling;
    }
}
