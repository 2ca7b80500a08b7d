package ffmpeg

import "github.com/livepeer/streamflow/common/flv"

// timeline turns the timestamps of tags into decoding times that rise within
// each stream, in 1/90000 s, and finds where the publisher's clock jumps.
type timeline struct {
	unwrap flv.Unwrapper
	last   [2]int64 // of sound and picture
	seen   [2]bool

	// strays counts the tags of a stream not seen yet that were dropped, since
	// they are far from the other stream: after a jump, from before it.
	strays int
}

const (
	// maxStepBack is how far a timestamp may go back and be repaired.
	maxStepBack = muxClock
	// maxStepAhead is the longest pause that is no jump.
	maxStepAhead = 10 * muxClock
	// maxStrays is when a stream is believed that has a clock of its own.
	maxStrays = 500
)

// moment is the place of a packet in its stream.
type moment struct {
	dts    int64
	jumped bool // the clock is another one from here on
}

// place returns the time of a packet; false when it is to be dropped.
func (c *timeline) place(tag flv.Tag, offsetNanos int64) (moment, bool) {
	dts := c.unwrap.Next(uint32(tag.Timestamp))*muxClock/1000 + offsetNanos*9/100_000
	i := 0
	if tag.Type == flv.TagVideo {
		i = 1
	}
	if other := 1 - i; !c.seen[i] && c.seen[other] && c.strays < maxStrays &&
		(dts < c.last[other]-maxStepAhead || dts > c.last[other]+maxStepAhead) {
		c.strays++
		return moment{}, false
	}
	if c.seen[i] && (dts < c.last[i]-maxStepBack || dts > c.last[i]+maxStepAhead) && !c.pause(i, dts) {
		c.seen = [2]bool{}
		c.strays = 0
		c.seen[i], c.last[i] = true, dts
		return moment{dts: dts, jumped: true}, true
	}
	if c.seen[i] && dts <= c.last[i] {
		dts = c.last[i] + 1 // repeated or slightly backward
	}
	c.seen[i], c.last[i] = true, dts
	return moment{dts: dts}, true
}

// pause tells whether stream i merely had nothing to say: the other one went
// on up to now.
func (c *timeline) pause(i int, dts int64) bool {
	other := 1 - i
	return dts > c.last[i] && c.seen[other] && dts >= c.last[other]-maxStepBack && dts <= c.last[other]+maxStepAhead
}
