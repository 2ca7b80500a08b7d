package cliapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/server/cliapi"
)

// parsed reads an answer of 200.
func parsed[T any](t *testing.T, api *client, path string) (v T) {
	t.Helper()
	code, body := api.get("/api/v1/" + path)
	require.Equal(t, http.StatusOK, code, body)
	require.NoError(t, json.Unmarshal([]byte(body), &v), body)
	return v
}

func TestStreams(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	_, body := api.get("/api/v1/streams")
	require.JSONEq(t, `{"streams":[
		{"name":"movie","policy":"live","started":"2026-03-04T12:00:00Z","orchestrator":"https://o.example:8935","renditions":["P240p30fps16x9"],
		 "segments":12,"done":10,"failed":1,"attempts":13,"swaps":2,"redundant":1,"hedged":3,"accepted":9,"rejected":1,"unverified":2,"sourceBytes":1000,"transcodedBytes":500},
		{"name":"over","started":"2026-03-04T11:00:00Z","ended":"2026-03-04T12:00:00Z","renditions":[],
		 "segments":0,"done":0,"failed":0,"attempts":0,"swaps":0,"redundant":0,"hedged":0,"accepted":0,"rejected":0,"unverified":0,"sourceBytes":0,"transcodedBytes":0}]}`, body)

	all, _ := f.Explain("movie")
	require.Equal(t, cliapi.Choices{Stream: "movie", Choices: all}, parsed[cliapi.Choices](t, api, "streams/movie/choices"))
	require.Equal(t, all[:1], parsed[cliapi.Choices](t, api, "streams/movie/choices?limit=1").Choices, "the last one")
	require.Equal(t, "a/b", string(parsed[cliapi.Choices](t, api, "streams/a%2Fb/choices").Stream))
	code, body := api.get("/api/v1/streams/none/choices")
	require.Equal(t, http.StatusNotFound, code)
	require.Equal(t, "not_found", parseError(t, body).Code)
	code, _ = api.get("/api/v1/streams/movie/choices?limit=0")
	require.Equal(t, http.StatusBadRequest, code)
}

// What the API says of policies is what -selectionPolicies takes.
func TestPolicies(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	want, preset := f.Policies()
	list := parsed[struct {
		Default  string
		Policies json.RawMessage
	}](t, api, "policies")
	require.Equal(t, preset, list.Default)
	got := choosing.Policies{}
	require.NoError(t, json.Unmarshal(list.Policies, &got))
	require.Equal(t, want, got)
	delete(want, "own") // an incomplete one would take from live what it lacks
	b, err := json.Marshal(want)
	require.NoError(t, err)
	again, err := choosing.ParsePolicies(b)
	require.NoError(t, err)
	require.Equal(t, want, again)
}

func TestHistories(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	all := []reputation.Export{f.records[0].Export(), f.records[1].Export()}
	for i := range all { // empty maps are left out
		if len(all[i].Verdicts) == 0 {
			all[i].Verdicts = nil
		}
	}
	require.Equal(t, cliapi.HistoryList{Histories: all, Total: 2}, parsed[cliapi.HistoryList](t, api, "orchestrators/history"))
	require.Equal(t, all[1:], parsed[cliapi.HistoryList](t, api, "orchestrators/history?limit=1&offset=1").Histories)
	for _, peer := range []string{other, strings.ToLower(other), listedURI} {
		require.Equal(t, cliapi.HistoryList{Histories: all[:1], Total: 1}, parsed[cliapi.HistoryList](t, api, "orchestrators/history?peer="+peer), peer)
	}
	require.Empty(t, parsed[cliapi.HistoryList](t, api, "orchestrators/history?peer="+me).Histories)

	code, body := api.do(http.MethodDelete, "/api/v1/orchestrators/history/"+strings.ToLower(other), "")
	require.Equal(t, http.StatusOK, code, body)
	require.JSONEq(t, `{"peer":"`+other+`"}`, body)
	code, body = api.do(http.MethodDelete, "/api/v1/orchestrators/history/http:%2F%2F127.0.0.1:8935", "")
	require.Equal(t, http.StatusOK, code, body)
	require.Equal(t, []reputation.Peer{other, "http://127.0.0.1:8935"}, f.forgotten)
	code, _ = api.do(http.MethodDelete, "/api/v1/orchestrators/history/"+me, "")
	require.Equal(t, http.StatusNotFound, code)
	code, _ = api.do(http.MethodDelete, "/api/v1/orchestrators/history/"+strings.Repeat("x", 3000), "")
	require.Equal(t, http.StatusBadRequest, code)
	f.err = codedError{"unavailable", "the database is busy"}
	code, _ = api.do(http.MethodDelete, "/api/v1/orchestrators/history/"+other, "")
	require.Equal(t, http.StatusServiceUnavailable, code)
}

// Histories of broadcasters are as those of orchestrators, and never the same.
func TestHistories_ofBroadcasters(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	code, body := api.get("/api/v1/broadcasters/history?limit=1")
	require.Equal(t, http.StatusOK, code)
	require.JSONEq(t, `{"total":2,"histories":[{"peer":"`+me+`","first":"2026-03-04T11:00:00Z","last":"2026-03-04T12:00:00Z","attempts":{"done":4},"mediaSeconds":8,
		"recent":{"good":0,"bad":0,"scoreMedian":0,"scoreP95":0},"lasting":{"good":0,"bad":0,"scoreMedian":0,"scoreP95":0}}]}`, body)
	require.Equal(t, 1, parsed[cliapi.HistoryList](t, api, "broadcasters/history?peer="+strings.ToLower(other)).Total)

	code, body = api.do(http.MethodDelete, "/api/v1/broadcasters/history/"+strings.ToLower(me), "")
	require.Equal(t, http.StatusOK, code, body)
	require.Empty(t, f.forgotten)
	require.Equal(t, []reputation.Peer{me}, f.customers.forgotten)
	code, body = api.do(http.MethodDelete, "/api/v1/broadcasters/history/0x"+strings.Repeat("1", 40), "")
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, body, "GET /api/v1/broadcasters/history")
}

func TestMarket(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	want := f.table()
	for i := range want.Offers {
		o := &want.Offers[i]
		if o.Services == nil {
			o.Services, o.Regions = []cliapi.Service{}, []string{}
		}
	}
	require.Equal(t, want, parsed[cliapi.Market](t, api, "market"))
	_, body := api.get("/api/v1/market")
	require.Contains(t, body, `"excluded":"its stake is too low"`)
	require.Contains(t, body, `"price":null`)
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	want, _, _ := f.List(0, 2)
	want[1].Faults = []string{}
	require.Equal(t, cliapi.EvidenceList{Evidence: want, Total: 2}, parsed[cliapi.EvidenceList](t, api, "evidence"))
	require.Equal(t, want[1:], parsed[cliapi.EvidenceList](t, api, "evidence?offset=1").Evidence)

	resp := api.open(http.MethodGet, "/api/v1/evidence/movie-12.evidence", "", "")
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, make([]byte, 600<<10), b)
	require.Equal(t, "application/octet-stream", resp.Header.Get("Content-Type"))
	require.Equal(t, `attachment; filename="movie-12.evidence"`, resp.Header.Get("Content-Disposition"))

	code, body := api.get("/api/v1/evidence/none.evidence")
	require.Equal(t, http.StatusNotFound, code, body)
	require.Equal(t, []string{"movie-12.evidence", "none.evidence"}, f.opened)
}

// A file that cannot be read to its end must not look whole.
func TestEvidence_cut(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	resp := api.open(http.MethodGet, "/api/v1/evidence/cut.evidence", "", "")
	defer resp.Body.Close()
	_, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	f.err = codedError{"unavailable", "the disk is busy"}
	for _, path := range []string{"evidence", "evidence/movie-12.evidence"} {
		code, body := api.get("/api/v1/" + path)
		require.Equal(t, http.StatusServiceUnavailable, code, path)
		require.Equal(t, "the disk is busy", parseError(t, body).Message)
	}
}

// Names are those of files in the folder of evidence, and lead nowhere else.
func TestEvidence_names(t *testing.T) {
	t.Parallel()
	api, f, _ := serveMarket(t)
	for _, name := range []string{
		"..%2Fsecret", "..%2F", ".hidden", "%2Fetc%2Fpasswd", "a%2Fb", "a%5Cb", "..%5Cb", "C:x", "a%00b", "a%22b", "a%0Ab", "a%20b", "%C3%A9", strings.Repeat("a", 256),
	} {
		code, _ := api.get("/api/v1/evidence/" + name)
		require.Contains(t, []int{http.StatusBadRequest, http.StatusNotFound}, code, name)
	}
	require.Empty(t, f.opened)
}

func FuzzEvidenceName(f *testing.F) {
	for _, name := range []string{"movie-12.evidence", "../x", "..", ".", "a/b", `a\b`, "\x00", "é", ""} {
		f.Add(name)
	}
	api, market, _ := serveMarket(f)
	f.Fuzz(func(t *testing.T, name string) {
		api := &client{t, api.server, api.http}
		code, _ := api.get("/api/v1/evidence/" + strings.ReplaceAll(url.PathEscape(name), ".", "%2E"))
		require.NotEqual(t, http.StatusInternalServerError, code)
		market.mu.Lock()
		defer market.mu.Unlock()
		for _, opened := range market.opened {
			require.NotContains(t, opened, "/")
			require.NotContains(t, opened, `\`)
			require.False(t, strings.HasPrefix(opened, "."), opened)
		}
		market.opened = nil
	})
}

// A node without the role says so, on chain and off it.
func TestMarketOfOtherRoles(t *testing.T) {
	t.Parallel()
	for _, api := range []*client{serve(t, newFake().config()), serve(t, nil)} {
		for request, words := range map[string]string{
			"GET streams": "-broadcaster", "GET streams/movie/choices": "-broadcaster", "GET policies": "-broadcaster", "GET orchestrators/history": "-broadcaster",
			"GET broadcasters/history": "-orchestrator", "DELETE broadcasters/history/" + other: "-orchestrator",
			"DELETE orchestrators/history/" + other: "-broadcaster", "GET market": "-broadcaster", "GET evidence": "-verify", "GET evidence/x": "-verify",
		} {
			method, path, _ := strings.Cut(request, " ")
			code, body := api.do(method, "/api/v1/"+path, "")
			require.Equal(t, http.StatusNotFound, code, request)
			require.Equal(t, "no_role", parseError(t, body).Code, request)
			require.Contains(t, body, words, request)
		}
	}
}
