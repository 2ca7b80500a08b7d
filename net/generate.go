package net

// protoc is Debian's protobuf-compiler; the plugins are protoc-gen-go v1.36.12
// and protoc-gen-go-grpc v1.6.2 on the PATH.
//go:generate sh -c "cd .. && protoc --go_out=. --go_opt=module=github.com/livepeer/streamflow --go-grpc_out=. --go-grpc_opt=module=github.com/livepeer/streamflow net/lp_rpc.proto net/redeemer.proto"
