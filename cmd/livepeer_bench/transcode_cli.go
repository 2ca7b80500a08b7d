package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// cliCommand is one ffmpeg command line that transcodes the whole source with
// the encoder settings that the node uses: bitrate, floor, ceiling and buffer
// all equal, an IDR picture every segment, 3 B-frames, audio copied.
func cliCommand(o *transcodeOptions, src *source, prefix string) []string {
	var split, chains []string
	for i, p := range o.profiles {
		w, h := core.OutputSize(sourceWidth, sourceHeight, p)
		split = append(split, fmt.Sprintf("[s%d]", i))
		chains = append(chains, fmt.Sprintf("[s%d]scale=%d:%d,fps=%d[v%d]", i, w, h, p.FPS, i))
	}
	graph := fmt.Sprintf("[0:v]split=%d%s;%s", len(o.profiles), strings.Join(split, ""), strings.Join(chains, ";"))
	args := []string{"ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", src.file, "-filter_complex", graph}
	for i, p := range o.profiles {
		rate := strconv.FormatInt(p.Bitrate, 10)
		args = append(args, "-map", fmt.Sprintf("[v%d]", i), "-map", "0:a", "-c:v", "libx264", "-preset", o.preset,
			"-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-bf", "3",
			"-forced-idr", "1", "-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", segmentSeconds),
			"-c:a", "copy", "-f", "mpegts", rendition(prefix, p))
	}
	return args
}

// rendition is the file that a side writes one profile to.
func rendition(prefix string, p core.Profile) string { return fmt.Sprintf("%s-%s.ts", prefix, p.Name) }
