package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/server/cliapi"
)

// paymentLines has every command of payments at least once.
func paymentLines() map[string][]string {
	return map[string][]string{
		"payments":               {"payments", "--side", "earned", "--peer", strings.ToLower(other), "--limit", "2", "--offset", "1"},
		"payments_tickets":       {"payments", "tickets", "--state", "waiting,redeemed", "--sender", other, "--since", "2026-01-01", "--limit", "2"},
		"payments_redeem":        {"payments", "redeem", "--yes"},
		"payments_days":          {"payments", "days", "--from", "2026-03-01", "--to", "2026-03-31"},
		"payments_days_by_peer":  {"payments", "days", "--by-peer", "--side", "earned", "--limit", "1"},
		"payments_senders":       {"payments", "senders"},
		"payments_senders_funds": {"payments", "senders", "--funds"},
		"payments_rules":         {"payments", "rules"},
		"payments_allow":         {"payments", "allow", other},
		"payments_deny":          {"payments", "deny", other, "--note", "owes us"},
		"payments_forget":        {"payments", "forget", other},
		"payments_prices":        {"payments", "prices"},
		"payments_set_price":     {"payments", "set-price", "1200"},
		"payments_price_for":     {"payments", "set-price", "0.50", "USD", "--per", "1000000000", "--for", other},
		"payments_unset_price":   {"payments", "unset-price", other},
		"payments_terms":         {"payments", "terms"},
		"payments_face_value":    {"payments", "set-max-face-value", "0.0001ETH"},
		"payments_limits":        {"payments", "limits"},
		"payments_max_price":     {"payments", "set-max-price", "1500wei"},
		"payments_any_price":     {"payments", "set-max-price", "none"},
		"payments_funds":         {"payments", "funds"},
		"payments_top_up":        {"payments", "set-auto-top-up", "0"},
	}
}

// TestRequestsAreTheNodes: what commands ask for is what a real node's admin API
// has.
func TestRequestsAreTheNodes(t *testing.T) {
	t.Parallel()
	api := cliapi.New(cliapi.Config{
		Addr: "127.0.0.1:0", Status: func() cliapi.Status { return cliapi.Status{} }, Health: func() error { return nil },
	})
	require.NoError(t, api.Start(t.Context()))
	defer api.Close()
	var routes []*regexp.Regexp
	for _, route := range indexOf(t, api.Addr()).Routes {
		pattern := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(strings.Replace(route, "/api/v1/", "", 1), `[^/ ]+`)
		routes = append(routes, regexp.MustCompile("^"+pattern+"$"))
	}
	used := map[*regexp.Regexp]bool{}
	for _, args := range commandLines() {
		node := newFakeNode(t)
		cliRun{node: node}.run(t, args...)
		for _, request := range node.asked() {
			request, _, _ = strings.Cut(request, " {")
			request, _, _ = strings.Cut(request, "?")
			known := false
			for _, route := range routes {
				if route.MatchString(request) {
					known, used[route] = true, true
				}
			}
			require.True(t, known, request)
		}
	}
	for _, route := range routes {
		if strings.Contains(route.String(), "payments/") || slices.ContainsFunc([]string{"streams", "policies", "history", "market", "evidence"}, func(noun string) bool { return strings.Contains(route.String(), noun) }) {
			require.True(t, used[route], "no command asks for %s", route)
		}
	}
}

func TestPaymentCommandsRefuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args    string
		message string
	}{
		{"payments balances", "expected no arguments"},
		{"payments --side both", `--side "both": expected earned or spent`},
		{"payments --peer 0x12", "expected 0x and 40 hex digits"},
		{"payments days --from yesterday", `--from "yesterday": expected a date`},
		{"payments days --peer 0x12", "expected 0x and 40 hex digits"},
		{"payments tickets --since 2026-02-30", `--since "2026-02-30": expected a date`},
		{"payments tickets --sender x", "expected 0x and 40 hex digits"},
		{"payments senders --peer x", "unknown flag"},
		{"payments redeem", "there is no terminal to ask at"},
		{"payments deny", "needs a broadcaster's address; example"},
		{"payments allow 0x12", "expected 0x and 40 hex digits"},
		{"payments forget 0x12", "expected 0x and 40 hex digits"},
		{"payments set-price much", `price "much"`},
		{"payments set-price 5 --per none", `price "none": it is not a number of pixels above 0`},
		{"payments set-price 5 --for 0x12", "expected 0x and 40 hex digits"},
		{"payments unset-price 0x12", "expected 0x and 40 hex digits"},
		{"payments set-max-face-value 5", "it has no unit"},
		{"payments set-max-price some", `price "some"`},
		{"payments set-auto-top-up 5", "it has no unit"},
		{"payments set-auto-top-up 0 --dry-run", "leave --dry-run out"},
	} {
		node := newFakeNode(t)
		r := cliRun{node: node}.run(t, strings.Fields(c.args)...)
		require.Equal(t, exitUsage, r.exit, c.args)
		require.Contains(t, r.errOut, c.message, c.args)
		require.Empty(t, node.asked(), c.args)
	}
}

func TestPaymentsOfNodeWithoutRole(t *testing.T) {
	t.Parallel()
	for name, args := range paymentLines() {
		node := newFakeNode(t)
		for key := range node.replies {
			node.replies[key], node.status[key] = `{"code":"no_role","message":"this node pays nobody"}`, 404
		}
		r := cliRun{node: node}.run(t, args...)
		require.Equal(t, exitRefused, r.exit, name)
		require.Contains(t, r.errOut, "this node pays nobody", name)
	}
}

func TestRedeem(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	r := cliRun{node: node, terminal: true, stdin: "n\n"}.run(t, "payments", "redeem")
	require.Equal(t, exitInterrupted, r.exit)
	require.Equal(t, []string{"GET payments/tickets?state=waiting"}, node.asked())
	r = cliRun{node: node}.run(t, "payments", "redeem", "--dry-run")
	require.Zero(t, r.exit)
	require.Equal(t, []string{"GET payments/tickets?state=waiting"}, node.asked())
	node.replies["POST payments/tickets/redeem"] = `{"tickets":0}`
	r = cliRun{node: node}.run(t, "payments", "redeem", "--yes")
	require.Contains(t, r.out, "There is none to redeem now.")
	node.replies["GET payments/tickets"] = `{"tickets":[],"total":0,"states":[]}`
	require.Zero(t, cliRun{node: node}.run(t, "payments", "tickets").exit)
}

func TestWizardPayments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []string
		want    []string
		out     string
	}{
		"income": {[]string{"3", "1", "15", "7"}, []string{"GET payments/days?by=day&direction=earned&limit=50"}, "livepeer_cli payments days --side earned"},
		"price": {[]string{"3", "7", other, "0.5USD", "1000", "15", "7"},
			[]string{`PUT payments/prices/` + other + ` {"pixelsPerUnit":"1000","pricePerUnit":"0.5USD"}`}, "livepeer_cli payments set-price --for " + other + " 0.5USD --per 1000"},
		"deny":      {[]string{"3", "12", other, "owes us", "15", "7"}, []string{`PUT payments/rules/` + other + ` {"note":"owes us","rule":"deny"}`}, "allow"},
		"funds":     {[]string{"4", "5", "11", "7"}, []string{"GET payments/funds"}, "the deposit is low"},
		"max_price": {[]string{"4", "10", "none", "", "11", "7"}, []string{`PUT payments/limits {"pricePerUnit":"none"}`}, "1500 wei per pixel"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			r := cliRun{node: node, terminal: true, stdin: strings.Join(c.answers, "\n") + "\n"}.run(t)
			require.Zero(t, r.exit, r.errOut)
			var asked []string
			for _, request := range node.asked() {
				if strings.Contains(request, "payments") {
					asked = append(asked, request)
				}
			}
			require.Equal(t, c.want, asked, r.out)
			require.Contains(t, r.out, c.out)
		})
	}
}
