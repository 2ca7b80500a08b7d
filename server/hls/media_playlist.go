package hls

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// mediaPlaylist writes the playlist of one rendition (RFC 8216 4.3.3).
func mediaPlaylist(id core.ManifestID, t *track, window int, ended bool) []byte {
	pieces, discontinuities := t.listed(window)
	first := t.next
	if len(pieces) > 0 {
		first = pieces[0].number
	}
	b := make([]byte, 0, 256+len(pieces)*160)
	b = fmt.Appendf(b, "#EXTM3U\n#EXT-X-VERSION:%d\n#EXT-X-MEDIA-SEQUENCE:%d\n#EXT-X-TARGETDURATION:%d\n", playlistVersion(pieces), first, t.target())
	if discontinuities > 0 {
		b = fmt.Appendf(b, "#EXT-X-DISCONTINUITY-SEQUENCE:%d\n", discontinuities)
	}
	base := "/stream/" + escape(string(id)) + "/" + escape(t.name) + "/"
	var named *initSection
	for _, p := range pieces {
		if p.discontinuity {
			b = append(b, "#EXT-X-DISCONTINUITY\n"...)
		}
		if p.init != nil && p.init != named {
			named = p.init
			b = fmt.Appendf(b, "#EXT-X-MAP:URI=\"%s%s\"\n", base, named.file())
		}
		b = append(b, "#EXT-X-PROGRAM-DATE-TIME:"...)
		b = p.start.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
		b = append(b, '\n')
		if p.gap {
			b = append(b, "#EXT-X-GAP\n"...)
		}
		b = fmt.Appendf(b, "#EXTINF:%s,\n%s%s\n", seconds(p.duration), base, p.file())
	}
	if ended {
		b = append(b, "#EXT-X-ENDLIST\n"...)
	}
	return b
}

// playlistVersion is the lowest that has what the playlist uses (RFC 8216 7; its
// second edition for EXT-X-GAP).
func playlistVersion(pieces []piece) int {
	version := 3 // EXTINF with decimals
	for _, p := range pieces {
		switch {
		case p.gap:
			return 8
		case p.init != nil:
			version = 6 // EXT-X-MAP
		}
	}
	return version
}

// seconds writes d with three decimals, and with up to six where it has them.
func seconds(d time.Duration) string {
	d = d.Round(time.Microsecond)
	s := strconv.FormatFloat(d.Seconds(), 'f', 6, 64)
	for strings.HasSuffix(s, "0") && len(s)-strings.IndexByte(s, '.') > 4 {
		s = s[:len(s)-1]
	}
	return s
}

// escape makes s one element of a URI's path. A colon would turn a relative
// reference into one with a scheme (RFC 3986 4.2).
func escape(s string) string {
	return strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
}
