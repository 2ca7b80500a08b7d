package rpc

import "time"

// Observer sees what a Client does, for metrics. Its methods may be called from
// any goroutine, must return at once and must not call the client.
type Observer interface {
	// EndpointChecked is called after each look at an endpoint's head.
	EndpointChecked(h EndpointHealth)
	// RequestDone is called after each attempt at an endpoint. err is nil when it
	// answered, also when the answer was a refusal.
	RequestDone(endpoint, method string, took time.Duration, err error)
}

// NopObserver observes nothing.
type NopObserver struct{}

func (NopObserver) EndpointChecked(EndpointHealth)                   {}
func (NopObserver) RequestDone(string, string, time.Duration, error) {}
