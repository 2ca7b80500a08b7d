package verification

import (
	"fmt"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// Code names what is wrong with a result.
type Code string

const (
	RenditionCount Code = "rendition_count" // not one for each profile
	BadSignature   Code = "signature"       // the orchestrator's does not fit the results
	Unreadable     Code = "unreadable"      // no media, or nothing that can be decoded
	NoVideo        Code = "no_video"
	Damaged        Code = "damaged" // packets that the decoder refuses
	WrongContainer Code = "container"
	WrongCodec     Code = "codec"
	WrongProfile   Code = "profile"      // tools that the codec profile forbids
	WrongFormat    Code = "pixel_format" // other colours or depth than asked for
	WrongSize      Code = "size"
	SizeChanges    Code = "size_changes"
	FrameCount     Code = "frame_count"
	WrongDuration  Code = "duration"
	BadTimes       Code = "timestamps" // do not rise, or leave a hole
	WrongOffset    Code = "offset"     // begins at another time than the source
	WrongGOP       Code = "gop"
	WrongAudio     Code = "audio" // missing, of another length, or out of step
	TooManyBits    Code = "bitrate"
	PixelsBilled   Code = "pixels"
	NoSamples      Code = "no_samples"      // frames that were asked for are not there
	Dissimilar     Code = "dissimilar"      // shows something else than the source
	PartAltered    Code = "altered"         // a part of the picture does: a logo, a wrong crop
	Frozen         Code = "frozen"          // does not move where the source does
	Shifted        Code = "shifted"         // shows what the source shows at another time
	NoDetail       Code = "detail"          // has less detail than its size and bitrate allow
	BelowReference Code = "below_reference" // is worse than what a trusted node made of the source
	External       Code = "external"        // the verification service refuses it
)

// Fault is one thing that is wrong.
type Fault struct {
	Code Code `json:"code"`
	// Rendition is its place among the profiles, -1 for the whole answer.
	Rendition int    `json:"rendition"`
	Profile   string `json:"profile,omitempty"` // its name
	Want      string `json:"want"`
	Got       string `json:"got"`
	// Measure is what was compared with a limit of the policy, where it is a number.
	Measure float64 `json:"measure,omitempty"`
}

func (f Fault) String() string {
	of := ""
	if f.Rendition >= 0 {
		of = fmt.Sprintf(" of rendition %d (%s)", f.Rendition, f.Profile)
	}
	return fmt.Sprintf("%s%s: %s, expected %s", f.Code, of, f.Got, f.Want)
}

// Verdict is the outcome of a check.
type Verdict struct {
	Faults []Fault `json:"faults"`
	// Measures are those of the content, one for each result that has samples.
	Measures []Measure `json:"measures,omitempty"`
}

// OK says that nothing is wrong.
func (v Verdict) OK() bool { return len(v.Faults) == 0 }

// Has says whether any fault is of the kind.
func (v Verdict) Has(c Code) bool {
	for _, f := range v.Faults {
		if f.Code == c {
			return true
		}
	}
	return false
}

// Err is nil when nothing is wrong, and else a *RejectedError.
func (v Verdict) Err() error {
	if v.OK() {
		return nil
	}
	return &RejectedError{Faults: v.Faults}
}

// RejectedError is a result that must not be published. It is a fault of the
// orchestrator, never of the source. It is a core.ErrResultRejected.
type RejectedError struct {
	Faults []Fault // at least one
}

// Is says that the error is core.ErrResultRejected.
func (e *RejectedError) Is(target error) bool { return target == core.ErrResultRejected }

// maxFaultsTold bounds the text of an error: the rest is in the verdict.
const maxFaultsTold = 4

func (e *RejectedError) Error() string {
	told := make([]string, 0, maxFaultsTold)
	for _, f := range e.Faults[:min(len(e.Faults), maxFaultsTold)] {
		told = append(told, f.String())
	}
	text := "the result is rejected: " + strings.Join(told, "; ")
	if more := len(e.Faults) - maxFaultsTold; more > 0 {
		text += fmt.Sprintf("; and %d faults more", more)
	}
	return text
}
