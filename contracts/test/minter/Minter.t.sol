// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {BONDING_MANAGER, L2_LPT_DATA_CACHE, MINTER, ROUNDS_MANAGER} from "../../src/controller/ContractIds.sol";
import {Controller} from "../../src/controller/Controller.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {IL2LPTDataCache, IMinter} from "../../src/minter/IMinter.sol";
import {Minter} from "../../src/minter/Minter.sol";
import {BrokerTest} from "../broker/BrokerTest.sol";

contract DataCache is IL2LPTDataCache {
    uint256 public constant l1CirculatingSupply = 9_000_000 ether;
}

/// @notice A supply of 1,000,000 LPT, of which each test bonds what it wants; inflation of 100,000 parts, which moves by 100.
contract MinterTest is BrokerTest {
    uint256 private constant SUPPLY = 1_000_000 ether;
    uint256 private constant INFLATION = 100_000;
    uint256 private constant CHANGE = 100;

    function setUp() public {
        deploy();
        token.mint(address(this), SUPPLY);
        bonding.setBonded(SUPPLY / 2);
        // With the first initialized round, of no supply, it has gone up.
        minter.setInflationChange(0);
    }

    // --- inflation

    function test_inflation_movesTowardTheTarget() public {
        minter.setInflationChange(CHANGE);
        uint256 before = minter.inflation();
        vm.assertEq(before, INFLATION + CHANGE);
        nextRound();
        vm.assertEq(minter.inflation(), before);
        bonding.setBonded(SUPPLY / 2 - 1 ether);
        nextRound();
        vm.assertEq(minter.inflation(), before + CHANGE);
        bonding.setBonded(SUPPLY * 6 / 10);
        nextRound();
        nextRound();
        vm.assertEq(minter.inflation(), before - CHANGE);
        // The rounds in between, which nobody has initialized, do not count.
        vm.roll(block.number + 5 * ROUND_LENGTH);
        nextRound();
        vm.assertEq(minter.inflation(), before - 2 * CHANGE);
    }

    function test_inflation_staysBetweenNothingAndAll() public {
        minter.setInflationChange(1_000_000_000);
        bonding.setBonded(SUPPLY);
        nextRound();
        vm.assertEq(minter.inflation(), 0);
        vm.assertEq(minter.currentMintableTokens(), 0);
        bonding.setBonded(0);
        nextRound();
        nextRound();
        vm.assertEq(minter.inflation(), 1_000_000_000);
        vm.assertEq(minter.currentMintableTokens(), SUPPLY);
    }

    function test_setCurrentRewardTokens_isAPartOfTheSupply() public {
        uint256 inflation = minter.inflation();
        vm.expectEmit(address(minter));
        emit IMinter.SetCurrentRewardTokens(SUPPLY * inflation / 1e9, inflation);
        nextRound();
        vm.assertEq(minter.currentMintableTokens(), SUPPLY * inflation / 1e9);
        vm.assertEq(minter.currentMintedTokens(), 0);
        vm.assertEq(minter.getGlobalTotalSupply(), SUPPLY);

        register(L2_LPT_DATA_CACHE, address(new DataCache()));
        nextRound();
        vm.assertEq(minter.getGlobalTotalSupply(), 10 * SUPPLY);
        vm.assertEq(minter.currentMintableTokens(), 10 * SUPPLY * inflation / 1e9);
        // Of the tenfold supply a twentieth is bonded.
        minter.setInflationChange(CHANGE);
        nextRound();
        vm.assertEq(minter.inflation(), inflation + CHANGE);
    }

    function test_createReward_isAShare() public {
        nextRound();
        uint256 mintable = minter.currentMintableTokens();
        vm.startPrank(address(bonding));
        vm.assertEq(minter.createReward(1, 4), mintable / 4);
        vm.assertEq(minter.createReward(0, 4), 0);
        vm.assertEq(minter.createReward(2, 3), mintable * 2 / 3);
        vm.assertEq(token.balanceOf(address(minter)), mintable / 4 + mintable * 2 / 3);
        vm.assertEq(minter.currentMintedTokens(), mintable / 4 + mintable * 2 / 3);
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidFraction.selector, 0, 0));
        minter.createReward(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidFraction.selector, 4, 3));
        minter.createReward(4, 3);
    }

    /// Whatever parts are asked for, also when they are more than a whole: a round mints what it may, and no wei more.
    function test_fuzz_createReward_mintsNoMoreThanTheRoundMay(uint128[12] memory parts, uint128[12] memory wholes) public {
        nextRound();
        uint256 minted = 0;
        uint256 mintable = minter.currentMintableTokens();
        vm.startPrank(address(bonding));
        for (uint256 i = 0; i < parts.length; i++) {
            uint256 whole = bound(wholes[i], 1, type(uint128).max - 1);
            uint256 part = bound(parts[i], 0, whole);
            uint256 amount = minter.createReward(part, whole);
            uint256 left = mintable - minted;
            uint256 due = mintable * part / whole;
            vm.assertEq(amount, due < left ? due : left);
            minted += amount;
        }
        vm.assertTrue(minted <= mintable, "minted");
        vm.assertEq(minter.currentMintedTokens(), minted);
        vm.assertEq(token.totalSupply(), SUPPLY + minted);
    }

    // --- what is held

    function test_tokens_areMovedByTheBondingManager() public {
        token.transfer(address(minter), 10 ether);
        vm.startPrank(address(bonding));
        minter.trustedTransferTokens(ALICE, 4 ether);
        minter.trustedBurnTokens(1 ether);
        vm.assertEq(token.balanceOf(ALICE), 4 ether);
        vm.assertEq(token.balanceOf(address(minter)), 5 ether);
        vm.assertEq(token.totalSupply(), SUPPLY - 1 ether);
    }

    function test_eth_isMovedByBoth() public {
        vm.deal(address(broker), 5 ether);
        vm.prank(address(broker));
        vm.assertTrue(minter.depositETH{value: 5 ether}());
        vm.prank(address(bonding));
        minter.trustedWithdrawETH(payable(ALICE), 2 ether);
        vm.prank(address(broker));
        minter.trustedWithdrawETH(payable(BOB), 1 ether);
        vm.assertEq(ALICE.balance, 2 ether);
        vm.assertEq(BOB.balance, 1 ether);
        vm.assertEq(address(minter).balance, 2 ether);
        vm.expectRevert(abi.encodeWithSelector(IMinter.EthTransferFailed.selector, ALICE, 3 ether));
        vm.prank(address(broker));
        minter.trustedWithdrawETH(payable(ALICE), 3 ether);
        vm.expectRevert(abi.encodeWithSelector(IMinter.EthTransferFailed.selector, address(token), 1 ether));
        vm.prank(address(bonding));
        minter.trustedWithdrawETH(payable(address(token)), 1 ether);
    }

    function test_eth_isNotTakenByAccident() public {
        vm.deal(address(this), 1 ether);
        (bool ok,) = address(minter).call{value: 1 ether}("");
        vm.assertFalse(ok);
    }

    function test_everything_isOthersToCall() public {
        bytes memory notBonding = abi.encodeWithSelector(IManager.OnlyContract.selector, BONDING_MANAGER, STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(notBonding);
        minter.createReward(1, 1);
        vm.expectRevert(notBonding);
        minter.trustedTransferTokens(STRANGER, 1);
        vm.expectRevert(notBonding);
        minter.trustedBurnTokens(1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.NotAllowed.selector, STRANGER));
        minter.trustedWithdrawETH(payable(STRANGER), 1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.NotAllowed.selector, STRANGER));
        minter.depositETH();
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyContract.selector, ROUNDS_MANAGER, STRANGER));
        minter.setCurrentRewardTokens();
        bytes memory notOwner = abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER);
        vm.expectRevert(notOwner);
        minter.migrateToNewMinter(STRANGER);
        vm.expectRevert(notOwner);
        minter.setInflationChange(0);
        vm.expectRevert(notOwner);
        minter.setTargetBondingRate(0);
    }

    // --- the owner

    function test_parameters_areParts() public {
        vm.expectEmit(address(minter));
        emit IManager.ParameterUpdate("inflationChange");
        minter.setInflationChange(7);
        vm.expectEmit(address(minter));
        emit IManager.ParameterUpdate("targetBondingRate");
        minter.setTargetBondingRate(1_000_000_000);
        vm.assertEq(minter.inflationChange(), 7);
        vm.assertEq(minter.targetBondingRate(), 1_000_000_000);
        vm.assertEq(address(minter.getController()), address(controller));
        bytes memory tooMuch = abi.encodeWithSelector(IMinter.InvalidParts.selector, 1_000_000_001);
        vm.expectRevert(tooMuch);
        minter.setInflationChange(1_000_000_001);
        vm.expectRevert(tooMuch);
        minter.setTargetBondingRate(1_000_000_001);
        vm.expectRevert(tooMuch);
        new Minter(address(controller), 1_000_000_001, 0, 0);
    }

    /// All of it moves, the protocol goes on with the new one, and the old one can mint no more.
    function test_migrate_movesAll() public {
        fund(3 ether, 4 ether);
        token.transfer(address(minter), 10 ether);
        nextRound();
        Minter next = new Minter(address(controller), INFLATION, 0, 0);
        token.grantRole(token.MINTER_ROLE(), address(next));
        controller.pause();
        minter.migrateToNewMinter(address(next));
        register(MINTER, address(next));
        controller.unpause();
        vm.assertEq(address(next).balance, 7 ether);
        vm.assertEq(token.balanceOf(address(next)), 10 ether);
        vm.assertEq(address(minter).balance, 0);
        vm.assertEq(token.balanceOf(address(minter)), 0);
        vm.assertFalse(token.hasRole(token.MINTER_ROLE(), address(minter)));

        fund(1 ether, 0);
        vm.assertEq(address(next).balance, 8 ether);
        vm.prank(SENDER);
        broker.unlock();
        for (uint256 i = 0; i < UNLOCK_PERIOD; i++) {
            nextRound();
        }
        vm.prank(SENDER);
        broker.withdraw();
        vm.assertEq(address(next).balance, 0);
        vm.prank(address(bonding));
        vm.assertEq(next.createReward(1, 1), SUPPLY * INFLATION / 1e9);
        bytes32 role = token.MINTER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, address(minter), role));
        vm.prank(address(bonding));
        minter.createReward(1, 1);
    }

    function test_migrate_refuses() public {
        Minter next = new Minter(address(controller), INFLATION, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IMinter.SystemNotPaused.selector));
        minter.migrateToNewMinter(address(next));
        controller.pause();
        expectInvalidMinter(address(minter));
        expectInvalidMinter(address(0));
        expectInvalidMinter(ALICE);
        expectInvalidMinter(address(new Minter(address(new Controller()), 0, 0, 0)));
        // It may not mint.
        expectInvalidMinter(address(next));
    }

    function expectInvalidMinter(address other) private {
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidMinter.selector, other));
        minter.migrateToNewMinter(other);
    }
}
