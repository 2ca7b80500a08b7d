package amf0

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Append encodes values behind dst. Besides the types of this package it takes int, for convenience. A string longer than
// 65535 bytes becomes a long string; keys and class names of such a length, and values of other types, are errors.
func Append(dst []byte, values ...any) ([]byte, error) {
	var err error
	for _, v := range values {
		if dst, err = appendValue(dst, v); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

func appendValue(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, markerNull), nil
	case Undefined:
		return append(dst, markerUndefined), nil
	case Unsupported:
		return append(dst, markerUnsupported), nil
	case float64:
		return appendNumber(append(dst, markerNumber), v), nil
	case int:
		return appendNumber(append(dst, markerNumber), float64(v)), nil
	case bool:
		if v {
			return append(dst, markerBoolean, 1), nil
		}
		return append(dst, markerBoolean, 0), nil
	case string:
		if len(v) > math.MaxUint16 {
			return appendLong(append(dst, markerLongString), v), nil
		}
		return appendShort(append(dst, markerString), v)
	case XML:
		return appendLong(append(dst, markerXML), string(v)), nil
	case Date:
		dst = appendNumber(append(dst, markerDate), v.UnixMilli)
		return binary.BigEndian.AppendUint16(dst, uint16(v.Zone)), nil
	case Array:
		dst = binary.BigEndian.AppendUint32(append(dst, markerStrictArray), uint32(len(v)))
		return Append(dst, v...)
	default:
		return appendMembered(dst, value)
	}
}

func appendMembered(dst []byte, value any) ([]byte, error) {
	var err error
	switch v := value.(type) {
	case Object:
		return appendMembers(append(dst, markerObject), v)
	case ECMAArray:
		dst = binary.BigEndian.AppendUint32(append(dst, markerECMAArray), uint32(len(v)))
		return appendMembers(dst, Object(v))
	case TypedObject:
		if dst, err = appendShort(append(dst, markerTypedObject), v.Class); err != nil {
			return nil, err
		}
		return appendMembers(dst, v.Members)
	default:
		return nil, fmt.Errorf("%w: Go type %T", ErrUnsupportedType, value)
	}
}

func appendMembers(dst []byte, members Object) ([]byte, error) {
	var err error
	for _, m := range members {
		if dst, err = appendShort(dst, m.Key); err != nil {
			return nil, err
		}
		if dst, err = appendValue(dst, m.Value); err != nil {
			return nil, err
		}
	}
	return append(dst, 0, 0, markerObjectEnd), nil
}

func appendNumber(dst []byte, v float64) []byte {
	return binary.BigEndian.AppendUint64(dst, math.Float64bits(v))
}

func appendShort(dst []byte, s string) ([]byte, error) {
	if len(s) > math.MaxUint16 {
		return nil, fmt.Errorf("%w: name of %d bytes", ErrLimit, len(s))
	}
	return append(binary.BigEndian.AppendUint16(dst, uint16(len(s))), s...), nil
}

func appendLong(dst []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(dst, uint32(len(s))), s...)
}
