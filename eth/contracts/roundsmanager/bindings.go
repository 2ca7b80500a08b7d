// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package roundsmanager

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

// RoundsManagerMetaData contains all meta data concerning the RoundsManager contract.
var RoundsManagerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"blockHash\",\"inputs\":[{\"name\":\"blockNumber\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"blockHashForRound\",\"inputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"blockNum\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"controller\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentRound\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentRoundInitialized\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentRoundLocked\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentRoundStartBlock\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"initializeRound\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"lastInitializedRound\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lastRoundLengthUpdateRound\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lastRoundLengthUpdateStartBlock\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lipUpgradeRound\",\"inputs\":[{\"name\":\"lip\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"roundLength\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"roundLockAmount\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"setController\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setLIPUpgradeRound\",\"inputs\":[{\"name\":\"lip\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setRoundLength\",\"inputs\":[{\"name\":\"length\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setRoundLockAmount\",\"inputs\":[{\"name\":\"parts\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"targetContractId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"pure\"},{\"type\":\"event\",\"name\":\"NewRound\",\"inputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"indexed\":true,\"internalType\":\"uint256\"},{\"name\":\"blockHash\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ParameterUpdate\",\"inputs\":[{\"name\":\"param\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetController\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"InvalidParts\",\"inputs\":[{\"name\":\"parts\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidRoundLength\",\"inputs\":[{\"name\":\"length\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"LIPUpgradeRoundIsSet\",\"inputs\":[{\"name\":\"lip\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NoBlockHash\",\"inputs\":[{\"name\":\"blockNumber\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"OnlyContract\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyController\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyControllerOwner\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"RoundAlreadyInitialized\",\"inputs\":[{\"name\":\"round\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SafeCastOverflowedUintDowncast\",\"inputs\":[{\"name\":\"bits\",\"type\":\"uint8\",\"internalType\":\"uint8\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SystemPaused\",\"inputs\":[]}]",
	ID:  "RoundsManager",
	Bin: "0x608034606f57601f610e0a38819003918201601f19168301916001600160401b03831184841017607357808492602094604052833981010312606f57516001600160a01b03811690819003606f575f80546001600160a01b031916919091179055604051610d8290816100888239f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f905f3560e01c9081630b1573b8146109e8575080630fe1dfa8146109be57806313013e7a146108c65780631e6d4c221461089c578063219bc76c146108735780633aa4add41461084957806351720b411461082f578063668abff714610805578063681312f5146106025780636841f253146105af57806385df51fd1461055a5780638807f36e1461053a5780638a19c8bc146105205780638ae63d6d146105065780638b649b94146104e35780638fa148f2146104c157806392eefe9b1461043a578063d4807fb214610149578063f5b490d5146101235763f77c4791146100fa575f80fd5b34610120578060031936011261012057546040516001600160a01b039091168152602090f35b80fd5b5034610120578060031936011261012057602063ffffffff600154821c16604051908152f35b50346103a7575f3660031901126103a7575f54604051635c975abb60e01b815290602090829060049082906001600160a01b03165afa90811561039c575f916103ff575b506103f05761019a610b8c565b60015490808260c01c146103de575f1943014381116103ca577f22f2fc17c5daf07db2379b3a03a8ef20a183f761097a58fce219c8a14619e786602061021d948493409067ffffffffffffffff60c01b6101f386610c0c565b60c01b169060018060c01b031617600155835f52600282528060405f2055604051908152a2610c3f565b5f54604051631c2d8fb360e31b81527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e37600482015290602090829060249082906001600160a01b03165afa90811561039c575f916103ab575b506001600160a01b0316803b156103a7575f809160046040518094819363389f910b60e11b83525af1801561039c57610389575b508054604051631c2d8fb360e31b81527f6e58ad548d72b425ea94c15f453bf26caddb061d82b2551db7fdd3cefe0e994060048201528291602090829060249082906001600160a01b03165afa90811561034c57829161035a575b506001600160a01b0316803b1561035757818091600460405180948193633b38819360e21b83525af1801561034c5761033b5750f35b8161034591610aec565b6101205780f35b6040513d84823e3d90fd5b50fd5b61037c915060203d602011610382575b6103748183610aec565b810190610b22565b5f610305565b503d61036a565b61039591505f90610aec565b5f5f6102aa565b6040513d5f823e3d90fd5b5f80fd5b6103c4915060203d602011610382576103748183610aec565b5f610276565b634e487b7160e01b5f52601160045260245ffd5b6301c346c160e41b5f5260045260245ffd5b6301ca793160e61b5f5260045ffd5b90506020813d602011610432575b8161041a60209383610aec565b810103126103a7575180151581036103a7575f61018d565b3d915061040d565b346103a75760203660031901126103a7576004356001600160a01b038116908190036103a7575f546001600160a01b03811633036104ae576001600160a01b03191681175f556040519081527f4ff638452bbf33c012645d18ae6f05515ff5f2d1dfb0cece8cbf018c60903f7090602090a1005b63a3646b5f60e01b5f523360045260245ffd5b346103a7575f3660031901126103a75760206104db610bb0565b604051908152f35b346103a7575f3660031901126103a757602063ffffffff60015416604051908152f35b346103a7575f3660031901126103a7576020604051438152f35b346103a7575f3660031901126103a75760206104db610b8c565b346103a7575f3660031901126103a757602060015460c01c604051908152f35b346103a75760203660031901126103a75760043543811080159061059b575b6105895760209060405190408152f35b637a3e40e160e11b5f5260045260245ffd5b506101006105a98243610b5f565b11610579565b346103a7575f3660031901126103a75760206001546105f8620f42406105e063ffffffff80851694861c1684610b6c565b046105f26105ec610bb0565b43610b5f565b92610b5f565b1115604051908152f35b346103a75760203660031901126103a7575f54604051638da5cb5b60e01b81526004803592602091839182906001600160a01b03165afa90811561039c575f916107e6575b506001600160a01b031633036107d35780156107c1576106d263ffffffff91600154838116155f1461076557506106866106818243610b41565b610c0c565b60015467ffffffffffffffff60401b67ffffffffffffffff60801b6106b16106814387810690610b5f565b60801b169260401b1690600160401b600160c01b0319161717600155610be1565b1663ffffffff196001541617806001558060c01c90811515908161074e575b5061073f575b7f9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd674606060405160208152600b60208201526a0e4deeadcc898cadccee8d60ab1b6040820152a1005b61074890610c3f565b806106f7565b67ffffffffffffffff915060401c168114826106f1565b61076d610b8c565b67ffffffffffffffff60401b61078a610784610bb0565b92610c0c565b60401b169067ffffffffffffffff60801b906107a590610c0c565b60801b1691600160401b600160c01b0319161717600155610be1565b631a56888760e31b5f5260045260245ffd5b63784c507560e01b5f523360045260245ffd5b6107ff915060203d602011610382576103748183610aec565b82610647565b346103a7575f3660031901126103a757602067ffffffffffffffff60015460801c16604051908152f35b346103a7575f3660031901126103a75760206040515f8152f35b346103a75760203660031901126103a7576004355f526002602052602060405f2054604051908152f35b346103a7575f3660031901126103a757602060015460c01c610893610b8c565b14604051908152f35b346103a75760203660031901126103a7576004355f526003602052602060405f2054604051908152f35b346103a75760403660031901126103a7575f54604051638da5cb5b60e01b81526004803592602091839182906001600160a01b03165afa90811561039c575f9161099f575b506001600160a01b031633036107d357805f52600360205260405f20548061098957505f52600360205260243560405f20557f9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd674606060405160208152600f60208201526e1b1a5c155c19dc985919549bdd5b99608a1b6040820152a1005b906366d43a1760e01b5f5260045260245260445ffd5b6109b8915060203d602011610382576103748183610aec565b8261090b565b346103a7575f3660031901126103a757602067ffffffffffffffff60015460401c16604051908152f35b346103a75760203660031901126103a7575f54638da5cb5b60e01b8252600480359291602091839182906001600160a01b03165afa90811561039c575f91610acd575b506001600160a01b031633036107d357620f42408111610abb57610a4e90610be1565b67ffffffff000000006001549160201b169067ffffffff000000001916176001557f9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd674606060405160208152600f60208201526e1c9bdd5b99131bd8dad05b5bdd5b9d608a1b6040820152a1005b6305d738fd60e11b5f5260045260245ffd5b610ae6915060203d602011610382576103748183610aec565b82610a2b565b90601f8019910116810190811067ffffffffffffffff821117610b0e57604052565b634e487b7160e01b5f52604160045260245ffd5b908160209103126103a757516001600160a01b03811681036103a75790565b8115610b4b570490565b634e487b7160e01b5f52601260045260245ffd5b919082039182116103ca57565b818102929181159184041417156103ca57565b919082018092116103ca57565b610bad67ffffffffffffffff60015460401c16610ba7610d4b565b90610b7f565b90565b610bad60015467ffffffffffffffff610bd7610bca610d4b565b63ffffffff841690610b6c565b9160801c16610b7f565b63ffffffff8111610bf55763ffffffff1690565b6306dfcc6560e41b5f52602060045260245260445ffd5b67ffffffffffffffff8111610c285767ffffffffffffffff1690565b6306dfcc6560e41b5f52604060045260245260445ffd5b600181018082116103ca57610c6d9067ffffffffffffffff610bd7610bca60015493838560401c1690610b5f565b5f54604051631c2d8fb360e31b81527fbd1aa3e8d2464256d7fd3dcf645c16418d5d8c51d971f1ad7d57e7b1b5eee239600482015291929190602090829060249082906001600160a01b03165afa90811561039c575f91610d2c575b505f8281526002602052604090205492906001600160a01b0316803b156103a7575f9283606492604051968795869463588ed8d160e11b86526004860152602485015260448401525af1801561039c57610d205750565b5f610d2a91610aec565b565b610d45915060203d602011610382576103748183610aec565b5f610cc9565b610bad60015463ffffffff610d6d67ffffffffffffffff8360801c1643610b5f565b911690610b4156fea164736f6c6343000825000a",
}

// RoundsManager is an auto generated Go binding around an Ethereum contract.
type RoundsManager struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RoundsManager) GetABI() abi.ABI {
	return c.abi
}

// NewRoundsManager creates a new instance of RoundsManager.
func NewRoundsManager() *RoundsManager {
	parsed, err := RoundsManagerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RoundsManager{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RoundsManager) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller_) returns()
func (roundsManager *RoundsManager) PackConstructor(controller_ common.Address) []byte {
	enc, err := roundsManager.abi.Pack("", controller_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackBlockHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85df51fd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function blockHash(uint256 blockNumber) view returns(bytes32)
func (roundsManager *RoundsManager) PackBlockHash(blockNumber *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("blockHash", blockNumber)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBlockHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85df51fd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function blockHash(uint256 blockNumber) view returns(bytes32)
func (roundsManager *RoundsManager) TryPackBlockHash(blockNumber *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("blockHash", blockNumber)
}

// UnpackBlockHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x85df51fd.
//
// Solidity: function blockHash(uint256 blockNumber) view returns(bytes32)
func (roundsManager *RoundsManager) UnpackBlockHash(data []byte) ([32]byte, error) {
	out, err := roundsManager.abi.Unpack("blockHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackBlockHashForRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3aa4add4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function blockHashForRound(uint256 round) view returns(bytes32)
func (roundsManager *RoundsManager) PackBlockHashForRound(round *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("blockHashForRound", round)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBlockHashForRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3aa4add4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function blockHashForRound(uint256 round) view returns(bytes32)
func (roundsManager *RoundsManager) TryPackBlockHashForRound(round *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("blockHashForRound", round)
}

// UnpackBlockHashForRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3aa4add4.
//
// Solidity: function blockHashForRound(uint256 round) view returns(bytes32)
func (roundsManager *RoundsManager) UnpackBlockHashForRound(data []byte) ([32]byte, error) {
	out, err := roundsManager.abi.Unpack("blockHashForRound", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackBlockNum is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8ae63d6d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function blockNum() view returns(uint256)
func (roundsManager *RoundsManager) PackBlockNum() []byte {
	enc, err := roundsManager.abi.Pack("blockNum")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBlockNum is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8ae63d6d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function blockNum() view returns(uint256)
func (roundsManager *RoundsManager) TryPackBlockNum() ([]byte, error) {
	return roundsManager.abi.Pack("blockNum")
}

// UnpackBlockNum is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8ae63d6d.
//
// Solidity: function blockNum() view returns(uint256)
func (roundsManager *RoundsManager) UnpackBlockNum(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("blockNum", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf77c4791.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function controller() view returns(address)
func (roundsManager *RoundsManager) PackController() []byte {
	enc, err := roundsManager.abi.Pack("controller")
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
func (roundsManager *RoundsManager) TryPackController() ([]byte, error) {
	return roundsManager.abi.Pack("controller")
}

// UnpackController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf77c4791.
//
// Solidity: function controller() view returns(address)
func (roundsManager *RoundsManager) UnpackController(data []byte) (common.Address, error) {
	out, err := roundsManager.abi.Unpack("controller", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackCurrentRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a19c8bc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentRound() view returns(uint256)
func (roundsManager *RoundsManager) PackCurrentRound() []byte {
	enc, err := roundsManager.abi.Pack("currentRound")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a19c8bc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentRound() view returns(uint256)
func (roundsManager *RoundsManager) TryPackCurrentRound() ([]byte, error) {
	return roundsManager.abi.Pack("currentRound")
}

// UnpackCurrentRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8a19c8bc.
//
// Solidity: function currentRound() view returns(uint256)
func (roundsManager *RoundsManager) UnpackCurrentRound(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("currentRound", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCurrentRoundInitialized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x219bc76c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentRoundInitialized() view returns(bool)
func (roundsManager *RoundsManager) PackCurrentRoundInitialized() []byte {
	enc, err := roundsManager.abi.Pack("currentRoundInitialized")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentRoundInitialized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x219bc76c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentRoundInitialized() view returns(bool)
func (roundsManager *RoundsManager) TryPackCurrentRoundInitialized() ([]byte, error) {
	return roundsManager.abi.Pack("currentRoundInitialized")
}

// UnpackCurrentRoundInitialized is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x219bc76c.
//
// Solidity: function currentRoundInitialized() view returns(bool)
func (roundsManager *RoundsManager) UnpackCurrentRoundInitialized(data []byte) (bool, error) {
	out, err := roundsManager.abi.Unpack("currentRoundInitialized", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackCurrentRoundLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6841f253.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentRoundLocked() view returns(bool)
func (roundsManager *RoundsManager) PackCurrentRoundLocked() []byte {
	enc, err := roundsManager.abi.Pack("currentRoundLocked")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentRoundLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6841f253.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentRoundLocked() view returns(bool)
func (roundsManager *RoundsManager) TryPackCurrentRoundLocked() ([]byte, error) {
	return roundsManager.abi.Pack("currentRoundLocked")
}

// UnpackCurrentRoundLocked is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6841f253.
//
// Solidity: function currentRoundLocked() view returns(bool)
func (roundsManager *RoundsManager) UnpackCurrentRoundLocked(data []byte) (bool, error) {
	out, err := roundsManager.abi.Unpack("currentRoundLocked", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackCurrentRoundStartBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8fa148f2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentRoundStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) PackCurrentRoundStartBlock() []byte {
	enc, err := roundsManager.abi.Pack("currentRoundStartBlock")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentRoundStartBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8fa148f2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentRoundStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) TryPackCurrentRoundStartBlock() ([]byte, error) {
	return roundsManager.abi.Pack("currentRoundStartBlock")
}

// UnpackCurrentRoundStartBlock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8fa148f2.
//
// Solidity: function currentRoundStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) UnpackCurrentRoundStartBlock(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("currentRoundStartBlock", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackInitializeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd4807fb2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function initializeRound() returns()
func (roundsManager *RoundsManager) PackInitializeRound() []byte {
	enc, err := roundsManager.abi.Pack("initializeRound")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInitializeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd4807fb2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function initializeRound() returns()
func (roundsManager *RoundsManager) TryPackInitializeRound() ([]byte, error) {
	return roundsManager.abi.Pack("initializeRound")
}

// PackLastInitializedRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8807f36e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lastInitializedRound() view returns(uint256)
func (roundsManager *RoundsManager) PackLastInitializedRound() []byte {
	enc, err := roundsManager.abi.Pack("lastInitializedRound")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLastInitializedRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8807f36e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lastInitializedRound() view returns(uint256)
func (roundsManager *RoundsManager) TryPackLastInitializedRound() ([]byte, error) {
	return roundsManager.abi.Pack("lastInitializedRound")
}

// UnpackLastInitializedRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8807f36e.
//
// Solidity: function lastInitializedRound() view returns(uint256)
func (roundsManager *RoundsManager) UnpackLastInitializedRound(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("lastInitializedRound", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLastRoundLengthUpdateRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0fe1dfa8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lastRoundLengthUpdateRound() view returns(uint256)
func (roundsManager *RoundsManager) PackLastRoundLengthUpdateRound() []byte {
	enc, err := roundsManager.abi.Pack("lastRoundLengthUpdateRound")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLastRoundLengthUpdateRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0fe1dfa8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lastRoundLengthUpdateRound() view returns(uint256)
func (roundsManager *RoundsManager) TryPackLastRoundLengthUpdateRound() ([]byte, error) {
	return roundsManager.abi.Pack("lastRoundLengthUpdateRound")
}

// UnpackLastRoundLengthUpdateRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0fe1dfa8.
//
// Solidity: function lastRoundLengthUpdateRound() view returns(uint256)
func (roundsManager *RoundsManager) UnpackLastRoundLengthUpdateRound(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("lastRoundLengthUpdateRound", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLastRoundLengthUpdateStartBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x668abff7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lastRoundLengthUpdateStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) PackLastRoundLengthUpdateStartBlock() []byte {
	enc, err := roundsManager.abi.Pack("lastRoundLengthUpdateStartBlock")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLastRoundLengthUpdateStartBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x668abff7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lastRoundLengthUpdateStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) TryPackLastRoundLengthUpdateStartBlock() ([]byte, error) {
	return roundsManager.abi.Pack("lastRoundLengthUpdateStartBlock")
}

// UnpackLastRoundLengthUpdateStartBlock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x668abff7.
//
// Solidity: function lastRoundLengthUpdateStartBlock() view returns(uint256)
func (roundsManager *RoundsManager) UnpackLastRoundLengthUpdateStartBlock(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("lastRoundLengthUpdateStartBlock", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLipUpgradeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1e6d4c22.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lipUpgradeRound(uint256 lip) view returns(uint256 round)
func (roundsManager *RoundsManager) PackLipUpgradeRound(lip *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("lipUpgradeRound", lip)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLipUpgradeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1e6d4c22.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lipUpgradeRound(uint256 lip) view returns(uint256 round)
func (roundsManager *RoundsManager) TryPackLipUpgradeRound(lip *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("lipUpgradeRound", lip)
}

// UnpackLipUpgradeRound is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1e6d4c22.
//
// Solidity: function lipUpgradeRound(uint256 lip) view returns(uint256 round)
func (roundsManager *RoundsManager) UnpackLipUpgradeRound(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("lipUpgradeRound", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRoundLength is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b649b94.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function roundLength() view returns(uint256)
func (roundsManager *RoundsManager) PackRoundLength() []byte {
	enc, err := roundsManager.abi.Pack("roundLength")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRoundLength is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b649b94.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function roundLength() view returns(uint256)
func (roundsManager *RoundsManager) TryPackRoundLength() ([]byte, error) {
	return roundsManager.abi.Pack("roundLength")
}

// UnpackRoundLength is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8b649b94.
//
// Solidity: function roundLength() view returns(uint256)
func (roundsManager *RoundsManager) UnpackRoundLength(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("roundLength", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRoundLockAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf5b490d5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function roundLockAmount() view returns(uint256)
func (roundsManager *RoundsManager) PackRoundLockAmount() []byte {
	enc, err := roundsManager.abi.Pack("roundLockAmount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRoundLockAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf5b490d5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function roundLockAmount() view returns(uint256)
func (roundsManager *RoundsManager) TryPackRoundLockAmount() ([]byte, error) {
	return roundsManager.abi.Pack("roundLockAmount")
}

// UnpackRoundLockAmount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf5b490d5.
//
// Solidity: function roundLockAmount() view returns(uint256)
func (roundsManager *RoundsManager) UnpackRoundLockAmount(data []byte) (*big.Int, error) {
	out, err := roundsManager.abi.Unpack("roundLockAmount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92eefe9b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setController(address controller_) returns()
func (roundsManager *RoundsManager) PackSetController(controller common.Address) []byte {
	enc, err := roundsManager.abi.Pack("setController", controller)
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
func (roundsManager *RoundsManager) TryPackSetController(controller common.Address) ([]byte, error) {
	return roundsManager.abi.Pack("setController", controller)
}

// PackSetLIPUpgradeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x13013e7a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setLIPUpgradeRound(uint256 lip, uint256 round) returns()
func (roundsManager *RoundsManager) PackSetLIPUpgradeRound(lip *big.Int, round *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("setLIPUpgradeRound", lip, round)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetLIPUpgradeRound is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x13013e7a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setLIPUpgradeRound(uint256 lip, uint256 round) returns()
func (roundsManager *RoundsManager) TryPackSetLIPUpgradeRound(lip *big.Int, round *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("setLIPUpgradeRound", lip, round)
}

// PackSetRoundLength is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x681312f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setRoundLength(uint256 length) returns()
func (roundsManager *RoundsManager) PackSetRoundLength(length *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("setRoundLength", length)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetRoundLength is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x681312f5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setRoundLength(uint256 length) returns()
func (roundsManager *RoundsManager) TryPackSetRoundLength(length *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("setRoundLength", length)
}

// PackSetRoundLockAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b1573b8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setRoundLockAmount(uint256 parts) returns()
func (roundsManager *RoundsManager) PackSetRoundLockAmount(parts *big.Int) []byte {
	enc, err := roundsManager.abi.Pack("setRoundLockAmount", parts)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetRoundLockAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b1573b8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setRoundLockAmount(uint256 parts) returns()
func (roundsManager *RoundsManager) TryPackSetRoundLockAmount(parts *big.Int) ([]byte, error) {
	return roundsManager.abi.Pack("setRoundLockAmount", parts)
}

// PackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (roundsManager *RoundsManager) PackTargetContractId() []byte {
	enc, err := roundsManager.abi.Pack("targetContractId")
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
func (roundsManager *RoundsManager) TryPackTargetContractId() ([]byte, error) {
	return roundsManager.abi.Pack("targetContractId")
}

// UnpackTargetContractId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x51720b41.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (roundsManager *RoundsManager) UnpackTargetContractId(data []byte) ([32]byte, error) {
	out, err := roundsManager.abi.Unpack("targetContractId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// RoundsManagerNewRound represents a NewRound event raised by the RoundsManager contract.
type RoundsManagerNewRound struct {
	Round     *big.Int
	BlockHash [32]byte
	Raw       *types.Log // Blockchain specific contextual infos
}

const RoundsManagerNewRoundEventName = "NewRound"

// ContractEventName returns the user-defined event name.
func (RoundsManagerNewRound) ContractEventName() string {
	return RoundsManagerNewRoundEventName
}

// UnpackNewRoundEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewRound(uint256 indexed round, bytes32 blockHash)
func (roundsManager *RoundsManager) UnpackNewRoundEvent(log *types.Log) (*RoundsManagerNewRound, error) {
	event := "NewRound"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != roundsManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RoundsManagerNewRound)
	if len(log.Data) > 0 {
		if err := roundsManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range roundsManager.abi.Events[event].Inputs {
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

// RoundsManagerParameterUpdate represents a ParameterUpdate event raised by the RoundsManager contract.
type RoundsManagerParameterUpdate struct {
	Param string
	Raw   *types.Log // Blockchain specific contextual infos
}

const RoundsManagerParameterUpdateEventName = "ParameterUpdate"

// ContractEventName returns the user-defined event name.
func (RoundsManagerParameterUpdate) ContractEventName() string {
	return RoundsManagerParameterUpdateEventName
}

// UnpackParameterUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ParameterUpdate(string param)
func (roundsManager *RoundsManager) UnpackParameterUpdateEvent(log *types.Log) (*RoundsManagerParameterUpdate, error) {
	event := "ParameterUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != roundsManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RoundsManagerParameterUpdate)
	if len(log.Data) > 0 {
		if err := roundsManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range roundsManager.abi.Events[event].Inputs {
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

// RoundsManagerSetController represents a SetController event raised by the RoundsManager contract.
type RoundsManagerSetController struct {
	Controller common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const RoundsManagerSetControllerEventName = "SetController"

// ContractEventName returns the user-defined event name.
func (RoundsManagerSetController) ContractEventName() string {
	return RoundsManagerSetControllerEventName
}

// UnpackSetControllerEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetController(address controller)
func (roundsManager *RoundsManager) UnpackSetControllerEvent(log *types.Log) (*RoundsManagerSetController, error) {
	event := "SetController"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != roundsManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RoundsManagerSetController)
	if len(log.Data) > 0 {
		if err := roundsManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range roundsManager.abi.Events[event].Inputs {
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
func (roundsManager *RoundsManager) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["InvalidParts"].ID.Bytes()[:4]) {
		return roundsManager.UnpackInvalidPartsError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["InvalidRoundLength"].ID.Bytes()[:4]) {
		return roundsManager.UnpackInvalidRoundLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["LIPUpgradeRoundIsSet"].ID.Bytes()[:4]) {
		return roundsManager.UnpackLIPUpgradeRoundIsSetError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["NoBlockHash"].ID.Bytes()[:4]) {
		return roundsManager.UnpackNoBlockHashError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["OnlyContract"].ID.Bytes()[:4]) {
		return roundsManager.UnpackOnlyContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["OnlyController"].ID.Bytes()[:4]) {
		return roundsManager.UnpackOnlyControllerError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["OnlyControllerOwner"].ID.Bytes()[:4]) {
		return roundsManager.UnpackOnlyControllerOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["RoundAlreadyInitialized"].ID.Bytes()[:4]) {
		return roundsManager.UnpackRoundAlreadyInitializedError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["SafeCastOverflowedUintDowncast"].ID.Bytes()[:4]) {
		return roundsManager.UnpackSafeCastOverflowedUintDowncastError(raw[4:])
	}
	if bytes.Equal(raw[:4], roundsManager.abi.Errors["SystemPaused"].ID.Bytes()[:4]) {
		return roundsManager.UnpackSystemPausedError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RoundsManagerInvalidParts represents a InvalidParts error raised by the RoundsManager contract.
type RoundsManagerInvalidParts struct {
	Parts *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidParts(uint256 parts)
func RoundsManagerInvalidPartsErrorID() common.Hash {
	return common.HexToHash("0x0bae71fa08561fa9cc8a20075ce8782b920b357894cad3e47f484c8595312b4b")
}

// UnpackInvalidPartsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidParts(uint256 parts)
func (roundsManager *RoundsManager) UnpackInvalidPartsError(raw []byte) (*RoundsManagerInvalidParts, error) {
	out := new(RoundsManagerInvalidParts)
	if err := roundsManager.abi.UnpackIntoInterface(out, "InvalidParts", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerInvalidRoundLength represents a InvalidRoundLength error raised by the RoundsManager contract.
type RoundsManagerInvalidRoundLength struct {
	Length *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidRoundLength(uint256 length)
func RoundsManagerInvalidRoundLengthErrorID() common.Hash {
	return common.HexToHash("0xd2b444387bf694b26b6a070cbeb7920cbf0295b2c20cc8ece0336fd0acead8c7")
}

// UnpackInvalidRoundLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidRoundLength(uint256 length)
func (roundsManager *RoundsManager) UnpackInvalidRoundLengthError(raw []byte) (*RoundsManagerInvalidRoundLength, error) {
	out := new(RoundsManagerInvalidRoundLength)
	if err := roundsManager.abi.UnpackIntoInterface(out, "InvalidRoundLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerLIPUpgradeRoundIsSet represents a LIPUpgradeRoundIsSet error raised by the RoundsManager contract.
type RoundsManagerLIPUpgradeRoundIsSet struct {
	Lip   *big.Int
	Round *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LIPUpgradeRoundIsSet(uint256 lip, uint256 round)
func RoundsManagerLIPUpgradeRoundIsSetErrorID() common.Hash {
	return common.HexToHash("0x66d43a178ade6d8a01046504c897a3fdf89aa18b8c102bcc137fc77b3572ab8a")
}

// UnpackLIPUpgradeRoundIsSetError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LIPUpgradeRoundIsSet(uint256 lip, uint256 round)
func (roundsManager *RoundsManager) UnpackLIPUpgradeRoundIsSetError(raw []byte) (*RoundsManagerLIPUpgradeRoundIsSet, error) {
	out := new(RoundsManagerLIPUpgradeRoundIsSet)
	if err := roundsManager.abi.UnpackIntoInterface(out, "LIPUpgradeRoundIsSet", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerNoBlockHash represents a NoBlockHash error raised by the RoundsManager contract.
type RoundsManagerNoBlockHash struct {
	BlockNumber *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func RoundsManagerNoBlockHashErrorID() common.Hash {
	return common.HexToHash("0xf47c81c2a94e8a3f933b4cd96e6197ff06abc858635ce95786783568bb1c84f6")
}

// UnpackNoBlockHashError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func (roundsManager *RoundsManager) UnpackNoBlockHashError(raw []byte) (*RoundsManagerNoBlockHash, error) {
	out := new(RoundsManagerNoBlockHash)
	if err := roundsManager.abi.UnpackIntoInterface(out, "NoBlockHash", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerOnlyContract represents a OnlyContract error raised by the RoundsManager contract.
type RoundsManagerOnlyContract struct {
	Id     [32]byte
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func RoundsManagerOnlyContractErrorID() common.Hash {
	return common.HexToHash("0xaa8cd24e029aedafaaff8f67a82ef42b0915afd46866e1c4d67468fa4e006798")
}

// UnpackOnlyContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func (roundsManager *RoundsManager) UnpackOnlyContractError(raw []byte) (*RoundsManagerOnlyContract, error) {
	out := new(RoundsManagerOnlyContract)
	if err := roundsManager.abi.UnpackIntoInterface(out, "OnlyContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerOnlyController represents a OnlyController error raised by the RoundsManager contract.
type RoundsManagerOnlyController struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyController(address caller)
func RoundsManagerOnlyControllerErrorID() common.Hash {
	return common.HexToHash("0xa3646b5fd57882cabcaa5880a0203e716333f494fe9bc292f55b7fd815fe3da6")
}

// UnpackOnlyControllerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyController(address caller)
func (roundsManager *RoundsManager) UnpackOnlyControllerError(raw []byte) (*RoundsManagerOnlyController, error) {
	out := new(RoundsManagerOnlyController)
	if err := roundsManager.abi.UnpackIntoInterface(out, "OnlyController", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerOnlyControllerOwner represents a OnlyControllerOwner error raised by the RoundsManager contract.
type RoundsManagerOnlyControllerOwner struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyControllerOwner(address caller)
func RoundsManagerOnlyControllerOwnerErrorID() common.Hash {
	return common.HexToHash("0x784c5075c2ebe01c918a7a7ac6bbe677c96ce47ff904a7289a628101a0c3bf1f")
}

// UnpackOnlyControllerOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyControllerOwner(address caller)
func (roundsManager *RoundsManager) UnpackOnlyControllerOwnerError(raw []byte) (*RoundsManagerOnlyControllerOwner, error) {
	out := new(RoundsManagerOnlyControllerOwner)
	if err := roundsManager.abi.UnpackIntoInterface(out, "OnlyControllerOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerRoundAlreadyInitialized represents a RoundAlreadyInitialized error raised by the RoundsManager contract.
type RoundsManagerRoundAlreadyInitialized struct {
	Round *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RoundAlreadyInitialized(uint256 round)
func RoundsManagerRoundAlreadyInitializedErrorID() common.Hash {
	return common.HexToHash("0x1c346c10e0a7e99790f35b70d7a82730dd023ccd403b142f522872170736a531")
}

// UnpackRoundAlreadyInitializedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RoundAlreadyInitialized(uint256 round)
func (roundsManager *RoundsManager) UnpackRoundAlreadyInitializedError(raw []byte) (*RoundsManagerRoundAlreadyInitialized, error) {
	out := new(RoundsManagerRoundAlreadyInitialized)
	if err := roundsManager.abi.UnpackIntoInterface(out, "RoundAlreadyInitialized", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerSafeCastOverflowedUintDowncast represents a SafeCastOverflowedUintDowncast error raised by the RoundsManager contract.
type RoundsManagerSafeCastOverflowedUintDowncast struct {
	Bits  uint8
	Value *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func RoundsManagerSafeCastOverflowedUintDowncastErrorID() common.Hash {
	return common.HexToHash("0x6dfcc6503a32754ce7a89698e18201fc5294fd4aad43edefee786f88423b1a12")
}

// UnpackSafeCastOverflowedUintDowncastError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func (roundsManager *RoundsManager) UnpackSafeCastOverflowedUintDowncastError(raw []byte) (*RoundsManagerSafeCastOverflowedUintDowncast, error) {
	out := new(RoundsManagerSafeCastOverflowedUintDowncast)
	if err := roundsManager.abi.UnpackIntoInterface(out, "SafeCastOverflowedUintDowncast", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RoundsManagerSystemPaused represents a SystemPaused error raised by the RoundsManager contract.
type RoundsManagerSystemPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SystemPaused()
func RoundsManagerSystemPausedErrorID() common.Hash {
	return common.HexToHash("0x729e4c407dbe298cc36ff2ce4cfd0c52c502b062228f7ea860bdee574c50ff81")
}

// UnpackSystemPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SystemPaused()
func (roundsManager *RoundsManager) UnpackSystemPausedError(raw []byte) (*RoundsManagerSystemPaused, error) {
	out := new(RoundsManagerSystemPaused)
	if err := roundsManager.abi.UnpackIntoInterface(out, "SystemPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}
