// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package pollcreator

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

// PollCreatorMetaData contains all meta data concerning the PollCreator contract.
var PollCreatorMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"bondingManager_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"pollPeriod\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"POLL_CREATION_COST\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"POLL_PERIOD\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"QUORUM\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"QUOTA\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"bondingManager\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"createPoll\",\"inputs\":[{\"name\":\"proposal\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"PollCreated\",\"inputs\":[{\"name\":\"poll\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"proposal\",\"type\":\"bytes\",\"indexed\":false,\"internalType\":\"bytes\"},{\"name\":\"endBlock\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"quorum\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"quota\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"InsufficientStake\",\"inputs\":[{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"required\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "PollCreator",
	Bin: "0x60c03461008957601f61062a38819003918201601f19168301916001600160401b0383118484101761008d578084926040948552833981010312610089578051906001600160a01b038216820361008957602001519060a05260805260405161058890816100a2823960805181818160750152610198015260a05181818161014c01526103190152f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c9081632e80d9b61461034857508063426eae45146103045780634d2942ab146100dc5780635359fbc0146100b9578063a502303b1461009c5763cb61e46e1461005e575f80fd5b34610098575f3660031901126100985760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b5f80fd5b34610098575f3660031901126100985760206040516207a1208152f35b34610098575f36600319011261009857602060405168056bc75e2d631000008152f35b346100985760203660031901126100985760043567ffffffffffffffff811161009857366023820112156100985780600401359067ffffffffffffffff821161009857366024838301011161009857604051634e85963d60e11b81523360048201525f60248201526020816044817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa90811561026a575f916102bc575b5068056bc75e2d63100000811061029d57507f00000000000000000000000000000000000000000000000000000000000000004301804311610289576040516102188082019082821067ffffffffffffffff83111761027557602091839161036483398481520301905ff090811561026a577f8afbc4e1826cefcfc1e64fd5ff7d8484e700867fdbe36e9b6db047c010a6229e9260249260a092866040519586946080865282608087015201858501375f8388018501526020830152620515f460408301526207a12060608301525f196001841b011694601f01601f19168101030190a2005b6040513d5f823e3d90fd5b634e487b7160e01b5f52604160045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6322df051360e11b5f5260045268056bc75e2d6310000060245260445ffd5b905060203d6020116102fd575b601f8101601f1916820167ffffffffffffffff81118382101761027557602091839160405281010312610098575183610184565b503d6102c9565b34610098575f366003190112610098576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b34610098575f3660031901126100985780620515f460209252f3fe60a034606357601f61021838819003918201601f19168301916001600160401b038311848410176067578084926020946040528339810103126063575160805260405161019c908161007c8239608051818181604f0152818160c9015261010f0152f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c9081630121b93f146100ec57508063083c6323146100b2576383197ef01461003d575f80fd5b346100ae575f3660031901126100ae577f00000000000000000000000000000000000000000000000000000000000000008043111561009c577fcc0e82c1b8fa4695d6ae60217024b293814bde0f381a23cafaa0a1e25973c14b5f80a1005b6308aeca3d60e31b5f5260045260245ffd5b5f80fd5b346100ae575f3660031901126100ae5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346100ae5760203660031901126100ae5760043580151580610184575b610172577f0000000000000000000000000000000000000000000000000000000000000000804311610160575081527ff668ead05c744b9178e571d2edb452e72baf6529c8d72160e64e59b50d865bd060203392a2005b632c4add1960e01b5f5260045260245ffd5b635193c0eb60e01b5f5260045260245ffd5b50600181141561010956fea164736f6c6343000825000aa164736f6c6343000825000a",
}

// PollCreator is an auto generated Go binding around an Ethereum contract.
type PollCreator struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PollCreator) GetABI() abi.ABI {
	return c.abi
}

// NewPollCreator creates a new instance of PollCreator.
func NewPollCreator() *PollCreator {
	parsed, err := PollCreatorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PollCreator{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PollCreator) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address bondingManager_, uint256 pollPeriod) returns()
func (pollCreator *PollCreator) PackConstructor(bondingManager_ common.Address, pollPeriod *big.Int) []byte {
	enc, err := pollCreator.abi.Pack("", bondingManager_, pollPeriod)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackPOLLCREATIONCOST is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5359fbc0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function POLL_CREATION_COST() view returns(uint256)
func (pollCreator *PollCreator) PackPOLLCREATIONCOST() []byte {
	enc, err := pollCreator.abi.Pack("POLL_CREATION_COST")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPOLLCREATIONCOST is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5359fbc0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function POLL_CREATION_COST() view returns(uint256)
func (pollCreator *PollCreator) TryPackPOLLCREATIONCOST() ([]byte, error) {
	return pollCreator.abi.Pack("POLL_CREATION_COST")
}

// UnpackPOLLCREATIONCOST is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5359fbc0.
//
// Solidity: function POLL_CREATION_COST() view returns(uint256)
func (pollCreator *PollCreator) UnpackPOLLCREATIONCOST(data []byte) (*big.Int, error) {
	out, err := pollCreator.abi.Unpack("POLL_CREATION_COST", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPOLLPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcb61e46e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function POLL_PERIOD() view returns(uint256)
func (pollCreator *PollCreator) PackPOLLPERIOD() []byte {
	enc, err := pollCreator.abi.Pack("POLL_PERIOD")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPOLLPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcb61e46e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function POLL_PERIOD() view returns(uint256)
func (pollCreator *PollCreator) TryPackPOLLPERIOD() ([]byte, error) {
	return pollCreator.abi.Pack("POLL_PERIOD")
}

// UnpackPOLLPERIOD is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcb61e46e.
//
// Solidity: function POLL_PERIOD() view returns(uint256)
func (pollCreator *PollCreator) UnpackPOLLPERIOD(data []byte) (*big.Int, error) {
	out, err := pollCreator.abi.Unpack("POLL_PERIOD", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackQUORUM is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2e80d9b6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function QUORUM() view returns(uint256)
func (pollCreator *PollCreator) PackQUORUM() []byte {
	enc, err := pollCreator.abi.Pack("QUORUM")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQUORUM is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2e80d9b6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function QUORUM() view returns(uint256)
func (pollCreator *PollCreator) TryPackQUORUM() ([]byte, error) {
	return pollCreator.abi.Pack("QUORUM")
}

// UnpackQUORUM is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2e80d9b6.
//
// Solidity: function QUORUM() view returns(uint256)
func (pollCreator *PollCreator) UnpackQUORUM(data []byte) (*big.Int, error) {
	out, err := pollCreator.abi.Unpack("QUORUM", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackQUOTA is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa502303b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function QUOTA() view returns(uint256)
func (pollCreator *PollCreator) PackQUOTA() []byte {
	enc, err := pollCreator.abi.Pack("QUOTA")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQUOTA is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa502303b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function QUOTA() view returns(uint256)
func (pollCreator *PollCreator) TryPackQUOTA() ([]byte, error) {
	return pollCreator.abi.Pack("QUOTA")
}

// UnpackQUOTA is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa502303b.
//
// Solidity: function QUOTA() view returns(uint256)
func (pollCreator *PollCreator) UnpackQUOTA(data []byte) (*big.Int, error) {
	out, err := pollCreator.abi.Unpack("QUOTA", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBondingManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x426eae45.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bondingManager() view returns(address)
func (pollCreator *PollCreator) PackBondingManager() []byte {
	enc, err := pollCreator.abi.Pack("bondingManager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBondingManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x426eae45.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bondingManager() view returns(address)
func (pollCreator *PollCreator) TryPackBondingManager() ([]byte, error) {
	return pollCreator.abi.Pack("bondingManager")
}

// UnpackBondingManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x426eae45.
//
// Solidity: function bondingManager() view returns(address)
func (pollCreator *PollCreator) UnpackBondingManager(data []byte) (common.Address, error) {
	out, err := pollCreator.abi.Unpack("bondingManager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackCreatePoll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d2942ab.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createPoll(bytes proposal) returns()
func (pollCreator *PollCreator) PackCreatePoll(proposal []byte) []byte {
	enc, err := pollCreator.abi.Pack("createPoll", proposal)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreatePoll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d2942ab.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createPoll(bytes proposal) returns()
func (pollCreator *PollCreator) TryPackCreatePoll(proposal []byte) ([]byte, error) {
	return pollCreator.abi.Pack("createPoll", proposal)
}

// PollCreatorPollCreated represents a PollCreated event raised by the PollCreator contract.
type PollCreatorPollCreated struct {
	Poll     common.Address
	Proposal []byte
	EndBlock *big.Int
	Quorum   *big.Int
	Quota    *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const PollCreatorPollCreatedEventName = "PollCreated"

// ContractEventName returns the user-defined event name.
func (PollCreatorPollCreated) ContractEventName() string {
	return PollCreatorPollCreatedEventName
}

// UnpackPollCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PollCreated(address indexed poll, bytes proposal, uint256 endBlock, uint256 quorum, uint256 quota)
func (pollCreator *PollCreator) UnpackPollCreatedEvent(log *types.Log) (*PollCreatorPollCreated, error) {
	event := "PollCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pollCreator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PollCreatorPollCreated)
	if len(log.Data) > 0 {
		if err := pollCreator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pollCreator.abi.Events[event].Inputs {
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
func (pollCreator *PollCreator) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], pollCreator.abi.Errors["InsufficientStake"].ID.Bytes()[:4]) {
		return pollCreator.UnpackInsufficientStakeError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// PollCreatorInsufficientStake represents a InsufficientStake error raised by the PollCreator contract.
type PollCreatorInsufficientStake struct {
	Stake    *big.Int
	Required *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InsufficientStake(uint256 stake, uint256 required)
func PollCreatorInsufficientStakeErrorID() common.Hash {
	return common.HexToHash("0x45be0a261a88f9fedc41221879f08865d5e8d6053c877967e6e8e39e5697e6d5")
}

// UnpackInsufficientStakeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InsufficientStake(uint256 stake, uint256 required)
func (pollCreator *PollCreator) UnpackInsufficientStakeError(raw []byte) (*PollCreatorInsufficientStake, error) {
	out := new(PollCreatorInsufficientStake)
	if err := pollCreator.abi.UnpackIntoInterface(out, "InsufficientStake", raw); err != nil {
		return nil, err
	}
	return out, nil
}
