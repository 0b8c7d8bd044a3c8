package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// maxBody bounds a request body.
const maxBody = 16 << 20

// read takes the body of a request, as it came, and decodes the JSON object that
// it is. A list is decoded by whoever wants it.
func (c *call) read(r *http.Request, listed bool) error {
	if err := checkContentType(r.Header.Get("Content-Type")); err != nil {
		return err
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return errMalformed()
	}
	if c.raw = raw; listed {
		return nil
	}
	if err := decodeBody(raw, &c.body); err != nil {
		return err
	}
	if c.body == nil {
		return errMalformed()
	}
	return nil
}

// bodies decodes the JSON objects in the list that a request sends.
func (c *call) bodies() ([]object, error) {
	var list []object
	if err := decodeBody(c.raw, &list); err != nil {
		return nil, err
	}
	if list == nil || slices.ContainsFunc(list, func(o object) bool { return o == nil }) {
		return nil, errMalformed()
	}
	return list, nil
}

func decodeBody(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(into); err != nil {
		return errMalformed()
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errMalformed()
	}
	return nil
}

// readAhead reads the body of a request, as far as any request reads it, and puts
// it back.
func readAhead(r *http.Request) []byte {
	// Whoever reads the body for good gets to see the same error.
	data, _ := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	r.Body = putBack{io.MultiReader(bytes.NewReader(data), r.Body), r.Body}
	return data
}

// putBack is a body of which something had been read.
type putBack struct {
	io.Reader
	io.Closer
}

func checkContentType(header string) error {
	media, _, err := mime.ParseMediaType(header)
	if err != nil {
		return errContentType(header)
	}
	if media != "application/json" && !(strings.HasPrefix(media, mediaPrefix) && strings.HasSuffix(media, mediaSuffix)) {
		return errContentType(header)
	}
	return nil
}
