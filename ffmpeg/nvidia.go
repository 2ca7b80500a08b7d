package ffmpeg

/*
#include "nvidia.h"
*/
import "C"

import "fmt"

// checkNvidia says what is missing to use a graphics card, at once and without
// FFmpeg. The error is a *DeviceError.
func checkNvidia(d Device) error {
	var missing [64]C.char
	n := C.lp_nvidia_count(flag(!d.CPUEncode), &missing[0], C.int(len(missing)))
	switch {
	case n == C.LP_NVIDIA_NO_LIBRARY:
		return &DeviceError{Index: d.Index, Reason: fmt.Sprintf("%s is missing; install Nvidia's driver", C.GoString(&missing[0]))}
	case n < 0:
		return &DeviceError{Index: d.Index, Reason: "the driver is installed but does not work (is the kernel module loaded?); nvidia-smi tells more"}
	case n == 0:
		return &DeviceError{Index: d.Index, Reason: "the driver finds no card"}
	case d.Index < 0 || d.Index >= int(n):
		return &DeviceError{Index: d.Index, Reason: fmt.Sprintf("there are %d cards, numbered from 0", int(n))}
	}
	return nil
}

// NvidiaDevices is the number of graphics cards that decode, or a *DeviceError
// that says why there is none to use.
func NvidiaDevices() (int, error) {
	if err := checkNvidia(Device{Nvidia: true, CPUEncode: true}); err != nil {
		return 0, err
	}
	var missing [64]C.char
	return int(C.lp_nvidia_count(0, &missing[0], C.int(len(missing)))), nil
}
