package discovery

import (
	"container/heap"
	"time"
)

// schedule holds the entries that will be asked, the next one first.
type schedule []*entry

// put sets when e is asked next.
func (s *schedule) put(e *entry, at time.Time) {
	e.due = at
	if e.index < 0 {
		heap.Push((*heapOf)(s), e)
		return
	}
	heap.Fix((*heapOf)(s), e.index)
}

// remove takes e out; it may not be in.
func (s *schedule) remove(e *entry) {
	if e.index >= 0 {
		heap.Remove((*heapOf)(s), e.index)
	}
}

// next takes out the first that is due; else it returns how long that takes, an
// hour at most.
func (s *schedule) next(now time.Time) (*entry, time.Duration) {
	const most = time.Hour
	if len(*s) == 0 {
		return nil, most
	}
	e := (*s)[0]
	if wait := e.due.Sub(now); wait > 0 {
		return nil, min(wait, most)
	}
	s.remove(e)
	return e, 0
}

// heapOf has the methods that container/heap asks for.
type heapOf schedule

func (h heapOf) Len() int           { return len(h) }
func (h heapOf) Less(i, j int) bool { return h[i].due.Before(h[j].due) }

func (h heapOf) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *heapOf) Push(x any) {
	e := x.(*entry)
	e.index = len(*h)
	*h = append(*h, e)
}

func (h *heapOf) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	e.index = -1
	return e
}
