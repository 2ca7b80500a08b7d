// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package minter

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

// MinterMetaData contains all meta data concerning the Minter contract.
var MinterMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inflation_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"inflationChange_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"targetBondingRate_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"controller\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"createReward\",\"inputs\":[{\"name\":\"numerator\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"denominator\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"currentMintableTokens\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"currentMintedTokens\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"depositETH\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"getController\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIController\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"getGlobalTotalSupply\",\"inputs\":[],\"outputs\":[{\"name\":\"supply\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"inflation\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"inflationChange\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"migrateToNewMinter\",\"inputs\":[{\"name\":\"newMinter\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setController\",\"inputs\":[{\"name\":\"controller_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setCurrentRewardTokens\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setInflationChange\",\"inputs\":[{\"name\":\"change\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setTargetBondingRate\",\"inputs\":[{\"name\":\"rate\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"targetBondingRate\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"targetContractId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"pure\"},{\"type\":\"function\",\"name\":\"trustedBurnTokens\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"trustedTransferTokens\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"trustedWithdrawETH\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"addresspayable\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"ParameterUpdate\",\"inputs\":[{\"name\":\"param\",\"type\":\"string\",\"indexed\":false,\"internalType\":\"string\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetController\",\"inputs\":[{\"name\":\"controller\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SetCurrentRewardTokens\",\"inputs\":[{\"name\":\"currentMintableTokens\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"currentInflation\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"EthTransferFailed\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidFraction\",\"inputs\":[{\"name\":\"numerator\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"denominator\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidMinter\",\"inputs\":[{\"name\":\"minter\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"InvalidParts\",\"inputs\":[{\"name\":\"parts\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotAllowed\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyContract\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyController\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OnlyControllerOwner\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"SafeCastOverflowedUintDowncast\",\"inputs\":[{\"name\":\"bits\",\"type\":\"uint8\",\"internalType\":\"uint8\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SafeERC20FailedOperation\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"SystemNotPaused\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"SystemPaused\",\"inputs\":[]}]",
	ID:  "Minter",
	Bin: "0x610100806040523461029b576080816117df80380380916100208285610367565b83398101031261029b576100338161039e565b9060208101519060606040820151910151925f549261005963ffffffff60a01b916103b2565b60a01b169163ffffffff60c01b90610070906103b2565b60c01b16936001600160e01b031990610088906103b2565b60e01b166001600160a01b0391821683811795909517175f55604051631c2d8fb360e31b81527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e3760048201529116909217919050602081602481855afa9081156102a7575f9161032d575b506001600160a01b0316608052604051631c2d8fb360e31b81527fbd1aa3e8d2464256d7fd3dcf645c16418d5d8c51d971f1ad7d57e7b1b5eee2396004820152602081602481855afa9081156102a7575f916102f3575b5060a052604051631c2d8fb360e31b81527fe8438ea868df48e3fc21f2f087b993c9b1837dc0f6135064161ce7d7a1701fe86004820152602081602481855afa9081156102a7575f916102b2575b5060c052604051631c2d8fb360e31b81527f3443e257065fe41dd0e4d1f5a1b73a22a62e300962b57f30cddf41d0f8273ba7600482015290602090829060249082905afa9081156102a7575f91610269575b506001600160a01b031660e0526040516113e490816103fb823960805181818161036001528181610413015281816106210152818161098f0152611318015260a0518181816101270152610a51015260c05181610232015260e05181818161039801528181610444015281816106db01528181610b8f0152610fa10152f35b90506020813d60201161029f575b8161028460209383610367565b8101031261029b576102959061039e565b5f6101ea565b5f80fd5b3d9150610277565b6040513d5f823e3d90fd5b90506020813d6020116102eb575b816102cd60209383610367565b8101031261029b576024916102e360209261039e565b915091610198565b3d91506102c0565b90506020813d602011610325575b8161030e60209383610367565b8101031261029b5761031f9061039e565b5f61014a565b3d9150610301565b90506020813d60201161035f575b8161034860209383610367565b8101031261029b576103599061039e565b5f6100f3565b3d915061033b565b601f909101601f19168101906001600160401b0382119082101761038a57604052565b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b038216820361029b57565b633b9aca0081116103e85763ffffffff81116103d15763ffffffff1690565b6306dfcc6560e41b5f52602060045260245260445ffd5b6305d738fd60e11b5f5260045260245ffdfe6080806040526004361015610012575f80fd5b5f905f3560e01c908163010e3c1c14610e095750806318d217ad14610a8057806320283da9146109615780632de22cdb146109405780633018205f1461091957806351720b41146108fd5780635507442d146108da57806377bde142146107e45780637dbedad514610607578063821b771f146105e757806392eefe9b1461055e5780639ae6309a14610537578063a7c8351414610511578063be0522e0146104eb578063c7ee98c2146103ff578063e7a49c2b14610344578063ece2064c1461021f578063f6326fb3146101185763f77c4791146100ef575f80fd5b34610115578060031936011261011557546040516001600160a01b039091168152602090f35b80fd5b508060031936011261011557337f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316141580610179575b61016657602060405160018152f35b63fa5cd00f60e01b815233600452602490fd5b508054604051631c2d8fb360e31b81527f6e58ad548d72b425ea94c15f453bf26caddb061d82b2551db7fdd3cefe0e9940600482015290602090829060249082906001600160a01b03165afa9081156102145782916101e5575b506001600160a01b0316331415610157565b610207915060203d60201161020d575b6101ff8183610efd565b810190610f33565b5f6101d3565b503d6101f5565b6040513d84823e3d90fd5b50346101155780600319360112610115577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316330361030d57610268610f8b565b6102718161129b565b9061027b826113ac565b835463ffffffff60a01b191660a09190911b63ffffffff60a01b16178355808202908015908204831417156102f9577f39567a366345edf17f50c1967a31b597745186c4632f34c4f8ebe06b6890784d916001600160801b036102e5633b9aca006040940461126a565b16908160015582519182526020820152a180f35b634e487b7160e01b83526011600452602483fd5b635546692760e11b81527fe8438ea868df48e3fc21f2f087b993c9b1837dc0f6135064161ce7d7a1701fe860045233602452604490fd5b50346101155760403660031901126101155761035e610ee7565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036103c8576103c590602435907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031661114b565b80f35b635546692760e11b82527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e3760045233602452604482fd5b5034610115576020366003190112610115577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036104b457807f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156104b157818091602460405180948193630852cd8d60e31b835260043560048401525af18015610214576104a05750f35b816104aa91610efd565b6101155780f35b50fd5b635546692760e11b81527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e3760045233602452604490fd5b503461011557806003193601126101155763ffffffff6020915460a01c16604051908152f35b503461011557806003193601126101155763ffffffff6020915460c01c16604051908152f35b503461011557806003193601126101155760206001600160801b0360015416604051908152f35b503461011557602036600319011261011557610578610ee7565b8154906001600160a01b03821633036105d4576001600160a01b03166001600160a01b031991909116811782556040519081527f4ff638452bbf33c012645d18ae6f05515ff5f2d1dfb0cece8cbf018c60903f7090602090a180f35b63a3646b5f60e01b835233600452602483fd5b50346101155780600319360112610115576020905460e01c604051908152f35b5034610115576040366003190112610115576024356004357f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036107ad57811580156107a4575b61078f57610674600154926001600160801b03841692836111cc565b9160801c918282036001600160801b03811161077b576001600160801b0316908180821091180218916001600160801b036106ae8461126a565b16016001600160801b0381116107675760801b6fffffffffffffffffffffffffffffffff191617600155817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156107585781906044604051809481936340c10f1960e01b83523060048401528760248401525af1801561075c57610743575b602082604051908152f35b61074e838092610efd565b6107585781610738565b5080fd5b6040513d85823e3d90fd5b634e487b7160e01b84526011600452602484fd5b634e487b7160e01b85526011600452602485fd5b6360c1ae3960e01b8352600452602452604490fd5b50818111610658565b635546692760e11b83527f2517d59a36a86548e38734e8ab416f42afff4bca78706a66ad65750dae7f9e3760045233602452604483fd5b5034610115576020366003190112610115578054604051638da5cb5b60e01b81526020816004816001600160a01b0386165afa90811561075c5783916108bb575b506001600160a01b031633036108a8576001600160e01b0319610849600435611125565b60e01b169060018060e01b03161781557f9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd6746060604051602081526011602082015270746172676574426f6e64696e675261746560781b6040820152a180f35b63784c507560e01b825233600452602482fd5b6108d4915060203d60201161020d576101ff8183610efd565b5f610825565b503461011557806003193601126101155760206108f5610f8b565b604051908152f35b5034610115578060031936011261011557602090604051908152f35b5034610115578060031936011261011557546040516001600160a01b039091168152602090f35b5034610115578060031936011261011557602060015460801c604051908152f35b5034610115576040366003190112610115576004356001600160a01b038116919082900361011557602435337f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316141580610a4d575b610a3a578180808084875af13d15610a35573d67ffffffffffffffff8111610a2157604051906109f9601f8201601f191660200183610efd565b81528360203d92013e5b15610a0c575080f35b604492636f54afdd60e11b8352600452602452fd5b634e487b7160e01b84526041600452602484fd5b610a03565b63fa5cd00f60e01b825233600452602482fd5b50337f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031614156109bf565b5034610ce4576020366003190112610ce457610a9a610ee7565b5f54604051638da5cb5b60e01b81526001600160a01b039091169190602081600481865afa908115610d10575f91610dea575b506001600160a01b03163303610dd757604051635c975abb60e01b8152602081600481865afa908115610d10575f91610db8575b5015610da9576001600160a01b038116913083148015610da0575b610d1b57604051633018205f60e01b8152602081600481875afa908115610d10575f91610d5e575b506001600160a01b031603610d4c57604051632474521560e21b81527f9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a66004820152602481018390527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690602081604481855afa908115610d10575f91610d2d575b5015610d1b575f600155803b15610ce457604051631b2b455f60e11b81527f9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a660048201523060248201525f8160448183865af18015610d1057610cfb575b506040516370a0823160e01b815230600482015291602083602481855afa918215610cf0578592610cb6575b610c63935061114b565b6020479160046040518094819363f6326fb360e01b83525af1801561021457610c8a575080f35b610cab9060203d602011610caf575b610ca38183610efd565b810190610f52565b5080f35b503d610c99565b91506020833d602011610ce8575b81610cd160209383610efd565b81010312610ce457610c63925191610c59565b5f80fd5b3d9150610cc4565b6040513d87823e3d90fd5b610d089194505f90610efd565b5f925f610c2d565b6040513d5f823e3d90fd5b8262f78d2360e81b5f5260045260245ffd5b610d46915060203d602011610caf57610ca38183610efd565b5f610bcf565b5062f78d2360e81b5f5260045260245ffd5b90506020813d602011610d98575b81610d7960209383610efd565b81010312610ce457516001600160a01b0381168103610ce4575f610b44565b3d9150610d6c565b50813b15610b1c565b636879228960e11b5f5260045ffd5b610dd1915060203d602011610caf57610ca38183610efd565b5f610b01565b63784c507560e01b5f523360045260245ffd5b610e03915060203d60201161020d576101ff8183610efd565b5f610acd565b34610ce4576020366003190112610ce4575f54638da5cb5b60e01b8252906020816004816001600160a01b0386165afa908115610d10575f91610ec8575b506001600160a01b03163303610dd75763ffffffff60c01b610e6a600435611125565b60c01b169063ffffffff60c01b1916175f557f9f5033568d78ae30f29f01e944f97b2216493bd19d1b46d429673acff3dcd674606060405160208152600f60208201526e696e666c6174696f6e4368616e676560881b6040820152a1005b610ee1915060203d60201161020d576101ff8183610efd565b82610e47565b600435906001600160a01b0382168203610ce457565b90601f8019910116810190811067ffffffffffffffff821117610f1f57604052565b634e487b7160e01b5f52604160045260245ffd5b90816020910312610ce457516001600160a01b0381168103610ce45790565b90816020910312610ce457518015158103610ce45790565b91908201809211610f7757565b634e487b7160e01b5f52601160045260245ffd5b6040516318160ddd60e01b8152906020826004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa918215610d10575f926110d3575b505f54604051631c2d8fb360e31b81527f8ecfba413a4e4715a264d70a55d3a35bf60b2954c56759310202f3928162320060048201528391602090829060249082906001600160a01b03165afa908115610d10575f916110b4575b506001600160a01b031680611047575050565b60405163fb1c5ee960e01b8152929350602090839060049082905afa908115610d10575f9161107e575b61107b9250610f6a565b90565b90506020823d6020116110ac575b8161109960209383610efd565b81010312610ce45761107b915190611071565b3d915061108c565b6110cd915060203d60201161020d576101ff8183610efd565b5f611034565b9091506020813d6020116110ff575b816110ef60209383610efd565b81010312610ce45751905f610fd9565b3d91506110e2565b8115611111570490565b634e487b7160e01b5f52601260045260245ffd5b633b9aca0081116111395761107b906113ac565b6305d738fd60e11b5f5260045260245ffd5b916040519163a9059cbb60e01b5f5260018060a01b031660045260245260205f60448180865af19060015f51148216156111ab575b6040521561118b5750565b635274afe760e01b5f9081526001600160a01b0391909116600452602490fd5b9060018115166111c357823b15153d15161690611180565b503d5f823e3d90fd5b90915f19838309928083029283808610950394808603951461125d57848311156112455790829109815f0382168092046002816003021880820260020302808202600203028082026002030280820260020302808202600203028091026002030293600183805f03040190848311900302920304170290565b82634e487b715f52156003026011186020526024601cfd5b50509061107b9250611107565b6001600160801b038111611284576001600160801b031690565b6306dfcc6560e41b5f52608060045260245260445ffd5b8061130257505f5b5f5463ffffffff8160a01c16918160e01c908181106112d857116112c5575090565b60c01c63ffffffff168103908111150290565b50509063ffffffff6112ee9260c01c1690610f6a565b633b9aca00808210911802633b9aca001890565b604051632e2861ab60e11b8152906020826004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa918215610d10575f92611378575b50633b9aca00820291808304633b9aca001490151715610f775761137391611107565b6112a3565b9091506020813d6020116113a4575b8161139460209383610efd565b81010312610ce45751905f611350565b3d9150611387565b63ffffffff81116113c05763ffffffff1690565b6306dfcc6560e41b5f52602060045260245260445ffdfea164736f6c6343000825000a",
}

// Minter is an auto generated Go binding around an Ethereum contract.
type Minter struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Minter) GetABI() abi.ABI {
	return c.abi
}

// NewMinter creates a new instance of Minter.
func NewMinter() *Minter {
	parsed, err := MinterMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Minter{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Minter) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address controller_, uint256 inflation_, uint256 inflationChange_, uint256 targetBondingRate_) returns()
func (minter *Minter) PackConstructor(controller_ common.Address, inflation_ *big.Int, inflationChange_ *big.Int, targetBondingRate_ *big.Int) []byte {
	enc, err := minter.abi.Pack("", controller_, inflation_, inflationChange_, targetBondingRate_)
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
func (minter *Minter) PackController() []byte {
	enc, err := minter.abi.Pack("controller")
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
func (minter *Minter) TryPackController() ([]byte, error) {
	return minter.abi.Pack("controller")
}

// UnpackController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf77c4791.
//
// Solidity: function controller() view returns(address)
func (minter *Minter) UnpackController(data []byte) (common.Address, error) {
	out, err := minter.abi.Unpack("controller", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackCreateReward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7dbedad5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createReward(uint256 numerator, uint256 denominator) returns(uint256 amount)
func (minter *Minter) PackCreateReward(numerator *big.Int, denominator *big.Int) []byte {
	enc, err := minter.abi.Pack("createReward", numerator, denominator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreateReward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7dbedad5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createReward(uint256 numerator, uint256 denominator) returns(uint256 amount)
func (minter *Minter) TryPackCreateReward(numerator *big.Int, denominator *big.Int) ([]byte, error) {
	return minter.abi.Pack("createReward", numerator, denominator)
}

// UnpackCreateReward is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7dbedad5.
//
// Solidity: function createReward(uint256 numerator, uint256 denominator) returns(uint256 amount)
func (minter *Minter) UnpackCreateReward(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("createReward", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCurrentMintableTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9ae6309a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentMintableTokens() view returns(uint256)
func (minter *Minter) PackCurrentMintableTokens() []byte {
	enc, err := minter.abi.Pack("currentMintableTokens")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentMintableTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9ae6309a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentMintableTokens() view returns(uint256)
func (minter *Minter) TryPackCurrentMintableTokens() ([]byte, error) {
	return minter.abi.Pack("currentMintableTokens")
}

// UnpackCurrentMintableTokens is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9ae6309a.
//
// Solidity: function currentMintableTokens() view returns(uint256)
func (minter *Minter) UnpackCurrentMintableTokens(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("currentMintableTokens", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCurrentMintedTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2de22cdb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function currentMintedTokens() view returns(uint256)
func (minter *Minter) PackCurrentMintedTokens() []byte {
	enc, err := minter.abi.Pack("currentMintedTokens")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCurrentMintedTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2de22cdb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function currentMintedTokens() view returns(uint256)
func (minter *Minter) TryPackCurrentMintedTokens() ([]byte, error) {
	return minter.abi.Pack("currentMintedTokens")
}

// UnpackCurrentMintedTokens is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2de22cdb.
//
// Solidity: function currentMintedTokens() view returns(uint256)
func (minter *Minter) UnpackCurrentMintedTokens(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("currentMintedTokens", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDepositETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf6326fb3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function depositETH() payable returns(bool)
func (minter *Minter) PackDepositETH() []byte {
	enc, err := minter.abi.Pack("depositETH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDepositETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf6326fb3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function depositETH() payable returns(bool)
func (minter *Minter) TryPackDepositETH() ([]byte, error) {
	return minter.abi.Pack("depositETH")
}

// UnpackDepositETH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf6326fb3.
//
// Solidity: function depositETH() payable returns(bool)
func (minter *Minter) UnpackDepositETH(data []byte) (bool, error) {
	out, err := minter.abi.Unpack("depositETH", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3018205f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getController() view returns(address)
func (minter *Minter) PackGetController() []byte {
	enc, err := minter.abi.Pack("getController")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3018205f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getController() view returns(address)
func (minter *Minter) TryPackGetController() ([]byte, error) {
	return minter.abi.Pack("getController")
}

// UnpackGetController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3018205f.
//
// Solidity: function getController() view returns(address)
func (minter *Minter) UnpackGetController(data []byte) (common.Address, error) {
	out, err := minter.abi.Unpack("getController", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetGlobalTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5507442d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getGlobalTotalSupply() view returns(uint256 supply)
func (minter *Minter) PackGetGlobalTotalSupply() []byte {
	enc, err := minter.abi.Pack("getGlobalTotalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetGlobalTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5507442d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getGlobalTotalSupply() view returns(uint256 supply)
func (minter *Minter) TryPackGetGlobalTotalSupply() ([]byte, error) {
	return minter.abi.Pack("getGlobalTotalSupply")
}

// UnpackGetGlobalTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5507442d.
//
// Solidity: function getGlobalTotalSupply() view returns(uint256 supply)
func (minter *Minter) UnpackGetGlobalTotalSupply(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("getGlobalTotalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackInflation is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbe0522e0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inflation() view returns(uint256)
func (minter *Minter) PackInflation() []byte {
	enc, err := minter.abi.Pack("inflation")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInflation is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbe0522e0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function inflation() view returns(uint256)
func (minter *Minter) TryPackInflation() ([]byte, error) {
	return minter.abi.Pack("inflation")
}

// UnpackInflation is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbe0522e0.
//
// Solidity: function inflation() view returns(uint256)
func (minter *Minter) UnpackInflation(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("inflation", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackInflationChange is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa7c83514.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inflationChange() view returns(uint256)
func (minter *Minter) PackInflationChange() []byte {
	enc, err := minter.abi.Pack("inflationChange")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInflationChange is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa7c83514.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function inflationChange() view returns(uint256)
func (minter *Minter) TryPackInflationChange() ([]byte, error) {
	return minter.abi.Pack("inflationChange")
}

// UnpackInflationChange is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa7c83514.
//
// Solidity: function inflationChange() view returns(uint256)
func (minter *Minter) UnpackInflationChange(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("inflationChange", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMigrateToNewMinter is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18d217ad.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function migrateToNewMinter(address newMinter) returns()
func (minter *Minter) PackMigrateToNewMinter(newMinter common.Address) []byte {
	enc, err := minter.abi.Pack("migrateToNewMinter", newMinter)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMigrateToNewMinter is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18d217ad.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function migrateToNewMinter(address newMinter) returns()
func (minter *Minter) TryPackMigrateToNewMinter(newMinter common.Address) ([]byte, error) {
	return minter.abi.Pack("migrateToNewMinter", newMinter)
}

// PackSetController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92eefe9b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setController(address controller_) returns()
func (minter *Minter) PackSetController(controller common.Address) []byte {
	enc, err := minter.abi.Pack("setController", controller)
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
func (minter *Minter) TryPackSetController(controller common.Address) ([]byte, error) {
	return minter.abi.Pack("setController", controller)
}

// PackSetCurrentRewardTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xece2064c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setCurrentRewardTokens() returns()
func (minter *Minter) PackSetCurrentRewardTokens() []byte {
	enc, err := minter.abi.Pack("setCurrentRewardTokens")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetCurrentRewardTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xece2064c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setCurrentRewardTokens() returns()
func (minter *Minter) TryPackSetCurrentRewardTokens() ([]byte, error) {
	return minter.abi.Pack("setCurrentRewardTokens")
}

// PackSetInflationChange is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x010e3c1c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setInflationChange(uint256 change) returns()
func (minter *Minter) PackSetInflationChange(change *big.Int) []byte {
	enc, err := minter.abi.Pack("setInflationChange", change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetInflationChange is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x010e3c1c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setInflationChange(uint256 change) returns()
func (minter *Minter) TryPackSetInflationChange(change *big.Int) ([]byte, error) {
	return minter.abi.Pack("setInflationChange", change)
}

// PackSetTargetBondingRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x77bde142.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setTargetBondingRate(uint256 rate) returns()
func (minter *Minter) PackSetTargetBondingRate(rate *big.Int) []byte {
	enc, err := minter.abi.Pack("setTargetBondingRate", rate)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetTargetBondingRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x77bde142.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setTargetBondingRate(uint256 rate) returns()
func (minter *Minter) TryPackSetTargetBondingRate(rate *big.Int) ([]byte, error) {
	return minter.abi.Pack("setTargetBondingRate", rate)
}

// PackTargetBondingRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x821b771f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetBondingRate() view returns(uint256)
func (minter *Minter) PackTargetBondingRate() []byte {
	enc, err := minter.abi.Pack("targetBondingRate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTargetBondingRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x821b771f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function targetBondingRate() view returns(uint256)
func (minter *Minter) TryPackTargetBondingRate() ([]byte, error) {
	return minter.abi.Pack("targetBondingRate")
}

// UnpackTargetBondingRate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x821b771f.
//
// Solidity: function targetBondingRate() view returns(uint256)
func (minter *Minter) UnpackTargetBondingRate(data []byte) (*big.Int, error) {
	out, err := minter.abi.Unpack("targetBondingRate", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTargetContractId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x51720b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (minter *Minter) PackTargetContractId() []byte {
	enc, err := minter.abi.Pack("targetContractId")
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
func (minter *Minter) TryPackTargetContractId() ([]byte, error) {
	return minter.abi.Pack("targetContractId")
}

// UnpackTargetContractId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x51720b41.
//
// Solidity: function targetContractId() pure returns(bytes32)
func (minter *Minter) UnpackTargetContractId(data []byte) ([32]byte, error) {
	out, err := minter.abi.Unpack("targetContractId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackTrustedBurnTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7ee98c2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function trustedBurnTokens(uint256 amount) returns()
func (minter *Minter) PackTrustedBurnTokens(amount *big.Int) []byte {
	enc, err := minter.abi.Pack("trustedBurnTokens", amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTrustedBurnTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7ee98c2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function trustedBurnTokens(uint256 amount) returns()
func (minter *Minter) TryPackTrustedBurnTokens(amount *big.Int) ([]byte, error) {
	return minter.abi.Pack("trustedBurnTokens", amount)
}

// PackTrustedTransferTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe7a49c2b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function trustedTransferTokens(address to, uint256 amount) returns()
func (minter *Minter) PackTrustedTransferTokens(to common.Address, amount *big.Int) []byte {
	enc, err := minter.abi.Pack("trustedTransferTokens", to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTrustedTransferTokens is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe7a49c2b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function trustedTransferTokens(address to, uint256 amount) returns()
func (minter *Minter) TryPackTrustedTransferTokens(to common.Address, amount *big.Int) ([]byte, error) {
	return minter.abi.Pack("trustedTransferTokens", to, amount)
}

// PackTrustedWithdrawETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20283da9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function trustedWithdrawETH(address to, uint256 amount) returns()
func (minter *Minter) PackTrustedWithdrawETH(to common.Address, amount *big.Int) []byte {
	enc, err := minter.abi.Pack("trustedWithdrawETH", to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTrustedWithdrawETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20283da9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function trustedWithdrawETH(address to, uint256 amount) returns()
func (minter *Minter) TryPackTrustedWithdrawETH(to common.Address, amount *big.Int) ([]byte, error) {
	return minter.abi.Pack("trustedWithdrawETH", to, amount)
}

// MinterParameterUpdate represents a ParameterUpdate event raised by the Minter contract.
type MinterParameterUpdate struct {
	Param string
	Raw   *types.Log // Blockchain specific contextual infos
}

const MinterParameterUpdateEventName = "ParameterUpdate"

// ContractEventName returns the user-defined event name.
func (MinterParameterUpdate) ContractEventName() string {
	return MinterParameterUpdateEventName
}

// UnpackParameterUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ParameterUpdate(string param)
func (minter *Minter) UnpackParameterUpdateEvent(log *types.Log) (*MinterParameterUpdate, error) {
	event := "ParameterUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != minter.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MinterParameterUpdate)
	if len(log.Data) > 0 {
		if err := minter.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range minter.abi.Events[event].Inputs {
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

// MinterSetController represents a SetController event raised by the Minter contract.
type MinterSetController struct {
	Controller common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const MinterSetControllerEventName = "SetController"

// ContractEventName returns the user-defined event name.
func (MinterSetController) ContractEventName() string {
	return MinterSetControllerEventName
}

// UnpackSetControllerEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetController(address controller)
func (minter *Minter) UnpackSetControllerEvent(log *types.Log) (*MinterSetController, error) {
	event := "SetController"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != minter.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MinterSetController)
	if len(log.Data) > 0 {
		if err := minter.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range minter.abi.Events[event].Inputs {
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

// MinterSetCurrentRewardTokens represents a SetCurrentRewardTokens event raised by the Minter contract.
type MinterSetCurrentRewardTokens struct {
	CurrentMintableTokens *big.Int
	CurrentInflation      *big.Int
	Raw                   *types.Log // Blockchain specific contextual infos
}

const MinterSetCurrentRewardTokensEventName = "SetCurrentRewardTokens"

// ContractEventName returns the user-defined event name.
func (MinterSetCurrentRewardTokens) ContractEventName() string {
	return MinterSetCurrentRewardTokensEventName
}

// UnpackSetCurrentRewardTokensEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetCurrentRewardTokens(uint256 currentMintableTokens, uint256 currentInflation)
func (minter *Minter) UnpackSetCurrentRewardTokensEvent(log *types.Log) (*MinterSetCurrentRewardTokens, error) {
	event := "SetCurrentRewardTokens"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != minter.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MinterSetCurrentRewardTokens)
	if len(log.Data) > 0 {
		if err := minter.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range minter.abi.Events[event].Inputs {
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
func (minter *Minter) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], minter.abi.Errors["EthTransferFailed"].ID.Bytes()[:4]) {
		return minter.UnpackEthTransferFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["InvalidFraction"].ID.Bytes()[:4]) {
		return minter.UnpackInvalidFractionError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["InvalidMinter"].ID.Bytes()[:4]) {
		return minter.UnpackInvalidMinterError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["InvalidParts"].ID.Bytes()[:4]) {
		return minter.UnpackInvalidPartsError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["NotAllowed"].ID.Bytes()[:4]) {
		return minter.UnpackNotAllowedError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["OnlyContract"].ID.Bytes()[:4]) {
		return minter.UnpackOnlyContractError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["OnlyController"].ID.Bytes()[:4]) {
		return minter.UnpackOnlyControllerError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["OnlyControllerOwner"].ID.Bytes()[:4]) {
		return minter.UnpackOnlyControllerOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["SafeCastOverflowedUintDowncast"].ID.Bytes()[:4]) {
		return minter.UnpackSafeCastOverflowedUintDowncastError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return minter.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["SystemNotPaused"].ID.Bytes()[:4]) {
		return minter.UnpackSystemNotPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], minter.abi.Errors["SystemPaused"].ID.Bytes()[:4]) {
		return minter.UnpackSystemPausedError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// MinterEthTransferFailed represents a EthTransferFailed error raised by the Minter contract.
type MinterEthTransferFailed struct {
	To     common.Address
	Amount *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EthTransferFailed(address to, uint256 amount)
func MinterEthTransferFailedErrorID() common.Hash {
	return common.HexToHash("0xdea95fbae37714be25fb44980c1fdf19a4910995d20a75ed8a5d10aa28a1b9da")
}

// UnpackEthTransferFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EthTransferFailed(address to, uint256 amount)
func (minter *Minter) UnpackEthTransferFailedError(raw []byte) (*MinterEthTransferFailed, error) {
	out := new(MinterEthTransferFailed)
	if err := minter.abi.UnpackIntoInterface(out, "EthTransferFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterInvalidFraction represents a InvalidFraction error raised by the Minter contract.
type MinterInvalidFraction struct {
	Numerator   *big.Int
	Denominator *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidFraction(uint256 numerator, uint256 denominator)
func MinterInvalidFractionErrorID() common.Hash {
	return common.HexToHash("0x60c1ae398237e76b39af7fe73b268935bea9b6e527e58da6d714764d391c8b24")
}

// UnpackInvalidFractionError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidFraction(uint256 numerator, uint256 denominator)
func (minter *Minter) UnpackInvalidFractionError(raw []byte) (*MinterInvalidFraction, error) {
	out := new(MinterInvalidFraction)
	if err := minter.abi.UnpackIntoInterface(out, "InvalidFraction", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterInvalidMinter represents a InvalidMinter error raised by the Minter contract.
type MinterInvalidMinter struct {
	Minter common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidMinter(address minter)
func MinterInvalidMinterErrorID() common.Hash {
	return common.HexToHash("0xf78d2300b1848b1b3e989f6ce453c0c5fe5a45bab28efda36791e2a2dd08745a")
}

// UnpackInvalidMinterError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidMinter(address minter)
func (minter *Minter) UnpackInvalidMinterError(raw []byte) (*MinterInvalidMinter, error) {
	out := new(MinterInvalidMinter)
	if err := minter.abi.UnpackIntoInterface(out, "InvalidMinter", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterInvalidParts represents a InvalidParts error raised by the Minter contract.
type MinterInvalidParts struct {
	Parts *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidParts(uint256 parts)
func MinterInvalidPartsErrorID() common.Hash {
	return common.HexToHash("0x0bae71fa08561fa9cc8a20075ce8782b920b357894cad3e47f484c8595312b4b")
}

// UnpackInvalidPartsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidParts(uint256 parts)
func (minter *Minter) UnpackInvalidPartsError(raw []byte) (*MinterInvalidParts, error) {
	out := new(MinterInvalidParts)
	if err := minter.abi.UnpackIntoInterface(out, "InvalidParts", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterNotAllowed represents a NotAllowed error raised by the Minter contract.
type MinterNotAllowed struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAllowed(address caller)
func MinterNotAllowedErrorID() common.Hash {
	return common.HexToHash("0xfa5cd00ff5c4577b9857716999b0b260131d9f5bcbb69f0fa80d6ba972753c88")
}

// UnpackNotAllowedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAllowed(address caller)
func (minter *Minter) UnpackNotAllowedError(raw []byte) (*MinterNotAllowed, error) {
	out := new(MinterNotAllowed)
	if err := minter.abi.UnpackIntoInterface(out, "NotAllowed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterOnlyContract represents a OnlyContract error raised by the Minter contract.
type MinterOnlyContract struct {
	Id     [32]byte
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func MinterOnlyContractErrorID() common.Hash {
	return common.HexToHash("0xaa8cd24e029aedafaaff8f67a82ef42b0915afd46866e1c4d67468fa4e006798")
}

// UnpackOnlyContractError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyContract(bytes32 id, address caller)
func (minter *Minter) UnpackOnlyContractError(raw []byte) (*MinterOnlyContract, error) {
	out := new(MinterOnlyContract)
	if err := minter.abi.UnpackIntoInterface(out, "OnlyContract", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterOnlyController represents a OnlyController error raised by the Minter contract.
type MinterOnlyController struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyController(address caller)
func MinterOnlyControllerErrorID() common.Hash {
	return common.HexToHash("0xa3646b5fd57882cabcaa5880a0203e716333f494fe9bc292f55b7fd815fe3da6")
}

// UnpackOnlyControllerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyController(address caller)
func (minter *Minter) UnpackOnlyControllerError(raw []byte) (*MinterOnlyController, error) {
	out := new(MinterOnlyController)
	if err := minter.abi.UnpackIntoInterface(out, "OnlyController", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterOnlyControllerOwner represents a OnlyControllerOwner error raised by the Minter contract.
type MinterOnlyControllerOwner struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyControllerOwner(address caller)
func MinterOnlyControllerOwnerErrorID() common.Hash {
	return common.HexToHash("0x784c5075c2ebe01c918a7a7ac6bbe677c96ce47ff904a7289a628101a0c3bf1f")
}

// UnpackOnlyControllerOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyControllerOwner(address caller)
func (minter *Minter) UnpackOnlyControllerOwnerError(raw []byte) (*MinterOnlyControllerOwner, error) {
	out := new(MinterOnlyControllerOwner)
	if err := minter.abi.UnpackIntoInterface(out, "OnlyControllerOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterSafeCastOverflowedUintDowncast represents a SafeCastOverflowedUintDowncast error raised by the Minter contract.
type MinterSafeCastOverflowedUintDowncast struct {
	Bits  uint8
	Value *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func MinterSafeCastOverflowedUintDowncastErrorID() common.Hash {
	return common.HexToHash("0x6dfcc6503a32754ce7a89698e18201fc5294fd4aad43edefee786f88423b1a12")
}

// UnpackSafeCastOverflowedUintDowncastError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)
func (minter *Minter) UnpackSafeCastOverflowedUintDowncastError(raw []byte) (*MinterSafeCastOverflowedUintDowncast, error) {
	out := new(MinterSafeCastOverflowedUintDowncast)
	if err := minter.abi.UnpackIntoInterface(out, "SafeCastOverflowedUintDowncast", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterSafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the Minter contract.
type MinterSafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func MinterSafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (minter *Minter) UnpackSafeERC20FailedOperationError(raw []byte) (*MinterSafeERC20FailedOperation, error) {
	out := new(MinterSafeERC20FailedOperation)
	if err := minter.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterSystemNotPaused represents a SystemNotPaused error raised by the Minter contract.
type MinterSystemNotPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SystemNotPaused()
func MinterSystemNotPausedErrorID() common.Hash {
	return common.HexToHash("0xd0f24512aa95820a29c6388bc1797886f27043384433e8e07d65ce67cafeac04")
}

// UnpackSystemNotPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SystemNotPaused()
func (minter *Minter) UnpackSystemNotPausedError(raw []byte) (*MinterSystemNotPaused, error) {
	out := new(MinterSystemNotPaused)
	if err := minter.abi.UnpackIntoInterface(out, "SystemNotPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MinterSystemPaused represents a SystemPaused error raised by the Minter contract.
type MinterSystemPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SystemPaused()
func MinterSystemPausedErrorID() common.Hash {
	return common.HexToHash("0x729e4c407dbe298cc36ff2ce4cfd0c52c502b062228f7ea860bdee574c50ff81")
}

// UnpackSystemPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SystemPaused()
func (minter *Minter) UnpackSystemPausedError(raw []byte) (*MinterSystemPaused, error) {
	out := new(MinterSystemPaused)
	if err := minter.abi.UnpackIntoInterface(out, "SystemPaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}
