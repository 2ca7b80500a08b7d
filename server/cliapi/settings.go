package cliapi

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// param reads a required form value, or answers 400 as go-livepeer does.
func param(w http.ResponseWriter, r *http.Request, name string) (string, bool) {
	v := r.FormValue(name)
	if v == "" {
		http.Error(w, "missing form param: "+name, http.StatusBadRequest)
		return "", false
	}
	return v, true
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	if err := s.cfg.Health(); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (s *Server) localStreams(w http.ResponseWriter, _ *http.Request) {
	names := []string{}
	for id := range s.cfg.Status().Manifests {
		names = append(names, string(id))
	}
	writeJSON(w, names)
}

func (s *Server) isOrchestrator(w http.ResponseWriter, _ *http.Request) {
	text(w, strconv.FormatBool(s.cfg.IsOrchestrator))
}

func (s *Server) isRedeemer(w http.ResponseWriter, _ *http.Request) {
	text(w, strconv.FormatBool(slices.Contains(s.cfg.Roles, "redeemer")))
}

func (s *Server) lastManifest(w http.ResponseWriter, _ *http.Request) {
	text(w, string(s.cfg.LastManifest()))
}

func (s *Server) getLogLevel(w http.ResponseWriter, _ *http.Request) {
	text(w, strconv.Itoa(s.cfg.Verbosity()))
}

func (s *Server) setLogLevel(w http.ResponseWriter, r *http.Request) {
	v, ok := param(w, r, "loglevel")
	if !ok {
		return
	}
	level, err := strconv.Atoi(v)
	if err == nil {
		err = s.cfg.SetVerbosity(level)
	}
	if err != nil {
		http.Error(w, fmt.Sprintf("loglevel %q: use 0 to 6", v), http.StatusBadRequest)
		return
	}
	text(w, "ok")
}

func (s *Server) setMaxSessions(w http.ResponseWriter, r *http.Request) {
	v, ok := param(w, r, "maxSessions")
	if !ok {
		return
	}
	n, err := strconv.Atoi(v)
	if v == "auto" {
		n, err = 0, nil
	} else if err == nil && n <= 0 {
		err = strconv.ErrRange
	}
	if err != nil {
		http.Error(w, fmt.Sprintf("maxSessions %q: use a number above 0, or auto", v), http.StatusBadRequest)
		return
	}
	s.cfg.SetMaxSessions(n)
	text(w, "ok")
}

func (s *Server) availableOptions(w http.ResponseWriter, _ *http.Request) {
	names := []string{}
	for _, p := range core.Presets() {
		names = append(names, p.Name)
	}
	writeJSON(w, names)
}

// broadcastConfig is the reply of /getBroadcastConfig.
type broadcastConfig struct {
	MaxPrice           *big.Rat // wei per pixel; null: any price
	TranscodingOptions string
}

func (s *Server) getBroadcastConfig(w http.ResponseWriter, _ *http.Request) {
	var names []string
	for _, p := range s.cfg.Broadcast.Profiles() {
		names = append(names, p.Name)
	}
	writeJSON(w, broadcastConfig{MaxPrice: s.maxPerPixel(), TranscodingOptions: strings.Join(names, ",")})
}

// setBroadcastConfig changes the highest price, the renditions of streams that
// begin from now on, or both.
func (s *Server) setBroadcastConfig(w http.ResponseWriter, r *http.Request) {
	options := r.FormValue("transcodingOptions")
	if options == "" && r.FormValue("maxPricePerUnit") == "" {
		http.Error(w, "missing form param: transcodingOptions or maxPricePerUnit", http.StatusBadRequest)
		return
	}
	setPrice, err := s.legacyMaxPrice(r)
	var profiles []core.Profile
	if err == nil && options != "" {
		profiles, err = parseProfiles(options)
	}
	if err == nil && setPrice != nil {
		err = setPrice()
	}
	if err != nil {
		described, status := describe(err)
		s.note(status, err)
		http.Error(w, described.Message, status)
		return
	}
	if options != "" {
		s.cfg.Broadcast.SetProfiles(profiles)
	}
	text(w, "ok")
}

// parseProfiles reads presets, or a JSON array of profiles.
func parseProfiles(options string) ([]core.Profile, error) {
	parse := core.ParsePresets
	if json.Valid([]byte(options)) {
		parse = func(s string) ([]core.Profile, error) { return core.ParseProfiles([]byte(s)) }
	}
	profiles, err := parse(options)
	if err == nil && len(profiles) == 0 {
		err = fmt.Errorf("transcodingOptions %q names no profile", options)
	}
	if err != nil {
		return nil, invalid(err.Error())
	}
	return profiles, nil
}
