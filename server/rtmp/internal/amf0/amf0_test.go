package amf0_test

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/stretchr/testify/require"
)

// The bytes are written from AMF 0, section 2, not by the encoder under test.
func TestValues(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 65536)
	tests := []struct {
		name  string
		bytes string
		value any
	}{
		{"number", "\x00\x3f\xf8\x00\x00\x00\x00\x00\x00", 1.5},
		{"true", "\x01\x01", true},
		{"false", "\x01\x00", false},
		{"string", "\x02\x00\x04live", "live"},
		{"empty_string", "\x02\x00\x00", ""},
		{"long_string", "\x0c\x00\x01\x00\x00" + long, long},
		{"null", "\x05", nil},
		{"undefined", "\x06", amf0.Undefined{}},
		{"unsupported", "\x0d", amf0.Unsupported{}},
		{"xml", "\x0f\x00\x00\x00\x04<a/>", amf0.XML("<a/>")},
		{"date", "\x0b\x40\x8f\x40\x00\x00\x00\x00\x00\xff\xc4", amf0.Date{UnixMilli: 1000, Zone: -60}},
		{"object", "\x03\x00\x01a\x01\x01\x00\x01b\x05\x00\x00\x09", amf0.Object{{Key: "a", Value: true}, {Key: "b"}}},
		{"empty_key", "\x03\x00\x00\x05\x00\x00\x09", amf0.Object{{Key: ""}}},
		{"empty_object", "\x03\x00\x00\x09", amf0.Object{}},
		{"ecma_array", "\x08\x00\x00\x00\x01\x00\x01a\x01\x01\x00\x00\x09", amf0.ECMAArray{{Key: "a", Value: true}}},
		{"strict_array", "\x0a\x00\x00\x00\x02\x05\x02\x00\x01x", amf0.Array{nil, "x"}},
		{"typed_object", "\x10\x00\x01C\x00\x01a\x06\x00\x00\x09", amf0.TypedObject{Class: "C", Members: amf0.Object{{Key: "a", Value: amf0.Undefined{}}}}},
		{"nested", "\x03\x00\x01o\x0a\x00\x00\x00\x01\x03\x00\x00\x09\x00\x00\x09", amf0.Object{{Key: "o", Value: amf0.Array{amf0.Object{}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := amf0.NewDecoder([]byte(tt.bytes), amf0.DefaultLimits())
			got, err := d.Decode()
			require.NoError(t, err)
			require.Equal(t, tt.value, got)
			_, err = d.Decode()
			require.ErrorIs(t, err, io.EOF)
			encoded, err := amf0.Append(nil, tt.value)
			require.NoError(t, err)
			require.Equal(t, tt.bytes, string(encoded))
		})
	}
}

func TestDecodeTolerates(t *testing.T) {
	t.Parallel()
	one := amf0.ECMAArray{{Key: "a", Value: true}}
	tests := []struct {
		name  string
		bytes string
		want  any
	}{
		{"array_count_too_small", "\x08\x00\x00\x00\x00\x00\x01a\x01\x01\x00\x00\x09", one},
		{"array_count_too_large", "\x08\xff\xff\xff\xff\x00\x01a\x01\x01\x00\x00\x09", one},
		{"array_without_end", "\x08\x00\x00\x00\x01\x00\x01a\x01\x01", one},
		{"boolean_not_0_or_1", "\x01\x07", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := amf0.NewDecoder([]byte(tt.bytes), amf0.DefaultLimits()).Decode()
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("\x0a\x00\x00\x00\x01", n) + "\x05" }
	tests := []struct {
		name  string
		bytes string
		want  error
	}{
		{"err_number_cut", "\x00\x00", amf0.ErrMalformed},
		{"err_boolean_cut", "\x01", amf0.ErrMalformed},
		{"err_string_cut", "\x02\x00\x05abc", amf0.ErrMalformed},
		{"err_string_length_cut", "\x02\x00", amf0.ErrMalformed},
		{"err_long_string_cut", "\x0c\xff\xff\xff\xffa", amf0.ErrMalformed},
		{"err_date_cut", "\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00", amf0.ErrMalformed},
		{"err_object_without_end", "\x03\x00\x01a\x05", amf0.ErrMalformed},
		{"err_object_key_cut", "\x03\x00\x05a", amf0.ErrMalformed},
		{"err_ecma_count_cut", "\x08\x00\x00", amf0.ErrMalformed},
		{"err_typed_class_cut", "\x10\x00\x09a", amf0.ErrMalformed},
		{"err_array_count", "\x0a\x7f\xff\xff\xff\x05", amf0.ErrMalformed},
		{"err_reference", "\x07\x00\x00", amf0.ErrUnsupportedType},
		{"err_movie_clip", "\x04", amf0.ErrUnsupportedType},
		{"err_record_set", "\x0e", amf0.ErrUnsupportedType},
		{"err_amf3", "\x11\x01", amf0.ErrUnsupportedType},
		{"err_lone_end", "\x09", amf0.ErrUnsupportedType},
		{"err_depth", deep(4), amf0.ErrLimit},
		{"err_values", "\x0a\x00\x00\x00\x0a" + strings.Repeat("\x05", 10), amf0.ErrLimit},
	}
	limits := amf0.Limits{Depth: 3, Values: 10}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := amf0.NewDecoder([]byte(tt.bytes), limits)
			_, err := d.Decode()
			require.ErrorIs(t, err, tt.want)
			_, err = d.Decode()
			require.ErrorIs(t, err, io.EOF)
		})
	}
	_, err := amf0.NewDecoder([]byte(deep(3)), limits).Decode()
	require.NoError(t, err)
	_, err = amf0.NewDecoder([]byte("\x0a\x00\x00\x00\x09"+strings.Repeat("\x05", 9)), limits).Decode()
	require.NoError(t, err)
}

func TestValuesAreCountedOverTheWholeMessage(t *testing.T) {
	t.Parallel()
	d := amf0.NewDecoder(bytes.Repeat([]byte{5}, 3), amf0.Limits{Depth: 1, Values: 2})
	_, err := d.Decode()
	require.NoError(t, err)
	require.Len(t, d.Rest(), 2)
	_, err = d.Decode()
	require.NoError(t, err)
	_, err = d.Decode()
	require.ErrorIs(t, err, amf0.ErrLimit)
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("k", math.MaxUint16+1)
	for _, v := range []any{
		struct{}{}, int64(1), amf0.Array{int8(1)}, amf0.Object{{Key: "a", Value: uint(1)}},
		amf0.Object{{Key: name}}, amf0.TypedObject{Class: name},
	} {
		_, err := amf0.Append(nil, v)
		require.Error(t, err)
	}
	got, err := amf0.Append([]byte("x"), 1, "a")
	require.NoError(t, err)
	require.Equal(t, "x\x00\x3f\xf0\x00\x00\x00\x00\x00\x00\x02\x00\x01a", string(got))
}

func TestMembers(t *testing.T) {
	t.Parallel()
	o := amf0.Object{{Key: "a", Value: 1.0}, {Key: "a", Value: 2.0}}
	require.Equal(t, 1.0, o.Get("a"))
	require.Nil(t, o.Get("b"))
	for _, v := range []any{o, amf0.ECMAArray(o), amf0.TypedObject{Members: o}} {
		require.Equal(t, o, amf0.Members(v))
	}
	require.Nil(t, amf0.Members("a"))
	require.Nil(t, amf0.Members(nil))
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"\x02\x00\x07connect\x00\x3f\xf0\x00\x00\x00\x00\x00\x00\x03\x00\x03app\x02\x00\x04live\x00\x00\x09",
		"\x08\x00\x00\x00\x01\x00\x01a\x01\x01\x00\x00\x09", "\x0a\x00\x00\x00\x02\x05\x02\x00\x01x",
		"\x10\x00\x01C\x00\x01a\x06\x00\x00\x09", "\x0b\x40\x8f\x40\x00\x00\x00\x00\x00\xff\xc4", "\x0c\x00\x00\x00\x01x", "\x0f\x00\x00\x00\x01x",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := amf0.NewDecoder(data, amf0.DefaultLimits())
		for {
			v, err := d.Decode()
			if err != nil {
				return
			}
			encoded, err := amf0.Append(nil, v)
			require.NoError(t, err)
			again, err := amf0.NewDecoder(encoded, amf0.DefaultLimits()).Decode()
			require.NoError(t, err)
			back, err := amf0.Append(nil, again)
			require.NoError(t, err)
			require.Equal(t, encoded, back)
		}
	})
}
