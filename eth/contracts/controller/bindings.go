// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package controller

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

// ControllerMetaData contains all meta data concerning the Controller contract.
var ControllerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"getContract\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getContractInfo\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"contractAddress\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"gitCommitHash\",\"type\":\"bytes20\",\"internalType\":\"bytes20\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"paused\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setContractInfo\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"contractAddress\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"gitCommitHash\",\"type\":\"bytes20\",\"internalType\":\"bytes20\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unpause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"updateController\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"newController\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Pause\",\"inputs\":[],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetContractInfo\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"},{\"name\":\"contractAddress\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"},{\"name\":\"gitCommitHash\",\"type\":\"bytes20\",\"indexed\":false,\"internalType\":\"bytes20\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Unpause\",\"inputs\":[],\"anonymous\":false},{\"type\":\"error\",\"name\":\"AlreadyPaused\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"NotPaused\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]}]",
	ID:  "Controller",
	Bin: "0x608080604052346071573315605e575f8054336001600160a01b0319821681178355916001600160a01b03909116907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a36104e590816100768239f35b631e4fbdf760e01b5f525f60045260245ffd5b5f80fdfe60806040526004361015610011575f80fd5b5f5f3560e01c80633f4ba83a146104365780635c975abb14610412578063613e2de2146103cb578063715018a6146103745780638456cb59146103095780638da5cb5b146102e2578063d737c2b0146101fe578063e16c7d98146101cc578063eb5dd94f146101165763f2fde38b14610088575f80fd5b34610113576020366003190112610113576004356001600160a01b03811690819003610111576100b66104b2565b80156100fd5781546001600160a01b03198116821783556001600160a01b03167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08380a380f35b631e4fbdf760e01b82526004829052602482fd5b505b80fd5b50346101c85760403660031901126101c85761013061049c565b6101386104b2565b6004355f908152600160205260409020546001600160a01b031690813b156101c8576040516392eefe9b60e01b81526001600160a01b039091166004820152905f908290602490829084905af180156101bd57610193575080f35b905067ffffffffffffffff81116101a957604052005b634e487b7160e01b5f52604160045260245ffd5b6040513d5f823e3d90fd5b5f80fd5b346101c85760203660031901126101c8576004355f526001602052602060018060a01b0360405f205416604051908152f35b346101c85760603660031901126101c85760043561021a61049c565b90604435906001600160601b031982168092036101c8576102396104b2565b60405191604083019280841067ffffffffffffffff8511176101a9577ff9a6cf519167d81bc5cb3d26c60c0c9a19704aa908c148e82a861b570f4cd2d79460609460405260018060a01b03169081815260016020820191848352855f528160205260405f2090828060a01b039051166001600160601b0360a01b825416178155019051851c6001600160601b0360a01b82541617905560405192835260208301526040820152a1005b346101c8575f3660031901126101c8575f546040516001600160a01b039091168152602090f35b346101c8575f3660031901126101c8576103216104b2565b5f5460ff8160a01c166103655760ff60a01b1916600160a01b175f9081557f6985a02210a168e66602d3235cb6db0e70f92b3ba4d376a33c0f3d9434bff6259080a1005b631785c68160e01b5f5260045ffd5b346101c8575f3660031901126101c85761038c6104b2565b5f80546001600160a01b0319811682556001600160a01b03167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08280a3005b346101c85760203660031901126101c8576004355f5260016020526040805f206001808060a01b0382541691015460601b82519182526001600160601b0319166020820152f35b346101c8575f3660031901126101c857602060ff5f5460a01c166040519015158152f35b346101c8575f3660031901126101c85761044e6104b2565b5f5460ff8160a01c161561048d5760ff60a01b19165f9081557f7805862f689e2f13df9f062ff482ad3ad112aca9e0847911ed832e158c525b339080a1005b636cd6020160e01b5f5260045ffd5b602435906001600160a01b03821682036101c857565b5f546001600160a01b031633036104c557565b63118cdaa760e01b5f523360045260245ffdfea164736f6c6343000825000a",
}

// Controller is an auto generated Go binding around an Ethereum contract.
type Controller struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Controller) GetABI() abi.ABI {
	return c.abi
}

// NewController creates a new instance of Controller.
func NewController() *Controller {
	parsed, err := ControllerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Controller{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Controller) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetContract is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe16c7d98.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getContract(bytes32 id) view returns(address)
func (controller *Controller) PackGetContract(id [32]byte) []byte {
	enc, err := controller.abi.Pack("getContract", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetContract is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe16c7d98.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getContract(bytes32 id) view returns(address)
func (controller *Controller) TryPackGetContract(id [32]byte) ([]byte, error) {
	return controller.abi.Pack("getContract", id)
}

// UnpackGetContract is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe16c7d98.
//
// Solidity: function getContract(bytes32 id) view returns(address)
func (controller *Controller) UnpackGetContract(data []byte) (common.Address, error) {
	out, err := controller.abi.Unpack("getContract", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetContractInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x613e2de2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getContractInfo(bytes32 id) view returns(address contractAddress, bytes20 gitCommitHash)
func (controller *Controller) PackGetContractInfo(id [32]byte) []byte {
	enc, err := controller.abi.Pack("getContractInfo", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetContractInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x613e2de2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getContractInfo(bytes32 id) view returns(address contractAddress, bytes20 gitCommitHash)
func (controller *Controller) TryPackGetContractInfo(id [32]byte) ([]byte, error) {
	return controller.abi.Pack("getContractInfo", id)
}

// GetContractInfoOutput serves as a container for the return parameters of contract
// method GetContractInfo.
type GetContractInfoOutput struct {
	ContractAddress common.Address
	GitCommitHash   [20]byte
}

// UnpackGetContractInfo is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x613e2de2.
//
// Solidity: function getContractInfo(bytes32 id) view returns(address contractAddress, bytes20 gitCommitHash)
func (controller *Controller) UnpackGetContractInfo(data []byte) (GetContractInfoOutput, error) {
	out, err := controller.abi.Unpack("getContractInfo", data)
	outstruct := new(GetContractInfoOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.ContractAddress = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.GitCommitHash = *abi.ConvertType(out[1], new([20]byte)).(*[20]byte)
	return *outstruct, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (controller *Controller) PackOwner() []byte {
	enc, err := controller.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (controller *Controller) TryPackOwner() ([]byte, error) {
	return controller.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (controller *Controller) UnpackOwner(data []byte) (common.Address, error) {
	out, err := controller.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pause() returns()
func (controller *Controller) PackPause() []byte {
	enc, err := controller.abi.Pack("pause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause() returns()
func (controller *Controller) TryPackPause() ([]byte, error) {
	return controller.abi.Pack("pause")
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (controller *Controller) PackPaused() []byte {
	enc, err := controller.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (controller *Controller) TryPackPaused() ([]byte, error) {
	return controller.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (controller *Controller) UnpackPaused(data []byte) (bool, error) {
	out, err := controller.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function renounceOwnership() returns()
func (controller *Controller) PackRenounceOwnership() []byte {
	enc, err := controller.abi.Pack("renounceOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function renounceOwnership() returns()
func (controller *Controller) TryPackRenounceOwnership() ([]byte, error) {
	return controller.abi.Pack("renounceOwnership")
}

// PackSetContractInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd737c2b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) returns()
func (controller *Controller) PackSetContractInfo(id [32]byte, contractAddress common.Address, gitCommitHash [20]byte) []byte {
	enc, err := controller.abi.Pack("setContractInfo", id, contractAddress, gitCommitHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetContractInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd737c2b0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) returns()
func (controller *Controller) TryPackSetContractInfo(id [32]byte, contractAddress common.Address, gitCommitHash [20]byte) ([]byte, error) {
	return controller.abi.Pack("setContractInfo", id, contractAddress, gitCommitHash)
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (controller *Controller) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := controller.abi.Pack("transferOwnership", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (controller *Controller) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return controller.abi.Pack("transferOwnership", newOwner)
}

// PackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unpause() returns()
func (controller *Controller) PackUnpause() []byte {
	enc, err := controller.abi.Pack("unpause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unpause() returns()
func (controller *Controller) TryPackUnpause() ([]byte, error) {
	return controller.abi.Pack("unpause")
}

// PackUpdateController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeb5dd94f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateController(bytes32 id, address newController) returns()
func (controller *Controller) PackUpdateController(id [32]byte, newController common.Address) []byte {
	enc, err := controller.abi.Pack("updateController", id, newController)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeb5dd94f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateController(bytes32 id, address newController) returns()
func (controller *Controller) TryPackUpdateController(id [32]byte, newController common.Address) ([]byte, error) {
	return controller.abi.Pack("updateController", id, newController)
}

// ControllerOwnershipTransferred represents a OwnershipTransferred event raised by the Controller contract.
type ControllerOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const ControllerOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (ControllerOwnershipTransferred) ContractEventName() string {
	return ControllerOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (controller *Controller) UnpackOwnershipTransferredEvent(log *types.Log) (*ControllerOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != controller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ControllerOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := controller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range controller.abi.Events[event].Inputs {
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

// ControllerPause represents a Pause event raised by the Controller contract.
type ControllerPause struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const ControllerPauseEventName = "Pause"

// ContractEventName returns the user-defined event name.
func (ControllerPause) ContractEventName() string {
	return ControllerPauseEventName
}

// UnpackPauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Pause()
func (controller *Controller) UnpackPauseEvent(log *types.Log) (*ControllerPause, error) {
	event := "Pause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != controller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ControllerPause)
	if len(log.Data) > 0 {
		if err := controller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range controller.abi.Events[event].Inputs {
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

// ControllerSetContractInfo represents a SetContractInfo event raised by the Controller contract.
type ControllerSetContractInfo struct {
	Id              [32]byte
	ContractAddress common.Address
	GitCommitHash   [20]byte
	Raw             *types.Log // Blockchain specific contextual infos
}

const ControllerSetContractInfoEventName = "SetContractInfo"

// ContractEventName returns the user-defined event name.
func (ControllerSetContractInfo) ContractEventName() string {
	return ControllerSetContractInfoEventName
}

// UnpackSetContractInfoEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash)
func (controller *Controller) UnpackSetContractInfoEvent(log *types.Log) (*ControllerSetContractInfo, error) {
	event := "SetContractInfo"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != controller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ControllerSetContractInfo)
	if len(log.Data) > 0 {
		if err := controller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range controller.abi.Events[event].Inputs {
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

// ControllerUnpause represents a Unpause event raised by the Controller contract.
type ControllerUnpause struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const ControllerUnpauseEventName = "Unpause"

// ContractEventName returns the user-defined event name.
func (ControllerUnpause) ContractEventName() string {
	return ControllerUnpauseEventName
}

// UnpackUnpauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpause()
func (controller *Controller) UnpackUnpauseEvent(log *types.Log) (*ControllerUnpause, error) {
	event := "Unpause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != controller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ControllerUnpause)
	if len(log.Data) > 0 {
		if err := controller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range controller.abi.Events[event].Inputs {
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
func (controller *Controller) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], controller.abi.Errors["AlreadyPaused"].ID.Bytes()[:4]) {
		return controller.UnpackAlreadyPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], controller.abi.Errors["NotPaused"].ID.Bytes()[:4]) {
		return controller.UnpackNotPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], controller.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return controller.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], controller.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return controller.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// ControllerAlreadyPaused represents a AlreadyPaused error raised by the Controller contract.
type ControllerAlreadyPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyPaused()
func ControllerAlreadyPausedErrorID() common.Hash {
	return common.HexToHash("0x1785c68176ff5ca26e02299a48022fe13a267aed4ebbbf517400769c3e8e8df7")
}

// UnpackAlreadyPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyPaused()
func (controller *Controller) UnpackAlreadyPausedError(raw []byte) (*ControllerAlreadyPaused, error) {
	out := new(ControllerAlreadyPaused)
	if err := controller.abi.UnpackIntoInterface(out, "AlreadyPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ControllerNotPaused represents a NotPaused error raised by the Controller contract.
type ControllerNotPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotPaused()
func ControllerNotPausedErrorID() common.Hash {
	return common.HexToHash("0x6cd602013233635730773e15e89b8a778034d859147e8f706bcd1aa42e228e06")
}

// UnpackNotPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotPaused()
func (controller *Controller) UnpackNotPausedError(raw []byte) (*ControllerNotPaused, error) {
	out := new(ControllerNotPaused)
	if err := controller.abi.UnpackIntoInterface(out, "NotPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ControllerOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the Controller contract.
type ControllerOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func ControllerOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (controller *Controller) UnpackOwnableInvalidOwnerError(raw []byte) (*ControllerOwnableInvalidOwner, error) {
	out := new(ControllerOwnableInvalidOwner)
	if err := controller.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ControllerOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the Controller contract.
type ControllerOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func ControllerOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (controller *Controller) UnpackOwnableUnauthorizedAccountError(raw []byte) (*ControllerOwnableUnauthorizedAccount, error) {
	out := new(ControllerOwnableUnauthorizedAccount)
	if err := controller.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}
