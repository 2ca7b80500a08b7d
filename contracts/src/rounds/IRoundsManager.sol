// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IRoundsManager
/// @notice The protocol's clock. Time is cut into rounds of roundLength blocks; a round counts from the moment that
/// somebody initializes it. On Arbitrum blocks are those of the chain below (chain.md section 5).
/// Source: chain.md section 3.
interface IRoundsManager {
    /// @param blockHash of the block before the initialization, by which tickets name their round
    event NewRound(uint256 indexed round, bytes32 blockHash);

    error RoundAlreadyInitialized(uint256 round);
    /// @param parts of a million
    error InvalidParts(uint256 parts);
    error InvalidRoundLength(uint256 length);
    /// @param round of the upgrade as it is, which cannot be changed any more
    error LIPUpgradeRoundIsSet(uint256 lip, uint256 round);
    /// @param blockNumber that is not known yet, or not any more
    error NoBlockHash(uint256 blockNumber);

    /// @notice Begins the present round: its hash is stored, the stake of its active set locked, and its inflation set.
    /// By anybody, once a round; RoundAlreadyInitialized after that, SystemPaused in a pause.
    function initializeRound() external;

    /// @notice Changes the length of rounds from the present round on. Only by the Controller's owner.
    /// @param length in blocks, 1 to 2^32-1
    function setRoundLength(uint256 length) external;

    /// @notice Changes the part of a round at its end in which it is locked. Only by the Controller's owner.
    /// @param parts of a million
    function setRoundLockAmount(uint256 parts) external;

    /// @notice Sets the round from which a LIP is in force, once. Only by the Controller's owner.
    function setLIPUpgradeRound(uint256 lip, uint256 round) external;

    /// @notice The number of the present round.
    function currentRound() external view returns (uint256);

    /// @notice The first block of the present round.
    function currentRoundStartBlock() external view returns (uint256);

    /// @notice True when the present round has been initialized.
    function currentRoundInitialized() external view returns (bool);

    /// @notice True in the last roundLockAmount of the present round.
    function currentRoundLocked() external view returns (bool);

    /// @notice The last round that was initialized.
    function lastInitializedRound() external view returns (uint256);

    /// @notice The hash of a round, 0 if it was never initialized.
    function blockHashForRound(uint256 round) external view returns (bytes32);

    /// @notice The length of rounds in blocks.
    function roundLength() external view returns (uint256);

    /// @notice The part of a round that is locked, of a million.
    function roundLockAmount() external view returns (uint256);

    /// @notice The round in which roundLength was changed last, and its first block.
    function lastRoundLengthUpdateRound() external view returns (uint256);
    function lastRoundLengthUpdateStartBlock() external view returns (uint256);

    /// @notice The round from which a LIP is in force, 0 if none is set.
    function lipUpgradeRound(uint256 lip) external view returns (uint256);

    /// @notice The number of the present block.
    function blockNum() external view returns (uint256);

    /// @notice The hash of one of the last 256 blocks; NoBlockHash for others.
    function blockHash(uint256 blockNumber) external view returns (bytes32);
}

/// @notice What a round's beginning does elsewhere.
interface IRoundListener {
    /// @notice Of the BondingManager: the active set of the new round, and its stake, stand fast.
    function setCurrentRoundTotalActiveStake() external;

    /// @notice Of the Minter: what may be minted in the new round stands fast.
    function setCurrentRewardTokens() external;

    /// @notice Of the TicketBroker: it has the round at hand, and need not ask for it with each ticket.
    /// @param round that has been initialized
    /// @param end the first block after it, as things are; said anew when it changes
    /// @param hash of the round
    function setCurrentRound(uint256 round, uint256 end, bytes32 hash) external;
}
