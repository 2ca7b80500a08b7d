package main

import "runtime/debug"

// release is the version of this node in the form that peers compare: numbers
// first, since gateways drop nodes whose version does not parse (wire.md 8).
const release = "0.9.2"

// version is the release with the commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 8 {
			return release + "-" + s.Value[:8]
		}
	}
	return release + "-streamflow"
}
