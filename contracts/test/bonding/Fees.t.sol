// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TICKET_BROKER} from "../../src/controller/ContractIds.sol";
import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Fees of tickets, shared by the stakes and cuts of the round in which they were made. ORCHESTRATOR and ALICE have
/// 500 LPT each, and half of the fees is for delegators.
contract FeesTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 500 * LPT, ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(0, 500_000);
        bond(ALICE, 500 * LPT, ORCHESTRATOR);
        nextRound();
    }

    function test_fees_areSharedByStakeAfterTheCut() public {
        payFees(ORCHESTRATOR, 8 ether, rounds.currentRound());
        vm.assertEq(feesOf(ORCHESTRATOR), 6 ether);
        vm.assertEq(feesOf(ALICE), 2 ether);
        (,,,,,,,, uint256 commission, uint256 lastFeeRound) = bonding.getTranscoder(ORCHESTRATOR);
        vm.assertEq(commission, 4 ether);
        vm.assertEq(lastFeeRound, rounds.currentRound());
    }

    /// Trap 2 of chain.md section 8: fees after reward() are exact, whether the round before had a reward or not.
    function test_feesAfterReward_areExact() public {
        reward(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, rounds.currentRound());
        vm.assertEq(feesOf(ORCHESTRATOR), 6 ether);
        vm.assertEq(feesOf(ALICE), 2 ether);
        nextRound();
        nextRound();
        reward(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, rounds.currentRound());
        vm.assertEq(feesOf(ORCHESTRATOR), 12 ether);
        vm.assertEq(feesOf(ALICE), 4 ether);
    }

    function test_withdrawFees_paysOnceEach() public {
        payFees(ORCHESTRATOR, 8 ether, rounds.currentRound());
        vm.expectEmit(address(bonding));
        emit IBondingManager.WithdrawFees(ALICE, BOB, 1.5 ether);
        vm.prank(ALICE);
        bonding.withdrawFees(payable(BOB), 1.5 ether);
        vm.assertEq(BOB.balance, 1.5 ether);
        vm.assertEq(feesOf(ALICE), 0.5 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InsufficientFees.selector, 0.6 ether, 0.5 ether));
        vm.prank(ALICE);
        bonding.withdrawFees(payable(BOB), 0.6 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.ZeroAddress.selector));
        vm.prank(ALICE);
        bonding.withdrawFees(payable(address(0)), 0.1 ether);
        payFees(ORCHESTRATOR, 8 ether, rounds.currentRound());
        vm.assertEq(feesOf(ALICE), 2.5 ether);
    }

    /// Fee theft: tickets that are held back until the delegators have left pay the delegators of their round all the same.
    function test_lateTicket_paysWhoWasThereThen() public {
        uint256 round = rounds.currentRound();
        vm.prank(ALICE);
        bonding.unbond(500 * LPT);
        nextRound();
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertEq(feesOf(ALICE), 2 ether);
        vm.assertEq(feesOf(ORCHESTRATOR), 6 ether);
        vm.prank(ALICE);
        bonding.withdrawFees(payable(ALICE), 2 ether);
        vm.assertEq(ALICE.balance, 2 ether);
    }

    /// Fee theft by the cut: the one of the ticket's round counts, not the one of its redemption.
    function test_lateTicket_paysByTheCutsOfThen() public {
        bonding.setNoticePeriod(0);
        uint256 round = rounds.currentRound();
        reward(ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(1_000_000, 0);
        nextRound();
        reward(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertEq(feesOf(ALICE), 2 ether);
        payFees(ORCHESTRATOR, 8 ether, round + 1);
        vm.assertEq(feesOf(ALICE), 2 ether);
    }

    /// Who comes in a round has no part in its fees, nor in late ones of rounds before.
    function test_newcomer_hasNoPartInWhatWasBefore() public {
        uint256 round = rounds.currentRound();
        bond(BOB, 1000 * LPT, ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, round);
        nextRound();
        reward(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertEq(feesOf(BOB), 0);
        vm.assertEq(feesOf(ALICE), 4 ether);
        payFees(ORCHESTRATOR, 8 ether, round + 1);
        vm.assertEq(feesOf(BOB), 2 ether);
        vm.assertEq(feesOf(ALICE), 5 ether);
    }

    /// Stake that moves from one orchestrator to another earns of each what it worked for.
    function test_move_keepsTheFeesOfBoth() public {
        address other = address(0x0B);
        bond(other, 500 * LPT, other);
        uint256 round = rounds.currentRound();
        vm.prank(ALICE);
        bonding.bond(0, other);
        nextRound();
        payFees(ORCHESTRATOR, 8 ether, round);
        payFees(other, 8 ether, round + 1);
        vm.assertEq(feesOf(ALICE), 2 ether);
        vm.prank(other);
        bonding.reward();
        vm.prank(other);
        bonding.transcoder(0, 1_000_000);
        nextRound();
        payFees(other, 8 ether, round + 1);
        payFees(other, 8 ether, round + 2);
        vm.assertEq(feesOf(ALICE), 2 ether + 4 ether);
    }

    /// Changes of stake in two rounds after each other leave two spans open, in which late fees count.
    function test_twoOpenSpans_earnLateFees() public {
        uint256 round = rounds.currentRound();
        bond(ALICE, 500 * LPT, ORCHESTRATOR);
        nextRound();
        // 500 of 1,000 LPT in the first round, 1,000 of 1,500 LPT in the second.
        vm.prank(ALICE);
        bonding.unbond(1000 * LPT);
        payFees(ORCHESTRATOR, 8 ether, round);
        payFees(ORCHESTRATOR, 9 ether, round + 1);
        vm.assertEq(feesOf(ALICE), 2 ether + 3 ether);
        vm.prank(ALICE);
        bonding.claimEarnings(0);
        payFees(ORCHESTRATOR, 8 ether, round);
        payFees(ORCHESTRATOR, 9 ether, round + 1);
        vm.assertEq(feesOf(ALICE), 4 ether + 6 ether);
        nextRound();
        payFees(ORCHESTRATOR, 9 ether, round + 1);
        vm.assertEq(feesOf(ALICE), 4 ether + 9 ether);
        nextRound();
        vm.prank(ALICE);
        bonding.withdrawFees(payable(ALICE), 13 ether);
        vm.assertEq(feesOf(ALICE), 0);
    }

    /// Rounding leaves a share behind that nobody has: it takes no fees when all have left.
    function test_allLeft_leavesNothingThatEarns() public {
        for (uint256 i = 0; i < 3; i++) {
            reward(ORCHESTRATOR);
            bond(ALICE, uint256(1e18) / 3 + i, ORCHESTRATOR);
            bond(BOB, uint256(1e18) / 7 + i, ORCHESTRATOR);
            nextRound();
        }
        address[3] memory who = [ORCHESTRATOR, ALICE, BOB];
        for (uint256 i = 0; i < 3; i++) {
            uint256 all = stakeOf(who[i]);
            vm.prank(who[i]);
            bonding.unbond(all);
        }
        vm.assertEq(bonding.transcoderTotalStake(ORCHESTRATOR), 0);
        bond(ORCHESTRATOR, 1 * LPT, ORCHESTRATOR);
        uint256 round = nextRound();
        uint256 before = feesOf(ORCHESTRATOR);
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertTrue(feesOf(ORCHESTRATOR) + 10 >= before + 8 ether, "fees of nobody");
        vm.assertEq(feesOf(ALICE) + feesOf(BOB), 0);
    }

    function test_firstRound_feesAreTheOrchestrators() public {
        address fresh = address(0x0C);
        bond(fresh, 100 * LPT, fresh);
        bond(BOB, 100 * LPT, fresh);
        payFees(fresh, 1 ether, rounds.currentRound());
        vm.assertEq(feesOf(fresh), 1 ether);
        vm.assertEq(feesOf(BOB), 0);
    }

    function test_resigned_getsTheFeesOfItsRounds() public {
        uint256 round = rounds.currentRound();
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.prank(ORCHESTRATOR);
        bonding.unbond(500 * LPT);
        nextRound();
        payFees(ORCHESTRATOR, 8 ether, round);
        vm.assertEq(feesOf(ORCHESTRATOR), 12 ether);
        vm.assertEq(feesOf(ALICE), 4 ether);
        nextRound();
        nextRound();
        uint256 later = rounds.currentRound();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.NotRegistered.selector, ORCHESTRATOR));
        vm.prank(address(broker));
        bonding.updateTranscoderWithFees(ORCHESTRATOR, 8 ether, later);
    }

    function test_updateTranscoderWithFees_isTheBrokers() public {
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyContract.selector, TICKET_BROKER, STRANGER));
        vm.prank(STRANGER);
        bonding.updateTranscoderWithFees(ORCHESTRATOR, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.NotRegistered.selector, STRANGER));
        vm.prank(address(broker));
        bonding.updateTranscoderWithFees(STRANGER, 1, 1);
    }

    /// Fees upon a stake of one wei are beyond the sums of fees per share: they are the orchestrator's, and nothing breaks.
    function test_tinyStake_takesAnyFees() public {
        address tiny = address(0x71);
        bond(tiny, 1, tiny);
        nextRound();
        vm.prank(tiny);
        bonding.reward();
        payFees(tiny, 10_000 ether, rounds.currentRound());
        vm.assertEq(feesOf(tiny), 10_000 ether);
    }

    function test_fuzz_fees_areSharedToTheWei(uint96[4] memory stakes, uint96[6] memory fees, uint256 share) public {
        address[4] memory who = [address(0x11), address(0x12), address(0x13), address(0x14)];
        reward(ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(0, bound(share, 500_000, 1_000_000));
        uint256 paid = 0;
        for (uint256 i = 0; i < fees.length; i++) {
            if (i < who.length) bond(who[i], bound(stakes[i], 1, 10_000 * LPT), ORCHESTRATOR);
            uint256 round = nextRound();
            if (i % 2 == 0) reward(ORCHESTRATOR);
            uint256 amount = bound(fees[i], 0, 1000 ether);
            payFees(ORCHESTRATOR, amount, round);
            payFees(ORCHESTRATOR, amount, round - 1);
            paid += 2 * amount;
            vm.prank(who[i % who.length]);
            bonding.claimEarnings(0);
        }
        uint256 sum = feesOf(ORCHESTRATOR) + feesOf(ALICE);
        for (uint256 i = 0; i < who.length; i++) {
            sum += feesOf(who[i]);
        }
        vm.assertTrue(sum <= paid, "more than there is");
        vm.assertTrue(paid - sum < 100, "lost by rounding");
    }
}
