// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {ILivepeerToken} from "./ILivepeerToken.sol";

/// @title LivepeerToken
contract LivepeerToken is ERC20, ERC20Permit, AccessControl, ILivepeerToken {
    /// @notice Who may mint.
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    constructor() ERC20("Livepeer Token", "LPT") ERC20Permit("Livepeer Token") {
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    /// @inheritdoc ILivepeerToken
    function mint(address to, uint256 amount) external onlyRole(MINTER_ROLE) {
        _mint(to, amount);
        emit Mint(to, amount);
    }

    /// @inheritdoc ILivepeerToken
    function burn(uint256 amount) external {
        destroy(msg.sender, amount);
    }

    /// @inheritdoc ILivepeerToken
    function burnFrom(address from, uint256 amount) external {
        _spendAllowance(from, msg.sender, amount);
        destroy(from, amount);
    }

    /// @inheritdoc ILivepeerToken
    function increaseAllowance(address spender, uint256 increase) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + increase);
        return true;
    }

    /// @inheritdoc ILivepeerToken
    function decreaseAllowance(address spender, uint256 decrease) external returns (bool) {
        uint256 present = allowance(msg.sender, spender);
        if (decrease > present) revert AllowanceBelowZero(spender, present, decrease);
        _approve(msg.sender, spender, present - decrease);
        return true;
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(ERC20Permit, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    function destroy(address from, uint256 amount) private {
        _burn(from, amount);
        emit Burn(from, amount);
    }
}
