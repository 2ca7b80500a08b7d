package orchestrator_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/stretchr/testify/require"
)

// transportStream is two packets: the tables of a program with one stream.
func transportStream(streamType byte) []byte {
	packet := func(pid uint16, section ...byte) []byte {
		p := append([]byte{0x47, 0x40 | byte(pid>>8), byte(pid), 0x10, 0}, section...)
		for len(p) < 188 {
			p = append(p, 0xff)
		}
		return p
	}
	programs := packet(0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xe1, 0, 0, 0, 0, 0)
	streams := packet(0x100, 2, 0xb0, 18, 0, 1, 0xc1, 0, 0, 0xe1, 1, 0xf0, 0, streamType, 0xe1, 1, 0xf0, 0, 0, 0, 0, 0)
	return append(programs, streams...)
}

// A segment that is not what its job said brings no renditions, and costs
// nothing.
func TestSegmentFormat(t *testing.T) {
	t.Parallel()
	const h264, hevc, aac = 0x1b, 0x24, 0x0f
	job := func(caps ...core.Capability) *core.Capabilities {
		return &core.Capabilities{Bits: core.NewCapabilitySet(caps...)}
	}
	tests := map[string]struct {
		source   []byte
		required *core.Capabilities
		duration time.Duration // of the renditions
		refused  bool
	}{
		"ok_h264":           {source: transportStream(h264), required: job(core.CapH264, core.CapAuthToken)},
		"ok_h264_422":       {source: transportStream(h264), required: job(core.CapH264Decode422_8)},
		"ok_hevc":           {source: transportStream(hevc), required: job(core.CapH264, core.CapHEVCDecode)},
		"ok_no_job":         {source: transportStream(hevc)},
		"ok_empty_job":      {source: transportStream(hevc), required: job()},
		"ok_other_codec":    {source: transportStream(aac), required: job(core.CapVP8Decode)},
		"ok_mp4":            {source: []byte("\x00\x00\x00\x18ftypmp42"), required: job(core.CapH264)},
		"ok_longer":         {source: transportStream(h264), required: job(core.CapH264), duration: 12 * time.Second},
		"err_hevc_for_h264": {source: transportStream(hevc), required: job(core.CapH264), refused: true},
		"err_h264_for_hevc": {source: transportStream(h264), required: job(core.CapHEVCDecode), refused: true},
		"err_far_longer":    {source: transportStream(h264), required: job(core.CapH264), duration: 33 * time.Second, refused: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			debits := 0
			f := start(t, func(cfg *orchestrator.Config) {
				cfg.Capabilities = func() *core.Capabilities {
					return core.NewCapabilities("0.9.1", append(core.DefaultCapabilities(), core.CapHEVCDecode, core.CapH264Decode422_8, core.CapVP8Decode)...)
				}
				cfg.Payments = payments{debit: func(orchestrator.Account, int64) { debits++ }}
				cfg.Transcoder = &pool{transcode: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
					done, err := renditions(ctx, task)
					done.Renditions[1].Duration = tc.duration
					return done, err
				}}
			})
			defer f.Close()
			transcode := func(source func() (*core.Source, func())) error {
				h := segment(f.quote(t).Token, 0)
				h.Required = tc.required
				a, err := f.Admit(t.Context(), h, nil)
				require.NoError(t, err)
				defer a.Release()
				s, arrive := source()
				go arrive()
				answer := a.Transcode(t.Context(), s, orchestrator.Delivery{Inline: true})
				require.Equal(t, answer.Err != nil, len(answer.Renditions) == 0)
				return answer.Err
			}
			whole := transcode(func() (*core.Source, func()) { return core.NewSource(tc.source), func() {} })
			early := transcode(func() (*core.Source, func()) {
				arrival := core.NewArrival(len(tc.source), time.Now())
				early := arrival.Early()
				return early, func() {
					if _, err := arrival.Read(bytes.NewReader(tc.source)); err != nil {
						arrival.Fail(err)
						return
					}
					arrival.Confirm()
				}
			})
			if !tc.refused {
				require.NoError(t, whole)
				require.NoError(t, early)
				require.Equal(t, 2, debits)
				return
			}
			require.ErrorIs(t, whole, core.ErrSegmentFormat)
			require.ErrorIs(t, early, core.ErrSegmentFormat)
			require.Zero(t, debits)
		})
	}
}
