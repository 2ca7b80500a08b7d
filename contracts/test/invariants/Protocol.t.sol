// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "../helpers/Test.sol";
import {Actors} from "./Actors.sol";

/// @notice What holds after any sequence of actions of many actors.
contract ProtocolInvariants is Test {
    /// Positions are rounded down to whole shares at each change, and a share is worth 3.4 * 10^11 wei at most.
    uint256 private constant LPT_DUST = 1e13;
    /// Stakes of an LPT or more are known to 9 digits at least, and so are parts of fees.
    uint256 private constant FEE_TOLERANCE = 1e10;

    Actors private actors;

    function setUp() public {
        actors = new Actors();
    }

    /// @notice What forge calls: the actors alone.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actors);
    }

    /// One function, since forge runs all sequences anew for each.
    function invariant_protocol() public view {
        vm.assertEq(actors.fault(), "");
        vm.assertEq(actors.poolFault(), "");
        checkEther();
        checkLPT();
        checkFees();
    }

    /// ETH of the Minter = deposits + reserves + fees that were not withdrawn.
    function checkEther() private view {
        (uint256 eth,) = actors.minterFunds();
        uint256 owed = actors.allFunds() + actors.allFees();
        vm.assertTrue(eth >= owed, "owes more than it has");
        vm.assertTrue(eth - owed <= FEE_TOLERANCE, "has more than it owes");
    }

    /// LPT of the Minter = what is bonded + what is locked.
    function checkLPT() private view {
        (, uint256 lpt) = actors.minterFunds();
        uint256 totals = actors.allTotals() + actors.locked();
        uint256 owed = actors.allStake() + actors.locked();
        vm.assertTrue(lpt >= totals && totals >= owed, "owes more than it has");
        vm.assertTrue(lpt - owed <= LPT_DUST, "has more than it owes");
    }

    /// Each has got its part of the fees of each ticket's creation round.
    function checkFees() private view {
        for (uint256 i = 0; i < actors.count(); i++) {
            address delegator = actors.delegators(i);
            uint256 got = actors.gotFees(delegator);
            uint256 expected = actors.expectedFees(delegator);
            vm.assertTrue(got <= expected + FEE_TOLERANCE, "more than its part");
            vm.assertTrue(expected <= got + FEE_TOLERANCE, "less than its part");
        }
    }
}
