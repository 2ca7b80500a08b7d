// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BONDING_MANAGER, MINTER, TICKET_BROKER} from "../../src/controller/ContractIds.sol";
import {Controller} from "../../src/controller/Controller.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {ManagerProxy} from "../../src/controller/ManagerProxy.sol";
import {IRoundListener, IRoundsManager} from "../../src/rounds/IRoundsManager.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";
import {Test} from "../helpers/Test.sol";

contract Listener is IRoundListener {
    uint256 public stakes;
    uint256 public rewards;
    uint256 public round;
    uint256 public end;
    bytes32 public hash;

    function setCurrentRoundTotalActiveStake() external {
        stakes++;
    }

    function setCurrentRewardTokens() external {
        rewards++;
    }

    function setCurrentRound(uint256 round_, uint256 end_, bytes32 hash_) external {
        (round, end, hash) = (round_, end_, hash_);
    }
}

contract RoundsManagerTest is Test {
    uint256 private constant LENGTH = 50;

    Controller private controller = new Controller();
    RoundsManager private rounds;
    Listener private bonding = new Listener();
    Listener private minter = new Listener();
    Listener private broker = new Listener();

    function setUp() public {
        vm.roll(1230);
        controller.setContractInfo("RoundsManagerTarget", address(new RoundsManager(address(controller))), "");
        rounds = RoundsManager(payable(new ManagerProxy(address(controller), "RoundsManagerTarget")));
        controller.setContractInfo(BONDING_MANAGER, address(bonding), "");
        controller.setContractInfo(MINTER, address(minter), "");
        controller.setContractInfo(TICKET_BROKER, address(broker), "");
        rounds.setRoundLength(LENGTH);
        rounds.setRoundLockAmount(100_000);
    }

    function test_rounds_countFromBlockZero() public view {
        vm.assertEq(rounds.currentRound(), 24);
        vm.assertEq(rounds.currentRoundStartBlock(), 1200);
        vm.assertEq(rounds.roundLength(), LENGTH);
        vm.assertEq(rounds.roundLockAmount(), 100_000);
        vm.assertEq(rounds.lastRoundLengthUpdateRound(), 24);
        vm.assertEq(rounds.lastRoundLengthUpdateStartBlock(), 1200);
        vm.assertEq(rounds.blockNum(), 1230);
    }

    function test_initializeRound_once() public {
        vm.assertFalse(rounds.currentRoundInitialized());
        vm.setBlockhash(1229, "hash");
        vm.expectEmit(address(rounds));
        emit IRoundsManager.NewRound(24, "hash");
        vm.prank(STRANGER);
        rounds.initializeRound();
        vm.assertTrue(rounds.currentRoundInitialized());
        vm.assertEq(rounds.lastInitializedRound(), 24);
        vm.assertEq(rounds.blockHashForRound(24), "hash");
        vm.assertEq(bonding.stakes(), 1);
        vm.assertEq(minter.rewards(), 1);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.RoundAlreadyInitialized.selector, 24));
        rounds.initializeRound();

        vm.roll(1350);
        vm.assertFalse(rounds.currentRoundInitialized());
        rounds.initializeRound();
        vm.assertEq(rounds.lastInitializedRound(), 27);
        vm.assertEq(rounds.blockHashForRound(26), bytes32(0));
    }

    /// The broker knows the end of the present round at any time, and of none that is not initialized.
    function test_broker_isToldOfTheRound() public {
        rounds.setRoundLength(LENGTH);
        vm.assertEq(broker.round(), 0);
        vm.setBlockhash(1229, "hash");
        rounds.initializeRound();
        requireTold(24, 1250);
        rounds.setRoundLength(80);
        requireTold(24, 1280);
        rounds.setRoundLength(40);
        requireTold(24, 1240);
        // Shortened so that it is over.
        rounds.setRoundLength(20);
        requireTold(24, 1220);
        rounds.setRoundLength(60);
        vm.assertEq(rounds.currentRound(), 25);
        requireTold(24, 1220);
    }

    function requireTold(uint256 round, uint256 end) private view {
        vm.assertEq(broker.round(), round);
        vm.assertEq(broker.end(), end);
        vm.assertEq(broker.hash(), "hash");
        vm.assertTrue(rounds.currentRoundInitialized() == (block.number < end), "initialized");
    }

    function test_initializeRound_notInAPause() public {
        controller.pause();
        vm.expectRevert(abi.encodeWithSelector(IManager.SystemPaused.selector));
        rounds.initializeRound();
    }

    function test_roundZero_countsAsInitialized() public {
        vm.roll(3);
        RoundsManager early = new RoundsManager(address(controller));
        early.setRoundLength(LENGTH);
        vm.assertTrue(early.currentRoundInitialized());
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.RoundAlreadyInitialized.selector, 0));
        early.initializeRound();
    }

    function test_currentRoundLocked_inTheLastTenth() public {
        vm.roll(1244);
        vm.assertFalse(rounds.currentRoundLocked());
        vm.roll(1245);
        vm.assertTrue(rounds.currentRoundLocked());
        vm.roll(1250);
        vm.assertFalse(rounds.currentRoundLocked());
    }

    function test_blockHash_ofThoseThatAreKnown() public {
        vm.setBlockhash(1000, "old");
        vm.assertEq(rounds.blockHash(1000), "old");
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.NoBlockHash.selector, 1230));
        rounds.blockHash(1230);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.NoBlockHash.selector, 973));
        rounds.blockHash(973);
    }

    function test_setters_areTheOwners_andBounded() public {
        vm.startPrank(STRANGER);
        bytes memory notOwner = abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER);
        vm.expectRevert(notOwner);
        rounds.setRoundLength(1);
        vm.expectRevert(notOwner);
        rounds.setRoundLockAmount(1);
        vm.expectRevert(notOwner);
        rounds.setLIPUpgradeRound(1, 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.InvalidRoundLength.selector, 0));
        rounds.setRoundLength(0);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.InvalidParts.selector, 1_000_001));
        rounds.setRoundLockAmount(1_000_001);
    }

    function test_setLIPUpgradeRound_once() public {
        vm.expectEmit(address(rounds));
        emit IManager.ParameterUpdate("lipUpgradeRound");
        rounds.setLIPUpgradeRound(36, 30);
        vm.assertEq(rounds.lipUpgradeRound(36), 30);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.LIPUpgradeRoundIsSet.selector, 36, 30));
        rounds.setLIPUpgradeRound(36, 31);
    }

    /// A change of the length moves neither the present round nor its start, and rounds never run backwards.
    function test_fuzz_setRoundLength_keepsTheRound(uint256[4] memory lengths, uint256[4] memory steps) public {
        for (uint256 i = 0; i < lengths.length; i++) {
            uint256 length = bound(lengths[i], 1, type(uint32).max);
            uint256 round = rounds.currentRound();
            uint256 start = rounds.currentRoundStartBlock();
            rounds.setRoundLength(length);
            vm.assertTrue(rounds.currentRound() >= round, "backwards");
            if (block.number - start < length) {
                vm.assertEq(rounds.currentRound(), round);
                vm.assertEq(rounds.currentRoundStartBlock(), start);
            }
            vm.roll(block.number + bound(steps[i], 0, 1e9));
            uint256 expected = round + (block.number - start) / length;
            vm.assertEq(rounds.currentRound(), expected);
            vm.assertEq(rounds.currentRoundStartBlock(), start + (expected - round) * length);
        }
    }
}
