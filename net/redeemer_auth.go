package net

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	"google.golang.org/grpc/metadata"
)

// How an orchestrator says to a redeemer who it is: metadata
//
//	authorization: Livepeer-Redeemer <address> <unix time> <signature>
//
// with the address and the signature over signing.RedeemerMessage in hexadecimal.
// Existing nodes send nothing of the kind (wire.md 11).
const (
	authorizationKey = "authorization"
	redeemerScheme   = "Livepeer-Redeemer"
	// redeemerClockSkew is how far the clocks of the two may differ. A signature
	// that somebody overhears is good for as long, for the same method; to queue a
	// ticket twice changes nothing.
	redeemerClockSkew = 2 * time.Minute
)

// Faults of a call's authorization.
var (
	ErrAuthorizationMissing = errors.New("the call says not who makes it: an authorization is needed")
	ErrAuthorizationInvalid = errors.New("invalid authorization of a redeemer's caller")
)

// RedeemerAuthorization is the metadata of a call of a method that is made at a
// time to the redeemer of a recipient.
func RedeemerAuthorization(s signing.Signer, recipient common.Address, method string, at time.Time) (metadata.MD, error) {
	sig, err := s.Sign(signing.RedeemerMessage(recipient, method, at))
	if err != nil {
		return nil, fmt.Errorf("sign call of the redeemer: %w", err)
	}
	value := fmt.Sprintf("%s %s %d %s", redeemerScheme, s.Address().Hex(), at.Unix(), hex.EncodeToString(sig))
	return metadata.Pairs(authorizationKey, value), nil
}

// RedeemerCaller returns who made the call of a method with that metadata. Errors
// are ErrAuthorizationMissing and ErrAuthorizationInvalid, which is wrapped with
// what is wrong.
func RedeemerCaller(md metadata.MD, v signing.Verifier, recipient common.Address, method string, now time.Time) (common.Address, error) {
	values := md.Get(authorizationKey)
	if len(values) == 0 {
		return common.Address{}, ErrAuthorizationMissing
	}
	fields := strings.Fields(values[0])
	if len(values) != 1 || len(fields) != 4 || fields[0] != redeemerScheme || !common.IsHexAddress(fields[1]) {
		return common.Address{}, fmt.Errorf("%w: it is not %q with address, time and signature", ErrAuthorizationInvalid, redeemerScheme)
	}
	seconds, err := strconv.ParseInt(fields[2], 10, 64)
	at := time.Unix(seconds, 0)
	if err != nil || at.Before(now.Add(-redeemerClockSkew)) || at.After(now.Add(redeemerClockSkew)) {
		return common.Address{}, fmt.Errorf("%w: the time %.20q is more than %v off, check both clocks", ErrAuthorizationInvalid, fields[2], redeemerClockSkew)
	}
	caller := common.HexToAddress(fields[1])
	sig, err := hex.DecodeString(fields[3])
	if err != nil || !v.Verify(caller, signing.RedeemerMessage(recipient, method, at), sig) {
		return common.Address{}, fmt.Errorf("%w: %s did not sign this call to the redeemer of %s", ErrAuthorizationInvalid, caller, recipient)
	}
	return caller, nil
}
