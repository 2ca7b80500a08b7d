package rpc

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
)

// StoreUploader puts renditions into stores that broadcasters describe.
type StoreUploader interface {
	// Upload stores an object as the peer at addr wants it, and returns its URL.
	Upload(ctx context.Context, store core.ObjectStorage, addr netip.Addr, obj lpnet.StoreObject) (url string, err error)
}

// delivery is where the renditions of a segment go: into the store that the
// broadcaster named, behind the answer if it can read that, else into Media.
func (s *Server) delivery(r *http.Request, h *core.SegmentHeader) orchestrator.Delivery {
	if store, ok := lpnet.UploadStore(h.Storage); ok && s.cfg.Stores != nil {
		return orchestrator.Delivery{Store: peerStore{s.cfg.Stores, store, lpnet.PeerAddr(r.RemoteAddr)}}
	}
	return orchestrator.Delivery{Inline: r.Header.Get(lpnet.InlineHeaderName) == lpnet.InlineVersion}
}

// peerStore is one broadcaster's store.
type peerStore struct {
	uploader StoreUploader
	store    core.ObjectStorage
	addr     netip.Addr
}

// Put is orchestrator.Store.
func (p peerStore) Put(ctx context.Context, name, contentType string, data []byte) (string, error) {
	return p.uploader.Upload(ctx, p.store, p.addr, lpnet.StoreObject{Name: name, ContentType: contentType, Data: data})
}
