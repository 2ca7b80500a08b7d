// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title ILivepeerToken
/// @notice LPT: an ERC-20 with permit (EIP-2612), 18 decimals. Source: chain.md section 3.
interface ILivepeerToken is IERC20, IERC20Permit {
    event Mint(address indexed to, uint256 amount);
    event Burn(address indexed burner, uint256 amount);

    /// @param allowance what the spender has, less than what it shall lose
    error AllowanceBelowZero(address spender, uint256 allowance, uint256 decrease);

    /// @notice Makes new tokens. Only by a holder of the minter role.
    function mint(address to, uint256 amount) external;

    /// @notice Destroys tokens of the caller.
    function burn(uint256 amount) external;

    /// @notice Destroys tokens of another, within the caller's allowance.
    function burnFrom(address from, uint256 amount) external;

    /// @notice Adds to the allowance of a spender.
    function increaseAllowance(address spender, uint256 increase) external returns (bool);

    /// @notice Takes from the allowance of a spender; AllowanceBelowZero if there is not so much.
    function decreaseAllowance(address spender, uint256 decrease) external returns (bool);
}
