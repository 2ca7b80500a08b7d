package orchestrator

import (
	"context"
	"fmt"

	"github.com/livepeer/streamflow/core"
	"golang.org/x/sync/errgroup"
)

// storesAtOnce bounds the uploads of one segment that run together.
const storesAtOnce = 8

// Delivery says where a segment's renditions go. The zero value leaves them in
// Results, and the answer has their URLs.
type Delivery struct {
	// Inline leaves the renditions in the answer.
	Inline bool
	// Store, when set, takes the renditions instead: a place that the broadcaster
	// has named. Its URLs are in the answer, and Inline counts for nothing.
	Store Store
}

// Store keeps renditions where a broadcaster wants them.
type Store interface {
	// Put stores data under a name, such as "P240p30fps16x9/12.ts", and returns
	// its URL. The error is final: whatever may pass was tried again.
	Put(ctx context.Context, name, contentType string, data []byte) (url string, err error)
}

// deliver brings all renditions to where they go, or none into the answer.
func (a *Admission) deliver(ctx context.Context, renditions []core.Rendition, to Delivery) ([]core.AnsweredRendition, error) {
	list := make([]core.AnsweredRendition, len(renditions))
	for i, r := range renditions {
		list[i].Pixels = r.Pixels
		if to.Inline && to.Store == nil {
			list[i].Data, list[i].PerceptualHash = r.Data, r.PerceptualHash
		}
	}
	if to.Inline && to.Store == nil {
		return list, nil
	}
	store := to.Store
	if store == nil {
		store = sessionStore{a.orch.cfg.Results, a.session.id}
	}
	names := resultNames(a.header.Profiles, a.header.Seq)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(storesAtOnce)
	put := func(url *string, name, contentType string, data []byte) {
		group.Go(func() (err error) {
			if *url, err = store.Put(ctx, name, contentType, data); err != nil {
				return fmt.Errorf("store rendition %s: %w", name, err)
			}
			return nil
		})
	}
	for i, r := range renditions {
		put(&list[i].URL, names[i], a.header.Profiles[i].Format.ContentType(), r.Data)
		if len(r.PerceptualHash) > 0 {
			put(&list[i].PerceptualHashURL, names[i]+".phash", "application/octet-stream", r.PerceptualHash)
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return list, nil
}

// sessionStore is the part of Results that a session has.
type sessionStore struct {
	results Results
	id      core.SessionID
}

func (s sessionStore) Put(ctx context.Context, name, contentType string, data []byte) (string, error) {
	return s.results.Save(ctx, s.id, name, contentType, data)
}
