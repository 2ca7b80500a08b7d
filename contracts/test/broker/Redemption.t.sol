// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {ROUNDS_MANAGER} from "../../src/controller/ContractIds.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {BrokerTest} from "./BrokerTest.sol";

/// @notice Winning tickets: which are paid, from what, and which are refused, in the order of chain.md section 4.
contract RedemptionTest is BrokerTest {
    function setUp() public {
        deploy();
        fund(10 ether, 8 ether);
    }

    function test_redeem_paysFromTheDeposit() public {
        ITicketBroker.Ticket memory t = ticket(3 ether);
        bytes memory sig = sign(t);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketTransfer(SENDER, ORCHESTRATOR, 3 ether);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketRedeemed(SENDER, ORCHESTRATOR, 3 ether, t.winProb, t.senderNonce, RAND, t.auxData);
        vm.prank(STRANGER);
        broker.redeemWinningTicket(t, sig, RAND);
        vm.assertEq(fees(ORCHESTRATOR), 3 ether);
        vm.assertEq(depositLeft(), 7 ether);
        vm.assertEq(reserveLeft(), 8 ether);
        vm.assertTrue(broker.usedTickets(broker.getTicketHash(t)));
    }

    function test_redeem_uptoTheLastWei() public {
        redeem(ticket(10 ether));
        vm.assertEq(depositLeft(), 0);
        vm.assertEq(reserveLeft(), 8 ether);
        vm.assertEq(fees(ORCHESTRATOR), 10 ether);
    }

    function test_redeem_whatTheDepositLacks_isTheReserves() public {
        bytes memory sig;
        ITicketBroker.Ticket memory t = ticket(11 ether);
        sig = sign(t);
        vm.expectEmit(address(broker));
        emit ITicketBroker.ReserveClaimed(SENDER, ORCHESTRATOR, 1 ether);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketTransfer(SENDER, ORCHESTRATOR, 11 ether);
        broker.redeemWinningTicket(t, sig, RAND);
        vm.assertEq(depositLeft(), 0);
        vm.assertEq(reserveLeft(), 7 ether);
    }

    function test_redeem_paysInPart_whatIsLeftOfTheShare() public {
        redeem(ticket(100 ether));
        vm.assertEq(fees(ORCHESTRATOR), 12 ether);
        vm.assertEq(reserveLeft(), 6 ether);
    }

    /// The largest face value there is, which no amount can be.
    function test_redeem_anyFaceValue() public {
        redeem(ticket(type(uint256).max));
        vm.assertEq(fees(ORCHESTRATOR), 12 ether);
    }

    /// Used up without a payment, as in the deployed contract.
    function test_redeem_ofNothing_isARedemption() public {
        redeem(ticket(12 ether));
        ITicketBroker.Ticket memory t = ticket(1 ether);
        bytes memory sig = sign(t);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketRedeemed(SENDER, ORCHESTRATOR, 1 ether, t.winProb, t.senderNonce, RAND, t.auxData);
        broker.redeemWinningTicket(t, sig, RAND);
        vm.assertEq(fees(ORCHESTRATOR), 12 ether);
        redeem(ticket(0));
        vm.assertEq(reserveLeft(), 6 ether);
    }

    function test_redeem_inactive_getsTheDepositAlone() public {
        bonding.register(BOB, false);
        ITicketBroker.Ticket memory t = ticket(11 ether);
        t.recipient = BOB;
        redeem(t);
        vm.assertEq(fees(BOB), 10 ether);
        vm.assertEq(reserveLeft(), 8 ether);
    }

    function test_redeem_inTheNextRound_paysTheCreationRound() public {
        uint256 round = rounds.currentRound();
        ITicketBroker.Ticket memory t = ticket(1 ether);
        nextRound();
        redeem(t);
        vm.assertEq(bonding.earned(ORCHESTRATOR, round), 1 ether);
        vm.assertEq(fees(ORCHESTRATOR), 0);
    }

    // --- what is refused

    function test_err_zeroRecipient() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.recipient = address(0);
        refused(t, abi.encodeWithSelector(ITicketBroker.ZeroRecipient.selector));
    }

    function test_err_zeroSender() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.sender = address(0);
        refused(t, abi.encodeWithSelector(ITicketBroker.ZeroSender.selector));
    }

    function test_err_auxDataLength() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.auxData = new bytes(63);
        refused(t, abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, 63, 64));
        t.auxData = new bytes(65);
        refused(t, abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, 65, 64));
        t.auxData = "";
        refused(t, abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, 0, 64));
    }

    function test_err_roundWithoutHash() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        uint256 future = rounds.currentRound() + 1;
        t.auxData = abi.encode(future, bytes32("hash"));
        refused(t, abi.encodeWithSelector(ITicketBroker.NoRoundHash.selector, future));
        t.auxData = abi.encode(future, bytes32(0));
        refused(t, abi.encodeWithSelector(ITicketBroker.NoRoundHash.selector, future));
        t.auxData = abi.encode(type(uint256).max, bytes32(0));
        refused(t, abi.encodeWithSelector(ITicketBroker.NoRoundHash.selector, type(uint256).max));
    }

    function test_err_anotherRoundHash() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        uint256 round = rounds.currentRound();
        bytes32 hash = rounds.blockHashForRound(round);
        t.auxData = abi.encode(round, bytes32("forged"));
        refused(t, abi.encodeWithSelector(ITicketBroker.InvalidRoundHash.selector, round, bytes32("forged"), hash));
    }

    function test_err_expired() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        uint256 round = rounds.currentRound();
        nextRound();
        nextRound();
        refused(t, abi.encodeWithSelector(ITicketBroker.TicketExpired.selector, round, 2, round + 2));
        broker.setTicketValidityPeriod(1);
        t = ticket(1 ether);
        nextRound();
        refused(t, abi.encodeWithSelector(ITicketBroker.TicketExpired.selector, round + 2, 1, round + 3));
    }

    function test_err_recipientRand() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.recipientRandHash = keccak256("other");
        refused(t, abi.encodeWithSelector(ITicketBroker.InvalidRecipientRand.selector, RAND, keccak256("other")));
    }

    function test_err_used() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        redeem(t);
        refused(t, abi.encodeWithSelector(ITicketBroker.TicketUsed.selector, broker.getTicketHash(t)));
    }

    function test_err_signature() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        bytes memory sig = sign(t);
        refused(t, new bytes(64), abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 64));
        bytes memory longer = bytes.concat(sig, hex"00");
        refused(t, longer, abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 66));
        refused(t, new bytes(65), abi.encodeWithSelector(ECDSA.ECDSAInvalidSignature.selector));
        bytes32 high = bytes32(type(uint256).max);
        bytes memory malleable = abi.encodePacked(bytes32(sig), high, uint8(27));
        refused(t, malleable, abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
    }

    function test_err_signedByAnother() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        bytes memory sig = sign(7, broker.getTicketHash(t));
        refused(t, sig, abi.encodeWithSelector(ITicketBroker.InvalidSigner.selector, vm.addr(7), SENDER));
    }

    function test_err_didNotWin() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.winProb = 0;
        refused(t, abi.encodeWithSelector(ITicketBroker.TicketDidNotWin.selector, broker.getTicketHash(t)));
    }

    function test_err_senderUnlocked() public {
        vm.prank(SENDER);
        broker.unlock();
        uint256 withdrawRound = rounds.currentRound() + UNLOCK_PERIOD;
        while (rounds.currentRound() < withdrawRound - 1) nextRound();
        redeem(ticket(1 ether));
        nextRound();
        refused(ticket(1 ether), abi.encodeWithSelector(ITicketBroker.SenderUnlocked.selector, withdrawRound, withdrawRound));
    }

    function test_err_noFunds() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.sender = vm.addr(7);
        bytes memory sig = sign(7, broker.getTicketHash(t));
        refused(t, sig, abi.encodeWithSelector(ITicketBroker.NoFunds.selector, t.sender));
    }

    /// Nothing of it stays: the sender keeps its money, and the ticket can be redeemed when its recipient has registered.
    function test_err_notRegistered() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        t.recipient = BOB;
        refused(t, abi.encodeWithSelector(IBondingManager.NotRegistered.selector, BOB));
        vm.assertEq(depositLeft(), 10 ether);
        vm.assertFalse(broker.usedTickets(broker.getTicketHash(t)));
        bonding.register(BOB, true);
        redeem(t);
        vm.assertEq(fees(BOB), 1 ether);
    }

    function test_err_roundNotInitialized() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        uint256 round = rounds.currentRound();
        vm.roll(block.number + ROUND_LENGTH - 1);
        redeem(ticket(1 ether));
        vm.roll(block.number + 1);
        refused(t, abi.encodeWithSelector(ITicketBroker.RoundNotInitialized.selector, round + 1));
        vm.roll(block.number + 1000 * ROUND_LENGTH);
        refused(t, abi.encodeWithSelector(ITicketBroker.RoundNotInitialized.selector, round + 1001));
    }

    function test_err_paused() public {
        ITicketBroker.Ticket memory t = ticket(1 ether);
        bytes memory sig = sign(t);
        controller.pause();
        refused(t, sig, abi.encodeWithSelector(IManager.SystemPaused.selector));
    }

    function test_setCurrentRound_isTheRoundsManagers() public {
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyContract.selector, ROUNDS_MANAGER, STRANGER));
        vm.prank(STRANGER);
        broker.setCurrentRound(1, 2, "hash");
    }

    /// A ticket is paid in a round that was made longer, and not in one that was made shorter and is over.
    function test_setRoundLength_countsAtOnce() public {
        uint256 round = rounds.currentRound();
        rounds.setRoundLength(2 * ROUND_LENGTH);
        vm.roll(block.number + ROUND_LENGTH);
        redeem(ticket(1 ether));
        ITicketBroker.Ticket memory t = ticket(1 ether);
        rounds.setRoundLength(ROUND_LENGTH);
        refused(t, abi.encodeWithSelector(ITicketBroker.RoundNotInitialized.selector, round + 1));
    }

    /// Whatever tickets there are: what senders lose, orchestrators get, and no ticket pays more than its face.
    function test_fuzz_redeem_conservesMoney(uint96[8] memory faceValues, uint96[8] memory additions) public {
        uint256 paid = 0;
        uint256 added = 18 ether;
        for (uint256 i = 0; i < faceValues.length; i++) {
            (uint256 faceValue, uint256 addition) = (bound(faceValues[i], 0, 9 ether), bound(additions[i], 0, 2 ether));
            uint256 before = fees(ORCHESTRATOR);
            fund(addition / 2, addition - addition / 2);
            added += addition;
            redeem(ticket(faceValue));
            vm.assertTrue(fees(ORCHESTRATOR) - before <= faceValue, "face value");
            paid = fees(ORCHESTRATOR);
            vm.assertEq(depositLeft() + reserveLeft() + paid, added);
            vm.assertEq(address(minter).balance, added);
        }
    }

    function refused(ITicketBroker.Ticket memory t, bytes memory reason) private {
        refused(t, sign(t), reason);
    }

    function refused(ITicketBroker.Ticket memory t, bytes memory sig, bytes memory reason) private {
        vm.expectRevert(reason);
        broker.redeemWinningTicket(t, sig, RAND);
    }
}
