// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPoll} from "../../src/governance/IPoll.sol";
import {IPollCreator} from "../../src/governance/IPollCreator.sol";
import {Poll} from "../../src/governance/Poll.sol";
import {PollCreator} from "../../src/governance/PollCreator.sol";
import {BrokerTest} from "../broker/BrokerTest.sol";

contract PollsTest is BrokerTest {
    uint256 private constant PERIOD = 57_600;

    PollCreator private creator;

    function setUp() public {
        deploy();
        creator = new PollCreator(address(bonding), PERIOD);
        bonding.setStake(ALICE, 100 ether);
        bonding.setStake(BOB, 100 ether - 1);
    }

    function test_constants() public view {
        vm.assertEq(creator.bondingManager(), address(bonding));
        vm.assertEq(creator.QUORUM(), 333_300);
        vm.assertEq(creator.QUOTA(), 500_000);
        vm.assertEq(creator.POLL_PERIOD(), PERIOD);
        vm.assertEq(creator.POLL_CREATION_COST(), 100 ether);
    }

    function test_createPoll_startsAPoll() public {
        uint256 end = block.number + PERIOD;
        Poll expected = Poll(vm.computeCreateAddress(address(creator), 1));
        vm.expectEmit(address(creator));
        emit IPollCreator.PollCreated(address(expected), "QmProposal", end, 333_300, 500_000);
        vm.prank(ALICE);
        creator.createPoll("QmProposal");
        vm.assertEq(expected.endBlock(), end);
    }

    function test_createPoll_needsStake() public {
        vm.expectRevert(abi.encodeWithSelector(IPollCreator.InsufficientStake.selector, 100 ether - 1, 100 ether));
        vm.prank(BOB);
        creator.createPoll("QmProposal");
    }

    function test_vote_untilTheEnd() public {
        Poll poll = new Poll(block.number + 5);
        vm.roll(block.number + 5);
        for (uint256 choice = 0; choice < 2; choice++) {
            vm.expectEmit(address(poll));
            emit IPoll.Vote(STRANGER, choice);
            vm.prank(STRANGER);
            poll.vote(choice);
        }
        vm.expectRevert(abi.encodeWithSelector(IPoll.InvalidChoice.selector, 2));
        poll.vote(2);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IPoll.PollIsOver.selector, block.number - 1));
        poll.vote(0);
    }

    function test_destroy_afterTheEnd() public {
        Poll poll = new Poll(block.number + 5);
        vm.roll(block.number + 5);
        vm.expectRevert(abi.encodeWithSelector(IPoll.PollIsNotOver.selector, block.number));
        poll.destroy();
        vm.roll(block.number + 1);
        vm.expectEmit(address(poll));
        emit IPoll.Destroyed();
        poll.destroy();
        vm.assertTrue(address(poll).code.length > 0);
    }
}
