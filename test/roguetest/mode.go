package roguetest

import "fmt"

// Mode is how a Proxy behaves.
type Mode int

// The modes. All but Honest do harm.
const (
	// Honest passes everything on.
	Honest Mode = iota
	// Dead resets connections, those that are open too.
	Dead
	// Hanging takes requests and never answers.
	Hanging
	// Slow answers Config.Delay late.
	Slow
	// Garbage answers with bytes that are no media.
	Garbage
	// Few leaves a rendition out.
	Few
	// Size answers with renditions of half the width and height.
	Size
	// Black answers with black pictures.
	Black
	// Frozen answers with the first picture of each rendition, all the time.
	Frozen
	// Replayed answers with the renditions of the segment before.
	Replayed
	// Overcharging counts four times the pixels.
	Overcharging
	// Refusing has no room, neither for streams nor for segments.
	Refusing
	// Flapping is Dying and Honest in turn, each for Config.Period.
	Flapping
	// Dying takes a segment and resets the connection.
	Dying
	// Lying says of each segment, without a look at it, that its source is at fault.
	Lying
	// Mute does segments well, but never answers a question for its terms.
	Mute
)

func names() []string {
	return []string{
		"honest", "dead", "hanging", "slow", "garbage", "few", "size", "black", "frozen", "replayed",
		"overcharging", "refusing", "flapping", "dying", "lying", "mute",
	}
}

// Modes are all that do harm to segments.
func Modes() []Mode {
	var list []Mode
	for m := Dead; m <= Lying; m++ {
		list = append(list, m)
	}
	return list
}

func (m Mode) String() string {
	if m < 0 || int(m) >= len(names()) {
		return fmt.Sprintf("Mode(%d)", int(m))
	}
	return names()[m]
}
