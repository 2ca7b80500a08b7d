package cliapi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

const (
	ndjson     = "application/x-ndjson"
	bondPath   = "/api/v1/actions/bond"
	bondBody   = `{"amount":"1 LPT","to":"self"}`
	bondLabel  = "bond 1 LPT to " + me
	activation = `{"amount":"1 LPT","rewardCut":"10%","feeShare":"50%","serviceURI":"https://new.example"}`
)

// refusals of ports.
func refused() error  { return codedError{"refused", "the contract would refuse it"} }
func reverted() error { return codedError{"reverted", "the contract refused it"} }

func TestDryRun(t *testing.T) {
	t.Parallel()
	cost := func(label string) string {
		return `{"label":"` + label + `","gas":100000,"gasPrice":"2 gwei","fee":"200000 gwei","unknown":false}`
	}
	unknown := func(label string) string {
		return `{"label":"` + label + `","gas":0,"gasPrice":"0 ETH","fee":"0 ETH","unknown":true}`
	}
	const cuts, entry = "set cuts: keep 10% of rewards, give delegators 50% of fees", "set the entry in the service registry"
	cases := []struct {
		name, action, body string
		prepare            func(*fakeChain)
		code               int
		want               string
	}{
		{name: "one", action: "bond", body: bondBody, code: 200, want: `{"calls":[` + cost(bondLabel) + `],"total":"200000 gwei"}`},
		{
			name: "second_needs_first", action: "bond", body: bondBody, code: 200,
			prepare: func(f *fakeChain) { f.approve, f.simulateError = true, map[string]error{bondLabel: refused()} },
			want:    `{"calls":[` + cost("approve") + `,` + unknown(bondLabel) + `],"total":"200000 gwei"}`,
		},
		{
			name: "step_needs_first", action: "activate", body: activation, code: 200,
			prepare: func(f *fakeChain) {
				f.planError = map[string]error{"cuts 10% 50%": codedError{"not_registered", "bond first"}}
			},
			want: `{"calls":[` + cost(bondLabel) + `,` + unknown(cuts) + `,` +
				cost(`entry https://new.example [] [\"us-east\"]`) + `],"total":"400000 gwei"}`,
		},
		{
			name: "refused", action: "bond", body: bondBody, code: 409,
			prepare: func(f *fakeChain) { f.simulateError = map[string]error{bondLabel: refused()} },
			want:    `{"code":"refused","message":"the contract would refuse it"}`,
		},
		{
			name: "not_planned", action: "bond", body: bondBody, code: 409,
			prepare: func(f *fakeChain) {
				f.planError = map[string]error{bondLabel: codedError{"insufficient_balance", "there is 0.5 LPT"}}
			},
			want: `{"code":"insufficient_balance","message":"there is 0.5 LPT"}`,
		},
		{
			name: "second_cannot_be_asked", action: "bond", body: bondBody, code: 503,
			prepare: func(f *fakeChain) {
				f.approve, f.simulateError = true, map[string]error{bondLabel: codedError{"unavailable", "no endpoint answers"}}
			},
			want: `{"code":"unavailable","message":"no endpoint answers"}`,
		},
		{
			name: "locked", action: "activate", body: activation, code: 409,
			prepare: func(f *fakeChain) { f.round.Block = 1090 },
			want:    `{"code":"round_locked","message":"round 3100 is locked, so that cuts cannot be set: nothing was sent; try again from block 1100 on (now 1090)"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			if c.prepare != nil {
				c.prepare(fake)
			}
			body := strings.Replace(c.body, "{", `{"dryRun":true,`, 1)
			code, got := serve(t, fake.config()).post("/api/v1/actions/"+c.action, body)
			require.Equal(t, c.code, code, got)
			require.JSONEq(t, c.want, got)
			require.Empty(t, fake.labels(), "a dry run sends nothing")
		})
	}
}

func TestActionStopsAtFirstFailure(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		prepare func(*fakeChain)
		code    int
		want    string // of the answer, without hashes and costs
	}{
		{
			name:    "reverted",
			prepare: func(f *fakeChain) { f.end = map[string]ending{"approve": {chain.TxReverted, reverted()}} },
			code:    409,
			want:    `{"code":"reverted","message":"the contract refused it"} approve reverted reverted`,
		},
		{
			name: "cancelled",
			prepare: func(f *fakeChain) {
				f.end = map[string]ending{bondLabel: {chain.TxCancelled, codedError{"cancelled", "by hand"}}}
			},
			code: 409,
			want: `{"code":"cancelled","message":"by hand"} approve confirmed, ` + bondLabel + ` cancelled cancelled`,
		},
		{
			name: "not_sent",
			prepare: func(f *fakeChain) {
				f.sendError = map[string]error{bondLabel: codedError{"insufficient_funds", "no ETH"}}
			},
			code: 409,
			want: `{"code":"insufficient_funds","message":"no ETH"} approve confirmed, ` + bondLabel + ` refused insufficient_funds`,
		},
		{
			name:    "first_not_sent",
			prepare: func(f *fakeChain) { f.sendError = map[string]error{"approve": errors.New("disk full")} },
			code:    500,
			want:    `{"code":"internal","message":"disk full"} `,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			fake.approve = true
			c.prepare(fake)
			code, body := serve(t, fake.config()).post(bondPath, bondBody)
			require.Equal(t, c.code, code)
			var result cliapi.Result
			require.NoError(t, json.Unmarshal([]byte(body), &result))
			failure, err := json.Marshal(result.Error)
			require.NoError(t, err)
			require.Equal(t, c.want, string(failure)+" "+summary(result.Transactions))
		})
	}
}

// summary of progress: label, state and error code.
func summary(list []cliapi.Progress) string {
	var parts []string
	for _, p := range list {
		part := p.Label + " " + string(p.State)
		if p.Error != nil {
			part += " " + p.Error.Code
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// lines reads a stream to its end.
func lines(t *testing.T, body io.Reader) (list []cliapi.Progress) {
	t.Helper()
	scanner := bufio.NewScanner(body)
	for scanner.Scan() {
		var p cliapi.Progress
		require.NoError(t, json.Unmarshal(scanner.Bytes(), &p))
		list = append(list, p)
	}
	require.NoError(t, scanner.Err())
	return list
}

func TestStream(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.wait = make(chan struct{})
	api := serve(t, fake.config())
	resp := api.open(http.MethodPost, bondPath, "application/json;q=0.5, "+ndjson, bondBody)
	defer resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, ndjson, resp.Header.Get("Content-Type"))
	body := bufio.NewReader(resp.Body)
	line, err := body.ReadString('\n')
	require.NoError(t, err)
	require.JSONEq(t, `{"label":"`+bondLabel+`","state":"pending","id":1,"hash":"`+hash1+`"}`, line, "before it is in a block")

	fake.set(1, chain.TxMined)
	line, err = body.ReadString('\n')
	require.NoError(t, err)
	require.JSONEq(t, `{"label":"`+bondLabel+`","state":"mined","id":1,"hash":"`+hash1+`","block":70,"gasUsed":50000,"fee":"100000 gwei"}`, line)
	close(fake.wait)
	require.Equal(t, bondLabel+" confirmed", summary(lines(t, body)))
}

func TestStreamOfFailures(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.approve = true
	fake.planError = map[string]error{"cuts 10% 50%": codedError{"paused", "the protocol is paused"}}
	api := serve(t, fake.config())
	resp := api.open(http.MethodPost, "/api/v1/actions/activate", ndjson, activation)
	defer resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, "approve pending, approve confirmed, "+bondLabel+" pending, "+bondLabel+" confirmed, "+
		"set cuts: keep 10% of rewards, give delegators 50% of fees refused paused", summary(lines(t, resp.Body)))

	resp = api.open(http.MethodPost, "/api/v1/actions/set-cuts", ndjson, `{"rewardCut":"10%","feeShare":"50%"}`)
	defer resp.Body.Close()
	require.Equal(t, http.StatusConflict, resp.StatusCode, "nothing was streamed yet")
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, "paused", parseError(t, string(b)).Code)
}

// A client that goes away leaves the plan to the node.
func TestClientGoesAway(t *testing.T) {
	t.Parallel()
	for _, accept := range []string{ndjson, "application/json"} {
		t.Run(accept, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			fake.approve, fake.wait, fake.sent = true, make(chan struct{}), make(chan string, 2)
			api := serve(t, fake.config())
			req, err := http.NewRequest(http.MethodPost, "http://"+api.server.Addr()+bondPath, strings.NewReader(bondBody))
			require.NoError(t, err)
			req.Header.Set("Accept", accept)
			gone := make(chan struct{})
			transport := &http.Transport{DisableKeepAlives: true}
			ctx, leave := context.WithCancel(t.Context())
			go func() {
				defer close(gone)
				resp, err := (&http.Client{Transport: transport}).Do(req.WithContext(ctx))
				if err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
				}
			}()
			require.Equal(t, "approve", <-fake.sent)
			leave()
			<-gone
			close(fake.wait)
			require.Equal(t, bondLabel, <-fake.sent, "the second call comes although nobody listens")
		})
	}
}

func TestOneActionAtATime(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.wait, fake.sent = make(chan struct{}), make(chan string, 2)
	api := serve(t, fake.config())
	done := make(chan int)
	go func() {
		code, _ := api.post(bondPath, bondBody)
		done <- code
	}()
	<-fake.sent
	for _, path := range []string{"/api/v1/actions/reward", "/reward"} {
		code, body := api.post(path, "")
		require.Equal(t, http.StatusConflict, code)
		require.Contains(t, body, `under way and actions run one at a time: nothing was sent`)
	}
	code, _ := api.post("/api/v1/actions/reward", `{"dryRun":true}`)
	require.Equal(t, http.StatusOK, code, "a dry run disturbs nothing")
	close(fake.wait)
	require.Equal(t, http.StatusOK, <-done)
	code, _ = api.post("/api/v1/actions/reward", "")
	require.Equal(t, http.StatusOK, code)
}

// Close waits for an action only so long; what was sent is not forgotten.
func TestCloseEndsAction(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.approve, fake.wait, fake.sent = true, make(chan struct{}), make(chan string, 2)
	api := serve(t, fake.config())
	type reply struct {
		code int
		body string
	}
	done := make(chan reply)
	go func() {
		code, body := api.post(bondPath, bondBody)
		done <- reply{code, body}
	}()
	<-fake.sent
	require.NoError(t, api.server.Close())
	got := <-done
	require.Equal(t, http.StatusServiceUnavailable, got.code)
	require.Contains(t, got.body, "transaction 1 was sent and goes on, what should follow it was not sent")
	require.Equal(t, []string{"approve"}, fake.labels())
}
