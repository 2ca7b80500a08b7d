// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IServiceRegistry} from "../registry/IServiceRegistry.sol";

/// @title IDirectory
/// @notice Reads who is in the pool, at which terms, where, and with what on offer, in few calls: stake and cuts of the
/// BondingManager joined with entries of the ServiceRegistry. It keeps nothing itself.
interface IDirectory {
    /// @param entry what it has set in the registry
    /// @param stake LPT delegated to it, as of the next round
    /// @param rewardCut part of rewards that it keeps, of a million
    /// @param feeShare part of fees that its delegators get, of a million
    /// @param announcedRewardCut and announcedFeeShare: cuts that were announced and are not in force
    /// @param announcedRound from when on they are; 0 if there are none
    /// @param lastRewardRound when it called reward() last
    /// @param activationRound active from then on
    /// @param active whether it is active in the present round
    struct Listing {
        IServiceRegistry.Entry entry;
        uint256 stake;
        uint256 rewardCut;
        uint256 feeShare;
        uint256 announcedRewardCut;
        uint256 announcedFeeShare;
        uint256 announcedRound;
        uint256 lastRewardRound;
        uint256 activationRound;
        bool active;
    }

    /// @notice A page of the pool, by descending stake.
    /// @param from the first of the page; zero for the head of the pool
    /// @param limit on how many
    /// @return listings in order, fewer than limit at the end
    /// @return next the first of the next page; zero at the end
    function page(address from, uint256 limit) external view returns (Listing[] memory listings, address next);

    /// @notice The listing of one orchestrator, in the pool or not.
    function listing(address orchestrator) external view returns (Listing memory);
}
