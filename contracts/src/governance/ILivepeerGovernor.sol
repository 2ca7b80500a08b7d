// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ILivepeerGovernor
/// @notice What a voter needs of the LivepeerGovernor, which decides on the treasury: a Governor of OpenZeppelin. Votes have the
/// weight of the stake at the proposal's start, and cannot be changed. It is none of this protocol's contracts: the Controller
/// of a network may know one. Source: chain.md sections 1 and 3.
interface ILivepeerGovernor {
    /// @notice Votes on a proposal that is active, once.
    /// @param support 0 against, 1 for, 2 abstain
    /// @return weight of the vote
    function castVote(uint256 proposalId, uint8 support) external returns (uint256 weight);

    /// @notice As castVote, with a reason that others can read.
    function castVoteWithReason(uint256 proposalId, uint8 support, string calldata reason) external returns (uint256 weight);

    /// @notice How far a proposal has come: 0 pending, 1 active, 2 canceled, 3 defeated, 4 succeeded, 5 queued, 6 expired,
    /// 7 executed. Reverts when there is no such proposal.
    function state(uint256 proposalId) external view returns (uint8);

    /// @notice Whether an account has voted on a proposal.
    function hasVoted(uint256 proposalId, address account) external view returns (bool);
}
