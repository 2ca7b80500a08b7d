// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IController} from "./IController.sol";
import {IManager} from "./IManager.sol";

/// @title Controller
contract Controller is IController, Ownable {
    struct Info {
        address contractAddress;
        bytes20 gitCommitHash;
    }

    /// @inheritdoc IController
    bool public paused;

    mapping(bytes32 id => Info) private registry;

    constructor() Ownable(msg.sender) {}

    /// @inheritdoc IController
    function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) external onlyOwner {
        registry[id] = Info(contractAddress, gitCommitHash);
        emit SetContractInfo(id, contractAddress, gitCommitHash);
    }

    /// @inheritdoc IController
    function updateController(bytes32 id, address newController) external onlyOwner {
        IManager(registry[id].contractAddress).setController(newController);
    }

    /// @inheritdoc IController
    function pause() external onlyOwner {
        if (paused) revert AlreadyPaused();
        paused = true;
        emit Pause();
    }

    /// @inheritdoc IController
    function unpause() external onlyOwner {
        if (!paused) revert NotPaused();
        paused = false;
        emit Unpause();
    }

    /// @inheritdoc IController
    function getContract(bytes32 id) external view returns (address) {
        return registry[id].contractAddress;
    }

    /// @inheritdoc IController
    function getContractInfo(bytes32 id) external view returns (address contractAddress, bytes20 gitCommitHash) {
        Info storage info = registry[id];
        return (info.contractAddress, info.gitCommitHash);
    }
}
