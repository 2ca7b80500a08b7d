// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILivepeerTokenFaucet} from "../../src/token/ILivepeerTokenFaucet.sol";
import {LivepeerToken} from "../../src/token/LivepeerToken.sol";
import {LivepeerTokenFaucet} from "../../src/token/LivepeerTokenFaucet.sol";
import {Test} from "../helpers/Test.sol";

contract LivepeerTokenFaucetTest is Test {
    LivepeerToken private token = new LivepeerToken();
    LivepeerTokenFaucet private faucet = new LivepeerTokenFaucet(token, 10 ether, 2);

    function setUp() public {
        vm.warp(1_000_000);
        token.grantRole(token.MINTER_ROLE(), address(this));
        token.mint(address(faucet), 100 ether);
    }

    function test_request_onceInItsTime() public {
        vm.startPrank(ALICE);
        vm.expectEmit(address(faucet));
        emit ILivepeerTokenFaucet.Request(ALICE, 10 ether);
        faucet.request();
        vm.assertEq(token.balanceOf(ALICE), 10 ether);
        uint256 next = block.timestamp + 2 hours;
        vm.assertEq(faucet.nextValidRequest(ALICE), next);
        vm.warp(next - 1);
        vm.expectRevert(abi.encodeWithSelector(ILivepeerTokenFaucet.TooSoon.selector, next));
        faucet.request();
        vm.warp(next);
        faucet.request();
        vm.assertEq(token.balanceOf(ALICE), 20 ether);
    }

    function test_whitelisted_needNotWait() public {
        faucet.addToWhitelist(ALICE);
        vm.startPrank(ALICE);
        faucet.request();
        faucet.request();
        vm.assertEq(token.balanceOf(ALICE), 20 ether);
        vm.stopPrank();
        faucet.removeFromWhitelist(ALICE);
        vm.prank(ALICE);
        faucet.request();
        vm.expectRevert(abi.encodeWithSelector(ILivepeerTokenFaucet.TooSoon.selector, block.timestamp + 2 hours));
        vm.prank(ALICE);
        faucet.request();
        vm.startPrank(STRANGER);
        expectNotOwner(STRANGER);
        faucet.addToWhitelist(STRANGER);
        expectNotOwner(STRANGER);
        faucet.removeFromWhitelist(ALICE);
    }
}
