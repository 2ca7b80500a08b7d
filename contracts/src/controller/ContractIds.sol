// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// The Controller's ids: keccak256 of the names (chain.md section 1).
bytes32 constant BONDING_MANAGER = keccak256("BondingManager");
bytes32 constant MINTER = keccak256("Minter");
