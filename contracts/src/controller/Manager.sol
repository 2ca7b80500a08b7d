// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IController} from "./IController.sol";
import {IManager} from "./IManager.sol";

/// @title Manager
/// @notice Base of the protocol's contracts. Behind a ManagerProxy the proxy's storage is used, in which slot 0 is the
/// controller, too; what a constructor sets is of use to the implementation itself alone.
abstract contract Manager is IManager {
    /// @inheritdoc IManager
    IController public controller;

    modifier onlyController() {
        if (msg.sender != address(controller)) revert OnlyController(msg.sender);
        _;
    }

    modifier onlyControllerOwner() {
        if (msg.sender != Ownable(address(controller)).owner()) revert OnlyControllerOwner(msg.sender);
        _;
    }

    modifier onlyContract(bytes32 id) {
        if (msg.sender != controller.getContract(id)) revert OnlyContract(id, msg.sender);
        _;
    }

    modifier whenSystemNotPaused() {
        if (controller.paused()) revert SystemPaused();
        _;
    }

    constructor(address controller_) {
        controller = IController(controller_);
    }

    /// @inheritdoc IManager
    function setController(address controller_) external onlyController {
        controller = IController(controller_);
        emit SetController(controller_);
    }

    /// @inheritdoc IManager
    function targetContractId() external pure returns (bytes32) {
        return 0;
    }
}
