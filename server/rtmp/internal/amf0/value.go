// Package amf0 encodes and decodes Action Message Format 0, in which RTMP writes its commands and metadata
// (Adobe, "Action Message Format -- AMF 0", 2007).
//
// A value is one of the Go types float64, bool, string, nil (null), [Undefined], [Unsupported], [Object], [ECMAArray],
// [Array], [Date], [TypedObject] and [XML].
package amf0

import "errors"

var (
	// ErrMalformed is data that breaks the format.
	ErrMalformed = errors.New("malformed AMF0")
	// ErrLimit is data that is well-formed so far but nested too deeply or made of too many values.
	ErrLimit = errors.New("AMF0 value above the limit")
	// ErrUnsupportedType is a value that the format reserves, or a reference or AMF3 value, which this package refuses.
	ErrUnsupportedType = errors.New("AMF0 type not supported")
)

type (
	// Undefined is the value of a property that has none.
	Undefined struct{}
	// Unsupported is what a sender puts where it cannot encode a value.
	Unsupported struct{}
	// Member is one property of an object.
	Member struct {
		Key   string
		Value any
	}
	// Object is an anonymous object; the order of its members is kept.
	Object []Member
	// ECMAArray is an associative array. Its count on the wire is a hint that senders get wrong; it is not kept.
	ECMAArray []Member
	// Array is an array with indexes from 0.
	Array []any
	// Date is a point in time.
	Date struct {
		// UnixMilli is the time in ms since 1970, possibly with a fraction.
		UnixMilli float64
		// Zone is reserved in the format and should be 0.
		Zone int16
	}
	// TypedObject is an object of a named class.
	TypedObject struct {
		Class   string
		Members Object
	}
	// XML is a document in text form.
	XML string
)

// Get returns a member's value; nil if there is none.
func (o Object) Get(key string) any {
	for _, m := range o {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

// Members returns the members of an object of any kind; nil if the value is none.
func Members(value any) Object {
	switch v := value.(type) {
	case Object:
		return v
	case ECMAArray:
		return Object(v)
	case TypedObject:
		return v.Members
	default:
		return nil
	}
}

// The type markers (AMF 0, 2.1).
const (
	markerNumber      = 0x00
	markerBoolean     = 0x01
	markerString      = 0x02
	markerObject      = 0x03
	markerNull        = 0x05
	markerUndefined   = 0x06
	markerReference   = 0x07
	markerECMAArray   = 0x08
	markerObjectEnd   = 0x09
	markerStrictArray = 0x0a
	markerDate        = 0x0b
	markerLongString  = 0x0c
	markerUnsupported = 0x0d
	markerXML         = 0x0f
	markerTypedObject = 0x10
)
