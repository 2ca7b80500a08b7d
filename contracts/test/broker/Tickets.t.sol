// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {Tickets} from "../../src/broker/Tickets.sol";
import {BrokerTest} from "./BrokerTest.sol";

/// @notice What the TicketBroker decides tickets by, callable.
contract TicketRules {
    function wins(bytes calldata sig, uint256 recipientRand, uint256 winProb) external pure returns (bool) {
        return Tickets.wins(sig, recipientRand, winProb);
    }

    function signer(bytes32 hash, bytes calldata sig) external pure returns (address) {
        return ECDSA.recoverCalldata(MessageHashUtils.toEthSignedMessageHash(hash), sig);
    }
}

/// @notice Hash, signature and winning rule, against vectors/tickets.json.
contract TicketsTest is BrokerTest {
    TicketRules private rules = new TicketRules();
    string private json;

    function setUp() public {
        deploy();
        json = vm.readFile("vectors/tickets.json");
    }

    function test_vectors_hashSignerAndDraw() public view {
        uint256 cases = count(".cases");
        vm.assertTrue(cases > 0);
        for (uint256 i = 0; i < cases; i++) {
            string memory path = item(".cases", i);
            ITicketBroker.Ticket memory t = readTicket(path);
            bytes memory sig = vm.parseJsonBytes(json, string.concat(path, ".sig"));
            bytes32 hash = broker.getTicketHash(t);
            vm.assertEq(hash, vm.parseJsonBytes32(json, string.concat(path, ".hash")));
            vm.assertEq(rules.signer(hash, sig), t.sender);
            uint256 rand = vm.parseJsonUint(json, string.concat(path, ".recipientRand"));
            vm.assertEq(keccak256(abi.encode(rand)), t.recipientRandHash);
            bool wins = vm.parseJsonBool(json, string.concat(path, ".wins"));
            vm.assertTrue(rules.wins(sig, rand, t.winProb) == wins, path);
        }
    }

    function test_vectors_boundaryOfTheDraw() public view {
        for (uint256 i = 0; i < count(".winBoundary"); i++) {
            string memory path = item(".winBoundary", i);
            bytes memory sig = vm.parseJsonBytes(json, string.concat(path, ".sig"));
            uint256 rand = vm.parseJsonUint(json, string.concat(path, ".recipientRand"));
            uint256 winProb = vm.parseJsonUint(json, string.concat(path, ".winProb"));
            bool wins = vm.parseJsonBool(json, string.concat(path, ".wins"));
            vm.assertTrue(rules.wins(sig, rand, winProb) == wins, path);
        }
    }

    function test_vectors_signatures() public view {
        uint256 checks = count(".signatureChecks");
        vm.assertTrue(checks > 0);
        for (uint256 i = 0; i < checks; i++) {
            string memory path = item(".signatureChecks", i);
            bytes memory sig = vm.parseJsonBytes(json, string.concat(path, ".sig"));
            bytes32 message = vm.parseJsonBytes32(json, string.concat(path, ".message32"));
            address signer = vm.parseJsonAddress(json, string.concat(path, ".address"));
            bool valid = vm.parseJsonBool(json, string.concat(path, ".valid"));
            vm.assertTrue(accepts(message, sig, signer) == valid, path);
        }
    }

    /// A ticket that the deployed contract has paid, in a round with the same hash.
    function test_vectors_redemption() public {
        string memory path = item(".verifiedOnChain", 0);
        ITicketBroker.Ticket memory t = readTicket(path);
        (uint256 round, bytes32 hash) = abi.decode(t.auxData, (uint256, bytes32));
        vm.prank(address(rounds));
        broker.setCurrentRound(round, block.number + 1, hash);
        bonding.register(t.recipient, true);
        vm.deal(t.sender, 1 ether);
        vm.prank(t.sender);
        broker.fundDeposit{value: 1 ether}();
        bytes memory sig = vm.parseJsonBytes(json, string.concat(path, ".sig"));
        broker.redeemWinningTicket(t, sig, vm.parseJsonUint(json, string.concat(path, ".recipientRand")));
        vm.assertEq(bonding.earned(t.recipient, round), t.faceValue);
    }

    function test_fuzz_hash_isOfAllFieldsPacked(ITicketBroker.Ticket memory t) public view {
        bytes memory amounts = abi.encode(t.faceValue, t.winProb, t.senderNonce, t.recipientRandHash);
        bytes memory packed = bytes.concat(bytes20(t.recipient), bytes20(t.sender), amounts, t.auxData);
        vm.assertEq(broker.getTicketHash(t), keccak256(packed));
    }

    function test_fuzz_wins_belowTheProbability(bytes memory sig, uint256 rand, uint256 winProb) public view {
        uint256 draw = uint256(keccak256(bytes.concat(sig, bytes32(rand))));
        vm.assertTrue(rules.wins(sig, rand, winProb) == (draw < winProb), "wins");
        vm.assertFalse(rules.wins(sig, rand, draw));
        if (draw < type(uint256).max) vm.assertTrue(rules.wins(sig, rand, draw + 1));
    }

    /// Of many tickets as many win as the probability says, within six standard deviations.
    function test_draw_isFair() public view {
        uint256 wins = 0;
        for (uint256 i = 0; i < 4000; i++) {
            if (rules.wins(bytes.concat(keccak256(abi.encode(i)), bytes32(i), hex"1b"), i, type(uint256).max / 4)) wins++;
        }
        vm.assertTrue(wins > 1000 - 165 && wins < 1000 + 165, vm.toString(wins));
    }

    function accepts(bytes32 message, bytes memory sig, address signer) private view returns (bool) {
        try rules.signer(message, sig) returns (address found) {
            return found == signer;
        } catch {
            return false;
        }
    }

    function readTicket(string memory path) private view returns (ITicketBroker.Ticket memory) {
        return ITicketBroker.Ticket(
            vm.parseJsonAddress(json, string.concat(path, ".recipient")),
            vm.parseJsonAddress(json, string.concat(path, ".sender")),
            vm.parseJsonUint(json, string.concat(path, ".faceValue")),
            vm.parseJsonUint(json, string.concat(path, ".winProb")),
            vm.parseJsonUint(json, string.concat(path, ".senderNonce")),
            vm.parseJsonBytes32(json, string.concat(path, ".recipientRandHash")),
            vm.parseJsonBytes(json, string.concat(path, ".auxData"))
        );
    }

    function count(string memory list) private view returns (uint256 items) {
        while (vm.keyExistsJson(json, item(list, items))) items++;
    }

    function item(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }
}
