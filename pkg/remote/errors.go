package remote

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

// What a caller may have to branch on.
var (
	// ErrNotFound means that the object does not exist, or not any more.
	ErrNotFound = errors.New("not found")
	// ErrNoParent means that what it should live in does not exist.
	ErrNoParent = errors.New("its parent does not exist")
	// ErrNoReference means that something that it refers to does not exist.
	ErrNoReference = errors.New("what it refers to does not exist")
	// ErrUnsupported means that what it should live in cannot hold it.
	ErrUnsupported = errors.New("not supported there")
	// ErrDenied means that the credentials are wrong or not enough.
	ErrDenied = errors.New("denied")
)

// APIError is Atlas's answer to a request that it refused. Code decides what
// it means: the status alone does not (a missing dependency is a 400, a 403 or
// a 409, depending on the endpoint).
type APIError struct {
	Method string
	Path   string
	Status int
	Code   string // errorCode, empty when the body had none
	Detail string // Atlas's own words
}

// Error gives the status, the code and Atlas's own words, with the request.
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Detail != "" {
		b.WriteString(": " + e.Detail)
	}
	if out := e.wayOut(); out != "" {
		b.WriteString(" (" + out + ")")
	}
	return b.String()
}

// Is makes an APIError match the sentinels above.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrNoParent:
		return e.Status == http.StatusNotFound && parentCodes[e.Code]
	case ErrNotFound:
		return e.Status == http.StatusNotFound && (missingCodes[e.Code] || missingStream.MatchString(e.Code)) ||
			e.Code == processorTrouble && strings.Contains(e.Detail, noProcessor)
	case ErrNoReference:
		return e.Code == processorTrouble && noConnection.MatchString(e.Detail)
	case ErrUnsupported:
		return e.Code == "NOT_SERVERLESS_TENANT_CLUSTER"
	case ErrDenied:
		return e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden && !e.aboutThings()
	}
	return false
}

// aboutThings reports whether a 403 is about what there is and what may be, and not
// about who asks.
func (e *APIError) aboutThings() bool {
	switch e.Code {
	case resourcePolicy, "FEATURE_UNSUPPORTED", "UNSUPPORTED_FOR_CURRENT_CONFIG", "UNSUPPORTED_FOR_CURRENT_PLAN":
		return true
	}
	return strings.HasSuffix(e.Code, "_HAS_STREAM_PROCESSORS") || strings.HasSuffix(e.Code, limitExceeded)
}

const (
	// processorTrouble is the code of nearly everything that can be wrong with a
	// processor. Only its text tells what is.
	processorTrouble = "STREAM_PROCESSOR_GENERIC_ERROR"
	// limitExceeded is how the codes of limits end that come with a status of 403.
	limitExceeded = "_LIMIT_EXCEEDED"
)

// noProcessor is how Atlas says, with a status of 400, that there is none to change.
const noProcessor = "stream processor doesn't exist"

// noConnection is how Atlas says that a pipeline names something that is not there,
// be it that it was made a moment ago.
var noConnection = regexp.MustCompile(`connection named .* does not exist`)

// A 404 means "absent" only with a code that says so: a wrong project, a
// retired route or a proxy answer 404 as well, and none of them may lead to a
// create.
var (
	missingCodes = map[string]bool{
		"CLUSTER_NOT_FOUND":                    true,
		"STREAM_TENANT_NOT_FOUND_FOR_NAME":     true,
		"STREAM_CONNECTION_NOT_FOUND_FOR_NAME": true,
		"SERVERLESS_INSTANCE_NOT_FOUND":        true,
		"TENANT_PRIVATE_ENDPOINT_NOT_FOUND":    true,

		"ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND": true,
		"ATLAS_CUSTOM_ROLE_NOT_FOUND":              true,
		"USERNAME_NOT_FOUND":                       true,
		"USER_NOT_FOUND":                           true,
		"PRIVATE_ENDPOINT_SERVICE_NOT_FOUND":       true,
		"CLOUD_PROVIDER_CONTAINER_NOT_FOUND":       true,
	}
	parentCodes = map[string]bool{
		"PRIVATE_ENDPOINT_SERVICE_NOT_FOUND": true,
		"STREAM_TENANT_NOT_FOUND_FOR_NAME":   true,
		"SERVERLESS_INSTANCE_NOT_FOUND":      true,
		"CLUSTER_NOT_FOUND":                  true,
	}
)

// missingStream are codes of a processor or a private link that is not there. They are
// on no record: how Atlas calls those of connections and workspaces is.
var missingStream = regexp.MustCompile(`^STREAMS?_(PROCESSOR|PRIVATE_?LINK)\w*_NOT_FOUND`)

// response is an error of an SDK call together with the response it came with;
// the SDK's own error has neither a status nor, for HTML, a code.
type response struct {
	err  error
	http *http.Response
}

func (r response) Error() string { return r.err.Error() }
func (r response) Unwrap() error { return r.err }

// with keeps the response of a failed SDK call for [translate].
func with(res *http.Response, err error) error {
	if err == nil {
		return nil
	}
	return response{err, res}
}

// translate turns an error of an SDK call into an [*APIError], or into a
// sentence about why there was no answer.
func translate(err error) error {
	if err == nil {
		return nil
	}
	var r response
	if errors.As(err, &r) && r.http != nil && r.http.StatusCode >= http.StatusMultipleChoices {
		return r.apiError()
	}
	if unreachable, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("%s %s: %w", strings.ToUpper(unreachable.Op), redactQuery(unreachable.URL), unreachable.Err)
	}
	if r.http == nil {
		return err
	}
	media := r.http.Header.Get("Content-Type")
	if !strings.Contains(media, "json") { // what the SDK says of that is of no use to anyone
		r.err = errors.New("is the base URL Atlas, or a proxy in between?")
	}
	err = fmt.Errorf("%s %s: answer %d is not what Atlas sends (%s): %w",
		r.http.Request.Method, r.http.Request.URL.Path, r.http.StatusCode, media, r.err)
	if r.http.Request.Method != http.MethodGet { // a success, but of whom?
		return unsettled{err}
	}
	return err
}

func (r response) apiError() error {
	e := &APIError{Status: r.http.StatusCode, Code: r.http.Header.Get("X-Error-Code")}
	if req := r.http.Request; req != nil {
		e.Method, e.Path = req.Method, req.URL.Path
	}
	if e.Status < http.StatusBadRequest {
		e.Detail = "redirects are not followed: is the base URL Atlas?"
		return e
	}
	var sdk *admin.GenericOpenAPIError
	if !errors.As(r.err, &sdk) {
		e.Detail = r.err.Error()
		return e
	}
	if len(sdk.Body()) == 0 { // some answers of Atlas have none: the status is all there is to say
		return e
	}
	if !json.Valid(sdk.Body()) || sdk.Body()[0] != '{' {
		e.Detail = notAtlas(e.Status, r.http.Header.Get("Content-Type"))
		return e
	}
	body := readErrorBody(sdk.Body())
	if body.ErrorCode != "" {
		e.Code = body.ErrorCode
	}
	if e.Detail = body.Detail; e.Detail == "" {
		e.Detail = body.Message
	}
	return e
}

// notAtlas says what can be said of an answer that has not the form of Atlas's.
// What is in it is nobody's business: it may be a whole page.
func notAtlas(status int, media string) string {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if !strings.Contains(media, "json") {
			return "from a proxy, not from Atlas (" + media + ")"
		}
	}
	return fmt.Sprintf("the answer is not what Atlas sends (%s): is the base URL Atlas, or a proxy in between?", media)
}

// hasCode reports whether err is Atlas's answer with this error code.
func hasCode(err error, code string) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Code == code
}

// redactQuery keeps what a URL points at and drops what it carries.
func redactQuery(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "the request"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
