// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {IMinter} from "../../src/minter/IMinter.sol";
import {BrokerTest} from "./BrokerTest.sol";

/// @notice A sender that takes its money back by calling again for more.
contract GreedySender {
    ITicketBroker private broker;
    bool private refuses;

    constructor(ITicketBroker broker_) payable {
        broker = broker_;
        broker.fundDeposit{value: msg.value}();
        broker.unlock();
    }

    receive() external payable {
        require(!refuses);
        (bool ok,) = address(broker).call(abi.encodeCall(broker.withdraw, ()));
        require(!ok);
    }

    function withdraw() external {
        broker.withdraw();
    }

    function refuse() external {
        refuses = true;
    }
}

/// @notice What senders put down and take back, and the owner's parameters.
contract FundsTest is BrokerTest {
    function setUp() public {
        deploy();
    }

    function test_fundDeposit_andReserve() public {
        vm.startPrank(SENDER);
        vm.expectEmit(address(broker));
        emit ITicketBroker.DepositFunded(SENDER, 3 ether);
        broker.fundDeposit{value: 3 ether}();
        vm.expectEmit(address(broker));
        emit ITicketBroker.ReserveFunded(SENDER, 2 ether);
        broker.fundReserve{value: 2 ether}();
        vm.expectEmit(address(broker));
        emit ITicketBroker.DepositFunded(SENDER, 1 ether);
        vm.expectEmit(address(broker));
        emit ITicketBroker.ReserveFunded(SENDER, 4 ether);
        broker.fundDepositAndReserve{value: 5 ether}(1 ether, 4 ether);
        vm.stopPrank();
        vm.assertEq(depositLeft(), 4 ether);
        vm.assertEq(reserveLeft(), 6 ether);
        vm.assertEq(address(minter).balance, 10 ether);
        vm.assertEq(address(broker).balance, 0);
    }

    function test_fund_needsTheSum() public {
        vm.startPrank(SENDER);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.WrongValue.selector, 4 ether, 5 ether));
        broker.fundDepositAndReserve{value: 4 ether}(1 ether, 4 ether);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.WrongValue.selector, 6 ether, 5 ether));
        broker.fundDepositAndReserveFor{value: 6 ether}(BOB, 1 ether, 4 ether);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.ZeroSender.selector));
        broker.fundDepositAndReserveFor{value: 5 ether}(address(0), 1 ether, 4 ether);
    }

    function test_unlock_thenWithdraw() public {
        fund(3 ether, 2 ether);
        uint256 round = rounds.currentRound();
        vm.startPrank(SENDER);
        vm.expectEmit(address(broker));
        emit ITicketBroker.Unlock(SENDER, round, round + UNLOCK_PERIOD);
        broker.unlock();
        vm.assertTrue(broker.isUnlockInProgress(SENDER));
        (ITicketBroker.Sender memory sender, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(SENDER);
        vm.assertEq(sender.withdrawRound, round + UNLOCK_PERIOD);
        vm.assertEq(sender.deposit, 3 ether);
        vm.assertEq(reserve.fundsRemaining, 2 ether);
        vm.assertEq(reserve.claimedInCurrentRound, 0);

        vm.roll((round + UNLOCK_PERIOD) * ROUND_LENGTH - 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.StillLocked.selector, round + UNLOCK_PERIOD, round + UNLOCK_PERIOD - 1));
        broker.withdraw();
        vm.roll((round + UNLOCK_PERIOD) * ROUND_LENGTH);
        uint256 before = SENDER.balance;
        vm.expectEmit(address(broker));
        emit ITicketBroker.Withdrawal(SENDER, 3 ether, 2 ether);
        broker.withdraw();
        vm.assertEq(SENDER.balance - before, 5 ether);
        vm.assertEq(address(minter).balance, 0);
        vm.assertFalse(broker.isUnlockInProgress(SENDER));
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.NoFunds.selector, SENDER));
        broker.withdraw();
    }

    function test_unlock_refuses() public {
        vm.startPrank(SENDER);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.NoFunds.selector, SENDER));
        broker.unlock();
        vm.stopPrank();
        fund(0, 1);
        vm.startPrank(SENDER);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.NoUnlockInProgress.selector, SENDER));
        broker.cancelUnlock();
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.NoUnlockInProgress.selector, SENDER));
        broker.withdraw();
        broker.unlock();
        uint256 withdrawRound = rounds.currentRound() + UNLOCK_PERIOD;
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.UnlockInProgress.selector, withdrawRound));
        broker.unlock();
    }

    function test_cancelUnlock_andOwnFunding_takeTheUnlockBack() public {
        fund(1 ether, 1 ether);
        vm.startPrank(SENDER);
        broker.unlock();
        expectUnlockCancelled();
        broker.cancelUnlock();
        broker.unlock();
        expectUnlockCancelled();
        broker.fundDeposit{value: 1}();
        broker.unlock();
        expectUnlockCancelled();
        broker.fundReserve{value: 1}();
        broker.unlock();
        expectUnlockCancelled();
        broker.fundDepositAndReserve{value: 2}(1, 1);
        vm.assertFalse(broker.isUnlockInProgress(SENDER));
    }

    function test_fundingByAnother_leavesTheUnlock() public {
        fund(1 ether, 1 ether);
        vm.prank(SENDER);
        broker.unlock();
        vm.deal(BOB, 3 ether);
        vm.prank(BOB);
        broker.fundDepositAndReserveFor{value: 3 ether}(SENDER, 1 ether, 2 ether);
        vm.assertTrue(broker.isUnlockInProgress(SENDER));
        vm.assertEq(depositLeft(), 2 ether);
        vm.assertEq(reserveLeft(), 3 ether);
    }

    function test_withdraw_isOnce_whateverTheRecipientDoes() public {
        fund(5 ether, 5 ether);
        vm.deal(address(this), 2 ether);
        GreedySender greedy = new GreedySender{value: 1 ether}(broker);
        GreedySender refusing = new GreedySender{value: 1 ether}(broker);
        refusing.refuse();
        vm.roll(block.number + UNLOCK_PERIOD * ROUND_LENGTH);
        greedy.withdraw();
        vm.assertEq(address(greedy).balance, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IMinter.EthTransferFailed.selector, address(refusing), 1 ether));
        refusing.withdraw();
        vm.assertEq(address(minter).balance, 11 ether);
    }

    function test_nothing_inAPause() public {
        fund(1 ether, 1 ether);
        controller.pause();
        bytes memory paused = abi.encodeWithSelector(IManager.SystemPaused.selector);
        vm.startPrank(SENDER);
        vm.expectRevert(paused);
        broker.fundDeposit{value: 1}();
        vm.expectRevert(paused);
        broker.fundReserve{value: 1}();
        vm.expectRevert(paused);
        broker.fundDepositAndReserve{value: 2}(1, 1);
        vm.expectRevert(paused);
        broker.fundDepositAndReserveFor{value: 2}(BOB, 1, 1);
        vm.expectRevert(paused);
        broker.unlock();
        vm.expectRevert(paused);
        broker.cancelUnlock();
        vm.expectRevert(paused);
        broker.withdraw();
    }

    function test_parameters_areTheOwners_andBounded() public {
        vm.startPrank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER));
        broker.setTicketValidityPeriod(1);
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER));
        broker.setUnlockPeriod(2);
        vm.stopPrank();

        vm.expectEmit(address(broker));
        emit IManager.ParameterUpdate("ticketValidityPeriod");
        broker.setTicketValidityPeriod(1);
        vm.assertEq(broker.ticketValidityPeriod(), 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidTicketValidityPeriod.selector, 0, 2));
        broker.setTicketValidityPeriod(0);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidTicketValidityPeriod.selector, 3, 2));
        broker.setTicketValidityPeriod(3);

        vm.expectEmit(address(broker));
        emit IManager.ParameterUpdate("unlockPeriod");
        broker.setUnlockPeriod(100);
        vm.assertEq(broker.unlockPeriod(), 100);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidUnlockPeriod.selector, 1, 2, 100));
        broker.setUnlockPeriod(1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InvalidUnlockPeriod.selector, 101, 2, 100));
        broker.setUnlockPeriod(101);
    }

    function expectUnlockCancelled() private {
        vm.expectEmit(address(broker));
        emit ITicketBroker.UnlockCancelled(SENDER);
    }
}
