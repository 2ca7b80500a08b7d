// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ROUNDS_MANAGER} from "../controller/ContractIds.sol";
import {Funds} from "./Funds.sol";
import {ITicketBroker} from "./ITicketBroker.sol";
import {Reserves} from "./Reserves.sol";
import {Tickets} from "./Tickets.sol";

/// @title TicketBroker
contract TicketBroker is Reserves {
    using SafeCast for uint256;
    using Tickets for Ticket;

    /// @inheritdoc ITicketBroker
    mapping(bytes32 ticketHash => bool) public usedTickets;

    /// The RoundsManager's: with a copy no ticket has to ask for it.
    mapping(uint256 round => bytes32 hash) private roundHashes;

    /// The implementation: a batch calls it with the proxy's storage, without the way through the proxy.
    address private immutable self = address(this);

    constructor(address controller_) Funds(controller_) {}

    /// @inheritdoc ITicketBroker
    function redeemWinningTicket(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand) external whenSystemNotPaused {
        uint256 round = presentRound();
        uint256 creationRound = checkCreation(ticket, round);
        usedTickets[checkDraw(ticket, sig, recipientRand)] = true;
        uint256 amount = collect(ticket, round);
        address recipient = ticket.recipient;
        if (amount > 0) {
            emit WinningTicketTransfer(ticket.sender, recipient, amount);
            bondingManager.updateTranscoderWithFees(recipient, amount, creationRound);
        }
        emit WinningTicketRedeemed(
            ticket.sender, recipient, ticket.faceValue, ticket.winProb, ticket.senderNonce, recipientRand, ticket.auxData
        );
    }

    /// @inheritdoc ITicketBroker
    function batchRedeemWinningTickets(Ticket[] calldata tickets, bytes[] calldata sigs, uint256[] calldata recipientRands)
        external
        whenSystemNotPaused
    {
        if (sigs.length != tickets.length || recipientRands.length != tickets.length) {
            revert InvalidBatch(tickets.length, sigs.length, recipientRands.length);
        }
        presentRound();
        for (uint256 i = 0; i < tickets.length; i++) {
            // A frame of its own: what fails in it leaves nothing behind.
            bytes memory call = abi.encodeCall(this.redeemWinningTicket, (tickets[i], sigs[i], recipientRands[i]));
            LowLevelCall.delegatecallNoReturn(self, call);
        }
    }

    /// @inheritdoc ITicketBroker
    function setCurrentRound(uint256 round, uint256 end, bytes32 hash) external {
        if (msg.sender != address(roundsManager)) revert OnlyContract(ROUNDS_MANAGER, msg.sender);
        lastRoundEnd = end.toUint32();
        if (round == lastRound) return;
        lastRound = round.toUint32();
        members = bondingManager.getTranscoderPoolSize().toUint24();
        roundHashes[round] = hash;
    }

    /// @inheritdoc ITicketBroker
    function getTicketHash(Ticket calldata ticket) external pure returns (bytes32) {
        return ticket.hash();
    }

    /// The present round, which must have been initialized.
    function presentRound() private view returns (uint256) {
        if (block.number >= lastRoundEnd) revert RoundNotInitialized(roundsManager.currentRound());
        return lastRound;
    }

    /// Whether a ticket is of a round that there was, and not too old.
    function checkCreation(Ticket calldata ticket, uint256 round) private view returns (uint256 creationRound) {
        if (ticket.recipient == address(0)) revert ZeroRecipient();
        if (ticket.sender == address(0)) revert ZeroSender();
        bytes32 got;
        (creationRound, got) = ticket.creation();
        bytes32 expected = roundHashes[creationRound];
        if (expected == 0) revert NoRoundHash(creationRound);
        if (got != expected) revert InvalidRoundHash(creationRound, got, expected);
        if (creationRound + validity <= round) revert TicketExpired(creationRound, validity, round);
    }

    /// Whether a ticket is the sender's, wins, and was not paid before.
    function checkDraw(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand) private view returns (bytes32 hash) {
        if (keccak256(abi.encode(recipientRand)) != ticket.recipientRandHash) {
            revert InvalidRecipientRand(recipientRand, ticket.recipientRandHash);
        }
        hash = ticket.hash();
        if (usedTickets[hash]) revert TicketUsed(hash);
        address signer = ECDSA.recoverCalldata(MessageHashUtils.toEthSignedMessageHash(hash), sig);
        if (signer != ticket.sender) revert InvalidSigner(signer, ticket.sender);
        if (!Tickets.wins(sig, recipientRand, ticket.winProb)) revert TicketDidNotWin(hash);
    }

    /// Takes what a ticket is worth from its sender, as far as there is so much.
    function collect(Ticket calldata ticket, uint256 round) private returns (uint256) {
        Account storage account = accounts[ticket.sender];
        (uint256 deposit, uint256 reserve, uint256 withdrawRound) = (account.deposit, account.reserve, account.withdrawRound);
        if (withdrawRound != 0 && round >= withdrawRound) revert SenderUnlocked(withdrawRound, round);
        if (deposit == 0 && reserve == 0) revert NoFunds(ticket.sender);
        uint256 faceValue = ticket.faceValue;
        if (faceValue <= deposit) {
            account.deposit = (deposit - faceValue).toUint96();
            return faceValue;
        }
        uint256 claim = claimReserve(ticket.sender, ticket.recipient, reserve, faceValue - deposit, round);
        (account.deposit, account.reserve) = (0, (reserve - claim).toUint96());
        return deposit + claim;
    }
}
