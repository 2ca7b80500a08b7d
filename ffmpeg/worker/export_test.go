package worker

import (
	"context"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/livepeer/streamflow/core"
)

// MediaEngine is the engine of Main.
func MediaEngine() Engine { return mediaEngine{log: slog.New(slog.DiscardHandler)} }

// For tests of the parent's side with bytes that no worker would send.

// ExchangeTranscode does the parent's part of a transcode over conn.
func ExchangeTranscode(conn net.Conn, task *core.Task) (*core.Transcoded, error) {
	out, err := exchangeTranscode(context.Background(), newFrameConn(conn), task, &TranscodeJob{Profiles: task.Profiles})
	if err != nil {
		return nil, plain(err)
	}
	return &out.Transcoded, nil
}

// ExchangeProbe does the parent's part of a probe over conn.
func ExchangeProbe(conn net.Conn, data []byte) (core.MediaInfo, error) {
	info, err := exchangeProbe(newFrameConn(conn), data, ".ts")
	return info, plain(err)
}

// ExchangeInspect does the parent's part of an inspection over conn.
func ExchangeInspect(conn net.Conn, data []byte, look core.Look) (*core.MediaFacts, error) {
	facts, err := exchangeInspect(newFrameConn(conn), data, ".ts", look)
	return facts, plain(err)
}

// SendInput does the parent's part of a job's input over conn.
func SendInput(conn net.Conn, source *core.Source) error {
	return writeSource(context.Background(), newFrameConn(conn), jobSpec{}, source)
}

// ReceiveInput does the worker's part, and tells how long it waited.
func ReceiveInput(conn net.Conn) (data []byte, waited time.Duration, err error) {
	c := newFrameConn(conn)
	h, err := c.next()
	if err != nil {
		return nil, 0, err
	}
	if err := c.discard(h); err != nil {
		return nil, 0, err
	}
	in := jobInput{c: c}
	data, err = io.ReadAll(&in)
	return data, in.waited, err
}

// DeviceTable is the table that spreads sessions over devices.
type DeviceTable struct{ *deviceTable }

func NewDeviceTable(devices ...Device) DeviceTable { return DeviceTable{newDeviceTable(devices)} }

func (t DeviceTable) Place(id core.SessionID, profiles []core.Profile, now time.Time) Device {
	return t.place(id, profiles, now)
}
func (t DeviceTable) End(id core.SessionID) { t.end(id) }

// PoisonTable is the table of inputs that workers died of.
type PoisonTable struct{ *poisonTable }

func NewPoisonTable() PoisonTable               { return PoisonTable{newPoisonTable()} }
func (t PoisonTable) Refuses(input []byte) bool { return t.refuses(input) }
func (t PoisonTable) Died(input []byte) int     { return t.died(input) }
func (t PoisonTable) Len() int                  { return len(t.deaths) + len(t.order) + len(t.lengths) }

const MaxPoison = maxPoison

// ReleaseLoaded is what a worker does when it has loaded FFmpeg.
func ReleaseLoaded() { releaseLoaded() }

// CleanMappings has from and to of each.
func CleanMappings(smaps io.Reader) (list [][2]uintptr) {
	for _, m := range cleanMappings(smaps) {
		list = append(list, [2]uintptr{m.from, m.to})
	}
	return list
}
