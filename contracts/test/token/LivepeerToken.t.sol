// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {ILivepeerToken} from "../../src/token/ILivepeerToken.sol";
import {LivepeerToken} from "../../src/token/LivepeerToken.sol";
import {Test} from "../helpers/Test.sol";

contract LivepeerTokenTest is Test {
    bytes32 private constant PERMIT = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    LivepeerToken private token = new LivepeerToken();

    function setUp() public {
        token.grantRole(token.MINTER_ROLE(), address(this));
        token.mint(ALICE, 100 ether);
    }

    function test_mint_isForMinters() public {
        vm.expectEmit(address(token));
        emit ILivepeerToken.Mint(BOB, 5);
        token.mint(BOB, 5);
        vm.assertEq(token.balanceOf(BOB), 5);
        bytes32 role = token.MINTER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, STRANGER, role));
        vm.prank(STRANGER);
        token.mint(STRANGER, 1);
    }

    function test_burn_andBurnFrom() public {
        vm.expectEmit(address(token));
        emit ILivepeerToken.Burn(ALICE, 30 ether);
        vm.startPrank(ALICE);
        token.burn(30 ether);
        token.approve(BOB, 20 ether);
        vm.stopPrank();
        vm.prank(BOB);
        token.burnFrom(ALICE, 15 ether);
        vm.assertEq(token.balanceOf(ALICE), 55 ether);
        vm.assertEq(token.totalSupply(), 55 ether);
        vm.assertEq(token.allowance(ALICE, BOB), 5 ether);
    }

    function test_allowance_upAndDown() public {
        vm.startPrank(ALICE);
        token.increaseAllowance(BOB, 7);
        token.increaseAllowance(BOB, 3);
        vm.assertEq(token.allowance(ALICE, BOB), 10);
        token.decreaseAllowance(BOB, 4);
        vm.assertEq(token.allowance(ALICE, BOB), 6);
        vm.expectRevert(abi.encodeWithSelector(ILivepeerToken.AllowanceBelowZero.selector, BOB, 6, 7));
        token.decreaseAllowance(BOB, 7);
    }

    /// EIP-2612, with the hashes made here.
    function test_permit_isASignedApproval() public {
        address owner = vm.addr(1);
        bytes32 content = keccak256(abi.encode(PERMIT, owner, BOB, 9 ether, token.nonces(owner), block.timestamp));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content)));
        token.permit(owner, BOB, 9 ether, block.timestamp, v, r, s);
        vm.assertEq(token.allowance(owner, BOB), 9 ether);
        vm.assertEq(token.nonces(owner), 1);
    }
}
