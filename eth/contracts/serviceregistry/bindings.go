// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package serviceregistry

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

// ServiceRegistryMetaData contains all meta data concerning the ServiceRegistry contract.
var ServiceRegistryMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"MAX_REGIONS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MAX_SERVICES\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MAX_URI_LENGTH\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"controller\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"entriesPage\",\"inputs\":[{\"name\":\"offset\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"entries\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Entry[]\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"entryCount\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getEntries\",\"inputs\":[{\"name\":\"addrs\",\"type\":\"address[]\",\"internalType\":\"address[]\"}],\"outputs\":[{\"name\":\"entries\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Entry[]\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getEntry\",\"inputs\":[{\"name\":\"addr\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"tuple\",\"internalType\":\"structIServiceRegistry.Entry\",\"components\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getServiceURI\",\"inputs\":[{\"name\":\"addr\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"string\",\"internalType\":\"string\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"setController\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setEntry\",\"inputs\":[{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setRegions\",\"inputs\":[{\"name\":\"regions\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setServiceURI\",\"inputs\":[{\"name\":\"serviceURI\",\"type\":\"string\",\"internalType\":\"string\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setServices\",\"inputs\":[{\"name\":\"services\",\"type\":\"tuple[]\",\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"targetContractId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"pure\"},{\"type\":\"event\",\"name\":\"ParameterUpdate\",\"inputs\":[{\"name\":\"param\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"RegionsUpdate\",\"inputs\":[{\"name\":\"addr\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"regions\",\"type\":\"bytes32[]\",\"indexed\":false,\"internalType\":\"bytes32[]\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ServiceURIUpdate\",\"inputs\":[{\"name\":\"addr\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"serviceURI\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ServicesUpdate\",\"inputs\":[{\"name\":\"addr\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"services\",\"type\":\"tuple[]\",\"indexed\":false,\"internalType\":\"structIServiceRegistry.Service[]\",\"components\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetController\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"OnlyContract\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyController\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyControllerOwner\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"ServiceURITooLong\",\"inputs\":[{\"name\":\"length\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SystemPaused\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"TooManyRegions\",\"inputs\":[{\"name\":\"count\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"TooManyServices\",\"inputs\":[{\"name\":\"count\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"limit\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "ServiceRegistry",
	Bin: "0x608034606f57601f61106338819003918201601f19168301916001600160401b03831184841017607357808492602094604052833981010312606f57516001600160a01b03811690819003606f575f80546001600160a01b031916919091179055604051610fdb90816100888239f35b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c90816307940ea214610526575080630cbb0f8314610509578063214c2a4b146104bd57806351720b41146104a35780635f11301b1461046a5780637db4a317146103e85780637db6a4e4146103b057806383f94409146103965780638b3e9e6d1461030857806392eefe9b14610281578063a76a98e114610184578063aab5a87714610168578063d83d31101461012f578063df133482146100ec5763f77c4791146100c1575f80fd5b346100e8575f3660031901126100e8575f546040516001600160a01b039091168152602090f35b5f80fd5b346100e85760203660031901126100e8576004356001600160401b0381116100e85761011f6101259136906004016106ee565b90610c11565b61012d610bb8565b005b346100e85760203660031901126100e8576004356001600160401b0381116100e8576101626101259136906004016105a6565b90610d8b565b346100e8575f3660031901126100e85760206040516104008152f35b346100e85760403660031901126100e8576002546004359060243581831015610279578282039182116102655781808210911802185b6101c381610881565b905f600254905b8281106101e357604051806101df868261068f565b0390f35b8085019081861161026557828210156102515760025f527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace9091015460019190610235906001600160a01b03166108f8565b61023f82876108e4565b5261024a81866108e4565b50016101ca565b634e487b7160e01b5f52603260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b50505f6101ba565b346100e85760203660031901126100e85761029a61053f565b5f54906001600160a01b03821633036102f5576001600160a01b03166001600160a01b03199190911681175f556040519081527f4ff638452bbf33c012645d18ae6f05515ff5f2d1dfb0cece8cbf018c60903f7090602090a1005b63a3646b5f60e01b5f523360045260245ffd5b346100e85760603660031901126100e8576004356001600160401b0381116100e857610338903690600401610579565b6024356001600160401b0381116100e8576103579036906004016106ee565b604493919335906001600160401b0382116100e8576101259461038c6103846103919436906004016105a6565b969095610a0b565b610c11565b610d8b565b346100e8575f3660031901126100e8576020604051818152f35b346100e85760203660031901126100e8576101df6103d46103cf61053f565b6108f8565b6040519182916020835260208301906105d6565b346100e85760203660031901126100e8576004356001600160401b0381116100e8576104189036906004016105a6565b61042181610881565b915f5b8281101561045c576001906104406103cf8260051b85016108d0565b61044a82876108e4565b5261045581866108e4565b5001610424565b604051806101df868261068f565b346100e85760203660031901126100e8576004356001600160401b0381116100e85761049d610125913690600401610579565b90610a0b565b346100e8575f3660031901126100e85760206040515f8152f35b346100e85760203660031901126100e8576001600160a01b036104de61053f565b165f5260016020526101df6104f560405f206107a6565b604051918291602083526020830190610555565b346100e8575f3660031901126100e8576020600254604051908152f35b346100e8575f3660031901126100e85780604060209252f35b600435906001600160a01b03821682036100e857565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b9181601f840112156100e8578235916001600160401b0383116100e857602083818601950101116100e857565b9181601f840112156100e8578235916001600160401b0383116100e8576020808501948460051b0101116100e857565b80516001600160a01b0316825260208082015160809184018290526105fd91840190610555565b906040810151918381036040850152602080845192838152019301905f5b8181106106645750505060600151916060818303910152602080835192838152019201905f5b81811061064e5750505090565b8251845260209384019390920191600101610641565b8251805186526020908101516001600160a01b0316818701526040909501949092019160010161061b565b602081016020825282518091526040820191602060408360051b8301019401925f915b8383106106c157505050505090565b90919293946020806106df600193603f1986820301875289516105d6565b970193019301919392906106b2565b9181601f840112156100e8578235916001600160401b0383116100e8576020808501948460061b0101116100e857565b90600182811c9216801561074c575b602083101461073857565b634e487b7160e01b5f52602260045260245ffd5b91607f169161072d565b608081019081106001600160401b0382111761077157604052565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b0382111761077157604052565b9060405191825f8254926107b98461071e565b808452936001811690811561082457506001146107e0575b506107de92500383610785565b565b90505f9291925260205f20905f915b8183106108085750509060206107de928201015f6107d1565b60209193508060019154838589010152019101909184926107ef565b9050602092506107de94915060ff191682840152151560051b8201015f6107d1565b6001600160401b0381116107715760051b60200190565b6040519061086a82610756565b606080835f81528160208201528160408201520152565b9061088b82610846565b6108986040519182610785565b82815280926108a9601f1991610846565b01905f5b8281106108b957505050565b6020906108c461085d565b828285010152016108ad565b356001600160a01b03811681036100e85790565b80518210156102515760209160051b010190565b61090061085d565b5060018060a01b0316805f52600160205260405f206001810161093560028301926040519461092e86610756565b85526107a6565b602084015280549061094682610846565b916109546040519384610785565b80835260208301915f5260205f20915f905b8282106109c557505050506040830152604051808260208294549384815201905f5260205f20925f5b8181106109ac5750506109a492500382610785565b606082015290565b845483526001948501948694506020909301920161098f565b604051604081018181106001600160401b038211176107715760019260029260209260405287548152848060a01b03858901541683820152815201940191019092610966565b91906104008111610ba057335f52600160205260405f20926001600160401b03821161077157610a3b845461071e565b601f8111610b4f575b505f93601f8311600114610acc57827ffbb63068732c85741c9f8e61caffaabe038d577bfafd2d2dcc0e352a4f653a4c9394955f91610ac1575b508460011b905f198660031b1c19161790555b82604051916020835281602084015260408301375f604084830101526040813394601f80199101168101030190a2565b90508201355f610a7e565b601f19831694815f5260205f20905f5b878110610b375750847ffbb63068732c85741c9f8e61caffaabe038d577bfafd2d2dcc0e352a4f653a4c95969710610b1e575b5050600184811b019055610a91565b8301355f19600387901b60f8161c191690555f80610b0f565b90916020600181928588013581550193019101610adc565b82811115610a4457845f5260205f20601f840160051c9060208510610b98575b81601f9101920160051c03905f5b828110610b8b575050610a44565b5f82820155600101610b7d565b5f9150610b6f565b637902359160e11b5f5260045261040060245260445ffd5b335f52600160205260405f20610bce815461071e565b159081610c04575b81610bf7575b5015610bee57610beb33610f09565b50565b610beb33610e9e565b600291500154155f610bdc565b6001810154159150610bd6565b9060408111610d7457335f526001602052600160405f2001600160401b8211610771578054828255808310610d1d575b505f9081526020812090835b838210610cd65750505060405190806020830160208452526040820192905f905b808210610ca257505050807f1684fded9662733b818d05f9d3390802889b50a4d110d681fc0d3c19b1d014b79133930390a2565b9091938435815260208501359060018060a01b0382168092036100e857604081600193602083940152019501920190610c6e565b803583556001906002906040908584016001600160a01b03610cfa602084016108d0565b166bffffffffffffffffffffffff60a01b82541617905501930191019091610c4d565b6001600160ff1b038116810361026557600183901b6001600160ff1b038416840361026557825f528060205f20019160011b03905f5b828110610d61575050610c41565b5f82820181815560010155600201610d53565b6304e6312760e51b5f52600452604060245260445ffd5b9060208111610e7257335f526001602052600260405f20016001600160401b03821161077157600160401b8211610771578054828255808310610e48575b5082905f5260205f20905f5b838110610e345750506040516020808252810183905290506001600160fb1b0382116100e8577fc266043aecbb00d5ca6c4410caf68565519e738b4f3edbea9d9053f2a17bc4cf9160051b8093604083013760408133948101030190a2565b600190602083359301928185015501610dd5565b815f52828060205f20019103905f5b828110610e65575050610dc9565b5f82820155600101610e57565b6307d9c09160e01b5f52600452602060245260445ffd5b8054821015610251575f5260205f2001905f90565b805f52600360205260405f2054155f14610f0457600254600160401b81101561077157610eed610ed78260018594016002556002610e89565b819391549060031b91821b915f19901b19161790565b9055600254905f52600360205260405f2055600190565b505f90565b5f818152600360205260409020548015610fc8575f198101818111610265576002545f1981019190821161026557818103610f90575b5050506002548015610f7c575f1901610f59816002610e89565b8154905f199060031b1b191690556002555f5260036020525f6040812055600190565b634e487b7160e01b5f52603160045260245ffd5b610fb2610fa1610ed7936002610e89565b90549060031b1c9283926002610e89565b90555f52600360205260405f20555f8080610f3f565b50505f9056fea164736f6c6343000825000a",
}

// ServiceRegistry is an auto generated Go binding around an Ethereum contract.
type ServiceRegistry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceRegistry) GetABI() abi.ABI {
	return c.abi
}

// NewServiceRegistry creates a new instance of ServiceRegistry.
func NewServiceRegistry() *ServiceRegistry {
	parsed, err := ServiceRegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceRegistry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceRegistry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller_) returns()
func (serviceRegistry *ServiceRegistry) PackConstructor(controller_ common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("", controller_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXREGIONS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x83f94409.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_REGIONS() view returns(uint256)
func (serviceRegistry *ServiceRegistry) PackMAXREGIONS() []byte {
	enc, err := serviceRegistry.abi.Pack("MAX_REGIONS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXREGIONS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x83f94409.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_REGIONS() view returns(uint256)
func (serviceRegistry *ServiceRegistry) TryPackMAXREGIONS() ([]byte, error) {
	return serviceRegistry.abi.Pack("MAX_REGIONS")
}

// UnpackMAXREGIONS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x83f94409.
//
// Solidity: function MAX_REGIONS() view returns(uint256)
func (serviceRegistry *ServiceRegistry) UnpackMAXREGIONS(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("MAX_REGIONS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXSERVICES is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x07940ea2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_SERVICES() view returns(uint256)
func (serviceRegistry *ServiceRegistry) PackMAXSERVICES() []byte {
	enc, err := serviceRegistry.abi.Pack("MAX_SERVICES")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXSERVICES is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x07940ea2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_SERVICES() view returns(uint256)
func (serviceRegistry *ServiceRegistry) TryPackMAXSERVICES() ([]byte, error) {
	return serviceRegistry.abi.Pack("MAX_SERVICES")
}

// UnpackMAXSERVICES is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x07940ea2.
//
// Solidity: function MAX_SERVICES() view returns(uint256)
func (serviceRegistry *ServiceRegistry) UnpackMAXSERVICES(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("MAX_SERVICES", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXURILENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaab5a877.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_URI_LENGTH() view returns(uint256)
func (serviceRegistry *ServiceRegistry) PackMAXURILENGTH() []byte {
	enc, err := serviceRegistry.abi.Pack("MAX_URI_LENGTH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXURILENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaab5a877.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_URI_LENGTH() view returns(uint256)
func (serviceRegistry *ServiceRegistry) TryPackMAXURILENGTH() ([]byte, error) {
	return serviceRegistry.abi.Pack("MAX_URI_LENGTH")
}

// UnpackMAXURILENGTH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaab5a877.
//
// Solidity: function MAX_URI_LENGTH() view returns(uint256)
func (serviceRegistry *ServiceRegistry) UnpackMAXURILENGTH(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("MAX_URI_LENGTH", data)
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
func (serviceRegistry *ServiceRegistry) PackController() []byte {
	enc, err := serviceRegistry.abi.Pack("controller")
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
func (serviceRegistry *ServiceRegistry) TryPackController() ([]byte, error) {
	return serviceRegistry.abi.Pack("controller")
}

// UnpackController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf77c4791.
//
// Solidity: function controller() view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackController(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("controller", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackEntriesPage is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa76a98e1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function entriesPage(uint256 offset, uint256 limit) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) PackEntriesPage(offset *big.Int, limit *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("entriesPage", offset, limit)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEntriesPage is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa76a98e1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function entriesPage(uint256 offset, uint256 limit) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) TryPackEntriesPage(offset *big.Int, limit *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("entriesPage", offset, limit)
}

// UnpackEntriesPage is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa76a98e1.
//
// Solidity: function entriesPage(uint256 offset, uint256 limit) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) UnpackEntriesPage(data []byte) ([]IServiceRegistryEntry, error) {
	out, err := serviceRegistry.abi.Unpack("entriesPage", data)
	if err != nil {
		return *new([]IServiceRegistryEntry), err
	}
	out0 := *abi.ConvertType(out[0], new([]IServiceRegistryEntry)).(*[]IServiceRegistryEntry)
	return out0, nil
}

// PackEntryCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0cbb0f83.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function entryCount() view returns(uint256)
func (serviceRegistry *ServiceRegistry) PackEntryCount() []byte {
	enc, err := serviceRegistry.abi.Pack("entryCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEntryCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0cbb0f83.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function entryCount() view returns(uint256)
func (serviceRegistry *ServiceRegistry) TryPackEntryCount() ([]byte, error) {
	return serviceRegistry.abi.Pack("entryCount")
}

// UnpackEntryCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0cbb0f83.
//
// Solidity: function entryCount() view returns(uint256)
func (serviceRegistry *ServiceRegistry) UnpackEntryCount(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("entryCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetEntries is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7db4a317.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEntries(address[] addrs) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) PackGetEntries(addrs []common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("getEntries", addrs)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEntries is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7db4a317.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEntries(address[] addrs) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) TryPackGetEntries(addrs []common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("getEntries", addrs)
}

// UnpackGetEntries is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7db4a317.
//
// Solidity: function getEntries(address[] addrs) view returns((address,string,(bytes32,address)[],bytes32[])[] entries)
func (serviceRegistry *ServiceRegistry) UnpackGetEntries(data []byte) ([]IServiceRegistryEntry, error) {
	out, err := serviceRegistry.abi.Unpack("getEntries", data)
	if err != nil {
		return *new([]IServiceRegistryEntry), err
	}
	out0 := *abi.ConvertType(out[0], new([]IServiceRegistryEntry)).(*[]IServiceRegistryEntry)
	return out0, nil
}

// PackGetEntry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7db6a4e4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEntry(address addr) view returns((address,string,(bytes32,address)[],bytes32[]))
func (serviceRegistry *ServiceRegistry) PackGetEntry(addr common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("getEntry", addr)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEntry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7db6a4e4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEntry(address addr) view returns((address,string,(bytes32,address)[],bytes32[]))
func (serviceRegistry *ServiceRegistry) TryPackGetEntry(addr common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("getEntry", addr)
}

// UnpackGetEntry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7db6a4e4.
//
// Solidity: function getEntry(address addr) view returns((address,string,(bytes32,address)[],bytes32[]))
func (serviceRegistry *ServiceRegistry) UnpackGetEntry(data []byte) (IServiceRegistryEntry, error) {
	out, err := serviceRegistry.abi.Unpack("getEntry", data)
	if err != nil {
		return *new(IServiceRegistryEntry), err
	}
	out0 := *abi.ConvertType(out[0], new(IServiceRegistryEntry)).(*IServiceRegistryEntry)
	return out0, nil
}

// PackGetServiceURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x214c2a4b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getServiceURI(address addr) view returns(string)
func (serviceRegistry *ServiceRegistry) PackGetServiceURI(addr common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("getServiceURI", addr)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetServiceURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x214c2a4b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getServiceURI(address addr) view returns(string)
func (serviceRegistry *ServiceRegistry) TryPackGetServiceURI(addr common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("getServiceURI", addr)
}

// UnpackGetServiceURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x214c2a4b.
//
// Solidity: function getServiceURI(address addr) view returns(string)
func (serviceRegistry *ServiceRegistry) UnpackGetServiceURI(data []byte) (string, error) {
	out, err := serviceRegistry.abi.Unpack("getServiceURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackSetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92eefe9b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setController(address controller_) returns()
func (serviceRegistry *ServiceRegistry) PackSetController(controller common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("setController", controller)
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
func (serviceRegistry *ServiceRegistry) TryPackSetController(controller common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("setController", controller)
}

// PackSetEntry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b3e9e6d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setEntry(string serviceURI, (bytes32,address)[] services, bytes32[] regions) returns()
func (serviceRegistry *ServiceRegistry) PackSetEntry(serviceURI string, services []IServiceRegistryService, regions [][32]byte) []byte {
	enc, err := serviceRegistry.abi.Pack("setEntry", serviceURI, services, regions)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetEntry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8b3e9e6d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setEntry(string serviceURI, (bytes32,address)[] services, bytes32[] regions) returns()
func (serviceRegistry *ServiceRegistry) TryPackSetEntry(serviceURI string, services []IServiceRegistryService, regions [][32]byte) ([]byte, error) {
	return serviceRegistry.abi.Pack("setEntry", serviceURI, services, regions)
}

// PackSetRegions is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd83d3110.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setRegions(bytes32[] regions) returns()
func (serviceRegistry *ServiceRegistry) PackSetRegions(regions [][32]byte) []byte {
	enc, err := serviceRegistry.abi.Pack("setRegions", regions)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetRegions is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd83d3110.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setRegions(bytes32[] regions) returns()
func (serviceRegistry *ServiceRegistry) TryPackSetRegions(regions [][32]byte) ([]byte, error) {
	return serviceRegistry.abi.Pack("setRegions", regions)
}

// PackSetServiceURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5f11301b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setServiceURI(string serviceURI) returns()
func (serviceRegistry *ServiceRegistry) PackSetServiceURI(serviceURI string) []byte {
	enc, err := serviceRegistry.abi.Pack("setServiceURI", serviceURI)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetServiceURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5f11301b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setServiceURI(string serviceURI) returns()
func (serviceRegistry *ServiceRegistry) TryPackSetServiceURI(serviceURI string) ([]byte, error) {
	return serviceRegistry.abi.Pack("setServiceURI", serviceURI)
}

// PackSetServices is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdf133482.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setServices((bytes32,address)[] services) returns()
func (serviceRegistry *ServiceRegistry) PackSetServices(services []IServiceRegistryService) []byte {
	enc, err := serviceRegistry.abi.Pack("setServices", services)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetServices is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdf133482.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setServices((bytes32,address)[] services) returns()
func (serviceRegistry *ServiceRegistry) TryPackSetServices(services []IServiceRegistryService) ([]byte, error) {
	return serviceRegistry.abi.Pack("setServices", services)
}

// PackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (serviceRegistry *ServiceRegistry) PackTargetContractId() []byte {
	enc, err := serviceRegistry.abi.Pack("targetContractId")
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
func (serviceRegistry *ServiceRegistry) TryPackTargetContractId() ([]byte, error) {
	return serviceRegistry.abi.Pack("targetContractId")
}

// UnpackTargetContractId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x51720b41.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (serviceRegistry *ServiceRegistry) UnpackTargetContractId(data []byte) ([32]byte, error) {
	out, err := serviceRegistry.abi.Unpack("targetContractId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// ServiceRegistryParameterUpdate represents a ParameterUpdate event raised by the ServiceRegistry contract.
type ServiceRegistryParameterUpdate struct {
	Param string
	Raw   *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryParameterUpdateEventName = "ParameterUpdate"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryParameterUpdate) ContractEventName() string {
	return ServiceRegistryParameterUpdateEventName
}

// UnpackParameterUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ParameterUpdate(string param)
func (serviceRegistry *ServiceRegistry) UnpackParameterUpdateEvent(log *types.Log) (*ServiceRegistryParameterUpdate, error) {
	event := "ParameterUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryParameterUpdate)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
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

// ServiceRegistryRegionsUpdate represents a RegionsUpdate event raised by the ServiceRegistry contract.
type ServiceRegistryRegionsUpdate struct {
	Addr    common.Address
	Regions [][32]byte
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryRegionsUpdateEventName = "RegionsUpdate"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryRegionsUpdate) ContractEventName() string {
	return ServiceRegistryRegionsUpdateEventName
}

// UnpackRegionsUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RegionsUpdate(address indexed addr, bytes32[] regions)
func (serviceRegistry *ServiceRegistry) UnpackRegionsUpdateEvent(log *types.Log) (*ServiceRegistryRegionsUpdate, error) {
	event := "RegionsUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryRegionsUpdate)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
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

// ServiceRegistryServiceURIUpdate represents a ServiceURIUpdate event raised by the ServiceRegistry contract.
type ServiceRegistryServiceURIUpdate struct {
	Addr       common.Address
	ServiceURI string
	Raw        *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryServiceURIUpdateEventName = "ServiceURIUpdate"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryServiceURIUpdate) ContractEventName() string {
	return ServiceRegistryServiceURIUpdateEventName
}

// UnpackServiceURIUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ServiceURIUpdate(address indexed addr, string serviceURI)
func (serviceRegistry *ServiceRegistry) UnpackServiceURIUpdateEvent(log *types.Log) (*ServiceRegistryServiceURIUpdate, error) {
	event := "ServiceURIUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryServiceURIUpdate)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
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

// ServiceRegistryServicesUpdate represents a ServicesUpdate event raised by the ServiceRegistry contract.
type ServiceRegistryServicesUpdate struct {
	Addr     common.Address
	Services []IServiceRegistryService
	Raw      *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryServicesUpdateEventName = "ServicesUpdate"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryServicesUpdate) ContractEventName() string {
	return ServiceRegistryServicesUpdateEventName
}

// UnpackServicesUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ServicesUpdate(address indexed addr, (bytes32,address)[] services)
func (serviceRegistry *ServiceRegistry) UnpackServicesUpdateEvent(log *types.Log) (*ServiceRegistryServicesUpdate, error) {
	event := "ServicesUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryServicesUpdate)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
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

// ServiceRegistrySetController represents a SetController event raised by the ServiceRegistry contract.
type ServiceRegistrySetController struct {
	Controller common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const ServiceRegistrySetControllerEventName = "SetController"

// ContractEventName returns the user-defined event name.
func (ServiceRegistrySetController) ContractEventName() string {
	return ServiceRegistrySetControllerEventName
}

// UnpackSetControllerEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetController(address controller)
func (serviceRegistry *ServiceRegistry) UnpackSetControllerEvent(log *types.Log) (*ServiceRegistrySetController, error) {
	event := "SetController"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistrySetController)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
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
func (serviceRegistry *ServiceRegistry) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["OnlyContract"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackOnlyContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["OnlyController"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackOnlyControllerError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["OnlyControllerOwner"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackOnlyControllerOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["ServiceURITooLong"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackServiceURITooLongError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["SystemPaused"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackSystemPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["TooManyRegions"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackTooManyRegionsError(raw[4:])
	}
	if bytes.Equal(raw[:4], serviceRegistry.abi.Errors["TooManyServices"].ID.Bytes()[:4]) {
		return serviceRegistry.UnpackTooManyServicesError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// ServiceRegistryOnlyContract represents a OnlyContract error raised by the ServiceRegistry contract.
type ServiceRegistryOnlyContract struct {
	Id     [32]byte
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func ServiceRegistryOnlyContractErrorID() common.Hash {
	return common.HexToHash("0xaa8cd24e029aedafaaff8f67a82ef42b0915afd46866e1c4d67468fa4e006798")
}

// UnpackOnlyContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func (serviceRegistry *ServiceRegistry) UnpackOnlyContractError(raw []byte) (*ServiceRegistryOnlyContract, error) {
	out := new(ServiceRegistryOnlyContract)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "OnlyContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistryOnlyController represents a OnlyController error raised by the ServiceRegistry contract.
type ServiceRegistryOnlyController struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyController(address caller)
func ServiceRegistryOnlyControllerErrorID() common.Hash {
	return common.HexToHash("0xa3646b5fd57882cabcaa5880a0203e716333f494fe9bc292f55b7fd815fe3da6")
}

// UnpackOnlyControllerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyController(address caller)
func (serviceRegistry *ServiceRegistry) UnpackOnlyControllerError(raw []byte) (*ServiceRegistryOnlyController, error) {
	out := new(ServiceRegistryOnlyController)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "OnlyController", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistryOnlyControllerOwner represents a OnlyControllerOwner error raised by the ServiceRegistry contract.
type ServiceRegistryOnlyControllerOwner struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyControllerOwner(address caller)
func ServiceRegistryOnlyControllerOwnerErrorID() common.Hash {
	return common.HexToHash("0x784c5075c2ebe01c918a7a7ac6bbe677c96ce47ff904a7289a628101a0c3bf1f")
}

// UnpackOnlyControllerOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyControllerOwner(address caller)
func (serviceRegistry *ServiceRegistry) UnpackOnlyControllerOwnerError(raw []byte) (*ServiceRegistryOnlyControllerOwner, error) {
	out := new(ServiceRegistryOnlyControllerOwner)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "OnlyControllerOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistryServiceURITooLong represents a ServiceURITooLong error raised by the ServiceRegistry contract.
type ServiceRegistryServiceURITooLong struct {
	Length *big.Int
	Limit  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ServiceURITooLong(uint256 length, uint256 limit)
func ServiceRegistryServiceURITooLongErrorID() common.Hash {
	return common.HexToHash("0xf2046b229da5e7f9b1b6a2c17e4aab4ddb384b38abba30b27a42fad203928744")
}

// UnpackServiceURITooLongError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ServiceURITooLong(uint256 length, uint256 limit)
func (serviceRegistry *ServiceRegistry) UnpackServiceURITooLongError(raw []byte) (*ServiceRegistryServiceURITooLong, error) {
	out := new(ServiceRegistryServiceURITooLong)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "ServiceURITooLong", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistrySystemPaused represents a SystemPaused error raised by the ServiceRegistry contract.
type ServiceRegistrySystemPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SystemPaused()
func ServiceRegistrySystemPausedErrorID() common.Hash {
	return common.HexToHash("0x729e4c407dbe298cc36ff2ce4cfd0c52c502b062228f7ea860bdee574c50ff81")
}

// UnpackSystemPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SystemPaused()
func (serviceRegistry *ServiceRegistry) UnpackSystemPausedError(raw []byte) (*ServiceRegistrySystemPaused, error) {
	out := new(ServiceRegistrySystemPaused)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "SystemPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistryTooManyRegions represents a TooManyRegions error raised by the ServiceRegistry contract.
type ServiceRegistryTooManyRegions struct {
	Count *big.Int
	Limit *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyRegions(uint256 count, uint256 limit)
func ServiceRegistryTooManyRegionsErrorID() common.Hash {
	return common.HexToHash("0x07d9c091d5ccd79c9985c25d13ad2a83cc6682aadd9a90b07a5fec1a30574c42")
}

// UnpackTooManyRegionsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyRegions(uint256 count, uint256 limit)
func (serviceRegistry *ServiceRegistry) UnpackTooManyRegionsError(raw []byte) (*ServiceRegistryTooManyRegions, error) {
	out := new(ServiceRegistryTooManyRegions)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "TooManyRegions", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ServiceRegistryTooManyServices represents a TooManyServices error raised by the ServiceRegistry contract.
type ServiceRegistryTooManyServices struct {
	Count *big.Int
	Limit *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyServices(uint256 count, uint256 limit)
func ServiceRegistryTooManyServicesErrorID() common.Hash {
	return common.HexToHash("0x9cc624e046aba5f9b620d08bd42f1467549fb645ffc7655e59dd621b5c85122d")
}

// UnpackTooManyServicesError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyServices(uint256 count, uint256 limit)
func (serviceRegistry *ServiceRegistry) UnpackTooManyServicesError(raw []byte) (*ServiceRegistryTooManyServices, error) {
	out := new(ServiceRegistryTooManyServices)
	if err := serviceRegistry.abi.UnpackIntoInterface(out, "TooManyServices", raw); err != nil {
		return nil, err
	}
	return out, nil
}
