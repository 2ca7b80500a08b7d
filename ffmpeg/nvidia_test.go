package ffmpeg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// Where there is no card, it is said at once what is missing.
func TestNvidiaWithoutCard(t *testing.T) {
	t.Parallel()
	n, err := ffmpeg.NvidiaDevices()
	if err == nil {
		t.Skipf("this machine has %d cards", n)
	}
	var de *ffmpeg.DeviceError
	require.ErrorAs(t, err, &de)
	require.Regexp(t, `lib(cuda|nvcuvid|nvidia-encode)\.so\.1 is missing; install Nvidia's driver|driver`, de.Error())
	_, _, err = transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Device: ffmpeg.Device{Nvidia: true, Index: 3}}, []byte("x"))
	require.ErrorAs(t, err, &de)
	require.Equal(t, 3, de.Index)
}
