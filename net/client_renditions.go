package net

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/livepeer/streamflow/core"
	"golang.org/x/sync/errgroup"
)

// maxHashBytes bounds an MPEG-7 signature in bytes.
const maxHashBytes = 16 << 20

// ErrDownloadTimeout says that a rendition could not be fetched in time.
var ErrDownloadTimeout = errors.New("download of renditions timed out")

// download fetches all renditions at once, each from where the answer says.
func (x *exchange) download(ctx context.Context, list []core.AnsweredRendition) ([]core.Rendition, error) {
	ctx, stop := context.WithTimeoutCause(ctx, x.limits.download, ErrDownloadTimeout)
	defer stop()
	renditions := make([]core.Rendition, len(list))
	group, groupCtx := errgroup.WithContext(ctx)
	for i, a := range list {
		renditions[i].Pixels = a.Pixels
		group.Go(func() (err error) {
			renditions[i].Data, err = x.client.fetcher.fetch(groupCtx, a.URL, x.peer.reach, core.MaxSegmentBytes)
			return x.named(i, err)
		})
		if x.sub.PerceptualHash && a.PerceptualHashURL != "" {
			group.Go(func() (err error) {
				renditions[i].PerceptualHash, err = x.client.fetcher.fetch(groupCtx, a.PerceptualHashURL, x.peer.reach, maxHashBytes)
				return x.named(i, err)
			})
		}
	}
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
		return nil, err
	}
	return renditions, nil
}

func (x *exchange) named(i int, err error) error {
	if err != nil {
		return fmt.Errorf("download rendition %q: %w", x.profiles[i].Name, err)
	}
	return nil
}

// readInline reads an answer that is followed by its renditions: the length of
// the answer as four bytes, big-endian, the answer, then for each rendition its
// bytes and those of its perceptual hash, as many as the answer says.
// onAnswer is called when the answer itself is there.
func (x *exchange) readInline(body io.Reader, onAnswer func()) (*core.SegmentAnswer, []core.Rendition, error) {
	var prefix [4]byte
	if _, err := io.ReadFull(body, prefix[:]); err != nil {
		return nil, nil, fmt.Errorf("read result: %w", unexpected(err))
	}
	raw, err := readExactly(body, int64(binary.BigEndian.Uint32(prefix[:])), maxAnswerBytes)
	if err != nil {
		return nil, nil, fmt.Errorf("read result: %w", err)
	}
	onAnswer()
	answer, err := x.decodeAnswer(raw)
	if err != nil || answer.Err != nil {
		return answer, nil, err
	}
	renditions := make([]core.Rendition, len(answer.Renditions))
	left := int64(core.MaxSegmentBytes)
	for i, a := range answer.Renditions {
		renditions[i].Pixels = a.Pixels
		if renditions[i].Data, err = readExactly(body, a.InlineBytes, left); err != nil {
			return nil, nil, x.named(i, err)
		}
		left -= a.InlineBytes
		if renditions[i].PerceptualHash, err = readExactly(body, a.InlinePerceptualHashBytes, min(left, maxHashBytes)); err != nil {
			return nil, nil, x.named(i, err)
		}
		left -= a.InlinePerceptualHashBytes
	}
	return answer, renditions, nil
}

// AppendInlinePrefix appends what goes ahead of an answer that its renditions
// follow.
func AppendInlinePrefix(b []byte, answerLen int) []byte {
	return binary.BigEndian.AppendUint32(b, uint32(answerLen))
}

func readExactly(r io.Reader, n, limit int64) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	return readBody(io.LimitReader(r, n), n, limit)
}
