package net

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strings"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// What our nodes send beside the text of a refusal: HTTP headers, or metadata
// behind a gRPC status. Existing nodes neither send nor read them.
const (
	// ErrorHeaderName has the code: a pm.Code, or one of package core.
	ErrorHeaderName = "Livepeer-Error"
	// ErrorNeedHeaderName and ErrorHaveHeaderName have amounts in wei, decimal.
	ErrorNeedHeaderName = "Livepeer-Error-Need"
	ErrorHaveHeaderName = "Livepeer-Error-Have"
	// InfoHeaderName has the orchestrator's newest terms: an OrchestratorInfo in
	// base64, standard alphabet with padding.
	InfoHeaderName = "Livepeer-Orchestrator-Info"
)

// Bounds on the above.
const (
	maxWeiDigits  = 78       // of 2^256-1
	maxInfoHeader = 16 << 10 // bytes; the header of a full orchestrator has about 2 kB
)

// SetErrorHeaders adds what goes beside the error's text.
func SetErrorHeaders(h http.Header, e core.WireError) {
	for name, value := range errorFields(e) {
		h.Set(name, value)
	}
}

// ErrorFromHeaders is the error of an answer with that text.
func ErrorFromHeaders(h http.Header, text string) error {
	return errorFrom(h.Get, text)
}

// ErrorTrailer is what goes behind a gRPC status with the error's text.
func ErrorTrailer(e core.WireError) metadata.MD { return metadata.New(errorFields(e)) }

// ErrorFromTrailer is the error of a gRPC status with that text.
func ErrorFromTrailer(md metadata.MD, text string) error {
	return errorFrom(func(name string) string { return strings.Join(md.Get(name), ",") }, text)
}

func errorFields(e core.WireError) map[string]string {
	fields := make(map[string]string, 3)
	if e.Code == "" {
		return fields
	}
	fields[ErrorHeaderName] = e.Code
	if e.Need != nil && e.Have != nil {
		fields[ErrorNeedHeaderName], fields[ErrorHaveHeaderName] = weiText(e.Need), weiText(e.Have)
	}
	return fields
}

func errorFrom(field func(name string) string, text string) error {
	return core.WireError{
		Code: field(ErrorHeaderName), Text: text,
		Need: weiFromText(field(ErrorNeedHeaderName)), Have: weiFromText(field(ErrorHaveHeaderName)),
	}.Err()
}

func weiText(w *pm.Wei) string {
	if w == nil {
		return ""
	}
	return w.Int().String()
}

// weiFromText returns nil for what is no amount.
func weiFromText(s string) *pm.Wei {
	if s == "" || len(s) > maxWeiDigits || strings.Trim(s, "0123456789") != "" {
		return nil
	}
	v, _ := new(big.Int).SetString(s, 10) // of digits alone
	w, ok := pm.WeiFromInt(v)
	if !ok {
		return nil
	}
	return &w
}

// EncodeInfoHeader returns the value of Livepeer-Orchestrator-Info.
func EncodeInfoHeader(i *core.OrchestratorInfo) (string, error) {
	raw, err := proto.Marshal(OrchestratorInfoToPB(i))
	if err != nil {
		return "", fmt.Errorf("encode orchestrator info: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// DecodeInfoHeader reads the value of Livepeer-Orchestrator-Info; an empty one
// is nil. The error is ErrInvalidInfo.
func DecodeInfoHeader(value string) (*core.OrchestratorInfo, error) {
	if value == "" {
		return nil, nil
	}
	if len(value) > maxInfoHeader {
		return nil, fmt.Errorf("%w: the header has %d bytes, at most %d are allowed", ErrInvalidInfo, len(value), maxInfoHeader)
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	var msg pb.OrchestratorInfo
	if err := unmarshal(raw, &msg); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidInfo, err)
	}
	return OrchestratorInfoFromPB(&msg)
}
