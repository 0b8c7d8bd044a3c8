package contract

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

const plainMedia = "application/json"

func (d *document) apiError() *openapi3.SchemaRef { return d.spec.Components.Schemas["ApiError"] }

// checkAnswer holds an answer against what its status is declared to be.
func (x *exchange) checkAnswer() {
	declared := x.route.Operation.Responses.Status(x.res.StatusCode)
	if declared == nil && !x.complain(statuses, strconv.Itoa(x.res.StatusCode), "the document has no such answer") {
		return
	}
	switch {
	case x.res.StatusCode >= 400:
		x.checkError(x.document.apiError())
	case declared != nil:
		x.checkSuccess(declared.Value)
	}
}

// checkSuccess wants a version of the media type that the document has.
func (x *exchange) checkSuccess(declared *openapi3.Response) {
	got := x.res.Header.Get("Content-Type")
	header := x.res.Header.Clone()
	if got == plainMedia {
		if !x.old && !x.complain(mediaType, plainMedia, "an answer that succeeds has a version") {
			return
		}
		got = newest(declared.Content) + ";charset=utf-8"
		header.Set("Content-Type", got)
	}
	base, params, _ := mime.ParseMediaType(got)
	media := declared.Content[base]
	if media == nil || params["charset"] != "utf-8" {
		x.complain(mediaType, got, "the document has none like it")
		return
	}
	body := x.got
	switch {
	case x.res.StatusCode == http.StatusNoContent:
		if len(body) > 0 || header.Get("Content-Length") != "" {
			x.complain(answer, "", "204 has a body, or the length of one")
		}
		return
	case media.Schema == nil: // recorded: then it is an empty object
		if string(body) != "{}" {
			x.complain(answer, "", "an empty object was expected")
		}
		return
	}
	if cleaned := x.clean(answer, media.Schema, body); len(x.problems) == 0 {
		x.validate(header, cleaned)
	}
}

func newest(content openapi3.Content) string {
	var versions []string
	for version := range content {
		versions = append(versions, version)
	}
	return slices.Max(versions)
}

// checkError holds an error against the form that all errors have. The headers
// are recorded: plain JSON, and the code once more.
func (x *exchange) checkError(schema *openapi3.SchemaRef) {
	if got := x.res.Header.Get("Content-Type"); got != plainMedia {
		x.complain(mediaType, got, "an error is "+plainMedia)
	}
	x.clean(answer, schema, x.got)
	value, err := decode(x.got)
	fields, ok := value.(object)
	if err != nil || !ok {
		x.complain(answer, "", "an error is an object")
		return
	}
	code, _ := fields["errorCode"].(string)
	if !x.repeatsCode() {
		code = ""
	}
	if got := x.res.Header.Get("X-Error-Code"); got != code {
		x.complain(answer, "X-Error-Code", fmt.Sprintf("it is %q, not %q", got, code))
	}
	if status := fmt.Sprint(fields["error"]); status != strconv.Itoa(x.res.StatusCode) {
		x.complain(answer, "error", "it is "+status+", which is not the status")
	}
}

// repeatsCode reports whether an error has its code in a header too (recorded:
// from a certain day on, but never with 401).
func (x *exchange) repeatsCode() bool {
	since := time.Date(2025, time.November, 10, 0, 0, 0, 0, time.UTC)
	date, err := http.ParseTime(x.res.Header.Get("Date"))
	return x.res.StatusCode != http.StatusUnauthorized && (err != nil || !date.Before(since))
}

// checkRefusal is for methods that a path does not know (recorded: no body, and
// a header with those that it does).
func (x *exchange) checkRefusal() {
	allow := strings.Split(x.res.Header.Get("Allow"), ",")
	if len(x.got) > 0 || !slices.Contains(allow, http.MethodOptions) {
		x.complain(answer, "", "no body, and a header Allow, were expected")
	}
}

// validate has kin-openapi look at the whole: at what the parts of a body have to
// do with one another, and at the headers.
func (x *exchange) validate(header http.Header, body []byte) {
	input := x.input()
	err := openapi3filter.ValidateResponse(x.req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 x.res.StatusCode,
		Header:                 header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                input.Options,
	})
	if err != nil {
		x.complain(answer, "", err.Error())
	}
}
