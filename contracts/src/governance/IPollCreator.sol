// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IPollCreator
/// @notice Starts polls. Who asks the others must have stake of its own; it costs none of it.
/// Source: chain.md section 3.
interface IPollCreator {
    /// @param proposal what is asked: an IPFS hash
    /// @param endBlock the last block in which votes count
    event PollCreated(address indexed poll, bytes proposal, uint256 endBlock, uint256 quorum, uint256 quota);

    /// @param stake of the caller, with its rewards
    error InsufficientStake(uint256 stake, uint256 required);

    /// @notice Starts a poll of POLL_PERIOD blocks.
    /// InsufficientStake if the caller has less than POLL_CREATION_COST bonded.
    function createPoll(bytes calldata proposal) external;

    /// @notice The BondingManager.
    function bondingManager() external view returns (address);

    /// @notice The part of all stake that must vote, of a million.
    function QUORUM() external view returns (uint256);

    /// @notice The part of votes that must be for yes, of a million.
    function QUOTA() external view returns (uint256);

    /// @notice How long votes count, in blocks.
    function POLL_PERIOD() external view returns (uint256);

    /// @notice LPT that the creator of a poll must have bonded.
    function POLL_CREATION_COST() external view returns (uint256);
}
