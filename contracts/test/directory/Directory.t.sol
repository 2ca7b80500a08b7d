// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Directory} from "../../src/directory/Directory.sol";
import {IDirectory} from "../../src/directory/IDirectory.sol";
import {IServiceRegistry} from "../../src/registry/IServiceRegistry.sol";
import {Protocol} from "../helpers/Protocol.sol";

contract DirectoryTest is Protocol {
    Directory private directory;

    function setUp() public {
        deploy();
        directory = new Directory(controller);
        bonding.setNumActiveTranscoders(10);
        for (uint160 i = 1; i <= 7; i++) {
            bond(address(i + 0x100), (1000 - i) * LPT, address(i + 0x100));
        }
    }

    function test_page_joinsPoolAndRegistry() public {
        address first = address(0x101);
        bytes32[] memory regions = new bytes32[](1);
        regions[0] = "eu-west";
        IServiceRegistry.Service[] memory services = new IServiceRegistry.Service[](1);
        services[0] = IServiceRegistry.Service(keccak256("CPUTranscoding"), address(0xFE));
        vm.startPrank(first);
        bonding.transcoder(100_000, 250_000);
        registry.setEntry("https://one:8935", services, regions);
        vm.stopPrank();

        (IDirectory.Listing[] memory listings, address next) = directory.page(address(0), 3);
        vm.assertEq(listings.length, 3);
        vm.assertEq(next, address(0x104));
        vm.assertEq(listings[0].entry.owner, first);
        vm.assertEq(listings[0].entry.serviceURI, "https://one:8935");
        vm.assertEq(listings[0].entry.services[0].verifier, address(0xFE));
        vm.assertEq(listings[0].entry.regions[0], "eu-west");
        vm.assertEq(listings[0].stake, 999 * LPT);
        vm.assertEq(listings[0].rewardCut, 100_000);
        vm.assertEq(listings[0].feeShare, 250_000);
        vm.assertFalse(listings[0].active);
        vm.assertEq(listings[0].activationRound, rounds.currentRound() + 1);
        nextRound();
        reward(first);
        vm.assertTrue(directory.listing(first).active);
        vm.assertEq(directory.listing(first).lastRewardRound, rounds.currentRound());
        vm.assertEq(directory.listing(first).announcedRound, 0);
    }

    function test_listing_hasAnnouncedCuts() public {
        address first = address(0x101);
        bond(ALICE, 10 * LPT, first);
        vm.prank(first);
        bonding.transcoder(100_000, 0);
        IDirectory.Listing memory listing = directory.listing(first);
        vm.assertEq(listing.rewardCut, 0);
        vm.assertEq(listing.announcedRewardCut, 100_000);
        vm.assertEq(listing.announcedFeeShare, 0);
        vm.assertEq(listing.announcedRound, rounds.currentRound() + 1 + NOTICE_PERIOD);
    }

    function test_pages_coverThePool() public view {
        uint256 count = 0;
        uint256 last = type(uint256).max;
        address next = address(0);
        do {
            IDirectory.Listing[] memory listings;
            (listings, next) = directory.page(next, 3);
            for (uint256 i = 0; i < listings.length; i++) {
                vm.assertTrue(listings[i].stake <= last, "not in order");
                last = listings[i].stake;
            }
            count += listings.length;
        } while (next != address(0));
        vm.assertEq(count, 7);
    }

    function test_listing_ofAnybody() public view {
        IDirectory.Listing memory listing = directory.listing(STRANGER);
        vm.assertEq(listing.stake, 0);
        vm.assertEq(listing.entry.owner, STRANGER);
        vm.assertFalse(listing.active);
    }

    function test_emptyPool_isOneEmptyPage() public {
        bonding.setMinimumStake(2000 * LPT);
        (IDirectory.Listing[] memory listings, address next) = directory.page(address(0), 3);
        vm.assertEq(listings.length, 0);
        vm.assertEq(next, address(0));
    }
}
