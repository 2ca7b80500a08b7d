package worker

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Device is one piece of media hardware, by the number that its driver gives
// it, such as "0". The empty device is the CPU.
type Device string

// maxDevices bounds a list of devices.
const maxDevices = 64

// DeviceListError says what is wrong with a list of devices.
type DeviceListError struct {
	List   string
	Reason string
}

func (e *DeviceListError) Error() string {
	return fmt.Sprintf("device list %q: %s; use numbers such as \"0,1\", or \"all\"", e.List, e.Reason)
}

// ParseDevices reads the value of -nvidia: device numbers with commas between
// them, or "all" for every device that find returns. Errors are of type
// *DeviceListError, or find's own.
func ParseDevices(list string, find func() ([]Device, error)) ([]Device, error) {
	if strings.TrimSpace(list) == "all" {
		devices, err := find()
		if err != nil {
			return nil, err
		}
		if len(devices) == 0 {
			return nil, &DeviceListError{List: list, Reason: "no device was found on this machine"}
		}
		return devices, nil
	}
	parts := strings.Split(list, ",")
	if len(parts) > maxDevices {
		return nil, &DeviceListError{List: list[:32] + "…", Reason: fmt.Sprintf("%d devices, at most %d are possible", len(parts), maxDevices)}
	}
	var devices []Device
	for _, part := range parts {
		n, err := strconv.ParseUint(strings.TrimSpace(part), 10, 16)
		if err != nil {
			return nil, &DeviceListError{List: list, Reason: fmt.Sprintf("%q is no device number", part)}
		}
		d := Device(strconv.FormatUint(n, 10))
		if slices.Contains(devices, d) {
			return nil, &DeviceListError{List: list, Reason: fmt.Sprintf("device %s is named twice", d)}
		}
		devices = append(devices, d)
	}
	return devices, nil
}

// FindNvidia returns the Nvidia cards of this machine, or of this container:
// one for each /dev/nvidiaN below root, which is "/" outside of tests. The
// driver numbers the cards that a process may see from 0.
func FindNvidia(root string) ([]Device, error) {
	paths, err := filepath.Glob(filepath.Join(root, "dev", "nvidia*"))
	if err != nil {
		return nil, fmt.Errorf("look for Nvidia devices: %w", err)
	}
	card := regexp.MustCompile(`^nvidia[0-9]+$`)
	var devices []Device
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil && errors.Is(err, os.ErrNotExist) {
			continue
		}
		if card.MatchString(filepath.Base(p)) && len(devices) < maxDevices {
			devices = append(devices, Device(strconv.Itoa(len(devices))))
		}
	}
	return devices, nil
}

// sessionIdle is when a session that nobody ended no longer counts as load.
// Orchestrators end idle sessions after 70 s (wire.md 13).
const sessionIdle = 2 * time.Minute

// deviceTable spreads sessions over devices by load and keeps each on its own.
type deviceTable struct {
	devices []Device

	// guarded by mu:
	mu       sync.Mutex
	sessions map[core.SessionID]*placement
	// cpuEncode names the devices whose pictures the CPU encodes.
	cpuEncode map[Device]bool
}

type placement struct {
	device Device
	cost   int64 // pixels per second that the session encodes
	used   time.Time
}

func newDeviceTable(devices []Device) *deviceTable {
	return &deviceTable{devices: slices.Clone(devices), sessions: make(map[core.SessionID]*placement), cpuEncode: make(map[Device]bool)}
}

// place returns the device of a session; a new one goes to the device with the
// least load. Without devices it is the CPU.
func (t *deviceTable) place(id core.SessionID, profiles []core.Profile, now time.Time) Device {
	if len(t.devices) == 0 {
		return ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.sessions[id]; p != nil {
		p.used, p.cost = now, encodeCost(profiles)
		return p.device
	}
	load := make(map[Device]int64, len(t.devices))
	for other, p := range t.sessions {
		if now.Sub(p.used) > sessionIdle {
			delete(t.sessions, other)
			continue
		}
		load[p.device] += p.cost
	}
	best := slices.MinFunc(t.devices, func(a, b Device) int { return cmp.Compare(load[a], load[b]) })
	if id != "" {
		t.sessions[id] = &placement{device: best, cost: encodeCost(profiles), used: now}
	}
	return best
}

func (t *deviceTable) end(id core.SessionID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.sessions, id)
}

// setCPUEncode says whether the CPU encodes what the device decodes.
func (t *deviceTable) setCPUEncode(d Device, on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cpuEncode[d] = on
}

func (t *deviceTable) encodesOnCPU(d Device) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cpuEncode[d]
}

// encodeCost is the sum of width x height x frames per second; a profile that
// keeps the source's rate counts as 30.
func encodeCost(profiles []core.Profile) int64 {
	var sum int64
	for _, p := range profiles {
		num, den := p.Rate()
		if num == 0 {
			num, den = 30, 1
		}
		sum += int64(p.Width) * int64(p.Height) * int64(num) / int64(den)
	}
	return sum
}
