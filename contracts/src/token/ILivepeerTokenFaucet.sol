// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title ILivepeerTokenFaucet
/// @notice Gives LPT to whoever asks, on test networks. Source: chain.md section 3.
interface ILivepeerTokenFaucet {
    event Request(address indexed to, uint256 amount);

    /// @param next when the caller may ask again, in seconds since 1970
    error TooSoon(uint256 next);

    /// @notice The token that is given.
    function token() external view returns (IERC20);

    /// @notice How much is given at a time.
    function requestAmount() external view returns (uint256);

    /// @notice How long to wait for the next time, in hours.
    function requestWait() external view returns (uint256);

    /// @notice When an address may ask again, in seconds since 1970.
    function nextValidRequest(address requester) external view returns (uint256);

    /// @notice Who need not wait.
    function isWhitelisted(address requester) external view returns (bool);

    /// @notice Sends requestAmount to the caller; TooSoon before nextValidRequest.
    function request() external;

    /// @notice Spares an address the waiting. Only by the owner.
    function addToWhitelist(address requester) external;

    /// @notice Lets an address wait again. Only by the owner.
    function removeFromWhitelist(address requester) external;
}
