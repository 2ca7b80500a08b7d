// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package livepeertokenfaucet

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

// LivepeerTokenFaucetMetaData contains all meta data concerning the LivepeerTokenFaucet contract.
var LivepeerTokenFaucetMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"token_\",\"type\":\"address\",\"internalType\":\"contractIERC20\"},{\"name\":\"requestAmount_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"requestWait_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"addToWhitelist\",\"inputs\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"isWhitelisted\",\"inputs\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"nextValidRequest\",\"inputs\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"time\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"removeFromWhitelist\",\"inputs\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"request\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"requestAmount\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"requestWait\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"token\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIERC20\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Request\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"SafeERC20FailedOperation\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"TooSoon\",\"inputs\":[{\"name\":\"next\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "LivepeerTokenFaucet",
	Bin: "0x60e03461010057601f61064238819003918201601f19168301916001600160401b0383118484101761010457808492606094604052833981010312610100578051906001600160a01b038216820361010057604060208201519101519033156100ed575f8054336001600160a01b0319821681178355604051959290916001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a360805260a05260c0526105299081610119823960805181818160aa0152610361015260a05181818160f40152610314015260c05181818161040d01526104d30152f35b631e4fbdf760e01b5f525f60045260245ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c9081630d6c51b3146104be57508063207f5ce614610482578063338cdca1146102ec5780633af32abf146102ab578063715018a6146102545780638ab1d6811461020f5780638da5cb5b146101e8578063e43252d7146101a0578063f2fde38b14610117578063f52ec46c146100dd5763fc0c546a14610095575f80fd5b346100d9575f3660031901126100d9576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5f80fd5b346100d9575f3660031901126100d95760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346100d95760203660031901126100d9576004356001600160a01b038116908190036100d9576101456104f6565b801561018d575f80546001600160a01b03198116831782556001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a3005b631e4fbdf760e01b5f525f60045260245ffd5b346100d95760203660031901126100d9576004356001600160a01b038116908190036100d9576101ce6104f6565b5f908152600260205260409020805460ff19166001179055005b346100d9575f3660031901126100d9575f546040516001600160a01b039091168152602090f35b346100d95760203660031901126100d9576004356001600160a01b038116908190036100d95761023d6104f6565b5f908152600260205260409020805460ff19169055005b346100d9575f3660031901126100d95761026c6104f6565b5f80546001600160a01b0319811682556001600160a01b03167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08280a3005b346100d95760203660031901126100d9576004356001600160a01b038116908190036100d9575f526002602052602060ff60405f2054166040519015158152f35b346100d9575f3660031901126100d957335f52600260205260ff60405f205416156103f6575b7f00000000000000000000000000000000000000000000000000000000000000006040518181527fe31c60e37ab1301f69f01b436a1d13486e6c16cc22c888a08c0e64a39230b6ac60203392a27f0000000000000000000000000000000000000000000000000000000000000000906040519063a9059cbb60e01b5f523360045260245260205f60448180865af19060015f51148216156103d6575b50156103b657005b635274afe760e01b5f9081526001600160a01b0391909116600452602490fd5b60018215166103ee5750813b15153d151616826103ae565b3d5f823e3d90fd5b335f52600160205260405f205480421061047057507f0000000000000000000000000000000000000000000000000000000000000000610e10810290808204610e10149015171561045c57420180421161045c57335f52600160205260405f2055610312565b634e487b7160e01b5f52601160045260245ffd5b637437acf560e11b5f5260045260245ffd5b346100d95760203660031901126100d9576004356001600160a01b038116908190036100d9575f526001602052602060405f2054604051908152f35b346100d9575f3660031901126100d9576020907f00000000000000000000000000000000000000000000000000000000000000008152f35b5f546001600160a01b0316330361050957565b63118cdaa760e01b5f523360045260245ffdfea164736f6c6343000825000a",
}

// LivepeerTokenFaucet is an auto generated Go binding around an Ethereum contract.
type LivepeerTokenFaucet struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LivepeerTokenFaucet) GetABI() abi.ABI {
	return c.abi
}

// NewLivepeerTokenFaucet creates a new instance of LivepeerTokenFaucet.
func NewLivepeerTokenFaucet() *LivepeerTokenFaucet {
	parsed, err := LivepeerTokenFaucetMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LivepeerTokenFaucet{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LivepeerTokenFaucet) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address token_, uint256 requestAmount_, uint256 requestWait_) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackConstructor(token_ common.Address, requestAmount_ *big.Int, requestWait_ *big.Int) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("", token_, requestAmount_, requestWait_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAddToWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe43252d7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function addToWhitelist(address requester) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackAddToWhitelist(requester common.Address) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("addToWhitelist", requester)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAddToWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe43252d7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function addToWhitelist(address requester) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackAddToWhitelist(requester common.Address) ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("addToWhitelist", requester)
}

// PackIsWhitelisted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3af32abf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isWhitelisted(address requester) view returns(bool)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackIsWhitelisted(requester common.Address) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("isWhitelisted", requester)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsWhitelisted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3af32abf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isWhitelisted(address requester) view returns(bool)
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackIsWhitelisted(requester common.Address) ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("isWhitelisted", requester)
}

// UnpackIsWhitelisted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3af32abf.
//
// Solidity: function isWhitelisted(address requester) view returns(bool)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackIsWhitelisted(data []byte) (bool, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("isWhitelisted", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackNextValidRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x207f5ce6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function nextValidRequest(address requester) view returns(uint256 time)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackNextValidRequest(requester common.Address) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("nextValidRequest", requester)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNextValidRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x207f5ce6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function nextValidRequest(address requester) view returns(uint256 time)
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackNextValidRequest(requester common.Address) ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("nextValidRequest", requester)
}

// UnpackNextValidRequest is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x207f5ce6.
//
// Solidity: function nextValidRequest(address requester) view returns(uint256 time)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackNextValidRequest(data []byte) (*big.Int, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("nextValidRequest", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackOwner() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("owner")
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
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackOwner() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackOwner(data []byte) (common.Address, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackRemoveFromWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8ab1d681.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function removeFromWhitelist(address requester) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackRemoveFromWhitelist(requester common.Address) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("removeFromWhitelist", requester)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRemoveFromWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8ab1d681.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function removeFromWhitelist(address requester) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackRemoveFromWhitelist(requester common.Address) ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("removeFromWhitelist", requester)
}

// PackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function renounceOwnership() returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackRenounceOwnership() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("renounceOwnership")
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
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackRenounceOwnership() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("renounceOwnership")
}

// PackRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x338cdca1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function request() returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackRequest() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("request")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x338cdca1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function request() returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackRequest() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("request")
}

// PackRequestAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf52ec46c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function requestAmount() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackRequestAmount() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("requestAmount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequestAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf52ec46c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function requestAmount() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackRequestAmount() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("requestAmount")
}

// UnpackRequestAmount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf52ec46c.
//
// Solidity: function requestAmount() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackRequestAmount(data []byte) (*big.Int, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("requestAmount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRequestWait is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d6c51b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function requestWait() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackRequestWait() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("requestWait")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequestWait is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d6c51b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function requestWait() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackRequestWait() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("requestWait")
}

// UnpackRequestWait is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0d6c51b3.
//
// Solidity: function requestWait() view returns(uint256)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackRequestWait(data []byte) (*big.Int, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("requestWait", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function token() view returns(address)
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackToken() []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("token")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function token() view returns(address)
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackToken() ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("token")
}

// UnpackToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc0c546a.
//
// Solidity: function token() view returns(address)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackToken(data []byte) (common.Address, error) {
	out, err := livepeerTokenFaucet.abi.Unpack("token", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (livepeerTokenFaucet *LivepeerTokenFaucet) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := livepeerTokenFaucet.abi.Pack("transferOwnership", newOwner)
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
func (livepeerTokenFaucet *LivepeerTokenFaucet) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return livepeerTokenFaucet.abi.Pack("transferOwnership", newOwner)
}

// LivepeerTokenFaucetOwnershipTransferred represents a OwnershipTransferred event raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const LivepeerTokenFaucetOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (LivepeerTokenFaucetOwnershipTransferred) ContractEventName() string {
	return LivepeerTokenFaucetOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackOwnershipTransferredEvent(log *types.Log) (*LivepeerTokenFaucetOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != livepeerTokenFaucet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LivepeerTokenFaucetOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range livepeerTokenFaucet.abi.Events[event].Inputs {
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

// LivepeerTokenFaucetRequest represents a Request event raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetRequest struct {
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const LivepeerTokenFaucetRequestEventName = "Request"

// ContractEventName returns the user-defined event name.
func (LivepeerTokenFaucetRequest) ContractEventName() string {
	return LivepeerTokenFaucetRequestEventName
}

// UnpackRequestEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Request(address indexed to, uint256 amount)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackRequestEvent(log *types.Log) (*LivepeerTokenFaucetRequest, error) {
	event := "Request"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != livepeerTokenFaucet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LivepeerTokenFaucetRequest)
	if len(log.Data) > 0 {
		if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range livepeerTokenFaucet.abi.Events[event].Inputs {
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
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], livepeerTokenFaucet.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return livepeerTokenFaucet.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], livepeerTokenFaucet.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return livepeerTokenFaucet.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], livepeerTokenFaucet.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return livepeerTokenFaucet.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], livepeerTokenFaucet.abi.Errors["TooSoon"].ID.Bytes()[:4]) {
		return livepeerTokenFaucet.UnpackTooSoonError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// LivepeerTokenFaucetOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func LivepeerTokenFaucetOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackOwnableInvalidOwnerError(raw []byte) (*LivepeerTokenFaucetOwnableInvalidOwner, error) {
	out := new(LivepeerTokenFaucetOwnableInvalidOwner)
	if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// LivepeerTokenFaucetOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func LivepeerTokenFaucetOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackOwnableUnauthorizedAccountError(raw []byte) (*LivepeerTokenFaucetOwnableUnauthorizedAccount, error) {
	out := new(LivepeerTokenFaucetOwnableUnauthorizedAccount)
	if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// LivepeerTokenFaucetSafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetSafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func LivepeerTokenFaucetSafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackSafeERC20FailedOperationError(raw []byte) (*LivepeerTokenFaucetSafeERC20FailedOperation, error) {
	out := new(LivepeerTokenFaucetSafeERC20FailedOperation)
	if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// LivepeerTokenFaucetTooSoon represents a TooSoon error raised by the LivepeerTokenFaucet contract.
type LivepeerTokenFaucetTooSoon struct {
	Next *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooSoon(uint256 next)
func LivepeerTokenFaucetTooSoonErrorID() common.Hash {
	return common.HexToHash("0xe86f59ea7d18f44231dbc6cf92e7f43b6975c5d6e066441cd08664227144aab3")
}

// UnpackTooSoonError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooSoon(uint256 next)
func (livepeerTokenFaucet *LivepeerTokenFaucet) UnpackTooSoonError(raw []byte) (*LivepeerTokenFaucetTooSoon, error) {
	out := new(LivepeerTokenFaucetTooSoon)
	if err := livepeerTokenFaucet.abi.UnpackIntoInterface(out, "TooSoon", raw); err != nil {
		return nil, err
	}
	return out, nil
}
