// Package mpegts reads the packets and program tables that an MPEG transport
// stream begins with, as far as telling one stream's format from another's
// takes. The bytes may be anything: what is not there is not found.
// Source: ISO/IEC 13818-1 2.4.
package mpegts

import (
	"encoding/binary"
	"iter"
)

// PacketSize is the size of a packet in bytes.
const PacketSize = 188

// NoPID is the PID of padding, which no stream has.
const NoPID = 0x1fff

const syncByte = 0x47

// Packet is one packet, PacketSize bytes of which the first is the sync byte.
type Packet []byte

// Packets yields the first packets of data, limit at most, up to where it is cut
// off or is no transport stream.
func Packets(data []byte, limit int) iter.Seq[Packet] {
	return func(yield func(Packet) bool) {
		for range limit {
			if len(data) < PacketSize || data[0] != syncByte || !yield(Packet(data[:PacketSize:PacketSize])) {
				return
			}
			data = data[PacketSize:]
		}
	}
}

// PID is the stream that a packet belongs to.
func (p Packet) PID() uint16 { return binary.BigEndian.Uint16(p[1:]) & NoPID }

// Begins tells whether a section or an access unit begins in the payload.
func (p Packet) Begins() bool { return p[1]&0x40 != 0 }

// Payload is the packet without its header and adaptation field, never empty;
// false where it has none.
func (p Packet) Payload() ([]byte, bool) {
	at := 4
	if p[3]&0x20 != 0 {
		at += 1 + int(p[4])
	}
	if p[3]&0x10 == 0 || at >= len(p) {
		return nil, false
	}
	return p[at:], true
}
