package cliapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// answerTimeout bounds what a resource may ask of the chain.
const answerTimeout = 30 * time.Second

// maxBodyBytes of a JSON body.
const maxBodyBytes = 64 << 10

// route is one resource, or one thing to do with it.
type route struct {
	method, path string
	serve        http.HandlerFunc
}

// Index is GET /api/v1/: what the API has.
type Index struct {
	Routes []string `json:"routes"` // "GET /api/v1/round"
	// Actions lists the fields of each action's body, besides dryRun.
	Actions map[string][]string `json:"actions"`
	// Errors lists all codes with their HTTP status.
	Errors map[string]int `json:"errors"`
}

// api lists the resources. doc/openapi.json describes them.
func (s *Server) api() []route {
	return slices.Concat(s.nodeRoutes(), s.paymentRoutes(), s.marketRoutes(), s.historyRoutes())
}

func (s *Server) nodeRoutes() []route {
	return []route{
		{"GET", "/api/v1/{$}", s.answer(s.index)},
		{"GET", "/api/v1/node", s.answer(s.node)},
		{"GET", "/api/v1/protocol", s.onChain((*ChainConfig).parameters)},
		{"GET", "/api/v1/contracts", s.onChain((*ChainConfig).contracts)},
		{"GET", "/api/v1/round", s.onChain((*ChainConfig).round)},
		{"GET", "/api/v1/orchestrators", s.onChain((*ChainConfig).listOrchestrators)},
		{"GET", "/api/v1/orchestrators/{addr}", s.onChain((*ChainConfig).orchestrator)},
		{"GET", "/api/v1/orchestrators/{addr}/pools/{round}", s.onChain((*ChainConfig).earningsPool)},
		{"GET", "/api/v1/orchestrators/{addr}/cuts", s.onChain((*ChainConfig).cutHistory)},
		{"GET", "/api/v1/orchestrators/{addr}/fee-ratio", s.onChain((*ChainConfig).feeRatios)},
		{"GET", "/api/v1/delegators/{addr}", s.onChain((*ChainConfig).delegator)},
		{"GET", "/api/v1/senders/{addr}", s.onChain((*ChainConfig).sender)},
		{"GET", "/api/v1/balances/{addr}", s.onChain((*ChainConfig).balances)},
		{"GET", "/api/v1/registry/{addr}", s.onChain((*ChainConfig).registryEntry)},
		{"GET", "/api/v1/polls", s.onChain((*ChainConfig).polls)},
		{"GET", "/api/v1/transactions", s.onChain((*ChainConfig).listTransactions)},
		{"GET", "/api/v1/transactions/{id}", s.onChain((*ChainConfig).transaction)},
		{"POST", "/api/v1/transactions/{id}/cancel", s.onChain((*ChainConfig).cancelTransaction)},
		{"POST", "/api/v1/transactions/{id}/speed-up", s.onChain((*ChainConfig).speedUpTransaction)},
		{"GET", "/api/v1/gas", s.onChain((*ChainConfig).gas)},
		{"PUT", "/api/v1/gas", s.onChain((*ChainConfig).setGas)},
		{"POST", "/api/v1/actions/{name}", s.act},
	}
}

func (s *Server) addAPI(mux *http.ServeMux) {
	for _, r := range s.api() {
		mux.HandleFunc(r.method+" "+r.path, func(w http.ResponseWriter, req *http.Request) {
			req.Body = http.MaxBytesReader(w, req.Body, maxBodyBytes)
			r.serve(w, req)
		})
	}
	for _, l := range legacyReads() {
		mux.HandleFunc(l.path, s.legacy(l.get))
	}
	for _, l := range legacyActions() {
		mux.HandleFunc(l.path, s.legacyAct(l))
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, &Error{codeNotFound, fmt.Sprintf("there is no %s %s; GET /api/v1/ lists what there is", r.Method, shorten(r.URL.Path))})
	})
}

func (s *Server) index(*http.Request) (any, error) {
	i := Index{Actions: map[string][]string{}, Errors: statuses()}
	for _, r := range s.api() {
		i.Routes = append(i.Routes, r.method+" "+strings.TrimSuffix(r.path, "{$}"))
	}
	for _, a := range actions() {
		i.Actions[a.name] = notNil(a.fields)
	}
	return i, nil
}

// answer serves what get returns.
func (s *Server) answer(get func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// The time for reading the request ends its context, when it is over.
		http.NewResponseController(w).SetReadDeadline(time.Now().Add(answerTimeout))
		ctx, cancel := context.WithTimeout(r.Context(), answerTimeout)
		defer cancel()
		v, err := get(r.WithContext(ctx))
		if err != nil {
			s.refuse(w, err)
			return
		}
		s.reply(w, http.StatusOK, v)
	}
}

// onChain serves a resource that only a node on a chain has.
func (s *Server) onChain(get func(*ChainConfig, *http.Request) (any, error)) http.HandlerFunc {
	return s.answer(func(r *http.Request) (any, error) {
		if s.cfg.Chain == nil {
			return nil, errOffChain()
		}
		return get(s.cfg.Chain, r)
	})
}

func errOffChain() error {
	return &Error{codeOffChain, "this node is off chain; start it with -network devnet or arbitrum-one-mainnet (or -ethController for other contracts), " +
		"-ethUrl for the chain's endpoint, and -ethKeystorePath and -ethPassword for the account"}
}
