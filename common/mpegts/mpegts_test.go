package mpegts_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/mpegts"
)

// packet makes a packet that begins a section or an access unit.
func packet(pid uint16, payload ...byte) []byte {
	p := append([]byte{0x47, 0x40 | byte(pid>>8), byte(pid), 0x10}, payload...)
	return append(p, bytes.Repeat([]byte{0xff}, mpegts.PacketSize-len(p))...)
}

// table makes the payload of a table's only section; body follows its header.
func table(id byte, body ...byte) []byte {
	const header, checksum = 5, 4
	s := []byte{0, id, 0xb0, byte(header + len(body) + checksum), 0, 1, 0xc1, 0, 0}
	return append(append(s, body...), 1, 2, 3, 4)
}

var (
	programs = table(0, 0, 0, 0xe0, 0x10, 0, 1, 0xf0, 0x00) // the network, then program 1 at 0x1000
	streams  = table(2, 0xe1, 0x00, 0xf0, 2, 0x09, 0x00,    // two bytes of descriptors
		0x1b, 0xe1, 0x00, 0xf0, 1, 0xaa, // H.264 at 0x100, with a descriptor
		0x0f, 0xe1, 0x01, 0xf0, 0) // AAC at 0x101
)

func look(data []byte) (t mpegts.Tables, ok bool) {
	for p := range mpegts.Packets(data, 100) {
		if _, ok := t.Add(p); !ok {
			return t, false
		}
	}
	return t, true
}

func TestTables(t *testing.T) {
	t.Parallel()
	data := append(packet(0x1000, streams...), packet(0, programs...)...) // a map before it is announced is none
	data = append(data, packet(0x100, 0, 0, 1)...)
	data = append(data, packet(0x1000, streams...)...)
	tables, ok := look(data)
	require.True(t, ok)
	require.Equal(t, programs[1:len(programs)-4], tables.Programs)
	require.Equal(t, streams[1:len(streams)-4], tables.Streams)
	require.Equal(t, []mpegts.Stream{{Type: 0x1b, PID: 0x100}, {Type: 0x0f, PID: 0x101}}, tables.Elementary())
}

func TestTablesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	long := bytes.Clone(programs)
	long[3] = 0xff // goes on in the next packet
	for name, data := range map[string][]byte{
		"another table":   packet(0, streams...),
		"no program":      packet(0, table(0, 0, 0, 0xe0, 0x10)...),
		"several packets": packet(0, long...),
		"pointer beyond":  packet(0, 0xff),
		"no map":          append(packet(0, programs...), packet(0x1000, programs...)...),
	} {
		_, ok := look(data)
		require.False(t, ok, name)
	}
}

func TestPacket(t *testing.T) {
	t.Parallel()
	p := mpegts.Packet(packet(0x1234, 7))
	require.EqualValues(t, 0x1234, p.PID())
	require.True(t, p.Begins())
	payload, ok := p.Payload()
	require.True(t, ok)
	require.Len(t, payload, mpegts.PacketSize-4)
	p[3], p[4] = 0x30, 180 // all but three bytes are adaptation field
	payload, ok = p.Payload()
	require.True(t, ok)
	require.Len(t, payload, 3)
	for name, b := range map[string][2]byte{"no payload": {0x20, 10}, "field too long": {0x30, 183}, "far too long": {0x30, 255}} {
		p[3], p[4] = b[0], b[1]
		_, ok := p.Payload()
		require.False(t, ok, name)
	}
}

func TestPackets(t *testing.T) {
	t.Parallel()
	count := func(data []byte, limit int) (n int) {
		for range mpegts.Packets(data, limit) {
			n++
		}
		return n
	}
	three := bytes.Repeat(packet(mpegts.NoPID), 3)
	require.Equal(t, 3, count(three, 10))
	require.Equal(t, 2, count(three, 2))
	require.Equal(t, 2, count(three[:3*mpegts.PacketSize-1], 10), "cut off")
	three[mpegts.PacketSize] = 0
	require.Equal(t, 1, count(three, 10), "out of step")
	require.Zero(t, count(nil, 10))
}

func FuzzTables(f *testing.F) {
	f.Add(append(packet(0, programs...), packet(0x1000, streams...)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, _ := look(data)
		if n := len(tables.Elementary()); n > mpegts.PacketSize/5 {
			t.Fatalf("%d streams in one packet", n)
		}
	})
}
