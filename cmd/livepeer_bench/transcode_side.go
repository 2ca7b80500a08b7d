package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// transcodeSide is the hidden sub-command that is our side of the comparison:
// a process that has the segments of its streams transcoded by workers, one
// segment after the other, and writes each rendition to one file.
const transcodeSide = "transcode-side"

func runTranscodeSide(ctx context.Context, args []string, _ io.Writer) error {
	fs := flag.NewFlagSet(transcodeSide, flag.ContinueOnError)
	dir := fs.String("segments", "", "directory with the source's segments")
	out := fs.String("out", "", "prefix of the files to write")
	sessions := fs.Int("sessions", 1, "streams at once")
	preset := fs.String("preset", "medium", "x264 preset")
	list := fs.String("profiles", core.DefaultPresets, "renditions")
	if err := fs.Parse(args); err != nil {
		return err
	}
	profiles, err := core.ParsePresets(*list)
	if err != nil {
		return err
	}
	segments, err := filepath.Glob(filepath.Join(*dir, "segment-*.ts"))
	if err != nil {
		return err
	}
	slices.Sort(segments)
	cfg := worker.DefaultConfig()
	cfg.Preset = *preset
	cfg.MaxWorkers = *sessions
	cfg.Spares = -1
	cfg.JobTimeout = 2 * time.Minute // a busy machine is no finding here
	sup, err := worker.New(cfg)
	if err != nil {
		return err
	}
	if err := sup.Start(ctx); err != nil {
		return err
	}
	defer sup.Close()
	group, ctx := errgroup.WithContext(ctx)
	for n := range *sessions {
		s := session{transcoder: sup, profiles: profiles, segments: segments, prefix: fmt.Sprintf("%s-%d", *out, n)}
		group.Go(func() error { return s.run(ctx, core.SessionID(fmt.Sprint(n))) })
	}
	return group.Wait()
}

// session is one stream.
type session struct {
	transcoder core.Transcoder
	profiles   []core.Profile
	segments   []string
	prefix     string
}

func (s *session) run(ctx context.Context, id core.SessionID) error {
	files := make([]*os.File, len(s.profiles))
	for i, p := range s.profiles {
		f, err := os.Create(rendition(s.prefix, p))
		if err != nil {
			return err
		}
		defer f.Close()
		files[i] = f
	}
	defer s.transcoder.EndSession(id)
	for seq, name := range s.segments {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		done, err := s.transcoder.Transcode(ctx, &core.Task{
			SessionID: id, ManifestID: core.ManifestID(id), Seq: uint64(seq), Duration: segmentSeconds * time.Second,
			Source: core.NewSource(data), Profiles: s.profiles, OrchestratorID: "offchain",
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i, r := range done.Renditions {
			if _, err := files[i].Write(r.Data); err != nil {
				return err
			}
		}
	}
	return nil
}
