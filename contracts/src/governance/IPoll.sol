// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IPoll
/// @notice One question to those who have stake. Votes are events; they are weighed and counted by whoever reads them, by the
/// stakes at endBlock. Source: chain.md section 3.
interface IPoll {
    /// @param choiceID 0 for yes, 1 for no
    event Vote(address indexed voter, uint256 choiceID);
    event Destroyed();

    /// @param choiceID that is neither 0 nor 1
    error InvalidChoice(uint256 choiceID);
    error PollIsOver(uint256 endBlock);
    error PollIsNotOver(uint256 endBlock);

    /// @notice The last block in which votes count.
    function endBlock() external view returns (uint256);

    /// @notice Votes, as often as the caller likes: the last vote counts.
    /// InvalidChoice, PollIsOver.
    function vote(uint256 choiceID) external;

    /// @notice Says that the poll is over, by anybody, after its end: PollIsNotOver before. No more can be done, for code is
    /// no longer removed from the chain (EIP-6780); and no more is needed, for a poll that is over takes no votes and holds
    /// nothing.
    function destroy() external;
}
