package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// exchange is a request to an operation of a document, its answer, and what is
// wrong with them.
type exchange struct {
	operation string // as in the table of coverage
	old       bool   // it came by the API without versions
	document  *document
	route     *routers.Route
	params    map[string]string
	req       *http.Request
	res       *http.Response
	got       []byte

	problems []problem
	excuses  []excuse
}

// problem is something that a document does not allow.
type problem struct {
	where  place
	member string
	text   string
}

// String names the place and the problem.
func (p problem) String() string {
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s: %s", p.where, p.member, p.text)), " ")
}

// find looks an operation up. Atlas takes a path with a slash at its end for the
// one without (recorded for the list of projects). What is left of the API
// before there were versions answers like the one with them, in plain JSON.
func (c *checker) find(req *http.Request) (*exchange, bool) {
	plain := req.Clone(req.Context())
	old := strings.HasPrefix(req.URL.Path, oldAPIPath)
	for _, path := range []*string{&plain.URL.Path, &plain.URL.RawPath} {
		*path = strings.TrimSuffix(*path, "/")
		if old {
			*path = strings.Replace(*path, oldAPIPath, apiPath, 1)
		}
	}
	for _, d := range c.documents {
		route, params, err := d.router.FindRoute(plain)
		if err != nil {
			continue
		}
		for name, value := range params {
			if value, err := url.PathUnescape(value); err == nil {
				params[name] = value
			}
		}
		operation := route.Method + " " + strings.TrimPrefix(route.Path, apiPath)
		return &exchange{operation: operation, old: old, document: d, route: route, params: params, req: plain}, true
	}
	return nil, false
}

// unserved is for what no document has, and for what the other side does not
// have: that is said in one of few ways, and nothing else is.
func (c *checker) unserved(req *http.Request, res *http.Response, got []byte) {
	c.t.Helper()
	x := &exchange{operation: req.Method + " " + req.URL.Path, document: c.documents[0], req: req, res: res, got: got}
	switch status := res.StatusCode; {
	case status == http.StatusNotFound, status == http.StatusUnauthorized, status == http.StatusForbidden:
		x.checkError(x.document.apiError())
	case status == http.StatusMethodNotAllowed, status == http.StatusOK && req.Method == http.MethodOptions:
		x.checkRefusal()
	default:
		x.complain(statuses, strconv.Itoa(status), "no document has such an operation, or prune.go leaves it out")
	}
	for _, p := range x.problems {
		c.t.Errorf("%s, which is not served, answered %d: %s", x.operation, res.StatusCode, p)
	}
}

// complain takes a problem down, unless it is known, and reports whether it is.
func (x *exchange) complain(where place, member, text string) bool {
	known, ok := excused(x.operation, where, member)
	if ok {
		x.excuses = append(x.excuses, known)
	} else {
		x.problems = append(x.problems, problem{where, member, text})
	}
	return ok
}

func (x *exchange) input() *openapi3filter.RequestValidationInput {
	options := &openapi3filter.Options{
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		IncludeResponseStatus:             true,
		MultiError:                        true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true,
	}
	options.WithCustomSchemaErrorFunc(quietError)
	return &openapi3filter.RequestValidationInput{
		Request: x.req, Route: x.route, PathParams: x.params, QueryParams: x.req.URL.Query(), Options: options,
	}
}

// quiet makes messages tell the place and the reason. They would have the value
// and the whole schema too.
func quiet() []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{openapi3.MultiErrors(), openapi3.SetSchemaErrorMessageCustomizer(quietError)}
}

func quietError(err *openapi3.SchemaError) string {
	return "/" + strings.Join(err.JSONPointer(), "/") + ": " + err.Reason
}
