package ffmpeg

// For the tests of plans and tags, which need no FFmpeg.
type (
	Plan            = renditionPlan
	Source          = sourceInfo
	Rational        = rational
	VideoParameters = videoParameters
	Option          = option
)

var (
	PlanRenditions = planRenditions
	VideoTag       = videoTag
	AudioTag       = audioTag
)
