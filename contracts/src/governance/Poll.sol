// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPoll} from "./IPoll.sol";

/// @title Poll
contract Poll is IPoll {
    uint256 private constant YES = 0;
    uint256 private constant NO = 1;

    /// @inheritdoc IPoll
    uint256 public immutable endBlock;

    constructor(uint256 endBlock_) {
        endBlock = endBlock_;
    }

    /// @inheritdoc IPoll
    function vote(uint256 choiceID) external {
        if (choiceID != YES && choiceID != NO) revert InvalidChoice(choiceID);
        if (block.number > endBlock) revert PollIsOver(endBlock);
        emit Vote(msg.sender, choiceID);
    }

    /// @inheritdoc IPoll
    function destroy() external {
        if (block.number <= endBlock) revert PollIsNotOver(endBlock);
        emit Destroyed();
    }
}
