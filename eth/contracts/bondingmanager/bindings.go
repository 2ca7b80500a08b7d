// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bondingmanager

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// BondingManagerMetaData contains all meta data concerning the BondingManager contract.
var BondingManagerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"MAX_NOTICE_PERIOD\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"bond\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"bondForWithHint\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"oldPrev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"oldNext\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"bondWithHint\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"oldPrev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"oldNext\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"checkpointBondingState\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"claimEarnings\",\"inputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"controller\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentRoundTotalActiveStake\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"delegatorStatus\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"enumIBondingManager.DelegatorStatus\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"enterPool\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"fixedStake\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getAnnouncedCuts\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"effectiveRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getDelegator\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"bondedAmount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"fees\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"delegateAddress\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"delegatedAmount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"startRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastClaimRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"nextUnbondingLockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getDelegatorUnbondingLock\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"withdrawRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getFirstTranscoderInPool\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getNextTranscoderInPool\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getTotalBonded\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getTranscoder\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"lastRewardRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastActiveStakeUpdateRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"deactivationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activeCumulativeRewards\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"cumulativeRewards\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"cumulativeFees\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastFeeRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getTranscoderEarningsPoolForRound\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"totalStake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"transcoderRewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"transcoderFeeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"cumulativeRewardFactor\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"cumulativeFeeFactor\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getTranscoderPoolMaxSize\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getTranscoderPoolSize\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"isActiveTranscoder\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"isRegisteredTranscoder\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"isValidUnbondingLock\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"minimumStake\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"nextRoundTotalActiveStake\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"nextRoundTreasuryRewardCutRate\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"noticePeriod\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pendingFees\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pendingStake\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"rebond\",\"inputs\":[{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"rebondFromUnbonded\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"rebondFromUnbondedWithHint\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"rebondWithHint\",\"inputs\":[{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"reward\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"rewardWithHint\",\"inputs\":[{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setController\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setCurrentRoundTotalActiveStake\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setFixedStake\",\"inputs\":[{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setMinimumStake\",\"inputs\":[{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setNoticePeriod\",\"inputs\":[{\"name\":\"rounds\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setNumActiveTranscoders\",\"inputs\":[{\"name\":\"slots_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setTreasuryBalanceCeiling\",\"inputs\":[{\"name\":\"ceiling\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setTreasuryRewardCutRate\",\"inputs\":[{\"name\":\"rate\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setUnbondingPeriod\",\"inputs\":[{\"name\":\"period\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"slashTranscoder\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"finder\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"slashAmount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"finderFee\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"targetContractId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"pure\"},{\"type\":\"function\",\"name\":\"transcoder\",\"inputs\":[{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"transcoderStatus\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"enumIBondingManager.TranscoderStatus\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transcoderTotalStake\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transcoderWithHint\",\"inputs\":[{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"transferBond\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"oldPrev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"oldNext\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"treasuryBalanceCeiling\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"treasuryRewardCutRate\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"trimPool\",\"inputs\":[{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unbond\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unbondWithHint\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"prev\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unbondingPeriod\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"updateTranscoderWithFees\",\"inputs\":[{\"name\":\"transcoder_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"fees\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"withdrawFees\",\"inputs\":[{\"name\":\"recipient\",\"type\":\"address\",\"internalType\":\"addresspayable\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"withdrawStake\",\"inputs\":[{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Bond\",\"inputs\":[{\"name\":\"newDelegate\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"oldDelegate\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"additionalAmount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"bondedAmount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"CutsAnnounced\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"effectiveRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"EarningsClaimed\",\"inputs\":[{\"name\":\"delegate\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"rewards\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"fees\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"startRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"endRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ParameterUpdate\",\"inputs\":[{\"name\":\"param\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Rebond\",\"inputs\":[{\"name\":\"delegate\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"unbondingLockId\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Reward\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetController\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TranscoderActivated\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TranscoderDeactivated\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"deactivationRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TranscoderSlashed\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"finder\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"},{\"name\":\"penalty\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"finderReward\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TranscoderUpdate\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TransferBond\",\"inputs\":[{\"name\":\"oldDelegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newDelegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"oldUnbondingLockId\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"newUnbondingLockId\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TreasuryReward\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"treasury\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Unbond\",\"inputs\":[{\"name\":\"delegate\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"unbondingLockId\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"withdrawRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"WithdrawFees\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"recipient\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"WithdrawStake\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"unbondingLockId\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"withdrawRound\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"AmountExceedsBond\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"bonded\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"EthTransferFailed\",\"inputs\":[{\"name\":\"recipient\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"InsufficientFees\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"fees\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidCut\",\"inputs\":[{\"name\":\"parts\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidDelegate\",\"inputs\":[{\"name\":\"delegate\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"InvalidParameter\",\"inputs\":[{\"name\":\"reason\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidUnbondingLock\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"lockId\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotActive\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotRegistered\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyContract\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyController\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyControllerOwner\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"RegisteredCannotDelegate\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"RewardAlreadyCalled\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"RewardNotCalled\",\"inputs\":[{\"name\":\"transcoder\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"RoundLocked\",\"inputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"RoundNotInitialized\",\"inputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SafeCastOverflowedUintDowncast\",\"inputs\":[{\"name\":\"bits\",\"type\":\"uint8\",\"internalType\":\"uint8\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SafeERC20FailedOperation\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"StakeLocked\",\"inputs\":[{\"name\":\"withdrawRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"currentRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SystemPaused\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"WrongDelegatorStatus\",\"inputs\":[{\"name\":\"delegator\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"status\",\"type\":\"uint8\",\"internalType\":\"enumIBondingManager.DelegatorStatus\"}]},{\"type\":\"error\",\"name\":\"ZeroAddress\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"ZeroAmount\",\"inputs\":[]}]",
	ID:  "BondingManager",
	Bin: "0x60e080604052346102285761003361605a918238038093610020828461022c565b82396001600160a01b0392810190610263565b5f80546001600160a01b031916929091169182179055604051631c2d8fb360e31b81527fe8438ea868df48e3fc21f2f087b993c9b1837dc0f6135064161ce7d7a1701fe86004820152602081602481855afa9081156101e1575f91610209575b506001600160a01b0316608052604051631c2d8fb360e31b81527fbd1aa3e8d2464256d7fd3dcf645c16418d5d8c51d971f1ad7d57e7b1b5eee2396004820152602081602481855afa9182156101e1576024926020925f916101ec575b5060a052604051631c2d8fb360e31b81527f3443e257065fe41dd0e4d1f5a1b73a22a62e300962b57f30cddf41d0f8273ba7600482015292839182905afa9081156101e1575f916101b2575b506001600160a01b031660c052604051615dd79081610283823960805181818161075401528181610ad901528181610d420152818161128a01528181611dcb01528181611f0801528181612b80015281816133640152613ba4015260a051816119c9015260c051818181613e250152614bb60152f35b6101d4915060203d6020116101da575b6101cc818361022c565b810190610263565b5f61013c565b503d6101c2565b6040513d5f823e3d90fd5b6102039150833d85116101da576101cc818361022c565b5f6100f0565b610222915060203d6020116101da576101cc818361022c565b5f610093565b5f80fd5b601f909101601f19168101906001600160401b0382119082101761024f57604052565b634e487b7160e01b5f52604160045260245ffd5b9081602091031261022857516001600160a01b0381168103610228579056fe60806040526004361015610011575f80fd5b5f5f3560e01c80630584a373146127e1578063062e98b81461262f57806308802374146125fd5780630fd02fc1146125a75780631544fc671461255f578063228cb7331461251b57806322bf9d7c1461224e578063233e990314612179578063235c9603146121365780632424b88e1461206357806324454fc414611f9d57806324b1babf14611e7157806325d5971f14611c2d57806327de9e3214611be55780632a4e0d5514611bbe5780633550aa1014611b855780633a080e9314611b225780633aeb512c146119ad57806340e6f271146118b4578063412f83b6146118525780634196ee751461175957806343d3461a14611808578063465501d3146117e757806351720b41146117cb578063535167b5146117af578063558f8f44146117855780635a2a75a91461175e5780635c50c356146117595780635dce994814611616578063673a456b146114dd57806368ba170c146114b45780636bd9add4146114645780636cf6d6751461143d578063713f2216146112775780637fc4606f14611257578063818710561461122457806384a16bbc146111fa57806388a6c749146111d15780638b2f16521461117857806392eefe9b146110ef5780639500ed9b146110ca578063966b99aa14610fb55780639b14d4c614610f945780639d0b2c7a14610f535780639e1d529814610f365780639ef9df9414610ef0578063a3324c2a14610ec9578063a576623114610ea2578063a64ad59514610dd9578063ad3b1b4714610b93578063af32a34d146109fa578063b5048130146109b4578063b78d27dc1461095f578063cf33a0d514610817578063d52bd62b146106b5578063eaffb3f91461066e578063ec5ffac214610647578063ee4e804a14610543578063f10d1de1146103bd578063f595f1cc146102e25763f77c4791146102b9575f80fd5b346102df57806003193601126102df57546040516001600160a01b039091168152602090f35b80fd5b50346102df5760403660031901126102df576102fc61283e565b60018060a01b031690818152600260205260036103606040832093600285015490845260016020526001600160601b0361035561034661033e60408820615585565b838516612f18565b61034f886155c0565b90612f18565b9160601c1690612a31565b9192015b6002831061037757602082604051908152f35b906103b460019161034f61039461038e878761415f565b5061567c565b6001600160601b03856103a7898961415f565b50015460401c1690612a31565b92019190610364565b50346102df5760203660031901126102df5760043567ffffffffffffffff811680820361053f578254604051638da5cb5b60e01b815290602090829060049082906001600160a01b03165afa908115610534578491610505575b506001600160a01b031633036104f257801580156104e5575b61049b57506007549063ffffffff60c01b9060c01b169063ffffffff60c01b1916176007555f516020615d8b5f395f51905f52604051602081528061049560208201604090600f81526e1d5b989bdb991a5b99d4195c9a5bd9608a1b60208201520190565b0390a180f35b6040518091632763535760e01b8252604060048301526104db60448301604090600f81526e1d5b989bdb991a5b99d4195c9a5bd9608a1b60208201520190565b9060248301520390fd5b50637fffffff8111610430565b63784c507560e01b835233600452602483fd5b610527915060203d60201161052d575b61051f81836129a7565b8101906129c9565b5f610417565b503d610515565b6040513d86823e3d90fd5b8280fd5b50346102df5760e03660031901126102df5761055d6128ac565b90610566612854565b9161056f61286a565b610577612880565b61057f612896565b60c435939092906001600160a01b03851685036106435761059e612b02565b6001600160a01b0381168015610634578087526002602052604087205433821491906001600160a01b03168215610605575b5050156105e957956105e6959660043590613d5f565b80f35b6343c5b80160e11b86526001600160a01b038716600452602486fd5b9091508061062257506001600160a01b03881614155b5f806105d0565b6001600160a01b03891614905061061b565b63d92e233d60e01b8752600487fd5b8580fd5b50346102df57806003193601126102df5760206001600160601b0360085416604051908152f35b50346102df5760203660031901126102df57610688612b02565b5f805260036020525f516020615dab5f395f51905f52546105e6906001600160a01b031680600435612c15565b50346102df5760203660031901126102df576106cf61283e565b8154604051635c975abb60e01b815290602090829060049082906001600160a01b03165afa90811561080c5783916107dd575b506107ce5763ffffffff61071461334f565b168015801561073e575b61072c57506105e690612f45565b634f15c33760e01b8352600452602482fd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa80156105345782918591610795575b50141561071e565b9150506020813d6020116107c6575b816107b1602093836129a7565b810103126107c2578190515f61078d565b5f80fd5b3d91506107a4565b6301ca793160e61b8252600482fd5b6107ff915060203d602011610805575b6107f781836129a7565b8101906129e8565b5f610702565b503d6107ed565b6040513d85823e3d90fd5b50346102df5760203660031901126102df578054604051638da5cb5b60e01b81526004803592602091839182906001600160a01b03165afa90811561080c578391610940575b506001600160a01b0316330361092d57676765c793fa10079d601b1b81116108e7576001600160601b03166001600160601b031960095416176009555f516020615d8b5f395f51905f52604051806104958160609060208152601e60208201527f6e657874526f756e64547265617375727952657761726443757452617465000060408201520190565b6040518091632763535760e01b8252604060048301526104db60448301604090601581527474726561737572795265776172644375745261746560581b60208201520190565b63784c507560e01b825233600452602482fd5b610959915060203d60201161052d5761051f81836129a7565b5f61085d565b50346102df5760403660031901126102df576105e661097c6128ac565b610984612b02565b5f805260036020525f516020615dab5f395f51905f52546001600160a01b03169081908190819060043533613d5f565b50346102df5760203660031901126102df576109f66109d96109d461283e565b612aac565b604080519384526020840192909252908201529081906060820190565b0390f35b50346102df5760603660031901126102df57610a1461283e565b610a1c6128ac565b610a24612854565b8354604051635c975abb60e01b815291929190602090829060049082906001600160a01b03165afa908115610b88578591610b69575b50610b5a5763ffffffff610a6c61334f565b1680158015610ac3575b610ab157506001600160a01b03831684526003602052604084205460a01c60ff1615610aa0578380f35b610aa992613fb6565b505f80808380f35b634f15c33760e01b8552600452602484fd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa8015610b4f5782918791610b1a575b501415610a76565b9150506020813d602011610b47575b81610b36602093836129a7565b810103126107c2578190515f610b12565b3d9150610b29565b6040513d88823e3d90fd5b6301ca793160e61b8452600484fd5b610b82915060203d602011610805576107f781836129a7565b5f610a5a565b6040513d87823e3d90fd5b50346102df5760403660031901126102df576004356001600160a01b03811691908290036102df578054604051635c975abb60e01b815260243591602090829060049082906001600160a01b03165afa90811561080c578391610dba575b506107ce5763ffffffff610c0361334f565b1680158015610d2c575b61072c57508215610d1d57610c2133612f45565b338252600260205260026040832001926001600160601b0384541693848311610d06576001600160601b03610c5a859682861690612a8c565b166001600160601b03198254161790556040518181528260208201527f4f1b51dd7a2fcb861aa2670f668be66835c4ee12b4bbbf037e4d0018f39819e460403392a26001600160a01b03610cac613914565b1691823b15610d0157604484928360405195869485936320283da960e01b8552600485015260248401525af18015610cf657610ce55750f35b81610cef916129a7565b6102df5780f35b6040513d84823e3d90fd5b505050fd5b60448486856311e9ebaf60e31b8352600452602452fd5b63d92e233d60e01b8252600482fd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa908115610534579082918591610d85575b501415610c0d565b9150506020813d602011610db2575b81610da1602093836129a7565b810103126107c2578190515f610d7d565b3d9150610d94565b610dd3915060203d602011610805576107f781836129a7565b5f610bf1565b50346102df5760203660031901126102df5760e0906001600160a01b03610dfe61283e565b1680825260026020526040822080546001600160a01b03169081610e865760016001600160601b03816040875b60028601549781528260205220015416910154851c916001600160601b03604051951685526001600160601b03841660208601526040850152606084015263ffffffff8260c01c16608084015260a0830152821c60c0820152f35b60016001600160601b03816040828286015460601c1697610e2b565b50346102df57806003193601126102df5760206001600160601b0360095416604051908152f35b50346102df57806003193601126102df5760206001600160601b0360075416604051908152f35b50346102df5760203660031901126102df576020906001600160601b03906001906040906001600160a01b03610f2461283e565b16815282855220015416604051908152f35b50346102df5760203660031901126102df576105e6600435613a51565b50346102df5760403660031901126102df57602090610f8c906040906001600160a01b03610f7f61283e565b1681526002845220613f1c565b604051908152f35b50346102df57806003193601126102df57602060075460e01c604051908152f35b50346102df5760203660031901126102df578054604051638da5cb5b60e01b81526004803592602091839182906001600160a01b03165afa90811561080c5783916110ab575b506001600160a01b0316330361092d576064811161106e576007549063ffffffff60e01b9060e01b169060018060e01b0316176007555f516020615d8b5f395f51905f52604051602081528061049560208201604090600c81526b1b9bdd1a58d954195c9a5bd960a21b60208201520190565b6040518091632763535760e01b8252604060048301526104db60448301604090600c81526b1b9bdd1a58d954195c9a5bd960a21b60208201520190565b6110c4915060203d60201161052d5761051f81836129a7565b5f610ffb565b50346102df576110eb6110dc366128f6565b916110e5612b02565b33612d53565b5080f35b50346102df5760203660031901126102df5761110961283e565b8154906001600160a01b0382163303611165576001600160a01b03166001600160a01b031991909116811782556040519081527f4ff638452bbf33c012645d18ae6f05515ff5f2d1dfb0cece8cbf018c60903f7090602090a180f35b63a3646b5f60e01b835233600452602483fd5b50346102df5760203660031901126102df5761119a61119561283e565b613d30565b156111cb5760015b6040519060028110156111b757602092508152f35b634e487b7160e01b83526021600452602483fd5b806111a2565b50346102df57806003193601126102df576004546040516001600160a01b039091168152602090f35b50346102df57806003193601126102df5760206001600160801b0360095460601c16604051908152f35b50346102df5760403660031901126102df576105e661124161283e565b6112496128ac565b90611252612b02565b61346b565b50346102df576105e6611269366128f6565b91611272612b02565b612c15565b50346102df57806003193601126102df577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303611406576007546001600160601b038116806113c5576001600160801b0360065460801c5b166001600160801b031960065416176006556001600160601b038260601c1603611396575b506008546009546001600160601b0381166001600160601b038360601c1603611325578280f35b6001600160601b0360601b9060601b16906001600160601b0360601b1916176008555f516020615d8b5f395f51905f52604051602081528061138d60208201604090601581527474726561737572795265776172644375745261746560581b60208201520190565b0390a15f808280f35b600160601b600160c01b0319811660609190911b6bffffffffffffffffffffffff60601b16176007555f6112fe565b63ffffffff60045460a01c1681026001600160801b0381169081036113f2576001600160801b03906112d9565b634e487b7160e01b84526011600452602484fd5b635546692760e11b81527fe8438ea868df48e3fc21f2f087b993c9b1837dc0f6135064161ce7d7a1701fe860045233602452604490fd5b50346102df57806003193601126102df57602063ffffffff60075460c01c16604051908152f35b50346102df5760c03660031901126102df576105e66114816128ac565b611489612854565b61149161286a565b611499612880565b916114a2612896565b936114ab612b02565b60043533613d5f565b50346102df5760203660031901126102df5760206114d361119561283e565b6040519015158152f35b50346102df5760203660031901126102df578054604051638da5cb5b60e01b81526004803592602091839182906001600160a01b03165afa90811561080c5783916115f7575b506001600160a01b0316330361092d5780156115b25761154290613cd4565b6004549063ffffffff60c01b9060c01b169063ffffffff60c01b1916176004555f516020615d8b5f395f51905f5260405160208152806115a76020820160409060148152736e756d4163746976655472616e73636f6465727360601b60208201520190565b0390a16105e66139ca565b6040518091632763535760e01b8252604060048301526104db6044830160409060148152736e756d4163746976655472616e73636f6465727360601b60208201520190565b611610915060203d60201161052d5761051f81836129a7565b5f611523565b50346102df5760203660031901126102df57610140906001600160a01b0361163c61283e565b16815260016020526040812063ffffffff61165561334f565b169160028201549263ffffffff8460a01c1690811515918261174e575b50501561172b576001600160701b039063ffffffff808560601c169460801c16905b835463ffffffff80821691818160601c168281145f1461172557505f19925b80855260048801602052826116db886003600160408a2001549b015416898b60701c16612a3e565b96816040519b818660201c168d521660208c01521660408a0152606089015260401c16608087015260a08601528060c086015260e08501521661010083015260e01c610120820152f35b926116b3565b91506001600160701b0381549263ffffffff808560801c169460a01c1690611694565b111590505f80611672565b6128d0565b50346102df57806003193601126102df57602063ffffffff60045460c01c16604051908152f35b50346102df57806003193601126102df5760206001600160601b0360085460601c16604051908152f35b50346102df57806003193601126102df57602060405160648152f35b50346102df57806003193601126102df57602090604051908152f35b50346102df57806003193601126102df57602060065460801c604051908152f35b50346102df5760403660031901126102df57611822612b02565b5f805260036020525f516020615dab5f395f51905f52546105e6906001600160a01b031680602435600435613b6f565b50346102df5760403660031901126102df5760409081906001600160a01b0361187961283e565b16815260026020526007828220016024358252602052205467ffffffffffffffff8251916001600160801b038116835260801c166020820152f35b50346102df5760203660031901126102df578054604051638da5cb5b60e01b815290602090829060049082906001600160a01b03165afa908115610cf657829161198e575b506001600160a01b0316330361197b57611914600435613cff565b600954906001600160801b0360601b9060601b16906001600160801b0360601b1916176009555f516020615d8b5f395f51905f526060604051602081526016602082015275747265617375727942616c616e63654365696c696e6760501b6040820152a180f35b63784c507560e01b815233600452602490fd5b6119a7915060203d60201161052d5761051f81836129a7565b5f6118f9565b50346102df5760603660031901126102df576119c761283e565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303611aeb57611a02604435613cd4565b60018060a01b0382169182845260016020526040842092600484019363ffffffff84169081875285602052604087209260ff845460a01c1615611a98575b50505060ff9150611a5360243582615252565b929091611a628585858461531d565b5460a81c16611a6f578480f35b611a909363ffffffff611a8185612d21565b1686526020526040852061531d565b5f8080808480f35b90919250611aa584613d30565b15611ad957505463ffffffff16908111611acf575b50611ac78260ff926147a7565b5f8080611a40565b9150611ac7611aba565b63bfc6c33760e01b8752600452602486fd5b635546692760e11b82527fbd1aa3e8d2464256d7fd3dcf645c16418d5d8c51d971f1ad7d57e7b1b5eee23960045233602452604482fd5b50346102df5760403660031901126102df57611b3c61283e565b611b44612b02565b6001600160a01b03811615610d1d575f805260036020525f516020615dab5f395f51905f52546105e6916001600160a01b0390911690819060243590612cd1565b50346102df5760803660031901126102df576105e6611ba2612854565b611baa61286a565b90611bb3612b02565b602435600435613b6f565b50346102df57806003193601126102df57602063ffffffff60045460a01c16604051908152f35b50346102df5760203660031901126102df57611bff612b02565b5f805260036020525f516020615dab5f395f51905f52546110eb906001600160a01b03168060043533612d53565b50346102df5760203660031901126102df578054604051635c975abb60e01b8152600480359392602091839182906001600160a01b03165afa908115610cf6578291611e52575b50611e435763ffffffff611c8661334f565b1680158015611db5575b611da25750611c9e82613ada565b611ca661334f565b926020820163ffffffff67ffffffffffffffff8251169516808611611d8b575083945067ffffffffffffffff6001600160801b0384511691511690604051928352602083015260408201527f1340f1a8f3d456a649e1a12071dfa15655e3d09252131d0f980c3b405cc8dd2e60603392a26001600160801b036001600160a01b03611d2f613914565b16915116813b15611d8757829160448392604051958693849263e7a49c2b60e01b845233600485015260248401525af18015611d7a57611d6c5780f35b611d75916129a7565b5f8180f35b50604051903d90823e3d90fd5b5050fd5b635ab9830160e01b85526004869052602452604484fd5b634f15c33760e01b825260045260249150fd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa90811561080c579082918491611e0e575b501415611c90565b9150506020813d602011611e3b575b81611e2a602093836129a7565b810103126107c2578190515f611e06565b3d9150611e1d565b6301ca793160e61b8152600490fd5b611e6b915060203d602011610805576107f781836129a7565b5f611c74565b50346102df5760203660031901126102df578054604051635c975abb60e01b815290602090829060049082906001600160a01b03165afa908115610cf6578291611f7e575b50611e435763ffffffff611ec861334f565b1680158015611ef2575b611ee057506105e633612f45565b634f15c33760e01b8252600452602490fd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa801561080c5782918491611f49575b501415611ed2565b9150506020813d602011611f76575b81611f65602093836129a7565b810103126107c2578190515f611f41565b3d9150611f58565b611f97915060203d602011610805576107f781836129a7565b5f611eb6565b50346102df5760403660031901126102df576001600160a01b03611fbf61283e565b1681526001602052600460408220016024358252602052604081206002810154916001600160701b03600183549301541690633b9aca00820291808304633b9aca00149015171561204f57506001600160801b0360a09363ffffffff604051946001600160601b038360801c168652818160601c16602087015260801c1660408501521660608301526080820152f35b634e487b7160e01b81526011600452602490fd5b50346102df5760203660031901126102df578054604051638da5cb5b60e01b815290602090829060049082906001600160a01b03165afa908115610cf6578291612117575b506001600160a01b0316330361197b576001600160601b036120cb600435613999565b166001600160601b031960075416176007555f516020615d8b5f395f51905f52606060405160208152600a60208201526966697865645374616b6560b01b6040820152a16105e66139ca565b612130915060203d60201161052d5761051f81836129a7565b5f6120a8565b50346102df5760203660031901126102df576020906001600160a01b0361215b61283e565b1681526003825260016040818060a01b039220015416604051908152f35b50346102df5760203660031901126102df578054604051638da5cb5b60e01b815290602090829060049082906001600160a01b03165afa908115610cf657829161222f575b506001600160a01b0316330361197b576001600160601b036121e1600435613999565b166001600160601b031960085416176008555f516020615d8b5f395f51905f52606060405160208152600c60208201526b6d696e696d756d5374616b6560a01b6040820152a16105e66139ca565b612248915060203d60201161052d5761051f81836129a7565b5f6121be565b50346107c25760803660031901126107c25761226861283e565b906122716128ac565b916044359060643591602460205f5460018060a01b031660405192838092631c2d8fb360e31b82527f121833d5ee4fda5e1a4034c2b7be8155c158142541dea26f39122c796649233f60048301525afa908115612454575f916124fc575b506001600160a01b031633036124c5575f54604051635c975abb60e01b815290602090829060049082906001600160a01b03165afa908115612454575f916124a6575b5061249757806123246123339261368d565b61232d8461368d565b826136cc565b916001600160a01b038516908161245f57507ff4b71fed8e2c9a8c67c388bc6d35ad20b9368a24eed6d565459f2b277b6c0c2260605f935b604080519485526020850187905284018590526001600160a01b031692a2612391613914565b90806123f0575b8394508083116123a757505050f35b6001600160a01b03909116916123bd9190612a31565b813b15611d875782916024839260405194859384926363f74c6160e11b845260048401525af18015610cf657610ce55750f35b6001600160a01b038216803b156107c25760405163e7a49c2b60e01b81526001600160a01b03969096166004870152602486018290525f908690604490829084905af180156124545715612398579250925f61244b916129a7565b5f918390612398565b6040513d5f823e3d90fd5b6060620f42406124907ff4b71fed8e2c9a8c67c388bc6d35ad20b9368a24eed6d565459f2b277b6c0c229387612a00565b049361236b565b6301ca793160e61b5f5260045ffd5b6124bf915060203d602011610805576107f781836129a7565b5f612312565b635546692760e11b5f527f121833d5ee4fda5e1a4034c2b7be8155c158142541dea26f39122c796649233f6004523360245260445ffd5b612515915060203d60201161052d5761051f81836129a7565b5f6122cf565b346107c2575f3660031901126107c257612533612b02565b5f805260036020525f516020615dab5f395f51905f525461255d906001600160a01b03168061346b565b005b346107c25760203660031901126107c25761258061257b61283e565b613418565b6040516003821015612593576020918152f35b634e487b7160e01b5f52602160045260245ffd5b346107c25760403660031901126107c2576001600160a01b036125c861283e565b165f526002602052600760405f20016024355f52602052602067ffffffffffffffff60405f205460801c161515604051908152f35b346107c25760203660031901126107c25760206114d361261b61283e565b63ffffffff61262861334f565b16906133dc565b346107c25760c03660031901126107c25761264861283e565b60243590612654612854565b61265c61286a565b92612665612880565b9261266e612896565b612676612b02565b6001600160a01b03821695861580156127d8575b6127c5575f878152600260205260409020548491906001600160a01b0316806127bf5750335f908152600260205260409020546001600160a01b0316955b6126d29233612d53565b94335f52600260205260405f20600701865f5260205260405f205f90556126f883612f45565b865f52600260205283858860405f20600201805460e01c998a9161271b83612930565b81546001600160e01b031660e09190911b6001600160e01b03191617905560408051918252602082019290925290810184905233908060608101037ff136b986590e86cf1abd7b6600186a7a1178ad3cbbdf0f3312e79f6214a2a56791a3612782946131e5565b6040519283526020830152600160a01b60019003169060407f9f5b64cc71e1e26ff178caaa7877a04d8ce66fde989251870e80e6fbee690c1791a3005b956126c8565b866343c5b80160e11b5f5260045260245ffd5b5033871461268a565b346107c25760803660031901126107c2576127fa61283e565b612802612854565b61280a61286a565b90612813612b02565b6001600160a01b0383161561282f5761255d9260243590612cd1565b63d92e233d60e01b5f5260045ffd5b600435906001600160a01b03821682036107c257565b604435906001600160a01b03821682036107c257565b606435906001600160a01b03821682036107c257565b608435906001600160a01b03821682036107c257565b60a435906001600160a01b03821682036107c257565b602435906001600160a01b03821682036107c257565b600381101561259357602452565b346107c2575f3660031901126107c25760206001600160801b0360065416604051908152f35b60609060031901126107c257600435906024356001600160a01b03811681036107c257906044356001600160a01b03811681036107c25790565b63ffffffff1663ffffffff81146129475760010190565b634e487b7160e01b5f52601160045260245ffd5b6040810190811067ffffffffffffffff82111761297757604052565b634e487b7160e01b5f52604160045260245ffd5b6060810190811067ffffffffffffffff82111761297757604052565b90601f8019910116810190811067ffffffffffffffff82111761297757604052565b908160209103126107c257516001600160a01b03811681036107c25790565b908160209103126107c2575180151581036107c25790565b8181029291811591840414171561294757565b8115612a1d570490565b634e487b7160e01b5f52601260045260245ffd5b9190820391821161294757565b906001600160701b03809116911603906001600160701b03821161294757565b8054600160601b600160c01b03191660609290921b6bffffffffffffffffffffffff60601b16919091179055565b906001600160601b03809116911603906001600160601b03821161294757565b60018060a01b03165f526001602052600260405f2001549063ffffffff8260a01c169063ffffffff612adc61334f565b16821115612af85763ffffffff808460601c169360801c169190565b5f92508291508190565b5f54604051635c975abb60e01b815290602090829060049082906001600160a01b03165afa908115612454575f91612bf6575b506124975763ffffffff612b4761334f565b1680158015612b6a575b612b585750565b634f15c33760e01b5f5260045260245ffd5b50604051634403f9b760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa80156124545782915f91612bc1575b501415612b51565b9150506020813d602011612bee575b81612bdd602093836129a7565b810103126107c2578190515f612bb9565b3d9150612bd0565b612c0f915060203d602011610805576107f781836129a7565b5f612b35565b905f92612c2133612f45565b335f908152600260205260409020546001600160a01b0316801580612cad5715612ca3575b50612c67906001600160801b03612c5c85613ada565b5116928386336131e5565b60405191825260208201527f9f5b64cc71e1e26ff178caaa7877a04d8ce66fde989251870e80e6fbee690c176040339360018060a01b031692a3565b9350612c67612c46565b612ccc612cb933613418565b6356287c2d60e01b5f52336004526128c2565b60445ffd5b92919091612cde33612f45565b335f908152600260205260409020546001600160a01b0390811690811590861615158103612cad5715612ca35750612c67906001600160801b03612c5c85613ada565b63ffffffff60019116019063ffffffff821161294757565b9063ffffffff8091169116019063ffffffff821161294757565b9392909193612d6181613418565b60038110156125935760018103612ef757508215612ee857612d8281612f45565b6001600160a01b0381165f81815260026020526040902060018101549194909160601c6001600160601b0316808211612ed25750916060917f2d5d98d189bee5496a08db2a5948cb7e5e786f09d17d0c3f228eb41776c24a0693612ebf60018060a01b0383541696612e07612df561334f565b63ffffffff60075460c01c1690612d39565b9a836002860196612e40885460e01c98612e208a612930565b81546001600160e01b031660e09190911b6001600160e01b031916179055565b879d63ffffffff60405191612e548361295b565b6001600160801b03851683521697600760208301918a83528b5f52016020526001600160801b038060405f20935116166001600160801b03198354161782555181549067ffffffffffffffff60801b9060801b169067ffffffffffffffff60801b1916179055614186565b60405192835260208301526040820152a3565b90631fdb623f60e21b5f5260045260245260445ffd5b631f2a200560e01b5f5260045ffd5b6356287c2d60e01b5f526001600160a01b03909116600452612ccc906128c2565b9190820180921161294757565b906001600160601b03809116911601906001600160601b03821161294757565b6001600160a01b03165f818152600260205260409020612f6361334f565b9163ffffffff8316905f60038401815b6002811061311057505060019282612faf612fc5936130139897955f528660205260405f2090612fa282615585565b91826130e0575b50612f18565b91858060a01b03855416613015575b5050613999565b6001600160601b03612fde600284019282845416612f25565b82546001600160601b03191691161790550180546001600160e01b031660e09290921b6001600160e01b031916919091179055565b565b6001600160601b0361302f613062939461034f8a896144cd565b9361303987613f1c565b90888801938454908160e01c918a82841080156130d7575b613069575b50505050501690612a5e565b5f80612fbe565b546001600160a01b0316927fd7eab0765b772ea6ea859d5633baf737502198012e930f257f90013d9b2110949260809260601c881687039163ffffffff906130b090612d21565b60405193898111150284528c60208501521660408301526060820152a35f8080808a613056565b50891515613051565b6003016001600160701b036130fa818516828454166144ad565b166001600160701b03198254161790555f612fa9565b61311a818361415f565b50805460a01c156131dc5760016131308261567c565b91019063ffffffff61315483549661034f6001600160601b038960401c1685612a31565b9560201c16600281018091116129475787106131a1575050613176818361415f565b91909161318e575f6001838282955501555b01612f73565b634e487b7160e01b5f525f60045260245ffd5b815473ffffffffffffffffffffffff0000000000000000191660409190911b6bffffffffffffffffffffffff60401b16179055600190613188565b50600190613188565b6001600160a01b038082165f81815260026020526040902054949796959492939290911615613295575b5069d3c21bcecceda100000061327160018060a01b03831697885f52600160205261324c60405f20916001600160601b0360018401541696614599565b60049063ffffffff8154165f52016020526001600160801b03600260405f2001541690565b1115613282576130139495506146f7565b856343c5b80160e11b5f5260045260245ffd5b5f81815260026020819052604090912080546001600160a01b0319166001600160a01b0385161781556132f7916132d26132cd61334f565b612d21565b9101805463ffffffff60c01b191660c09290921b63ffffffff60c01b16919091179055565b6001600160a01b03821690811461320f575f52600160205261334960405f2061332963ffffffff825460c01c16612930565b815463ffffffff60c01b191660c09190911b63ffffffff60c01b16179055565b5f61320f565b604051632286722f60e21b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa8015612454575f906133a6575b63ffffffff91501690565b506020813d6020116133d4575b816133c0602093836129a7565b810103126107c25763ffffffff905161339b565b3d91506133b3565b60018060a01b03165f52600160205260405f2054908063ffffffff8360401c161115918261340957505090565b60601c63ffffffff1611919050565b6001600160a01b039081165f90815260026020526040902080549091161561346557600263ffffffff91015460c01c1663ffffffff61345561334f565b161015613460575f90565b600190565b50600290565b9061347461334f565b90335f52600160205260405f209163ffffffff811661349381336133dc565b15613677578063ffffffff855460201c16146136615750825467ffffffff000000001916602082901b67ffffffff00000000161783556134d390336147a7565b926134dc613914565b60075460601c6001600160601b03168061364357506001600160601b03600286015460801c165b85546001600160601b03168061361b5750505f5b600654604051637dbedad560e01b815260048101929092526001600160801b031660248201526020816044815f6001600160a01b0387165af1908115612454575f916135e7575b50806135706135769261358c94614b25565b90612a31565b80956001600160601b0360018701541695614dd1565b335f52600360205260ff60405f205460a01c166135d5575b5050506040519081527f619caafabdd75649b302ba8419e48cccf64f37f1983ac4727cfb38b57703ffc960203392a2565b6135df92336146f7565b5f80806135a4565b90506020813d602011613613575b81613602602093836129a7565b810103126107c2575161358c61355e565b3d91506135f5565b61363961363e926001600160601b03600189015460601c1690612a00565b612a13565b613517565b6001600160601b03600287015460801c168180821091180218613503565b635e45a9e360e11b5f523360045260245260445ffd5b639724a99960e01b5f523360045260245260445ffd5b620f4240811161369a5750565b630a16574d60e31b5f5260045260245ffd5b906001600160801b03809116911603906001600160801b03821161294757565b9190916136d761334f565b9260018060a01b038216805f526001602052600160405f2001916001600160601b038354161561390157600261370d87866147a7565b01906001600160801b0382541690620f424003620f4240811161294757613738620f42409183612a00565b0469d3c21bcecceda100000080821191180269d3c21bcecceda10000001896818810156138f6576001600160601b03855460601c16906137788983612a00565b92676765c793fa10079d601b1b840193848111612947576b033b2e3c9fd0803ce7ffffff01938411612947576001600160801b0363ffffffff93676765c793fa10079d601b1b6137cf839482613821990493612a00565b0490810390811115029a16166001600160801b03198554161784556001600160601b03865416956001600160601b0361380a818c1689612a8c565b166001600160601b031982541617905516856133dc565b61384a575b505f52600360205260ff60405f205460a01c16613841575050565b6130139161465b565b6138a96001600160601b03825460801c1691613879838910848a18028418936001600160601b03851690612a8c565b81546bffffffffffffffffffffffff60801b191660809190911b6bffffffffffffffffffffffff60801b16179055565b6001600160601b0360075460601c16613826576001600160801b036138e060065492828085169182808210911802821816906136ac565b16906001600160801b031916176006555f613826565b505f96505050505050565b5063bfc6c33760e01b5f5260045260245ffd5b5f54604051631c2d8fb360e31b81527f6e58ad548d72b425ea94c15f453bf26caddb061d82b2551db7fdd3cefe0e9940600482015290602090829060249082906001600160a01b03165afa908115612454575f9161397a575b506001600160a01b031690565b613993915060203d60201161052d5761051f81836129a7565b5f61396d565b6001600160601b0381116139b3576001600160601b031690565b6306dfcc6560e41b5f52606060045260245260445ffd5b5f5b6032811080613a3d575b15613a1f5760045463ffffffff808260c01c169160a01c16111580613a22575b613a1f57600554613a0f906001600160a01b0316614f87565b5f198114612947576001016139cc565b50565b50600554613a38906001600160a01b0316614ece565b6139f6565b5063ffffffff60045460a01c1615156139d6565b905f5b82811080613ac6575b15613aa65760045463ffffffff808260c01c169160a01c16111580613aab575b613aa657600554613a96906001600160a01b0316614f87565b5f19811461294757600101613a54565b509050565b50600554613ac1906001600160a01b0316614ece565b613a7d565b5063ffffffff60045460a01c161515613a5d565b905f6020604051613aea8161295b565b8281520152335f526002602052600760405f2001825f5260205260405f209167ffffffffffffffff60405193613b1f8561295b565b546001600160801b038116855260801c166020840181905215613b5957335f526002602052600760405f2001905f526020525f6040812055565b6304dc828560e41b5f523360045260245260445ffd5b929192613b7b8161368d565b613b848261368d565b613b8c61334f565b604051636841f25360e01b81529092906020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa908115612454575f91613cb5575b50613c9c57613bea33613d30565b15613c8957335f52600160205260405f209063ffffffff8416613c0d81336133dc565b80613c75575b613c5f57509063ffffffff80859493613c2f613c3997336147a7565b501692169061503c565b335f52600360205260ff60405f205460a01c1615613c55575050565b613a1f9133613fb6565b633f31975760e11b5f523360045260245260445ffd5b508063ffffffff845460201c161415613c13565b63bfc6c33760e01b5f523360045260245ffd5b63ffffffff83630aa4704d60e31b5f521660045260245ffd5b613cce915060203d602011610805576107f781836129a7565b5f613bdc565b63ffffffff8111613ce85763ffffffff1690565b6306dfcc6560e41b5f52602060045260245260445ffd5b6001600160801b038111613d19576001600160801b031690565b6306dfcc6560e41b5f52608060045260245260445ffd5b6001600160a01b039081165f8181526002602052604090205490911681149081613d58575090565b9050151590565b919592946001600160a01b0387169491939192851561282f57613d8181612f45565b60018060a01b03811697885f52600260205260405f209460018060a01b03865416985f918a151580613f12575b613ed9575b5050613dbf8188612f18565b15612ee85786613e23575b86946001600160601b039460019460409894613e0a613e10957fe5917769f276ddca9f2ee7c6b0b33e1d1e1b61008010ce622c632dd20d168a239c612f18565b916131e5565b015460601c1682519182526020820152a4565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03613e54613914565b16604051906323b872dd60e01b5f52336004526024528860445260205f60648180865af19060015f5114821615613eb8575b6040525f60605215613e985750613dca565b635274afe760e01b5f9081526001600160a01b0391909116600452602490fd5b906001811516613ed057823b15153d15161690613e86565b503d5f823e3d90fd5b9091508a8a14613eff57613ef890613ef088613f1c565b928386614186565b5f80613db3565b8a634d27515360e11b5f5260045260245ffd5b50898b1415613dae565b80546001600160a01b03168015613f9057676765c793fa10079d601b1b613f87613f8d93613f81935f526001602052613f5960405f2080926153cf565b94909160049063ffffffff8154165f52016020526001600160801b03600260405f2001541690565b90612a00565b04612f18565b90565b50505f90565b906001600160801b03809116911601906001600160801b03821161294757565b613fbf81614ece565b156141585760018060a01b03811692835f5260016020526001600160601b03600160405f200154169260045463ffffffff808260c01c169160a01c1610156140df575b91836140366140a2936020957f65d72d782835d64c3287844a829608d5abdc7e864cc9affe96d910ab3db665e99785615417565b6001600160801b03600654916140518219918460801c613f96565b60801b1691161760065561406361334f565b90855f526001845261408060405f209163ffffffff8416906133dc565b156140b4575b805463ffffffff60601b191663ffffffff60601b179055612d21565b63ffffffff60405191168152a2600190565b6140bd82612d21565b63ffffffff60401b82549160401b169063ffffffff60401b1916178155614086565b909160018060a01b036005541693845f5260016020526001600160601b03600160405f2001541681111561414e576140366020946140a2946141417f65d72d782835d64c3287844a829608d5abdc7e864cc9affe96d910ab3db665e998614f87565b9395509350509350614002565b5050505050505f90565b5050505f90565b9060028110156141725760011b01905f90565b634e487b7160e01b5f52603260045260245ffd5b9291909260018060a01b031692835f52600260205260018060a01b0360405f20541693845f5260016020526001600160601b03600160405f2001541691815f52600260205260405f206141d881615750565b80546001600160a01b0381165f90815260016020526040902090916141fc81613f1c565b841493600182016001600160601b038154169283831084841802841895875f146143fe5760a01c956001600160601b03956142e0956142a06142d395896142996142cd976142946142748f61426a908661425c8160019e5b16809c612a8c565b168719895416178855613999565b835460a01c612a8c565b82546001600160a01b031660a09190911b6001600160a01b031916178255565b613f1c565b1690612a5e565b876142b2600284019282845416612a8c565b16881982541617905501958580885460601c16911690612a8c565b85612a5e565b8280855416911690612a8c565b166001600160601b0319825416179055614326575b50835f52600360205260ff60405f205460a01c16614314575b50505050565b61431d936146f7565b5f80808061430e565b805f52600260205260405f20600260018060a01b0382541691825f52600160205260405f209383036143c3575b80546001600160a01b031916815501805463ffffffff60c01b19169055815460c01c63ffffffff161590816143b2575b50156142f5576002810180546001600160601b031916905560010180546001600160c01b03191690555f6142f5565b6143bc9150613d30565b155f614383565b6143f96143d963ffffffff865460c01c166159a1565b855463ffffffff60c01b191660c09190911b63ffffffff60c01b16178555565b614353565b506144098684612a31565b676765c793fa10079d601b1b810290808204676765c793fa10079d601b1b14901517156129475761446361445c8760049063ffffffff8154165f52016020526001600160801b03600260405f2001541690565b8092612f18565b5f198101919082116129475761447891612a13565b956001600160601b03956142e0956142a06142d395896142996142cd976142946142748f61426a908661425c8160019e614254565b906001600160701b03809116911601906001600160701b03821161294757565b9190600183019063ffffffff8254911663ffffffff8260c01c1611614592576001600160601b038116614533575b5050613013600261450b846155c0565b930161452d6145276001600160601b03835460601c1686612a31565b94613999565b90612a5e565b61458b9160018060a01b038554165f5260016020526001600160601b0361455d60405f20876156ee565b6001600160601b031990931690915584546001600160a01b0316911660a01b6001600160a01b031916178355565b5f806144fb565b505f925050565b6001600160a01b03165f9081526002602052604090206145b881615750565b6146016001600160601b036145cc84613999565b93816145df600186019682885416612f25565b168219865416178555169261452d846001600160601b03835460601c16612f25565b60018060a01b039054165f5260016020526001600160601b03614649600160405f2060028101846146358782845416612f25565b168519825416179055019282845416612f25565b166001600160601b0319825416179055565b6001600160a01b0381165f8181526003602052604090205460a01c60ff16156146e9575f5260016020526001600160601b03600160405f20015416916001600160801b03600654916146bb8219916146b6878660801c612f18565b612a31565b60801b169116176006556146ce81614ece565b156146df575f613013928192615876565b6130139150614f87565b50613a1f91505f8091613fb6565b6001600160a01b0381165f81815260036020526040902054919493929160a01c60ff1615614784575f5260016020526001600160601b03600160405f20015416906001600160801b03600654916147578219916146b6868660801c612f18565b60801b1691161760065561476a84614ece565b156147785761301393615876565b50505061301390614f87565b5050613a1f92613fb6565b63ffffffff5f199116019063ffffffff821161294757565b6001600160a01b0381165f90815260016020526040902091929160048101906147de85839063ffffffff165f5260205260405f2090565b946147ed825463ffffffff1690565b9263ffffffff821663ffffffff851695818714614b1c57600285019261481b845463ffffffff9060a01c1690565b9763ffffffff891615159889614b00575b90848a9283614af0575b505081614ae6575b5080614ac9575b614aa0575b86614862919063ffffffff165f5260205260405f2090565b96614a91575b5063ffffffff8516614a6857676765c793fa10079d601b1b945b60018501805490949060601c6001600160601b0316845488906001600160601b03166001600160601b0316906148b79161596a565b6148c9916001600160601b0316612f18565b6148d290613999565b936148dd8587612a5e565b80546001600160601b0319169055855463ffffffff191663ffffffff90911617855561490890612d21565b63ffffffff1614613013956149a461498461387996614948614a1896600196614a52575b8d546001600160601b0319166001600160601b03909116178d55565b80546149779060801c63ffffffff168d5463ffffffff60601b191660609190911b63ffffffff60601b16178d55565b5460a01c63ffffffff1690565b8a5463ffffffff60801b191660809190911b63ffffffff60801b16178a55565b885460ff60a01b1916600160a01b17895501612e206149ca82546001600160701b031690565b916149ef60018b019384906001600160701b03166001600160701b0319825416179055565b80548354600160701b600160e01b031916600160701b600160e01b039091161783555460e01c90565b614a456001600160801b0360028801941684906001600160801b03166001600160801b0319825416179055565b546001600160601b031690565b855460ff60a81b1916600160a81b17865561492c565b614a8b614a7f60028801546001600160801b031690565b6001600160801b031690565b94614882565b614a9a906158c1565b5f614868565b9550614ab4614aae8561478f565b826147a7565b50614862614ac18561478f565b96905061484a565b5082614ae0614ad789612d21565b63ffffffff1690565b10614845565b905015155f61483e565b63ffffffff16149150845f614836565b9084809a50614b128363ffffffff1690565b111599509061482c565b50505050505050565b5f54604051631c2d8fb360e31b81527f6efca2866b731ee4984990bacad4cde10f1ef764fb54a5206bdfd291695b1a9b600482015291939290602090839060249082906001600160a01b03165afa918215612454575f92614db0575b506001600160a01b03821680158015614d9a575b614d92576040516370a0823160e01b815260048101919091526020816024817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa908115612454575f91614d55575b50676765c793fa10079d601b1b91614c3491600954906001600160801b038260601c16111580614d43575b614cdf575b506001600160601b0360085460601c1690612a00565b04928315614592576001600160a01b0316803b156107c25760405163e7a49c2b60e01b81526001600160a01b038316600482015260248101859052905f908290604490829084905af1801561245457614ccf575b50604080516001600160a01b0390921682526020820184905233917f40e200718fe552021167687e5491d09f5931275b6f88f14a462650f0effb523791819081015b0390a2565b5f614cd9916129a7565b5f614c88565b6001600160601b0319166009555f516020615d8b5f395f51905f5260405180614d3a8160609060208152601e60208201527f6e657874526f756e64547265617375727952657761726443757452617465000060408201520190565b0390a15f614c1e565b506001600160601b0381161515614c19565b90506020813d602011614d8a575b81614d70602093836129a7565b810103126107c25751676765c793fa10079d601b1b614bee565b3d9150614d63565b505f93505050565b506001600160801b0360095460601c1615614b95565b614dca91925060203d60201161052d5761051f81836129a7565b905f614b81565b908215614ec957614de133613d30565b15614ebe57614e09620f4240614e0163ffffffff845460601c1686612a00565b048094612a31565b90676765c793fa10079d601b1b820292828404676765c793fa10079d601b1b1483151715612947576001600160601b0392614e95926001600160801b03614e776002614e6b614e666001614e8c98019a8a8c5460601c1690612a13565b613cff565b93019282845416613f96565b166001600160801b0319825416179055613999565b82845416612f25565b166001600160601b03198254161790558015613a1f5761301390614eb833612f45565b33614599565b614e095f8094612a31565b505050565b6001600160a01b0381165f90815260016020526040902090614eef90613d30565b9081614f70575b81614f37575b81614f05575090565b6004915063ffffffff8154165f520160205269d3c21bcecceda10000006001600160801b03600260405f200154161190565b90506001600160601b036001820154166001600160601b03600854166001600160601b0360075416908180821191180218111590614efc565b60018101546001600160601b031615159150614ef6565b614f90816159b3565b60018060a01b0316805f5260016020526001600160601b03600160405f200154166001600160801b0360065491614fcc8219918460801c6136ac565b60801b169116176006557ffee3e693fc72d0a0a673805f3e606c551f4c677b9072444b90dd2d0406bc995c60206150046132cd61334f565b5f8481526001835260409020805463ffffffff60601b1916606083901b63ffffffff60601b1617905563ffffffff60405191168152a2565b9260075460e01c1593841561523f575b805463ffffffff84169563ffffffff8260801c1687119081159283615224575b50808115938461521c575b506151fa575b80836151e0575b6151be575b60028401805463ffffffff60a01b1916815593546040805163ffffffff608084901c8116825260a09390931c909216602083015233917f7346854431dbb3eb8e373c604abf89e90f4865b8447e1e2834d7b3e4677bf5449190a2916151b5575b506151ae57805463ffffffff60801b1916608085901b63ffffffff60801b1617815563ffffffff92839261516f9161514f91615143916132cd90865463ffffffff60601b191660609190911b63ffffffff60601b16178655565b60075460e01c90612d39565b825463ffffffff60a01b191660a09190911b63ffffffff60a01b16178255565b5460a01c169160405193845216602083015260408201527f53d9fcf4bd3b71e7f769a3100becae70c7a2a2b2394d96f8039caa8f3d2cb6e560603392a2565b5050505050565b9050155f6150e9565b835463ffffffff60a01b191660a088901b63ffffffff60a01b16178455615089565b5063ffffffff845460a01c1663ffffffff88161015615084565b835463ffffffff60801b1916608087901b63ffffffff60801b1617845561507d565b90505f615077565b63ffffffff91925060a01c1663ffffffff871610905f61506c565b805460c01c63ffffffff1615945061504c565b919082546001600160601b0381169081156153145761527e63ffffffff620f42409260801c1684612a00565b0493670de0b6b3a7640000850294808604670de0b6b3a76400001490151715612947576152c56001600160701b0391826152ba85600199612a13565b978892015416612f18565b1161530d576152d49084612a00565b90670de0b6b3a764000082019182811161294757670de0b6b3a763ffff0191821161294757670de0b6b3a7640000613f8d920490612a31565b505f925090565b505091505f9190565b61533c6001600160701b036001819396959496019516828654166144ad565b166001600160701b03198454161783556001600160701b0381116153b85761537d6001600160701b036153a392166001600160701b03855460701c166144ad565b8354600160701b600160e01b03191660709190911b600160701b600160e01b0316178355565b815460e01c63ffffffff821611612e20575050565b6306dfcc6560e41b5f52607060045260245260445ffd5b919060018301549263ffffffff6153e461334f565b1663ffffffff8560c01c1611615404576153ff9293506156ee565b905f90565b6001600160601b0391505460a01c921690565b91906154238483615aeb565b80615574575b15615560575b506040519061543d8261298b565b6001600160a01b039081168083526001602080850182815296841660408087018281529786165f818152600390945292209551865498516001600160a81b03199099169086161797151560a01b60ff60a01b169790971785559451930180546001600160a01b031916939092169290921790559091908061553b5750600480546001600160a01b031916831790555b8061551957506001600160601b0360a01b60055416176005555b60045463ffffffff60a01b61550460a083901c63ffffffff16612930565b60a01b169063ffffffff60a01b191617600455565b5f52600360205260405f20906001600160601b0360a01b8254161790556154e6565b5f526003602052600160405f2001826001600160601b0360a01b8254161790556154cc565b9061556c929391615bd0565b91905f61542f565b50615580818584615b53565b615429565b6155bc6001600160701b039163ffffffff8154165f526004810160205282600381600160405f20015460701c169201541690612a3e565b1690565b80546001600160a01b031680158015615659575b613f9057670de0b6b3a764000091615655915f52600160205261565060405f206001600160701b036156496004830163ffffffff8454165f528060205282600160405f200154169063ffffffff6156338160018a015460c01c1661478f565b165f5260205282600160405f2001541690612a3e565b16926156ee565b612a00565b0490565b5063ffffffff600183015460c01c1663ffffffff61567561334f565b16106155d4565b80548060a01c8015614158576001600160701b036156e7670de0b6b3a7640000946156559460018060a01b03165f5260016020526001600460405f20019101549063ffffffff8260201c165f528060205263ffffffff6156338186600160405f20015416941661478f565b1690612a00565b906001820154906001600160601b0382169081156157465790600461034f9263ffffffff61572881613f8d985460a01c9760c01c1661478f565b165f52016020526001600160801b03600260405f200154169061596a565b5050505460a01c90565b61575861334f565b9061576c8260018060a01b038354166147a7565b50600181019163ffffffff835460c01c1663ffffffff821610614ec9576002926133296157a79284548060a01c90816157bb575b5050612d21565b018054600160601b600160c01b0319169055565b6157fc6157d860038901805460a01c155f1461586e575f9061415f565b5080546001600160a01b031660a09490941b6001600160a01b031916939093178355565b81546001600160a01b03919091166001600160a01b0319918216178255845488880154600190930180549092166bffffffffffffffffffffffff60401b602094851c161767ffffffff000000009385901b939093169290921760c09290921c63ffffffff169190911790555f806157a0565b60019061415f565b6001600160a01b038181165f908152600360205260409020805460019091015492959493926158ab9284929181169116615b53565b61430e57836158bc613013956159b3565b615417565b6001600160a01b03165f81815260016020908152604091829020600281018054825463ffffffff60801b82861b90811667ffffffffffffffff60801b1990921663ffffffff60a01b9190911617179283905563ffffffff60a01b19169055825163ffffffff608083901c8116825260a09290921c909116918101919091527f7346854431dbb3eb8e373c604abf89e90f4865b8447e1e2834d7b3e4677bf5449181908101614cca565b90816159765750505f90565b676765c793fa10079d601b1b8202918204676765c793fa10079d601b1b0361294757613f8d91612a13565b63ffffffff168015612947575f190190565b6001600160a01b03165f81815260036020526040908190209051906159d78261298b565b80546001600160a01b0380821680855260a09290921c60ff1615156020850152600190920154909116604083018181529180615abe57505060018060a01b038151166001600160601b0360a01b60045416176004555b516001600160a01b031680615a8b575060018060a01b039051166001600160601b0360a01b60055416176005555b5f5260036020525f600160408220828155015560045463ffffffff60a01b61550463ffffffff8360a01c166159a1565b90515f9182526003602052604090912080546001600160a01b0319166001600160a01b0392909216919091179055615a5b565b5f526003602052600160405f20019060018060a01b03166001600160601b0360a01b825416179055615a2d565b6001600160a01b0316908115615b3d57815f52600360205260ff60405f205460a01c169182615b1957505090565b5f908152600360205260409020600101546001600160a01b03918216911614919050565b6004546001600160a01b03918216911614919050565b6001600160a01b031680159291908315615bab575b5082615b7357505090565b6001600160a01b0316801592508215615b8b57505090565b9091505f5260016020526001600160601b03600160405f20015416111590565b9092505f526001602052806001600160601b03600160405f200154161015915f615b68565b6001600160a01b0382165f81815260036020526040902054919492939160a01c60ff169081615d67575b5015615c8257506001600160a01b038281165f90815260036020526040902060010154165b5b6001600160a01b0381169283151580615c60575b15615c5a57505f92835260036020526040909220600101546001600160a01b0316615c20565b93509150565b50835f526001602052846001600160601b03600160405f200154161015615c34565b6001600160a01b0381165f8181526003602052604090205492949350909160a01c60ff169081615d45575b5015615d2f576001600160a01b038181165f9081526003602052604090205416905b6001600160a01b0382169081151580615d0e575b15615d0657505f908152600360205260409020546001600160a01b031690615ccf565b939250509190565b50815f526001602052836001600160601b03600160405f2001541610615ce3565b5060045490915f916001600160a01b0316615c1f565b90505f526001602052816001600160601b03600160405f20015416105f615cad565b90505f526001602052836001600160601b03600160405f2001541610155f615bfa56fe9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd6743617319a054d772f909f7c479a2cebe5066e836a939412e32403c99029b92effa164736f6c6343000825000a",
}

// BondingManager is an auto generated Go binding around an Ethereum contract.
type BondingManager struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *BondingManager) GetABI() abi.ABI {
	return c.abi
}

// NewBondingManager creates a new instance of BondingManager.
func NewBondingManager() *BondingManager {
	parsed, err := BondingManagerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &BondingManager{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *BondingManager) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller_) returns()
func (bondingManager *BondingManager) PackConstructor(controller_ common.Address) []byte {
	enc, err := bondingManager.abi.Pack("", controller_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXNOTICEPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x535167b5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_NOTICE_PERIOD() view returns(uint256)
func (bondingManager *BondingManager) PackMAXNOTICEPERIOD() []byte {
	enc, err := bondingManager.abi.Pack("MAX_NOTICE_PERIOD")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXNOTICEPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x535167b5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_NOTICE_PERIOD() view returns(uint256)
func (bondingManager *BondingManager) TryPackMAXNOTICEPERIOD() ([]byte, error) {
	return bondingManager.abi.Pack("MAX_NOTICE_PERIOD")
}

// UnpackMAXNOTICEPERIOD is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x535167b5.
//
// Solidity: function MAX_NOTICE_PERIOD() view returns(uint256)
func (bondingManager *BondingManager) UnpackMAXNOTICEPERIOD(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("MAX_NOTICE_PERIOD", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb78d27dc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bond(uint256 amount, address to) returns()
func (bondingManager *BondingManager) PackBond(amount *big.Int, to common.Address) []byte {
	enc, err := bondingManager.abi.Pack("bond", amount, to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb78d27dc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bond(uint256 amount, address to) returns()
func (bondingManager *BondingManager) TryPackBond(amount *big.Int, to common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("bond", amount, to)
}

// PackBondForWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee4e804a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bondForWithHint(uint256 amount, address owner, address to, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) PackBondForWithHint(amount *big.Int, owner common.Address, to common.Address, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("bondForWithHint", amount, owner, to, oldPrev, oldNext, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBondForWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee4e804a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bondForWithHint(uint256 amount, address owner, address to, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackBondForWithHint(amount *big.Int, owner common.Address, to common.Address, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("bondForWithHint", amount, owner, to, oldPrev, oldNext, prev, next)
}

// PackBondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6bd9add4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bondWithHint(uint256 amount, address to, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) PackBondWithHint(amount *big.Int, to common.Address, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("bondWithHint", amount, to, oldPrev, oldNext, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6bd9add4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bondWithHint(uint256 amount, address to, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackBondWithHint(amount *big.Int, to common.Address, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("bondWithHint", amount, to, oldPrev, oldNext, prev, next)
}

// PackCheckpointBondingState is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd52bd62b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkpointBondingState(address delegator) returns()
func (bondingManager *BondingManager) PackCheckpointBondingState(delegator common.Address) []byte {
	enc, err := bondingManager.abi.Pack("checkpointBondingState", delegator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckpointBondingState is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd52bd62b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkpointBondingState(address delegator) returns()
func (bondingManager *BondingManager) TryPackCheckpointBondingState(delegator common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("checkpointBondingState", delegator)
}

// PackClaimEarnings is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24b1babf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function claimEarnings(uint256 ) returns()
func (bondingManager *BondingManager) PackClaimEarnings(arg0 *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("claimEarnings", arg0)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackClaimEarnings is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24b1babf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function claimEarnings(uint256 ) returns()
func (bondingManager *BondingManager) TryPackClaimEarnings(arg0 *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("claimEarnings", arg0)
}

// PackController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf77c4791.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function controller() view returns(address)
func (bondingManager *BondingManager) PackController() []byte {
	enc, err := bondingManager.abi.Pack("controller")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf77c4791.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function controller() view returns(address)
func (bondingManager *BondingManager) TryPackController() ([]byte, error) {
	return bondingManager.abi.Pack("controller")
}

// UnpackController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf77c4791.
//
// Solidity: function controller() view returns(address)
func (bondingManager *BondingManager) UnpackController(data []byte) (common.Address, error) {
	out, err := bondingManager.abi.Unpack("controller", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackCurrentRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4196ee75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) PackCurrentRoundTotalActiveStake() []byte {
	enc, err := bondingManager.abi.Pack("currentRoundTotalActiveStake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4196ee75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) TryPackCurrentRoundTotalActiveStake() ([]byte, error) {
	return bondingManager.abi.Pack("currentRoundTotalActiveStake")
}

// UnpackCurrentRoundTotalActiveStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4196ee75.
//
// Solidity: function currentRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) UnpackCurrentRoundTotalActiveStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("currentRoundTotalActiveStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDelegatorStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1544fc67.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function delegatorStatus(address delegator) view returns(uint8)
func (bondingManager *BondingManager) PackDelegatorStatus(delegator common.Address) []byte {
	enc, err := bondingManager.abi.Pack("delegatorStatus", delegator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDelegatorStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1544fc67.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function delegatorStatus(address delegator) view returns(uint8)
func (bondingManager *BondingManager) TryPackDelegatorStatus(delegator common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("delegatorStatus", delegator)
}

// UnpackDelegatorStatus is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1544fc67.
//
// Solidity: function delegatorStatus(address delegator) view returns(uint8)
func (bondingManager *BondingManager) UnpackDelegatorStatus(data []byte) (uint8, error) {
	out, err := bondingManager.abi.Unpack("delegatorStatus", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackEnterPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf32a34d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function enterPool(address transcoder_, address prev, address next) returns()
func (bondingManager *BondingManager) PackEnterPool(transcoder common.Address, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("enterPool", transcoder, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEnterPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf32a34d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function enterPool(address transcoder_, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackEnterPool(transcoder common.Address, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("enterPool", transcoder, prev, next)
}

// PackFixedStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3324c2a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function fixedStake() view returns(uint256)
func (bondingManager *BondingManager) PackFixedStake() []byte {
	enc, err := bondingManager.abi.Pack("fixedStake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFixedStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3324c2a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function fixedStake() view returns(uint256)
func (bondingManager *BondingManager) TryPackFixedStake() ([]byte, error) {
	return bondingManager.abi.Pack("fixedStake")
}

// UnpackFixedStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa3324c2a.
//
// Solidity: function fixedStake() view returns(uint256)
func (bondingManager *BondingManager) UnpackFixedStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("fixedStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetAnnouncedCuts is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb5048130.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAnnouncedCuts(address transcoder_) view returns(uint256 rewardCut, uint256 feeShare, uint256 effectiveRound)
func (bondingManager *BondingManager) PackGetAnnouncedCuts(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("getAnnouncedCuts", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAnnouncedCuts is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb5048130.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAnnouncedCuts(address transcoder_) view returns(uint256 rewardCut, uint256 feeShare, uint256 effectiveRound)
func (bondingManager *BondingManager) TryPackGetAnnouncedCuts(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("getAnnouncedCuts", transcoder)
}

// GetAnnouncedCutsOutput serves as a container for the return parameters of contract
// method GetAnnouncedCuts.
type GetAnnouncedCutsOutput struct {
	RewardCut      *big.Int
	FeeShare       *big.Int
	EffectiveRound *big.Int
}

// UnpackGetAnnouncedCuts is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb5048130.
//
// Solidity: function getAnnouncedCuts(address transcoder_) view returns(uint256 rewardCut, uint256 feeShare, uint256 effectiveRound)
func (bondingManager *BondingManager) UnpackGetAnnouncedCuts(data []byte) (GetAnnouncedCutsOutput, error) {
	out, err := bondingManager.abi.Unpack("getAnnouncedCuts", data)
	outstruct := new(GetAnnouncedCutsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.RewardCut = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.FeeShare = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.EffectiveRound = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetDelegator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa64ad595.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getDelegator(address delegator) view returns(uint256 bondedAmount, uint256 fees, address delegateAddress, uint256 delegatedAmount, uint256 startRound, uint256 lastClaimRound, uint256 nextUnbondingLockId)
func (bondingManager *BondingManager) PackGetDelegator(delegator common.Address) []byte {
	enc, err := bondingManager.abi.Pack("getDelegator", delegator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetDelegator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa64ad595.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getDelegator(address delegator) view returns(uint256 bondedAmount, uint256 fees, address delegateAddress, uint256 delegatedAmount, uint256 startRound, uint256 lastClaimRound, uint256 nextUnbondingLockId)
func (bondingManager *BondingManager) TryPackGetDelegator(delegator common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("getDelegator", delegator)
}

// GetDelegatorOutput serves as a container for the return parameters of contract
// method GetDelegator.
type GetDelegatorOutput struct {
	BondedAmount        *big.Int
	Fees                *big.Int
	DelegateAddress     common.Address
	DelegatedAmount     *big.Int
	StartRound          *big.Int
	LastClaimRound      *big.Int
	NextUnbondingLockId *big.Int
}

// UnpackGetDelegator is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa64ad595.
//
// Solidity: function getDelegator(address delegator) view returns(uint256 bondedAmount, uint256 fees, address delegateAddress, uint256 delegatedAmount, uint256 startRound, uint256 lastClaimRound, uint256 nextUnbondingLockId)
func (bondingManager *BondingManager) UnpackGetDelegator(data []byte) (GetDelegatorOutput, error) {
	out, err := bondingManager.abi.Unpack("getDelegator", data)
	outstruct := new(GetDelegatorOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.BondedAmount = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Fees = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.DelegateAddress = *abi.ConvertType(out[2], new(common.Address)).(*common.Address)
	outstruct.DelegatedAmount = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.StartRound = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.LastClaimRound = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	outstruct.NextUnbondingLockId = abi.ConvertType(out[6], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetDelegatorUnbondingLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x412f83b6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getDelegatorUnbondingLock(address delegator, uint256 lockId) view returns(uint256 amount, uint256 withdrawRound)
func (bondingManager *BondingManager) PackGetDelegatorUnbondingLock(delegator common.Address, lockId *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("getDelegatorUnbondingLock", delegator, lockId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetDelegatorUnbondingLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x412f83b6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getDelegatorUnbondingLock(address delegator, uint256 lockId) view returns(uint256 amount, uint256 withdrawRound)
func (bondingManager *BondingManager) TryPackGetDelegatorUnbondingLock(delegator common.Address, lockId *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("getDelegatorUnbondingLock", delegator, lockId)
}

// GetDelegatorUnbondingLockOutput serves as a container for the return parameters of contract
// method GetDelegatorUnbondingLock.
type GetDelegatorUnbondingLockOutput struct {
	Amount        *big.Int
	WithdrawRound *big.Int
}

// UnpackGetDelegatorUnbondingLock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x412f83b6.
//
// Solidity: function getDelegatorUnbondingLock(address delegator, uint256 lockId) view returns(uint256 amount, uint256 withdrawRound)
func (bondingManager *BondingManager) UnpackGetDelegatorUnbondingLock(data []byte) (GetDelegatorUnbondingLockOutput, error) {
	out, err := bondingManager.abi.Unpack("getDelegatorUnbondingLock", data)
	outstruct := new(GetDelegatorUnbondingLockOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Amount = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.WithdrawRound = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetFirstTranscoderInPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x88a6c749.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getFirstTranscoderInPool() view returns(address)
func (bondingManager *BondingManager) PackGetFirstTranscoderInPool() []byte {
	enc, err := bondingManager.abi.Pack("getFirstTranscoderInPool")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetFirstTranscoderInPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x88a6c749.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getFirstTranscoderInPool() view returns(address)
func (bondingManager *BondingManager) TryPackGetFirstTranscoderInPool() ([]byte, error) {
	return bondingManager.abi.Pack("getFirstTranscoderInPool")
}

// UnpackGetFirstTranscoderInPool is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x88a6c749.
//
// Solidity: function getFirstTranscoderInPool() view returns(address)
func (bondingManager *BondingManager) UnpackGetFirstTranscoderInPool(data []byte) (common.Address, error) {
	out, err := bondingManager.abi.Unpack("getFirstTranscoderInPool", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetNextTranscoderInPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x235c9603.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getNextTranscoderInPool(address transcoder_) view returns(address)
func (bondingManager *BondingManager) PackGetNextTranscoderInPool(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("getNextTranscoderInPool", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetNextTranscoderInPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x235c9603.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getNextTranscoderInPool(address transcoder_) view returns(address)
func (bondingManager *BondingManager) TryPackGetNextTranscoderInPool(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("getNextTranscoderInPool", transcoder)
}

// UnpackGetNextTranscoderInPool is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x235c9603.
//
// Solidity: function getNextTranscoderInPool(address transcoder_) view returns(address)
func (bondingManager *BondingManager) UnpackGetNextTranscoderInPool(data []byte) (common.Address, error) {
	out, err := bondingManager.abi.Unpack("getNextTranscoderInPool", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetTotalBonded is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c50c356.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTotalBonded() view returns(uint256)
func (bondingManager *BondingManager) PackGetTotalBonded() []byte {
	enc, err := bondingManager.abi.Pack("getTotalBonded")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTotalBonded is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c50c356.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTotalBonded() view returns(uint256)
func (bondingManager *BondingManager) TryPackGetTotalBonded() ([]byte, error) {
	return bondingManager.abi.Pack("getTotalBonded")
}

// UnpackGetTotalBonded is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c50c356.
//
// Solidity: function getTotalBonded() view returns(uint256)
func (bondingManager *BondingManager) UnpackGetTotalBonded(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("getTotalBonded", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5dce9948.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTranscoder(address transcoder_) view returns(uint256 lastRewardRound, uint256 rewardCut, uint256 feeShare, uint256 lastActiveStakeUpdateRound, uint256 activationRound, uint256 deactivationRound, uint256 activeCumulativeRewards, uint256 cumulativeRewards, uint256 cumulativeFees, uint256 lastFeeRound)
func (bondingManager *BondingManager) PackGetTranscoder(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("getTranscoder", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5dce9948.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTranscoder(address transcoder_) view returns(uint256 lastRewardRound, uint256 rewardCut, uint256 feeShare, uint256 lastActiveStakeUpdateRound, uint256 activationRound, uint256 deactivationRound, uint256 activeCumulativeRewards, uint256 cumulativeRewards, uint256 cumulativeFees, uint256 lastFeeRound)
func (bondingManager *BondingManager) TryPackGetTranscoder(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("getTranscoder", transcoder)
}

// GetTranscoderOutput serves as a container for the return parameters of contract
// method GetTranscoder.
type GetTranscoderOutput struct {
	LastRewardRound            *big.Int
	RewardCut                  *big.Int
	FeeShare                   *big.Int
	LastActiveStakeUpdateRound *big.Int
	ActivationRound            *big.Int
	DeactivationRound          *big.Int
	ActiveCumulativeRewards    *big.Int
	CumulativeRewards          *big.Int
	CumulativeFees             *big.Int
	LastFeeRound               *big.Int
}

// UnpackGetTranscoder is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5dce9948.
//
// Solidity: function getTranscoder(address transcoder_) view returns(uint256 lastRewardRound, uint256 rewardCut, uint256 feeShare, uint256 lastActiveStakeUpdateRound, uint256 activationRound, uint256 deactivationRound, uint256 activeCumulativeRewards, uint256 cumulativeRewards, uint256 cumulativeFees, uint256 lastFeeRound)
func (bondingManager *BondingManager) UnpackGetTranscoder(data []byte) (GetTranscoderOutput, error) {
	out, err := bondingManager.abi.Unpack("getTranscoder", data)
	outstruct := new(GetTranscoderOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.LastRewardRound = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.RewardCut = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.FeeShare = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.LastActiveStakeUpdateRound = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.ActivationRound = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.DeactivationRound = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	outstruct.ActiveCumulativeRewards = abi.ConvertType(out[6], new(big.Int)).(*big.Int)
	outstruct.CumulativeRewards = abi.ConvertType(out[7], new(big.Int)).(*big.Int)
	outstruct.CumulativeFees = abi.ConvertType(out[8], new(big.Int)).(*big.Int)
	outstruct.LastFeeRound = abi.ConvertType(out[9], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetTranscoderEarningsPoolForRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24454fc4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round) view returns(uint256 totalStake, uint256 transcoderRewardCut, uint256 transcoderFeeShare, uint256 cumulativeRewardFactor, uint256 cumulativeFeeFactor)
func (bondingManager *BondingManager) PackGetTranscoderEarningsPoolForRound(transcoder common.Address, round *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("getTranscoderEarningsPoolForRound", transcoder, round)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTranscoderEarningsPoolForRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24454fc4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round) view returns(uint256 totalStake, uint256 transcoderRewardCut, uint256 transcoderFeeShare, uint256 cumulativeRewardFactor, uint256 cumulativeFeeFactor)
func (bondingManager *BondingManager) TryPackGetTranscoderEarningsPoolForRound(transcoder common.Address, round *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("getTranscoderEarningsPoolForRound", transcoder, round)
}

// GetTranscoderEarningsPoolForRoundOutput serves as a container for the return parameters of contract
// method GetTranscoderEarningsPoolForRound.
type GetTranscoderEarningsPoolForRoundOutput struct {
	TotalStake             *big.Int
	TranscoderRewardCut    *big.Int
	TranscoderFeeShare     *big.Int
	CumulativeRewardFactor *big.Int
	CumulativeFeeFactor    *big.Int
}

// UnpackGetTranscoderEarningsPoolForRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x24454fc4.
//
// Solidity: function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round) view returns(uint256 totalStake, uint256 transcoderRewardCut, uint256 transcoderFeeShare, uint256 cumulativeRewardFactor, uint256 cumulativeFeeFactor)
func (bondingManager *BondingManager) UnpackGetTranscoderEarningsPoolForRound(data []byte) (GetTranscoderEarningsPoolForRoundOutput, error) {
	out, err := bondingManager.abi.Unpack("getTranscoderEarningsPoolForRound", data)
	outstruct := new(GetTranscoderEarningsPoolForRoundOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.TotalStake = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.TranscoderRewardCut = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.TranscoderFeeShare = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.CumulativeRewardFactor = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.CumulativeFeeFactor = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetTranscoderPoolMaxSize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a2a75a9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTranscoderPoolMaxSize() view returns(uint256)
func (bondingManager *BondingManager) PackGetTranscoderPoolMaxSize() []byte {
	enc, err := bondingManager.abi.Pack("getTranscoderPoolMaxSize")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTranscoderPoolMaxSize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a2a75a9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTranscoderPoolMaxSize() view returns(uint256)
func (bondingManager *BondingManager) TryPackGetTranscoderPoolMaxSize() ([]byte, error) {
	return bondingManager.abi.Pack("getTranscoderPoolMaxSize")
}

// UnpackGetTranscoderPoolMaxSize is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5a2a75a9.
//
// Solidity: function getTranscoderPoolMaxSize() view returns(uint256)
func (bondingManager *BondingManager) UnpackGetTranscoderPoolMaxSize(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("getTranscoderPoolMaxSize", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetTranscoderPoolSize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a4e0d55.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTranscoderPoolSize() view returns(uint256)
func (bondingManager *BondingManager) PackGetTranscoderPoolSize() []byte {
	enc, err := bondingManager.abi.Pack("getTranscoderPoolSize")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTranscoderPoolSize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a4e0d55.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTranscoderPoolSize() view returns(uint256)
func (bondingManager *BondingManager) TryPackGetTranscoderPoolSize() ([]byte, error) {
	return bondingManager.abi.Pack("getTranscoderPoolSize")
}

// UnpackGetTranscoderPoolSize is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a4e0d55.
//
// Solidity: function getTranscoderPoolSize() view returns(uint256)
func (bondingManager *BondingManager) UnpackGetTranscoderPoolSize(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("getTranscoderPoolSize", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackIsActiveTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x08802374.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isActiveTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) PackIsActiveTranscoder(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("isActiveTranscoder", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsActiveTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x08802374.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isActiveTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) TryPackIsActiveTranscoder(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("isActiveTranscoder", transcoder)
}

// UnpackIsActiveTranscoder is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x08802374.
//
// Solidity: function isActiveTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) UnpackIsActiveTranscoder(data []byte) (bool, error) {
	out, err := bondingManager.abi.Unpack("isActiveTranscoder", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsRegisteredTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x68ba170c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isRegisteredTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) PackIsRegisteredTranscoder(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("isRegisteredTranscoder", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsRegisteredTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x68ba170c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isRegisteredTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) TryPackIsRegisteredTranscoder(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("isRegisteredTranscoder", transcoder)
}

// UnpackIsRegisteredTranscoder is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x68ba170c.
//
// Solidity: function isRegisteredTranscoder(address transcoder_) view returns(bool)
func (bondingManager *BondingManager) UnpackIsRegisteredTranscoder(data []byte) (bool, error) {
	out, err := bondingManager.abi.Unpack("isRegisteredTranscoder", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsValidUnbondingLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0fd02fc1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isValidUnbondingLock(address delegator, uint256 lockId) view returns(bool)
func (bondingManager *BondingManager) PackIsValidUnbondingLock(delegator common.Address, lockId *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("isValidUnbondingLock", delegator, lockId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsValidUnbondingLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0fd02fc1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isValidUnbondingLock(address delegator, uint256 lockId) view returns(bool)
func (bondingManager *BondingManager) TryPackIsValidUnbondingLock(delegator common.Address, lockId *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("isValidUnbondingLock", delegator, lockId)
}

// UnpackIsValidUnbondingLock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0fd02fc1.
//
// Solidity: function isValidUnbondingLock(address delegator, uint256 lockId) view returns(bool)
func (bondingManager *BondingManager) UnpackIsValidUnbondingLock(data []byte) (bool, error) {
	out, err := bondingManager.abi.Unpack("isValidUnbondingLock", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMinimumStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xec5ffac2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function minimumStake() view returns(uint256)
func (bondingManager *BondingManager) PackMinimumStake() []byte {
	enc, err := bondingManager.abi.Pack("minimumStake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMinimumStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xec5ffac2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function minimumStake() view returns(uint256)
func (bondingManager *BondingManager) TryPackMinimumStake() ([]byte, error) {
	return bondingManager.abi.Pack("minimumStake")
}

// UnpackMinimumStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xec5ffac2.
//
// Solidity: function minimumStake() view returns(uint256)
func (bondingManager *BondingManager) UnpackMinimumStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("minimumStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackNextRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x465501d3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function nextRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) PackNextRoundTotalActiveStake() []byte {
	enc, err := bondingManager.abi.Pack("nextRoundTotalActiveStake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNextRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x465501d3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function nextRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) TryPackNextRoundTotalActiveStake() ([]byte, error) {
	return bondingManager.abi.Pack("nextRoundTotalActiveStake")
}

// UnpackNextRoundTotalActiveStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x465501d3.
//
// Solidity: function nextRoundTotalActiveStake() view returns(uint256)
func (bondingManager *BondingManager) UnpackNextRoundTotalActiveStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("nextRoundTotalActiveStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackNextRoundTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5766231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function nextRoundTreasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) PackNextRoundTreasuryRewardCutRate() []byte {
	enc, err := bondingManager.abi.Pack("nextRoundTreasuryRewardCutRate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNextRoundTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5766231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function nextRoundTreasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) TryPackNextRoundTreasuryRewardCutRate() ([]byte, error) {
	return bondingManager.abi.Pack("nextRoundTreasuryRewardCutRate")
}

// UnpackNextRoundTreasuryRewardCutRate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa5766231.
//
// Solidity: function nextRoundTreasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) UnpackNextRoundTreasuryRewardCutRate(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("nextRoundTreasuryRewardCutRate", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackNoticePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9b14d4c6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function noticePeriod() view returns(uint256)
func (bondingManager *BondingManager) PackNoticePeriod() []byte {
	enc, err := bondingManager.abi.Pack("noticePeriod")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNoticePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9b14d4c6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function noticePeriod() view returns(uint256)
func (bondingManager *BondingManager) TryPackNoticePeriod() ([]byte, error) {
	return bondingManager.abi.Pack("noticePeriod")
}

// UnpackNoticePeriod is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9b14d4c6.
//
// Solidity: function noticePeriod() view returns(uint256)
func (bondingManager *BondingManager) UnpackNoticePeriod(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("noticePeriod", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPendingFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf595f1cc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingFees(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) PackPendingFees(delegator common.Address, arg1 *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("pendingFees", delegator, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPendingFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf595f1cc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pendingFees(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) TryPackPendingFees(delegator common.Address, arg1 *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("pendingFees", delegator, arg1)
}

// UnpackPendingFees is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf595f1cc.
//
// Solidity: function pendingFees(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) UnpackPendingFees(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("pendingFees", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPendingStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d0b2c7a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingStake(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) PackPendingStake(delegator common.Address, arg1 *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("pendingStake", delegator, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPendingStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d0b2c7a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pendingStake(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) TryPackPendingStake(delegator common.Address, arg1 *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("pendingStake", delegator, arg1)
}

// UnpackPendingStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9d0b2c7a.
//
// Solidity: function pendingStake(address delegator, uint256 ) view returns(uint256)
func (bondingManager *BondingManager) UnpackPendingStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("pendingStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRebond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeaffb3f9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rebond(uint256 lockId) returns()
func (bondingManager *BondingManager) PackRebond(lockId *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("rebond", lockId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRebond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeaffb3f9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rebond(uint256 lockId) returns()
func (bondingManager *BondingManager) TryPackRebond(lockId *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("rebond", lockId)
}

// PackRebondFromUnbonded is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a080e93.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rebondFromUnbonded(address to, uint256 lockId) returns()
func (bondingManager *BondingManager) PackRebondFromUnbonded(to common.Address, lockId *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("rebondFromUnbonded", to, lockId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRebondFromUnbonded is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a080e93.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rebondFromUnbonded(address to, uint256 lockId) returns()
func (bondingManager *BondingManager) TryPackRebondFromUnbonded(to common.Address, lockId *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("rebondFromUnbonded", to, lockId)
}

// PackRebondFromUnbondedWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0584a373.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rebondFromUnbondedWithHint(address to, uint256 lockId, address prev, address next) returns()
func (bondingManager *BondingManager) PackRebondFromUnbondedWithHint(to common.Address, lockId *big.Int, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("rebondFromUnbondedWithHint", to, lockId, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRebondFromUnbondedWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0584a373.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rebondFromUnbondedWithHint(address to, uint256 lockId, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackRebondFromUnbondedWithHint(to common.Address, lockId *big.Int, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("rebondFromUnbondedWithHint", to, lockId, prev, next)
}

// PackRebondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7fc4606f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rebondWithHint(uint256 lockId, address prev, address next) returns()
func (bondingManager *BondingManager) PackRebondWithHint(lockId *big.Int, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("rebondWithHint", lockId, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRebondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7fc4606f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rebondWithHint(uint256 lockId, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackRebondWithHint(lockId *big.Int, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("rebondWithHint", lockId, prev, next)
}

// PackReward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x228cb733.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reward() returns()
func (bondingManager *BondingManager) PackReward() []byte {
	enc, err := bondingManager.abi.Pack("reward")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x228cb733.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reward() returns()
func (bondingManager *BondingManager) TryPackReward() ([]byte, error) {
	return bondingManager.abi.Pack("reward")
}

// PackRewardWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x81871056.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rewardWithHint(address prev, address next) returns()
func (bondingManager *BondingManager) PackRewardWithHint(prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("rewardWithHint", prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRewardWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x81871056.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rewardWithHint(address prev, address next) returns()
func (bondingManager *BondingManager) TryPackRewardWithHint(prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("rewardWithHint", prev, next)
}

// PackSetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92eefe9b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setController(address controller_) returns()
func (bondingManager *BondingManager) PackSetController(controller common.Address) []byte {
	enc, err := bondingManager.abi.Pack("setController", controller)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92eefe9b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setController(address controller_) returns()
func (bondingManager *BondingManager) TryPackSetController(controller common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("setController", controller)
}

// PackSetCurrentRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x713f2216.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setCurrentRoundTotalActiveStake() returns()
func (bondingManager *BondingManager) PackSetCurrentRoundTotalActiveStake() []byte {
	enc, err := bondingManager.abi.Pack("setCurrentRoundTotalActiveStake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetCurrentRoundTotalActiveStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x713f2216.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setCurrentRoundTotalActiveStake() returns()
func (bondingManager *BondingManager) TryPackSetCurrentRoundTotalActiveStake() ([]byte, error) {
	return bondingManager.abi.Pack("setCurrentRoundTotalActiveStake")
}

// PackSetFixedStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2424b88e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setFixedStake(uint256 stake) returns()
func (bondingManager *BondingManager) PackSetFixedStake(stake *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setFixedStake", stake)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetFixedStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2424b88e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setFixedStake(uint256 stake) returns()
func (bondingManager *BondingManager) TryPackSetFixedStake(stake *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setFixedStake", stake)
}

// PackSetMinimumStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x233e9903.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setMinimumStake(uint256 stake) returns()
func (bondingManager *BondingManager) PackSetMinimumStake(stake *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setMinimumStake", stake)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetMinimumStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x233e9903.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setMinimumStake(uint256 stake) returns()
func (bondingManager *BondingManager) TryPackSetMinimumStake(stake *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setMinimumStake", stake)
}

// PackSetNoticePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x966b99aa.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setNoticePeriod(uint256 rounds) returns()
func (bondingManager *BondingManager) PackSetNoticePeriod(rounds *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setNoticePeriod", rounds)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetNoticePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x966b99aa.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setNoticePeriod(uint256 rounds) returns()
func (bondingManager *BondingManager) TryPackSetNoticePeriod(rounds *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setNoticePeriod", rounds)
}

// PackSetNumActiveTranscoders is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x673a456b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setNumActiveTranscoders(uint256 slots_) returns()
func (bondingManager *BondingManager) PackSetNumActiveTranscoders(slots *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setNumActiveTranscoders", slots)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetNumActiveTranscoders is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x673a456b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setNumActiveTranscoders(uint256 slots_) returns()
func (bondingManager *BondingManager) TryPackSetNumActiveTranscoders(slots *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setNumActiveTranscoders", slots)
}

// PackSetTreasuryBalanceCeiling is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x40e6f271.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setTreasuryBalanceCeiling(uint256 ceiling) returns()
func (bondingManager *BondingManager) PackSetTreasuryBalanceCeiling(ceiling *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setTreasuryBalanceCeiling", ceiling)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetTreasuryBalanceCeiling is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x40e6f271.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setTreasuryBalanceCeiling(uint256 ceiling) returns()
func (bondingManager *BondingManager) TryPackSetTreasuryBalanceCeiling(ceiling *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setTreasuryBalanceCeiling", ceiling)
}

// PackSetTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcf33a0d5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setTreasuryRewardCutRate(uint256 rate) returns()
func (bondingManager *BondingManager) PackSetTreasuryRewardCutRate(rate *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("setTreasuryRewardCutRate", rate)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcf33a0d5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setTreasuryRewardCutRate(uint256 rate) returns()
func (bondingManager *BondingManager) TryPackSetTreasuryRewardCutRate(rate *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("setTreasuryRewardCutRate", rate)
}

// PackSetUnbondingPeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf10d1de1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setUnbondingPeriod(uint64 period) returns()
func (bondingManager *BondingManager) PackSetUnbondingPeriod(period uint64) []byte {
	enc, err := bondingManager.abi.Pack("setUnbondingPeriod", period)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetUnbondingPeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf10d1de1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setUnbondingPeriod(uint64 period) returns()
func (bondingManager *BondingManager) TryPackSetUnbondingPeriod(period uint64) ([]byte, error) {
	return bondingManager.abi.Pack("setUnbondingPeriod", period)
}

// PackSlashTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x22bf9d7c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function slashTranscoder(address transcoder_, address finder, uint256 slashAmount, uint256 finderFee) returns()
func (bondingManager *BondingManager) PackSlashTranscoder(transcoder common.Address, finder common.Address, slashAmount *big.Int, finderFee *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("slashTranscoder", transcoder, finder, slashAmount, finderFee)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSlashTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x22bf9d7c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function slashTranscoder(address transcoder_, address finder, uint256 slashAmount, uint256 finderFee) returns()
func (bondingManager *BondingManager) TryPackSlashTranscoder(transcoder common.Address, finder common.Address, slashAmount *big.Int, finderFee *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("slashTranscoder", transcoder, finder, slashAmount, finderFee)
}

// PackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (bondingManager *BondingManager) PackTargetContractId() []byte {
	enc, err := bondingManager.abi.Pack("targetContractId")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (bondingManager *BondingManager) TryPackTargetContractId() ([]byte, error) {
	return bondingManager.abi.Pack("targetContractId")
}

// UnpackTargetContractId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x51720b41.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (bondingManager *BondingManager) UnpackTargetContractId(data []byte) ([32]byte, error) {
	out, err := bondingManager.abi.Unpack("targetContractId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x43d3461a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transcoder(uint256 rewardCut, uint256 feeShare) returns()
func (bondingManager *BondingManager) PackTranscoder(rewardCut *big.Int, feeShare *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("transcoder", rewardCut, feeShare)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTranscoder is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x43d3461a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transcoder(uint256 rewardCut, uint256 feeShare) returns()
func (bondingManager *BondingManager) TryPackTranscoder(rewardCut *big.Int, feeShare *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("transcoder", rewardCut, feeShare)
}

// PackTranscoderStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b2f1652.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transcoderStatus(address transcoder_) view returns(uint8)
func (bondingManager *BondingManager) PackTranscoderStatus(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("transcoderStatus", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTranscoderStatus is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b2f1652.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transcoderStatus(address transcoder_) view returns(uint8)
func (bondingManager *BondingManager) TryPackTranscoderStatus(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("transcoderStatus", transcoder)
}

// UnpackTranscoderStatus is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8b2f1652.
//
// Solidity: function transcoderStatus(address transcoder_) view returns(uint8)
func (bondingManager *BondingManager) UnpackTranscoderStatus(data []byte) (uint8, error) {
	out, err := bondingManager.abi.Unpack("transcoderStatus", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackTranscoderTotalStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9ef9df94.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transcoderTotalStake(address transcoder_) view returns(uint256)
func (bondingManager *BondingManager) PackTranscoderTotalStake(transcoder common.Address) []byte {
	enc, err := bondingManager.abi.Pack("transcoderTotalStake", transcoder)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTranscoderTotalStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9ef9df94.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transcoderTotalStake(address transcoder_) view returns(uint256)
func (bondingManager *BondingManager) TryPackTranscoderTotalStake(transcoder common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("transcoderTotalStake", transcoder)
}

// UnpackTranscoderTotalStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9ef9df94.
//
// Solidity: function transcoderTotalStake(address transcoder_) view returns(uint256)
func (bondingManager *BondingManager) UnpackTranscoderTotalStake(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("transcoderTotalStake", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTranscoderWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3550aa10.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address prev, address next) returns()
func (bondingManager *BondingManager) PackTranscoderWithHint(rewardCut *big.Int, feeShare *big.Int, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("transcoderWithHint", rewardCut, feeShare, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTranscoderWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3550aa10.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackTranscoderWithHint(rewardCut *big.Int, feeShare *big.Int, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("transcoderWithHint", rewardCut, feeShare, prev, next)
}

// PackTransferBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x062e98b8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferBond(address delegator, uint256 amount, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) PackTransferBond(delegator common.Address, amount *big.Int, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("transferBond", delegator, amount, oldPrev, oldNext, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x062e98b8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferBond(address delegator, uint256 amount, address oldPrev, address oldNext, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackTransferBond(delegator common.Address, amount *big.Int, oldPrev common.Address, oldNext common.Address, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("transferBond", delegator, amount, oldPrev, oldNext, prev, next)
}

// PackTreasuryBalanceCeiling is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84a16bbc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function treasuryBalanceCeiling() view returns(uint256)
func (bondingManager *BondingManager) PackTreasuryBalanceCeiling() []byte {
	enc, err := bondingManager.abi.Pack("treasuryBalanceCeiling")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTreasuryBalanceCeiling is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84a16bbc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function treasuryBalanceCeiling() view returns(uint256)
func (bondingManager *BondingManager) TryPackTreasuryBalanceCeiling() ([]byte, error) {
	return bondingManager.abi.Pack("treasuryBalanceCeiling")
}

// UnpackTreasuryBalanceCeiling is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84a16bbc.
//
// Solidity: function treasuryBalanceCeiling() view returns(uint256)
func (bondingManager *BondingManager) UnpackTreasuryBalanceCeiling(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("treasuryBalanceCeiling", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x558f8f44.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function treasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) PackTreasuryRewardCutRate() []byte {
	enc, err := bondingManager.abi.Pack("treasuryRewardCutRate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTreasuryRewardCutRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x558f8f44.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function treasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) TryPackTreasuryRewardCutRate() ([]byte, error) {
	return bondingManager.abi.Pack("treasuryRewardCutRate")
}

// UnpackTreasuryRewardCutRate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x558f8f44.
//
// Solidity: function treasuryRewardCutRate() view returns(uint256)
func (bondingManager *BondingManager) UnpackTreasuryRewardCutRate(data []byte) (*big.Int, error) {
	out, err := bondingManager.abi.Unpack("treasuryRewardCutRate", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTrimPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9e1d5298.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function trimPool(uint256 limit) returns()
func (bondingManager *BondingManager) PackTrimPool(limit *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("trimPool", limit)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTrimPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9e1d5298.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function trimPool(uint256 limit) returns()
func (bondingManager *BondingManager) TryPackTrimPool(limit *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("trimPool", limit)
}

// PackUnbond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27de9e32.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbond(uint256 amount) returns()
func (bondingManager *BondingManager) PackUnbond(amount *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("unbond", amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27de9e32.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbond(uint256 amount) returns()
func (bondingManager *BondingManager) TryPackUnbond(amount *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("unbond", amount)
}

// PackUnbondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9500ed9b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbondWithHint(uint256 amount, address prev, address next) returns()
func (bondingManager *BondingManager) PackUnbondWithHint(amount *big.Int, prev common.Address, next common.Address) []byte {
	enc, err := bondingManager.abi.Pack("unbondWithHint", amount, prev, next)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbondWithHint is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9500ed9b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbondWithHint(uint256 amount, address prev, address next) returns()
func (bondingManager *BondingManager) TryPackUnbondWithHint(amount *big.Int, prev common.Address, next common.Address) ([]byte, error) {
	return bondingManager.abi.Pack("unbondWithHint", amount, prev, next)
}

// PackUnbondingPeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6cf6d675.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbondingPeriod() view returns(uint64)
func (bondingManager *BondingManager) PackUnbondingPeriod() []byte {
	enc, err := bondingManager.abi.Pack("unbondingPeriod")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbondingPeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6cf6d675.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbondingPeriod() view returns(uint64)
func (bondingManager *BondingManager) TryPackUnbondingPeriod() ([]byte, error) {
	return bondingManager.abi.Pack("unbondingPeriod")
}

// UnpackUnbondingPeriod is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6cf6d675.
//
// Solidity: function unbondingPeriod() view returns(uint64)
func (bondingManager *BondingManager) UnpackUnbondingPeriod(data []byte) (uint64, error) {
	out, err := bondingManager.abi.Unpack("unbondingPeriod", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackUpdateTranscoderWithFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3aeb512c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateTranscoderWithFees(address transcoder_, uint256 fees, uint256 round) returns()
func (bondingManager *BondingManager) PackUpdateTranscoderWithFees(transcoder common.Address, fees *big.Int, round *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("updateTranscoderWithFees", transcoder, fees, round)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateTranscoderWithFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3aeb512c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateTranscoderWithFees(address transcoder_, uint256 fees, uint256 round) returns()
func (bondingManager *BondingManager) TryPackUpdateTranscoderWithFees(transcoder common.Address, fees *big.Int, round *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("updateTranscoderWithFees", transcoder, fees, round)
}

// PackWithdrawFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xad3b1b47.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function withdrawFees(address recipient, uint256 amount) returns()
func (bondingManager *BondingManager) PackWithdrawFees(recipient common.Address, amount *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("withdrawFees", recipient, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWithdrawFees is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xad3b1b47.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function withdrawFees(address recipient, uint256 amount) returns()
func (bondingManager *BondingManager) TryPackWithdrawFees(recipient common.Address, amount *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("withdrawFees", recipient, amount)
}

// PackWithdrawStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x25d5971f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function withdrawStake(uint256 lockId) returns()
func (bondingManager *BondingManager) PackWithdrawStake(lockId *big.Int) []byte {
	enc, err := bondingManager.abi.Pack("withdrawStake", lockId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWithdrawStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x25d5971f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function withdrawStake(uint256 lockId) returns()
func (bondingManager *BondingManager) TryPackWithdrawStake(lockId *big.Int) ([]byte, error) {
	return bondingManager.abi.Pack("withdrawStake", lockId)
}

// BondingManagerBond represents a Bond event raised by the BondingManager contract.
type BondingManagerBond struct {
	NewDelegate      common.Address
	OldDelegate      common.Address
	Delegator        common.Address
	AdditionalAmount *big.Int
	BondedAmount     *big.Int
	Raw              *types.Log // Blockchain specific contextual infos
}

const BondingManagerBondEventName = "Bond"

// ContractEventName returns the user-defined event name.
func (BondingManagerBond) ContractEventName() string {
	return BondingManagerBondEventName
}

// UnpackBondEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Bond(address indexed newDelegate, address indexed oldDelegate, address indexed delegator, uint256 additionalAmount, uint256 bondedAmount)
func (bondingManager *BondingManager) UnpackBondEvent(log *types.Log) (*BondingManagerBond, error) {
	event := "Bond"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerBond)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerCutsAnnounced represents a CutsAnnounced event raised by the BondingManager contract.
type BondingManagerCutsAnnounced struct {
	Transcoder     common.Address
	RewardCut      *big.Int
	FeeShare       *big.Int
	EffectiveRound *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const BondingManagerCutsAnnouncedEventName = "CutsAnnounced"

// ContractEventName returns the user-defined event name.
func (BondingManagerCutsAnnounced) ContractEventName() string {
	return BondingManagerCutsAnnouncedEventName
}

// UnpackCutsAnnouncedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CutsAnnounced(address indexed transcoder, uint256 rewardCut, uint256 feeShare, uint256 effectiveRound)
func (bondingManager *BondingManager) UnpackCutsAnnouncedEvent(log *types.Log) (*BondingManagerCutsAnnounced, error) {
	event := "CutsAnnounced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerCutsAnnounced)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerEarningsClaimed represents a EarningsClaimed event raised by the BondingManager contract.
type BondingManagerEarningsClaimed struct {
	Delegate   common.Address
	Delegator  common.Address
	Rewards    *big.Int
	Fees       *big.Int
	StartRound *big.Int
	EndRound   *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const BondingManagerEarningsClaimedEventName = "EarningsClaimed"

// ContractEventName returns the user-defined event name.
func (BondingManagerEarningsClaimed) ContractEventName() string {
	return BondingManagerEarningsClaimedEventName
}

// UnpackEarningsClaimedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EarningsClaimed(address indexed delegate, address indexed delegator, uint256 rewards, uint256 fees, uint256 startRound, uint256 endRound)
func (bondingManager *BondingManager) UnpackEarningsClaimedEvent(log *types.Log) (*BondingManagerEarningsClaimed, error) {
	event := "EarningsClaimed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerEarningsClaimed)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerParameterUpdate represents a ParameterUpdate event raised by the BondingManager contract.
type BondingManagerParameterUpdate struct {
	Param string
	Raw   *types.Log // Blockchain specific contextual infos
}

const BondingManagerParameterUpdateEventName = "ParameterUpdate"

// ContractEventName returns the user-defined event name.
func (BondingManagerParameterUpdate) ContractEventName() string {
	return BondingManagerParameterUpdateEventName
}

// UnpackParameterUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ParameterUpdate(string param)
func (bondingManager *BondingManager) UnpackParameterUpdateEvent(log *types.Log) (*BondingManagerParameterUpdate, error) {
	event := "ParameterUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerParameterUpdate)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerRebond represents a Rebond event raised by the BondingManager contract.
type BondingManagerRebond struct {
	Delegate        common.Address
	Delegator       common.Address
	UnbondingLockId *big.Int
	Amount          *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const BondingManagerRebondEventName = "Rebond"

// ContractEventName returns the user-defined event name.
func (BondingManagerRebond) ContractEventName() string {
	return BondingManagerRebondEventName
}

// UnpackRebondEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Rebond(address indexed delegate, address indexed delegator, uint256 unbondingLockId, uint256 amount)
func (bondingManager *BondingManager) UnpackRebondEvent(log *types.Log) (*BondingManagerRebond, error) {
	event := "Rebond"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerRebond)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerReward represents a Reward event raised by the BondingManager contract.
type BondingManagerReward struct {
	Transcoder common.Address
	Amount     *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const BondingManagerRewardEventName = "Reward"

// ContractEventName returns the user-defined event name.
func (BondingManagerReward) ContractEventName() string {
	return BondingManagerRewardEventName
}

// UnpackRewardEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Reward(address indexed transcoder, uint256 amount)
func (bondingManager *BondingManager) UnpackRewardEvent(log *types.Log) (*BondingManagerReward, error) {
	event := "Reward"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerReward)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerSetController represents a SetController event raised by the BondingManager contract.
type BondingManagerSetController struct {
	Controller common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const BondingManagerSetControllerEventName = "SetController"

// ContractEventName returns the user-defined event name.
func (BondingManagerSetController) ContractEventName() string {
	return BondingManagerSetControllerEventName
}

// UnpackSetControllerEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetController(address controller)
func (bondingManager *BondingManager) UnpackSetControllerEvent(log *types.Log) (*BondingManagerSetController, error) {
	event := "SetController"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerSetController)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTranscoderActivated represents a TranscoderActivated event raised by the BondingManager contract.
type BondingManagerTranscoderActivated struct {
	Transcoder      common.Address
	ActivationRound *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const BondingManagerTranscoderActivatedEventName = "TranscoderActivated"

// ContractEventName returns the user-defined event name.
func (BondingManagerTranscoderActivated) ContractEventName() string {
	return BondingManagerTranscoderActivatedEventName
}

// UnpackTranscoderActivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TranscoderActivated(address indexed transcoder, uint256 activationRound)
func (bondingManager *BondingManager) UnpackTranscoderActivatedEvent(log *types.Log) (*BondingManagerTranscoderActivated, error) {
	event := "TranscoderActivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTranscoderActivated)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTranscoderDeactivated represents a TranscoderDeactivated event raised by the BondingManager contract.
type BondingManagerTranscoderDeactivated struct {
	Transcoder        common.Address
	DeactivationRound *big.Int
	Raw               *types.Log // Blockchain specific contextual infos
}

const BondingManagerTranscoderDeactivatedEventName = "TranscoderDeactivated"

// ContractEventName returns the user-defined event name.
func (BondingManagerTranscoderDeactivated) ContractEventName() string {
	return BondingManagerTranscoderDeactivatedEventName
}

// UnpackTranscoderDeactivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TranscoderDeactivated(address indexed transcoder, uint256 deactivationRound)
func (bondingManager *BondingManager) UnpackTranscoderDeactivatedEvent(log *types.Log) (*BondingManagerTranscoderDeactivated, error) {
	event := "TranscoderDeactivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTranscoderDeactivated)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTranscoderSlashed represents a TranscoderSlashed event raised by the BondingManager contract.
type BondingManagerTranscoderSlashed struct {
	Transcoder   common.Address
	Finder       common.Address
	Penalty      *big.Int
	FinderReward *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const BondingManagerTranscoderSlashedEventName = "TranscoderSlashed"

// ContractEventName returns the user-defined event name.
func (BondingManagerTranscoderSlashed) ContractEventName() string {
	return BondingManagerTranscoderSlashedEventName
}

// UnpackTranscoderSlashedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TranscoderSlashed(address indexed transcoder, address finder, uint256 penalty, uint256 finderReward)
func (bondingManager *BondingManager) UnpackTranscoderSlashedEvent(log *types.Log) (*BondingManagerTranscoderSlashed, error) {
	event := "TranscoderSlashed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTranscoderSlashed)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTranscoderUpdate represents a TranscoderUpdate event raised by the BondingManager contract.
type BondingManagerTranscoderUpdate struct {
	Transcoder common.Address
	RewardCut  *big.Int
	FeeShare   *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const BondingManagerTranscoderUpdateEventName = "TranscoderUpdate"

// ContractEventName returns the user-defined event name.
func (BondingManagerTranscoderUpdate) ContractEventName() string {
	return BondingManagerTranscoderUpdateEventName
}

// UnpackTranscoderUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TranscoderUpdate(address indexed transcoder, uint256 rewardCut, uint256 feeShare)
func (bondingManager *BondingManager) UnpackTranscoderUpdateEvent(log *types.Log) (*BondingManagerTranscoderUpdate, error) {
	event := "TranscoderUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTranscoderUpdate)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTransferBond represents a TransferBond event raised by the BondingManager contract.
type BondingManagerTransferBond struct {
	OldDelegator       common.Address
	NewDelegator       common.Address
	OldUnbondingLockId *big.Int
	NewUnbondingLockId *big.Int
	Amount             *big.Int
	Raw                *types.Log // Blockchain specific contextual infos
}

const BondingManagerTransferBondEventName = "TransferBond"

// ContractEventName returns the user-defined event name.
func (BondingManagerTransferBond) ContractEventName() string {
	return BondingManagerTransferBondEventName
}

// UnpackTransferBondEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TransferBond(address indexed oldDelegator, address indexed newDelegator, uint256 oldUnbondingLockId, uint256 newUnbondingLockId, uint256 amount)
func (bondingManager *BondingManager) UnpackTransferBondEvent(log *types.Log) (*BondingManagerTransferBond, error) {
	event := "TransferBond"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTransferBond)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerTreasuryReward represents a TreasuryReward event raised by the BondingManager contract.
type BondingManagerTreasuryReward struct {
	Transcoder common.Address
	Treasury   common.Address
	Amount     *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const BondingManagerTreasuryRewardEventName = "TreasuryReward"

// ContractEventName returns the user-defined event name.
func (BondingManagerTreasuryReward) ContractEventName() string {
	return BondingManagerTreasuryRewardEventName
}

// UnpackTreasuryRewardEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TreasuryReward(address indexed transcoder, address treasury, uint256 amount)
func (bondingManager *BondingManager) UnpackTreasuryRewardEvent(log *types.Log) (*BondingManagerTreasuryReward, error) {
	event := "TreasuryReward"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerTreasuryReward)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerUnbond represents a Unbond event raised by the BondingManager contract.
type BondingManagerUnbond struct {
	Delegate        common.Address
	Delegator       common.Address
	UnbondingLockId *big.Int
	Amount          *big.Int
	WithdrawRound   *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const BondingManagerUnbondEventName = "Unbond"

// ContractEventName returns the user-defined event name.
func (BondingManagerUnbond) ContractEventName() string {
	return BondingManagerUnbondEventName
}

// UnpackUnbondEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unbond(address indexed delegate, address indexed delegator, uint256 unbondingLockId, uint256 amount, uint256 withdrawRound)
func (bondingManager *BondingManager) UnpackUnbondEvent(log *types.Log) (*BondingManagerUnbond, error) {
	event := "Unbond"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerUnbond)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerWithdrawFees represents a WithdrawFees event raised by the BondingManager contract.
type BondingManagerWithdrawFees struct {
	Delegator common.Address
	Recipient common.Address
	Amount    *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const BondingManagerWithdrawFeesEventName = "WithdrawFees"

// ContractEventName returns the user-defined event name.
func (BondingManagerWithdrawFees) ContractEventName() string {
	return BondingManagerWithdrawFeesEventName
}

// UnpackWithdrawFeesEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event WithdrawFees(address indexed delegator, address recipient, uint256 amount)
func (bondingManager *BondingManager) UnpackWithdrawFeesEvent(log *types.Log) (*BondingManagerWithdrawFees, error) {
	event := "WithdrawFees"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerWithdrawFees)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// BondingManagerWithdrawStake represents a WithdrawStake event raised by the BondingManager contract.
type BondingManagerWithdrawStake struct {
	Delegator       common.Address
	UnbondingLockId *big.Int
	Amount          *big.Int
	WithdrawRound   *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const BondingManagerWithdrawStakeEventName = "WithdrawStake"

// ContractEventName returns the user-defined event name.
func (BondingManagerWithdrawStake) ContractEventName() string {
	return BondingManagerWithdrawStakeEventName
}

// UnpackWithdrawStakeEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event WithdrawStake(address indexed delegator, uint256 unbondingLockId, uint256 amount, uint256 withdrawRound)
func (bondingManager *BondingManager) UnpackWithdrawStakeEvent(log *types.Log) (*BondingManagerWithdrawStake, error) {
	event := "WithdrawStake"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != bondingManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(BondingManagerWithdrawStake)
	if len(log.Data) > 0 {
		if err := bondingManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range bondingManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (bondingManager *BondingManager) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["AmountExceedsBond"].ID.Bytes()[:4]) {
		return bondingManager.UnpackAmountExceedsBondError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["EthTransferFailed"].ID.Bytes()[:4]) {
		return bondingManager.UnpackEthTransferFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["InsufficientFees"].ID.Bytes()[:4]) {
		return bondingManager.UnpackInsufficientFeesError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["InvalidCut"].ID.Bytes()[:4]) {
		return bondingManager.UnpackInvalidCutError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["InvalidDelegate"].ID.Bytes()[:4]) {
		return bondingManager.UnpackInvalidDelegateError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["InvalidParameter"].ID.Bytes()[:4]) {
		return bondingManager.UnpackInvalidParameterError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["InvalidUnbondingLock"].ID.Bytes()[:4]) {
		return bondingManager.UnpackInvalidUnbondingLockError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["NotActive"].ID.Bytes()[:4]) {
		return bondingManager.UnpackNotActiveError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["NotRegistered"].ID.Bytes()[:4]) {
		return bondingManager.UnpackNotRegisteredError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["OnlyContract"].ID.Bytes()[:4]) {
		return bondingManager.UnpackOnlyContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["OnlyController"].ID.Bytes()[:4]) {
		return bondingManager.UnpackOnlyControllerError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["OnlyControllerOwner"].ID.Bytes()[:4]) {
		return bondingManager.UnpackOnlyControllerOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["RegisteredCannotDelegate"].ID.Bytes()[:4]) {
		return bondingManager.UnpackRegisteredCannotDelegateError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["RewardAlreadyCalled"].ID.Bytes()[:4]) {
		return bondingManager.UnpackRewardAlreadyCalledError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["RewardNotCalled"].ID.Bytes()[:4]) {
		return bondingManager.UnpackRewardNotCalledError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["RoundLocked"].ID.Bytes()[:4]) {
		return bondingManager.UnpackRoundLockedError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["RoundNotInitialized"].ID.Bytes()[:4]) {
		return bondingManager.UnpackRoundNotInitializedError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["SafeCastOverflowedUintDowncast"].ID.Bytes()[:4]) {
		return bondingManager.UnpackSafeCastOverflowedUintDowncastError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return bondingManager.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["StakeLocked"].ID.Bytes()[:4]) {
		return bondingManager.UnpackStakeLockedError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["SystemPaused"].ID.Bytes()[:4]) {
		return bondingManager.UnpackSystemPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["WrongDelegatorStatus"].ID.Bytes()[:4]) {
		return bondingManager.UnpackWrongDelegatorStatusError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return bondingManager.UnpackZeroAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], bondingManager.abi.Errors["ZeroAmount"].ID.Bytes()[:4]) {
		return bondingManager.UnpackZeroAmountError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// BondingManagerAmountExceedsBond represents a AmountExceedsBond error raised by the BondingManager contract.
type BondingManagerAmountExceedsBond struct {
	Amount *big.Int
	Bonded *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AmountExceedsBond(uint256 amount, uint256 bonded)
func BondingManagerAmountExceedsBondErrorID() common.Hash {
	return common.HexToHash("0x7f6d88fc208c1961978b943d323cefb8ce6ada3a5f060768d818d427602e80f1")
}

// UnpackAmountExceedsBondError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AmountExceedsBond(uint256 amount, uint256 bonded)
func (bondingManager *BondingManager) UnpackAmountExceedsBondError(raw []byte) (*BondingManagerAmountExceedsBond, error) {
	out := new(BondingManagerAmountExceedsBond)
	if err := bondingManager.abi.UnpackIntoInterface(out, "AmountExceedsBond", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerEthTransferFailed represents a EthTransferFailed error raised by the BondingManager contract.
type BondingManagerEthTransferFailed struct {
	Recipient common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EthTransferFailed(address recipient)
func BondingManagerEthTransferFailedErrorID() common.Hash {
	return common.HexToHash("0x09b62ba138e4f4c8f39ea20cc3f3d9ae80aea7933c577d18fe2da0f38f5c90b0")
}

// UnpackEthTransferFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EthTransferFailed(address recipient)
func (bondingManager *BondingManager) UnpackEthTransferFailedError(raw []byte) (*BondingManagerEthTransferFailed, error) {
	out := new(BondingManagerEthTransferFailed)
	if err := bondingManager.abi.UnpackIntoInterface(out, "EthTransferFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerInsufficientFees represents a InsufficientFees error raised by the BondingManager contract.
type BondingManagerInsufficientFees struct {
	Amount *big.Int
	Fees   *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InsufficientFees(uint256 amount, uint256 fees)
func BondingManagerInsufficientFeesErrorID() common.Hash {
	return common.HexToHash("0x8f4f5d78b48fbe0facd37f767a03c908959a8c2e72f5cf2307b89ce12c7abf9a")
}

// UnpackInsufficientFeesError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InsufficientFees(uint256 amount, uint256 fees)
func (bondingManager *BondingManager) UnpackInsufficientFeesError(raw []byte) (*BondingManagerInsufficientFees, error) {
	out := new(BondingManagerInsufficientFees)
	if err := bondingManager.abi.UnpackIntoInterface(out, "InsufficientFees", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerInvalidCut represents a InvalidCut error raised by the BondingManager contract.
type BondingManagerInvalidCut struct {
	Parts *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidCut(uint256 parts)
func BondingManagerInvalidCutErrorID() common.Hash {
	return common.HexToHash("0x50b2ba68081534df6b8084cd77c638d702b8b477d9a834f7dcf506abc61b30d9")
}

// UnpackInvalidCutError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidCut(uint256 parts)
func (bondingManager *BondingManager) UnpackInvalidCutError(raw []byte) (*BondingManagerInvalidCut, error) {
	out := new(BondingManagerInvalidCut)
	if err := bondingManager.abi.UnpackIntoInterface(out, "InvalidCut", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerInvalidDelegate represents a InvalidDelegate error raised by the BondingManager contract.
type BondingManagerInvalidDelegate struct {
	Delegate common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidDelegate(address delegate)
func BondingManagerInvalidDelegateErrorID() common.Hash {
	return common.HexToHash("0x878b70020aeb7a2a2bed27b47fef9c1cb1de697edf22683c0a3933923485a707")
}

// UnpackInvalidDelegateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidDelegate(address delegate)
func (bondingManager *BondingManager) UnpackInvalidDelegateError(raw []byte) (*BondingManagerInvalidDelegate, error) {
	out := new(BondingManagerInvalidDelegate)
	if err := bondingManager.abi.UnpackIntoInterface(out, "InvalidDelegate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerInvalidParameter represents a InvalidParameter error raised by the BondingManager contract.
type BondingManagerInvalidParameter struct {
	Reason string
	Value  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidParameter(string reason, uint256 value)
func BondingManagerInvalidParameterErrorID() common.Hash {
	return common.HexToHash("0x276353573535966ce7e43bdb4ff244a585f528d7adbf177fccfdcccc109f9d33")
}

// UnpackInvalidParameterError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidParameter(string reason, uint256 value)
func (bondingManager *BondingManager) UnpackInvalidParameterError(raw []byte) (*BondingManagerInvalidParameter, error) {
	out := new(BondingManagerInvalidParameter)
	if err := bondingManager.abi.UnpackIntoInterface(out, "InvalidParameter", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerInvalidUnbondingLock represents a InvalidUnbondingLock error raised by the BondingManager contract.
type BondingManagerInvalidUnbondingLock struct {
	Delegator common.Address
	LockId    *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidUnbondingLock(address delegator, uint256 lockId)
func BondingManagerInvalidUnbondingLockErrorID() common.Hash {
	return common.HexToHash("0x4dc828507071d80c42d077c2ebb8eed3a762043e2fd040dddad67e55495d3302")
}

// UnpackInvalidUnbondingLockError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidUnbondingLock(address delegator, uint256 lockId)
func (bondingManager *BondingManager) UnpackInvalidUnbondingLockError(raw []byte) (*BondingManagerInvalidUnbondingLock, error) {
	out := new(BondingManagerInvalidUnbondingLock)
	if err := bondingManager.abi.UnpackIntoInterface(out, "InvalidUnbondingLock", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerNotActive represents a NotActive error raised by the BondingManager contract.
type BondingManagerNotActive struct {
	Transcoder common.Address
	Round      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotActive(address transcoder, uint256 round)
func BondingManagerNotActiveErrorID() common.Hash {
	return common.HexToHash("0x9724a9990c824ac8a9a29922b1bad3fbb572a4dc359dd287dd51fd3cf8c1744c")
}

// UnpackNotActiveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotActive(address transcoder, uint256 round)
func (bondingManager *BondingManager) UnpackNotActiveError(raw []byte) (*BondingManagerNotActive, error) {
	out := new(BondingManagerNotActive)
	if err := bondingManager.abi.UnpackIntoInterface(out, "NotActive", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerNotRegistered represents a NotRegistered error raised by the BondingManager contract.
type BondingManagerNotRegistered struct {
	Transcoder common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotRegistered(address transcoder)
func BondingManagerNotRegisteredErrorID() common.Hash {
	return common.HexToHash("0xbfc6c337a80b7b8201f77f0a2a54c6e5f7c6fd9124a749804a482fa16ee8a895")
}

// UnpackNotRegisteredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotRegistered(address transcoder)
func (bondingManager *BondingManager) UnpackNotRegisteredError(raw []byte) (*BondingManagerNotRegistered, error) {
	out := new(BondingManagerNotRegistered)
	if err := bondingManager.abi.UnpackIntoInterface(out, "NotRegistered", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerOnlyContract represents a OnlyContract error raised by the BondingManager contract.
type BondingManagerOnlyContract struct {
	Id     [32]byte
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func BondingManagerOnlyContractErrorID() common.Hash {
	return common.HexToHash("0xaa8cd24e029aedafaaff8f67a82ef42b0915afd46866e1c4d67468fa4e006798")
}

// UnpackOnlyContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func (bondingManager *BondingManager) UnpackOnlyContractError(raw []byte) (*BondingManagerOnlyContract, error) {
	out := new(BondingManagerOnlyContract)
	if err := bondingManager.abi.UnpackIntoInterface(out, "OnlyContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerOnlyController represents a OnlyController error raised by the BondingManager contract.
type BondingManagerOnlyController struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyController(address caller)
func BondingManagerOnlyControllerErrorID() common.Hash {
	return common.HexToHash("0xa3646b5fd57882cabcaa5880a0203e716333f494fe9bc292f55b7fd815fe3da6")
}

// UnpackOnlyControllerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyController(address caller)
func (bondingManager *BondingManager) UnpackOnlyControllerError(raw []byte) (*BondingManagerOnlyController, error) {
	out := new(BondingManagerOnlyController)
	if err := bondingManager.abi.UnpackIntoInterface(out, "OnlyController", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerOnlyControllerOwner represents a OnlyControllerOwner error raised by the BondingManager contract.
type BondingManagerOnlyControllerOwner struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyControllerOwner(address caller)
func BondingManagerOnlyControllerOwnerErrorID() common.Hash {
	return common.HexToHash("0x784c5075c2ebe01c918a7a7ac6bbe677c96ce47ff904a7289a628101a0c3bf1f")
}

// UnpackOnlyControllerOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyControllerOwner(address caller)
func (bondingManager *BondingManager) UnpackOnlyControllerOwnerError(raw []byte) (*BondingManagerOnlyControllerOwner, error) {
	out := new(BondingManagerOnlyControllerOwner)
	if err := bondingManager.abi.UnpackIntoInterface(out, "OnlyControllerOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerRegisteredCannotDelegate represents a RegisteredCannotDelegate error raised by the BondingManager contract.
type BondingManagerRegisteredCannotDelegate struct {
	Transcoder common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RegisteredCannotDelegate(address transcoder)
func BondingManagerRegisteredCannotDelegateErrorID() common.Hash {
	return common.HexToHash("0x9a4ea2a694e05dac968da7b866758a25f28824f68ead948d089bef2379d50a07")
}

// UnpackRegisteredCannotDelegateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RegisteredCannotDelegate(address transcoder)
func (bondingManager *BondingManager) UnpackRegisteredCannotDelegateError(raw []byte) (*BondingManagerRegisteredCannotDelegate, error) {
	out := new(BondingManagerRegisteredCannotDelegate)
	if err := bondingManager.abi.UnpackIntoInterface(out, "RegisteredCannotDelegate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerRewardAlreadyCalled represents a RewardAlreadyCalled error raised by the BondingManager contract.
type BondingManagerRewardAlreadyCalled struct {
	Transcoder common.Address
	Round      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RewardAlreadyCalled(address transcoder, uint256 round)
func BondingManagerRewardAlreadyCalledErrorID() common.Hash {
	return common.HexToHash("0xbc8b53c6d4d8d1fea3eba7ac6d30e5fac0c14042ec55e34b2ab7440609208732")
}

// UnpackRewardAlreadyCalledError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RewardAlreadyCalled(address transcoder, uint256 round)
func (bondingManager *BondingManager) UnpackRewardAlreadyCalledError(raw []byte) (*BondingManagerRewardAlreadyCalled, error) {
	out := new(BondingManagerRewardAlreadyCalled)
	if err := bondingManager.abi.UnpackIntoInterface(out, "RewardAlreadyCalled", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerRewardNotCalled represents a RewardNotCalled error raised by the BondingManager contract.
type BondingManagerRewardNotCalled struct {
	Transcoder common.Address
	Round      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RewardNotCalled(address transcoder, uint256 round)
func BondingManagerRewardNotCalledErrorID() common.Hash {
	return common.HexToHash("0x7e632eae4b506e3a63f10f6003a99dd3165a18eda16253e5fe2c8f14049b7e08")
}

// UnpackRewardNotCalledError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RewardNotCalled(address transcoder, uint256 round)
func (bondingManager *BondingManager) UnpackRewardNotCalledError(raw []byte) (*BondingManagerRewardNotCalled, error) {
	out := new(BondingManagerRewardNotCalled)
	if err := bondingManager.abi.UnpackIntoInterface(out, "RewardNotCalled", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerRoundLocked represents a RoundLocked error raised by the BondingManager contract.
type BondingManagerRoundLocked struct {
	Round *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RoundLocked(uint256 round)
func BondingManagerRoundLockedErrorID() common.Hash {
	return common.HexToHash("0x552382683160aaa8ccc5d2dd9d5cf1d1751fa1f7c6a7c174de0a7575d0add260")
}

// UnpackRoundLockedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RoundLocked(uint256 round)
func (bondingManager *BondingManager) UnpackRoundLockedError(raw []byte) (*BondingManagerRoundLocked, error) {
	out := new(BondingManagerRoundLocked)
	if err := bondingManager.abi.UnpackIntoInterface(out, "RoundLocked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerRoundNotInitialized represents a RoundNotInitialized error raised by the BondingManager contract.
type BondingManagerRoundNotInitialized struct {
	Round *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RoundNotInitialized(uint256 round)
func BondingManagerRoundNotInitializedErrorID() common.Hash {
	return common.HexToHash("0x4f15c337b7bb120f723bd4d73fbaca24d039891f6798f3a68248b9829347f76d")
}

// UnpackRoundNotInitializedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RoundNotInitialized(uint256 round)
func (bondingManager *BondingManager) UnpackRoundNotInitializedError(raw []byte) (*BondingManagerRoundNotInitialized, error) {
	out := new(BondingManagerRoundNotInitialized)
	if err := bondingManager.abi.UnpackIntoInterface(out, "RoundNotInitialized", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerSafeCastOverflowedUintDowncast represents a SafeCastOverflowedUintDowncast error raised by the BondingManager contract.
type BondingManagerSafeCastOverflowedUintDowncast struct {
	Bits  uint8
	Value *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func BondingManagerSafeCastOverflowedUintDowncastErrorID() common.Hash {
	return common.HexToHash("0x6dfcc6503a32754ce7a89698e18201fc5294fd4aad43edefee786f88423b1a12")
}

// UnpackSafeCastOverflowedUintDowncastError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func (bondingManager *BondingManager) UnpackSafeCastOverflowedUintDowncastError(raw []byte) (*BondingManagerSafeCastOverflowedUintDowncast, error) {
	out := new(BondingManagerSafeCastOverflowedUintDowncast)
	if err := bondingManager.abi.UnpackIntoInterface(out, "SafeCastOverflowedUintDowncast", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerSafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the BondingManager contract.
type BondingManagerSafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func BondingManagerSafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (bondingManager *BondingManager) UnpackSafeERC20FailedOperationError(raw []byte) (*BondingManagerSafeERC20FailedOperation, error) {
	out := new(BondingManagerSafeERC20FailedOperation)
	if err := bondingManager.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerStakeLocked represents a StakeLocked error raised by the BondingManager contract.
type BondingManagerStakeLocked struct {
	WithdrawRound *big.Int
	CurrentRound  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeLocked(uint256 withdrawRound, uint256 currentRound)
func BondingManagerStakeLockedErrorID() common.Hash {
	return common.HexToHash("0x5ab98301a6813e74ead36dc23bd818921850120ffe82c4fc14d15a0639481030")
}

// UnpackStakeLockedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeLocked(uint256 withdrawRound, uint256 currentRound)
func (bondingManager *BondingManager) UnpackStakeLockedError(raw []byte) (*BondingManagerStakeLocked, error) {
	out := new(BondingManagerStakeLocked)
	if err := bondingManager.abi.UnpackIntoInterface(out, "StakeLocked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerSystemPaused represents a SystemPaused error raised by the BondingManager contract.
type BondingManagerSystemPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SystemPaused()
func BondingManagerSystemPausedErrorID() common.Hash {
	return common.HexToHash("0x729e4c407dbe298cc36ff2ce4cfd0c52c502b062228f7ea860bdee574c50ff81")
}

// UnpackSystemPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SystemPaused()
func (bondingManager *BondingManager) UnpackSystemPausedError(raw []byte) (*BondingManagerSystemPaused, error) {
	out := new(BondingManagerSystemPaused)
	if err := bondingManager.abi.UnpackIntoInterface(out, "SystemPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerWrongDelegatorStatus represents a WrongDelegatorStatus error raised by the BondingManager contract.
type BondingManagerWrongDelegatorStatus struct {
	Delegator common.Address
	Status    uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongDelegatorStatus(address delegator, uint8 status)
func BondingManagerWrongDelegatorStatusErrorID() common.Hash {
	return common.HexToHash("0x56287c2dbb4e618fb4697e032627331668f4ae7e3bdcb5863bac88fb6a2474e1")
}

// UnpackWrongDelegatorStatusError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongDelegatorStatus(address delegator, uint8 status)
func (bondingManager *BondingManager) UnpackWrongDelegatorStatusError(raw []byte) (*BondingManagerWrongDelegatorStatus, error) {
	out := new(BondingManagerWrongDelegatorStatus)
	if err := bondingManager.abi.UnpackIntoInterface(out, "WrongDelegatorStatus", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerZeroAddress represents a ZeroAddress error raised by the BondingManager contract.
type BondingManagerZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func BondingManagerZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (bondingManager *BondingManager) UnpackZeroAddressError(raw []byte) (*BondingManagerZeroAddress, error) {
	out := new(BondingManagerZeroAddress)
	if err := bondingManager.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// BondingManagerZeroAmount represents a ZeroAmount error raised by the BondingManager contract.
type BondingManagerZeroAmount struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAmount()
func BondingManagerZeroAmountErrorID() common.Hash {
	return common.HexToHash("0x1f2a2005cb66a8e145327e8814e243a0996aec9bfe1e15a495778b1236dbd485")
}

// UnpackZeroAmountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAmount()
func (bondingManager *BondingManager) UnpackZeroAmountError(raw []byte) (*BondingManagerZeroAmount, error) {
	out := new(BondingManagerZeroAmount)
	if err := bondingManager.abi.UnpackIntoInterface(out, "ZeroAmount", raw); err != nil {
		return nil, err
	}
	return out, nil
}
