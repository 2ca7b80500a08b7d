// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {EarningsPools} from "./EarningsPools.sol";

/// @title Positions
/// @notice Delegators: their stake, and the fees of their spans.
abstract contract Positions is EarningsPools {
    using SafeCast for uint256;

    /// Writes down what a delegator has earned up to now. To be called before anything of it changes.
    function claim(address delegator) internal {
        Delegator storage d = delegators[delegator];
        uint32 round = currentRound();
        uint256 fees = claimPast(d, round) + claimCommission(delegator);
        if (d.delegate != address(0)) {
            fees += claimPresent(d, round);
            uint256 stake = stakeOf(d);
            if (d.lastClaimRound < round || fees > 0) {
                // A slashed stake has earned nothing.
                uint256 rewards = Math.saturatingSub(stake, d.claimedStake);
                emit EarningsClaimed(d.delegate, delegator, rewards, fees, d.lastClaimRound + 1, round);
            }
            d.claimedStake = uint96(stake);
        }
        d.fees += fees.toUint96();
        d.lastClaimRound = round;
    }

    /// Bonds stake to a delegator's delegate, to work from the next round on. After claim().
    function putIn(address delegator, uint256 amount) internal {
        Delegator storage d = delegators[delegator];
        beginSpan(d);
        d.entering += amount.toUint96();
        d.claimedStake += uint96(amount);
        Orchestrator storage o = orchestrators[d.delegate];
        o.entering += uint96(amount);
        o.stake += uint96(amount);
    }

    /// Takes stake from a delegator: first what came in this round, then what works. After claim().
    /// @param amount up to its stake; with all of it the delegator leaves its delegate
    function takeOut(address delegator, uint256 amount) internal {
        Delegator storage d = delegators[delegator];
        beginSpan(d);
        Orchestrator storage o = orchestrators[d.delegate];
        bool all = amount == stakeOf(d);
        uint256 fresh = Math.min(amount, d.entering);
        uint256 shares = all ? d.shares : divideUp((amount - fresh) * PRECISE, factorOf(o));
        d.entering -= uint96(fresh);
        d.shares -= shares.toUint96();
        d.claimedStake = uint96(stakeOf(d));
        o.entering -= uint96(fresh);
        o.shares -= uint96(shares);
        o.stake -= uint96(amount);
        if (all) undelegate(delegator);
    }

    /// Gives a delegator that has none a delegate.
    function delegate(address delegator, address to) internal {
        Delegator storage d = delegators[delegator];
        d.delegate = to;
        d.startRound = currentRound() + 1;
        if (to != delegator) orchestrators[to].delegators++;
    }

    function stakeOf(Delegator storage d) internal view returns (uint256) {
        if (d.delegate == address(0)) return 0;
        Orchestrator storage o = orchestrators[d.delegate];
        (uint256 shares, uint256 entering) = holdings(d, o);
        return toStake(shares, factorOf(o)) + entering;
    }

    /// All fees of a delegator, those included that are not written down.
    function feesOf(address delegator) internal view returns (uint256 fees) {
        Delegator storage d = delegators[delegator];
        fees = d.fees + commissionOf(orchestrators[delegator]) + presentFees(d) - d.credited;
        for (uint256 i = 0; i < d.past.length; i++) {
            fees += spanFees(d.past[i]) - d.past[i].credited;
        }
    }

    function statusOf(address delegator) internal view returns (DelegatorStatus) {
        Delegator storage d = delegators[delegator];
        if (d.delegate == address(0)) return DelegatorStatus.Unbonded;
        return d.startRound > currentRound() ? DelegatorStatus.Pending : DelegatorStatus.Bonded;
    }

    function undelegate(address delegator) private {
        Delegator storage d = delegators[delegator];
        address from = d.delegate;
        Orchestrator storage o = orchestrators[from];
        if (from != delegator) o.delegators--;
        d.delegate = address(0);
        d.startRound = 0;
        // What rounding has left behind is nobody's when nobody is left: it must not earn.
        if (o.delegators == 0 && !registered(from)) (o.stake, o.shares, o.entering) = (0, 0, 0);
    }

    /// Closes the present span with this round, so that shares can change for the rounds after it.
    function beginSpan(Delegator storage d) private {
        uint32 round = currentRound();
        openPool(d.delegate, round);
        if (d.fromRound > round) return;
        if (d.shares > 0) {
            // claim() has freed one of the two: both would be open only if both ended in the last round.
            Span storage span = d.past[d.past[0].shares == 0 ? 0 : 1];
            (span.delegate, span.shares) = (d.delegate, d.shares);
            (span.fromRound, span.toRound, span.credited) = (d.fromRound, round, d.credited);
        }
        d.fromRound = round + 1;
        d.credited = 0;
    }

    function claimPast(Delegator storage d, uint32 round) private returns (uint256 fees) {
        for (uint256 i = 0; i < d.past.length; i++) {
            Span storage span = d.past[i];
            if (span.shares == 0) continue;
            uint256 earned = spanFees(span);
            fees += earned - span.credited;
            if (span.toRound + TICKET_ROUNDS <= round) delete d.past[i];
            else span.credited = uint96(earned);
        }
    }

    function claimPresent(Delegator storage d, uint32 round) private returns (uint256 fees) {
        if (d.fromRound > round) return 0;
        if (d.entering > 0) (d.shares, d.entering) = (uint96(sharesOf(d, orchestrators[d.delegate])), 0);
        uint256 earned = presentFees(d);
        fees = earned - d.credited;
        d.credited = earned.toUint96();
    }

    function claimCommission(address orchestrator) private returns (uint256 fees) {
        Orchestrator storage o = orchestrators[orchestrator];
        fees = commissionOf(o);
        if (fees > 0) o.commissionClaimed += uint112(fees);
    }

    function commissionOf(Orchestrator storage o) private view returns (uint256) {
        return o.pools[o.lastRound].commission - o.commissionClaimed;
    }

    /// Fees of the present span up to now.
    function presentFees(Delegator storage d) private view returns (uint256) {
        if (d.delegate == address(0) || d.fromRound > currentRound()) return 0;
        Orchestrator storage o = orchestrators[d.delegate];
        uint256 perShare = o.pools[o.lastRound].feesPerShare - o.pools[d.fromRound - 1].feesPerShare;
        return sharesOf(d, o) * perShare / FEE_PRECISION;
    }

    function spanFees(Span storage span) private view returns (uint256) {
        if (span.shares == 0) return 0;
        Orchestrator storage o = orchestrators[span.delegate];
        uint256 perShare = o.pools[span.toRound].feesPerShare - o.pools[span.fromRound - 1].feesPerShare;
        return span.shares * perShare / FEE_PRECISION;
    }

    /// What works of a delegator, and what is entering.
    function holdings(Delegator storage d, Orchestrator storage o) private view returns (uint256 shares, uint256 entering) {
        if (d.fromRound > currentRound()) return (d.shares, d.entering);
        return (sharesOf(d, o), 0);
    }

    /// Shares of a delegator once all that is entering has entered.
    function sharesOf(Delegator storage d, Orchestrator storage o) private view returns (uint256) {
        if (d.entering == 0) return d.shares;
        return d.shares + toShares(d.entering, o.pools[d.fromRound - 1].factor);
    }

    function factorOf(Orchestrator storage o) internal view returns (uint256) {
        return o.pools[o.lastRound].factor;
    }
}
