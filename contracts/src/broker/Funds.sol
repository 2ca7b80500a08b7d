// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IBondingManager} from "../bonding/IBondingManager.sol";
import {BONDING_MANAGER, MINTER, ROUNDS_MANAGER} from "../controller/ContractIds.sol";
import {Manager} from "../controller/Manager.sol";
import {IMinter} from "../minter/IMinter.sol";
import {IRoundsManager} from "../rounds/IRoundsManager.sol";
import {ITicketBroker} from "./ITicketBroker.sol";

/// @title Funds
/// @notice Senders' money: what is put down, and taken back.
abstract contract Funds is ITicketBroker, Manager {
    using SafeCast for uint256;

    /// A sender, in one slot: it is read and written with every ticket.
    struct Account {
        uint96 deposit;
        uint96 reserve;
        uint64 withdrawRound;
    }

    /// What was claimed of a reserve in the last round in which something was.
    struct Claims {
        uint96 amount;
        uint64 round;
        /// Written when the reserve is first funded: so that the sender pays for the slot, and not the first claimant.
        bool opened;
    }

    /// @inheritdoc ITicketBroker
    uint256 public constant MAX_TICKET_VALIDITY_PERIOD = 2;
    /// @inheritdoc ITicketBroker
    uint256 public constant MAX_UNLOCK_PERIOD = 100;

    // Proxies keep their addresses: the implementation has them in its code.
    IRoundsManager internal immutable roundsManager;
    IBondingManager internal immutable bondingManager;

    // In the slot of the controller, which each call reads anyway.
    uint8 internal validity;
    /// The last round that was initialized, the first block after it, and how many were active in it.
    uint32 internal lastRound;
    uint32 internal lastRoundEnd;
    uint24 internal members;

    uint8 private unlocking;

    mapping(address sender => Account) internal accounts;
    mapping(address reserveHolder => Claims) internal claims;

    constructor(address controller_) Manager(controller_) {
        roundsManager = IRoundsManager(controller.getContract(ROUNDS_MANAGER));
        bondingManager = IBondingManager(controller.getContract(BONDING_MANAGER));
    }

    /// @inheritdoc ITicketBroker
    function fundDeposit() external payable whenSystemNotPaused {
        stopUnlock(msg.sender);
        fund(msg.sender, msg.value, 0);
    }

    /// @inheritdoc ITicketBroker
    function fundReserve() external payable whenSystemNotPaused {
        stopUnlock(msg.sender);
        fund(msg.sender, 0, msg.value);
    }

    /// @inheritdoc ITicketBroker
    function fundDepositAndReserve(uint256 depositAmount, uint256 reserveAmount) external payable whenSystemNotPaused {
        stopUnlock(msg.sender);
        fund(msg.sender, depositAmount, reserveAmount);
    }

    /// @inheritdoc ITicketBroker
    function fundDepositAndReserveFor(address addr, uint256 depositAmount, uint256 reserveAmount) external payable whenSystemNotPaused {
        if (addr == address(0)) revert ZeroSender();
        fund(addr, depositAmount, reserveAmount);
    }

    /// @inheritdoc ITicketBroker
    function unlock() external whenSystemNotPaused {
        Account storage account = accounts[msg.sender];
        if (account.deposit == 0 && account.reserve == 0) revert NoFunds(msg.sender);
        if (account.withdrawRound != 0) revert UnlockInProgress(account.withdrawRound);
        uint256 round = roundsManager.currentRound();
        account.withdrawRound = (round + unlocking).toUint64();
        emit Unlock(msg.sender, round, account.withdrawRound);
    }

    /// @inheritdoc ITicketBroker
    function cancelUnlock() external whenSystemNotPaused {
        if (accounts[msg.sender].withdrawRound == 0) revert NoUnlockInProgress(msg.sender);
        stopUnlock(msg.sender);
    }

    /// @inheritdoc ITicketBroker
    function withdraw() external whenSystemNotPaused {
        Account memory account = accounts[msg.sender];
        if (account.deposit == 0 && account.reserve == 0) revert NoFunds(msg.sender);
        if (account.withdrawRound == 0) revert NoUnlockInProgress(msg.sender);
        uint256 round = roundsManager.currentRound();
        if (round < account.withdrawRound) revert StillLocked(account.withdrawRound, round);
        delete accounts[msg.sender];
        emit Withdrawal(msg.sender, account.deposit, account.reserve);
        minter().trustedWithdrawETH(payable(msg.sender), uint256(account.deposit) + account.reserve);
    }

    /// @inheritdoc ITicketBroker
    function setTicketValidityPeriod(uint256 rounds) external onlyControllerOwner {
        if (rounds == 0 || rounds > MAX_TICKET_VALIDITY_PERIOD) {
            revert InvalidTicketValidityPeriod(rounds, MAX_TICKET_VALIDITY_PERIOD);
        }
        validity = rounds.toUint8();
        emit ParameterUpdate("ticketValidityPeriod");
    }

    /// @inheritdoc ITicketBroker
    function setUnlockPeriod(uint256 rounds) external onlyControllerOwner {
        if (rounds < MAX_TICKET_VALIDITY_PERIOD || rounds > MAX_UNLOCK_PERIOD) {
            revert InvalidUnlockPeriod(rounds, MAX_TICKET_VALIDITY_PERIOD, MAX_UNLOCK_PERIOD);
        }
        unlocking = rounds.toUint8();
        emit ParameterUpdate("unlockPeriod");
    }

    /// @inheritdoc ITicketBroker
    function isUnlockInProgress(address addr) external view returns (bool) {
        return accounts[addr].withdrawRound != 0;
    }

    /// @inheritdoc ITicketBroker
    function ticketValidityPeriod() external view returns (uint256) {
        return validity;
    }

    /// @inheritdoc ITicketBroker
    function unlockPeriod() external view returns (uint256) {
        return unlocking;
    }

    function fund(address sender, uint256 depositAmount, uint256 reserveAmount) private {
        if (msg.value != depositAmount + reserveAmount) revert WrongValue(msg.value, depositAmount + reserveAmount);
        Account storage account = accounts[sender];
        if (account.reserve == 0 && reserveAmount > 0) claims[sender].opened = true;
        account.deposit += depositAmount.toUint96();
        account.reserve += reserveAmount.toUint96();
        if (depositAmount > 0) emit DepositFunded(sender, depositAmount);
        if (reserveAmount > 0) emit ReserveFunded(sender, reserveAmount);
        minter().depositETH{value: msg.value}();
    }

    function stopUnlock(address sender) private {
        if (accounts[sender].withdrawRound == 0) return;
        accounts[sender].withdrawRound = 0;
        emit UnlockCancelled(sender);
    }

    function minter() private view returns (IMinter) {
        return IMinter(controller.getContract(MINTER));
    }
}
