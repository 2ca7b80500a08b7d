package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	const own = module + "/"
	for _, c := range []struct {
		name    string
		pkg     Package
		wantErr string // part of the one finding, "" for none
	}{
		{"ok_core_sees_pm", Package{ImportPath: own + "core", Imports: []string{own + "pm", own + "common/clock"}}, ""},
		{"ok_core_sees_core", Package{ImportPath: own + "core/broadcaster", Imports: []string{own + "core"}}, ""},
		{"err_core_sees_net", Package{ImportPath: own + "core/broadcaster", Imports: []string{own + "net"}}, "must not import net"},
		{"err_core_sees_store", Package{ImportPath: own + "core/broadcaster", Imports: []string{own + "core/store"}}, "must not import core/store"},
		{"ok_store_sees_core", Package{ImportPath: own + "core/store", Imports: []string{own + "core", "database/sql"}}, ""},
		{"err_sql_elsewhere", Package{ImportPath: own + "pm", Imports: []string{"database/sql"}}, "database/sql"},
		{"ok_net_sees_pb", Package{ImportPath: own + "net", Imports: []string{own + "net/pb", own + "core", "google.golang.org/grpc/codes"}}, ""},
		{"err_pb_sees_core", Package{ImportPath: own + "net/pb", Imports: []string{own + "core"}}, "net/pb may import nothing"},
		{"err_pb_sees_net", Package{ImportPath: own + "net/pb", Imports: []string{own + "net"}}, "must not import net"},
		{"err_common_sees_common", Package{ImportPath: own + "common/a", Imports: []string{own + "common/b"}}, "must not import common/b"},
		{"err_adapters", Package{ImportPath: own + "server/hls", Imports: []string{own + "server/rtmp"}}, "adapters do not import each other"},
		{"err_adapters_ffmpeg", Package{ImportPath: own + "server/hls", Imports: []string{own + "ffmpeg"}}, "adapters do not import each other"},
		{"ok_same_adapter", Package{ImportPath: own + "server/rpc", Imports: []string{own + "server/rpc/transcoders"}}, ""},
		{"ok_cmd_sees_all", Package{ImportPath: own + "cmd/livepeer/node", Imports: []string{own + "ffmpeg", own + "server/hls", own + "monitor"}}, ""},
		{"ok_cli_sees_cliapi", Package{ImportPath: own + "cmd/livepeer_cli", Imports: []string{own + "server/cliapi"}}, ""},
		{"ok_cli_sees_chain", Package{ImportPath: own + "cmd/livepeer_cli", Imports: []string{own + "core/chain", own + "pm"}}, ""},
		{"err_cli_sees_net", Package{ImportPath: own + "cmd/livepeer_cli", Imports: []string{own + "net"}}, "must not import net"},
		{"err_cgo_elsewhere", Package{ImportPath: own + "core", CgoFiles: []string{"a.go"}}, "only ffmpeg"},
		{"err_prometheus_elsewhere", Package{ImportPath: own + "core", Imports: []string{"github.com/prometheus/client_golang/prometheus"}}, "only monitor may"},
		{"err_protobuf_elsewhere", Package{ImportPath: own + "core", Imports: []string{"google.golang.org/protobuf/proto"}}, "only net, server/rpc may"},
		{"ok_geth_values", Package{ImportPath: own + "core", Imports: []string{"github.com/ethereum/go-ethereum/common", "github.com/ethereum/go-ethereum/crypto"}}, ""},
		{"err_geth_client", Package{ImportPath: own + "core", Imports: []string{"github.com/ethereum/go-ethereum/ethclient"}}, "only eth may"},
		{"ok_slog", Package{ImportPath: own + "core", Imports: []string{"log/slog"}}, ""},
		{"err_log", Package{ImportPath: own + "core", Imports: []string{"log"}}, "nothing may"},
		{"err_testing", Package{ImportPath: own + "core", Imports: []string{"testing"}}, "only test may"},
		{"ok_testing_in_support", Package{ImportPath: own + "core/coretest", Imports: []string{"testing", own + "core"}}, ""},
		{"err_support_in_product", Package{ImportPath: own + "core/broadcaster", Imports: []string{own + "core/coretest"}}, "test support"},
		{"err_vague_name", Package{ImportPath: own + "core/util", Name: "util"}, "says nothing"},
		{"err_no_layer", Package{ImportPath: own + "attic", Imports: []string{own + "core"}}, "is in no layer"},
		{"err_test_sees_cmd", Package{ImportPath: own + "core", XTestImports: []string{own + "cmd/livepeer/node"}}, "its tests must not import cmd/livepeer/node"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found := Check(c.pkg)
			if c.wantErr == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Contains(t, found[0], c.wantErr)
		})
	}
}
