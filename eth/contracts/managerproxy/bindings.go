// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package managerproxy

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

// ManagerProxyMetaData contains all meta data concerning the ManagerProxy contract.
var ManagerProxyMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"targetContractId_\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"fallback\",\"stateMutability\":\"payable\"},{\"type\":\"receive\",\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"controller\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"targetContractId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"error\",\"name\":\"NoTarget\",\"inputs\":[{\"name\":\"target\",\"type\":\"address\",\"internalType\":\"address\"}]}]",
	ID:  "ManagerProxy",
	Bin: "0x60a034608657601f61027038819003918201601f19168301916001600160401b03831184841017608a57808492604094855283398101031260865780516001600160a01b0381169190829003608657602001515f80546001600160a01b0319169092179091556080526040516101d1908161009f8239608051818181606f01526101110152f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe60806040526004361015610018575b366100f7576100f7565b5f3560e01c806351720b411461005d5763f77c47910361000e5734610059575f366003190112610059575f546040516001600160a01b039091168152602090f35b5f80fd5b34610059575f366003190112610059577f000000000000000000000000000000000000000000000000000000000000000060805260206080f35b90601f8019910116810190811067ffffffffffffffff8211176100b957604052565b634e487b7160e01b5f52604160045260245ffd5b9081602091031261005957516001600160a01b03811681036100595790565b6040513d5f823e3d90fd5b5f546001600160a01b0316604051631c2d8fb360e31b81527f0000000000000000000000000000000000000000000000000000000000000000600482015290602090829060249082905afa9081156101bf575f91610190575b50803b15610175575f8091368280378136915af43d5f803e15610171573d5ff35b3d5ffd5b6307d3f5e760e41b5f526001600160a01b031660045260245ffd5b6101b2915060203d6020116101b8575b6101aa8183610097565b8101906100cd565b5f610150565b503d6101a0565b6100ec56fea164736f6c6343000825000a",
}

// ManagerProxy is an auto generated Go binding around an Ethereum contract.
type ManagerProxy struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ManagerProxy) GetABI() abi.ABI {
	return c.abi
}

// NewManagerProxy creates a new instance of ManagerProxy.
func NewManagerProxy() *ManagerProxy {
	parsed, err := ManagerProxyMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ManagerProxy{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ManagerProxy) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller_, bytes32 targetContractId_) returns()
func (managerProxy *ManagerProxy) PackConstructor(controller_ common.Address, targetContractId_ [32]byte) []byte {
	enc, err := managerProxy.abi.Pack("", controller_, targetContractId_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf77c4791.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function controller() view returns(address)
func (managerProxy *ManagerProxy) PackController() []byte {
	enc, err := managerProxy.abi.Pack("controller")
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
func (managerProxy *ManagerProxy) TryPackController() ([]byte, error) {
	return managerProxy.abi.Pack("controller")
}

// UnpackController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf77c4791.
//
// Solidity: function controller() view returns(address)
func (managerProxy *ManagerProxy) UnpackController(data []byte) (common.Address, error) {
	out, err := managerProxy.abi.Unpack("controller", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetContractId() view returns(bytes32)
func (managerProxy *ManagerProxy) PackTargetContractId() []byte {
	enc, err := managerProxy.abi.Pack("targetContractId")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function targetContractId() view returns(bytes32)
func (managerProxy *ManagerProxy) TryPackTargetContractId() ([]byte, error) {
	return managerProxy.abi.Pack("targetContractId")
}

// UnpackTargetContractId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x51720b41.
//
// Solidity: function targetContractId() view returns(bytes32)
func (managerProxy *ManagerProxy) UnpackTargetContractId(data []byte) ([32]byte, error) {
	out, err := managerProxy.abi.Unpack("targetContractId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (managerProxy *ManagerProxy) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], managerProxy.abi.Errors["NoTarget"].ID.Bytes()[:4]) {
		return managerProxy.UnpackNoTargetError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// ManagerProxyNoTarget represents a NoTarget error raised by the ManagerProxy contract.
type ManagerProxyNoTarget struct {
	Target common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoTarget(address target)
func ManagerProxyNoTargetErrorID() common.Hash {
	return common.HexToHash("0x7d3f5e7012e8d93abab482cecc1457fd98316a6ba6faf6fc378264319435d850")
}

// UnpackNoTargetError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoTarget(address target)
func (managerProxy *ManagerProxy) UnpackNoTargetError(raw []byte) (*ManagerProxyNoTarget, error) {
	out := new(ManagerProxyNoTarget)
	if err := managerProxy.abi.UnpackIntoInterface(out, "NoTarget", raw); err != nil {
		return nil, err
	}
	return out, nil
}
