// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {Protocol} from "../helpers/Protocol.sol";

/// @notice Many actors that do everything the protocol allows, in any order, and a ledger of what must come of it.
///
/// Fees are reckoned a second time, in the plainest way: at each round's beginning all stakes are noted, and every fee is
/// shared among those of its ticket's round.
contract Actors is Protocol {
    /// What was so at the beginning of a round.
    struct Snapshot {
        mapping(address delegator => address) delegate;
        mapping(address delegator => uint256) stake;
        mapping(address orchestrator => uint256) total;
        mapping(address orchestrator => uint256) feeShare;
    }

    uint256 private constant DELEGATORS = 8;
    /// The first of the delegators are orchestrators, too.
    uint256 private constant ORCHESTRATORS = 4;
    uint256 private constant SENDERS = 3;
    /// With less, parts of rewards and fees are known to fewer digits.
    uint256 private constant LEAST = 1 * LPT;

    address[] public delegators;
    mapping(address sender => uint256 key) private keys;
    address[] public senders;
    mapping(uint256 round => Snapshot) private snapshots;
    /// Fees that each must have got, withdrawn ones included.
    mapping(address delegator => uint256) public expectedFees;
    mapping(address delegator => uint256) public withdrawnFees;
    uint256 public feePayments;
    uint256 public locked;
    uint256 private nonce;

    ITicketBroker.Ticket private lastTicket;
    bytes private lastSig;
    uint256 private lastRand;
    /// Set when something happened that must not.
    string public fault;

    mapping(bytes32 claim => uint256) private claimedOf;

    constructor() {
        deploy();
        // Short enough that stake and deposits come back in a sequence.
        bonding.setUnbondingPeriod(2);
        broker.setUnlockPeriod(2);
        for (uint160 i = 0; i < DELEGATORS; i++) {
            delegators.push(address(0xD000 + i));
            fund(delegators[i], SUPPLY / 20);
        }
        for (uint256 i = 0; i < SENDERS; i++) {
            address sender = vm.addr(0x5E4D + i);
            keys[sender] = 0x5E4D + i;
            senders.push(sender);
            vm.deal(sender, 1e24);
        }
        for (uint256 i = 0; i < ORCHESTRATORS; i++) {
            vm.prank(delegators[i]);
            bonding.bond((i + 1) * 100 * LPT, delegators[i]);
        }
        beginRound();
    }

    // --- stake

    function bondSome(uint256 who, uint256 to, uint256 amount) external {
        vm.prank(delegator(who));
        bonding.bond(bound(amount, LEAST, 1000 * LPT), orchestrator(to));
    }

    function move(uint256 who, uint256 to) external {
        vm.prank(delegator(who));
        bonding.bond(0, orchestrator(to));
    }

    function bondForOther(uint256 who, uint256 other, uint256 to, uint256 amount) external {
        vm.prank(delegator(who));
        bonding.bondForWithHint(
            bound(amount, LEAST, 1000 * LPT), delegator(other), orchestrator(to), address(0), address(0), address(0), address(0)
        );
    }

    function unbond(uint256 who, uint256 amount, bool all) external {
        address d = delegator(who);
        uint256 stake = stakeOf(d);
        uint256 part = all ? stake : partOf(stake, amount);
        vm.prank(d);
        bonding.unbond(part);
        locked += part;
    }

    function rebond(uint256 who, uint256 to, uint256 lockId) external {
        address d = delegator(who);
        (,, address delegate,,,, uint256 next) = bonding.getDelegator(d);
        lockId = bound(lockId, 0, next);
        (uint256 amount,) = bonding.getDelegatorUnbondingLock(d, lockId);
        vm.prank(d);
        if (delegate == address(0)) bonding.rebondFromUnbonded(orchestrator(to), lockId);
        else bonding.rebond(lockId);
        locked -= amount;
    }

    function transferBond(uint256 who, uint256 to, uint256 amount) external {
        address d = delegator(who);
        uint256 part = partOf(stakeOf(d), amount);
        vm.prank(d);
        bonding.transferBond(delegator(to), part, address(0), address(0), address(0), address(0));
    }

    function withdrawStake(uint256 who, uint256 lockId) external {
        address d = delegator(who);
        (,,,,,, uint256 next) = bonding.getDelegator(d);
        lockId = bound(lockId, 0, next);
        (uint256 amount,) = bonding.getDelegatorUnbondingLock(d, lockId);
        vm.prank(d);
        bonding.withdrawStake(lockId);
        locked -= amount;
    }

    /// A claim changes nobody's stake and nobody's fees.
    function claim(uint256 who) external {
        address d = delegator(who);
        uint256 stake = stakeOf(d);
        uint256 fees = feesOf(d);
        vm.prank(d);
        bonding.claimEarnings(0);
        if (stakeOf(d) != stake || feesOf(d) != fees) fault = "a claim has changed stake or fees";
    }

    function withdrawFees(uint256 who, uint256 amount) external {
        address d = delegator(who);
        uint256 part = bound(amount, 0, feesOf(d));
        vm.prank(d);
        bonding.withdrawFees(payable(d), part);
        withdrawnFees[d] += part;
    }

    // --- orchestrators

    function takeReward(uint256 who) external {
        reward(orchestrator(who));
    }

    function rewardAll() external {
        for (uint256 i = 0; i < ORCHESTRATORS; i++) {
            address o = orchestrator(i);
            (uint256 last,,,,,,,,,) = bonding.getTranscoder(o);
            if (bonding.isActiveTranscoder(o) && last < rounds.currentRound()) reward(o);
        }
    }

    function setCuts(uint256 who, uint256 rewardCut, uint256 feeShare) external {
        vm.prank(orchestrator(who));
        bonding.transcoder(bound(rewardCut, 0, 1e6), bound(feeShare, 0, 1e6));
    }

    function slash(uint256 who, uint256 part, uint256 fee) external {
        // Seldom wholly, else there is soon nobody left.
        part = part % 50 == 0 ? 1e6 : bound(part, 0, 2e5);
        vm.prank(JUDGE);
        bonding.slashTranscoder(orchestrator(who), STRANGER, part, bound(fee, 0, 1e6));
    }

    function enterPool(uint256 who) external {
        bonding.enterPool(orchestrator(who), address(0), address(0));
    }

    // --- rounds and parameters

    function beginRound() public {
        uint256 round = nextRound();
        Snapshot storage shot = snapshots[round];
        for (uint256 i = 0; i < delegators.length; i++) {
            address d = delegators[i];
            (,, address delegate,,,,) = bonding.getDelegator(d);
            shot.delegate[d] = delegate;
            shot.stake[d] = stakeOf(d);
            shot.total[delegate] += shot.stake[d];
            if (i < ORCHESTRATORS) (, shot.feeShare[d]) = cuts(d);
        }
    }

    function setParameters(uint256 slots, uint256 minimum, uint256 fixedStake) external {
        if (slots % 4 == 0) bonding.setNumActiveTranscoders(bound(slots, 1, ORCHESTRATORS));
        if (slots % 4 == 1) bonding.setMinimumStake(minimum % 2 == 0 ? 0 : bound(minimum, 0, 200 * LPT));
        if (slots % 4 == 2) bonding.setFixedStake(fixedStake % 2 == 0 ? 0 : bound(fixedStake, 0, 200 * LPT));
        if (slots % 4 == 3) bonding.setNoticePeriod(bound(minimum, 0, 3));
    }

    // --- payments

    function fundSender(uint256 who, uint256 deposit, uint256 reserve) external {
        deposit = bound(deposit, 0, 10 ether);
        reserve = bound(reserve, 0, 10 ether);
        address s = senders[who % senders.length];
        vm.prank(s);
        broker.fundDepositAndReserve{value: deposit + reserve}(deposit, reserve);
    }

    function unlock(uint256 who) external {
        vm.prank(senders[who % senders.length]);
        broker.unlock();
    }

    function cancelUnlock(uint256 who) external {
        vm.prank(senders[who % senders.length]);
        broker.cancelUnlock();
    }

    function withdraw(uint256 who) external {
        vm.prank(senders[who % senders.length]);
        broker.withdraw();
    }

    /// A ticket of this round or of the one before, which always wins.
    function redeem(uint256 who, uint256 to, uint256 value, bool late) external {
        uint256 round = rounds.currentRound() - (late ? 1 : 0);
        lastTicket = ITicketBroker.Ticket({
            recipient: orchestrator(to),
            sender: senders[who % senders.length],
            faceValue: bound(value, 1, 15 ether),
            winProb: type(uint256).max,
            senderNonce: nonce++,
            recipientRandHash: keccak256(abi.encode(nonce)),
            auxData: abi.encode(round, rounds.blockHashForRound(round))
        });
        lastRand = nonce;
        bytes32 hash = broker.getTicketHash(lastTicket);
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(keys[lastTicket.sender], keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)));
        lastSig = abi.encodePacked(r, s, v);
        pay(round);
    }

    /// No ticket is paid twice, neither alone nor in a batch.
    function replay() external {
        if (lastRand == 0) return;
        uint256 before = funds(lastTicket.sender);
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](1);
        bytes[] memory sigs = new bytes[](1);
        uint256[] memory rands = new uint256[](1);
        (tickets[0], sigs[0], rands[0]) = (lastTicket, lastSig, lastRand);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        if (funds(lastTicket.sender) != before) fault = "a ticket was paid twice";
        try broker.redeemWinningTicket(lastTicket, lastSig, lastRand) {
            fault = "a used ticket was taken";
        } catch {}
    }

    /// Redeems the last ticket, and notes what it must have paid to whom.
    function pay(uint256 creationRound) private {
        address sender = lastTicket.sender;
        address o = lastTicket.recipient;
        uint256 before = funds(sender);
        (ITicketBroker.Sender memory info,) = broker.getSenderInfo(sender);
        uint256 claimable = broker.claimableReserve(sender, o);
        broker.redeemWinningTicket(lastTicket, lastSig, lastRand);
        uint256 paid = before - funds(sender);
        if (paid > lastTicket.faceValue) fault = "more was paid than the face value";
        if (paid > info.deposit && paid - info.deposit > claimable) fault = "more of a reserve than its share";
        noteFees(o, paid, creationRound);
    }

    function noteFees(address o, uint256 paid, uint256 creationRound) private {
        feePayments++;
        Snapshot storage shot = snapshots[creationRound];
        uint256 shared = shot.total[o] == 0 ? 0 : paid * shot.feeShare[o] / 1e6;
        expectedFees[o] += paid - shared;
        for (uint256 i = 0; shared > 0 && i < delegators.length; i++) {
            address d = delegators[i];
            if (shot.delegate[d] == o) expectedFees[d] += shared * shot.stake[d] / shot.total[o];
        }
    }

    // --- reading

    function count() external view returns (uint256) {
        return delegators.length;
    }

    function funds(address sender) public view returns (uint256) {
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(sender);
        return info.deposit + reserve.fundsRemaining;
    }

    function allFunds() external view returns (uint256 sum) {
        for (uint256 i = 0; i < senders.length; i++) {
            sum += funds(senders[i]);
        }
    }

    function allFees() external view returns (uint256 sum) {
        for (uint256 i = 0; i < delegators.length; i++) {
            sum += feesOf(delegators[i]);
        }
    }

    function allStake() external view returns (uint256 sum) {
        for (uint256 i = 0; i < delegators.length; i++) {
            sum += stakeOf(delegators[i]);
        }
    }

    function allTotals() external view returns (uint256 sum) {
        for (uint256 i = 0; i < delegators.length; i++) {
            sum += bonding.transcoderTotalStake(delegators[i]);
        }
    }

    function minterFunds() external view returns (uint256 eth, uint256 lpt) {
        return (address(minter).balance, token.balanceOf(address(minter)));
    }

    function gotFees(address d) external view returns (uint256) {
        return feesOf(d) + withdrawnFees[d];
    }

    /// What is wrong with the pool; empty if nothing is.
    function poolFault() external view returns (string memory) {
        uint256 last = type(uint256).max;
        uint256 sum = 0;
        uint256 size = 0;
        uint256 least = bonding.minimumStake() > bonding.fixedStake() ? bonding.minimumStake() : bonding.fixedStake();
        for (address o = bonding.getFirstTranscoderInPool(); o != address(0); o = bonding.getNextTranscoderInPool(o)) {
            uint256 stake = bonding.transcoderTotalStake(o);
            if (stake > last) return "not sorted";
            if (stake < least) return "below the least stake";
            if (!bonding.isRegisteredTranscoder(o)) return "not registered";
            last = stake;
            sum += stake;
            size++;
        }
        if (size != bonding.getTranscoderPoolSize()) return "another size";
        if (size > bonding.getTranscoderPoolMaxSize()) return "too many";
        if (sum != bonding.nextRoundTotalActiveStake()) return "another total";
        if (minter.currentMintedTokens() > minter.currentMintableTokens()) return "too much was minted";
        return "";
    }

    /// A part of a stake that leaves enough of it to reckon with, or all.
    function partOf(uint256 stake, uint256 amount) private pure returns (uint256) {
        return stake < 2 * LEAST ? stake : bound(amount, LEAST, stake - LEAST);
    }

    function delegator(uint256 i) private view returns (address) {
        return delegators[i % DELEGATORS];
    }

    function orchestrator(uint256 i) private view returns (address) {
        return delegators[i % ORCHESTRATORS];
    }
}
