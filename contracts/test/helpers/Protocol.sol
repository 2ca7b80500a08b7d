// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondingManager} from "../../src/bonding/BondingManager.sol";
import {IBondingManager} from "../../src/bonding/IBondingManager.sol";
import {TicketBroker} from "../../src/broker/TicketBroker.sol";
import {
    BONDING_MANAGER,
    LIVEPEER_TOKEN,
    MINTER,
    ROUNDS_MANAGER,
    SERVICE_REGISTRY,
    TICKET_BROKER,
    VERIFIER
} from "../../src/controller/ContractIds.sol";
import {Controller} from "../../src/controller/Controller.sol";
import {ManagerProxy} from "../../src/controller/ManagerProxy.sol";
import {Minter} from "../../src/minter/Minter.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";
import {LivepeerToken} from "../../src/token/LivepeerToken.sol";
import {Test} from "./Test.sol";

/// @notice The whole protocol, as it is deployed, in its first initialized round.
abstract contract Protocol is Test {
    uint256 internal constant LPT = 1e18;
    uint256 internal constant ROUND_LENGTH = 50;
    uint256 internal constant SUPPLY = 1_000_000 * LPT;
    /// Of 10^9 parts: so that a round mints 1,000 LPT at first.
    uint256 internal constant INFLATION = 1_000_000;
    uint64 internal constant UNBONDING_PERIOD = 7;
    uint256 internal constant NOTICE_PERIOD = 3;
    uint256 internal constant SLOTS = 3;

    /// What may slash.
    address internal constant JUDGE = address(0x0DD);

    Controller internal controller = new Controller();
    LivepeerToken internal token = new LivepeerToken();
    RoundsManager internal rounds;
    ServiceRegistry internal registry;
    BondingManager internal bonding;
    TicketBroker internal broker;
    Minter internal minter;

    function deploy() internal {
        deployAt(1000);
        rounds.initializeRound();
    }

    /// Proxies first: implementations find them by the Controller when they are built.
    function deployAt(uint256 blockNumber) internal {
        vm.roll(blockNumber);
        register(LIVEPEER_TOKEN, address(token));
        rounds = RoundsManager(proxy(ROUNDS_MANAGER, "RoundsManagerTarget"));
        registry = ServiceRegistry(proxy(SERVICE_REGISTRY, "ServiceRegistryTarget"));
        bonding = BondingManager(proxy(BONDING_MANAGER, "BondingManagerTarget"));
        broker = TicketBroker(proxy(TICKET_BROKER, "TicketBrokerTarget"));
        register(keccak256("JobsManager"), address(broker));
        register(keccak256("RoundsManagerTarget"), address(new RoundsManager(address(controller))));
        register(keccak256("ServiceRegistryTarget"), address(new ServiceRegistry(address(controller))));
        register(keccak256("BondingManagerTarget"), address(new BondingManager(address(controller))));
        register(keccak256("TicketBrokerTarget"), address(new TicketBroker(address(controller))));
        minter = new Minter(address(controller), INFLATION, 0, 500_000_000);
        register(MINTER, address(minter));
        register(VERIFIER, JUDGE);

        rounds.setRoundLength(ROUND_LENGTH);
        rounds.setRoundLockAmount(100_000);
        bonding.setUnbondingPeriod(UNBONDING_PERIOD);
        bonding.setNumActiveTranscoders(SLOTS);
        bonding.setNoticePeriod(NOTICE_PERIOD);
        broker.setUnlockPeriod(3);
        broker.setTicketValidityPeriod(2);

        token.grantRole(token.MINTER_ROLE(), address(this));
        token.grantRole(token.MINTER_ROLE(), address(minter));
        token.mint(address(this), SUPPLY);
    }

    /// Begins the next round.
    function nextRound() internal returns (uint256) {
        vm.roll(rounds.currentRoundStartBlock() + ROUND_LENGTH);
        rounds.initializeRound();
        return rounds.currentRound();
    }

    /// Gives LPT to an account, and the BondingManager leave to take it.
    function fund(address account, uint256 amount) internal {
        token.transfer(account, amount);
        vm.prank(account);
        token.approve(address(bonding), type(uint256).max);
    }

    function bond(address delegator, uint256 amount, address to) internal {
        fund(delegator, amount);
        vm.prank(delegator);
        bonding.bond(amount, to);
    }

    function reward(address orchestrator) internal {
        vm.prank(orchestrator);
        bonding.reward();
    }

    /// Fees of a ticket that was made in a round, as the broker brings them.
    function payFees(address orchestrator, uint256 amount, uint256 round) internal {
        vm.deal(address(minter), address(minter).balance + amount);
        vm.prank(address(broker));
        bonding.updateTranscoderWithFees(orchestrator, amount, round);
    }

    function stakeOf(address delegator) internal view returns (uint256) {
        return bonding.pendingStake(delegator, 0);
    }

    function feesOf(address delegator) internal view returns (uint256) {
        return bonding.pendingFees(delegator, 0);
    }

    function cuts(address orchestrator) internal view returns (uint256 rewardCut, uint256 feeShare) {
        (, rewardCut, feeShare,,,,,,,) = bonding.getTranscoder(orchestrator);
    }

    function unbondedStatus(address delegator, IBondingManager.DelegatorStatus status) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IBondingManager.WrongDelegatorStatus.selector, delegator, status);
    }

    function register(bytes32 id, address contractAddress) internal {
        controller.setContractInfo(id, contractAddress, "");
    }

    function proxy(bytes32 id, string memory target) private returns (address payable) {
        address payable contractAddress = payable(new ManagerProxy(address(controller), keccak256(bytes(target))));
        register(id, contractAddress);
        return contractAddress;
    }
}
