package cliapi

import (
	"encoding/json"
	"net/http"
	"runtime"

	"github.com/livepeer/streamflow/core"
)

// Status is the reply of /status, with the field names of go-livepeer's
// NodeStatus (features.md 11).
type Status struct {
	Manifests                   map[core.ManifestID]Manifest
	InternalManifests           map[core.ManifestID]core.ManifestID
	StreamInfo                  map[core.ManifestID]StreamInfo
	OrchestratorPool            []string
	OrchestratorPoolInfos       []OrchestratorPoolInfo
	Version                     string
	GolangRuntimeVersion        string
	GOArch                      string
	GOOS                        string
	RegisteredTranscodersNumber int
	RegisteredTranscoders       []RegisteredTranscoder
	LocalTranscoding            bool
	BroadcasterPrices           map[string]string // wei per pixel, by "default" and addresses
	// Draining is ours: the node takes no new work and ends when it is done.
	Draining bool
}

// Manifest names a stream's renditions.
type Manifest struct {
	Renditions []string
}

// StreamInfo counts the bytes of a running stream.
type StreamInfo struct {
	SourceBytes     uint64
	TranscodedBytes uint64
}

// OrchestratorPoolInfo is one orchestrator that a broadcaster knows.
type OrchestratorPoolInfo struct {
	Url     string //nolint:revive // the name in go-livepeer's JSON
	Score   float64
	Latency float64 // seconds, 0 when not measured yet
}

// RegisteredTranscoder is one remote transcoder of an orchestrator.
type RegisteredTranscoder struct {
	Address  string
	Capacity int
}

func (s *Server) status(w http.ResponseWriter, _ *http.Request) {
	st := s.cfg.Status()
	st.GolangRuntimeVersion = runtime.Version()
	st.GOArch, st.GOOS = runtime.GOARCH, runtime.GOOS
	st.notNull()
	if s.cfg.Chain != nil {
		s.cfg.Chain.addPrices(st.BroadcasterPrices)
	}
	writeJSON(w, st)
}

// notNull makes empty lists and maps of what was left out, as tools expect.
func (st *Status) notNull() {
	if st.Manifests == nil {
		st.Manifests = map[core.ManifestID]Manifest{}
	}
	if st.InternalManifests == nil {
		st.InternalManifests = map[core.ManifestID]core.ManifestID{}
	}
	if st.StreamInfo == nil {
		st.StreamInfo = map[core.ManifestID]StreamInfo{}
	}
	if st.OrchestratorPool == nil {
		st.OrchestratorPool = []string{}
	}
	if st.OrchestratorPoolInfos == nil {
		st.OrchestratorPoolInfos = []OrchestratorPoolInfo{}
	}
	if st.RegisteredTranscoders == nil {
		st.RegisteredTranscoders = []RegisteredTranscoder{}
	}
	if st.BroadcasterPrices == nil {
		st.BroadcasterPrices = map[string]string{}
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(b)
}

func text(w http.ResponseWriter, s string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte(s))
}
