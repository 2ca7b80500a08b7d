package pm

// MergeSeen returns the union of two sets of nonces as Received and Restore have
// them.
func MergeSeen(a, b []byte) []byte {
	s, t := nonceSetOf(a), nonceSetOf(b)
	for i := range s {
		s[i] |= t[i]
	}
	return s.bytes()
}
