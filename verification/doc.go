// Package verification judges what orchestrators return: whether the renditions
// of a segment are what was asked for, and show what the source shows.
//
// It is pure. What is in the media comes in as core.MediaFacts, which workers
// find out, and signatures are checked through a port; nothing here decodes,
// waits or remembers:
//
//	Plan      which frames to look at, drawn so that nobody can foresee them
//	Policy    the limits, with defaults from a measured set
//	Check     Policy and Job to Verdict: the faults of each rendition
//	Sampler   which segments get the dearer checks
//	Bundle    a failing result with all that a third party needs to judge it
//
// All types are safe for concurrent use once they are made.
package verification
