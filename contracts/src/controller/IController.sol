// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IController
/// @notice The registry of the protocol: which contract stands for which name, and whether the protocol is paused.
/// An id is `keccak256(name)`. A contract behind a proxy has two entries: `name` is the ManagerProxy, which everybody
/// uses, and `nameTarget` its implementation, which alone changes in an upgrade.
/// Source: chain.md section 1.
interface IController {
    /// @param id keccak256 of the contract's name
    /// @param contractAddress what stands for it from now on
    /// @param gitCommitHash of the source that the contract was built from
    event SetContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash);
    event Pause();
    event Unpause();

    error AlreadyPaused();
    error NotPaused();

    /// @notice The contract that stands for an id, the zero address if none does.
    function getContract(bytes32 id) external view returns (address);

    /// @notice The contract that stands for an id, and the source it was built from.
    function getContractInfo(bytes32 id) external view returns (address contractAddress, bytes20 gitCommitHash);

    /// @notice True while no action of users is taken but those that only move their funds out where a contract says so.
    function paused() external view returns (bool);

    /// @notice Lets a contract stand for an id. Only by the owner.
    function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) external;

    /// @notice Hands a registered contract over to another controller. Only by the owner.
    function updateController(bytes32 id, address newController) external;

    /// @notice Pauses the protocol. Only by the owner; AlreadyPaused if it is.
    function pause() external;

    /// @notice Ends the pause. Only by the owner; NotPaused if there is none.
    function unpause() external;
}
