// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Inflation, and how it is shared. ORCHESTRATOR has 600 LPT of its own, ALICE 400 LPT with it, and keeps a tenth.
contract RewardsTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);
    /// What one round mints, all of it for ORCHESTRATOR, the only one.
    uint256 private constant REWARD = 1000 * LPT;

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 600 * LPT, ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(100_000, 500_000);
        bond(ALICE, 400 * LPT, ORCHESTRATOR);
        nextRound();
    }

    function test_reward_isSharedByStakeAfterTheCut() public {
        vm.expectEmit(address(bonding));
        emit IBondingManager.Reward(ORCHESTRATOR, REWARD);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ORCHESTRATOR), (600 + 540 + 100) * LPT);
        vm.assertEq(stakeOf(ALICE), (400 + 360) * LPT);
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 2000 * LPT);
        vm.assertEq(token.balanceOf(address(minter)), 2000 * LPT);
    }

    function test_reward_onceARound_byActiveOnes() public {
        reward(ORCHESTRATOR);
        uint256 round = rounds.currentRound();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.RewardAlreadyCalled.selector, ORCHESTRATOR, round));
        reward(ORCHESTRATOR);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.NotActive.selector, ALICE, round));
        reward(ALICE);
        nextRound();
        reward(ORCHESTRATOR);
        (uint256 last,,,,,,,,,) = bonding.getTranscoder(ORCHESTRATOR);
        vm.assertEq(last, round + 1);
    }

    /// Trap 1 of chain.md section 8: whoever claims before reward() comes gets as much as whoever does not.
    function test_claimBeforeReward_losesNothing() public {
        bond(BOB, 400 * LPT, ORCHESTRATOR);
        nextRound();
        vm.prank(ALICE);
        bonding.claimEarnings(0);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ALICE), stakeOf(BOB));
        vm.assertTrue(stakeOf(ALICE) > 400 * LPT, "earned");
        nextRound();
        vm.prank(ALICE);
        bonding.withdrawFees(payable(ALICE), 0);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ALICE), stakeOf(BOB));
    }

    /// The same for one who bonds more, or unbonds a part: the stake that stays earns as if nothing had been done.
    function test_changeBeforeReward_losesNothingOfTheRest() public {
        bond(ALICE, 100 * LPT, ORCHESTRATOR);
        vm.prank(ALICE);
        bonding.unbond(100 * LPT);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ALICE), 760 * LPT);
    }

    function test_stakeOfThisRound_earnsFromTheNext() public {
        bond(BOB, 1000 * LPT, ORCHESTRATOR);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(BOB), 1000 * LPT);
        nextRound();
        reward(ORCHESTRATOR);
        // A third of nine tenths of 1,001 LPT; positions are rounded down.
        vm.assertEq(stakeOf(BOB), 1000 * LPT + 3003 * LPT / 10 - 1);
    }

    /// What has left the pool is paid no reward, and nobody gets it instead.
    function test_unbondedBeforeReward_isNotRewarded() public {
        vm.prank(ALICE);
        bonding.unbond(400 * LPT);
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ORCHESTRATOR), 1200 * LPT);
        vm.assertEq(token.balanceOf(address(minter)), 1600 * LPT);
    }

    function test_resigned_stillRewardsItsDelegators() public {
        vm.prank(ORCHESTRATOR);
        bonding.unbond(600 * LPT);
        vm.assertFalse(bonding.isRegisteredTranscoder(ORCHESTRATOR));
        vm.assertTrue(bonding.isActiveTranscoder(ORCHESTRATOR));
        reward(ORCHESTRATOR);
        vm.assertEq(stakeOf(ALICE), 800 * LPT);
        vm.assertEq(stakeOf(ORCHESTRATOR), 0);
    }

    function test_earningsClaimed_tellsWhatWasEarned() public {
        uint256 round = rounds.currentRound();
        reward(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 10 ether, round);
        vm.expectEmit(address(bonding));
        emit IBondingManager.EarningsClaimed(ORCHESTRATOR, ALICE, 360 * LPT, 2 ether, round, round);
        vm.prank(ALICE);
        bonding.claimEarnings(0);
        (uint256 bonded, uint256 fees,,,, uint256 lastClaimRound,) = bonding.getDelegator(ALICE);
        vm.assertEq(bonded, 760 * LPT);
        vm.assertEq(fees, 2 ether);
        vm.assertEq(lastClaimRound, round);
    }

    function test_treasury_getsItsPart_untilItIsFull() public {
        address treasury = address(0x7EA);
        register(keccak256("Treasury"), treasury);
        bonding.setTreasuryBalanceCeiling(50 * LPT);
        bonding.setTreasuryRewardCutRate(1e26);
        reward(ORCHESTRATOR);
        vm.assertEq(token.balanceOf(treasury), 0);
        nextRound();
        uint256 minted = minter.currentMintableTokens();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TreasuryReward(ORCHESTRATOR, treasury, minted / 10);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Reward(ORCHESTRATOR, minted - minted / 10);
        reward(ORCHESTRATOR);
        nextRound();
        reward(ORCHESTRATOR);
        vm.assertEq(bonding.nextRoundTreasuryRewardCutRate(), 0);
        nextRound();
        uint256 before = token.balanceOf(treasury);
        reward(ORCHESTRATOR);
        vm.assertEq(token.balanceOf(treasury), before);
    }

    /// A lone stake of a few wei cannot make shares so dear that others lose by rounding.
    function test_tinyStake_cannotInflateItsShares() public {
        address tiny = address(0x71);
        bond(tiny, 1, tiny);
        nextRound();
        reward(tiny);
        bond(BOB, 100 * LPT, tiny);
        nextRound();
        vm.assertTrue(stakeOf(BOB) + 1e9 > 100 * LPT, "lost by rounding");
    }

    function test_fuzz_rewards_areMintedExactly(uint96[4] memory stakes, uint256 cut) public {
        address[4] memory who = [address(0x11), address(0x12), address(0x13), address(0x14)];
        cut = bound(cut, 0, 1_000_000);
        vm.prank(ORCHESTRATOR);
        bonding.reward();
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(cut, 0);
        for (uint256 i = 0; i < 4; i++) {
            bond(who[i], bound(stakes[i], 1, 10_000 * LPT), ORCHESTRATOR);
        }
        for (uint256 round = 0; round < 5; round++) {
            nextRound();
            reward(ORCHESTRATOR);
        }
        uint256 sum = stakeOf(ORCHESTRATOR) + stakeOf(ALICE);
        for (uint256 i = 0; i < 4; i++) {
            sum += stakeOf(who[i]);
        }
        uint256 total = bonding.transcoderTotalStake(ORCHESTRATOR);
        vm.assertEq(token.balanceOf(address(minter)), total);
        vm.assertTrue(sum <= total, "more than there is");
        // Each position is rounded down, once when it enters and once when it is read; each reward once.
        vm.assertTrue(total - sum < 1e6, "lost by rounding");
    }
}
