package amf0

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Limits bound what a decoder makes of its input.
type Limits struct {
	// Depth is how deeply values may be nested.
	Depth int
	// Values is how many values there may be in all, keys not counted.
	Values int
}

// DefaultLimits are far above what real clients send.
func DefaultLimits() Limits {
	return Limits{Depth: 16, Values: 4096}
}

// Decoder reads values from a message.
type Decoder struct {
	data   []byte
	limits Limits
	values int
}

// NewDecoder decodes data, which it neither changes nor keeps.
func NewDecoder(data []byte, limits Limits) *Decoder {
	return &Decoder{data: data, limits: limits}
}

// Decode returns the next value; io.EOF where none is left. Other errors: [ErrMalformed], [ErrLimit],
// [ErrUnsupportedType]; nothing can be decoded after them.
func (d *Decoder) Decode() (any, error) {
	if len(d.data) == 0 {
		return nil, io.EOF
	}
	value, err := d.value(0)
	if err != nil {
		d.data = nil
		return nil, err
	}
	return value, nil
}

// Rest returns the bytes not decoded yet.
func (d *Decoder) Rest() []byte {
	return d.data
}

func (d *Decoder) value(depth int) (any, error) {
	if d.values++; d.values > d.limits.Values {
		return nil, fmt.Errorf("%w: more than %d values", ErrLimit, d.limits.Values)
	}
	marker, err := d.take(1)
	if err != nil {
		return nil, err
	}
	switch marker[0] {
	case markerNumber:
		return d.number()
	case markerBoolean:
		b, err := d.take(1)
		if err != nil {
			return nil, err
		}
		return b[0] != 0, nil
	case markerString:
		return d.shortString()
	case markerNull:
		return nil, nil
	case markerUndefined:
		return Undefined{}, nil
	case markerUnsupported:
		return Unsupported{}, nil
	case markerDate:
		return d.date()
	case markerLongString:
		return d.longString()
	case markerXML:
		s, err := d.longString()
		return XML(s), err
	case markerObject, markerECMAArray, markerStrictArray, markerTypedObject:
		if depth++; depth > d.limits.Depth {
			return nil, fmt.Errorf("%w: nested deeper than %d", ErrLimit, d.limits.Depth)
		}
		return d.composite(marker[0], depth)
	default:
		return nil, fmt.Errorf("%w: marker %#02x", ErrUnsupportedType, marker[0])
	}
}

func (d *Decoder) composite(marker byte, depth int) (any, error) {
	switch marker {
	case markerObject:
		return d.members(depth, false)
	case markerECMAArray:
		if _, err := d.take(4); err != nil {
			return nil, err
		}
		m, err := d.members(depth, true)
		return ECMAArray(m), err
	case markerStrictArray:
		return d.strictArray(depth)
	default:
		class, err := d.shortString()
		if err != nil {
			return nil, err
		}
		m, err := d.members(depth, false)
		return TypedObject{Class: class, Members: m}, err
	}
}

// members reads properties up to the end marker. The count of an ECMA array says nothing reliable, and some senders leave
// out its end marker at the end of a message.
func (d *Decoder) members(depth int, endOptional bool) (Object, error) {
	members := Object{}
	for {
		if endOptional && len(d.data) == 0 {
			return members, nil
		}
		key, err := d.shortString()
		if err != nil {
			return nil, err
		}
		if key == "" && len(d.data) > 0 && d.data[0] == markerObjectEnd {
			d.data = d.data[1:]
			return members, nil
		}
		value, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		members = append(members, Member{Key: key, Value: value})
	}
}

func (d *Decoder) strictArray(depth int) (Array, error) {
	head, err := d.take(4)
	if err != nil {
		return nil, err
	}
	// Every value takes a byte at least, so a count above what is left is refused before anything is made.
	count := binary.BigEndian.Uint32(head)
	if uint64(count) > uint64(len(d.data)) {
		return nil, fmt.Errorf("%w: array of %d values in %d bytes", ErrMalformed, count, len(d.data))
	}
	array := Array{}
	for range count {
		value, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	return array, nil
}

func (d *Decoder) number() (float64, error) {
	b, err := d.take(8)
	if err != nil {
		return 0, err
	}
	return math.Float64frombits(binary.BigEndian.Uint64(b)), nil
}

func (d *Decoder) date() (Date, error) {
	ms, err := d.number()
	if err != nil {
		return Date{}, err
	}
	zone, err := d.take(2)
	if err != nil {
		return Date{}, err
	}
	return Date{UnixMilli: ms, Zone: int16(binary.BigEndian.Uint16(zone))}, nil
}

func (d *Decoder) shortString() (string, error) {
	n, err := d.take(2)
	if err != nil {
		return "", err
	}
	s, err := d.take(uint64(binary.BigEndian.Uint16(n)))
	return string(s), err
}

func (d *Decoder) longString() (string, error) {
	n, err := d.take(4)
	if err != nil {
		return "", err
	}
	s, err := d.take(uint64(binary.BigEndian.Uint32(n)))
	return string(s), err
}

func (d *Decoder) take(n uint64) ([]byte, error) {
	if n > uint64(len(d.data)) {
		return nil, fmt.Errorf("%w: %d bytes expected, %d left", ErrMalformed, n, len(d.data))
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b, nil
}
