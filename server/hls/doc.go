// Package hls plays a broadcaster's streams out over HTTP Live Streaming
// (RFC 8216): a Server keeps the newest segments of each rendition in memory
// and answers for /stream/…, a Viewer is the small web page that plays them.
//
// # Lifecycle
//
// New(Config) gives a Server that is ready at once. The broadcaster opens an
// output for each stream and writes segments and gaps to it; after End the last
// playlists and segments stay for Config.Linger, so that viewers who are a few
// seconds behind get to the end. A stream that comes back under its name in that
// time goes on with the next media sequence number and a discontinuity, so that
// no address ever names two different segments while caches may hold it. Close
// forgets everything and stops the timers; there are no goroutines to wait for.
//
// # Rules
//
//   - Segments of a rendition are numbered without holes, starting with the
//     sequence number of the first one, and addressed by that number. A publisher
//     whose own numbers jump or repeat causes a discontinuity, not a hole.
//   - A segment that failed for good is listed with EXT-X-GAP and answered with
//     404: players that know the tag do not ask for it, players that do not
//     (FFmpeg 5.1) ask, are refused at once, and go on with the next.
//   - MPEG-TS is listed as it is. A fragmented MP4 file, which is what sources in
//     AV1 and VP9 are cut into, is taken apart: what comes before its fragments
//     is named by EXT-X-MAP, once for all segments of one format, and the
//     fragments are the segment. A change of format comes with a discontinuity
//     and a new EXT-X-MAP.
//   - An MP4 file with an index of its samples cannot be named so. A rendition
//     that has only such ones is not in the playlists, and of a push the
//     multipart reply has it; among others such a segment is a gap.
//   - A rendition is in the master playlist from its first segment on, in MPEG-TS
//     from its first gap too. A request for the master that comes earlier waits
//     a little (Config.StartWait), since players read a master only once.
//   - Memory is bounded for each stream and for all of them together: the oldest
//     segments leave first, first those of ended streams.
//
// # Playlists
//
// Master playlists are written with github.com/grafov/m3u8. Media playlists are
// written here, since that library rounds EXTINF to milliseconds of a float32,
// rounds the target duration up rather than to the nearest second, and has no
// EXT-X-GAP; the tests read them back with the library.
//
// All methods are safe for concurrent use; the calls on one Output must come in
// order, as core/broadcaster says.
package hls
