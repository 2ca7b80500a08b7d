// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IBondingManager} from "../bonding/IBondingManager.sol";
import {BONDING_MANAGER, L2_LPT_DATA_CACHE, LIVEPEER_TOKEN, MINTER, ROUNDS_MANAGER, TICKET_BROKER} from "../controller/ContractIds.sol";
import {IController} from "../controller/IController.sol";
import {Manager} from "../controller/Manager.sol";
import {ILivepeerToken} from "../token/ILivepeerToken.sol";
import {IL2LPTDataCache, IMinter} from "./IMinter.sol";

/// @title Minter
/// @dev It has no proxy: another one takes over by migrateToNewMinter. The others have proxies, whose addresses never
/// change, and the token is never replaced: so they are part of the code.
contract Minter is IMinter, Manager {
    using SafeCast for uint256;
    using SafeERC20 for ILivepeerToken;

    /// Inflation and bonding rates are parts of it.
    uint256 private constant WHOLE = 1_000_000_000;
    bytes32 private constant MINTER_ROLE = keccak256("MINTER_ROLE");

    IBondingManager private immutable bondingManager;
    address private immutable ticketBroker;
    address private immutable roundsManager;
    ILivepeerToken private immutable token;

    uint32 private inflationParam;
    uint32 private inflationChangeParam;
    uint32 private targetBondingRateParam;
    uint128 private mintable;
    uint128 private minted;

    modifier onlyPeer(bytes32 id, address peer) {
        if (msg.sender != peer) revert OnlyContract(id, msg.sender);
        _;
    }

    constructor(address controller_, uint256 inflation_, uint256 inflationChange_, uint256 targetBondingRate_) Manager(controller_) {
        inflationParam = parts(inflation_);
        inflationChangeParam = parts(inflationChange_);
        targetBondingRateParam = parts(targetBondingRate_);
        bondingManager = IBondingManager(controller.getContract(BONDING_MANAGER));
        ticketBroker = controller.getContract(TICKET_BROKER);
        roundsManager = controller.getContract(ROUNDS_MANAGER);
        token = ILivepeerToken(controller.getContract(LIVEPEER_TOKEN));
    }

    /// @inheritdoc IMinter
    function createReward(uint256 numerator, uint256 denominator)
        external
        onlyPeer(BONDING_MANAGER, address(bondingManager))
        returns (uint256 amount)
    {
        if (denominator == 0 || numerator > denominator) {
            revert InvalidFraction(numerator, denominator);
        }
        amount = Math.min(Math.mulDiv(mintable, numerator, denominator), mintable - minted);
        minted += amount.toUint128();
        token.mint(address(this), amount);
    }

    /// @inheritdoc IMinter
    function trustedTransferTokens(address to, uint256 amount) external onlyPeer(BONDING_MANAGER, address(bondingManager)) {
        token.safeTransfer(to, amount);
    }

    /// @inheritdoc IMinter
    function trustedBurnTokens(uint256 amount) external onlyPeer(BONDING_MANAGER, address(bondingManager)) {
        token.burn(amount);
    }

    /// @inheritdoc IMinter
    function trustedWithdrawETH(address payable to, uint256 amount) external {
        if (msg.sender != address(bondingManager) && msg.sender != ticketBroker) revert NotAllowed(msg.sender);
        (bool ok,) = to.call{value: amount}("");
        if (!ok) revert EthTransferFailed(to, amount);
    }

    /// @inheritdoc IMinter
    function depositETH() external payable returns (bool) {
        if (msg.sender != ticketBroker && msg.sender != controller.getContract(MINTER)) revert NotAllowed(msg.sender);
        return true;
    }

    /// @inheritdoc IMinter
    function setCurrentRewardTokens() external onlyPeer(ROUNDS_MANAGER, roundsManager) {
        uint256 supply = getGlobalTotalSupply();
        uint256 present = nextInflation(supply);
        inflationParam = present.toUint32();
        mintable = (supply * present / WHOLE).toUint128();
        minted = 0;
        emit SetCurrentRewardTokens(mintable, present);
    }

    /// @inheritdoc IMinter
    function migrateToNewMinter(address newMinter) external onlyControllerOwner {
        if (!controller.paused()) revert SystemNotPaused();
        if (newMinter == address(this) || newMinter.code.length == 0) revert InvalidMinter(newMinter);
        if (address(IMinter(newMinter).getController()) != address(controller)) revert InvalidMinter(newMinter);
        IAccessControl roles = IAccessControl(address(token));
        if (!roles.hasRole(MINTER_ROLE, newMinter)) revert InvalidMinter(newMinter);
        mintable = 0;
        minted = 0;
        roles.renounceRole(MINTER_ROLE, address(this));
        token.safeTransfer(newMinter, token.balanceOf(address(this)));
        IMinter(newMinter).depositETH{value: address(this).balance}();
    }

    /// @inheritdoc IMinter
    function setInflationChange(uint256 change) external onlyControllerOwner {
        inflationChangeParam = parts(change);
        emit ParameterUpdate("inflationChange");
    }

    /// @inheritdoc IMinter
    function setTargetBondingRate(uint256 rate) external onlyControllerOwner {
        targetBondingRateParam = parts(rate);
        emit ParameterUpdate("targetBondingRate");
    }

    /// @inheritdoc IMinter
    function getController() external view returns (IController) {
        return controller;
    }

    /// @inheritdoc IMinter
    function inflation() external view returns (uint256) {
        return inflationParam;
    }

    /// @inheritdoc IMinter
    function inflationChange() external view returns (uint256) {
        return inflationChangeParam;
    }

    /// @inheritdoc IMinter
    function targetBondingRate() external view returns (uint256) {
        return targetBondingRateParam;
    }

    /// @inheritdoc IMinter
    function currentMintableTokens() external view returns (uint256) {
        return mintable;
    }

    /// @inheritdoc IMinter
    function currentMintedTokens() external view returns (uint256) {
        return minted;
    }

    /// @inheritdoc IMinter
    function getGlobalTotalSupply() public view returns (uint256 supply) {
        supply = token.totalSupply();
        address cache = controller.getContract(L2_LPT_DATA_CACHE);
        if (cache != address(0)) supply += IL2LPTDataCache(cache).l1CirculatingSupply();
    }

    /// The inflation of the round that begins.
    function nextInflation(uint256 supply) private view returns (uint256) {
        uint256 rate = supply == 0 ? 0 : bondingManager.getTotalBonded() * WHOLE / supply;
        uint256 present = inflationParam;
        if (rate < targetBondingRateParam) return Math.min(present + inflationChangeParam, WHOLE);
        if (rate > targetBondingRateParam) return Math.saturatingSub(present, inflationChangeParam);
        return present;
    }

    function parts(uint256 value) private pure returns (uint32) {
        if (value > WHOLE) revert InvalidParts(value);
        return value.toUint32();
    }
}
