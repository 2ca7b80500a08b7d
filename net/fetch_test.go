package net_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	lpnet "github.com/livepeer/streamflow/net"
	"github.com/stretchr/testify/require"
)

func TestReachOf(t *testing.T) {
	t.Parallel()
	tests := map[lpnet.Reach][]string{
		lpnet.ReachPublic:   {"8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"},
		lpnet.ReachPrivate:  {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "198.18.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "0.1.2.3"},
		lpnet.ReachLoopback: {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"},
		lpnet.ReachNever:    {"169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"},
	}
	for want, addrs := range tests {
		for _, a := range addrs {
			require.Equal(t, want, lpnet.ReachOf(netip.MustParseAddr(a)), a)
		}
	}
	require.Equal(t, lpnet.ReachNever, lpnet.ReachOf(netip.Addr{}))
}

func TestReachFor(t *testing.T) {
	t.Parallel()
	var strict lpnet.FetchPolicy
	require.Equal(t, lpnet.ReachPublic, strict.ReachFor(netip.Addr{}))
	require.Equal(t, lpnet.ReachPublic, strict.ReachFor(netip.MustParseAddr("8.8.8.8")))
	require.Equal(t, lpnet.ReachPublic, strict.ReachFor(netip.MustParseAddr("169.254.0.1")))
	require.Equal(t, lpnet.ReachPrivate, strict.ReachFor(netip.MustParseAddr("10.0.0.1")))
	require.Equal(t, lpnet.ReachLoopback, strict.ReachFor(netip.MustParseAddr("127.0.0.1")))
	require.Equal(t, lpnet.ReachLoopback, lpnet.FetchPolicy{AllowPrivate: true}.ReachFor(netip.MustParseAddr("8.8.8.8")))
}

func newFetcher(t *testing.T, policy lpnet.FetchPolicy) *lpnet.Fetcher {
	t.Helper()
	f := lpnet.NewFetcher(policy)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func TestFetch(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte("x"), 9<<20)
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %v", r.Proto, r.TLS != nil && r.TLS.NegotiatedProtocol != "")
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { w.Write(big) })
	mux.HandleFunc("/sized", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(big)))
		w.Write(big)
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte("short"))
	})
	mux.HandleFunc("/redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok", http.StatusFound) })
	srv := httptest.NewUnstartedServer(mux)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	f := newFetcher(t, lpnet.FetchPolicy{})
	local := netip.MustParseAddr("127.0.0.1")

	data, err := f.Fetch(t.Context(), srv.URL+"/ok", local, 100)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 false", string(data), "HTTP/1.1 without ALPN")
	for _, path := range []string{"/big", "/sized"} {
		data, err = f.Fetch(t.Context(), srv.URL+path, local, int64(len(big)))
		require.NoError(t, err)
		require.Equal(t, big, data)
		_, err = f.Fetch(t.Context(), srv.URL+path, local, int64(len(big))-1)
		require.ErrorIs(t, err, lpnet.ErrFetchTooLarge)
	}
	_, err = f.Fetch(t.Context(), srv.URL+"/cut", local, 100)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	_, err = f.Fetch(t.Context(), srv.URL+"/redirect", local, 100)
	require.ErrorIs(t, err, lpnet.ErrFetchRedirect)
	_, err = f.Fetch(t.Context(), srv.URL+"/none?token=secret", local, 100)
	var status *lpnet.FetchStatusError
	require.ErrorAs(t, err, &status)
	require.Equal(t, http.StatusNotFound, status.Code)
	require.NotContains(t, err.Error(), "secret")

	_, err = f.Fetch(t.Context(), srv.URL+"/ok", netip.MustParseAddr("8.8.8.8"), 100)
	require.ErrorIs(t, err, lpnet.ErrForbiddenAddress, "a connection that another peer opened is not reused")
	_, err = newFetcher(t, lpnet.FetchPolicy{AllowPrivate: true}).Fetch(t.Context(), srv.URL+"/ok", netip.Addr{}, 100)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = f.Fetch(ctx, srv.URL+"/ok", local, 100)
	require.ErrorIs(t, err, context.Canceled)
}

func TestFetchRefusesURLs(t *testing.T) {
	t.Parallel()
	f := newFetcher(t, lpnet.FetchPolicy{})
	for _, u := range []string{"", "file:///etc/passwd", "ftp://a/b", "http:///x", "//host/x", "\x00", "gopher://127.0.0.1:70/", string(make([]byte, 9000))} {
		_, err := f.Fetch(t.Context(), u, netip.MustParseAddr("127.0.0.1"), 100)
		require.ErrorIs(t, err, lpnet.ErrFetchURL, "%.20q", u)
	}
	// A name counts for nothing, what it resolves to does.
	for _, u := range []string{"http://localhost:1/", "http://127.1:1/", "http://[::1]:1/", "http://0.0.0.0:1/", "http://169.254.169.254/latest"} {
		_, err := f.Fetch(t.Context(), u, netip.MustParseAddr("8.8.8.8"), 100)
		require.Error(t, err, u)
		if u != "http://127.1:1/" { // not an address to every resolver
			require.ErrorIs(t, err, lpnet.ErrForbiddenAddress, u)
		}
	}
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := lpnet.LoadCertificate(dir, "orch.example")
	require.NoError(t, err)
	parsed := first.Leaf
	require.NoError(t, parsed.VerifyHostname("orch.example"))
	require.True(t, parsed.IsCA)
	again, err := lpnet.LoadCertificate(dir, "orch.example")
	require.NoError(t, err)
	require.Equal(t, first.Certificate, again.Certificate, "kept over restarts")
	info, err := os.Stat(filepath.Join(dir, "key.pem"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	other, err := lpnet.LoadCertificate(dir, "127.0.0.1")
	require.NoError(t, err)
	require.NotEqual(t, first.Certificate, other.Certificate, "the host has changed")
	require.NoError(t, other.Leaf.VerifyHostname("127.0.0.1"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cert.pem"), []byte("x"), 0o600))
	_, err = lpnet.LoadCertificate(dir, "127.0.0.1")
	require.ErrorContains(t, err, "remove cert.pem")
	_, err = lpnet.LoadCertificate(filepath.Join(dir, "none"), "a")
	require.Error(t, err)
	certPEM, keyPEM, err := lpnet.NewCertificate("a")
	require.NoError(t, err)
	_, err = tls.X509KeyPair(certPEM, keyPEM)
	require.NoError(t, err)
}
