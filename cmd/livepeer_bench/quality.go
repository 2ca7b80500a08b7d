package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/livepeer/streamflow/core"
)

// quality of one rendition against the source scaled to its size.
type quality struct {
	Frames int     `json:"frames"`
	Bytes  int64   `json:"bytes"`
	SSIM   float64 `json:"ssim"` // over all planes, 1 is equal
	PSNR   float64 `json:"psnr"` // dB, average over all planes
}

// renditionsQuality has both sides of one profile.
type renditionsQuality struct {
	Profile string  `json:"profile"`
	Ours    quality `json:"ours"`
	CLI     quality `json:"ffmpeg"`
}

// compareQuality looks at what the last round left behind.
func compareQuality(ctx context.Context, o *transcodeOptions, src *source, dir string) ([]renditionsQuality, error) {
	var all []renditionsQuality
	for _, p := range o.profiles {
		ours, err := measureQuality(ctx, src, rendition(filepath.Join(dir, "ours-0"), p), p)
		if err != nil {
			return nil, err
		}
		cli, err := measureQuality(ctx, src, rendition(filepath.Join(dir, "ffmpeg-0"), p), p)
		if err != nil {
			return nil, err
		}
		all = append(all, renditionsQuality{Profile: p.Name, Ours: *ours, CLI: *cli})
	}
	return all, nil
}

// measureQuality compares a rendition with the source frame by frame, by
// number and not by time.
// Source: https://ffmpeg.org/ffmpeg-filters.html#ssim and #psnr.
func measureQuality(ctx context.Context, src *source, file string, p core.Profile) (*quality, error) {
	w, h := core.OutputSize(sourceWidth, sourceHeight, p)
	byNumber := fmt.Sprintf("settb=1/%d,setpts=N", sourceFPS)
	graph := fmt.Sprintf("[0:v]%s,split[d1][d2];[1:v]scale=%d:%d,%s,split[r1][r2];[d1][r1]ssim[s];[d2][r2]psnr[p]", byNumber, w, h, byNumber)
	log, err := runFFmpeg(ctx, "-i", file, "-i", src.file, "-filter_complex", graph, "-map", "[s]", "-map", "[p]", "-f", "null", "-")
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	q := &quality{Bytes: info.Size()}
	for _, field := range []struct {
		pattern string
		value   *float64
	}{{`SSIM .* All:([0-9.]+)`, &q.SSIM}, {`PSNR .* average:([0-9.]+|inf)`, &q.PSNR}} {
		m := regexp.MustCompile(field.pattern).FindStringSubmatch(log)
		if m == nil {
			return nil, fmt.Errorf("no %q in what ffmpeg says of %s: %s", field.pattern, file, tail(log))
		}
		if *field.value, err = strconv.ParseFloat(m[1], 64); err != nil {
			return nil, err
		}
	}
	q.Frames, err = countFrames(ctx, file)
	return q, err
}

// countFrames decodes a file and counts its pictures.
func countFrames(ctx context.Context, file string) (int, error) {
	log, err := runFFmpeg(ctx, "-i", file, "-map", "0:v", "-f", "null", "-")
	if err != nil {
		return 0, err
	}
	all := regexp.MustCompile(`frame= *(\d+)`).FindAllStringSubmatch(log, -1)
	if len(all) == 0 {
		return 0, fmt.Errorf("ffmpeg counts no frames in %s", file)
	}
	return strconv.Atoi(all[len(all)-1][1])
}

func printQuality(out io.Writer, list []renditionsQuality) error {
	if len(list) == 0 {
		return nil
	}
	rows := [][]string{{"rendition", "side", "frames", "kbit/s", "SSIM", "PSNR"}}
	for _, q := range list {
		for _, side := range []struct {
			name string
			q    quality
		}{{"ours", q.Ours}, {"ffmpeg", q.CLI}} {
			rate := float64(side.q.Bytes) * 8 * sourceFPS / math.Max(float64(side.q.Frames), 1) / 1000
			rows = append(rows, []string{
				q.Profile, side.name, strconv.Itoa(side.q.Frames), fmt.Sprintf("%.0f", rate),
				fmt.Sprintf("%.4f", side.q.SSIM), fmt.Sprintf("%.2f dB", side.q.PSNR),
			})
		}
		rows = append(rows, []string{q.Profile, "difference", "", "", fmt.Sprintf("%+.4f", q.Ours.SSIM-q.CLI.SSIM), fmt.Sprintf("%+.2f dB", q.Ours.PSNR-q.CLI.PSNR)})
	}
	return table(out, rows...)
}
