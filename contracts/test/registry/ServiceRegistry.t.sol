// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Controller} from "../../src/controller/Controller.sol";
import {ManagerProxy} from "../../src/controller/ManagerProxy.sol";
import {IServiceRegistry} from "../../src/registry/IServiceRegistry.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {Test} from "../helpers/Test.sol";

contract ServiceRegistryTest is Test {
    string private constant URI = "https://orch.example.org:8935";

    ServiceRegistry private registry;

    function setUp() public {
        Controller controller = new Controller();
        controller.setContractInfo("ServiceRegistryTarget", address(new ServiceRegistry(address(controller))), "");
        registry = ServiceRegistry(payable(new ManagerProxy(address(controller), "ServiceRegistryTarget")));
    }

    function test_setServiceURI_isRead() public {
        vm.expectEmit(address(registry));
        emit IServiceRegistry.ServiceURIUpdate(ALICE, URI);
        vm.prank(ALICE);
        registry.setServiceURI(URI);
        vm.assertEq(registry.getServiceURI(ALICE), URI);
        vm.assertEq(registry.getServiceURI(BOB), "");
    }

    function test_services_andRegions_areReplaced() public {
        vm.startPrank(ALICE);
        vm.expectEmit(address(registry));
        emit IServiceRegistry.ServicesUpdate(ALICE, services(3, 1));
        registry.setServices(services(3, 1));
        registry.setServices(services(2, 7));
        vm.expectEmit(address(registry));
        emit IServiceRegistry.RegionsUpdate(ALICE, regions(2));
        registry.setRegions(regions(2));
        registry.setRegions(regions(1));
        requireEntry(registry.getEntry(ALICE), ALICE, "", services(2, 7), regions(1));
    }

    function test_setEntry_setsAll() public {
        vm.prank(ALICE);
        registry.setEntry(URI, services(2, 1), regions(3));
        requireEntry(registry.getEntry(ALICE), ALICE, URI, services(2, 1), regions(3));
        address[] memory addrs = new address[](2);
        (addrs[0], addrs[1]) = (BOB, ALICE);
        IServiceRegistry.Entry[] memory entries = registry.getEntries(addrs);
        requireEntry(entries[0], BOB, "", services(0, 0), regions(0));
        requireEntry(entries[1], ALICE, URI, services(2, 1), regions(3));
    }

    function test_bounds_ofAnEntry() public {
        registry.setEntry(string(new bytes(1024)), services(64, 0), regions(32));
        vm.expectRevert(abi.encodeWithSelector(IServiceRegistry.ServiceURITooLong.selector, 1025, 1024));
        registry.setServiceURI(string(new bytes(1025)));
        vm.expectRevert(abi.encodeWithSelector(IServiceRegistry.TooManyServices.selector, 65, 64));
        registry.setServices(services(65, 0));
        vm.expectRevert(abi.encodeWithSelector(IServiceRegistry.TooManyRegions.selector, 33, 32));
        registry.setRegions(regions(33));
    }

    function test_entriesPage_coversAll() public {
        for (uint160 i = 1; i <= 10; i++) {
            vm.prank(address(i));
            registry.setServiceURI(URI);
        }
        vm.assertEq(registry.entryCount(), 10);
        vm.assertEq(registry.entriesPage(0, 4).length, 4);
        vm.assertEq(registry.entriesPage(8, 4).length, 2);
        vm.assertEq(registry.entriesPage(10, 4).length, 0);
        vm.assertEq(registry.entriesPage(type(uint256).max, type(uint256).max).length, 0);
        vm.assertEq(registry.entriesPage(3, type(uint256).max).length, 7);
        vm.assertEq(registry.entriesPage(4, 4)[0].owner, address(5));
    }

    /// Whatever is set and unset in which order: pages list those, and only those, in whose entry something is.
    function test_fuzz_entries_areThoseWithSomething(uint256[24] memory actions) public {
        uint256[8] memory parts; // of each node: 1 URI, 2 services, 4 regions
        for (uint256 i = 0; i < actions.length; i++) {
            uint256 node = actions[i] % 8;
            uint256 part = (actions[i] / 8) % 3;
            bool set = (actions[i] / 24) % 2 == 1;
            vm.startPrank(address(uint160(node + 1)));
            if (part == 0) registry.setServiceURI(set ? URI : "");
            if (part == 1) registry.setServices(services(set ? 2 : 0, i));
            if (part == 2) registry.setRegions(regions(set ? 2 : 0));
            vm.stopPrank();
            parts[node] = set ? parts[node] | (1 << part) : parts[node] & ~(1 << part);
        }
        uint256 listed;
        IServiceRegistry.Entry[] memory entries = registry.entriesPage(0, 100);
        for (uint256 i = 0; i < entries.length; i++) {
            uint256 node = uint160(entries[i].owner) - 1;
            vm.assertTrue(listed & (1 << node) == 0, "twice");
            listed |= 1 << node;
        }
        for (uint256 node = 0; node < parts.length; node++) {
            vm.assertEq(listed >> node & 1, parts[node] == 0 ? 0 : 1);
        }
        vm.assertEq(registry.entryCount(), entries.length);
    }

    function services(uint256 count, uint256 seed) private pure returns (IServiceRegistry.Service[] memory list) {
        list = new IServiceRegistry.Service[](count);
        for (uint256 i = 0; i < count; i++) {
            // Every other one has no verifier.
            list[i] = IServiceRegistry.Service(keccak256(abi.encode(seed, i)), i % 2 == 0 ? address(0) : BOB);
        }
    }

    function regions(uint256 count) private pure returns (bytes32[] memory list) {
        list = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) {
            list[i] = bytes32(abi.encodePacked("region-", uint8(65 + i)));
        }
    }

    function requireEntry(
        IServiceRegistry.Entry memory got,
        address owner,
        string memory uri,
        IServiceRegistry.Service[] memory wantServices,
        bytes32[] memory wantRegions
    ) private pure {
        IServiceRegistry.Entry memory want = IServiceRegistry.Entry(owner, uri, wantServices, wantRegions);
        vm.assertEq(keccak256(abi.encode(got)), keccak256(abi.encode(want)));
    }
}
