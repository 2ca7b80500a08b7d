package net

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"path"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// storeForm is the browser-style POST form that puts one object into a store,
// under the policy that the store's owner has signed (wire.md 6).
type storeForm struct {
	target string // where the form goes
	object string // URL of the object, once it is there

	contentType string
	head, tail  []byte // around the object's bytes
	data        []byte
}

// newStoreForm fills in the form. Errors: ErrStoreKind, ErrStoreURL.
func newStoreForm(store core.ObjectStorage, obj StoreObject) (*storeForm, error) {
	host, err := storeURL(store.Host)
	if err != nil {
		return nil, err
	}
	key := obj.Name
	if prefix := strings.TrimSuffix(store.Key, "/"); prefix != "" {
		key = prefix + "/" + obj.Name
	}
	fields, err := storeFields(store, key, obj.ContentType)
	if err != nil {
		return nil, err
	}
	f := &storeForm{target: host.String(), object: objectURL(host, key), data: obj.Data}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for _, field := range fields {
		if err := w.WriteField(field[0], field[1]); err != nil {
			return nil, fmt.Errorf("make a store's form: %w", err)
		}
	}
	// A store reads no field after the file.
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", path.Base(obj.Name))},
		"Content-Type":        {obj.ContentType},
	})
	if err != nil {
		return nil, fmt.Errorf("make a store's form: %w", err)
	}
	headLen := buf.Len()
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("make a store's form: %w", err)
	}
	f.contentType, f.head, f.tail = w.FormDataContentType(), buf.Bytes()[:headLen], buf.Bytes()[headLen:]
	return f, nil
}

// storeFields are the fields of the form ahead of the file, as name and value.
func storeFields(store core.ObjectStorage, key, contentType string) ([][2]string, error) {
	fields := [][2]string{{"acl", "public-read"}, {"Content-Type", contentType}, {"key", key}, {"policy", store.Policy}}
	switch store.Kind {
	case core.StorageS3:
		return append(fields, [][2]string{
			{"x-amz-algorithm", "AWS4-HMAC-SHA256"}, {"x-amz-credential", store.Credential},
			{"x-amz-date", store.Date}, {"x-amz-signature", store.Signature},
		}...), nil
	case core.StorageGCS:
		return append(fields, [2]string{"GoogleAccessId", store.Credential}, [2]string{"signature", store.Signature}), nil
	}
	return nil, fmt.Errorf("%w: %d", ErrStoreKind, store.Kind)
}

// storeURL reads the address of a store: http or https, a host, perhaps a path.
func storeURL(raw string) (*url.URL, error) {
	if len(raw) > maxFetchURL {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrStoreURL, len(raw))
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" ||
		u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, fmt.Errorf("%w: %.100q", ErrStoreURL, raw)
	}
	return u, nil
}

// objectURL is where an object can be read: each element of its key escaped, so
// that no character of it ends the path.
func objectURL(host *url.URL, key string) string {
	elements := strings.Split(key, "/")
	for i, e := range elements {
		elements[i] = url.PathEscape(e)
	}
	return strings.TrimSuffix(host.String(), "/") + "/" + strings.Join(elements, "/")
}

func (f *storeForm) size() int64 { return int64(len(f.head) + len(f.data) + len(f.tail)) }

// body reads the whole form, without a copy of the object.
func (f *storeForm) body() io.ReadCloser {
	return io.NopCloser(io.MultiReader(bytes.NewReader(f.head), bytes.NewReader(f.data), bytes.NewReader(f.tail)))
}
