// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice What whole transactions cost, as receipts have it, with the real contracts: what comes before the call of a test is
/// in setUp, so that all is cold in it, as it is in a transaction.
contract GasTest is Protocol {
    uint256 private constant TRANSACTION = 21_000;
    uint256 private constant ZERO_BYTE = 4;
    uint256 private constant BYTE = 16;
    uint256 private constant KEY = uint256(keccak256("sender"));
    address private immutable SENDER = vm.addr(KEY);
    address private immutable ORCHESTRATOR = vm.addr(uint256(keccak256("orchestrator")));
    /// No part of a ticket's size is small.
    uint256 private nonce = type(uint32).max;

    bytes private redeemFromDeposit;
    bytes private redeemFromBoth;
    bytes private redeemFive;
    uint256 private nextStart;

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 600 * LPT, ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(100_000, 500_000);
        bond(ALICE, 400 * LPT, ORCHESTRATOR);
        nextRound();
        reward(ORCHESTRATOR);
        vm.deal(SENDER, 100 ether);
        vm.prank(SENDER);
        broker.fundDepositAndReserve{value: 9 ether}(8 ether, 1 ether);
        redeemTicket();
        nextRound();
        reward(ORCHESTRATOR);
        redeemTicket();
        redeemFromDeposit = redemptions(1, 0.0123456789 ether);
        redeemFromBoth = redemptions(1, 7.5 ether);
        redeemFive = redemptions(5, 0.0123456789 ether);
        nextStart = rounds.currentRoundStartBlock() + ROUND_LENGTH;
    }

    function test_gas_redeem() public {
        requireGas(address(broker), 0, redeemFromDeposit, 109_517);
    }

    function test_gas_redeem_fromDepositAndReserve() public {
        requireGas(address(broker), 0, redeemFromBoth, 156_942);
    }

    function test_gas_batchRedeem() public {
        requireGas(address(broker), 0, redeemFive, 307_743);
    }

    function test_gas_fundDepositAndReserve() public {
        bytes memory data = abi.encodeCall(broker.fundDepositAndReserve, (1.23456789 ether, 2.3456789 ether));
        requireGas(address(broker), 3.58024679 ether, data, 58_963);
    }

    function test_gas_initializeRound() public {
        vm.roll(nextStart);
        requireGas(address(rounds), 0, abi.encodeCall(rounds.initializeRound, ()), 186_629);
    }

    function redeemTicket() private {
        (bool ok,) = address(broker).call(redemptions(1, 0.5 ether));
        vm.assertTrue(ok);
    }

    /// A call with winning tickets of the present round.
    function redemptions(uint256 count, uint256 faceValue) private returns (bytes memory) {
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](count);
        bytes[] memory sigs = new bytes[](count);
        uint256[] memory rands = new uint256[](count);
        uint256 round = rounds.currentRound();
        for (uint256 i = 0; i < count; i++) {
            nonce--;
            rands[i] = uint256(keccak256(abi.encode(nonce)));
            bytes memory aux = abi.encode(round, rounds.blockHashForRound(round));
            bytes32 randHash = keccak256(abi.encode(rands[i]));
            tickets[i] = ITicketBroker.Ticket(ORCHESTRATOR, SENDER, faceValue, type(uint256).max, nonce, randHash, aux);
            bytes32 hash = broker.getTicketHash(tickets[i]);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)));
            sigs[i] = abi.encodePacked(r, s, v);
        }
        if (count > 1) return abi.encodeCall(broker.batchRedeemWinningTickets, (tickets, sigs, rands));
        return abi.encodeCall(broker.redeemWinningTicket, (tickets[0], sigs[0], rands[0]));
    }

    function requireGas(address to, uint256 value, bytes memory data, uint256 limit) private {
        uint256 cost = TRANSACTION;
        for (uint256 i = 0; i < data.length; i++) {
            cost += data[i] == 0 ? ZERO_BYTE : BYTE;
        }
        vm.prank(SENDER);
        (bool ok,) = to.call{value: value}(data);
        // Refunds are left out: what they would take off comes on top of what is shown here.
        cost += vm.lastCallGas().gasTotalUsed;
        vm.assertTrue(ok);
        vm.assertTrue(cost <= limit, vm.toString(cost));
    }
}
