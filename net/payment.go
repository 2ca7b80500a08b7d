package net

import (
	"encoding/base64"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/net/pb"
)

// Payment is a decoded Livepeer-Payment header.
type Payment struct {
	// Sender is the zero address off chain.
	Sender common.Address
	// Raw is the serialized net.Payment, empty off chain.
	Raw []byte
}

// EncodePaymentHeader returns the header's value for a serialized net.Payment.
func EncodePaymentHeader(raw []byte) string {
	return base64.StdEncoding.EncodeToString(raw)
}

// DecodePaymentHeader reads the value of the Livepeer-Payment header; an empty
// one is the off-chain payment of nothing. Errors are *PaymentHeaderError with
// the texts of wire.md 5.
func DecodePaymentHeader(value string) (Payment, error) {
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return Payment{}, &PaymentHeaderError{fmt.Sprintf("base64 decode error: %v", err)}
	}
	var msg pb.Payment
	if err := unmarshal(raw, &msg); err != nil {
		return Payment{}, &PaymentHeaderError{"protobuf unmarshal error: " + ErrSegmentProto.Error()}
	}
	switch len(msg.GetSender()) {
	case 0, common.AddressLength:
		return Payment{Sender: common.BytesToAddress(msg.GetSender()), Raw: raw}, nil
	}
	return Payment{}, &PaymentHeaderError{fmt.Sprintf("invalid sender: it has %d bytes, not %d", len(msg.GetSender()), common.AddressLength)}
}
