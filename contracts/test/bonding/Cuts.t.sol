// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Changes of cuts, and the notice that delegators have. ORCHESTRATOR keeps a tenth of rewards and gives half of
/// the fees; ALICE is its delegator.
contract CutsTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 500 * LPT, ORCHESTRATOR);
        set(100_000, 500_000);
        bond(ALICE, 500 * LPT, ORCHESTRATOR);
        nextRound();
        reward(ORCHESTRATOR);
    }

    function set(uint256 rewardCut, uint256 feeShare) private {
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(rewardCut, feeShare);
    }

    function assertCuts(uint256 rewardCut, uint256 feeShare) private view {
        (uint256 presentRewardCut, uint256 presentFeeShare) = cuts(ORCHESTRATOR);
        vm.assertEq(presentRewardCut, rewardCut);
        vm.assertEq(presentFeeShare, feeShare);
    }

    function test_withoutDelegators_cutsChangeAtOnce() public {
        address alone = address(0x0B);
        bond(alone, 100 * LPT, alone);
        vm.startPrank(alone);
        bonding.transcoder(0, 1_000_000);
        bonding.transcoder(1_000_000, 0);
        vm.stopPrank();
        (uint256 rewardCut, uint256 feeShare) = cuts(alone);
        vm.assertEq(rewardCut, 1_000_000);
        vm.assertEq(feeShare, 0);
    }

    function test_better_isInForceFromTheNextRound() public {
        uint256 round = rounds.currentRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderUpdate(ORCHESTRATOR, 50_000, 600_000);
        set(50_000, 600_000);
        assertCuts(50_000, 600_000);
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertEq(feesOf(ALICE), 2 ether);
        nextRound();
        reward(ORCHESTRATOR);
        (, uint256 rewardCut, uint256 feeShare,,) = bonding.getTranscoderEarningsPoolForRound(ORCHESTRATOR, round + 1);
        vm.assertEq(rewardCut, 50_000);
        vm.assertEq(feeShare, 600_000);
    }

    /// Squeezing is announced: delegators can leave before it begins.
    function test_worse_isInForceAfterTheNotice() public {
        uint256 round = rounds.currentRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderUpdate(ORCHESTRATOR, 100_000, 500_000);
        vm.expectEmit(address(bonding));
        emit IBondingManager.CutsAnnounced(ORCHESTRATOR, 1_000_000, 0, round + 1 + NOTICE_PERIOD);
        set(1_000_000, 0);
        assertCuts(100_000, 500_000);
        (uint256 rewardCut, uint256 feeShare, uint256 effective) = bonding.getAnnouncedCuts(ORCHESTRATOR);
        vm.assertEq(rewardCut, 1_000_000);
        vm.assertEq(feeShare, 0);
        vm.assertEq(effective, round + 1 + NOTICE_PERIOD);
        for (uint256 i = 0; i < NOTICE_PERIOD; i++) {
            nextRound();
            assertCuts(100_000, 500_000);
        }
        round = nextRound();
        assertCuts(1_000_000, 0);
        uint256 before = stakeOf(ALICE);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderUpdate(ORCHESTRATOR, 1_000_000, 0);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ALICE), before);
        (,, effective) = bonding.getAnnouncedCuts(ORCHESTRATOR);
        vm.assertEq(effective, 0);
        // A ticket of the round before the change still pays by the old cuts, though nothing happened in that round.
        payFees(ORCHESTRATOR, 8 ether, round - 1);
        vm.assertTrue(feesOf(ALICE) > 1 ether, "not by the cuts of its round");
    }

    function test_mixed_eachCutByItself() public {
        set(200_000, 700_000);
        assertCuts(100_000, 700_000);
        (uint256 rewardCut, uint256 feeShare,) = bonding.getAnnouncedCuts(ORCHESTRATOR);
        vm.assertEq(rewardCut, 200_000);
        vm.assertEq(feeShare, 700_000);
    }

    function test_newChange_takesTheAnnouncedOneBack() public {
        set(1_000_000, 0);
        set(100_000, 500_000);
        (,, uint256 effective) = bonding.getAnnouncedCuts(ORCHESTRATOR);
        vm.assertEq(effective, 0);
    }

    function test_transcoder_refuses() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidCut.selector, 1_000_001));
        set(1_000_001, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidCut.selector, 1_000_001));
        set(0, 1_000_001);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.NotRegistered.selector, ALICE));
        vm.prank(ALICE);
        bonding.transcoder(0, 0);
        uint256 round = nextRound();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.RewardNotCalled.selector, ORCHESTRATOR, round));
        set(0, 0);
        vm.roll(block.number + ROUND_LENGTH - 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.RoundLocked.selector, round));
        set(0, 0);
    }
}
