// Package logging is the operator's side of the node's logs: an slog.Handler
// that writes through glog, so that -v, -vmodule, -logtostderr and -log_dir
// work as operators of go-livepeer know them. It is the only package that
// knows glog; everything else logs through an injected *slog.Logger.
//
// Verbosity: 3 (the default) shows Info, 5 adds Debug, 6 adds Trace; Warn and
// Error are always shown.
package logging

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/golang/glog"
)

// LevelTrace is below Debug: bytes and states of a protocol.
const LevelTrace = slog.Level(-8)

// Verbosities of the levels that -v switches.
const (
	verbosityInfo  = 3
	verbosityDebug = 5
	verbosityTrace = 6
	MinVerbosity   = 0
	MaxVerbosity   = 6
)

// callerDepth is the number of frames between Handle and the code that logs:
// slog.(*Logger).log and slog.(*Logger).Info and its like.
const callerDepth = 3

// Config are glog's settings under the names of their flags.
type Config struct {
	Verbosity int    // -v
	VModule   string // -vmodule, such as "session=6,pool=5"
	Dir       string // -log_dir; empty logs to standard error only
}

// Setup applies c to glog. Glog keeps its settings for the whole process, so
// only the main package calls this.
func Setup(c Config) error {
	if err := SetVerbosity(c.Verbosity); err != nil {
		return err
	}
	settings := map[string]string{"vmodule": c.VModule, "logtostderr": "true"}
	if c.Dir != "" {
		settings["log_dir"] = c.Dir
		settings["logtostderr"] = "false"
		settings["alsologtostderr"] = "true"
	}
	for name, value := range settings {
		if err := flag.CommandLine.Set(name, value); err != nil {
			return fmt.Errorf("-%s %q: %w", name, value, err)
		}
	}
	return nil
}

// SetVerbosity changes -v of the running process.
func SetVerbosity(v int) error {
	if v < MinVerbosity || v > MaxVerbosity {
		return fmt.Errorf("log level %d is not within %d and %d", v, MinVerbosity, MaxVerbosity)
	}
	return flag.CommandLine.Set("v", strconv.Itoa(v))
}

// Verbosity returns the current -v.
func Verbosity() int {
	f := flag.CommandLine.Lookup("v")
	if f == nil {
		return 0
	}
	v, err := strconv.Atoi(f.Value.String())
	if err != nil {
		return 0
	}
	return v
}

// Flush writes out what is buffered. Call it before the process ends.
func Flush() { glog.Flush() }

// New returns a logger that writes through glog.
func New() *slog.Logger { return slog.New(&handler{}) }

// handler formats a record as "message key=value …".
type handler struct {
	prefix string // formatted attributes of WithAttrs, each with a leading space
	group  string // name of the open groups, each with a trailing dot
}

// Enabled is decided in Handle for levels that -vmodule may switch by file.
func (h *handler) Enabled(context.Context, slog.Level) bool { return true }

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if level, switched := verbosityOf(r.Level); switched && !bool(glog.VDepth(callerDepth, level)) {
		return nil
	}
	var b strings.Builder
	b.WriteString(r.Message)
	b.WriteString(h.prefix)
	r.Attrs(func(a slog.Attr) bool {
		appendAttr(&b, h.group, a)
		return true
	})
	switch {
	case r.Level >= slog.LevelError:
		glog.ErrorContextDepth(ctx, callerDepth, b.String())
	case r.Level >= slog.LevelWarn:
		glog.WarningContextDepth(ctx, callerDepth, b.String())
	default:
		glog.InfoContextDepth(ctx, callerDepth, b.String())
	}
	return nil
}

func verbosityOf(l slog.Level) (level glog.Level, switched bool) {
	switch {
	case l >= slog.LevelWarn:
		return 0, false
	case l >= slog.LevelInfo:
		return verbosityInfo, true
	case l >= slog.LevelDebug:
		return verbosityDebug, true
	}
	return verbosityTrace, true
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	var b strings.Builder
	b.WriteString(h.prefix)
	for _, a := range attrs {
		appendAttr(&b, h.group, a)
	}
	return &handler{prefix: b.String(), group: h.group}
}

func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &handler{prefix: h.prefix, group: h.group + name + "."}
}

func appendAttr(b *strings.Builder, group string, a slog.Attr) {
	v := a.Value.Resolve()
	if v.Kind() == slog.KindGroup {
		if a.Key != "" {
			group += a.Key + "."
		}
		for _, m := range v.Group() {
			appendAttr(b, group, m)
		}
		return
	}
	if a.Equal(slog.Attr{}) {
		return
	}
	b.WriteByte(' ')
	b.WriteString(group)
	b.WriteString(a.Key)
	b.WriteByte('=')
	b.WriteString(quote(v.String()))
}

// quote keeps plain words as they are and makes everything else one line.
func quote(s string) string {
	if s == "" {
		return `""`
	}
	for _, r := range s {
		if r <= ' ' || r == '"' || r == '=' || r > '~' {
			return strconv.Quote(s)
		}
	}
	return s
}
