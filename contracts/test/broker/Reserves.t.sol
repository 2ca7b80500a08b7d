// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {BrokerTest} from "./BrokerTest.sol";

/// @notice Shares of a reserve: 4 members, 8 ETH, no deposit.
contract ReservesTest is BrokerTest {
    function setUp() public {
        deploy();
        fund(0, 8 ether);
        for (uint160 i = 0; i < POOL; i++) {
            bonding.register(member(i), true);
        }
    }

    function test_claimable_isAShare_onceARound() public {
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 2 ether);
        claim(member(0), 1.5 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 0.5 ether);
        vm.assertEq(broker.claimedReserve(SENDER, member(0)), 1.5 ether);
        vm.assertEq(broker.getReserveInfo(SENDER).claimedInCurrentRound, 1.5 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(1)), 2 ether);
        claim(member(0), 9 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 0);
        vm.assertEq(reserveLeft(), 6 ether);

        nextRound();
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 1.5 ether);
        vm.assertEq(broker.claimedReserve(SENDER, member(0)), 0);
        vm.assertEq(broker.getReserveInfo(SENDER).claimedInCurrentRound, 0);
        claim(member(0), 1 ether);
        vm.assertEq(broker.claimedReserve(SENDER, member(0)), 1 ether);
        vm.assertEq(broker.getReserveInfo(SENDER).claimedInCurrentRound, 1 ether);
    }

    function test_addition_raisesShares() public {
        claim(member(0), 9 ether);
        fund(0, 4 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 1 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(1)), 3 ether);
    }

    function test_notActive_hasNoShare() public {
        bonding.register(BOB, false);
        vm.assertEq(broker.claimableReserve(SENDER, BOB), 0);
        vm.assertEq(broker.claimableReserve(SENDER, STRANGER), 0);
        claim(BOB, 1 ether);
        vm.assertEq(reserveLeft(), 8 ether);
    }

    function test_emptyPool_hasNoShares() public {
        bonding.setPoolSize(0);
        nextRound();
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 0);
        claim(member(0), 1 ether);
        vm.assertEq(reserveLeft(), 8 ether);
    }

    function test_noReserve_hasNoShares() public view {
        vm.assertEq(broker.claimableReserve(STRANGER, member(0)), 0);
        vm.assertEq(broker.getReserveInfo(STRANGER).fundsRemaining, 0);
    }

    /// Members that leave the pool are active until the round is over, and have their share.
    function test_smallerPool_makesNoLargerShares() public {
        bonding.setPoolSize(1);
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 2 ether);
        claim(member(0), 9 ether);
        for (uint160 i = 1; i < POOL; i++) {
            claim(member(i), 9 ether);
            vm.assertEq(fees(member(i)), 2 ether);
        }
        vm.assertEq(reserveLeft(), 0);
        fund(0, 8 ether);
        nextRound();
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 8 ether);
    }

    /// Nor does a change of the round's length, of which the broker is told.
    function test_largerPool_makesNoSmallerShares() public {
        bonding.setPoolSize(8);
        rounds.setRoundLength(ROUND_LENGTH + 1);
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 2 ether);
        rounds.setRoundLength(ROUND_LENGTH);
        nextRound();
        vm.assertEq(broker.claimableReserve(SENDER, member(0)), 1 ether);
    }

    /// More active ones than members: then the last have less, and nobody what is not there.
    function test_claims_areBoundedByTheFunds() public {
        bonding.setPoolSize(1);
        nextRound();
        claim(member(0), 5 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(1)), 3 ether);
        claim(member(1), 9 ether);
        vm.assertEq(fees(member(1)), 3 ether);
        vm.assertEq(broker.claimableReserve(SENDER, member(2)), 0);
    }

    /// Claims of one round, in any order, with a pool that changes and a reserve that grows: nobody gets more than a share
    /// of all that the reserve was in the round, and in the end everybody has got that, but for what it was too early for.
    function test_fuzz_shares_areEachs(uint8[16] memory who, uint96[16] memory amounts, uint8[16] memory pools) public {
        uint256 total = 8 ether;
        for (uint256 i = 0; i < who.length; i++) {
            bonding.setPoolSize(pools[i]);
            if (amounts[i] % 5 == 0) {
                fund(0, 1 ether);
                total += 1 ether;
            }
            address claimant = member(uint160(who[i] % POOL));
            uint256 share = total / POOL - fees(claimant);
            vm.assertEq(broker.claimableReserve(SENDER, claimant), share);
            if (share > 0) claim(claimant, amounts[i]);
            vm.assertTrue(fees(claimant) <= total / POOL, "more than its share");
        }
        for (uint160 i = 0; i < POOL; i++) {
            if (broker.claimableReserve(SENDER, member(i)) > 0) claim(member(i), total);
            vm.assertEq(fees(member(i)), total / POOL);
        }
        vm.assertTrue(reserveLeft() < POOL, "all but what cannot be shared");
    }

    function member(uint160 i) private pure returns (address) {
        return address(0xAC71E0 + i);
    }

    function claim(address claimant, uint256 amount) private {
        ITicketBroker.Ticket memory t = ticket(amount);
        t.recipient = claimant;
        redeem(t);
    }
}
