package net

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrJSONPointer says that a text is no JSON pointer, or leads nowhere.
var ErrJSONPointer = errors.New("not a JSON pointer to a value that is there: want the form /result/0/price")

// jsonPointer names a value in a JSON document. Source: RFC 6901.
type jsonPointer []string

func parseJSONPointer(text string) (jsonPointer, error) {
	if text == "" {
		return nil, nil // the whole document
	}
	if text[0] != '/' {
		return nil, fmt.Errorf("%w: %.100q begins without a slash", ErrJSONPointer, text)
	}
	parts := strings.Split(text[1:], "/")
	for i, p := range parts {
		if strings.Contains(strings.NewReplacer("~0", "", "~1", "").Replace(p), "~") {
			return nil, fmt.Errorf("%w: in %.100q a ~ is followed by neither 0 nor 1", ErrJSONPointer, text)
		}
		parts[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(p)
	}
	return parts, nil
}

// find returns the value in a document that was decoded into any.
func (p jsonPointer) find(doc any) (any, error) {
	for _, part := range p {
		switch v := doc.(type) {
		case map[string]any:
			next, ok := v[part]
			if !ok {
				return nil, fmt.Errorf("%w: no member %.100q", ErrJSONPointer, part)
			}
			doc = next
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) || strconv.Itoa(i) != part {
				return nil, fmt.Errorf("%w: no element %.100q in a list of %d", ErrJSONPointer, part, len(v))
			}
			doc = v[i]
		default:
			return nil, fmt.Errorf("%w: nothing lies below %.100q", ErrJSONPointer, part)
		}
	}
	return doc, nil
}

// findJSON returns the text of the number, or of the string, that a document has
// at p.
func (p jsonPointer) findJSON(raw []byte) (string, error) {
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		return "", fmt.Errorf("not a JSON document: %w", err)
	}
	v, err := p.find(doc)
	if err != nil {
		return "", err
	}
	switch v := v.(type) {
	case json.Number:
		return v.String(), nil
	case string:
		return v, nil
	}
	return "", fmt.Errorf("%w: what is there is neither a number nor a string", ErrJSONPointer)
}
