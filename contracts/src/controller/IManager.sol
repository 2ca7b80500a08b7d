// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IController} from "./IController.sol";

/// @title IManager
/// @notice A contract of the protocol that finds the others by the Controller.
interface IManager {
    event SetController(address controller);
    /// @param param name of the parameter that the owner has changed
    event ParameterUpdate(string param);

    /// @param caller who is not the Controller
    error OnlyController(address caller);
    /// @param caller who is not the Controller's owner
    error OnlyControllerOwner(address caller);
    /// @param caller who is not the contract that the Controller has under id
    error OnlyContract(bytes32 id, address caller);
    error SystemPaused();

    /// @notice The Controller in charge.
    function controller() external view returns (IController);

    /// @notice Hands this contract over to another Controller. Only by the present one.
    function setController(address controller) external;

    /// @notice The Controller's id of the implementation behind a proxy; 0 for a contract that has none.
    function targetContractId() external view returns (bytes32);
}
