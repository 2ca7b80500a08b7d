// Package transcoders is an orchestrator's side towards standalone
// transcoders: they register over gRPC (net.Transcoder/RegisterTranscoder), are
// told of tasks on the same stream, fetch sources from memory
// (GET /stream/<session>/<seq>.tempfile) and post results
// (/transcodeResults). Source: wire.md 10, 17.
//
// Service plugs into the one listener of server/rpc by RegisterGRPC and
// RegisterHTTP. Each registered transcoder is a member of a transcoding.Pool
// for as long as its stream lives.
//
// The shared secret alone gives nobody a task's result or source. A result is
// taken only from the transcoder that has the task: its id is a random number
// that only this one was told, and it must come with the secret of that
// registration, or, from transcoders that do not know such a thing, from the
// same network address. The same holds for the source.
package transcoders
