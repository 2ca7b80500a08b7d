// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// The Controller's ids: keccak256 of the names (chain.md section 1).
bytes32 constant LIVEPEER_TOKEN = keccak256("LivepeerToken");
bytes32 constant SERVICE_REGISTRY = keccak256("ServiceRegistry");
bytes32 constant BONDING_MANAGER = keccak256("BondingManager");
bytes32 constant TICKET_BROKER = keccak256("TicketBroker");
bytes32 constant ROUNDS_MANAGER = keccak256("RoundsManager");
bytes32 constant MINTER = keccak256("Minter");
