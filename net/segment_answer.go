package net

import (
	"fmt"
	"math"
	"strings"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/protobuf/proto"
)

// maxAnswerErrorText bounds an error's text on the wire, in bytes.
const maxAnswerErrorText = 512

// EncodeSegmentAnswer returns a serialized net.TranscodeResult.
func EncodeSegmentAnswer(a *core.SegmentAnswer) ([]byte, error) {
	msg := &pb.TranscodeResult{Seq: int64(a.Seq), Info: OrchestratorInfoToPB(a.Info)}
	if a.Err != nil {
		e := core.WireErrorOf(a.Err)
		msg.Result = &pb.TranscodeResult_Error{Error: errorText(e.Text)}
		msg.ErrorCode, msg.ErrorNeed, msg.ErrorHave = e.Code, weiText(e.Need), weiText(e.Have)
	} else {
		data := &pb.TranscodeData{Sig: a.Sig}
		if a.Evidence != nil {
			data.EvidenceSig, data.EvidenceRound = a.Evidence.Sig, a.Evidence.Round
		}
		for _, r := range a.Renditions {
			data.Segments = append(data.Segments, &pb.TranscodedSegmentData{
				Url: r.URL, Pixels: r.Pixels, PerceptualHashUrl: r.PerceptualHashURL,
				InlineBytes: uint64(len(r.Data)), InlinePerceptualHashBytes: uint64(len(r.PerceptualHash)),
			})
		}
		msg.Result = &pb.TranscodeResult_Data{Data: data}
	}
	raw, err := proto.Marshal(msg)
	if err != nil {
		return nil, fmt.Errorf("encode result: %w", err)
	}
	return raw, nil
}

// errorText bounds a text and makes it one that a message can have.
func errorText(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > maxAnswerErrorText {
		text = strings.ToValidUTF8(text[:maxAnswerErrorText], "")
	}
	if text == "" {
		text = "unknown error" // an empty one would read as no result at all
	}
	return text
}

// DecodeSegmentAnswer reads a serialized net.TranscodeResult, fields in any
// order. An error that the orchestrator reports is the answer's Err; the error
// returned is ErrResultProto, ErrUnknownResponse or ErrInvalidInfo.
func DecodeSegmentAnswer(raw []byte) (*core.SegmentAnswer, error) {
	var msg pb.TranscodeResult
	if err := unmarshal(raw, &msg); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrResultProto, err)
	}
	info, err := OrchestratorInfoFromPB(msg.GetInfo())
	if err != nil {
		return nil, err
	}
	a := &core.SegmentAnswer{Seq: clampSeq(msg.GetSeq()), Info: info}
	switch r := msg.GetResult().(type) {
	case *pb.TranscodeResult_Error:
		a.Err = core.WireError{
			Code: msg.GetErrorCode(), Text: r.Error,
			Need: weiFromText(msg.GetErrorNeed()), Have: weiFromText(msg.GetErrorHave()),
		}.Err()
	case *pb.TranscodeResult_Data:
		a.Sig = r.Data.GetSig()
		if sig := r.Data.GetEvidenceSig(); len(sig) > 0 {
			a.Evidence = &core.Evidence{Sig: sig, Round: r.Data.GetEvidenceRound()}
		}
		for _, s := range r.Data.GetSegments() {
			a.Renditions = append(a.Renditions, core.AnsweredRendition{
				URL: s.GetUrl(), PerceptualHashURL: s.GetPerceptualHashUrl(), Pixels: max(s.GetPixels(), 0),
				InlineBytes: clampSize(s.GetInlineBytes()), InlinePerceptualHashBytes: clampSize(s.GetInlinePerceptualHashBytes()),
			})
		}
	default:
		return nil, ErrUnknownResponse
	}
	return a, nil
}

func clampSize(n uint64) int64 { return int64(min(n, math.MaxInt64)) }
