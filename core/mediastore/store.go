// Package mediastore keeps the media of recent segments in memory, for peers
// and players to fetch: a bounded number of objects in each directory, and a
// bounded number of bytes in all.
package mediastore

import (
	"container/list"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Defaults and limits of a Store.
const (
	DefaultPerDir   = 12        // newest objects of a directory (wire.md 6)
	DefaultMaxBytes = 512 << 20 // of all objects together
	maxPathLen      = 1024      // bytes
)

// ErrInvalidPath says that a directory or name is empty, too long, or has an
// empty or dotted element.
var ErrInvalidPath = errors.New("invalid path of a media object")

// ErrTooLarge says that an object alone is larger than the whole store.
var ErrTooLarge = errors.New("media object is larger than the store")

// Object is a stored piece of media. Its data is shared and must not be changed.
type Object struct {
	ContentType string
	Data        []byte
	Stored      time.Time
}

// Config has a store's limits; zeros stand for the defaults.
type Config struct {
	PerDir   int
	MaxBytes int64
}

// Store keeps objects by path, "dir/name". It is safe for concurrent use.
type Store struct {
	perDir   int
	maxBytes int64

	mu      sync.RWMutex
	objects map[string]*list.Element // guarded by mu: *entry by path
	dirs    map[string]*list.List    // guarded by mu: *entry by directory, oldest first
	order   *list.List               // guarded by mu: all *entry, oldest first
	bytes   int64                    // guarded by mu
}

type entry struct {
	path, dir string
	object    Object
	inDir     *list.Element
}

// New returns an empty store.
func New(cfg Config) *Store {
	if cfg.PerDir <= 0 {
		cfg.PerDir = DefaultPerDir
	}
	if cfg.MaxBytes <= 0 {
		cfg.MaxBytes = DefaultMaxBytes
	}
	return &Store{
		perDir: cfg.PerDir, maxBytes: cfg.MaxBytes,
		objects: make(map[string]*list.Element), dirs: make(map[string]*list.List), order: list.New(),
	}
}

// Put stores data under dir/name in place of what was there, and drops the
// oldest objects of the directory, then of the store, that exceed the limits.
// Errors: ErrInvalidPath, ErrTooLarge.
func (s *Store) Put(dir, name, contentType string, data []byte) error {
	if !validPath(dir) || !validPath(name) || strings.Contains(name, "/") {
		return fmt.Errorf("%w: %.100q in %.100q", ErrInvalidPath, name, dir)
	}
	if int64(len(data)) > s.maxBytes {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), s.maxBytes)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := dir + "/" + name
	if old := s.objects[path]; old != nil {
		s.remove(old)
	}
	files := s.dirs[dir]
	if files == nil {
		files = list.New()
		s.dirs[dir] = files
	}
	e := &entry{path: path, dir: dir, object: Object{ContentType: contentType, Data: data, Stored: time.Now()}}
	e.inDir = files.PushBack(e)
	s.objects[path] = s.order.PushBack(e)
	s.bytes += int64(len(data))
	for files.Len() > s.perDir {
		s.remove(s.objects[files.Front().Value.(*entry).path])
	}
	for s.bytes > s.maxBytes {
		s.remove(s.order.Front())
	}
	return nil
}

// Get returns the object at "dir/name".
func (s *Store) Get(path string) (Object, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e := s.objects[path]
	if e == nil {
		return Object{}, false
	}
	return e.Value.(*entry).object, true
}

// RemoveDir drops a directory and all below it. An unknown one is ignored.
func (s *Store) RemoveDir(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for d, files := range s.dirs {
		if d != dir && !strings.HasPrefix(d, dir+"/") {
			continue
		}
		for files.Len() > 0 {
			s.remove(s.objects[files.Front().Value.(*entry).path])
		}
	}
}

// Size returns how many bytes and objects there are.
func (s *Store) Size() (bytes int64, objects int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.bytes, len(s.objects)
}

// remove drops one object; the caller holds mu.
func (s *Store) remove(el *list.Element) {
	e := el.Value.(*entry)
	s.order.Remove(el)
	delete(s.objects, e.path)
	s.bytes -= int64(len(e.object.Data))
	files := s.dirs[e.dir]
	files.Remove(e.inDir)
	if files.Len() == 0 {
		delete(s.dirs, e.dir)
	}
}

func validPath(p string) bool {
	if p == "" || len(p) > maxPathLen {
		return false
	}
	for el := range strings.SplitSeq(p, "/") {
		if el == "" || el == "." || el == ".." {
			return false
		}
	}
	return true
}
