// Package net is the wire between nodes: the protobuf messages (net/pb) turned
// into the words of package core and back, the header encoding of POST
// /segment, the TLS credentials, and the client that a broadcaster uses to talk
// to orchestrators.
//
// Only this package and server/rpc know protobuf. Every decoder here reads
// bytes of strangers: any submessage may be missing, any list empty, any number
// out of range, and each gives an error or a safe value, never a panic.
//
// Importers call it lpnet, so as not to hide the standard library's net.
package net
