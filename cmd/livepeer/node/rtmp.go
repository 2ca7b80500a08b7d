package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/ingest"
	"github.com/livepeer/streamflow/server/rtmp"
)

// randomManifestBytes is the length of a name for a publisher that gave none
// (features.md 2).
const randomManifestBytes = 4

// rtmpIngest connects the RTMP server with the broadcaster: it asks the auth
// webhook, opens a live stream for each publisher, and hands the publisher's
// tags to RTMP players too.
//
// A stream's key is the webhook's, or else the one that the publisher sent.
// Who plays a stream with a key must send it; a publisher that sends another
// key than the webhook's is refused.
type rtmpIngest struct {
	log         *slog.Logger
	broadcaster *broadcaster.Broadcaster
	authorizer  ingest.Authorizer
	policies    ingest.Policies
	profiles    func() []core.Profile // of streams whose publisher asks for none
	opened      func()                // called for each stream

	mu      sync.Mutex
	streams map[core.ManifestID]*publication // guarded by mu; those that can be played
}

// Publish implements rtmp.Handler.
func (i *rtmpIngest) Publish(ctx context.Context, req rtmp.Request) (rtmp.Publication, error) {
	conf, err := i.authorizer.Authorize(ctx, req.URL)
	if err != nil {
		i.log.Warn("RTMP publisher refused by the auth webhook", "peer", req.RemoteAddr, "manifest", req.ManifestID, "err", err)
		return nil, rtmp.RefusalError{Err: rtmp.ErrUnauthorized, Text: "the publisher is not authorized"}
	}
	conf, err = i.withPolicy(conf, req)
	if err != nil {
		return nil, err
	}
	id, err := manifestID(conf, req)
	if err != nil {
		return nil, rtmp.RefusalError{Err: rtmp.ErrBadName, Text: err.Error()}
	}
	key, err := streamKey(conf, req)
	if err != nil {
		return nil, err
	}
	live, err := i.broadcaster.OpenLive(ctx, conf.StreamConfig(id, i.profiles()))
	if err != nil {
		return nil, publishRefusal(id, err)
	}
	i.opened()
	p := &publication{ingest: i, id: id, key: key, live: live, fanout: flv.NewFanout(flv.FanoutConfig{})}
	i.mu.Lock()
	i.streams[id] = p
	i.mu.Unlock()
	return p, nil
}

// withPolicy adds what the publisher's address asks for.
func (i *rtmpIngest) withPolicy(conf *ingest.Configuration, req rtmp.Request) (*ingest.Configuration, error) {
	conf, err := conf.WithAddress(req.URL)
	if err == nil {
		err = i.policies.Has(conf.SelectionPolicy)
	}
	if err != nil {
		i.log.Warn("RTMP publisher refused for its selection policy", "peer", req.RemoteAddr, "manifest", req.ManifestID, "err", err)
		return nil, rtmp.RefusalError{Err: err, Text: err.Error()}
	}
	return conf, nil
}

func manifestID(conf *ingest.Configuration, req rtmp.Request) (core.ManifestID, error) {
	switch {
	case conf.ManifestID != "":
		return conf.ManifestID, nil
	case req.ManifestID == "":
		return core.ManifestID(core.RandomID(randomManifestBytes)), nil
	}
	return core.ParseManifestID(req.ManifestID)
}

func streamKey(conf *ingest.Configuration, req rtmp.Request) (string, error) {
	if conf.StreamKey == "" {
		return req.StreamKey, nil
	}
	if req.StreamKey != "" && !ingest.KeyEqual(conf.StreamKey, req.StreamKey) {
		return "", rtmp.RefusalError{Err: rtmp.ErrUnauthorized, Text: "the stream key is wrong"}
	}
	return conf.StreamKey, nil
}

// publishRefusal is what the client is told when a stream can't be opened.
func publishRefusal(id core.ManifestID, err error) error {
	switch {
	case errors.Is(err, broadcaster.ErrStreamExists):
		return rtmp.RefusalError{Err: rtmp.ErrStreamExists, Text: fmt.Sprintf("stream %s is being published already", id)}
	case errors.Is(err, broadcaster.ErrTooManyStreams), errors.Is(err, broadcaster.ErrDraining):
		return rtmp.RefusalError{Err: rtmp.ErrTooManyStreams, Text: err.Error()}
	}
	return err
}

// Play implements rtmp.Handler.
func (i *rtmpIngest) Play(_ context.Context, req rtmp.Request) (rtmp.Subscription, error) {
	i.mu.Lock()
	p := i.streams[core.ManifestID(req.ManifestID)]
	i.mu.Unlock()
	if p == nil {
		return nil, rtmp.RefusalError{Err: rtmp.ErrStreamNotFound, Text: fmt.Sprintf("there is no stream %q to play", req.ManifestID)}
	}
	if p.key != "" && !ingest.KeyEqual(p.key, req.StreamKey) {
		return nil, rtmp.RefusalError{Err: rtmp.ErrUnauthorized, Text: "the stream key is missing or wrong: play rtmp://host/<name>/<key>"}
	}
	sub, err := p.fanout.Subscribe()
	if err != nil {
		return nil, rtmp.RefusalError{Err: rtmp.ErrTooManyStreams, Text: "the stream takes no more players"}
	}
	return sub, nil
}

// publication is one RTMP publisher.
type publication struct {
	ingest *rtmpIngest
	id     core.ManifestID
	key    string // empty: anyone may play
	live   *broadcaster.LiveStream
	fanout *flv.Fanout
}

// WriteTag implements rtmp.Publication.
func (p *publication) WriteTag(tag flv.Tag) error {
	if err := p.fanout.WriteTag(tag); err != nil {
		return err
	}
	if err := p.live.WriteTag(tag); err != nil {
		return rtmp.RefusalError{Err: err, Text: core.WireText(err)}
	}
	return nil
}

// Close implements rtmp.Publication. The last segments are cut and
// transcoded before it returns.
func (p *publication) Close(reason error) error {
	p.ingest.mu.Lock()
	if p.ingest.streams[p.id] == p {
		delete(p.ingest.streams, p.id)
	}
	p.ingest.mu.Unlock()
	return errors.Join(p.fanout.Close(reason), p.live.Close())
}
