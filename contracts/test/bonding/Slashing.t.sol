// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VERIFIER} from "../../src/controller/ContractIds.sol";
import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Slashing. ORCHESTRATOR has 600 LPT, ALICE 400 LPT with it; OTHER has 500 LPT.
contract SlashingTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);
    address private constant OTHER = address(0x0B);

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 600 * LPT, ORCHESTRATOR);
        bond(ALICE, 400 * LPT, ORCHESTRATOR);
        bond(OTHER, 500 * LPT, OTHER);
        nextRound();
    }

    function slash(uint256 part, uint256 finderFee) private {
        vm.prank(JUDGE);
        bonding.slashTranscoder(ORCHESTRATOR, BOB, part, finderFee);
    }

    function test_slash_burnsOfAll_andPaysTheFinder() public {
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderSlashed(ORCHESTRATOR, BOB, 600 * LPT, 60 * LPT);
        slash(600_000, 100_000);
        vm.assertEq(token.balanceOf(BOB), 60 * LPT);
        vm.assertEq(token.totalSupply(), supply - 540 * LPT);
        vm.assertEq(stakeOf(ORCHESTRATOR), 240 * LPT);
        vm.assertEq(stakeOf(ALICE), 160 * LPT);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 400 * LPT);
        vm.assertEq(bonding.getFirstTranscoderInPool(), OTHER);
        vm.assertEq(bonding.getTotalBonded(), 900 * LPT);
        vm.assertEq(bonding.nextRoundTotalActiveStake(), 900 * LPT);
        vm.assertEq(token.balanceOf(address(minter)), 900 * LPT);
    }

    function test_slash_sparesWhatCameInThisRound() public {
        bond(BOB, 100 * LPT, ORCHESTRATOR);
        vm.prank(JUDGE);
        bonding.slashTranscoder(ORCHESTRATOR, address(0), 500_000, 1_000_000);
        vm.assertEq(stakeOf(BOB), 100 * LPT);
        nextRound();
        vm.assertEq(stakeOf(BOB), 100 * LPT);
        vm.assertEq(stakeOf(ALICE), 200 * LPT);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 600 * LPT);
    }

    function test_slashedDelegators_canLeaveWithTheRest() public {
        slash(250_000, 0);
        vm.startPrank(ALICE);
        bonding.unbond(300 * LPT);
        vm.expectRevert(unbondedStatus(ALICE, IBondingManager.DelegatorStatus.Unbonded));
        bonding.unbond(1);
        vm.stopPrank();
        vm.assertEq(stakeOf(ORCHESTRATOR), 450 * LPT);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 450 * LPT);
    }

    /// Of a stake that is slashed wholly a thousandth is left, and nobody can bond there any more.
    function test_slashedWholly_isOutForGood() public {
        slash(1_000_000, 0);
        vm.assertEq(stakeOf(ALICE), 0.4 ether);
        vm.assertEq(bonding.getTranscoderPoolSize(), 1);
        fund(BOB, 100 * LPT);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, ORCHESTRATOR));
        vm.prank(BOB);
        bonding.bond(100 * LPT, ORCHESTRATOR);
        slash(1_000_000, 0);
        vm.assertEq(stakeOf(ALICE), 0.4 ether);
        vm.prank(ALICE);
        bonding.bond(0, OTHER);
        vm.assertEq(stakeOf(ALICE), 0.4 ether);
    }

    function test_slash_leavesFeesAlone() public {
        uint256 round = rounds.currentRound();
        vm.prank(ORCHESTRATOR);
        bonding.reward();
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(0, 1_000_000);
        round = nextRound();
        payFees(ORCHESTRATOR, 10 ether, round);
        slash(500_000, 0);
        payFees(ORCHESTRATOR, 10 ether, round);
        vm.assertTrue(feesOf(ALICE) + 10 > 8 ether && feesOf(ALICE) <= 8 ether, "not by stake");
    }

    function test_rewardAfterSlash_isForWhatIsLeft() public {
        slash(500_000, 0);
        reward(ORCHESTRATOR);
        reward(OTHER);
        uint256 minted = minter.currentMintedTokens();
        vm.assertTrue(minted <= minter.currentMintableTokens(), "too much");
        vm.assertEq(stakeOf(ORCHESTRATOR) + stakeOf(ALICE), 500 * LPT + minted / 2);
        vm.assertEq(stakeOf(OTHER), 500 * LPT + minted / 2);
    }

    function test_slash_isTheVerifiers() public {
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyContract.selector, VERIFIER, STRANGER));
        vm.prank(STRANGER);
        bonding.slashTranscoder(ORCHESTRATOR, BOB, 1, 1);
        vm.startPrank(JUDGE);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidCut.selector, 1_000_001));
        bonding.slashTranscoder(ORCHESTRATOR, BOB, 1_000_001, 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.NotRegistered.selector, STRANGER));
        bonding.slashTranscoder(STRANGER, BOB, 1, 1);
        vm.stopPrank();
    }
}
