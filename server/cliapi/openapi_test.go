package cliapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// openAPI is what the tests need of doc/openapi.json.
type openAPI struct {
	Info       struct{ Description string }
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]*schema }
}

type operation struct {
	RequestBody struct{ Content map[string]media }
	Responses   map[string]struct{ Content map[string]media }
}

type media struct{ Schema *schema }

type schema struct {
	Ref                 string `json:"$ref"`
	Type                string
	AllOf, AnyOf, OneOf []*schema
	Items               *schema
	Properties          map[string]*schema
	Additional          additional `json:"additionalProperties"`
	Required            []string
	Enum                []string
}

// additional is what properties there may be besides those with a name.
type additional struct {
	none   bool
	schema *schema
}

// UnmarshalJSON reads false or a schema.
func (a *additional) UnmarshalJSON(b []byte) error {
	a.none = string(b) == "false"
	if a.none {
		return nil
	}
	return json.Unmarshal(b, &a.schema)
}

func readOpenAPI(t *testing.T) openAPI {
	t.Helper()
	b, err := os.ReadFile("../../doc/openapi.json")
	require.NoError(t, err)
	var doc openAPI
	require.NoError(t, json.Unmarshal(b, &doc))
	return doc
}

// check says where v is not as the schema says; empty when it is.
func (d openAPI) check(s *schema, v any, at string) string {
	if s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	if len(s.AllOf) == 1 {
		return d.check(s.AllOf[0], v, at)
	}
	if choices := slices.Concat(s.AnyOf, s.OneOf); len(choices) > 0 {
		if slices.ContainsFunc(choices, func(c *schema) bool { return d.check(c, v, at) == "" }) {
			return ""
		}
		return at + " fits no choice"
	}
	switch v := v.(type) {
	case map[string]any:
		return d.checkObject(s, v, at)
	case []any:
		if s.Type != "array" {
			return at + " is a list"
		}
		for i, item := range v {
			if wrong := d.check(s.Items, item, fmt.Sprint(at, "/", i)); wrong != "" {
				return wrong
			}
		}
		return ""
	case string:
		if s.Type != "string" || len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
			return at + " is the text " + v
		}
		return ""
	}
	if n, ok := v.(float64); ok && s.Type == "number" || ok && s.Type == "integer" && n == math.Trunc(n) {
		return ""
	}
	if want := map[string]string{"bool": "boolean", "<nil>": "null"}[fmt.Sprintf("%T", v)]; s.Type != want || want == "" {
		return fmt.Sprintf("%s is %v", at, v)
	}
	return ""
}

func (d openAPI) checkObject(s *schema, v map[string]any, at string) string {
	if s.Type != "object" {
		return at + " is an object"
	}
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return at + " lacks " + name
		}
	}
	for name, value := range v {
		property := s.Properties[name]
		if property == nil {
			property = s.Additional.schema
		}
		if property == nil && s.Additional.none {
			return at + " has " + name
		}
		if property == nil {
			continue
		}
		if wrong := d.check(property, value, at+"/"+name); wrong != "" {
			return wrong
		}
	}
	return ""
}

func TestOpenAPIHasAllRoutes(t *testing.T) {
	t.Parallel()
	doc := readOpenAPI(t)
	var index cliapi.Index
	_, body := serve(t, newFake().config()).get("/api/v1/")
	require.NoError(t, json.Unmarshal([]byte(body), &index))

	for code := range index.Errors {
		require.Contains(t, doc.Info.Description, code)
	}
	want := map[string]bool{}
	for _, route := range index.Routes {
		if prefix, ok := strings.CutSuffix(route, "actions/{name}"); ok {
			for name := range index.Actions {
				want[prefix+"actions/"+name] = true
			}
			continue
		}
		want[route] = true
	}
	got := map[string]bool{}
	for path, operations := range doc.Paths {
		for method := range operations {
			got[strings.ToUpper(method)+" "+path] = true
		}
	}
	require.Equal(t, want, got)

	for name, fields := range index.Actions {
		properties := doc.Paths["/api/v1/actions/"+name]["post"].RequestBody.Content["application/json"].Schema.Properties
		require.ElementsMatch(t, append([]string{"dryRun"}, fields...), slices.Collect(maps.Keys(properties)), name)
	}
}

func TestRepliesAreAsInOpenAPI(t *testing.T) {
	t.Parallel()
	doc := readOpenAPI(t)
	api, _, fake := serveMarket(t)
	_, err := fake.Send(t.Context(), chain.Call{Label: "one"})
	require.NoError(t, err)
	fill := strings.NewReplacer(
		"{addr}", "self", "{round}", "3099", "streams/{id}", "streams/movie", "{id}", "1", "{peer}", other, "{name}", "movie-12.evidence",
	).Replace
	for path, operations := range doc.Paths {
		for method, operation := range operations {
			if strings.HasPrefix(path, "/api/v1/actions/") {
				continue
			}
			method, path := strings.ToUpper(method), fill(path)
			code, body := api.do(method, path, paymentRequests()[method+" "+strings.TrimPrefix(path, "/api/v1/payments/")])
			require.Equal(t, http.StatusOK, code, "%s %s: %s", method, path, body)
			if content := operation.Responses["200"].Content; content["application/octet-stream"].Schema == nil {
				doc.require(t, content["application/json"].Schema, path, body)
			}
		}
	}
	action := doc.Paths["/api/v1/actions/bond"]["post"]
	_, body := api.post(bondPath, bondBody)
	doc.require(t, action.Responses["200"].Content["application/json"].Schema, "result", body)
	_, body = api.post(bondPath, strings.Replace(bondBody, "{", `{"dryRun":true,`, 1))
	doc.require(t, action.Responses["200"].Content["application/json"].Schema, "dry run", body)
	_, body = api.post(bondPath, "{}")
	doc.require(t, action.Responses["default"].Content["application/json"].Schema, "error", body)
	for _, line := range strings.Split(strings.TrimSpace(streamed(t, api)), "\n") {
		doc.require(t, action.Responses["200"].Content[ndjson].Schema, "line", line)
	}
}

func (d openAPI) require(t *testing.T, s *schema, at, body string) {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(body), &v))
	require.Empty(t, d.check(s, v, at), body)
}
