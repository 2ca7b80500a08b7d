package core

import (
	"errors"
	"fmt"
)

// Capability is one thing that a node can do and a job can need.
// The numbers are those of the network (wire.md 8).
type Capability uint32

const (
	CapH264                       Capability = 0
	CapMPEGTS                     Capability = 1
	CapMP4                        Capability = 2
	CapFractionalFramerates       Capability = 3
	CapStorageDirect              Capability = 4
	CapStorageS3                  Capability = 5
	CapStorageGCS                 Capability = 6
	CapProfileH264Baseline        Capability = 7
	CapProfileH264Main            Capability = 8
	CapProfileH264High            Capability = 9
	CapProfileH264ConstrainedHigh Capability = 10
	CapGOP                        Capability = 11
	CapAuthToken                  Capability = 12
	CapMPEG7Signature             Capability = 14
	CapHEVCDecode                 Capability = 15
	CapHEVCEncode                 Capability = 16
	CapVP8Decode                  Capability = 17
	CapVP9Decode                  Capability = 18
	CapVP8Encode                  Capability = 19
	CapVP9Encode                  Capability = 20
	CapH264Decode444_8            Capability = 21
	CapH264Decode422_8            Capability = 22
	CapH264Decode444_10           Capability = 23
	CapH264Decode422_10           Capability = 24
	CapH264Decode420_10           Capability = 25
	CapSegmentSlicing             Capability = 26

	// Ours, beyond the range that the existing network assigns.
	CapAV1Decode Capability = FirstOwnCapability
	CapAV1Encode Capability = 1001
)

// FirstOwnCapability begins the ids that this node adds to the network's.
const FirstOwnCapability Capability = 1000

// MaxCapability bounds the ids that are kept of a peer's set.
const MaxCapability Capability = 4095

// DefaultCapabilities is what every transcoding node of the network can do.
func DefaultCapabilities() []Capability {
	return []Capability{
		CapH264, CapMPEGTS, CapMP4, CapFractionalFramerates, CapStorageDirect, CapStorageS3, CapStorageGCS,
		CapProfileH264Baseline, CapProfileH264Main, CapProfileH264High, CapProfileH264ConstrainedHigh,
		CapGOP, CapAuthToken, CapMPEG7Signature, CapSegmentSlicing,
	}
}

// CapabilitySet is a set of capabilities in the form it travels in: bit n of
// the set is bit n%64 of word n/64. The zero value is empty.
type CapabilitySet []uint64

// NewCapabilitySet builds a set whose last word is not zero.
func NewCapabilitySet(caps ...Capability) CapabilitySet {
	var s CapabilitySet
	for _, c := range caps {
		s = s.Add(c)
	}
	return s
}

// Add returns the set with c in it; the receiver may be reused.
func (s CapabilitySet) Add(c Capability) CapabilitySet {
	for int(c/64) >= len(s) {
		s = append(s, 0)
	}
	s[c/64] |= 1 << (c % 64)
	return s
}

// Has says whether c is in the set.
func (s CapabilitySet) Has(c Capability) bool {
	return int(c/64) < len(s) && s[c/64]&(1<<(c%64)) != 0
}

// Contains says whether every capability of other is in s. As in the network,
// a longer array is never contained in a shorter one (wire.md 8).
func (s CapabilitySet) Contains(other CapabilitySet) bool {
	if len(other) > len(s) {
		return false
	}
	for i, w := range other {
		if s[i]&w != w {
			return false
		}
	}
	return true
}

// Intersect returns what is in both sets.
func (s CapabilitySet) Intersect(other CapabilitySet) CapabilitySet {
	var both CapabilitySet
	for _, c := range s.List() {
		if other.Has(c) {
			both = both.Add(c)
		}
	}
	return both
}

// List returns the members in ascending order.
func (s CapabilitySet) List() []Capability {
	var caps []Capability
	for i, w := range s {
		for b := range 64 {
			if w&(1<<b) != 0 {
				caps = append(caps, Capability(i*64+b))
			}
		}
	}
	return caps
}

// Capabilities is what a node says of itself, or what a job requires.
type Capabilities struct {
	// Bits are the capabilities that are there, or needed.
	Bits CapabilitySet
	// Mandatories are those that a job must know to use this node.
	Mandatories CapabilitySet
	// Capacities counts for each capability how much of it there is.
	Capacities map[Capability]uint32
	// Version of the node that speaks, such as "0.9.1-abcdef".
	Version string
	// MinVersion of the other side that is asked for; empty accepts any.
	MinVersion string
}

// NewCapabilities is a node's own set, one of each.
func NewCapabilities(version string, caps ...Capability) *Capabilities {
	c := &Capabilities{Bits: NewCapabilitySet(caps...), Capacities: make(map[Capability]uint32, len(caps)), Version: version}
	for _, id := range caps {
		c.Capacities[id] = 1
	}
	return c
}

// SuppliedBy says whether a node with capabilities supplier can do a job that
// requires c. A nil c requires nothing; a nil supplier is a node of before
// capabilities, which can do what CapH264 to CapGOP say. Source: wire.md 8.
func (c *Capabilities) SuppliedBy(supplier *Capabilities) bool {
	if supplier == nil {
		return c == nil || legacySet().Contains(c.Bits)
	}
	var required Capabilities
	if c != nil {
		required = *c
	}
	return versionAtLeast(supplier.Version, required.MinVersion) &&
		required.Bits.Contains(supplier.Mandatories) &&
		supplier.Bits.Contains(required.Bits)
}

func legacySet() CapabilitySet {
	var s CapabilitySet
	for c := CapH264; c <= CapGOP; c++ {
		s = s.Add(c)
	}
	return s
}

// ErrUnsupportedInput says that no capability exists for a source's codec or
// pixel format, so that no node can be asked for it.
var ErrUnsupportedInput = errors.New("source format is not transcodable on the network")

// JobCapabilities derives what a node needs to transcode source to profiles.
// Source: wire.md 8, "Job bits".
func JobCapabilities(source MediaInfo, profiles []Profile, opts JobOptions) (*Capabilities, error) {
	bits := NewCapabilitySet(CapAuthToken)
	if opts.PerceptualHash {
		bits = bits.Add(CapMPEG7Signature)
	}
	if opts.SegmentParameters {
		bits = bits.Add(CapSegmentSlicing)
	}
	in, err := decodeCapability(source)
	if err != nil {
		return nil, err
	}
	bits = bits.Add(in)
	for _, p := range profiles {
		for _, c := range p.capabilities() {
			bits = bits.Add(c)
		}
	}
	if opts.Storage != 0 {
		bits = bits.Add(opts.Storage)
	}
	return &Capabilities{Bits: bits, MinVersion: opts.MinVersion}, nil
}

// JobOptions are the requirements of a job beyond its media.
type JobOptions struct {
	PerceptualHash    bool
	SegmentParameters bool       // true for every HTTP push, clipped or not
	Storage           Capability // CapStorageS3 and such for an own object store, 0 for none
	MinVersion        string
}

func (p Profile) capabilities() []Capability {
	caps := []Capability{map[Codec]Capability{
		H264: CapH264, HEVC: CapHEVCEncode, VP8: CapVP8Encode, VP9: CapVP9Encode, AV1: CapAV1Encode,
	}[p.Encoder]}
	if p.Format == MP4 {
		caps = append(caps, CapMP4)
	} else {
		caps = append(caps, CapMPEGTS)
	}
	if p.Fractional() {
		caps = append(caps, CapFractionalFramerates)
	}
	if p.GOP != 0 {
		caps = append(caps, CapGOP)
	}
	switch p.EncoderProfile {
	case ProfileH264Baseline:
		caps = append(caps, CapProfileH264Baseline)
	case ProfileH264Main:
		caps = append(caps, CapProfileH264Main)
	case ProfileH264High:
		caps = append(caps, CapProfileH264High)
	case ProfileH264ConstrainedHigh:
		caps = append(caps, CapProfileH264ConstrainedHigh)
	}
	return caps
}

// decodeCapability is what it takes to decode the source. The network knows
// pixel formats for H.264 only; an unknown one ("") is taken as 4:2:0, 8 bit.
func decodeCapability(m MediaInfo) (Capability, error) {
	switch m.VideoCodec {
	case HEVC:
		return CapHEVCDecode, nil
	case VP8:
		return CapVP8Decode, nil
	case VP9:
		return CapVP9Decode, nil
	case AV1:
		return CapAV1Decode, nil
	}
	switch m.PixelFormat {
	case "", "yuv420p", "yuvj420p", "nv12":
		return CapH264, nil
	case "yuv444p", "yuvj444p":
		return CapH264Decode444_8, nil
	case "yuv422p", "yuvj422p":
		return CapH264Decode422_8, nil
	case "yuv444p10le", "yuv444p10be":
		return CapH264Decode444_10, nil
	case "yuv422p10le", "yuv422p10be":
		return CapH264Decode422_10, nil
	case "yuv420p10le", "yuv420p10be":
		return CapH264Decode420_10, nil
	}
	return 0, fmt.Errorf("%w: H.264 with pixel format %q", ErrUnsupportedInput, m.PixelFormat)
}
