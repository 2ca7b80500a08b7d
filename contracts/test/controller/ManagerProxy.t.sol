// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Controller} from "../../src/controller/Controller.sol";
import {IManager} from "../../src/controller/IManager.sol";
import {Manager} from "../../src/controller/Manager.sol";
import {ManagerProxy} from "../../src/controller/ManagerProxy.sol";
import {Test} from "../helpers/Test.sol";

contract CounterV1 is Manager {
    uint256 public count;

    error Refused(uint256 count);

    constructor(address controller_) Manager(controller_) {}

    receive() external payable {}

    function add(uint256 n) external payable returns (uint256) {
        count += n;
        return count;
    }

    function refuse() external view {
        revert Refused(count);
    }
}

contract CounterV2 is CounterV1 {
    constructor(address controller_) CounterV1(controller_) {}

    function double() external {
        count *= 2;
    }
}

contract ManagerProxyTest is Test {
    Controller private controller = new Controller();
    CounterV2 private counter;

    function setUp() public {
        controller.setContractInfo("CounterTarget", address(new CounterV1(address(controller))), "");
        counter = CounterV2(payable(new ManagerProxy(address(controller), "CounterTarget")));
        controller.setContractInfo("Counter", address(counter), "");
    }

    function test_call_reachesTheTarget() public {
        vm.assertEq(counter.add{value: 3}(5), 5);
        vm.assertEq(counter.count(), 5);
        vm.assertEq(address(counter).balance, 3);
        vm.assertEq(counter.targetContractId(), "CounterTarget");
        vm.assertEq(address(counter.controller()), address(controller));
        CounterV1 target = CounterV1(payable(controller.getContract("CounterTarget")));
        vm.assertEq(target.count(), 0);
    }

    function test_plainEther_reachesTheTarget() public {
        vm.deal(address(this), 1 ether);
        (bool ok,) = address(counter).call{value: 1 ether}("");
        vm.assertTrue(ok);
        vm.assertEq(address(counter).balance, 1 ether);
    }

    function test_error_comesThrough() public {
        counter.add(7);
        vm.expectRevert(abi.encodeWithSelector(CounterV1.Refused.selector, 7));
        counter.refuse();
    }

    function test_upgrade_keepsTheState() public {
        counter.add(21);
        controller.setContractInfo("CounterTarget", address(new CounterV2(address(controller))), "");
        counter.double();
        vm.assertEq(counter.count(), 42);
    }

    function test_noTarget_isAnError() public {
        controller.setContractInfo("CounterTarget", address(0), "");
        vm.expectRevert(abi.encodeWithSelector(ManagerProxy.NoTarget.selector, address(0)));
        counter.count();
        controller.setContractInfo("CounterTarget", ALICE, "");
        vm.expectRevert(abi.encodeWithSelector(ManagerProxy.NoTarget.selector, ALICE));
        counter.count();
    }

    function test_updateController_movesTheProxy() public {
        counter.add(1);
        Controller next = new Controller();
        next.setContractInfo("CounterTarget", address(new CounterV2(address(next))), "");
        controller.updateController("Counter", address(next));
        counter.double();
        vm.assertEq(counter.count(), 2);
        vm.expectRevert(abi.encodeWithSelector(IManager.OnlyController.selector, STRANGER));
        vm.prank(STRANGER);
        counter.setController(STRANGER);
    }
}
