// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package directory

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

// IDirectoryListing is an auto generated low-level Go binding around an user-defined struct.
type IDirectoryListing struct {
	Entry           IServiceRegistryEntry
	Stake           *big.Int
	RewardCut       *big.Int
	FeeShare        *big.Int
	LastRewardRound *big.Int
	ActivationRound *big.Int
	Active          bool
}

// IServiceRegistryEntry is an auto generated low-level Go binding around an user-defined struct.
type IServiceRegistryEntry struct {
	Owner      common.Address
	ServiceURI string
	Services   []IServiceRegistryService
	Regions    [][32]byte
}

// IServiceRegistryService is an auto generated low-level Go binding around an user-defined struct.
type IServiceRegistryService struct {
	Id       [32]byte
	Verifier common.Address
}

// DirectoryMetaData contains all meta data concerning the Directory contract.
var DirectoryMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"listing\",\"inputs\":[{\"name\":\"orchestrator\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"item\",\"type\":\"tuple\",\"internalType\":\"structIDirectory.Listing\",\"components\":[{\"name\":\"entry\",\"type\":\"tuple\",\"internalType\":\"structIServiceRegistry.Entry\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]},{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastRewardRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"active\",\"type\":\"bool\",\"internalType\":\"bool\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"page\",\"inputs\":[{\"name\":\"from\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"listings\",\"type\":\"tuple[]\",\"internalType\":\"structIDirectory.Listing[]\",\"components\":[{\"name\":\"entry\",\"type\":\"tuple\",\"internalType\":\"structIServiceRegistry.Entry\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]},{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastRewardRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"active\",\"type\":\"bool\",\"internalType\":\"bool\"}]},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"}]",
	ID:  "Directory",
	Bin: "0x60c0806040523461016c57602081610c30803803809161001f8285610170565b83398101031261016c57516001600160a01b0381169081900361016c57604051631c2d8fb360e31b81527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e376004820152602081602481855afa918215610144576024926020925f9161014f575b506001600160a01b0316608052604051631c2d8fb360e31b81527f79c5d2a4a07754f4bacb0ffba18ac516030ee589ebc89db8627680c4d4cdb230600482015292839182905afa908115610144575f91610115575b506001600160a01b031660a052604051610a6990816101c78239608051818181605b015261081c015260a051816107c20152f35b610137915060203d60201161013d575b61012f8183610170565b8101906101a7565b5f6100e1565b503d610125565b6040513d5f823e3d90fd5b6101669150833d851161013d5761012f8183610170565b5f61008c565b5f80fd5b601f909101601f19168101906001600160401b0382119082101761019357604052565b634e487b7160e01b5f52604160045260245ffd5b9081602091031261016c57516001600160a01b038116810361016c579056fe60806040526004361015610011575f80fd5b5f3560e01c80637d96849e146102255763993b63881461002f575f80fd5b346102215760403660031901126102215760043561004c81610261565b604051632a4e0d5560e01b81527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169190602435602082600481875afa8015610199576100b1925f916101f2575b50808210156101eb57506109ae565b906001600160a01b0381166101e657506040516388a6c74960e01b8152602081600481865afa908115610199575f916101c7575b505b915f925b82518410806101b5575b1561019e576020816101096101489361078f565b6101138787610a34565b5261011e8686610a34565b5060405163235c960360e01b81526001600160a01b03909116600482015291829081906024820190565b0381855afa801561019957610165915f9161016b575b5093610a12565b926100eb565b61018c915060203d8111610192575b6101848183610479565b8101906109fd565b5f61015e565b503d61017a565b610714565b828481526101b1604051928392836103b9565b0390f35b506001600160a01b03811615156100f5565b6101e0915060203d602011610192576101848183610479565b5f6100e5565b6100e7565b90506109ae565b610214915060203d60201161021a575b61020c8183610479565b81019061071f565b5f6100a2565b503d610202565b5f80fd5b34610221576020366003190112610221576101b161024d60043561024881610261565b61078f565b6040519182916020835260208301906102a5565b6001600160a01b0381160361022157565b90602080835192838152019201905f5b81811061028f5750505090565b8251845260209384019390920191600101610282565b805160e080845281516001600160a01b031690840152602080820151608061010086015280516101608601819052929594929182910161018084015e5f6101808284010152601f8019910116810193610180850160206101a060408401519760df1961018087830301016101208701528851809452019601905f5b81811061038e5750505060c061034d61038b94959660608394015160df1986830301610140870152610272565b946020810151602085015260408101516040850152606081015160608501526080810151608085015260a081015160a0850152015191019015159052565b90565b8251805189526020908101516001600160a01b0316818a015260409098019790920191600101610320565b9092919260408201906040835280518092526060830191602060608260051b8601019201925f905b8282106103fd57505050602091509360018060a01b0316910152565b909192602080610419600193605f198a820301865288516102a5565b960192019201909392916103e1565b634e487b7160e01b5f52604160045260245ffd5b6080810190811067ffffffffffffffff82111761045857604052565b610428565b6040810190811067ffffffffffffffff82111761045857604052565b90601f8019910116810190811067ffffffffffffffff82111761045857604052565b6040519060e0820182811067ffffffffffffffff821117610458576040525f60c0836040516104c98161043c565b838152606060208201526060604082015260608082015281528260208201528260408201528260608201528260808201528260a08201520152565b519061050f82610261565b565b81601f820112156102215780519067ffffffffffffffff82116104585760405192610546601f8401601f191660200185610479565b8284526020838301011161022157815f9260208093018386015e8301015290565b67ffffffffffffffff81116104585760051b60200190565b81601f820112156102215780519061059682610567565b926105a46040519485610479565b82845260208085019360061b8301019181831161022157602001925b8284106105ce575050505090565b60408483031261022157602060409182516105e88161045d565b86518152828701516105f981610261565b838201528152019301926105c0565b9080601f8301121561022157815161061f81610567565b9261062d6040519485610479565b81845260208085019260051b82010192831161022157602001905b8282106106555750505090565b8151815260209182019101610648565b6020818303126102215780519067ffffffffffffffff8211610221570160808183031261022157604051916106998361043c565b6106a282610504565b8352602082015167ffffffffffffffff811161022157816106c4918401610511565b6020840152604082015167ffffffffffffffff811161022157816106e991840161057f565b6040840152606082015167ffffffffffffffff81116102215761070c9201610608565b606082015290565b6040513d5f823e3d90fd5b90816020910312610221575190565b90816020910312610221575180151581036102215790565b9190826101409103126102215781519160208101519160408201519160608101519160808201519160a08101519160c08201519160e08101519161012061010083015192015190565b9061079861049b565b604051631f6da93960e21b81526001600160a01b03841660048201529092905f81806024810103817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa908115610199575f9161098c575b5083526040516327be77e560e21b81526001600160a01b0382811660048301527f00000000000000000000000000000000000000000000000000000000000000001690602081602481855afa908115610199575f9161096d575b5060208581019190915260405163022008dd60e21b81526001600160a01b0384166004820152929083602481855afa918215610199576108a6610140936108d3955f9161093e575b50151560c0880152565b604051630bb9d32960e31b81526001600160a01b0390921660048301529092839190829081906024820190565b03915afa8015610199575f915f915f915f91610901575b5060a0860152606085015260408401526080830152565b9250505061092791506101403d8111610937575b61091f8183610479565b810190610746565b509394505f93506108ea92505050565b503d610915565b610960915060203d602011610966575b6109588183610479565b81019061072e565b5f61089c565b503d61094e565b610986915060203d60201161021a5761020c8183610479565b5f610854565b6109a891503d805f833e6109a08183610479565b810190610665565b5f6107fa565b906109b882610567565b6109c56040519182610479565b82815280926109d6601f1991610567565b01905f5b8281106109e657505050565b6020906109f161049b565b828285010152016109da565b90816020910312610221575161038b81610261565b5f198114610a205760010190565b634e487b7160e01b5f52601160045260245ffd5b8051821015610a485760209160051b010190565b634e487b7160e01b5f52603260045260245ffdfea164736f6c6343000825000a",
}

// Directory is an auto generated Go binding around an Ethereum contract.
type Directory struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Directory) GetABI() abi.ABI {
	return c.abi
}

// NewDirectory creates a new instance of Directory.
func NewDirectory() *Directory {
	parsed, err := DirectoryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Directory{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Directory) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller) returns()
func (directory *Directory) PackConstructor(controller common.Address) []byte {
	enc, err := directory.abi.Pack("", controller)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackListing is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7d96849e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool) item)
func (directory *Directory) PackListing(orchestrator common.Address) []byte {
	enc, err := directory.abi.Pack("listing", orchestrator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackListing is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7d96849e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool) item)
func (directory *Directory) TryPackListing(orchestrator common.Address) ([]byte, error) {
	return directory.abi.Pack("listing", orchestrator)
}

// UnpackListing is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7d96849e.
//
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool) item)
func (directory *Directory) UnpackListing(data []byte) (IDirectoryListing, error) {
	out, err := directory.abi.Unpack("listing", data)
	if err != nil {
		return *new(IDirectoryListing), err
	}
	out0 := *abi.ConvertType(out[0], new(IDirectoryListing)).(*IDirectoryListing)
	return out0, nil
}

// PackPage is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x993b6388.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
func (directory *Directory) PackPage(from common.Address, limit *big.Int) []byte {
	enc, err := directory.abi.Pack("page", from, limit)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPage is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x993b6388.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
func (directory *Directory) TryPackPage(from common.Address, limit *big.Int) ([]byte, error) {
	return directory.abi.Pack("page", from, limit)
}

// PageOutput serves as a container for the return parameters of contract
// method Page.
type PageOutput struct {
	Listings []IDirectoryListing
	Next     common.Address
}

// UnpackPage is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x993b6388.
//
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
func (directory *Directory) UnpackPage(data []byte) (PageOutput, error) {
	out, err := directory.abi.Unpack("page", data)
	outstruct := new(PageOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Listings = *abi.ConvertType(out[0], new([]IDirectoryListing)).(*[]IDirectoryListing)
	outstruct.Next = *abi.ConvertType(out[1], new(common.Address)).(*common.Address)
	return *outstruct, nil
}
