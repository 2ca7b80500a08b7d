package worker

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// releaseLoaded gives back the pages of files that starting this process has touched:
// FFmpeg comes with a hundred libraries, most of whose pages only the dynamic linker
// has looked at. What is needed later comes back from the page cache. It is best effort.
func releaseLoaded() {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	for _, m := range cleanMappings(f) {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// cleanMappings are those of files that this process cannot have changed: they are not
// writable, and none of their pages is its own. Others would lose what was written
// to them, such as relocations. Source: proc(5), /proc/pid/smaps.
func cleanMappings(smaps io.Reader) []mapping {
	var list []mapping
	var last mapping // a candidate, whose fields are being read
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		fields := bytes.Fields(lines.Bytes())
		switch {
		case len(fields) >= 5 && bytes.ContainsRune(fields[0], '-'):
			last = mapping{}
			if len(fields) >= 6 && fields[5][0] == '/' && !bytes.ContainsRune(fields[1], 'w') {
				last, _ = parseRange(fields[0])
			}
		case len(fields) >= 2 && string(fields[0]) == "Anonymous:" && string(fields[1]) == "0" && last.to > last.from:
			list = append(list, last)
		}
	}
	if lines.Err() != nil {
		return nil
	}
	return list
}

// parseRange reads "7f0a1000-7f0a2000".
func parseRange(text []byte) (m mapping, ok bool) {
	from, to, _ := bytes.Cut(text, []byte("-"))
	a, errA := strconv.ParseUint(string(from), 16, 64)
	b, errB := strconv.ParseUint(string(to), 16, 64)
	if errA != nil || errB != nil {
		return mapping{}, false
	}
	return mapping{uintptr(a), uintptr(b)}, true
}
