package mediastore_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPutGet(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{})
	require.NoError(t, s.Put("1a2b3c4d/P240p", "0.ts", "video/mp2t", []byte("one")))
	o, ok := s.Get("1a2b3c4d/P240p/0.ts")
	require.True(t, ok)
	require.Equal(t, "one", string(o.Data))
	require.Equal(t, "video/mp2t", o.ContentType)
	require.NoError(t, s.Put("1a2b3c4d/P240p", "0.ts", "video/mp2t", []byte("other")))
	o, _ = s.Get("1a2b3c4d/P240p/0.ts")
	require.Equal(t, "other", string(o.Data))
	bytes, objects := s.Size()
	require.Equal(t, int64(5), bytes)
	require.Equal(t, 1, objects)
	_, ok = s.Get("1a2b3c4d/P240p/1.ts")
	require.False(t, ok)
}

func TestNewestOfADirectoryStay(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{PerDir: 3})
	for i := range 5 {
		require.NoError(t, s.Put("a", fmt.Sprint(i), "", []byte("x")))
	}
	require.NoError(t, s.Put("b", "0", "", []byte("x")))
	for path, there := range map[string]bool{"a/0": false, "a/1": false, "a/2": true, "a/3": true, "a/4": true, "b/0": true} {
		_, ok := s.Get(path)
		require.Equal(t, there, ok, path)
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{MaxBytes: 10})
	require.NoError(t, s.Put("a", "1", "", make([]byte, 4)))
	require.NoError(t, s.Put("b", "1", "", make([]byte, 4)))
	require.NoError(t, s.Put("a", "1", "", make([]byte, 4)), "put again: now the newest")
	require.NoError(t, s.Put("c", "1", "", make([]byte, 4)))
	_, ok := s.Get("b/1")
	require.False(t, ok, "the least recently put goes first")
	_, ok = s.Get("a/1")
	require.True(t, ok)
	require.ErrorIs(t, s.Put("d", "1", "", make([]byte, 11)), mediastore.ErrTooLarge)
	_, ok = s.Get("a/1")
	require.True(t, ok, "one that does not fit pushes nothing out")
}

func TestRemoveDir(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{})
	for _, dir := range []string{"s", "s/p", "s/p/q", "sp", "t"} {
		require.NoError(t, s.Put(dir, "0", "", []byte("x")))
	}
	s.RemoveDir("s")
	s.RemoveDir("unknown")
	_, objects := s.Size()
	require.Equal(t, 2, objects)
	_, ok := s.Get("sp/0")
	require.True(t, ok)
}

func TestPaths(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{})
	for _, p := range [][2]string{{"", "a"}, {"a", ""}, {"a", "b/c"}, {"a/../b", "c"}, {"a", ".."}, {"/a", "b"}, {"a/", "b"}, {"a", strings.Repeat("x", 2000)}} {
		require.ErrorIs(t, s.Put(p[0], p[1], "", nil), mediastore.ErrInvalidPath, "%v", p)
	}
}

func TestConcurrently(t *testing.T) {
	t.Parallel()
	s := mediastore.New(mediastore.Config{PerDir: 2, MaxBytes: 64})
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				dir := fmt.Sprint(i % 5)
				_ = s.Put(dir, fmt.Sprint(g), "", make([]byte, i%20))
				s.Get(dir + "/0")
				if i%50 == 0 {
					s.RemoveDir(dir)
				}
			}
		})
	}
	wg.Wait()
	bytes, _ := s.Size()
	require.LessOrEqual(t, bytes, int64(64))
}

func TestLimitsAlwaysHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := mediastore.New(mediastore.Config{PerDir: 3, MaxBytes: 50})
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			dir := rapid.SampledFrom([]string{"a", "b", "a/c"}).Draw(t, "dir")
			if rapid.IntRange(0, 9).Draw(t, "op") == 0 {
				s.RemoveDir(dir)
				continue
			}
			name := rapid.SampledFrom([]string{"0", "1", "2", "3", "4"}).Draw(t, "name")
			data := make([]byte, rapid.IntRange(0, 50).Draw(t, "size"))
			require.NoError(t, s.Put(dir, name, "", data))
			o, ok := s.Get(dir + "/" + name)
			require.True(t, ok, "the newest is always there")
			require.Len(t, o.Data, len(data))
			total, seen := int64(0), 0
			for _, d := range []string{"a", "b", "a/c"} {
				n := 0
				for _, f := range []string{"0", "1", "2", "3", "4"} {
					if o, ok := s.Get(d + "/" + f); ok {
						n++
						total += int64(len(o.Data))
					}
				}
				require.LessOrEqual(t, n, 3)
				seen += n
			}
			bytes, objects := s.Size()
			require.Equal(t, total, bytes)
			require.Equal(t, seen, objects)
			require.LessOrEqual(t, bytes, int64(50))
		}
	})
}
