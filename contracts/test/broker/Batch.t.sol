// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {BrokerTest} from "./BrokerTest.sol";

/// @notice Several tickets in one call: each stands for itself.
contract BatchTest is BrokerTest {
    ITicketBroker.Ticket[] private tickets;
    bytes[] private sigs;
    uint256[] private rands;

    function setUp() public {
        deploy();
        fund(10 ether, 8 ether);
    }

    function test_batch_paysAll() public {
        add(ticket(1 ether));
        add(ticket(2 ether));
        add(ticket(100 ether));
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        vm.assertEq(fees(ORCHESTRATOR), 12 ether);
        vm.assertEq(depositLeft(), 0);
        vm.assertEq(reserveLeft(), 6 ether);
    }

    /// One that is used, one that does not win, one whose recipient is not registered, one that is twice in the batch.
    function test_batch_passesOverWhatIsRefused() public {
        ITicketBroker.Ticket memory used = ticket(1 ether);
        redeem(used);
        add(used);
        ITicketBroker.Ticket memory loser = ticket(1 ether);
        loser.winProb = 0;
        add(loser);
        ITicketBroker.Ticket memory nobodys = ticket(12 ether);
        nobodys.recipient = BOB;
        add(nobodys);
        add(ticket(2 ether));
        add(tickets[3]);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        vm.assertEq(fees(ORCHESTRATOR), 3 ether);
        vm.assertEq(depositLeft(), 7 ether);
        vm.assertEq(reserveLeft(), 8 ether);
        vm.assertFalse(broker.usedTickets(broker.getTicketHash(nobodys)));
        vm.assertTrue(broker.usedTickets(broker.getTicketHash(tickets[3])));
    }

    function test_batch_ofNone() public {
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        vm.assertEq(fees(ORCHESTRATOR), 0);
    }

    function test_batch_needsOneOfEach() public {
        add(ticket(1 ether));
        rands.push(RAND);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidBatch.selector, 1, 1, 2));
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        rands.pop();
        sigs.pop();
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidBatch.selector, 1, 0, 1));
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
    }

    function test_batch_notInAPause_norBeforeTheRound() public {
        add(ticket(1 ether));
        controller.pause();
        vm.expectRevert(abi.encodeWithSelector(IManager.SystemPaused.selector));
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        controller.unpause();
        vm.roll(block.number + ROUND_LENGTH);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.RoundNotInitialized.selector, rounds.currentRound()));
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
    }

    function add(ITicketBroker.Ticket memory t) private {
        tickets.push(t);
        sigs.push(sign(t));
        rands.push(RAND);
    }
}
