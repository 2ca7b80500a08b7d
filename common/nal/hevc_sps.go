package nal

// HEVCProfile returns the 12 bytes of profile, tier, flags and level with which
// the profile_tier_level of a sequence parameter set begins (H.265 7.3.3); nil
// when the set is cut off before their end. hvcC has the same bytes behind its
// version.
func HEVCProfile(unit []byte) []byte {
	// Before them are two bytes of header, and one of identifiers and sub-layers.
	const before, size = 3, 12
	b := Unescape(unit[:min(len(unit), maxSPSBytes)])
	if len(b) < before+size {
		return nil
	}
	return b[before : before+size]
}
