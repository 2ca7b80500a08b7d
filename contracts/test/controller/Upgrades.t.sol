// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {MINTER} from "../../src/controller/ContractIds.sol";
import {Minter} from "../../src/minter/Minter.sol";
import {NextBondingManager, NextRoundsManager, NextServiceRegistry, NextTicketBroker} from "../helpers/NextVersions.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Upgrades in the middle of everything: stake that works and stake that is entering, cuts that were announced,
/// an unbonding lock, fees, a deposit, a reserve of which a part was claimed, an unlock, a ticket that is out.
contract UpgradesTest is Protocol {
    address private constant ORCHESTRATOR = address(0x0A);
    uint256 private constant KEY = 0x5E4D;

    address private sender = vm.addr(KEY);
    ITicketBroker.Ticket private ticket;
    bytes private sig;
    uint256 private creationRound;

    function setUp() public {
        deploy();
        bond(ORCHESTRATOR, 600 * LPT, ORCHESTRATOR);
        vm.startPrank(ORCHESTRATOR);
        bonding.transcoder(100_000, 500_000);
        registry.setServiceURI("https://orchestrator:8935");
        vm.stopPrank();
        bond(ALICE, 400 * LPT, ORCHESTRATOR);
        creationRound = nextRound();

        vm.deal(sender, 100 ether);
        vm.prank(sender);
        broker.fundDepositAndReserve{value: 12 ether}(2 ether, 10 ether);
        reward(ORCHESTRATOR);
        redeem(1, 3 ether);
        ticket = makeTicket(2, 4 ether);
        sig = sign(ticket);
        vm.prank(sender);
        broker.unlock();
        vm.prank(ALICE);
        bonding.unbond(100 * LPT);
        bond(BOB, 50 * LPT, ORCHESTRATOR);
        vm.prank(ORCHESTRATOR);
        bonding.transcoder(900_000, 0);
    }

    /// All that can be read of the protocol by those who are in it.
    function state() private view returns (bytes memory) {
        return bytes.concat(stakeState(ORCHESTRATOR), stakeState(ALICE), stakeState(BOB), brokerState(), poolState());
    }

    function stakeState(address a) private view returns (bytes memory) {
        (, uint256 fees, address delegate, uint256 delegated, uint256 start, uint256 claim, uint256 locks) = bonding.getDelegator(a);
        (uint256 amount, uint256 withdrawRound) = bonding.getDelegatorUnbondingLock(a, 0);
        return abi.encode(stakeOf(a), feesOf(a), fees, delegate, delegated, start, claim, locks, amount, withdrawRound);
    }

    function brokerState() private view returns (bytes memory) {
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(sender);
        return abi.encode(
            info,
            reserve,
            broker.claimableReserve(sender, ORCHESTRATOR),
            broker.claimedReserve(sender, ORCHESTRATOR),
            broker.unlockPeriod(),
            broker.ticketValidityPeriod()
        );
    }

    function poolState() private view returns (bytes memory) {
        (uint256 rewardCut, uint256 feeShare, uint256 effective) = bonding.getAnnouncedCuts(ORCHESTRATOR);
        return abi.encode(
            bonding.getFirstTranscoderInPool(),
            bonding.getTranscoderPoolSize(),
            bonding.getTotalBonded(),
            bonding.nextRoundTotalActiveStake(),
            rewardCut,
            feeShare,
            effective,
            rounds.currentRound(),
            rounds.lastInitializedRound(),
            rounds.blockHashForRound(creationRound),
            registry.getServiceURI(ORCHESTRATOR)
        );
    }

    function upgradeManagers() private {
        register(keccak256("BondingManagerTarget"), address(new NextBondingManager(address(controller))));
        register(keccak256("TicketBrokerTarget"), address(new NextTicketBroker(address(controller))));
        register(keccak256("RoundsManagerTarget"), address(new NextRoundsManager(address(controller))));
        register(keccak256("ServiceRegistryTarget"), address(new NextServiceRegistry(address(controller))));
        vm.assertEq(NextBondingManager(address(bonding)).version(), 2);
        vm.assertEq(NextTicketBroker(address(broker)).version(), 2);
        vm.assertEq(NextRoundsManager(address(rounds)).version(), 2);
        vm.assertEq(NextServiceRegistry(address(registry)).version(), 2);
    }

    function migrateMinter() private {
        Minter next = new Minter(address(controller), INFLATION, 0, 500_000_000);
        token.grantRole(token.MINTER_ROLE(), address(next));
        uint256 eth = address(minter).balance;
        uint256 lpt = token.balanceOf(address(minter));
        controller.pause();
        minter.migrateToNewMinter(address(next));
        register(MINTER, address(next));
        controller.unpause();
        vm.assertEq(address(next).balance, eth);
        vm.assertEq(token.balanceOf(address(next)), lpt);
        minter = next;
    }

    function test_upgradeOfAll_losesNothing() public {
        bytes memory before = state();
        upgradeManagers();
        vm.assertEq(keccak256(state()), keccak256(before));
        migrateMinter();
        vm.assertEq(keccak256(state()), keccak256(before));
        goOn();
    }

    /// The same without an upgrade: what goes on afterwards does not depend on it.
    function test_withoutUpgrade_goesOnTheSame() public {
        goOn();
    }

    /// All that was alive comes to its end.
    function goOn() private {
        // The ticket that was out pays the stakes of its round, half of it to delegators.
        nextRound();
        reward(ORCHESTRATOR);
        uint256 fees = feesOf(ALICE);
        broker.redeemWinningTicket(ticket, sig, 2);
        vm.assertTrue(feesOf(ALICE) > fees, "no fees of the ticket");
        vm.assertTrue(broker.usedTickets(broker.getTicketHash(ticket)), "not used");

        for (uint256 i = 0; i < UNBONDING_PERIOD; i++) {
            nextRound();
        }
        vm.prank(ALICE);
        bonding.withdrawStake(0);
        vm.assertEq(token.balanceOf(ALICE), 100 * LPT);
        (uint256 rewardCut, uint256 feeShare) = cuts(ORCHESTRATOR);
        vm.assertEq(rewardCut, 900_000);
        vm.assertEq(feeShare, 0);

        fees = feesOf(ALICE);
        vm.prank(ALICE);
        bonding.withdrawFees(payable(ALICE), fees);
        vm.assertEq(ALICE.balance, fees);

        uint256 left = 88 ether;
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(sender);
        vm.prank(sender);
        broker.withdraw();
        vm.assertEq(sender.balance, left + info.deposit + reserve.fundsRemaining);

        vm.prank(BOB);
        bonding.unbond(50 * LPT);
        vm.assertTrue(stakeOf(BOB) > 0, "no rewards");
        uint256 owed = feesOf(ORCHESTRATOR) + feesOf(BOB);
        vm.assertTrue(address(minter).balance >= owed && address(minter).balance - owed < 10, "ETH of the minter");
    }

    function redeem(uint256 rand, uint256 value) private {
        ITicketBroker.Ticket memory t = makeTicket(rand, value);
        broker.redeemWinningTicket(t, sign(t), rand);
    }

    function makeTicket(uint256 rand, uint256 value) private view returns (ITicketBroker.Ticket memory) {
        return ITicketBroker.Ticket({
            recipient: ORCHESTRATOR,
            sender: sender,
            faceValue: value,
            winProb: type(uint256).max,
            senderNonce: rand,
            recipientRandHash: keccak256(abi.encode(rand)),
            auxData: abi.encode(creationRound, rounds.blockHashForRound(creationRound))
        });
    }

    function sign(ITicketBroker.Ticket memory t) private view returns (bytes memory) {
        bytes32 hash = broker.getTicketHash(t);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)));
        return abi.encodePacked(r, s, v);
    }
}
