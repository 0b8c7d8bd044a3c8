package contract

import (
	"bytes"
	"io"
	"mime"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// checkRequest holds a request against its operation: parameters, the media types
// that it sends and asks for, and its body.
func (x *exchange) checkRequest(sent []byte) {
	for name := range x.req.URL.Query() {
		if x.route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			x.complain(request, "?"+name, "no such parameter is declared")
		}
	}
	if accept := x.req.Header.Get("Accept"); !x.answers(accept) {
		x.complain(mediaType, accept, "no answer is declared to have the media type that is asked for")
	}
	body := x.route.Operation.RequestBody
	if body != nil {
		media := body.Value.Content.Get(x.req.Header.Get("Content-Type"))
		if media == nil {
			x.complain(mediaType, x.req.Header.Get("Content-Type"), "no body is declared to have this media type")
			return
		}
		sent = x.clean(request, media.Schema, sent)
	}
	if len(x.problems) > 0 {
		return
	}
	x.req.Body = http.NoBody
	if len(sent) > 0 {
		x.req.Body, x.req.ContentLength = io.NopCloser(bytes.NewReader(sent)), int64(len(sent))
	}
	if err := openapi3filter.ValidateRequest(x.req.Context(), x.input()); err != nil {
		x.complain(request, "", err.Error())
	}
}

// answers reports whether an answer that succeeds is declared to have a media type.
func (x *exchange) answers(accept string) bool {
	want, _, err := mime.ParseMediaType(accept)
	for status, response := range x.route.Operation.Responses.Map() {
		if err == nil && status[0] == '2' && response.Value.Content[want] != nil {
			return true
		}
	}
	return false
}
