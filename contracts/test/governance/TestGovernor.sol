// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";

/// @notice A Governor of OpenZeppelin in which everybody has one vote, and short times. Tests in Go vote in it.
contract TestGovernor is GovernorCountingSimple {
    constructor() Governor("TestGovernor") {}

    function clock() public view override returns (uint48) {
        return uint48(block.number);
    }

    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=blocknumber&from=default";
    }

    /// In blocks.
    function votingDelay() public pure override returns (uint256) {
        return 2;
    }

    /// In blocks.
    function votingPeriod() public pure override returns (uint256) {
        return 20;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return 1;
    }

    function _getVotes(address, uint256, bytes memory) internal pure override returns (uint256) {
        return 1;
    }
}
