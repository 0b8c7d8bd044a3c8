package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// exchange is an attempt with the answer that came of it, read to its end: what
// breaks off in the middle must not look like an answer to the code above.
type exchange struct {
	attempt
	res  *http.Response
	body []byte
}

// exchanged sends a request once and reads the answer.
func exchanged(r *http.Request, next http.RoundTripper) exchange {
	e := exchange{attempt: attempt{method: r.Method}}
	if r.Context().Err() != nil { // nobody waits for it any more
		e.fail(r, notSent{context.Cause(r.Context())})
		return e
	}
	res, err := next.RoundTrip(r)
	if err != nil {
		e.fail(r, err)
		return e
	}
	e.body, err = io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		e.fail(r, fmt.Errorf("answer %d broke off: %w", res.StatusCode, err))
		return e
	}
	res.Body = io.NopCloser(bytes.NewReader(e.body))
	e.res, e.status, e.header = res, res.StatusCode, res.Header
	e.read()
	return e
}

func (e *exchange) fail(r *http.Request, err error) {
	e.err, e.unsent, e.fatal = err, unsent(err), hopeless(err) || r.Context().Err() != nil
}

// read finds out what the policy has to know of the answer.
func (e *exchange) read() {
	media := e.header.Get("Content-Type")
	e.foreign = media != "" && !strings.Contains(media, "json") && e.status != http.StatusNoContent
	switch {
	case e.status >= http.StatusBadRequest:
		body := readErrorBody(e.body)
		e.detail, e.parameters = body.Detail, body.texts()
		if e.code = body.ErrorCode; e.code == "" {
			e.code = e.header.Get("X-Error-Code")
		}
	case e.status >= http.StatusMultipleChoices, e.whole():
	case e.method != http.MethodGet:
		e.err = fmt.Errorf("answer %d is not what Atlas sends (%s): is the base URL Atlas, or a proxy in between?", e.status, media)
	case !e.foreign && e.res.ContentLength < 0:
		// Nothing but the JSON can tell that such an answer broke off.
		e.err = fmt.Errorf("answer %d broke off: %w", e.status, io.ErrUnexpectedEOF)
	}
}

// whole reports whether the answer of a success is one of Atlas: JSON, or
// nothing where there is nothing to say.
func (e *exchange) whole() bool {
	if len(e.body) == 0 {
		return e.status == http.StatusNoContent || e.method == http.MethodDelete
	}
	return json.Valid(e.body)
}

// result is what the caller gets. An answer to a read that is none of Atlas's
// is given back as it is: what it is called depends on what was asked.
func (e *exchange) result() (*http.Response, error) {
	switch {
	case e.err == nil:
		return e.res, nil
	case e.unsent:
		return nil, notSent{e.err}
	case e.method != http.MethodGet:
		return nil, unsettled{e.err}
	case e.res != nil:
		return e.res, nil
	}
	return nil, e.err
}

// errorBody is what Atlas says about a refusal. Parameters are texts or
// numbers, or null.
type errorBody struct {
	ErrorCode  string
	Detail     string
	Message    string
	Parameters []json.RawMessage
}

// readErrorBody gives an empty one for what is none.
func readErrorBody(data []byte) errorBody {
	var body errorBody
	if json.Unmarshal(data, &body) != nil {
		return errorBody{}
	}
	return body
}

func (b errorBody) texts() []string {
	texts := make([]string, len(b.Parameters))
	for i, p := range b.Parameters {
		if json.Unmarshal(p, &texts[i]) != nil {
			texts[i] = string(p)
		}
	}
	return texts
}
