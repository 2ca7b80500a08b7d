// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IController} from "../controller/IController.sol";

/// @title IMinter
/// @notice The protocol's till: it holds all LPT that is bonded, mints what inflation allows, and holds all ETH of deposits,
/// reserves and fees. Whose money it is, the BondingManager and the TicketBroker know; they alone can move it, and they
/// look after pauses.
///
/// A round's inflation is a part of the global supply. With each initialized round the part moves by inflationChange
/// toward the targetBondingRate: up while less of the supply is bonded, down while more is. Parts are of 10^9.
///
/// The Controller's owner sets inflationChange and targetBondingRate, and can, in a pause, move all of it to another Minter.
/// Source: chain.md sections 2 and 3.
interface IMinter {
    event SetCurrentRewardTokens(uint256 currentMintableTokens, uint256 currentInflation);

    /// @param caller who may not do this
    error NotAllowed(address caller);
    error EthTransferFailed(address to, uint256 amount);
    /// @param parts more than the whole, which is 10^9
    error InvalidParts(uint256 parts);
    error InvalidFraction(uint256 numerator, uint256 denominator);
    /// @param minter that is no other one, or has another Controller, or may not mint
    error InvalidMinter(address minter);
    error SystemNotPaused();

    // --- the BondingManager, the TicketBroker and the RoundsManager

    /// @notice Mints a part of the present round's inflation into the Minter: no more than is left of it, whatever the parts
    /// of others were. Only by the BondingManager.
    /// @param numerator stake that is rewarded
    /// @param denominator stake of all that can be rewarded; InvalidFraction if it is 0 or less than the numerator
    /// @return amount of LPT
    function createReward(uint256 numerator, uint256 denominator) external returns (uint256 amount);

    /// @notice Pays out LPT. Only by the BondingManager.
    function trustedTransferTokens(address to, uint256 amount) external;

    /// @notice Destroys LPT. Only by the BondingManager.
    function trustedBurnTokens(uint256 amount) external;

    /// @notice Pays out ETH, with all gas there is, for recipients may be contracts; EthTransferFailed if the recipient refuses.
    /// Only by the BondingManager and the TicketBroker.
    function trustedWithdrawETH(address payable to, uint256 amount) external;

    /// @notice Takes in ETH. Only by the TicketBroker, and by the Minter in office when it makes way for this one.
    /// @return true always
    function depositETH() external payable returns (bool);

    /// @notice Fixes what may be minted in the new round. Only by the RoundsManager.
    function setCurrentRewardTokens() external;

    // --- the Controller's owner

    /// @notice Sends all LPT and ETH to another Minter, and gives up the right to mint: in a pause, and before the Controller
    /// knows the other one, which must have that right. The present round's inflation ends with it.
    /// InvalidMinter, SystemNotPaused else.
    function migrateToNewMinter(address newMinter) external;

    /// @param change of the inflation per initialized round, parts of 10^9
    function setInflationChange(uint256 change) external;

    /// @param rate of bonded to all LPT that is aimed at, parts of 10^9
    function setTargetBondingRate(uint256 rate) external;

    // --- views

    /// @notice The Controller in charge, as controller().
    function getController() external view returns (IController);

    /// @notice LPT on this chain and, if the Controller knows an "L2LPTDataCache", on the chain below.
    function getGlobalTotalSupply() external view returns (uint256);

    /// @notice A round's inflation, parts of 10^9 of the supply.
    function inflation() external view returns (uint256);

    /// @notice By how much inflation moves per initialized round, parts of 10^9.
    function inflationChange() external view returns (uint256);

    /// @notice The part of all LPT that should be bonded, of 10^9.
    function targetBondingRate() external view returns (uint256);

    /// @notice LPT that may be minted in the present round, and what of it has been.
    function currentMintableTokens() external view returns (uint256);
    function currentMintedTokens() external view returns (uint256);
}

/// @notice What is known here of the chain below.
interface IL2LPTDataCache {
    /// @notice LPT in circulation there.
    function l1CirculatingSupply() external view returns (uint256);
}
