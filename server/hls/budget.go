package hls

// admit makes room for size more bytes in st, or says that there is none. The
// oldest segments of st leave when st is over its own limit; over the common
// limit, streams that have ended leave first, then the oldest segments of st: a
// stream never costs another running one its segments. s.mu is held.
func (s *Server) admit(st *stream, size int64) bool {
	if size > s.cfg.MaxStreamBytes || size > s.cfg.MaxBytes {
		return false
	}
	evicted := 0
	for st.bytes+size > s.cfg.MaxStreamBytes && s.dropOldest(st) {
		evicted++
	}
	for s.bytes+size > s.cfg.MaxBytes {
		if ended := s.endedStreams(); len(ended) > 0 {
			s.forget(ended[0])
			continue
		}
		if !s.dropOldest(st) {
			break
		}
		evicted++
	}
	if evicted > 0 {
		s.obs.Evicted(st.id, evicted)
	}
	return st.bytes+size <= s.cfg.MaxStreamBytes && s.bytes+size <= s.cfg.MaxBytes
}

// dropOldest drops the oldest segment of any rendition of st. s.mu is held.
func (s *Server) dropOldest(st *stream) bool {
	var oldest *track
	for _, t := range st.all() {
		if t.firstData() >= 0 && (oldest == nil || t.pieces[t.firstData()].number < oldest.pieces[oldest.firstData()].number) {
			oldest = t
		}
	}
	if oldest == nil {
		return false
	}
	s.release(st, oldest.drop(oldest.firstData()+1))
	return true
}

// releaseTracks gives back what the tracks that left st held. s.mu is held.
func (s *Server) releaseTracks(st *stream, gone []*track) {
	for _, t := range gone {
		s.release(st, t.drop(len(t.pieces)))
	}
}

func (s *Server) release(st *stream, size int64) {
	st.bytes -= size
	s.bytes -= size
	s.obs.BytesHeld(s.bytes)
}
