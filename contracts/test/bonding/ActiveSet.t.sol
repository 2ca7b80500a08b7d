// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Who is in the pool, by each of its rules. There are three slots; A has 300 LPT, B 200, C 100.
contract ActiveSetTest is Protocol {
    address private constant A = address(0x0A);
    address private constant B = address(0x0B);
    address private constant C = address(0x0C);
    address private constant D = address(0x0D);

    function setUp() public {
        deploy();
        bond(A, 300 * LPT, A);
        bond(B, 200 * LPT, B);
        bond(C, 100 * LPT, C);
        nextRound();
    }

    function assertPool(address first, address second, address third) private view {
        address[3] memory expected = [first, second, third];
        address member = bonding.getFirstTranscoderInPool();
        uint256 size = 0;
        for (uint256 i = 0; i < 3; i++) {
            vm.assertEq(member, expected[i]);
            if (member == address(0)) continue;
            member = bonding.getNextTranscoderInPool(member);
            size++;
        }
        vm.assertEq(member, address(0));
        vm.assertEq(bonding.getTranscoderPoolSize(), size);
    }

    function test_pool_isSortedByStake_fromTheNextRound() public {
        assertPool(A, B, C);
        vm.assertTrue(bonding.isActiveTranscoder(C));
        vm.assertEq(bonding.getTotalBonded(), 600 * LPT);
        bond(C, 250 * LPT, C);
        assertPool(C, A, B);
        vm.assertEq(bonding.currentRoundTotalActiveStake(), 600 * LPT);
        vm.assertEq(bonding.nextRoundTotalActiveStake(), 850 * LPT);
        nextRound();
        vm.assertEq(bonding.getTotalBonded(), 850 * LPT);
    }

    function test_newcomer_needsMoreThanTheLast() public {
        uint256 round = rounds.currentRound();
        bond(D, 100 * LPT, D);
        assertPool(A, B, C);
        vm.assertTrue(bonding.isRegisteredTranscoder(D));
        fund(D, 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderDeactivated(C, round + 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderActivated(D, round + 1);
        vm.prank(D);
        bonding.bond(1, D);
        assertPool(A, B, D);
        vm.assertTrue(bonding.isActiveTranscoder(C));
        vm.assertFalse(bonding.isActiveTranscoder(D));
        nextRound();
        vm.assertFalse(bonding.isActiveTranscoder(C));
        vm.assertTrue(bonding.isActiveTranscoder(D));
    }

    function test_outAndBackInOneRound_staysActive() public {
        bond(D, 150 * LPT, D);
        assertPool(A, B, D);
        bond(C, 100 * LPT, C);
        assertPool(A, B, C);
        vm.assertTrue(bonding.isActiveTranscoder(C));
        (,,,, uint256 activation, uint256 deactivation,,,,) = bonding.getTranscoder(C);
        vm.assertTrue(activation <= rounds.currentRound());
        vm.assertEq(deactivation, type(uint256).max);
    }

    function test_fewerSlots_takeTheLastOnesOut() public {
        bonding.setNumActiveTranscoders(2);
        assertPool(A, B, address(0));
        vm.assertEq(bonding.getTranscoderPoolMaxSize(), 2);
        vm.assertEq(bonding.nextRoundTotalActiveStake(), 500 * LPT);
        vm.assertTrue(bonding.isActiveTranscoder(C));
        nextRound();
        vm.assertFalse(bonding.isActiveTranscoder(C));
    }

    function test_moreSlots_letOthersIn() public {
        bond(D, 50 * LPT, D);
        bonding.setNumActiveTranscoders(4);
        vm.prank(STRANGER);
        bonding.enterPool(D, C, address(0));
        vm.assertEq(bonding.getTranscoderPoolSize(), 4);
        vm.assertEq(bonding.getNextTranscoderInPool(C), D);
        vm.prank(STRANGER);
        bonding.enterPool(STRANGER, address(0), address(0));
        vm.assertEq(bonding.getTranscoderPoolSize(), 4);
    }

    function test_minimumStake_isALowerBound() public {
        bonding.setMinimumStake(150 * LPT);
        assertPool(A, B, address(0));
        bond(C, 49 * LPT, C);
        assertPool(A, B, address(0));
        bond(C, 1 * LPT, C);
        assertPool(A, B, C);
        nextRound();
        vm.prank(B);
        bonding.unbond(51 * LPT);
        assertPool(A, C, address(0));
        vm.prank(B);
        bonding.rebond(0);
        assertPool(A, B, C);
    }

    /// With a fixed stake each member counts for the same, and needs that much.
    function test_fixedStake_makesAllEqual() public {
        bonding.setFixedStake(200 * LPT);
        assertPool(A, B, address(0));
        vm.assertEq(bonding.getTotalBonded(), 600 * LPT);
        nextRound();
        vm.assertEq(bonding.getTotalBonded(), 400 * LPT);
        reward(A);
        reward(B);
        uint256 minted = minter.currentMintableTokens();
        vm.assertEq(bonding.transcoderTotalStake(A), 300 * LPT + minted / 2);
        vm.assertEq(bonding.transcoderTotalStake(B), 200 * LPT + minted / 2);
        bonding.setFixedStake(0);
        nextRound();
        vm.assertEq(bonding.getTotalBonded(), 500 * LPT + minted);
    }

    function test_trimPool_isForAnybody_andBounded() public {
        bonding.setNumActiveTranscoders(200);
        for (uint160 i = 1; i <= 60; i++) {
            bond(address(0x1000 + i), 10 * LPT, address(0x1000 + i));
        }
        bonding.setMinimumStake(100 * LPT);
        vm.assertEq(bonding.getTranscoderPoolSize(), 13);
        vm.prank(STRANGER);
        bonding.trimPool(100);
        assertPool(A, B, C);
    }

    function test_parameters_areTheOwners_andBounded() public {
        bytes memory notOwner = abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(notOwner);
        bonding.setNumActiveTranscoders(1);
        vm.expectRevert(notOwner);
        bonding.setMinimumStake(1);
        vm.expectRevert(notOwner);
        bonding.setFixedStake(1);
        vm.expectRevert(notOwner);
        bonding.setNoticePeriod(1);
        vm.expectRevert(notOwner);
        bonding.setUnbondingPeriod(1);
        vm.expectRevert(notOwner);
        bonding.setTreasuryRewardCutRate(1);
        vm.expectRevert(notOwner);
        bonding.setTreasuryBalanceCeiling(1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidParameter.selector, "numActiveTranscoders", 0));
        bonding.setNumActiveTranscoders(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidParameter.selector, "unbondingPeriod", 0));
        bonding.setUnbondingPeriod(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidParameter.selector, "noticePeriod", 101));
        bonding.setNoticePeriod(101);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidParameter.selector, "treasuryRewardCutRate", 1e27 + 1));
        bonding.setTreasuryRewardCutRate(1e27 + 1);
    }

    /// Whatever the hints, the list is in order.
    function test_fuzz_hints_canBeAnything(uint96[12] memory stakes, uint8[24] memory hints) public {
        bonding.setNumActiveTranscoders(20);
        for (uint256 i = 0; i < stakes.length; i++) {
            address who = address(uint160(0x1000 + i % 8));
            fund(who, 1000 * LPT);
            address prev = hints[2 * i] % 3 == 0 ? address(0) : address(uint160(0x1000 + hints[2 * i] % 9));
            address next = hints[2 * i + 1] % 3 == 0 ? address(0) : address(uint160(0x1000 + hints[2 * i + 1] % 9));
            vm.prank(who);
            bonding.bondWithHint(bound(stakes[i], 1, 100 * LPT), who, address(0), address(0), prev, next);
            assertSorted();
        }
    }

    function assertSorted() private view {
        uint256 last = type(uint256).max;
        uint256 sum = 0;
        uint256 size = 0;
        for (address member = bonding.getFirstTranscoderInPool(); member != address(0);) {
            uint256 stake = bonding.transcoderTotalStake(member);
            member = bonding.getNextTranscoderInPool(member);
            vm.assertTrue(stake <= last, "not sorted");
            last = stake;
            sum += stake;
            size++;
        }
        vm.assertEq(size, bonding.getTranscoderPoolSize());
        vm.assertEq(sum, bonding.nextRoundTotalActiveStake());
    }
}
