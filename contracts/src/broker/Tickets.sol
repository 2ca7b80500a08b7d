// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "./ITicketBroker.sol";

/// @title Tickets
/// @notice What a ticket says, and whether it wins. Source: chain.md section 4.
library Tickets {
    uint256 internal constant AUX_DATA_LENGTH = 64;

    /// The hash that the sender signs: all fields, packed.
    function hash(ITicketBroker.Ticket calldata ticket) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                ticket.recipient,
                ticket.sender,
                ticket.faceValue,
                ticket.winProb,
                ticket.senderNonce,
                ticket.recipientRandHash,
                ticket.auxData
            )
        );
    }

    /// The round in which a ticket was made, and that round's hash.
    function creation(ITicketBroker.Ticket calldata ticket) internal pure returns (uint256 round, bytes32 roundHash) {
        bytes calldata aux = ticket.auxData;
        if (aux.length != AUX_DATA_LENGTH) revert ITicketBroker.InvalidAuxDataLength(aux.length, AUX_DATA_LENGTH);
        return abi.decode(aux, (uint256, bytes32));
    }

    /// The signature counts as the bytes that it is.
    function wins(bytes calldata sig, uint256 recipientRand, uint256 winProb) internal pure returns (bool) {
        return uint256(keccak256(abi.encodePacked(sig, recipientRand))) < winProb;
    }
}
