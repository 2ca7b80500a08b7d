package verification_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

func codes(v verification.Verdict) (list []verification.Code) {
	for _, f := range v.Faults {
		list = append(list, f.Code)
	}
	return slices.Compact(list)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	type change = func(job *verification.Job, r *verification.Result, v *core.VideoFacts)
	tests := map[string]struct {
		change change
		want   []verification.Code // none: ok
	}{
		"ok":          {func(*verification.Job, *verification.Result, *core.VideoFacts) {}, nil},
		"err_too_few": {func(j *verification.Job, _ *verification.Result, _ *core.VideoFacts) { j.Results = j.Results[:1] }, []verification.Code{verification.RenditionCount}},
		"err_too_many": {func(j *verification.Job, r *verification.Result, _ *core.VideoFacts) {
			j.Results = append(j.Results, *r)
		}, []verification.Code{verification.RenditionCount}},
		"err_none": {func(j *verification.Job, _ *verification.Result, _ *core.VideoFacts) { j.Results = nil }, []verification.Code{verification.RenditionCount}},
		"err_unreadable": {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) {
			r.Facts, r.Unreadable = nil, errors.New("text")
		}, []verification.Code{verification.Unreadable}},
		"err_not_looked":   {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Facts = nil }, []verification.Code{verification.Unreadable}},
		"err_no_video":     {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Facts.Video = nil }, []verification.Code{verification.NoVideo}},
		"err_container":    {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Facts.Container = core.MP4 }, []verification.Code{verification.WrongContainer}},
		"err_codec":        {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Codec = core.HEVC }, []verification.Code{verification.WrongCodec}},
		"err_damaged":      {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Damaged = 1 }, []verification.Code{verification.Damaged}},
		"err_pixel_format": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.PixelFormat = "yuv444p" }, []verification.Code{verification.WrongFormat}},
		"ok_full_range":    {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.PixelFormat = "yuvj420p" }, nil},
		"ok_as_asked": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].ColorDepth, v.PixelFormat = 10, "yuv420p10le"
		}, nil},
		"err_width":        {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Width -= 2 }, []verification.Code{verification.WrongSize}},
		"err_height":       {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Height += 2 }, []verification.Code{verification.WrongSize}},
		"err_size_changes": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.SizeChanges = 2 }, []verification.Code{verification.SizeChanges}},
		"err_sample_size": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Samples = []core.FrameSample{{Width: 64, Height: 36}}
		}, []verification.Code{verification.SizeChanges}},
		"ok_frame_more": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(10*time.Second, 61, frame)
		}, nil},
		"ok_frame_fewer": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(10*time.Second, 59, frame)
		}, nil},
		"err_two_more": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(10*time.Second, 62, frame)
		}, []verification.Code{verification.FrameCount}},
		"err_half": {func(_ *verification.Job, r *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(10*time.Second, 30, 2*frame)
		}, []verification.Code{verification.FrameCount}},
		"err_short": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(10*time.Second, 60, frame*3/4)
		}, []verification.Code{verification.WrongDuration}},
		"err_same_time": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			v.Frames[7].Time = v.Frames[6].Time
		}, []verification.Code{verification.BadTimes}},
		"err_hole": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			for i := 50; i < 60; i++ {
				v.Frames[i].Time += 6 * frame
			}
		}, []verification.Code{verification.BadTimes}},
		"err_offset": {func(_ *verification.Job, r *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(12*time.Second, 60, frame)
			r.Facts.Audio.First += 2 * time.Second
		}, []verification.Code{verification.WrongOffset}},
		"ok_offset_as_before": {func(_ *verification.Job, r *verification.Result, v *core.VideoFacts) {
			v.Frames = frames(11400*time.Millisecond, 60, frame)
			r.Facts.Audio.First += 1400 * time.Millisecond
			before := 1410 * time.Millisecond
			r.Offset = &before
		}, nil},
		"err_offset_drifts": {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) {
			before := 500 * time.Millisecond
			r.Offset = &before
		}, []verification.Code{verification.WrongOffset}},
		"err_no_keyframe": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Frames[0].Key = false }, []verification.Code{verification.WrongGOP}},
		"err_leading":     {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Leading = 3 }, []verification.Code{verification.WrongGOP}},
		"ok_gop": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].GOP = time.Second
			v.Frames[30].Key = true
		}, nil},
		"err_gop": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].GOP = time.Second
			v.Frames[20].Key = true
		}, []verification.Code{verification.WrongGOP}},
		"err_not_intra": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].GOP = core.GOPIntra
			for i := range v.Frames {
				v.Frames[i].Key = i != 40
			}
		}, []verification.Code{verification.WrongGOP}},
		"ok_intra": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].GOP = core.GOPIntra
			for i := range v.Frames {
				v.Frames[i].Key = true
			}
		}, nil},
		"err_no_audio": {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Facts.Audio = nil }, []verification.Code{verification.WrongAudio}},
		"err_short_audio": {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) {
			r.Facts.Audio.Duration = time.Second
		}, []verification.Code{verification.WrongAudio}},
		"err_late_audio": {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) {
			r.Facts.Audio.First += time.Second
		}, []verification.Code{verification.WrongAudio}},
		"err_added_audio": {func(j *verification.Job, _ *verification.Result, _ *core.VideoFacts) {
			j.Source.Audio = nil
			j.Results[1].Facts.Audio = nil
		}, []verification.Code{verification.WrongAudio}},
		"err_bitrate":      {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Bytes *= 3 }, []verification.Code{verification.TooManyBits}},
		"ok_fewer_bits":    {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Bytes = 1000 }, nil},
		"err_pixels":       {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Pixels++ }, []verification.Code{verification.PixelsBilled}},
		"ok_fewer_pixels":  {func(_ *verification.Job, r *verification.Result, _ *core.VideoFacts) { r.Pixels = 0 }, nil},
		"err_more_decoded": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.DecodedFrames = 90 }, []verification.Code{verification.FrameCount}},
		"ok_main": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].EncoderProfile, v.Profile = core.ProfileH264Main, 77
		}, nil},
		"ok_main_with_baseline": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].EncoderProfile, v.Profile = core.ProfileH264Main, 66|1<<9
		}, nil},
		"err_baseline_with_high": {func(j *verification.Job, _ *verification.Result, v *core.VideoFacts) {
			j.Profiles[0].EncoderProfile, v.Profile = core.ProfileH264Baseline, 100
		}, []verification.Code{verification.WrongProfile}},
		"ok_ignored": {func(_ *verification.Job, _ *verification.Result, v *core.VideoFacts) { v.Profile = 244 }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := honestJob()
			tt.change(&job, &job.Results[0], job.Results[0].Facts.Video)
			v := verification.DefaultPolicy().Check(job, nil)
			require.Equal(t, tt.want, codes(v), "%v", v.Faults)
			require.Equal(t, len(tt.want) == 0, v.OK())
			var rejected *verification.RejectedError
			require.Equal(t, len(tt.want) > 0, errors.As(v.Err(), &rejected))
			for _, f := range v.Faults {
				if f.Code != verification.RenditionCount {
					require.Equal(t, 0, f.Rendition)
					require.Equal(t, "360", f.Profile)
				}
				require.True(t, v.Has(f.Code))
				require.Contains(t, v.Err().Error(), f.Got)
				require.NotEmpty(t, f.Want)
				require.NotEmpty(t, f.Got)
			}
		})
	}
}

func TestCheck_frameRates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fps, den uint32
		format   core.Container
		n        int
		ok       bool
	}{
		{15, 0, core.MPEGTS, 30, true}, {15, 0, core.MPEGTS, 32, true}, {15, 0, core.MPEGTS, 26, false}, {15, 0, core.MPEGTS, 60, false},
		{60, 1, core.MPEGTS, 120, true}, {60, 1, core.MPEGTS, 60, false}, {30000, 1001, core.MPEGTS, 60, true},
		{15, 0, core.MP4, 31, true}, {0, 0, core.MP4, 62, true}, {0, 0, core.MP4, 63, false}, {0, 0, core.MPEGTS, 62, false},
	} {
		t.Run(fmt.Sprintf("%d_of_%d/%d_%v", tt.n, tt.fps, tt.den, tt.format), func(t *testing.T) {
			t.Parallel()
			job := honestJob()
			p := &job.Profiles[0]
			p.FPS, p.FPSDen, p.Format = tt.fps, tt.den, tt.format
			facts := madeFacts(job.Source, *p)
			facts.Video.Frames = frames(10*time.Second, tt.n, 2*time.Second/time.Duration(tt.n))
			job.Results[0] = verification.Result{Facts: facts}
			v := verification.DefaultPolicy().Check(job, nil)
			require.Equal(t, !tt.ok, v.Has(verification.FrameCount), "%v", v.Faults)
		})
	}
}

func TestCheck_mp4MayBeginAtZero(t *testing.T) {
	t.Parallel()
	job := honestJob()
	job.Profiles[0].Format = core.MP4
	r := &job.Results[0]
	r.Facts.Container = core.MP4
	r.Facts.Video.Frames = frames(0, 60, frame)
	r.Facts.Audio.First -= 10 * time.Second
	require.Empty(t, verification.DefaultPolicy().Check(job, nil).Faults)
	r.Facts.Video.Frames = frames(5*time.Second, 60, frame)
	r.Facts.Audio.First += 5 * time.Second
	require.True(t, verification.DefaultPolicy().Check(job, nil).Has(verification.WrongOffset))
}

// What cannot be transcoded is handed on as it is.
func TestCheck_sourceWithoutVideo(t *testing.T) {
	t.Parallel()
	job := honestJob()
	job.Source.Video = nil
	for i := range job.Results {
		job.Results[i].Facts.Video = nil
	}
	require.Empty(t, verification.DefaultPolicy().Check(job, nil).Faults)
	job.Results[1].Facts.Audio = nil
	require.True(t, verification.DefaultPolicy().Check(job, nil).Has(verification.WrongAudio))
}

// A source that begins without a keyframe is transcoded from there on.
func TestCheck_sourceWithLeadingFrames(t *testing.T) {
	t.Parallel()
	job := honestJob()
	job.Source.Video.Leading = 10
	for i, p := range job.Profiles {
		facts := madeFacts(job.Source, p)
		facts.Video.Frames = frames(10*time.Second+10*frame, 50, frame)
		job.Results[i].Facts = facts
	}
	require.Empty(t, verification.DefaultPolicy().Check(job, nil).Faults)
}

func TestCheck_ignore(t *testing.T) {
	t.Parallel()
	job := honestJob()
	job.Results[0].Facts.Video.Bytes *= 5
	job.Results[1].Facts.Video.Width -= 2
	policy := verification.DefaultPolicy()
	policy.Ignore = []verification.Code{verification.TooManyBits}
	require.Equal(t, []verification.Code{verification.WrongSize}, codes(policy.Check(job, nil)))
}

type fakeSignatures struct {
	by       common.Address
	msg, sig string
}

func (f fakeSignatures) Verify(addr common.Address, msg, sig []byte) bool {
	return addr == f.by && string(msg) == f.msg && string(sig) == f.sig
}

func TestCheck_signature(t *testing.T) {
	t.Parallel()
	known := fakeSignatures{by: common.Address{1}, msg: "results", sig: "signed"}
	job := honestJob()
	job.Signature = &verification.Signature{By: known.by, Message: []byte("results"), Sig: []byte("signed")}
	require.True(t, verification.DefaultPolicy().Check(job, known).OK())
	require.True(t, verification.DefaultPolicy().Check(job, nil).Has(verification.BadSignature), "fails closed")
	job.Signature.Message = []byte("other results")
	require.Equal(t, []verification.Code{verification.BadSignature}, codes(verification.DefaultPolicy().Check(job, known)))
}

// Honest renditions of any shape pass.
func TestCheck_honest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := sourceFacts()
		v := source.Video
		v.Width, v.Height = 2*rapid.IntRange(80, 2000).Draw(t, "w"), 2*rapid.IntRange(80, 2000).Draw(t, "h")
		fps := rapid.IntRange(10, 60).Draw(t, "fps")
		n := rapid.IntRange(fps/2, 10*fps).Draw(t, "frames")
		v.FPSNum = fps
		v.Frames = frames(time.Duration(rapid.Int64Range(0, 1<<45).Draw(t, "start")), n, time.Second/time.Duration(fps))
		source.Audio.First, source.Audio.Duration = v.Frames[0].Time, v.Duration()
		p := core.Profile{
			Name: "p", Width: rapid.IntRange(100, 4000).Draw(t, "width"), Height: rapid.IntRange(100, 4000).Draw(t, "height"),
			Bitrate: rapid.Int64Range(10_000, 10_000_000).Draw(t, "bitrate"), Encoder: rapid.SampledFrom([]core.Codec{core.H264, core.HEVC}).Draw(t, "codec"),
			Format: rapid.SampledFrom([]core.Container{core.MPEGTS, core.MP4}).Draw(t, "format"),
		}
		facts := madeFacts(source, p)
		facts.Video.Frames = frames(v.Frames[0].Time, n, time.Second/time.Duration(fps))
		facts.Video.Bytes = int64(float64(p.Bitrate) / 8 * facts.Video.Duration().Seconds() * rapid.Float64Range(0, 1.4).Draw(t, "fill"))
		job := verification.Job{Profiles: []core.Profile{p}, Source: source, Results: []verification.Result{{Facts: facts}}}
		require.Empty(t, verification.DefaultPolicy().Check(job, nil).Faults)
	})
}

func TestPolicy_Validate(t *testing.T) {
	t.Parallel()
	require.NoError(t, verification.DefaultPolicy().Validate())
	for name, change := range map[string]func(p *verification.Policy){
		"err_frames":     func(p *verification.Policy) { p.FrameSlack = -1 },
		"err_offset":     func(p *verification.Policy) { p.MaxOffset = -1 },
		"err_similarity": func(p *verification.Policy) { p.MinSimilarity = 1.1 },
		"err_still":      func(p *verification.Policy) { p.MaxStill = -0.1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := verification.DefaultPolicy()
			change(&p)
			require.Error(t, p.Validate())
		})
	}
}
