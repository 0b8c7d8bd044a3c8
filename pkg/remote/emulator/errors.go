package emulator

import (
	"fmt"
	"net/http"
)

// apiError is an error that Atlas answers. Numbers in parameters are strings
// (recorded), but for those of the rate limits.
type apiError struct {
	status int
	code   string
	detail string
	params []any
}

// Error returns the detail that the client gets to see.
func (e *apiError) Error() string { return e.detail }

func fail(status int, code, detail string, params ...string) *apiError {
	list := make([]any, len(params))
	for i, param := range params {
		list[i] = param
	}
	return &apiError{status: status, code: code, detail: detail, params: list}
}

// body is the common form of an error (recorded, also that no 400 of Atlas
// carries the documented badRequestDetail).
func (e *apiError) body() object {
	return object{
		"detail":     e.detail,
		"error":      e.status,
		"errorCode":  e.code,
		"parameters": e.params,
		"reason":     http.StatusText(e.status),
	}
}

func errGroupNotFound(id string) *apiError {
	return fail(http.StatusNotFound, "GROUP_NOT_FOUND", fmt.Sprintf("No group with ID %s exists.", id), id)
}

func errPathParameter(path string) *apiError {
	return fail(http.StatusBadRequest, "PATH_PARAM_PARSE_ERROR",
		fmt.Sprintf("One or more path parameter in the request URI %s is malformed.", path), path)
}

// errRouteNotFound answers a path that is not served, in the form that Atlas
// uses for any resource it cannot find.
func errRouteNotFound(path string) *apiError {
	return fail(http.StatusNotFound, "RESOURCE_NOT_FOUND", fmt.Sprintf("Cannot find resource %s.", path), path)
}

func errMediaType() *apiError {
	return fail(http.StatusNotAcceptable, "INVALID_VERSION_DATE", "Invalid accept header or version date.")
}

// errContentType is a guess: no refused Content-Type is recorded.
func errContentType(got string) *apiError {
	return fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE",
		fmt.Sprintf("Cannot read a request body of type %q.", got), got)
}

// errReadOnlyKey is a guess in its wording: recorded is only that a role that is
// missing answers 403, and the code.
func errReadOnlyKey() *apiError {
	return fail(http.StatusForbidden, "USER_UNAUTHORIZED", "Current user is not authorized to perform this action.")
}

func errMissing(attribute string) *apiError {
	return fail(http.StatusBadRequest, "MISSING_ATTRIBUTE",
		fmt.Sprintf("The required attribute %s was not specified.", attribute), attribute)
}

func errEnum(value string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_ENUM_VALUE",
		fmt.Sprintf("An invalid enumeration value %s was specified.", value), value)
}

func errAttribute(attribute string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_ATTRIBUTE",
		fmt.Sprintf("Invalid attribute %s specified.", attribute), attribute)
}

func errAttributeType(attribute string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_JSON_ATTRIBUTE",
		fmt.Sprintf("The JSON of attribute %s has the wrong type.", attribute), attribute)
}

func errMalformed() *apiError {
	return fail(http.StatusBadRequest, "MALFORMED_JSON", "Received JSON is malformed.")
}

func errQuery(name string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_QUERY_PARAMETER",
		fmt.Sprintf("Invalid query parameter %s specified.", name), name)
}

// errQueryMissing is a guess, in the image of errMissing.
func errQueryMissing(name string) *apiError {
	return fail(http.StatusBadRequest, "MISSING_QUERY_PARAMETER",
		fmt.Sprintf("The required query parameter %s was not specified.", name), name)
}

func errValidation(problem string) *apiError {
	return fail(http.StatusBadRequest, "VALIDATION_ERROR",
		"The request content produced the validation error: "+problem, problem)
}

// errUnexpected carries the cause, which Atlas keeps to itself: whoever runs an
// emulator is also the one who has to repair it.
func errUnexpected(cause error) *apiError {
	return fail(http.StatusInternalServerError, "UNEXPECTED_ERROR", fmt.Sprintf("Unexpected error: %v.", cause))
}
