package net_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/nettest"
	"github.com/stretchr/testify/require"
)

var local = netip.MustParseAddr("127.0.0.1")

func newUploader(t *testing.T, cfg lpnet.StoreUploaderConfig) *lpnet.StoreUploader {
	t.Helper()
	u := lpnet.NewStoreUploader(cfg)
	t.Cleanup(func() { require.NoError(t, u.Close()) })
	return u
}

func object(name string) lpnet.StoreObject {
	return lpnet.StoreObject{Name: name, ContentType: "video/mp2t", Data: bytes.Repeat([]byte("\r\n--x"), 100<<10)}
}

func TestUploadToStore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, prefix, object string
		kind                 core.StorageKind
		key, path            string
	}{
		{"s3", "a/b", "P240p/12.ts", core.StorageS3, "a/b/P240p/12.ts", "a/b/P240p/12.ts"},
		{"gcs", "a/b", "P240p/12.ts", core.StorageGCS, "a/b/P240p/12.ts", "a/b/P240p/12.ts"},
		{"prefix_with_slash", "a/", "P240p/12.ts", core.StorageS3, "a/P240p/12.ts", "a/P240p/12.ts"},
		{"no_prefix", "", "P240p/12.ts", core.StorageS3, "P240p/12.ts", "P240p/12.ts"},
		{"odd_names", "ä \"q\"\r\n", "a b?c#d%2f\"é/1.ts", core.StorageS3, "ä \"q\"\r\n/a b?c#d%2f\"é/1.ts",
			"%C3%A4%20%22q%22%0D%0A/a%20b%3Fc%23d%252f%22%C3%A9/1.ts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := nettest.NewObjectStore(t, tt.kind, false)
			u := newUploader(t, lpnet.StoreUploaderConfig{})
			obj := object(tt.object)
			url, err := u.Upload(t.Context(), store.Describe(tt.prefix), local, obj)
			require.NoError(t, err, store.Refusals())
			require.Equal(t, store.URL+"/media/"+tt.path, url)
			got, ok := store.Get(tt.key)
			require.True(t, ok)
			require.Equal(t, nettest.Object{ContentType: "video/mp2t", Data: obj.Data}, got)
			data, err := newFetcher(t, lpnet.FetchPolicy{}).Fetch(t.Context(), url, local, 1<<20)
			require.NoError(t, err)
			require.Equal(t, obj.Data, data, "the URL leads to the object")
		})
	}
}

func TestUploadOverTLS(t *testing.T) {
	t.Parallel()
	store := nettest.NewObjectStore(t, core.StorageS3, true)
	roots := x509.NewCertPool()
	roots.AddCert(store.Certificate())
	_, err := newUploader(t, lpnet.StoreUploaderConfig{RootCAs: roots}).Upload(t.Context(), store.Describe("a"), local, object("1.ts"))
	require.NoError(t, err)
	_, err = newUploader(t, lpnet.StoreUploaderConfig{}).Upload(t.Context(), store.Describe("a"), local, object("2.ts"))
	require.Error(t, err, "a certificate that nobody vouches for")
	require.Equal(t, 1, store.Uploads())
}

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		failures []int
		store    func(s *core.ObjectStorage)
		addr     netip.Addr
		want     error
		code     int // of a StoreStatusError
		uploads  int
	}{
		{name: "ok", uploads: 1},
		{name: "ok_200", failures: []int{200}, uploads: 1},
		{name: "ok_201", failures: []int{201}, uploads: 1},
		{name: "ok_after_500", failures: []int{500}, uploads: 2},
		{name: "err_503_twice", failures: []int{503, 503}, code: 503, uploads: 2},
		{name: "err_403", failures: []int{403}, code: 403, uploads: 1},
		{name: "err_202", failures: []int{202}, code: 202, uploads: 1},
		{name: "err_signature", store: func(s *core.ObjectStorage) { s.Signature = "0" + s.Signature }, code: 403, uploads: 1},
		{name: "err_not_the_prefix", store: func(s *core.ObjectStorage) { s.Key = "other" }, code: 403, uploads: 1},
		{name: "err_address", addr: netip.MustParseAddr("8.8.8.8"), want: lpnet.ErrForbiddenAddress},
		{name: "err_unknown_peer", addr: netip.IPv4Unspecified(), want: lpnet.ErrForbiddenAddress},
		{name: "err_direct", store: func(s *core.ObjectStorage) { s.Kind = core.StorageDirect }, want: lpnet.ErrStoreKind},
		{name: "err_no_host", store: func(s *core.ObjectStorage) { s.Host = "" }, want: lpnet.ErrStoreURL},
		{name: "err_scheme", store: func(s *core.ObjectStorage) { s.Host = "file:///tmp" }, want: lpnet.ErrStoreURL},
		{name: "err_query", store: func(s *core.ObjectStorage) { s.Host += "?a" }, want: lpnet.ErrStoreURL},
		{name: "err_user", store: func(s *core.ObjectStorage) { s.Host = "http://u:p@127.0.0.1/" }, want: lpnet.ErrStoreURL},
		{name: "err_long", store: func(s *core.ObjectStorage) { s.Host += "/" + string(make([]byte, 9000)) }, want: lpnet.ErrStoreURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := nettest.NewObjectStore(t, core.StorageS3, false)
			fake.FailNext(tt.failures...)
			store, addr := fake.Describe("a"), local
			if tt.store != nil {
				tt.store(&store)
			}
			if tt.addr.IsValid() {
				addr = tt.addr
			}
			url, err := newUploader(t, lpnet.StoreUploaderConfig{}).Upload(t.Context(), store, addr, object("1.ts"))
			require.Equal(t, tt.uploads, fake.Uploads())
			if tt.want == nil && tt.code == 0 {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			require.Empty(t, url)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				return
			}
			var status *lpnet.StoreStatusError
			require.ErrorAs(t, err, &status)
			require.Equal(t, tt.code, status.Code)
			require.NotContains(t, err.Error(), store.Policy, "it may be used by whoever reads it")
		})
	}
}

func TestUploadRedirect(t *testing.T) {
	t.Parallel()
	inside := nettest.NewObjectStore(t, core.StorageS3, false)
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		http.Redirect(w, r, inside.URL+"/media", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(outside.Close)
	store := inside.Describe("a")
	store.Host = outside.URL
	_, err := newUploader(t, lpnet.StoreUploaderConfig{}).Upload(t.Context(), store, local, object("1.ts"))
	require.ErrorIs(t, err, lpnet.ErrFetchRedirect)
	require.Zero(t, inside.Uploads())
}

func TestUploadIsBoundedInTime(t *testing.T) {
	t.Parallel()
	var uploads atomic.Int32
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		uploads.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	store := core.ObjectStorage{Kind: core.StorageS3, Host: slow.URL}
	small := lpnet.StoreObject{Name: "1.ts", Data: []byte("x")}
	_, err := newUploader(t, lpnet.StoreUploaderConfig{Timeout: 50 * time.Millisecond}).Upload(t.Context(), store, local, small)
	require.ErrorIs(t, err, lpnet.ErrStoreTimeout)
	require.Equal(t, int32(1), uploads.Load(), "time lost is not lost twice")

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = newUploader(t, lpnet.StoreUploaderConfig{}).Upload(ctx, store, local, small)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// A connection that breaks within the upload is worth a second one.
func TestUploadAfterLostConnection(t *testing.T) {
	t.Parallel()
	store := nettest.NewObjectStore(t, core.StorageS3, false)
	var lost atomic.Bool
	flaky := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lost.CompareAndSwap(false, true) {
			panic(http.ErrAbortHandler)
		}
		store.ServeHTTP(w, r)
	}))
	t.Cleanup(flaky.Close)
	described := store.Describe("a")
	described.Host = flaky.URL + "/media"
	url, err := newUploader(t, lpnet.StoreUploaderConfig{}).Upload(t.Context(), described, local, object("1.ts"))
	require.NoError(t, err)
	require.Equal(t, flaky.URL+"/media/a/1.ts", url)

	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	described.Host = "http://" + l.Addr().String()
	require.NoError(t, l.Close())
	_, err = newUploader(t, lpnet.StoreUploaderConfig{}).Upload(t.Context(), described, local, object("1.ts"))
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	require.Equal(t, "dial", op.Op)
}
