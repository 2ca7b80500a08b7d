// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondingManager} from "../../src/bonding/BondingManager.sol";
import {TicketBroker} from "../../src/broker/TicketBroker.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";

// Later versions of the managers, which can do one thing more.

contract NextBondingManager is BondingManager {
    constructor(address controller_) BondingManager(controller_) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}

contract NextTicketBroker is TicketBroker {
    constructor(address controller_) TicketBroker(controller_) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}

contract NextRoundsManager is RoundsManager {
    constructor(address controller_) RoundsManager(controller_) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}

contract NextServiceRegistry is ServiceRegistry {
    constructor(address controller_) ServiceRegistry(controller_) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}
