// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TicketBroker} from "../../src/broker/TicketBroker.sol";
import {ITicketBroker} from "../../src/broker/ITicketBroker.sol";
import {BONDING_MANAGER, LIVEPEER_TOKEN, MINTER, ROUNDS_MANAGER, TICKET_BROKER} from "../../src/controller/ContractIds.sol";
import {Controller} from "../../src/controller/Controller.sol";
import {ManagerProxy} from "../../src/controller/ManagerProxy.sol";
import {Minter} from "../../src/minter/Minter.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";
import {LivepeerToken} from "../../src/token/LivepeerToken.sol";
import {Test} from "../helpers/Test.sol";
import {BondingFake} from "./BondingFake.sol";

/// @notice The protocol around the TicketBroker, in an initialized round, with a fake of stakes alone: ORCHESTRATOR is
/// active, one of a pool of 4.
abstract contract BrokerTest is Test {
    uint256 internal constant ROUND_LENGTH = 50;
    uint256 internal constant VALIDITY = 2;
    uint256 internal constant UNLOCK_PERIOD = 7;
    uint256 internal constant RAND = 1234;
    uint256 internal constant POOL = 4;
    uint256 internal constant SENDER_KEY = uint256(keccak256("sender"));
    address internal constant ORCHESTRATOR = address(0x0Ac4e5774702);
    address internal immutable SENDER = vm.addr(SENDER_KEY);

    Controller internal controller = new Controller();
    LivepeerToken internal token = new LivepeerToken();
    RoundsManager internal rounds;
    BondingFake internal bonding;
    TicketBroker internal broker;
    Minter internal minter;
    uint256 private nonce;

    function deploy() internal {
        vm.roll(1000);
        register(LIVEPEER_TOKEN, address(token));
        rounds = RoundsManager(proxy(ROUNDS_MANAGER, "RoundsManagerTarget"));
        bonding = BondingFake(proxy(BONDING_MANAGER, "BondingManagerTarget"));
        broker = TicketBroker(proxy(TICKET_BROKER, "TicketBrokerTarget"));
        register(keccak256("RoundsManagerTarget"), address(new RoundsManager(address(controller))));
        register(keccak256("BondingManagerTarget"), address(new BondingFake(address(controller))));
        register(keccak256("TicketBrokerTarget"), address(new TicketBroker(address(controller))));
        minter = new Minter(address(controller), 100_000, 100, 500_000_000);
        register(MINTER, address(minter));

        token.grantRole(token.MINTER_ROLE(), address(this));
        token.grantRole(token.MINTER_ROLE(), address(minter));
        rounds.setRoundLength(ROUND_LENGTH);
        broker.setTicketValidityPeriod(VALIDITY);
        broker.setUnlockPeriod(UNLOCK_PERIOD);
        bonding.register(ORCHESTRATOR, true);
        bonding.setPoolSize(POOL);
        nextRound();
        vm.deal(SENDER, 1_000_000 ether);
    }

    /// Begins the next round.
    function nextRound() internal returns (uint256) {
        vm.roll(rounds.currentRoundStartBlock() + ROUND_LENGTH);
        vm.setBlockhash(block.number - 1, keccak256(abi.encode(block.number)));
        rounds.initializeRound();
        return rounds.currentRound();
    }

    function fund(uint256 deposit, uint256 reserve) internal {
        vm.prank(SENDER);
        broker.fundDepositAndReserve{value: deposit + reserve}(deposit, reserve);
    }

    /// A ticket of the present round that wins.
    function ticket(uint256 faceValue) internal returns (ITicketBroker.Ticket memory) {
        return ITicketBroker.Ticket({
            recipient: ORCHESTRATOR,
            sender: SENDER,
            faceValue: faceValue,
            winProb: type(uint256).max,
            senderNonce: ++nonce,
            recipientRandHash: keccak256(abi.encode(RAND)),
            auxData: abi.encode(rounds.currentRound(), rounds.blockHashForRound(rounds.currentRound()))
        });
    }

    function sign(ITicketBroker.Ticket memory t) internal view returns (bytes memory) {
        return sign(SENDER_KEY, broker.getTicketHash(t));
    }

    function sign(uint256 key, bytes32 hash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash)));
        return abi.encodePacked(r, s, v);
    }

    function redeem(ITicketBroker.Ticket memory t) internal {
        broker.redeemWinningTicket(t, sign(t), RAND);
    }

    function depositLeft() internal view returns (uint256) {
        (ITicketBroker.Sender memory sender,) = broker.getSenderInfo(SENDER);
        return sender.deposit;
    }

    function reserveLeft() internal view returns (uint256) {
        return broker.getReserveInfo(SENDER).fundsRemaining;
    }

    /// Fees of the present round's tickets.
    function fees(address orchestrator) internal view returns (uint256) {
        return bonding.earned(orchestrator, rounds.currentRound());
    }

    function register(bytes32 id, address contractAddress) internal {
        controller.setContractInfo(id, contractAddress, "");
    }

    function proxy(bytes32 id, string memory target) private returns (address payable) {
        address payable facade = payable(new ManagerProxy(address(controller), keccak256(bytes(target))));
        register(id, facade);
        return facade;
    }
}
