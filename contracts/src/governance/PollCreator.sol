// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../bonding/IBondingManager.sol";
import {IPollCreator} from "./IPollCreator.sol";
import {Poll} from "./Poll.sol";

/// @title PollCreator
contract PollCreator is IPollCreator {
    /// @inheritdoc IPollCreator
    uint256 public constant QUORUM = 333_300;
    /// @inheritdoc IPollCreator
    uint256 public constant QUOTA = 500_000;
    /// @inheritdoc IPollCreator
    uint256 public constant POLL_CREATION_COST = 100 ether;
    /// @inheritdoc IPollCreator
    uint256 public immutable POLL_PERIOD;
    /// @inheritdoc IPollCreator
    address public immutable bondingManager;

    /// @param pollPeriod in blocks: 10 rounds on a network that is in use, which are 10 * 5760
    constructor(address bondingManager_, uint256 pollPeriod) {
        bondingManager = bondingManager_;
        POLL_PERIOD = pollPeriod;
    }

    /// @inheritdoc IPollCreator
    function createPoll(bytes calldata proposal) external {
        // The round is ignored: stake is that of now.
        uint256 stake = IBondingManager(bondingManager).pendingStake(msg.sender, 0);
        if (stake < POLL_CREATION_COST) revert InsufficientStake(stake, POLL_CREATION_COST);
        uint256 endBlock = block.number + POLL_PERIOD;
        Poll poll = new Poll(endBlock);
        emit PollCreated(address(poll), proposal, endBlock, QUORUM, QUOTA);
    }
}
