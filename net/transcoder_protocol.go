package net

import (
	"errors"
	"strings"

	"github.com/livepeer/streamflow/core/transcoding"
	"google.golang.org/grpc/status"
)

// Paths and headers between an orchestrator and its transcoders (wire.md 10).
const (
	TranscodeResultsPath = "/transcodeResults"
	// SourceSuffix ends the name of a source that waits for its transcoder:
	// /stream/<session id>/<seq>.tempfile.
	SourceSuffix = ".tempfile"

	TranscoderAuthorization = "Livepeer-Transcoder-1.0"
	CredentialsHeader       = "Credentials"
	TaskIDHeader            = "TaskId"
	PixelsHeader            = "Pixels"

	// TranscodingErrorType is the content type of a result that is an error text.
	TranscodingErrorType = "livepeer/transcoding-error"
	perceptualHashType   = "application/octet-stream"
)

// What follows is ours. A transcoder that knows it says so with
// RegistrationFeature in its registration; an orchestrator that knows it too
// answers at once, with RegistrationToken. Neither disturbs a peer that does not.
const (
	// RegistrationFeature is the gRPC metadata key of a transcoder that will
	// send RegistrationTokenHeader with its results. Its value is "1".
	RegistrationFeature = "streamflow-registration"
	// RegistrationToken is the gRPC metadata key of the orchestrator's answer:
	// a secret of this registration.
	RegistrationToken = "streamflow-registration-token"
	// RegistrationTokenHeader carries that secret in POST /transcodeResults and
	// POST /transcoderDrain.
	RegistrationTokenHeader = "Streamflow-Registration-Token"
	// TranscoderDrainPath takes a POST from a transcoder that is about to end:
	// it gets no new sessions.
	TranscoderDrainPath = "/transcoderDrain"
	// ResultCodeHeader marks an error result whose text an orchestrator is not
	// to hand on: the transcoder only had no room.
	ResultCodeHeader = "Streamflow-Result-Code"
	resultCodeFull   = "at-capacity"
)

// registrationError types the end of a registration. The existing wire says why
// in text alone, with gRPC's code Unknown.
func registrationError(err error) error {
	if err == nil {
		return nil
	}
	text := strings.TrimSpace(status.Convert(err).Message())
	for _, refusal := range []error{transcoding.ErrInvalidSecret, transcoding.ErrZeroCapacity} {
		if text == refusal.Error() {
			return refusal
		}
	}
	return err
}

// ErrNoResult says that a result's content type is neither of the two of a
// transcoder.
var ErrNoResult = errors.New("neither renditions nor an error")
