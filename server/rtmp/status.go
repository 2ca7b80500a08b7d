package rtmp

import (
	"errors"

	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
)

// The codes of onStatus and of connect's answer (Adobe, "ActionScript 3.0 Reference", NetStatusEvent.info).
const (
	codeConnectSuccess     = "NetConnection.Connect.Success"
	codeConnectRejected    = "NetConnection.Connect.Rejected"
	codeConnectClosed      = "NetConnection.Connect.Closed"
	codeConnectAppShutdown = "NetConnection.Connect.AppShutdown"
	codeCallFailed         = "NetConnection.Call.Failed"

	codePublishStart     = "NetStream.Publish.Start"
	codePublishBadName   = "NetStream.Publish.BadName"
	codePublishDenied    = "NetStream.Publish.Denied"
	codePublishIdle      = "NetStream.Publish.Idle"
	codeUnpublishSuccess = "NetStream.Unpublish.Success"

	codePlayReset          = "NetStream.Play.Reset"
	codePlayStart          = "NetStream.Play.Start"
	codePlayStop           = "NetStream.Play.Stop"
	codePlayStreamNotFound = "NetStream.Play.StreamNotFound"
	codePlayFailed         = "NetStream.Play.Failed"

	codeFailed = "NetStream.Failed"
)

const (
	levelStatus = "status"
	levelError  = "error"
)

// status is what an onStatus message tells.
type status struct {
	level, code, text string
}

func (s status) object() amf0.Object {
	return amf0.Object{{Key: "level", Value: s.level}, {Key: "code", Value: s.code}, {Key: "description", Value: s.text}}
}

// publishRefused tells why a publisher may not begin.
func publishRefused(err error) status {
	code := codePublishDenied
	switch {
	case errors.Is(err, ErrStreamExists), errors.Is(err, ErrBadName):
		code = codePublishBadName
	case errors.Is(err, ErrServerClosed):
		code = codeConnectAppShutdown
	}
	return status{levelError, code, clientText(err)}
}

// playRefused tells why a player may not begin.
func playRefused(err error) status {
	code := codePlayFailed
	switch {
	case errors.Is(err, ErrStreamNotFound), errors.Is(err, ErrBadName):
		code = codePlayStreamNotFound
	case errors.Is(err, ErrServerClosed):
		code = codeConnectAppShutdown
	}
	return status{levelError, code, clientText(err)}
}

// publishEnded tells why a publisher must stop.
func publishEnded(err error) status {
	code := codeFailed
	switch {
	case errors.Is(err, ErrIdle):
		code = codePublishIdle
	case errors.Is(err, ErrServerClosed):
		code = codeConnectAppShutdown
	}
	return status{levelError, code, clientText(err)}
}

// clientText is what a client may read of an error: the text that the handler or this package wrote for it, or a fixed one.
func clientText(err error) string {
	var refusal RefusalError
	if errors.As(err, &refusal) && refusal.Text != "" {
		return refusal.Text
	}
	switch ReasonOf(err) {
	case ReasonStreamExists:
		return "Another publisher already sends this stream; stop it or choose another name."
	case ReasonStreamNotFound:
		return "There is no such stream now; check the name and that its publisher is running."
	case ReasonUnauthorized:
		return "You are not authorized for this stream; check its address and key."
	case ReasonBadName:
		return "The address does not name a stream, expected rtmp://host/<manifest>/<key>."
	case ReasonTooManyStreams:
		return "The server has no room for another stream; try again later."
	case ReasonTooManyConnections:
		return "The server has no room for another connection; try again later."
	case ReasonIdle:
		return "Nothing arrived from you for too long."
	case ReasonSlow:
		return "You take the stream too slowly."
	case ReasonBitRate:
		return "Your bit rate is above the server's limit; lower it in the encoder."
	case ReasonServerClosed:
		return "The server is shutting down; connect again later."
	case ReasonProtocol:
		return "The server could not understand your messages, or they are too large."
	case ReasonMedia:
		return "The server does not support this audio or video."
	default:
		return "Something went wrong on the server; try again later."
	}
}
