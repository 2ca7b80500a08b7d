package rtmp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"golang.org/x/time/rate"
)

// bitRateBurst is for how long a publisher may send above its bit rate: keyframes, and the catching up after a stall.
const bitRateBurst = 5 * time.Second

// publisher turns the messages of a publishing client into tags.
type publisher struct {
	stream      uint32
	manifest    string
	publication Publication
	limiter     *rate.Limiter // nil: no limit
	unwrap      flv.Unwrapper
	// leaving: the client announced the end of its stream (FCUnpublish). FFmpeg then closes so fast that the system may
	// throw away the message that really ends it.
	leaving bool
}

func newPublisher(stream uint32, manifest string, publication Publication, bitRate int) *publisher {
	p := &publisher{stream: stream, manifest: manifest, publication: publication}
	if bitRate > 0 {
		perSecond := rate.Limit(bitRate) / 8
		p.limiter = rate.NewLimiter(perSecond, max(1, int(float64(perSecond)*bitRateBurst.Seconds())))
	}
	return p
}

// take hands one message on. Errors: ErrBitRate, ErrMedia, those of the publication.
func (p *publisher) take(msg chunk.Message) error {
	if p.limiter != nil && !p.limiter.AllowN(time.Now(), len(msg.Payload)) {
		return fmt.Errorf("%w of %.0f bit/s", ErrBitRate, float64(p.limiter.Limit())*8)
	}
	if len(msg.Payload) == 0 {
		return nil // some encoders send empty messages to keep the connection alive
	}
	tag := flv.Tag{Type: flv.TagType(msg.Type), Data: msg.Payload}
	var err error
	switch msg.Type {
	case chunk.TypeVideo:
		_, err = flv.ParseVideo(msg.Payload)
	case chunk.TypeAudio:
		_, err = flv.ParseAudio(msg.Payload)
	default:
		data, ok := scriptData(msg)
		if !ok {
			return nil
		}
		tag.Type, tag.Data = flv.TagScript, data
	}
	if err != nil {
		return RefusalError{Err: fmt.Errorf("%w: %w", ErrMedia, err), Text: "The server cannot take this stream: " + err.Error() + "."}
	}
	tag.Timestamp = p.unwrap.Next(msg.Timestamp)
	if err := p.publication.WriteTag(tag); err != nil {
		return handlerError{err}
	}
	return nil
}

// scriptData makes an FLV script tag's body of a data message, without the wrapping in which publishers send metadata.
// It is not ok if the message is none for the stream's consumers, or is broken, which does the media no harm.
func scriptData(msg chunk.Message) (_ []byte, ok bool) {
	data := msg.Payload
	if msg.Type == chunk.TypeDataAMF3 && data[0] == 0 {
		data = data[1:]
	}
	d := amf0.NewDecoder(data, amf0.DefaultLimits())
	first, err := d.Decode()
	name, isString := first.(string)
	if err != nil || !isString || name == "@clearDataFrame" {
		return nil, false
	}
	if name == "@setDataFrame" {
		data = d.Rest()
		first, err = d.Decode()
		if _, isString = first.(string); err != nil || !isString {
			return nil, false
		}
	}
	for len(d.Rest()) > 0 {
		if _, err := d.Decode(); err != nil {
			return nil, false
		}
	}
	return data, true
}

// publish begins a publication (RTMP 7.2.2.6).
func (c *conn) publish(ctx context.Context, cmd command) error {
	if c.busy() || !c.streams[cmd.stream] {
		return c.sender.status(cmd.stream, status{levelError, codePublishBadName,
			"This connection publishes or plays already, or the stream was not created; use one created stream per connection."})
	}
	req, err := c.request(cmd)
	var publication Publication
	if err == nil {
		publication, err = c.config.Handler.Publish(ctx, req)
	}
	if err != nil {
		return c.turnAway(cmd.stream, req, err, publishRefused(err))
	}
	c.publisher = newPublisher(cmd.stream, req.ManifestID, publication, c.config.MaxBitRate)
	c.chunks.SetLimits(c.config.publisherLimits())
	c.deadlines.read(time.Now().Add(c.config.IdleTimeout))
	c.log.Info("RTMP publisher started", "manifest", req.ManifestID)
	if err := c.sender.send(userControl(eventStreamBegin, cmd.stream)); err != nil {
		return err
	}
	return c.sender.status(cmd.stream, status{levelStatus, codePublishStart, "Publishing started."})
}

// request is what the client asks for with a publish or play command.
func (c *conn) request(cmd command) (Request, error) {
	c.address.stream = cmd.text(0)
	req, err := c.address.request()
	req.RemoteAddr = c.nc.RemoteAddr()
	return req, err
}

// turnAway tells a client that it may not publish or play, and ends the connection with the reason.
func (c *conn) turnAway(stream uint32, req Request, err error, st status) error {
	c.log.Warn("RTMP request refused", "manifest", req.ManifestID, "reason", ReasonOf(err), "err", err)
	if sendErr := c.sender.status(stream, st); sendErr != nil {
		return sendErr
	}
	c.told = true
	return err
}

// busy tells whether the connection has its stream.
func (c *conn) busy() bool {
	return c.publisher != nil || c.playing()
}

// endStream ends what runs on a message stream, by the client's wish.
func (c *conn) endStream(stream uint32, tell bool) error {
	idle := time.Now().Add(c.config.IdleTimeout)
	if c.publisher != nil && c.publisher.stream == stream {
		c.closePublisher(nil)
		c.deadlines.read(idle)
		if tell {
			return c.sender.status(stream, status{levelStatus, codeUnpublishSuccess, "Publishing ended."})
		}
	}
	if c.player != nil && c.player.stream == stream {
		c.stopPlayer()
		c.player = nil
		c.deadlines.read(idle)
	}
	return nil
}

// closePublisher ends the publication, if there is one.
func (c *conn) closePublisher(reason error) {
	if c.publisher == nil {
		return
	}
	p := c.publisher
	c.publisher = nil
	if p.leaving && errors.Is(reason, ErrDisconnected) {
		reason = nil
	}
	if err := p.publication.Close(reason); err != nil {
		c.log.Error("close RTMP publication", "manifest", p.manifest, "err", err)
	}
	level := c.log.Info
	if reason != nil && !errors.Is(reason, ErrDisconnected) {
		level = c.log.Warn
	}
	level("RTMP publisher ended", "manifest", p.manifest, "err", reason)
}
