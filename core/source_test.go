package core_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

// readAll reads a source as a consumer does, and returns what it has seen.
func readAll(ctx context.Context, s *core.Source) ([]byte, error) {
	var got []byte
	for {
		part, err := s.At(ctx, len(got))
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, err
		}
		got = append(got, part...)
	}
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func TestWholeSource(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "x", "source"} {
		s := core.NewSource([]byte(data))
		require.Equal(t, len(data), s.Size())
		got, err := readAll(t.Context(), s)
		require.NoError(t, err)
		require.Equal(t, data, string(got))
		_, err = s.At(t.Context(), len(data))
		require.ErrorIs(t, err, io.EOF)
		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		whole, err := s.Bytes(canceled)
		require.NoError(t, err, "nothing is waited for")
		require.Equal(t, data, string(whole))
		<-s.Settled()
	}
	require.Zero(t, (*core.Source)(nil).Size())
}

// errBroken stands for whatever breaks a source.
var errBroken = errors.New("connection lost")

// Readers of all kinds see the bytes and the end that the writer gives, and
// never the end of a source that breaks.
func TestArrival(t *testing.T) {
	t.Parallel()
	const size = 700_000
	data := noise(size)
	tests := map[string]struct {
		comes int // bytes, before the reader ends with err
		err   error
		wrong bool // the hash
		want  error
	}{
		"ok":            {comes: size},
		"err_cut":       {comes: size - 1, err: io.EOF, want: io.ErrUnexpectedEOF},
		"err_cut_early": {comes: 200_000, err: errBroken, want: errBroken},
		"err_hash":      {comes: size, wrong: true, want: errBroken},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := core.NewArrival(size, time.Now())
				r := io.MultiReader(bytes.NewReader(data[:tc.comes]), &faulty{tc.err})
				_, err := a.Read(r)
				require.NoError(t, err)
				source := a.Early()
				require.False(t, a.Soon(), "it is given out once")
				var readers sync.WaitGroup
				check := func(got []byte, err error) {
					if !errors.Is(err, tc.want) || err == nil && !bytes.Equal(data, got) || !bytes.HasPrefix(data, got) {
						t.Errorf("reader got %d bytes and %v", len(got), err)
					}
					if err != nil && len(got) == size {
						t.Error("a reader had all of a source that broke")
					}
				}
				for range 8 {
					readers.Go(func() { check(readAll(t.Context(), source)) })
				}
				readers.Go(func() { check(source.Bytes(t.Context())) })
				readers.Go(func() {
					<-source.Settled()
					if !errors.Is(source.Err(), tc.want) {
						t.Errorf("settled with %v", source.Err())
					}
				})
				for err == nil {
					_, err = a.Read(r)
				}
				switch {
				case err != io.EOF:
					a.Fail(err)
				case tc.wrong:
					a.Fail(errBroken)
				default:
					require.Same(t, source, a.Confirm())
				}
				readers.Wait()
				require.Equal(t, tc.comes, a.Filled())
			})
		})
	}
}

// faulty reads nothing but an error; nil is the end.
type faulty struct{ err error }

func (f *faulty) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// The last bytes wait for the writer's word.
func TestLastBytesAreConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := core.NewArrival(100_000, time.Now())
		r := bytes.NewReader(make([]byte, 100_000))
		_, err := a.Read(io.LimitReader(r, 70_000))
		require.NoError(t, err)
		source := a.Early()
		_, err = a.Read(r)
		require.NoError(t, err)
		_, err = a.Read(r)
		require.ErrorIs(t, err, io.EOF)
		seen, err := source.At(t.Context(), 0)
		require.NoError(t, err)
		require.Len(t, seen, 70_000)
		require.NoError(t, source.Err())
		impatient, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = source.At(impatient, 70_000)
		require.ErrorIs(t, err, context.Canceled)
		_, err = source.Bytes(impatient)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, source.Wait(impatient), context.Canceled)
		a.Confirm()
		seen, err = source.At(t.Context(), 70_000)
		require.NoError(t, err)
		require.Len(t, seen, 30_000)
		a.Fail(errBroken)
		require.NoError(t, source.Err(), "what is whole stays so")
	})
}

// pace is a reader of bytes that come in packets, each after a pause.
type pace struct {
	packet int
	pause  time.Duration
}

func (p pace) Read(b []byte) (int, error) {
	time.Sleep(p.pause)
	return min(p.packet, len(b)), nil
}

// A source is given out when the rest of it is a matter of a tenth of a second.
func TestArrivalSoon(t *testing.T) {
	t.Parallel()
	const mega = 1 << 20
	tests := map[string]struct {
		size   int
		packet int
		pause  time.Duration
		// earlier is how long the bytes are on their way already.
		earlier time.Duration
		at      int // bytes that were there when it was given out; 0 for never
	}{
		"ok_fast":        {size: mega, packet: 64 << 10, pause: time.Millisecond, at: 64 << 10},
		"ok_fast_enough": {size: mega, packet: 64 << 10, pause: 6 * time.Millisecond, at: 64 << 10},
		"ok_slow_end":    {size: mega, packet: 64 << 10, pause: 20 * time.Millisecond, at: mega - 5*64<<10},
		"ok_waited":      {size: mega, packet: 64 << 10, earlier: 50 * time.Millisecond, at: 6 * 64 << 10},
		"never_slow":     {size: mega, packet: 64 << 10, pause: 150 * time.Millisecond},
		"never_small":    {size: 64 << 10, packet: 16 << 10, pause: time.Microsecond},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := core.NewArrival(tc.size, time.Now().Add(-tc.earlier))
				at := 0
				for {
					_, err := a.Read(pace{tc.packet, tc.pause})
					if err == io.EOF {
						break
					}
					require.NoError(t, err)
					if a.Soon() {
						at = a.Filled()
						a.Early()
					}
				}
				require.NotNil(t, a.Confirm())
				require.Equal(t, tc.at, at)
			})
		})
	}
}

// Those who got a source early do not wait long for one that stalls. Its bytes
// are not lost.
func TestArrivalLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(300_000)
		r := bytes.NewReader(data)
		a := core.NewArrival(len(data), time.Now())
		_, err := a.Read(io.LimitReader(r, 100_000))
		require.NoError(t, err)
		early := a.Early()
		start := time.Now()
		_, err = readAll(t.Context(), early)
		require.ErrorIs(t, err, core.ErrSourceLate)
		require.Equal(t, 500*time.Millisecond, time.Since(start))
		for err = nil; err == nil; {
			_, err = a.Read(r)
		}
		require.ErrorIs(t, err, io.EOF)
		whole := a.Confirm()
		require.NotSame(t, early, whole)
		got, err := whole.Bytes(t.Context())
		require.NoError(t, err)
		require.Equal(t, data, got)
		require.ErrorIs(t, early.Err(), core.ErrSourceLate)
	})
}
