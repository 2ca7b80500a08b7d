// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Bonding, unbonding, moving and withdrawing. ORCHESTRATOR has 500 LPT of its own.
contract DelegatorsTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);
    address private constant OTHER = address(0x0B);

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 500 * LPT, ORCHESTRATOR);
        bond(OTHER, 400 * LPT, OTHER);
        nextRound();
    }

    function status(address delegator) private view returns (uint256) {
        return uint256(bonding.delegatorStatus(delegator));
    }

    function test_bond_isPendingThenBonded() public {
        fund(ALICE, 100 * LPT);
        vm.assertEq(status(ALICE), uint256(IBondingManager.DelegatorStatus.Unbonded));
        vm.expectEmit(address(bonding));
        emit IBondingManager.Bond(ORCHESTRATOR, address(0), ALICE, 100 * LPT, 100 * LPT);
        vm.prank(ALICE);
        bonding.bond(100 * LPT, ORCHESTRATOR);
        vm.assertEq(status(ALICE), uint256(IBondingManager.DelegatorStatus.Pending));
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 600 * LPT);
        (uint256 bonded,, address delegate,, uint256 startRound,,) = bonding.getDelegator(ALICE);
        vm.assertEq(bonded, 100 * LPT);
        vm.assertEq(delegate, ORCHESTRATOR);
        vm.assertEq(startRound, rounds.currentRound() + 1);
        nextRound();
        vm.assertEq(status(ALICE), uint256(IBondingManager.DelegatorStatus.Bonded));
        vm.assertEq(stakeOf(ALICE), 100 * LPT);
    }

    function test_bond_refusesWhatMakesNoSense() public {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.ZeroAmount.selector));
        bonding.bond(0, ORCHESTRATOR);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.ZeroAddress.selector));
        bonding.bond(1, address(0));
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.RegisteredCannotDelegate.selector, OTHER));
        vm.prank(OTHER);
        bonding.bond(0, ORCHESTRATOR);
    }

    function test_everything_needsAnInitializedRound_andNoPause() public {
        vm.roll(rounds.currentRoundStartBlock() + ROUND_LENGTH);
        uint256 round = rounds.currentRound();
        bytes memory early = abi.encodeWithSelector(IBondingManager.RoundNotInitialized.selector, round);
        vm.startPrank(ALICE);
        vm.expectRevert(early);
        bonding.bond(1, ORCHESTRATOR);
        vm.expectRevert(early);
        bonding.unbond(1);
        vm.expectRevert(early);
        bonding.withdrawStake(0);
        vm.expectRevert(early);
        bonding.claimEarnings(0);
        vm.stopPrank();
        rounds.initializeRound();
        controller.pause();
        vm.expectRevert(abi.encodeWithSelector(IManager.SystemPaused.selector));
        vm.prank(ALICE);
        bonding.bond(1, ORCHESTRATOR);
    }

    function test_bond_movesAllStakeAlong() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        fund(ALICE, 50 * LPT);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Bond(OTHER, ORCHESTRATOR, ALICE, 50 * LPT, 150 * LPT);
        vm.prank(ALICE);
        bonding.bond(50 * LPT, OTHER);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 500 * LPT);
        vm.assertEq(bonding.transcoderTotalStake(OTHER), 550 * LPT);
        vm.assertEq(stakeOf(ALICE), 150 * LPT);
        vm.assertEq(bonding.getFirstTranscoderInPool(), OTHER);
        vm.assertEq(bonding.nextRoundTotalActiveStake(), 1050 * LPT);
    }

    function test_unbond_locksThenWithdraws() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        vm.expectRevert(unbondedStatus(ALICE, IBondingManager.DelegatorStatus.Pending));
        vm.prank(ALICE);
        bonding.unbond(1);
        uint256 round = nextRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.Unbond(ORCHESTRATOR, ALICE, 0, 40 * LPT, round + UNBONDING_PERIOD);
        vm.startPrank(ALICE);
        bonding.unbond(40 * LPT);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.StakeLocked.selector, round + UNBONDING_PERIOD, round));
        bonding.withdrawStake(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, ALICE, 1));
        bonding.withdrawStake(1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.ZeroAmount.selector));
        bonding.unbond(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.AmountExceedsBond.selector, 61 * LPT, 60 * LPT));
        bonding.unbond(61 * LPT);
        vm.stopPrank();
        for (uint256 i = 0; i < UNBONDING_PERIOD; i++) {
            nextRound();
        }
        vm.assertTrue(bonding.isValidUnbondingLock(ALICE, 0));
        vm.expectEmit(address(bonding));
        emit IBondingManager.WithdrawStake(ALICE, 0, 40 * LPT, round + UNBONDING_PERIOD);
        vm.prank(ALICE);
        bonding.withdrawStake(0);
        vm.assertEq(token.balanceOf(ALICE), 40 * LPT);
        vm.assertFalse(bonding.isValidUnbondingLock(ALICE, 0));
        vm.assertEq(stakeOf(ALICE), 60 * LPT);
    }

    function test_unbondAll_leavesTheDelegate() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        nextRound();
        vm.prank(ALICE);
        bonding.unbond(100 * LPT);
        (,, address delegate,, uint256 startRound,,) = bonding.getDelegator(ALICE);
        vm.assertEq(delegate, address(0));
        vm.assertEq(startRound, 0);
        vm.assertEq(status(ALICE), uint256(IBondingManager.DelegatorStatus.Unbonded));
        vm.expectRevert(unbondedStatus(ALICE, IBondingManager.DelegatorStatus.Unbonded));
        vm.prank(ALICE);
        bonding.unbond(1);
    }

    function test_rebond_toTheSameOrAnother() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        nextRound();
        vm.startPrank(ALICE);
        bonding.unbond(40 * LPT);
        vm.expectRevert(unbondedStatus(ALICE, IBondingManager.DelegatorStatus.Bonded));
        bonding.rebondFromUnbonded(OTHER, 0);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Rebond(ORCHESTRATOR, ALICE, 0, 40 * LPT);
        bonding.rebond(0);
        vm.assertEq(stakeOf(ALICE), 100 * LPT);
        bonding.unbond(100 * LPT);
        vm.expectRevert(unbondedStatus(ALICE, IBondingManager.DelegatorStatus.Unbonded));
        bonding.rebond(1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, ALICE, 0));
        bonding.rebondFromUnbonded(OTHER, 0);
        bonding.rebondFromUnbonded(OTHER, 1);
        vm.stopPrank();
        vm.assertEq(bonding.transcoderTotalStake(OTHER), 500 * LPT);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 500 * LPT);
    }

    function test_transferBond_givesStakeToAnother() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        nextRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TransferBond(ALICE, BOB, 0, 0, 30 * LPT);
        vm.prank(ALICE);
        bonding.transferBond(BOB, 30 * LPT, address(0), address(0), address(0), address(0));
        vm.assertEq(stakeOf(ALICE), 70 * LPT);
        vm.assertEq(stakeOf(BOB), 30 * LPT);
        (,, address delegate,,,, uint256 nextLock) = bonding.getDelegator(BOB);
        vm.assertEq(delegate, ORCHESTRATOR);
        vm.assertEq(nextLock, 1);
        vm.assertFalse(bonding.isValidUnbondingLock(ALICE, 0));
        vm.assertFalse(bonding.isValidUnbondingLock(BOB, 0));
        vm.prank(ALICE);
        bonding.transferBond(OTHER, 70 * LPT, address(0), address(0), address(0), address(0));
        vm.assertEq(bonding.transcoderTotalStake(OTHER), 470 * LPT);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, BOB));
        vm.prank(BOB);
        bonding.transferBond(BOB, 1, address(0), address(0), address(0), address(0));
    }

    function test_bondFor_addsOnlyWhereTheOwnerIs() public {
        fund(BOB, 100 * LPT);
        vm.startPrank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, ALICE));
        bondFor(ALICE, ALICE);
        bondFor(ALICE, ORCHESTRATOR);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, OTHER));
        bondFor(ALICE, OTHER);
        bondFor(ALICE, ORCHESTRATOR);
        bondFor(OTHER, OTHER);
        vm.stopPrank();
        vm.assertEq(stakeOf(ALICE), 20 * LPT);
        vm.assertEq(stakeOf(OTHER), 410 * LPT);
        vm.assertEq(token.balanceOf(BOB), 70 * LPT);
    }

    function bondFor(address owner, address to) private {
        bonding.bondForWithHint(10 * LPT, owner, to, address(0), address(0), address(0), address(0));
    }

    function test_stake_isConservedToTheWei() public {
        bond(ALICE, 100 * LPT + 1, ORCHESTRATOR);
        nextRound();
        reward(ORCHESTRATOR);
        nextRound();
        uint256 all = stakeOf(ALICE);
        vm.prank(ALICE);
        bonding.unbond(all);
        vm.assertEq(stakeOf(ALICE), 0);
        (uint256 amount,) = bonding.getDelegatorUnbondingLock(ALICE, 0);
        vm.assertEq(amount, all);
    }

    function test_checkpoint_claimsForAnybody() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        nextRound();
        reward(ORCHESTRATOR);
        vm.prank(STRANGER);
        bonding.checkpointBondingState(ALICE);
        (uint256 bonded,,,,,,) = bonding.getDelegator(ALICE);
        vm.assertEq(bonded, stakeOf(ALICE));
        vm.assertTrue(bonded > 100 * LPT);
    }
}

contract RoundZeroTest is Protocol {
    /// Round 0 counts as initialized, but it is no round.
    function test_roundZero_refusesAll() public {
        deployAt(3);
        vm.assertTrue(rounds.currentRoundInitialized());
        fund(ALICE, LPT);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.RoundNotInitialized.selector, 0));
        vm.prank(ALICE);
        bonding.bond(LPT, ALICE);
    }
}
