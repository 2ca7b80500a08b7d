// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {BondingStorage} from "./BondingStorage.sol";

/// @title ActiveSet
/// @notice The pool: which orchestrators are active in the next round, as a list by descending stake.
abstract contract ActiveSet is BondingStorage {
    /// Brings the pool in line with a new stake of an orchestrator, which may enter, move or leave.
    /// @param before its stake as the pool knows it
    function updateMembership(address orchestrator, uint256 before, address prev, address next) internal {
        if (!nodes[orchestrator].listed) {
            tryToEnter(orchestrator, prev, next);
            return;
        }
        uint256 stake = orchestrators[orchestrator].stake;
        nextActiveStake = uint128(nextActiveStake + stake - before);
        if (qualifies(orchestrator)) move(orchestrator, stake, prev, next);
        else leavePool(orchestrator);
    }

    /// Lets an orchestrator into the pool, if it may: in place of the last one, if there is no other place.
    function tryToEnter(address orchestrator, address prev, address next) internal returns (bool) {
        if (!qualifies(orchestrator)) return false;
        uint256 stake = orchestrators[orchestrator].stake;
        if (poolSize >= slots) {
            if (stake <= orchestrators[tail].stake) return false;
            leavePool(tail);
        }
        insert(orchestrator, stake, prev, next);
        nextActiveStake += uint128(stake);
        activate(orchestrator);
        return true;
    }

    function leavePool(address orchestrator) internal {
        remove(orchestrator);
        nextActiveStake -= orchestrators[orchestrator].stake;
        uint32 round = currentRound() + 1;
        orchestrators[orchestrator].deactivationRound = round;
        emit TranscoderDeactivated(orchestrator, round);
    }

    /// Takes up to limit of the last ones out that have no place in the pool any more.
    function trim(uint256 limit) internal {
        for (uint256 i = 0; i < limit && poolSize > 0; i++) {
            if (poolSize <= slots && qualifies(tail)) return;
            leavePool(tail);
        }
    }

    function qualifies(address orchestrator) internal view returns (bool) {
        Orchestrator storage o = orchestrators[orchestrator];
        return registered(orchestrator) && o.stake > 0 && o.stake >= Math.max(minimumStakeParam, fixedStakeParam)
            && o.pools[o.lastRound].factor > LEAST_FACTOR;
    }

    function active(address orchestrator, uint256 round) internal view returns (bool) {
        Orchestrator storage o = orchestrators[orchestrator];
        return o.activationRound <= round && round < o.deactivationRound;
    }

    /// One that left in this round and comes back is active all the time.
    function activate(address orchestrator) private {
        uint32 round = currentRound();
        Orchestrator storage o = orchestrators[orchestrator];
        if (!active(orchestrator, round)) o.activationRound = round + 1;
        o.deactivationRound = NEVER;
        emit TranscoderActivated(orchestrator, round + 1);
    }

    // --- the list

    function move(address member, uint256 stake, address prev, address next) private {
        Node storage node = nodes[member];
        if (fits(node.prev, node.next, stake)) return;
        remove(member);
        insert(member, stake, prev, next);
    }

    function insert(address member, uint256 stake, address prev, address next) private {
        if (!(adjacent(prev, next) && fits(prev, next, stake))) (prev, next) = find(stake, prev, next);
        nodes[member] = Node(prev, true, next);
        if (prev == address(0)) head = member;
        else nodes[prev].next = member;
        if (next == address(0)) tail = member;
        else nodes[next].prev = member;
        poolSize++;
    }

    function remove(address member) private {
        Node memory node = nodes[member];
        if (node.prev == address(0)) head = node.next;
        else nodes[node.prev].next = node.next;
        if (node.next == address(0)) tail = node.prev;
        else nodes[node.next].prev = node.prev;
        delete nodes[member];
        poolSize--;
    }

    /// The place for a stake, behind those with the same: searched from the hints, if they are of use, or from the head.
    function find(uint256 stake, address prev, address next) private view returns (address, address) {
        if (nodes[prev].listed && orchestrators[prev].stake >= stake) {
            next = nodes[prev].next;
        } else if (nodes[next].listed && orchestrators[next].stake < stake) {
            prev = nodes[next].prev;
            while (prev != address(0) && orchestrators[prev].stake < stake) (prev, next) = (nodes[prev].prev, prev);
            return (prev, next);
        } else {
            (prev, next) = (address(0), head);
        }
        while (next != address(0) && orchestrators[next].stake >= stake) (prev, next) = (next, nodes[next].next);
        return (prev, next);
    }

    /// Whether two are neighbours; zero stands for the ends.
    function adjacent(address prev, address next) private view returns (bool) {
        if (prev == address(0)) return head == next;
        return nodes[prev].listed && nodes[prev].next == next;
    }

    /// Whether a stake is in order between two neighbours.
    function fits(address prev, address next, uint256 stake) private view returns (bool) {
        return (prev == address(0) || orchestrators[prev].stake >= stake) && (next == address(0) || orchestrators[next].stake <= stake);
    }
}
