// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package poll

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

// PollMetaData contains all meta data concerning the Poll contract.
var PollMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"endBlock_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"destroy\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"endBlock\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"vote\",\"inputs\":[{\"name\":\"choiceID\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Destroyed\",\"inputs\":[],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Vote\",\"inputs\":[{\"name\":\"voter\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"choiceID\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"InvalidChoice\",\"inputs\":[{\"name\":\"choiceID\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"PollIsNotOver\",\"inputs\":[{\"name\":\"endBlock\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"PollIsOver\",\"inputs\":[{\"name\":\"endBlock\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "Poll",
	Bin: "0x60a034606357601f61021838819003918201601f19168301916001600160401b038311848410176067578084926020946040528339810103126063575160805260405161019c908161007c8239608051818181604f0152818160c9015261010f0152f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c9081630121b93f146100ec57508063083c6323146100b2576383197ef01461003d575f80fd5b346100ae575f3660031901126100ae577f00000000000000000000000000000000000000000000000000000000000000008043111561009c577fcc0e82c1b8fa4695d6ae60217024b293814bde0f381a23cafaa0a1e25973c14b5f80a1005b6308aeca3d60e31b5f5260045260245ffd5b5f80fd5b346100ae575f3660031901126100ae5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346100ae5760203660031901126100ae5760043580151580610184575b610172577f0000000000000000000000000000000000000000000000000000000000000000804311610160575081527ff668ead05c744b9178e571d2edb452e72baf6529c8d72160e64e59b50d865bd060203392a2005b632c4add1960e01b5f5260045260245ffd5b635193c0eb60e01b5f5260045260245ffd5b50600181141561010956fea164736f6c6343000825000a",
}

// Poll is an auto generated Go binding around an Ethereum contract.
type Poll struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Poll) GetABI() abi.ABI {
	return c.abi
}

// NewPoll creates a new instance of Poll.
func NewPoll() *Poll {
	parsed, err := PollMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Poll{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Poll) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(uint256 endBlock_) returns()
func (poll *Poll) PackConstructor(endBlock_ *big.Int) []byte {
	enc, err := poll.abi.Pack("", endBlock_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackDestroy is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x83197ef0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function destroy() returns()
func (poll *Poll) PackDestroy() []byte {
	enc, err := poll.abi.Pack("destroy")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDestroy is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x83197ef0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function destroy() returns()
func (poll *Poll) TryPackDestroy() ([]byte, error) {
	return poll.abi.Pack("destroy")
}

// PackEndBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x083c6323.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function endBlock() view returns(uint256)
func (poll *Poll) PackEndBlock() []byte {
	enc, err := poll.abi.Pack("endBlock")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEndBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x083c6323.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function endBlock() view returns(uint256)
func (poll *Poll) TryPackEndBlock() ([]byte, error) {
	return poll.abi.Pack("endBlock")
}

// UnpackEndBlock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x083c6323.
//
// Solidity: function endBlock() view returns(uint256)
func (poll *Poll) UnpackEndBlock(data []byte) (*big.Int, error) {
	out, err := poll.abi.Unpack("endBlock", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0121b93f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vote(uint256 choiceID) returns()
func (poll *Poll) PackVote(choiceID *big.Int) []byte {
	enc, err := poll.abi.Pack("vote", choiceID)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0121b93f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vote(uint256 choiceID) returns()
func (poll *Poll) TryPackVote(choiceID *big.Int) ([]byte, error) {
	return poll.abi.Pack("vote", choiceID)
}

// PollDestroyed represents a Destroyed event raised by the Poll contract.
type PollDestroyed struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const PollDestroyedEventName = "Destroyed"

// ContractEventName returns the user-defined event name.
func (PollDestroyed) ContractEventName() string {
	return PollDestroyedEventName
}

// UnpackDestroyedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Destroyed()
func (poll *Poll) UnpackDestroyedEvent(log *types.Log) (*PollDestroyed, error) {
	event := "Destroyed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poll.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PollDestroyed)
	if len(log.Data) > 0 {
		if err := poll.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poll.abi.Events[event].Inputs {
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

// PollVote represents a Vote event raised by the Poll contract.
type PollVote struct {
	Voter    common.Address
	ChoiceID *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const PollVoteEventName = "Vote"

// ContractEventName returns the user-defined event name.
func (PollVote) ContractEventName() string {
	return PollVoteEventName
}

// UnpackVoteEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Vote(address indexed voter, uint256 choiceID)
func (poll *Poll) UnpackVoteEvent(log *types.Log) (*PollVote, error) {
	event := "Vote"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poll.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PollVote)
	if len(log.Data) > 0 {
		if err := poll.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poll.abi.Events[event].Inputs {
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
func (poll *Poll) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], poll.abi.Errors["InvalidChoice"].ID.Bytes()[:4]) {
		return poll.UnpackInvalidChoiceError(raw[4:])
	}
	if bytes.Equal(raw[:4], poll.abi.Errors["PollIsNotOver"].ID.Bytes()[:4]) {
		return poll.UnpackPollIsNotOverError(raw[4:])
	}
	if bytes.Equal(raw[:4], poll.abi.Errors["PollIsOver"].ID.Bytes()[:4]) {
		return poll.UnpackPollIsOverError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// PollInvalidChoice represents a InvalidChoice error raised by the Poll contract.
type PollInvalidChoice struct {
	ChoiceID *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidChoice(uint256 choiceID)
func PollInvalidChoiceErrorID() common.Hash {
	return common.HexToHash("0x5193c0eb3d20c4a59d5e23bfadc358e1de617c38d91d92f33654cd3c0612fd86")
}

// UnpackInvalidChoiceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidChoice(uint256 choiceID)
func (poll *Poll) UnpackInvalidChoiceError(raw []byte) (*PollInvalidChoice, error) {
	out := new(PollInvalidChoice)
	if err := poll.abi.UnpackIntoInterface(out, "InvalidChoice", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PollPollIsNotOver represents a PollIsNotOver error raised by the Poll contract.
type PollPollIsNotOver struct {
	EndBlock *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PollIsNotOver(uint256 endBlock)
func PollPollIsNotOverErrorID() common.Hash {
	return common.HexToHash("0x457651e8014f425b28957804862820946ce08d6a62772435cd105bb33f24bc27")
}

// UnpackPollIsNotOverError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PollIsNotOver(uint256 endBlock)
func (poll *Poll) UnpackPollIsNotOverError(raw []byte) (*PollPollIsNotOver, error) {
	out := new(PollPollIsNotOver)
	if err := poll.abi.UnpackIntoInterface(out, "PollIsNotOver", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PollPollIsOver represents a PollIsOver error raised by the Poll contract.
type PollPollIsOver struct {
	EndBlock *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PollIsOver(uint256 endBlock)
func PollPollIsOverErrorID() common.Hash {
	return common.HexToHash("0x2c4add1987d95ee51e8d9823a93e5a8322d576a84eed8aeda4b95f35c963bd65")
}

// UnpackPollIsOverError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PollIsOver(uint256 endBlock)
func (poll *Poll) UnpackPollIsOverError(raw []byte) (*PollPollIsOver, error) {
	out := new(PollPollIsOver)
	if err := poll.abi.UnpackIntoInterface(out, "PollIsOver", raw); err != nil {
		return nil, err
	}
	return out, nil
}
