// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "./IController.sol";

/// @title ManagerProxy
/// @notice Keeps a manager's state and address, and runs whatever implementation the Controller has for it at the time of
/// a call. So an upgrade is one change in the Controller.
contract ManagerProxy {
    /// @notice The Controller in charge: slot 0, as in the implementation, which may change it.
    IController public controller;

    /// @notice The Controller's id of the implementation.
    bytes32 public immutable targetContractId;

    /// @param target what the Controller has under targetContractId: no contract
    error NoTarget(address target);

    constructor(address controller_, bytes32 targetContractId_) {
        controller = IController(controller_);
        targetContractId = targetContractId_;
    }

    receive() external payable {
        delegate();
    }

    fallback() external payable {
        delegate();
    }

    function delegate() private {
        address target = controller.getContract(targetContractId);
        if (target.code.length == 0) revert NoTarget(target);
        // The whole of the memory is ours: nothing of Solidity's runs afterwards.
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch ok
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }
}
