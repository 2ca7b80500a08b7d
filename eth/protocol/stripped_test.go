package protocol_test

import (
	"bytes"
	"context"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/eth/rpc"
)

// stripped takes everything from our contracts that the deployed ones do not
// have: functions revert without a reason, events and the Directory are not there.
type stripped struct{ *rpc.Client }

func (s stripped) CallBatch(ctx context.Context, calls []ethereum.CallMsg, block *big.Int) ([]rpc.CallResult, error) {
	results, err := s.Client.CallBatch(ctx, calls, block)
	if err != nil {
		return nil, err
	}
	for i, call := range calls {
		switch selector := call.Data[:4]; {
		case slices.ContainsFunc(extensions(), func(e string) bool { return bytes.Equal(selector, id(e).Bytes()[:4]) }):
			results[i] = rpc.CallResult{Err: &rpc.RevertError{Message: "execution reverted"}}
		case bytes.Equal(call.Data[4:], id("Directory").Bytes()):
			results[i] = rpc.CallResult{Data: make([]byte, common.HashLength)}
		}
	}
	return results, nil
}

func (s stripped) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	logs, err := s.Client.FilterLogs(ctx, q)
	return slices.DeleteFunc(logs, func(l types.Log) bool {
		return slices.ContainsFunc(extensionEvents(), func(e string) bool { return l.Topics[0] == id(e) })
	}), err
}

func extensions() []string {
	return []string{
		"setEntry(string,(bytes32,address)[],bytes32[])", "setServices((bytes32,address)[])", "setRegions(bytes32[])",
		"getEntry(address)", "getEntries(address[])", "entryCount()", "entriesPage(uint256,uint256)",
		"noticePeriod()", "minimumStake()", "fixedStake()", "getAnnouncedCuts(address)", "MAX_NOTICE_PERIOD()",
		"enterPool(address,address,address)", "trimPool(uint256)",
	}
}

func extensionEvents() []string {
	return []string{
		"CutsAnnounced(address,uint256,uint256,uint256)",
		"ServicesUpdate(address,(bytes32,address)[])", "RegionsUpdate(address,bytes32[])",
	}
}
