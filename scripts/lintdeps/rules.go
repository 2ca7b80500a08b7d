package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// layers says for each room of the tree what else of the module it may import.
// The longest entry that is the package's path or above it decides. A package
// may always import what is in its own room, but for those of alone.
func layers() map[string][]string {
	domain := []string{"pm", "common"}
	adapter := []string{"core", "pm", "common", "net", "net/pb"}
	everything := []string{""}
	return map[string][]string{
		"common":           {},
		"net/pb":           {},
		"pm":               {"common"},
		"core":             domain,
		"core/store":       {"core", "pm", "common"},
		"verification":     {"core", "pm", "common"},
		"net":              {"core", "pm", "net/pb", "common"},
		"discovery":        adapter,
		"eth":              adapter,
		"ffmpeg":           adapter,
		"server":           adapter,
		"monitor":          adapter,
		"cmd/livepeer":     everything,
		"cmd/livepeer_cli": {"server/cliapi", "core", "pm", "common"},
		"cmd":              everything,
		"scripts":          {},
		"test":             everything,
	}
}

// adapters are the rooms that never import each other: they meet in
// cmd/livepeer/node. Each folder of server is one of its own.
func adapters() []string {
	return []string{"eth", "ffmpeg", "core/store", "server/*", "monitor", "discovery", "verification"}
}

// alone are rooms whose packages do not import even each other.
func alone() []string { return []string{"common"} }

// reserved names the outside packages that only some rooms see. The entry
// covers the packages below it too.
func reserved() map[string][]string {
	tests := []string{"test"}
	return map[string][]string{
		"google.golang.org/protobuf":             {"net", "server/rpc"},
		"google.golang.org/grpc":                 {"net", "server/rpc"},
		"github.com/prometheus":                  {"monitor"},
		"database/sql":                           {"core/store"},
		"github.com/mattn/go-sqlite3":            {"core/store"},
		"github.com/golang/glog":                 {"common/logging"},
		"log":                                    {},
		"github.com/spf13":                       {"cmd"},
		"github.com/peterbourgon/ff":             {"cmd"},
		"github.com/ethereum/go-ethereum":        {"eth"},
		"github.com/ethereum/go-ethereum/common": {""},
		"github.com/ethereum/go-ethereum/crypto": {""},
		"unsafe":                                 {"ffmpeg", "net/pb"},
		"C":                                      {"ffmpeg"},
		"testing":                                tests,
		"github.com/stretchr/testify":            tests,
		"go.uber.org/goleak":                     tests,
		"pgregory.net/rapid":                     tests,
	}
}

// vague names are those that say nothing of what is inside.
func vague() []string { return []string{"common", "util", "utils", "helpers", "types", "misc"} }

// Check returns one line for each dependency of p that the rules forbid.
func Check(p Package) []string {
	room := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
	var found []string
	forbid := func(format string, args ...any) {
		found = append(found, room+": "+fmt.Sprintf(format, args...))
	}
	if slices.Contains(vague(), p.Name) {
		forbid("a package named %s says nothing of what is inside", p.Name)
	}
	if len(p.CgoFiles) > 0 && !within(room, "ffmpeg") {
		forbid("only ffmpeg has import \"C\", not %s", strings.Join(p.CgoFiles, ", "))
	}
	for _, imp := range p.Imports {
		if own, ok := ours(imp); ok {
			if reason := checkOurs(room, own); reason != "" {
				forbid("must not import %s: %s", own, reason)
			}
		} else if rooms, ok := reservedFor(imp); ok && !inAny(room, rooms) && !testSupport(p) {
			forbid("must not import %s: %s", imp, seenBy(rooms))
		}
	}
	for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
		if own, ok := ours(imp); ok && within(own, "cmd") && !within(room, "cmd") {
			forbid("its tests must not import %s", own)
		}
	}
	return found
}

func checkOurs(room, imp string) string {
	if a, b := adapterOf(room), adapterOf(imp); a != "" && b != "" && a != b {
		return "adapters do not import each other, they meet in cmd/livepeer/node"
	}
	if testRoom(imp) && !testRoom(room) {
		return "it is test support"
	}
	key, allowed := layerOf(room)
	if key == "" {
		return "the importing package is in no layer; give it one in scripts/lintdeps/rules.go"
	}
	impKey, _ := layerOf(imp)
	if key == impKey && !slices.Contains(alone(), key) {
		return ""
	}
	for _, a := range allowed {
		if aKey, _ := layerOf(a); a == "" || within(imp, a) && impKey == aKey {
			return ""
		}
	}
	return fmt.Sprintf("%s may import %s", key, orNothing(allowed))
}

// layerOf finds the layer of a room: the longest key of layers that is the
// room or above it, "" when there is none.
func layerOf(room string) (key string, allowed []string) {
	for k, v := range layers() {
		if within(room, k) && len(k) > len(key) {
			key, allowed = k, v
		}
	}
	return key, allowed
}

// adapterOf names the adapter that room belongs to, "" when it is none.
func adapterOf(room string) string {
	for _, a := range adapters() {
		parent, each := strings.CutSuffix(a, "/*")
		if !within(room, parent) {
			continue
		}
		if !each {
			return a
		}
		if rest := strings.TrimPrefix(room, parent+"/"); rest != room {
			first, _, _ := strings.Cut(rest, "/")
			return parent + "/" + first
		}
	}
	return ""
}

func reservedFor(imp string) (rooms []string, ok bool) {
	longest := -1
	for prefix, v := range reserved() {
		if within(imp, prefix) && len(prefix) > longest && !(prefix == "log" && imp != "log") {
			longest, rooms, ok = len(prefix), v, true
		}
	}
	return rooms, ok
}

func ours(imp string) (room string, ok bool) {
	return strings.CutPrefix(imp, module+"/")
}

// within says whether room is folder or below it.
func within(room, folder string) bool {
	return folder == "" || room == folder || strings.HasPrefix(room, folder+"/")
}

func inAny(room string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return within(room, f) })
}

// testSupport packages (coretest, pmtest, …) hold fakes for other packages' tests.
func testSupport(p Package) bool { return testRoom(p.ImportPath) }

func testRoom(room string) bool {
	base := path.Base(room)
	return strings.HasSuffix(base, "test") && base != "test"
}

func seenBy(rooms []string) string {
	if len(rooms) == 0 {
		return "nothing may"
	}
	return "only " + strings.Join(rooms, ", ") + " may"
}

func orNothing(rooms []string) string {
	if len(rooms) == 0 {
		return "nothing of the module"
	}
	return "only " + strings.Join(rooms, ", ")
}
