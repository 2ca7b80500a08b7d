// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Manager} from "../controller/Manager.sol";
import {IServiceRegistry} from "./IServiceRegistry.sol";

/// @title ServiceRegistry
contract ServiceRegistry is IServiceRegistry, Manager {
    using EnumerableSet for EnumerableSet.AddressSet;

    struct Offer {
        string serviceURI;
        Service[] services;
        bytes32[] regions;
    }

    /// @inheritdoc IServiceRegistry
    uint256 public constant MAX_URI_LENGTH = 1024;
    /// @inheritdoc IServiceRegistry
    uint256 public constant MAX_SERVICES = 64;
    /// @inheritdoc IServiceRegistry
    uint256 public constant MAX_REGIONS = 32;

    mapping(address owner => Offer) private offers;
    /// Whose offers have something in them.
    EnumerableSet.AddressSet private owners;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IServiceRegistry
    function setServiceURI(string calldata serviceURI) external {
        writeServiceURI(serviceURI);
        enroll();
    }

    /// @inheritdoc IServiceRegistry
    function setServices(Service[] calldata services) external {
        writeServices(services);
        enroll();
    }

    /// @inheritdoc IServiceRegistry
    function setRegions(bytes32[] calldata regions) external {
        writeRegions(regions);
        enroll();
    }

    /// @inheritdoc IServiceRegistry
    function setEntry(string calldata serviceURI, Service[] calldata services, bytes32[] calldata regions) external {
        writeServiceURI(serviceURI);
        writeServices(services);
        writeRegions(regions);
        enroll();
    }

    /// @inheritdoc IServiceRegistry
    function getServiceURI(address addr) external view returns (string memory) {
        return offers[addr].serviceURI;
    }

    /// @inheritdoc IServiceRegistry
    function getEntries(address[] calldata addrs) external view returns (Entry[] memory entries) {
        entries = new Entry[](addrs.length);
        for (uint256 i = 0; i < addrs.length; i++) {
            entries[i] = getEntry(addrs[i]);
        }
    }

    /// @inheritdoc IServiceRegistry
    function entryCount() external view returns (uint256) {
        return owners.length();
    }

    /// @inheritdoc IServiceRegistry
    function entriesPage(uint256 offset, uint256 limit) external view returns (Entry[] memory entries) {
        uint256 count = owners.length();
        uint256 size = offset < count ? Math.min(limit, count - offset) : 0;
        entries = new Entry[](size);
        for (uint256 i = 0; i < size; i++) {
            entries[i] = getEntry(owners.at(offset + i));
        }
    }

    /// @inheritdoc IServiceRegistry
    function getEntry(address addr) public view returns (Entry memory) {
        Offer storage offer = offers[addr];
        return Entry(addr, offer.serviceURI, offer.services, offer.regions);
    }

    function writeServiceURI(string calldata serviceURI) private {
        uint256 length = bytes(serviceURI).length;
        if (length > MAX_URI_LENGTH) revert ServiceURITooLong(length, MAX_URI_LENGTH);
        offers[msg.sender].serviceURI = serviceURI;
        emit ServiceURIUpdate(msg.sender, serviceURI);
    }

    function writeServices(Service[] calldata services) private {
        if (services.length > MAX_SERVICES) revert TooManyServices(services.length, MAX_SERVICES);
        offers[msg.sender].services = services;
        emit ServicesUpdate(msg.sender, services);
    }

    function writeRegions(bytes32[] calldata regions) private {
        if (regions.length > MAX_REGIONS) revert TooManyRegions(regions.length, MAX_REGIONS);
        offers[msg.sender].regions = regions;
        emit RegionsUpdate(msg.sender, regions);
    }

    /// Keeps owners in step with what the caller has set.
    function enroll() private {
        Offer storage offer = offers[msg.sender];
        bool empty = bytes(offer.serviceURI).length == 0 && offer.services.length == 0 && offer.regions.length == 0;
        if (empty) owners.remove(msg.sender);
        else owners.add(msg.sender);
    }
}
