package remote

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// unsettled is a write that nobody knows the outcome of: it was sent, and no
// answer of Atlas says what became of it. Its text does not say so: whoever reads
// it has asked Atlas by then.
type unsettled struct{ err error }

func (u unsettled) Error() string      { return u.err.Error() }
func (u unsettled) Unwrap() error      { return u.err }
func (unsettled) OutcomeUnknown() bool { return true }

// notSent is a request that surely did not reach Atlas, whatever the error that
// it wraps would mean of a request that did.
type notSent struct{ err error }

func (n notSent) Error() string      { return n.err.Error() }
func (n notSent) Unwrap() error      { return n.err }
func (notSent) OutcomeUnknown() bool { return false }

// unsent reports whether a request without an answer surely did not reach
// Atlas.
func unsent(err error) bool {
	if _, ok := errors.AsType[notSent](err); ok {
		return true
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	_, ok := errors.AsType[*net.DNSError](err)
	return ok || untrusted(err)
}

// hopeless reports whether a request without an answer would have none another
// time either.
func hopeless(err error) bool {
	if api, ok := errors.AsType[*APIError](err); ok { // about a token
		return ruleOf(api.Status, api.Code, api.Detail).repeats == 0 || api.Status == http.StatusUnauthorized
	}
	return errors.Is(err, errNoToken) || untrusted(err)
}

// untrusted reports whether the two sides could not agree to talk.
func untrusted(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	return errors.Is(err, http.ErrSchemeMismatch)
}

// OutcomeUnknown reports whether the request was a write that may have been
// done nevertheless: to Atlas, or to a proxy, something happened underway.
func (e *APIError) OutcomeUnknown() bool {
	r := ruleOf(e.Status, e.Code, e.Detail)
	return e.Method != http.MethodGet && r.repeats > 0 && !r.refused
}

// AlreadyExists reports whether the name of what was to be made is taken, which the
// code alone tells: the status is 400 or 409, and a 409 may also mean that a region is
// full. Of private endpoints the code is not known, but how such codes are called is.
func (e *APIError) AlreadyExists() bool {
	return e.Code == "DUPLICATE_CLUSTER_NAME" || strings.Contains(e.Code, "_ALREADY_EXISTS") ||
		e.Code == processorTrouble && strings.Contains(e.Detail, "already exists")
}

// taken is what a [Memory] says of a name that is.
type taken struct{ addr spec.Address }

func (t taken) Error() string     { return t.addr.String() + " exists already" }
func (taken) AlreadyExists() bool { return true }

// outcomeUnknown reports whether an error says that a write may have been done
// nevertheless.
func outcomeUnknown(err error) bool {
	e, ok := errors.AsType[interface {
		error
		OutcomeUnknown() bool
	}](err)
	return ok && e.OutcomeUnknown()
}
