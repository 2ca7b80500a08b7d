package net

import (
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// intraGOP on the wire stands for core.GOPIntra (wire.md 9).
const intraGOP = -1

// SetProfiles fills the one list of the three that tells a receiver of any age
// what it needs: fullProfiles for MPEG-TS with defaults only, fullProfiles2
// with MP4, fullProfiles3 with a fractional rate, an encoder profile or a GOP.
// Source: wire.md 9.
func SetProfiles(seg *pb.SegData, profiles []core.Profile) {
	list := make([]*pb.VideoProfile, 0, len(profiles))
	mp4, full := false, false
	for _, p := range profiles {
		list = append(list, ProfileToPB(p))
		mp4 = mp4 || p.Format == core.MP4
		full = full || p.Fractional() || p.EncoderProfile != core.ProfileDefault || p.GOP != 0
	}
	seg.FullProfiles, seg.FullProfiles2, seg.FullProfiles3 = nil, nil, nil
	switch {
	case full:
		seg.FullProfiles3 = list
	case mp4:
		seg.FullProfiles2 = list
	default:
		seg.FullProfiles = list
	}
}

// Profiles reads the list that is filled. Errors are those of ProfileFromPB or
// a *core.TranscodeError for a list that is too long.
func Profiles(seg *pb.SegData) ([]core.Profile, error) {
	list := seg.GetFullProfiles3()
	if len(list) == 0 {
		list = seg.GetFullProfiles2()
	}
	if len(list) == 0 {
		list = seg.GetFullProfiles()
	}
	if len(list) > core.MaxProfiles {
		return nil, &core.TranscodeError{Code: core.TooManyOutputs, Detail: fmt.Sprintf("%d profiles, at most %d are allowed", len(list), core.MaxProfiles)}
	}
	profiles := make([]core.Profile, 0, len(list))
	for _, v := range list {
		p, err := ProfileFromPB(v)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

// ProfileToPB converts a profile that core.Profile.Validate accepts.
func ProfileToPB(p core.Profile) *pb.VideoProfile {
	v := &pb.VideoProfile{
		Name: p.Named().Name, Width: int32(p.Width), Height: int32(p.Height),
		Bitrate: int32(p.Bitrate), Fps: p.FPS, FpsDen: p.FPSDen,
		Format: pb.VideoProfile_Format(p.Format), Profile: pb.VideoProfile_Profile(p.EncoderProfile),
		Encoder:    pb.VideoProfile_VideoCodec(p.Encoder),
		ColorDepth: int32(p.ColorDepth), ChromaFormat: pb.VideoProfile_ChromaSubsampling(p.ChromaFormat),
		Quality: uint32(p.Quality),
	}
	if p.Encoder == core.AV1 {
		v.Encoder = pb.VideoProfile_AV1
	}
	if p.GOP == core.GOPIntra {
		v.Gop = intraGOP
	} else {
		v.Gop = int32(p.GOP / time.Millisecond)
	}
	return v
}

// ProfileFromPB converts a peer's profile. Unknown enum values are
// ErrUnrecognizedFormat, ErrUnrecognizedProfile or ErrUnrecognizedVideoCodec;
// a name or size out of bounds is a *core.TranscodeError. A GOP below -1 passes
// as a negative duration, since it is the transcoder that refuses it on the
// existing network. Colour depth and chroma format are ignored (wire.md 9).
func ProfileFromPB(v *pb.VideoProfile) (core.Profile, error) {
	p := core.Profile{
		Name: v.GetName(), Width: int(v.GetWidth()), Height: int(v.GetHeight()), Bitrate: int64(v.GetBitrate()),
		FPS: v.GetFps(), FPSDen: v.GetFpsDen(), Quality: uint(v.GetQuality()),
	}
	switch v.GetFormat() {
	case pb.VideoProfile_MPEGTS:
	case pb.VideoProfile_MP4:
		p.Format = core.MP4
	default:
		return p, ErrUnrecognizedFormat
	}
	if v.GetProfile() < pb.VideoProfile_ENCODER_DEFAULT || v.GetProfile() > pb.VideoProfile_H264_CONSTRAINED_HIGH {
		return p, ErrUnrecognizedProfile
	}
	p.EncoderProfile = core.EncoderProfile(v.GetProfile())
	switch c := v.GetEncoder(); {
	case c >= pb.VideoProfile_H264 && c <= pb.VideoProfile_VP9:
		p.Encoder = core.Codec(c)
	case c == pb.VideoProfile_AV1:
		p.Encoder = core.AV1
	default:
		return p, ErrUnrecognizedVideoCodec
	}
	if p.Name == "" {
		p.Name = fmt.Sprintf("net_%dx%d_%d", p.Width, p.Height, p.Bitrate)
	}
	if err := p.Validate(); err != nil {
		return p, &core.TranscodeError{Code: core.InvalidArgument, Detail: err.Error()}
	}
	if v.GetGop() == intraGOP {
		p.GOP = core.GOPIntra
	} else {
		p.GOP = time.Duration(v.GetGop()) * time.Millisecond
	}
	return p, nil
}
