// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ITicketBroker
/// @notice Payments by chance: a sender signs tickets, of which few win, and a winning ticket is paid here, from what the
/// sender has put down. ETH is held by the Minter; who gets a ticket's money, the BondingManager decides by the stakes of
/// the ticket's creation round.
///
/// A sender has a deposit, which pays tickets, and a reserve for when the deposit is used up. Of the reserve each orchestrator
/// that is active can claim its share per round: what there is, with all that was claimed in the round, over the members
/// of the pool when the round was initialized, who are those that are active in it. So nobody gets more in a round than
/// its share, and nobody's share is used up by others, whoever comes first, and whatever becomes of the pool meanwhile.
///
/// Whoever wants money back calls unlock, waits unlockPeriod rounds, in which the tickets that are out expire, and withdraws.
///
/// `[P]` reverts SystemPaused in a pause; `[R]` does so, too, and reverts RoundNotInitialized before the present round is
/// initialized. Amounts are in wei; deposit and reserve are below 2^96 each.
/// Source: chain.md sections 3 and 4; creation round's fees: whitepaper, "Fee theft".
interface ITicketBroker {
    /// @param recipient orchestrator that is paid
    /// @param sender who pays, and has signed
    /// @param faceValue what a winning ticket pays
    /// @param winProb it wins if its hash is below it: parts of 2^256-1
    /// @param senderNonce makes tickets with the same recipientRandHash differ
    /// @param recipientRandHash keccak256 of the recipient's random number
    /// @param auxData creation round and its hash, 32 bytes each
    struct Ticket {
        address recipient;
        address sender;
        uint256 faceValue;
        uint256 winProb;
        uint256 senderNonce;
        bytes32 recipientRandHash;
        bytes auxData;
    }

    /// @param withdrawRound from when on it can be withdrawn; 0 while it is not unlocked
    struct Sender {
        uint256 deposit;
        uint256 withdrawRound;
    }

    struct ReserveInfo {
        uint256 fundsRemaining;
        uint256 claimedInCurrentRound;
    }

    event DepositFunded(address indexed sender, uint256 amount);
    event ReserveFunded(address indexed reserveHolder, uint256 amount);
    event ReserveClaimed(address indexed reserveHolder, address claimant, uint256 amount);
    /// @param amount that was paid, which can be less than the face value
    event WinningTicketTransfer(address indexed sender, address indexed recipient, uint256 amount);
    event WinningTicketRedeemed(
        address indexed sender,
        address indexed recipient,
        uint256 faceValue,
        uint256 winProb,
        uint256 senderNonce,
        uint256 recipientRand,
        bytes auxData
    );
    event Unlock(address indexed sender, uint256 startRound, uint256 endRound);
    event UnlockCancelled(address indexed sender);
    event Withdrawal(address indexed sender, uint256 deposit, uint256 reserve);

    error RoundNotInitialized(uint256 round);
    error ZeroRecipient();
    error ZeroSender();
    error InvalidAuxDataLength(uint256 length, uint256 expected);
    /// @param round that was never initialized, or not yet
    error NoRoundHash(uint256 round);
    error InvalidRoundHash(uint256 round, bytes32 got, bytes32 expected);
    error TicketExpired(uint256 creationRound, uint256 validityPeriod, uint256 currentRound);
    error InvalidRecipientRand(uint256 recipientRand, bytes32 recipientRandHash);
    error TicketUsed(bytes32 ticketHash);
    /// @param signer whose signature it is
    error InvalidSigner(address signer, address sender);
    error TicketDidNotWin(bytes32 ticketHash);
    error SenderUnlocked(uint256 withdrawRound, uint256 currentRound);
    /// @param sender who has neither deposit nor reserve
    error NoFunds(address sender);
    error InvalidBatch(uint256 tickets, uint256 signatures, uint256 rands);
    error WrongValue(uint256 value, uint256 expected);
    error UnlockInProgress(uint256 withdrawRound);
    error NoUnlockInProgress(address sender);
    error StillLocked(uint256 withdrawRound, uint256 currentRound);
    error InvalidTicketValidityPeriod(uint256 rounds, uint256 limit);
    error InvalidUnlockPeriod(uint256 rounds, uint256 least, uint256 limit);

    // --- senders

    /// @notice Adds the value to the caller's deposit, and takes an unlock back. [P]
    function fundDeposit() external payable;

    /// @notice Adds the value to the caller's reserve, and takes an unlock back. [P]
    function fundReserve() external payable;

    /// @notice Adds to both of the caller's, and takes an unlock back. [P]
    /// WrongValue unless the value is the sum.
    function fundDepositAndReserve(uint256 depositAmount, uint256 reserveAmount) external payable;

    /// @notice Adds to both of another's. Of its unlock it stays in charge: it goes on. [P]
    /// ZeroSender, WrongValue unless the value is the sum.
    function fundDepositAndReserveFor(address addr, uint256 depositAmount, uint256 reserveAmount) external payable;

    /// @notice Lets the caller withdraw unlockPeriod rounds from now. [P]
    /// NoFunds, UnlockInProgress.
    function unlock() external;

    /// @notice Takes the caller's unlock back. [P]
    /// NoUnlockInProgress.
    function cancelUnlock() external;

    /// @notice Pays the caller's deposit and reserve out. [P]
    /// NoFunds, NoUnlockInProgress, StillLocked.
    function withdraw() external;

    // --- recipients

    /// @notice Pays a winning ticket, once: from the deposit, and what that lacks from the recipient's share of the reserve;
    /// what both lack is not paid. By anybody. [R]
    /// ZeroRecipient, ZeroSender, InvalidAuxDataLength, NoRoundHash, InvalidRoundHash, TicketExpired, InvalidRecipientRand,
    /// TicketUsed, the errors of OpenZeppelin's ECDSA, InvalidSigner, TicketDidNotWin, SenderUnlocked, NoFunds, and, if
    /// anything is paid, the BondingManager's NotRegistered: in this order.
    /// @param sig the sender's signature (EIP-191) of the ticket's hash: 65 bytes, v is 27 or 28, s is low
    /// @param recipientRand the recipient's random number
    function redeemWinningTicket(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand) external;

    /// @notice Pays several winning tickets as redeemWinningTicket; those that cannot be paid are passed over. [R]
    /// InvalidBatch unless there are as many of each.
    function batchRedeemWinningTickets(Ticket[] calldata tickets, bytes[] calldata sigs, uint256[] calldata recipientRands) external;

    // --- the RoundsManager

    /// @notice Takes note of the present round, which is initialized, and of how many are active in it; said of the same round
    /// again, of its end. Only by the RoundsManager.
    /// @param round its number
    /// @param end the first block after it
    /// @param hash by which tickets name it
    function setCurrentRound(uint256 round, uint256 end, bytes32 hash) external;

    // --- the Controller's owner

    /// @param rounds from a ticket's creation round on in which it is paid, that one included: 1 to MAX_TICKET_VALIDITY_PERIOD.
    /// Fees of a round must not stay open for longer: changes of stake are settled against the rounds in which tickets can
    /// still arrive.
    function setTicketValidityPeriod(uint256 rounds) external;

    /// @param rounds from unlock to withdraw, MAX_TICKET_VALIDITY_PERIOD to MAX_UNLOCK_PERIOD: tickets of the round of the
    /// unlock expire first
    function setUnlockPeriod(uint256 rounds) external;

    // --- views

    function getSenderInfo(address addr) external view returns (Sender memory sender, ReserveInfo memory reserve);
    function getReserveInfo(address reserveHolder) external view returns (ReserveInfo memory info);
    function isUnlockInProgress(address addr) external view returns (bool);

    /// @notice What a claimant can get of a reserve now: 0 if it is not active.
    function claimableReserve(address reserveHolder, address claimant) external view returns (uint256);

    /// @notice What a claimant has got of a reserve in the present round.
    function claimedReserve(address reserveHolder, address claimant) external view returns (uint256);

    function usedTickets(bytes32 ticketHash) external view returns (bool);
    function getTicketHash(Ticket calldata ticket) external pure returns (bytes32);
    function ticketValidityPeriod() external view returns (uint256);
    function unlockPeriod() external view returns (uint256);

    /// @notice Bounds of the parameters, in rounds.
    function MAX_TICKET_VALIDITY_PERIOD() external view returns (uint256);
    function MAX_UNLOCK_PERIOD() external view returns (uint256);
}
