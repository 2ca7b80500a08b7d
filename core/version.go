package core

import (
	"strconv"
	"strings"
)

// versionAtLeast compares two versions of nodes by their major.minor.patch
// numbers, pre-release and build parts left aside. An empty minimum accepts
// everything; one that does not parse accepts every version that does; a
// version that does not parse is below every minimum (wire.md 8, rule a).
func versionAtLeast(version, minimum string) bool {
	if minimum == "" {
		return true
	}
	v, ok := parseVersion(version)
	if !ok {
		return false
	}
	m, ok := parseVersion(minimum)
	if !ok {
		return true
	}
	for i := range v {
		if v[i] != m[i] {
			return v[i] > m[i]
		}
	}
	return true
}

// ValidVersion says whether s has the form major[.minor[.patch]] of numbers,
// with or without a pre-release or build part.
func ValidVersion(s string) bool {
	_, ok := parseVersion(s)
	return ok
}

func parseVersion(s string) (v [3]uint64, ok bool) {
	s = strings.TrimPrefix(s, "v")
	if i := strings.IndexAny(s, "-+"); i >= 0 {
		s = s[:i]
	}
	parts := strings.Split(s, ".")
	if len(parts) > 3 {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 64)
		if err != nil {
			return v, false
		}
		v[i] = n
	}
	return v, true
}
