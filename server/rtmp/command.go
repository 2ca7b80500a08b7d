package rtmp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
)

// command is a call of a client (RTMP 7.2).
type command struct {
	name   string
	id     float64 // the transaction; 0 wants no answer
	stream uint32  // the message stream it came on
	object amf0.Object
	args   []any
}

// parseCommand reads a command message. Errors: ErrProtocol.
func parseCommand(msg chunk.Message) (command, error) {
	payload := msg.Payload
	// The AMF3 form is AMF0 behind a zero byte, as long as no value switches to AMF3.
	if msg.Type == chunk.TypeCommandAMF3 && len(payload) > 0 && payload[0] == 0 {
		payload = payload[1:]
	}
	d := amf0.NewDecoder(payload, amf0.DefaultLimits())
	var values []any
	for {
		v, err := d.Decode()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, amf0.ErrUnsupportedType) && len(values) >= 2 {
			break // the name and the transaction are known, which is enough for an answer
		}
		if err != nil {
			return command{}, fmt.Errorf("%w: command: %w", ErrProtocol, err)
		}
		values = append(values, v)
	}
	cmd := command{stream: msg.Stream}
	if len(values) > 0 {
		cmd.name, _ = values[0].(string)
	}
	if cmd.name == "" {
		return command{}, fmt.Errorf("%w: command without a name", ErrProtocol)
	}
	if len(values) > 1 {
		cmd.id, _ = values[1].(float64)
	}
	if len(values) > 2 {
		cmd.object, cmd.args = amf0.Members(values[2]), values[3:]
	}
	return cmd, nil
}

// text returns an argument that should be a string; empty if it is not there or something else.
func (cmd command) text(i int) string {
	if i >= len(cmd.args) {
		return ""
	}
	s, _ := cmd.args[i].(string)
	return s
}

// command does what the client calls for.
func (c *conn) command(ctx context.Context, fail context.CancelCauseFunc, cmd command) error {
	if !c.connected && cmd.name != "connect" {
		return fmt.Errorf("%w: command %q before connect", ErrProtocol, cmd.name)
	}
	switch cmd.name {
	case "connect":
		return c.connect(cmd)
	case "createStream":
		return c.createStream(cmd)
	case "publish":
		return c.publish(ctx, cmd)
	case "play":
		return c.play(ctx, fail, cmd)
	case "closeStream":
		return c.endStream(cmd.stream, true)
	case "deleteStream":
		return c.deleteStream(cmd)
	case "FCPublish", "FCUnpublish", "FCSubscribe":
		return c.fcCall(cmd)
	case "releaseStream":
		return c.answer(cmd, nil)
	case "getStreamLength":
		return c.answer(cmd, 0)
	case "pause", "_result", "_error", "onStatus":
		return nil
	default:
		return c.refuse(cmd, fmt.Sprintf("The server does not know the command %q.", cmd.name))
	}
}

// connect opens the application (RTMP 7.2.1.1).
func (c *conn) connect(cmd command) error {
	if c.connected {
		return c.refuse(cmd, "This connection is connected already.")
	}
	c.connectID = cmd.id
	if c.refusal != nil {
		return c.refusal
	}
	c.address.app, _ = cmd.object.Get("app").(string)
	c.address.tcURL, _ = cmd.object.Get("tcUrl").(string)
	if _, err := c.address.request(); err != nil {
		return err
	}
	properties := members(
		amf0.Member{Key: "fmsVer", Value: "FMS/3,5,7,7009"}, // clients look at the version for features that this server has
		amf0.Member{Key: "capabilities", Value: 31},
		amf0.Member{Key: "mode", Value: 1},
	)
	info := status{levelStatus, codeConnectSuccess, "Connected."}.object()
	info = append(info, amf0.Member{Key: "objectEncoding", Value: 0})
	enhanced := negotiate(cmd.object)
	err := c.sender.send(
		control(chunk.TypeWindowAckSize, windowSize),
		control(chunk.TypeSetPeerBandwidth, windowSize, 2), // 2: the client may treat it as it likes
		control(chunk.TypeSetChunkSize, uint32(c.config.ChunkSize)),
	)
	if err != nil {
		return err
	}
	c.connected = true
	c.deadlines.read(time.Now().Add(c.config.IdleTimeout))
	// Clients differ on which of the two objects they search for the codecs.
	return c.sender.command(0, "_result", cmd.id, append(properties, enhanced...), append(info, enhanced...))
}

// negotiate answers the codecs that a client of Enhanced RTMP lists with those of them that the server takes (Enhanced
// RTMP v2, "Enhancing NetConnection connect Command").
func negotiate(object amf0.Object) amf0.Object {
	const canForward = 4.0
	var answer amf0.Object
	ours := []string{"av01", "hvc1", "vp09"}
	if list, ok := object.Get("fourCcList").(amf0.Array); ok {
		common := amf0.Array{}
		for _, fourCC := range ours {
			if slices.Contains(list, any(fourCC)) || slices.Contains(list, any("*")) {
				common = append(common, fourCC)
			}
		}
		answer = append(answer, amf0.Member{Key: "fourCcList", Value: common})
	}
	if theirs := amf0.Members(object.Get("videoFourCcInfoMap")); theirs != nil {
		common := amf0.Object{}
		for _, fourCC := range ours {
			if theirs.Get(fourCC) != nil || theirs.Get("*") != nil {
				common = append(common, amf0.Member{Key: fourCC, Value: canForward})
			}
		}
		answer = append(answer, amf0.Member{Key: "videoFourCcInfoMap", Value: common}, amf0.Member{Key: "capsEx", Value: 0})
	}
	return answer
}

func (c *conn) createStream(cmd command) error {
	if len(c.streams) >= maxMessageStreams {
		return c.refuse(cmd, fmt.Sprintf("This connection has %d streams already; delete one first.", len(c.streams)))
	}
	c.lastStream++
	c.streams[c.lastStream] = true
	return c.answer(cmd, float64(c.lastStream))
}

func (c *conn) deleteStream(cmd command) error {
	if len(cmd.args) == 0 {
		return nil
	}
	id, _ := cmd.args[0].(float64)
	if id != float64(uint32(id)) || !c.streams[uint32(id)] {
		return nil
	}
	delete(c.streams, uint32(id))
	return c.endStream(uint32(id), false)
}

// fcCall answers the calls that Flash Media Live Encoder and its followers make around a stream. They begin and end
// nothing.
func (c *conn) fcCall(cmd command) error {
	code := codePublishStart
	switch cmd.name {
	case "FCUnpublish":
		code = codeUnpublishSuccess
		if c.publisher != nil {
			c.publisher.leaving = true
		}
	case "FCSubscribe":
		code = codePlayStart
	}
	st := status{levelStatus, code, "Stream " + clip(cmd.text(0)) + "."}
	if err := c.sender.command(0, "on"+cmd.name, 0, nil, st.object()); err != nil {
		return err
	}
	return c.answer(cmd, nil)
}

// answer returns a result, if the client wants one.
func (c *conn) answer(cmd command, result any) error {
	if cmd.id == 0 {
		return nil
	}
	return c.sender.command(0, "_result", cmd.id, nil, result)
}

// refuse returns an error for a call, if the client wants an answer. The connection goes on.
func (c *conn) refuse(cmd command, text string) error {
	c.log.Debug("RTMP command refused", "command", cmd.name, "reason", text)
	if cmd.id == 0 {
		return nil
	}
	return c.sender.command(0, "_error", cmd.id, nil, status{levelError, codeCallFailed, text}.object())
}

// clip shortens a client's text that goes into an answer.
func clip(s string) string {
	const longest = 256
	if len(s) > longest {
		return s[:longest]
	}
	return s
}
