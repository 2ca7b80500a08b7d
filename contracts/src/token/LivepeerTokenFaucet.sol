// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ILivepeerTokenFaucet} from "./ILivepeerTokenFaucet.sol";

/// @title LivepeerTokenFaucet
contract LivepeerTokenFaucet is ILivepeerTokenFaucet, Ownable {
    using SafeERC20 for IERC20;

    /// @inheritdoc ILivepeerTokenFaucet
    IERC20 public immutable token;
    /// @inheritdoc ILivepeerTokenFaucet
    uint256 public immutable requestAmount;
    /// @inheritdoc ILivepeerTokenFaucet
    uint256 public immutable requestWait;

    /// @inheritdoc ILivepeerTokenFaucet
    mapping(address requester => uint256 time) public nextValidRequest;
    /// @inheritdoc ILivepeerTokenFaucet
    mapping(address requester => bool) public isWhitelisted;

    constructor(IERC20 token_, uint256 requestAmount_, uint256 requestWait_) Ownable(msg.sender) {
        token = token_;
        requestAmount = requestAmount_;
        requestWait = requestWait_;
    }

    /// @inheritdoc ILivepeerTokenFaucet
    function request() external {
        if (!isWhitelisted[msg.sender]) {
            uint256 next = nextValidRequest[msg.sender];
            if (block.timestamp < next) revert TooSoon(next);
            nextValidRequest[msg.sender] = block.timestamp + requestWait * 1 hours;
        }
        emit Request(msg.sender, requestAmount);
        token.safeTransfer(msg.sender, requestAmount);
    }

    /// @inheritdoc ILivepeerTokenFaucet
    function addToWhitelist(address requester) external onlyOwner {
        isWhitelisted[requester] = true;
    }

    /// @inheritdoc ILivepeerTokenFaucet
    function removeFromWhitelist(address requester) external onlyOwner {
        isWhitelisted[requester] = false;
    }
}
