// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Controller} from "../../src/controller/Controller.sol";
import {IController} from "../../src/controller/IController.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Manager} from "../../src/controller/Manager.sol";
import {Test} from "../helpers/Test.sol";

contract Thing is Manager {
    constructor(address controller_) Manager(controller_) {}

    function byOwner() external onlyControllerOwner {}

    function byRegistered() external onlyContract("it") {}

    function unpaused() external view whenSystemNotPaused returns (uint256) {
        return 1;
    }
}

contract ControllerTest is Test {
    Controller private controller = new Controller();
    Thing private thing = new Thing(address(controller));

    function test_setContractInfo_isRead() public {
        vm.expectEmit(address(controller));
        emit IController.SetContractInfo("x", ALICE, "commit");
        controller.setContractInfo("x", ALICE, "commit");
        (address found, bytes20 commit) = controller.getContractInfo("x");
        vm.assertEq(found, ALICE);
        vm.assertEq(bytes32(commit), bytes32(bytes20("commit")));
        vm.assertEq(controller.getContract("x"), ALICE);
        vm.assertEq(controller.getContract("y"), address(0));
    }

    function test_everythingElse_isTheOwners() public {
        vm.startPrank(STRANGER);
        expectNotOwner(STRANGER);
        controller.setContractInfo("x", ALICE, "");
        expectNotOwner(STRANGER);
        controller.updateController("x", ALICE);
        expectNotOwner(STRANGER);
        controller.pause();
        expectNotOwner(STRANGER);
        controller.unpause();
        expectNotOwner(STRANGER);
        controller.transferOwnership(STRANGER);
    }

    function test_pause_andUnpause() public {
        vm.expectRevert(abi.encodeWithSelector(IController.NotPaused.selector));
        controller.unpause();
        vm.expectEmit(address(controller));
        emit IController.Pause();
        controller.pause();
        vm.assertTrue(controller.paused());
        vm.expectRevert(abi.encodeWithSelector(IController.AlreadyPaused.selector));
        controller.pause();
        vm.expectRevert(abi.encodeWithSelector(IManager.SystemPaused.selector));
        thing.unpaused();
        vm.expectEmit(address(controller));
        emit IController.Unpause();
        controller.unpause();
        vm.assertFalse(controller.paused());
        vm.assertEq(thing.unpaused(), 1);
    }

    function test_updateController_handsOver() public {
        Controller next = new Controller();
        controller.setContractInfo("thing", address(thing), "");
        vm.expectEmit(address(thing));
        emit IManager.SetController(address(next));
        controller.updateController("thing", address(next));
        vm.assertEq(address(thing.controller()), address(next));
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyController.selector, address(controller)));
        controller.updateController("thing", address(controller));
    }

    function test_manager_knowsOwnerAndContracts() public {
        thing.byOwner();
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyControllerOwner.selector, STRANGER));
        vm.prank(STRANGER);
        thing.byOwner();
        controller.transferOwnership(BOB);
        vm.prank(BOB);
        thing.byOwner();

        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyContract.selector, bytes32("it"), ALICE));
        vm.prank(ALICE);
        thing.byRegistered();
        vm.prank(BOB);
        controller.setContractInfo("it", ALICE, "");
        vm.prank(ALICE);
        thing.byRegistered();
        vm.assertEq(thing.targetContractId(), bytes32(0));
    }
}
