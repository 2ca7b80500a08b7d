// Package roguetest stands in front of an orchestrator and misbehaves, for the
// end-to-end tests: to a broadcaster a Proxy is an orchestrator of its own, with
// its own address and certificate, which has the one behind it do the work and
// then does with the answer what its Mode says. The mode can be changed at any
// time.
//
// It works off chain, where nobody signs results. Wrong pictures are made from
// the right ones by the ffmpeg command line.
//
// Use: New, Start, then the methods from any goroutine, Close, which ends all
// that is under way and waits for it.
package roguetest
