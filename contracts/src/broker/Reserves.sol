// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Funds} from "./Funds.sol";
import {ITicketBroker} from "./ITicketBroker.sol";

/// @title Reserves
/// @notice Shares of reserves: who may claim how much in a round.
abstract contract Reserves is Funds {
    using SafeCast for uint256;

    /// What a claimant got of a reserve in the last round in which it got something.
    struct Claim {
        uint96 amount;
        uint64 round;
    }

    mapping(address reserveHolder => mapping(address claimant => Claim)) private claimed;

    /// @inheritdoc ITicketBroker
    function getSenderInfo(address addr) external view returns (Sender memory sender, ReserveInfo memory reserve) {
        sender = Sender(accounts[addr].deposit, accounts[addr].withdrawRound);
        reserve = getReserveInfo(addr);
    }

    /// @inheritdoc ITicketBroker
    function claimableReserve(address reserveHolder, address claimant) external view returns (uint256 amount) {
        (amount,,) = claimable(reserveHolder, claimant, accounts[reserveHolder].reserve, roundsManager.currentRound());
    }

    /// @inheritdoc ITicketBroker
    function claimedReserve(address reserveHolder, address claimant) external view returns (uint256) {
        return claimedBy(reserveHolder, claimant, roundsManager.currentRound());
    }

    /// @inheritdoc ITicketBroker
    function getReserveInfo(address reserveHolder) public view returns (ReserveInfo memory) {
        return ReserveInfo(accounts[reserveHolder].reserve, claimedIn(reserveHolder, roundsManager.currentRound()));
    }

    /// Writes down what a claimant gets of a reserve; to take it from the funds is the caller's part.
    /// @param funds of the reserve
    /// @return amount what is wanted, or the claimant's share if that is less
    function claimReserve(address reserveHolder, address claimant, uint256 funds, uint256 wanted, uint256 round)
        internal
        returns (uint256 amount)
    {
        uint256 all;
        uint256 own;
        (amount, all, own) = claimable(reserveHolder, claimant, funds, round);
        amount = Math.min(amount, wanted);
        if (amount == 0) return 0;
        claims[reserveHolder] = Claims((all + amount).toUint96(), round.toUint64(), true);
        claimed[reserveHolder][claimant] = Claim((own + amount).toUint96(), round.toUint64());
        emit ReserveClaimed(reserveHolder, claimant, amount);
    }

    /// @param round the present one
    /// @return amount that the claimant can get of a reserve
    /// @return all that was claimed of it in the round
    /// @return own what the claimant got of that
    function claimable(address reserveHolder, address claimant, uint256 funds, uint256 round)
        private
        view
        returns (uint256 amount, uint256 all, uint256 own)
    {
        if (members == 0 || !bondingManager.isActiveTranscoder(claimant)) return (0, 0, 0);
        all = claimedIn(reserveHolder, round);
        own = claimedBy(reserveHolder, claimant, round);
        amount = Math.min(Math.saturatingSub((funds + all) / members, own), funds);
    }

    /// What all claimants got of a reserve in a round, the present one.
    function claimedIn(address reserveHolder, uint256 round) private view returns (uint256) {
        Claims storage all = claims[reserveHolder];
        return all.round == round ? all.amount : 0;
    }

    /// What one of them got.
    function claimedBy(address reserveHolder, address claimant, uint256 round) private view returns (uint256) {
        Claim storage own = claimed[reserveHolder][claimant];
        return own.round == round ? own.amount : 0;
    }
}
