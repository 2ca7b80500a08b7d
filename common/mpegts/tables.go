package mpegts

import "encoding/binary"

// Identifiers of tables (ISO/IEC 13818-1 table 2-31).
const (
	programAssociation = 0
	programMap         = 2
)

// sectionHeader is what the sections of both tables begin with, up to the last
// section's number.
const sectionHeader = 8

// Tables are the program tables of a stream, as far as they were seen: sections
// that fit in one packet, without their checksums.
type Tables struct {
	Programs []byte // the association table; nil before it
	Streams  []byte // the map of the first program; nil before it

	mapPID uint16 // of Streams; valid once there are Programs
}

// Add looks for a table in a packet, and tells whether it was the next one
// that was missing. ok is false for a table that can't be read.
func (t *Tables) Add(p Packet) (added, ok bool) {
	payload, has := p.Payload()
	if !has || !p.Begins() {
		return false, true
	}
	switch pid := p.PID(); {
	case t.Programs == nil && pid == 0:
		t.Programs = section(payload, programAssociation)
		t.mapPID = firstProgram(t.Programs)
		return true, t.mapPID != NoPID
	case t.Programs != nil && t.Streams == nil && pid == t.mapPID:
		t.Streams = section(payload, programMap)
		return true, t.Streams != nil
	}
	return false, true
}

// section is the whole section of a table that begins in payload, without its
// checksum; nil if it is another table or goes on in the next packet.
func section(payload []byte, id byte) []byte {
	at := 1 + int(payload[0])
	if at+3 > len(payload) || payload[at] != id {
		return nil
	}
	end := at + 3 + int(binary.BigEndian.Uint16(payload[at+1:])&0xfff) - 4
	if end < at+sectionHeader || end > len(payload) {
		return nil
	}
	return payload[at:end]
}

// firstProgram is the PID of the first program's map, NoPID if there is none.
func firstProgram(programs []byte) uint16 {
	for s := programs; len(s) >= sectionHeader+4; s = s[4:] {
		if binary.BigEndian.Uint16(s[sectionHeader:]) != 0 {
			return binary.BigEndian.Uint16(s[sectionHeader+2:]) & NoPID
		}
	}
	return NoPID
}

// Stream is an elementary stream of a program.
type Stream struct {
	Type byte // ISO/IEC 13818-1 table 2-34
	PID  uint16
}

// Elementary are the streams of the program, as far as the table is whole.
func (t *Tables) Elementary() []Stream {
	const fixed = sectionHeader + 4 // then come the program's descriptors
	if len(t.Streams) < fixed {
		return nil
	}
	var list []Stream
	at := fixed + int(binary.BigEndian.Uint16(t.Streams[fixed-2:])&0xfff)
	for at+5 <= len(t.Streams) {
		s := t.Streams[at:]
		list = append(list, Stream{Type: s[0], PID: binary.BigEndian.Uint16(s[1:]) & NoPID})
		at += 5 + int(binary.BigEndian.Uint16(s[3:])&0xfff)
	}
	return list
}
