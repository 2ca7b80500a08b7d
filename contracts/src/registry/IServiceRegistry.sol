// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title IServiceRegistry
/// @notice Where a node is found, what it offers, and which regions it serves: said by itself, checked by nobody. An
/// entry is that of the address that wrote it.
/// Source: chain.md section 3; services, verification functions and regions: whitepaper, "Service Registry".
interface IServiceRegistry {
    /// @param id of the service, such as keccak256("CPUTranscoding")
    /// @param verifier the contract that judges disputed results of the service; zero for none
    struct Service {
        bytes32 id;
        address verifier;
    }

    /// @param owner whose entry it is
    /// @param regions as text of up to 31 bytes, with zeros behind, such as "eu-west"
    struct Entry {
        address owner;
        string serviceURI;
        Service[] services;
        bytes32[] regions;
    }

    event ServiceURIUpdate(address indexed addr, string serviceURI);
    /// @param services all of them, as they are from now on
    event ServicesUpdate(address indexed addr, Service[] services);
    /// @param regions all of them, as they are from now on
    event RegionsUpdate(address indexed addr, bytes32[] regions);

    /// @param length of the address in bytes
    error ServiceURITooLong(uint256 length, uint256 limit);
    error TooManyServices(uint256 count, uint256 limit);
    error TooManyRegions(uint256 count, uint256 limit);

    /// @notice Sets the caller's address on the network, as an URL; ServiceURITooLong beyond MAX_URI_LENGTH.
    function setServiceURI(string calldata serviceURI) external;

    /// @notice Sets all services of the caller, in place of those before; TooManyServices beyond MAX_SERVICES.
    function setServices(Service[] calldata services) external;

    /// @notice Sets all regions of the caller, in place of those before; TooManyRegions beyond MAX_REGIONS.
    function setRegions(bytes32[] calldata regions) external;

    /// @notice Sets all of the caller's entry at once.
    function setEntry(string calldata serviceURI, Service[] calldata services, bytes32[] calldata regions) external;

    /// @notice The address of a node on the network, empty if it has set none.
    function getServiceURI(address addr) external view returns (string memory);

    /// @notice All that a node has set.
    function getEntry(address addr) external view returns (Entry memory);

    /// @notice The entries of several nodes, in their order, empty ones too.
    function getEntries(address[] calldata addrs) external view returns (Entry[] memory);

    /// @notice How many nodes have an entry in which something is set.
    function entryCount() external view returns (uint256);

    /// @notice A page of all entries in which something is set, in no order that lasts: while pages are read, an entry
    /// that is emptied moves the last one into its place.
    /// @param offset of the first, from 0
    /// @param limit on how many; fewer at the end
    function entriesPage(uint256 offset, uint256 limit) external view returns (Entry[] memory);

    /// @notice Bounds of an entry, which keep the reading of pages cheap.
    function MAX_URI_LENGTH() external view returns (uint256);
    function MAX_SERVICES() external view returns (uint256);
    function MAX_REGIONS() external view returns (uint256);
}
