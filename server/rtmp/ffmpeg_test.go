package rtmp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/stretchr/testify/require"
)

// needFFmpeg bounds the time of a test with the ffmpeg tools.
func needFFmpeg(t *testing.T) context.Context {
	t.Helper()
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		_, err := exec.LookPath(tool)
		require.NoError(t, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// publishWithFFmpeg sends n frames of H.264 at 25 fps and AAC of the same length, as fast as they are taken.
func publishWithFFmpeg(ctx context.Context, address string, n int, args ...string) *exec.Cmd {
	base := []string{
		"-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25", "-f", "lavfi", "-i", "sine=sample_rate=44100",
		"-frames:v", strconv.Itoa(n), "-t", fmt.Sprint(float64(n) / 25), "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-bf", "2", "-g", "25",
		"-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv",
	}
	return exec.CommandContext(ctx, "ffmpeg", append(append(base, args...), address)...)
}

// TestFFmpegPublishes checks what arrives from a real publisher.
func TestFFmpegPublishes(t *testing.T) {
	t.Parallel()
	ctx := needFFmpeg(t)
	r := newRecorder()
	requests := make(chan rtmp.Request, 1)
	s := start(t, rtmp.Config{Handler: fakeHandler{t: t, publish: func(_ context.Context, req rtmp.Request) (rtmp.Publication, error) {
		requests <- req
		return r, nil
	}}})
	address := "rtmp://" + s.Addr().String() + "/live/show/secret?token=1"
	out, err := publishWithFFmpeg(ctx, address, 50).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NoError(t, <-r.closed, "ffmpeg ends its stream itself")
	req := <-requests
	require.Equal(t, address, req.URL)
	require.Equal(t, []string{"show", "secret", "1"}, []string{req.ManifestID, req.StreamKey, req.Query.Get("token")})

	close(r.tags)
	var frames, keyframes, configs, metadata, audio int
	last := int64(-1)
	for tag := range r.tags {
		switch tag.Type {
		case flv.TagScript:
			if tag.IsMetadata() {
				metadata++
			}
		case flv.TagAudio:
			h, err := flv.ParseAudio(tag.Data)
			require.NoError(t, err)
			require.Equal(t, flv.CodecAAC, h.Codec)
			if h.IsSequenceHeader() {
				configs++
			} else {
				audio++
			}
		case flv.TagVideo:
			h, err := flv.ParseVideo(tag.Data)
			require.NoError(t, err)
			require.Equal(t, flv.CodecH264, h.Codec)
			switch {
			case h.IsSequenceHeader():
				configs++
			case h.Packet == flv.PacketFrames:
				frames++
				require.Greater(t, tag.Timestamp, last)
				last = tag.Timestamp
			}
			if h.IsKeyframe() {
				keyframes++
			}
		}
	}
	require.Equal(t, []int{50, 2, 2, 1}, []int{frames, keyframes, configs, metadata})
	require.InDelta(t, 82, audio, 6, "ffmpeg ends with the last video frame, a little before or after the audio")
	require.InDelta(t, 49*40, last, 80)
}

// TestFFmpegPlays checks that a real player gets every frame, whatever the size of the chunks.
func TestFFmpegPlays(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 128, 4096, 65536} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			ctx := needFFmpeg(t)
			h := newHub()
			s := start(t, rtmp.Config{Handler: h, ChunkSize: size})
			address := "rtmp://" + s.Addr().String() + "/show"
			// The publisher of the test joins the hub without a connection, and waits for the player: no frame is missed.
			publication, err := h.Publish(ctx, rtmp.Request{ManifestID: "show"})
			require.NoError(t, err)
			fanout := publication.(*hubPublication).Fanout
			var stdout, stderr bytes.Buffer
			player := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=codec_name,nb_read_frames", "-of", "json", address)
			player.Stdout, player.Stderr = &stdout, &stderr
			require.NoError(t, player.Start())
			require.Eventually(t, func() bool { return fanout.Subscribers() == 1 }, time.Minute, 5*time.Millisecond)
			audio := 0
			for _, tag := range sampleStream(ctx, t) {
				require.NoError(t, publication.WriteTag(tag))
				if h, err := flv.ParseAudio(tag.Data); tag.Type == flv.TagAudio && err == nil && !h.IsSequenceHeader() {
					audio++
				}
			}
			require.NoError(t, publication.Close(nil))
			require.NoError(t, player.Wait(), stderr.String())
			require.Empty(t, stderr.String())
			require.Equal(t, map[string]string{"h264": "50", "aac": strconv.Itoa(audio)}, frameCounts(t, stdout.Bytes()))
		})
	}
}

// TestFFmpegToFFmpeg connects a real publisher with two real players, one of them late.
func TestFFmpegToFFmpeg(t *testing.T) {
	t.Parallel()
	ctx := needFFmpeg(t)
	h := newHub()
	s := start(t, rtmp.Config{Handler: h})
	address := "rtmp://" + s.Addr().String() + "/live/show"
	publisher := publishWithFFmpeg(ctx, address, 75, "-flush_packets", "1")
	publisher.Args = append([]string{publisher.Args[0], "-re"}, publisher.Args[1:]...)
	require.NoError(t, publisher.Start())
	require.Equal(t, "show", <-h.started)
	players := make(chan error, 2)
	for range 2 {
		go func() {
			out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-nostdin", "-rtmp_live", "live", "-i", address, "-map", "0:v", "-map", "0:a",
				"-frames:v", "25", "-f", "null", "-").CombinedOutput()
			if err != nil || len(out) > 0 {
				err = fmt.Errorf("player: %w: %s", err, out)
			}
			players <- err
		}()
	}
	require.NoError(t, <-players)
	require.NoError(t, <-players)
	require.NoError(t, publisher.Wait())
	require.NoError(t, <-h.ended)
}

// TestFFmpegIsTold checks that a real client shows why it was refused.
func TestFFmpegIsTold(t *testing.T) {
	t.Parallel()
	ctx := needFFmpeg(t)
	h := newHub()
	s := start(t, rtmp.Config{Handler: h})
	dialTCP(t, s).publish("show")
	out, err := publishWithFFmpeg(ctx, "rtmp://"+s.Addr().String()+"/show", 25).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "Another publisher already sends this stream")
	out, err = exec.CommandContext(ctx, "ffprobe", "-v", "error", "rtmp://"+s.Addr().String()+"/nothing").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "There is no such stream now")
}

// TestFFmpegOverTLS publishes over rtmps.
func TestFFmpegOverTLS(t *testing.T) {
	t.Parallel()
	ctx := needFFmpeg(t)
	r := newRecorder()
	s := start(t, rtmp.Config{Handler: recording(t, r), TLS: serverTLS(t)})
	out, err := publishWithFFmpeg(ctx, "rtmps://"+s.Addr().String()+"/show", 25).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NoError(t, <-r.closed)
	require.Greater(t, len(r.tags), 25)
}

// sampleStream returns the tags of two seconds of H.264 and AAC.
func sampleStream(ctx context.Context, t *testing.T) []flv.Tag {
	t.Helper()
	var stderr bytes.Buffer
	cmd := publishWithFFmpeg(ctx, "-", 50)
	cmd.Stderr = &stderr
	file, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	r, err := flv.NewReader(bytes.NewReader(file), 0)
	require.NoError(t, err)
	var tags []flv.Tag
	for {
		tag, err := r.ReadTag()
		if err != nil {
			return tags
		}
		tags = append(tags, tag)
	}
}

// frameCounts reads ffprobe's answer: frames by codec.
func frameCounts(t *testing.T, out []byte) map[string]string {
	t.Helper()
	var info struct {
		Streams []struct {
			Codec  string `json:"codec_name"`
			Frames string `json:"nb_read_frames"`
		}
	}
	require.NoError(t, json.Unmarshal(out, &info), string(out))
	counts := make(map[string]string)
	for _, s := range info.Streams {
		counts[s.Codec] = s.Frames
	}
	return counts
}
