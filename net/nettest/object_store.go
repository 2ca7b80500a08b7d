// Package nettest has in-memory twins of what nodes meet in the network, for
// tests alone.
package nettest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	bucket       = "media"
	accessKey    = "AKIDTEST"
	secretKey    = "secret"
	region       = "us-east-1"
	policyLength = 24 * time.Hour
	signingDay   = "20060102"
	amzDate      = "20060102T000000Z" // date granularity is a day
)

// ObjectStore is an in-memory store of the kind that S3 and GCS are: it takes
// browser-style POST forms, holds them to the policy that comes with them, and
// serves what it has. Every form that differs from what the network's stores
// are sent is answered with 403, and the reason kept.
type ObjectStore struct {
	*httptest.Server
	kind core.StorageKind

	mu       sync.Mutex
	failures []int             // guarded by mu: statuses of the next uploads
	objects  map[string]Object // guarded by mu, by key
	uploads  int               // guarded by mu
	refusals []string          // guarded by mu
}

// Object is what was stored.
type Object struct {
	ContentType string
	Data        []byte
}

// NewObjectStore returns a running store of a kind, over TLS or in plaintext.
func NewObjectStore(t testing.TB, kind core.StorageKind, tls bool) *ObjectStore {
	s := &ObjectStore{kind: kind, objects: make(map[string]Object)}
	s.Server = httptest.NewUnstartedServer(s)
	if tls {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s
}

// Describe returns what the owner of the store gives to a peer that may write
// below prefix.
func (s *ObjectStore) Describe(prefix string) core.ObjectStorage {
	now := time.Now().UTC()
	out := core.ObjectStorage{Kind: s.kind, Host: s.URL + "/" + bucket, Key: prefix}
	conditions := []any{
		map[string]string{"bucket": bucket}, map[string]string{"acl": "public-read"},
		[]string{"starts-with", "$Content-Type", ""}, []string{"starts-with", "$key", prefix},
	}
	out.Credential = accessKey
	if s.kind == core.StorageS3 {
		out.Credential = fmt.Sprintf("%s/%s/%s/s3/aws4_request", accessKey, now.Format(signingDay), region)
		out.Date = now.Format(amzDate)
		conditions = append(conditions,
			map[string]string{"x-amz-algorithm": "AWS4-HMAC-SHA256"}, map[string]string{"x-amz-credential": out.Credential},
			map[string]string{"x-amz-date": out.Date})
	}
	doc, err := json.Marshal(map[string]any{"expiration": now.Add(policyLength).Format(time.RFC3339), "conditions": conditions})
	if err != nil {
		panic("nettest: internal error: " + err.Error())
	}
	out.Policy = base64.StdEncoding.EncodeToString(doc)
	out.Signature = sign(s.kind, out.Policy, now.Format(signingDay))
	return out
}

// FailNext makes the store answer the next uploads with these statuses, after
// it has read them.
func (s *ObjectStore) FailNext(statuses ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures = append(s.failures, statuses...)
}

// Get returns the object at a key.
func (s *ObjectStore) Get(key string) (Object, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.objects[key]
	return o, ok
}

// Uploads is how many forms have come, good and bad.
func (s *ObjectStore) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// Refusals says why forms were refused.
func (s *ObjectStore) Refusals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.refusals...)
}

// ServeHTTP takes forms by POST to the bucket, and serves objects by GET.
func (s *ObjectStore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		o, ok := s.Get(strings.TrimPrefix(r.URL.Path, "/"+bucket+"/"))
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", o.ContentType)
		_, _ = w.Write(o.Data)
		return
	}
	key, o, err := s.readForm(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uploads++
	if err != nil {
		s.refusals = append(s.refusals, err.Error())
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	if len(s.failures) > 0 {
		code := s.failures[0]
		s.failures = s.failures[1:]
		w.WriteHeader(code)
		return
	}
	s.objects[key] = o
	w.WriteHeader(http.StatusNoContent)
}

// readForm reads a form whose fields are the expected ones and no others, the
// file last.
func (s *ObjectStore) readForm(r *http.Request) (key string, o Object, err error) {
	if r.Method != http.MethodPost || r.URL.Path != "/"+bucket || r.ContentLength <= 0 {
		return "", o, fmt.Errorf("%s %s with length %d", r.Method, r.URL.Path, r.ContentLength)
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return "", o, err
	}
	fields := make(map[string]string)
	for {
		part, err := reader.NextPart()
		if err != nil {
			return "", o, err
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return "", o, err
		}
		name := part.FormName()
		if name == "file" {
			o = Object{ContentType: fields["Content-Type"], Data: value}
			if part.FileName() == "" || part.Header.Get("Content-Type") != o.ContentType {
				return "", o, fmt.Errorf("file part %v", part.Header)
			}
			return fields["key"], o, s.checkEnd(reader, fields)
		}
		if _, twice := fields[name]; twice || part.FileName() != "" {
			return "", o, fmt.Errorf("field %q twice or with a file name", name)
		}
		fields[name] = string(value)
	}
}

func (s *ObjectStore) checkEnd(reader *multipart.Reader, fields map[string]string) error {
	if _, err := reader.NextPart(); err != io.EOF { //nolint:errorlint // a wrapped EOF is a truncated body, not its end
		return fmt.Errorf("a part behind the file: %w", err)
	}
	names := []string{"acl", "Content-Type", "key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"}
	signature := "x-amz-signature"
	if s.kind == core.StorageGCS {
		names, signature = []string{"acl", "Content-Type", "key", "policy", "GoogleAccessId", "signature"}, "signature"
		if fields["GoogleAccessId"] != accessKey {
			return fmt.Errorf("GoogleAccessId %q", fields["GoogleAccessId"])
		}
	}
	for _, name := range names {
		if fields[name] == "" {
			return fmt.Errorf("field %q is missing", name)
		}
	}
	if len(fields) != len(names) {
		return fmt.Errorf("fields %v, expected %v", fields, names)
	}
	day := time.Now().UTC().Format(signingDay)
	if date := fields["x-amz-date"]; date != "" {
		day, _, _ = strings.Cut(date, "T")
	}
	if fields[signature] != sign(s.kind, fields["policy"], day) {
		return fmt.Errorf("signature of the policy is wrong")
	}
	return checkPolicy(fields)
}

// checkPolicy holds the fields to the conditions of the policy.
func checkPolicy(fields map[string]string) error {
	raw, err := base64.StdEncoding.DecodeString(fields["policy"])
	if err != nil {
		return err
	}
	var policy struct {
		Expiration time.Time
		Conditions []json.RawMessage
	}
	if err := json.Unmarshal(raw, &policy); err != nil {
		return err
	}
	if time.Now().After(policy.Expiration) {
		return fmt.Errorf("policy has expired")
	}
	for _, c := range policy.Conditions {
		var equal map[string]string
		var match []string
		if json.Unmarshal(c, &equal) == nil {
			for name, value := range equal {
				if name != "bucket" && fields[name] != value {
					return fmt.Errorf("field %q is %q, policy says %q", name, fields[name], value)
				}
			}
			continue
		}
		if err := json.Unmarshal(c, &match); err != nil || len(match) != 3 || match[0] != "starts-with" {
			return fmt.Errorf("condition %s", c)
		}
		if name := strings.TrimPrefix(match[1], "$"); !strings.HasPrefix(fields[name], match[2]) {
			return fmt.Errorf("field %q is %q, policy says %q", name, fields[name], match[2]+"…")
		}
	}
	return nil
}

// sign signs a policy: for S3 with the key that is derived for day and region
// (AWS Signature Version 4), for GCS with a stand-in for its RSA key.
func sign(kind core.StorageKind, policy, day string) string {
	mac := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	if kind == core.StorageGCS {
		return base64.StdEncoding.EncodeToString(mac([]byte(secretKey), policy))
	}
	key := []byte("AWS4" + secretKey)
	for _, scope := range []string{day, region, "s3", "aws4_request"} {
		key = mac(key, scope)
	}
	return hex.EncodeToString(mac(key, policy))
}
