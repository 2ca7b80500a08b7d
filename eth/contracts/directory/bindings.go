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
	Entry              IServiceRegistryEntry
	Stake              *big.Int
	RewardCut          *big.Int
	FeeShare           *big.Int
	AnnouncedRewardCut *big.Int
	AnnouncedFeeShare  *big.Int
	AnnouncedRound     *big.Int
	LastRewardRound    *big.Int
	ActivationRound    *big.Int
	Active             bool
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
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"listing\",\"inputs\":[{\"name\":\"orchestrator\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"item\",\"type\":\"tuple\",\"internalType\":\"structIDirectory.Listing\",\"components\":[{\"name\":\"entry\",\"type\":\"tuple\",\"internalType\":\"structIServiceRegistry.Entry\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]},{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedRewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedFeeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastRewardRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"active\",\"type\":\"bool\",\"internalType\":\"bool\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"page\",\"inputs\":[{\"name\":\"from\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"listings\",\"type\":\"tuple[]\",\"internalType\":\"structIDirectory.Listing[]\",\"components\":[{\"name\":\"entry\",\"type\":\"tuple\",\"internalType\":\"structIServiceRegistry.Entry\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]},{\"name\":\"stake\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"rewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedRewardCut\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedFeeShare\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"announcedRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"lastRewardRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"activationRound\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"active\",\"type\":\"bool\",\"internalType\":\"bool\"}]},{\"name\":\"next\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"}]",
	ID:  "Directory",
	Bin: "0x60c0806040523461016c57602081610cfb803803809161001f8285610170565b83398101031261016c57516001600160a01b0381169081900361016c57604051631c2d8fb360e31b81527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e376004820152602081602481855afa918215610144576024926020925f9161014f575b506001600160a01b0316608052604051631c2d8fb360e31b81527f79c5d2a4a07754f4bacb0ffba18ac516030ee589ebc89db8627680c4d4cdb230600482015292839182905afa908115610144575f91610115575b506001600160a01b031660a052604051610b3490816101c78239608051818181605b015261086f015260a051816108150152f35b610137915060203d60201161013d575b61012f8183610170565b8101906101a7565b5f6100e1565b503d610125565b6040513d5f823e3d90fd5b6101669150833d851161013d5761012f8183610170565b5f61008c565b5f80fd5b601f909101601f19168101906001600160401b0382119082101761019357604052565b634e487b7160e01b5f52604160045260245ffd5b9081602091031261016c57516001600160a01b038116810361016c579056fe60806040526004361015610011575f80fd5b5f3560e01c80637d96849e146102255763993b63881461002f575f80fd5b346102215760403660031901126102215760043561004c81610261565b604051632a4e0d5560e01b81527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169190602435602082600481875afa8015610199576100b1925f916101f2575b50808210156101eb5750610a79565b906001600160a01b0381166101e657506040516388a6c74960e01b8152602081600481865afa908115610199575f916101c7575b505b915f925b82518410806101b5575b1561019e57602081610109610148936107e2565b6101138787610aff565b5261011e8686610aff565b5060405163235c960360e01b81526001600160a01b03909116600482015291829081906024820190565b0381855afa801561019957610165915f9161016b575b5093610add565b926100eb565b61018c915060203d8111610192575b61018481836104ae565b810190610ac8565b5f61015e565b503d61017a565b61074c565b828481526101b1604051928392836103d1565b0390f35b506001600160a01b03811615156100f5565b6101e0915060203d6020116101925761018481836104ae565b5f6100e5565b6100e7565b9050610a79565b610214915060203d60201161021a575b61020c81836104ae565b810190610757565b5f6100a2565b503d610202565b5f80fd5b34610221576020366003190112610221576101b161024d60043561024881610261565b6107e2565b604051918291602083526020830190610355565b6001600160a01b0381160361022157565b90602080835192838152019201905f5b81811061028f5750505090565b8251845260209384019390920191600101610282565b919060018060a01b03835116815260208084015160808284015280519182918260808601520160a084015e5f60a08284010152601f801991011681019060a08201602060c060408701519460a08582030160408601528551809452019301905f5b81811061032a57505050606061032793940151906060818403910152610272565b90565b8251805186526020908101516001600160a01b03168187015260409095019490920191600101610306565b906103279061012080610373855161014085526101408501906102a5565b946020810151602085015260408101516040850152606081015160608501526080810151608085015260a081015160a085015260c081015160c085015260e081015160e0850152610100810151610100850152015191019015159052565b9092919260408201906040835280518092526060830191602060608260051b8601019201925f905b82821061041557505050602091509360018060a01b0316910152565b909192602080610431600193605f198a82030186528851610355565b960192019201909392916103f9565b634e487b7160e01b5f52604160045260245ffd5b610140810190811067ffffffffffffffff82111761047157604052565b610440565b6080810190811067ffffffffffffffff82111761047157604052565b6040810190811067ffffffffffffffff82111761047157604052565b90601f8019910116810190811067ffffffffffffffff82111761047157604052565b604051906104dd82610454565b5f610120836040516104ee81610476565b838152606060208201526060604082015260608082015281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e0820152826101008201520152565b519061054782610261565b565b81601f820112156102215780519067ffffffffffffffff8211610471576040519261057e601f8401601f1916602001856104ae565b8284526020838301011161022157815f9260208093018386015e8301015290565b67ffffffffffffffff81116104715760051b60200190565b81601f82011215610221578051906105ce8261059f565b926105dc60405194856104ae565b82845260208085019360061b8301019181831161022157602001925b828410610606575050505090565b604084830312610221576020604091825161062081610492565b865181528287015161063181610261565b838201528152019301926105f8565b9080601f830112156102215781516106578161059f565b9261066560405194856104ae565b81845260208085019260051b82010192831161022157602001905b82821061068d5750505090565b8151815260209182019101610680565b6020818303126102215780519067ffffffffffffffff8211610221570160808183031261022157604051916106d183610476565b6106da8261053c565b8352602082015167ffffffffffffffff811161022157816106fc918401610549565b6020840152604082015167ffffffffffffffff811161022157816107219184016105b7565b6040840152606082015167ffffffffffffffff8111610221576107449201610640565b606082015290565b6040513d5f823e3d90fd5b90816020910312610221575190565b90816020910312610221575180151581036102215790565b9190826101409103126102215781519160208101519160408201519160608101519160808201519160a08101519160c08201519160e08101519161012061010083015192015190565b90816060910312610221578051916040602083015192015190565b906107eb6104d0565b604051631f6da93960e21b81526001600160a01b03841660048201529092905f81806024810103817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa908115610199575f91610a57575b5083526040516327be77e560e21b81526001600160a01b0382811660048301527f00000000000000000000000000000000000000000000000000000000000000001690602081602481855afa908115610199575f91610a38575b5060208581019190915260405163022008dd60e21b81526001600160a01b03841660048201529081602481855afa8015610199576108f1915f91610a09575b501515610120860152565b604051630bb9d32960e31b81526001600160a01b03831660048201529161014083602481855afa91821561019957610972936060935f915f915f915f916109cc575b506101008a015285890152604088015260e08701526040518080958194630b50481360e41b835260048301919091602081019260018060a01b03169052565b03915afa908115610199575f915f915f9161099a575b5060c085015260a08401526080830152565b9150506109bf915060603d6060116109c5575b6109b781836104ae565b8101906107c7565b5f610988565b503d6109ad565b925050506109f291506101403d8111610a02575b6109ea81836104ae565b81019061077e565b509394505f935061093392505050565b503d6109e0565b610a2b915060203d602011610a31575b610a2381836104ae565b810190610766565b5f6108e6565b503d610a19565b610a51915060203d60201161021a5761020c81836104ae565b5f6108a7565b610a7391503d805f833e610a6b81836104ae565b81019061069d565b5f61084d565b90610a838261059f565b610a9060405191826104ae565b8281528092610aa1601f199161059f565b01905f5b828110610ab157505050565b602090610abc6104d0565b82828501015201610aa5565b90816020910312610221575161032781610261565b5f198114610aeb5760010190565b634e487b7160e01b5f52601160045260245ffd5b8051821015610b135760209160051b010190565b634e487b7160e01b5f52603260045260245ffdfea164736f6c6343000825000a",
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
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool) item)
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
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool) item)
func (directory *Directory) TryPackListing(orchestrator common.Address) ([]byte, error) {
	return directory.abi.Pack("listing", orchestrator)
}

// UnpackListing is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7d96849e.
//
// Solidity: function listing(address orchestrator) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool) item)
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
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
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
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
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
// Solidity: function page(address from, uint256 limit) view returns(((address,string,(bytes32,address)[],bytes32[]),uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool)[] listings, address next)
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
