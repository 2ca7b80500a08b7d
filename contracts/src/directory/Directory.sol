// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../bonding/IBondingManager.sol";
import {BONDING_MANAGER, SERVICE_REGISTRY} from "../controller/ContractIds.sol";
import {IController} from "../controller/IController.sol";
import {IServiceRegistry} from "../registry/IServiceRegistry.sol";
import {IDirectory} from "./IDirectory.sol";

/// @title Directory
contract Directory is IDirectory {
    IBondingManager private immutable bondingManager;
    IServiceRegistry private immutable registry;

    constructor(IController controller) {
        bondingManager = IBondingManager(controller.getContract(BONDING_MANAGER));
        registry = IServiceRegistry(controller.getContract(SERVICE_REGISTRY));
    }

    /// @inheritdoc IDirectory
    function page(address from, uint256 limit) external view returns (Listing[] memory listings, address next) {
        uint256 size = bondingManager.getTranscoderPoolSize();
        listings = new Listing[](limit < size ? limit : size);
        next = from == address(0) ? bondingManager.getFirstTranscoderInPool() : from;
        uint256 count = 0;
        for (; count < listings.length && next != address(0); count++) {
            listings[count] = listing(next);
            next = bondingManager.getNextTranscoderInPool(next);
        }
        // The last page is shorter.
        assembly {
            mstore(listings, count)
        }
    }

    /// @inheritdoc IDirectory
    function listing(address orchestrator) public view returns (Listing memory item) {
        item.entry = registry.getEntry(orchestrator);
        item.stake = bondingManager.transcoderTotalStake(orchestrator);
        item.active = bondingManager.isActiveTranscoder(orchestrator);
        (item.lastRewardRound, item.rewardCut, item.feeShare,, item.activationRound,,,,,) = bondingManager.getTranscoder(orchestrator);
        (item.announcedRewardCut, item.announcedFeeShare, item.announcedRound) = bondingManager.getAnnouncedCuts(orchestrator);
    }
}
