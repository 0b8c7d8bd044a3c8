package emulator

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// middleware wraps a handler. The chain is the place for whatever concerns all
// requests alike.
type middleware func(http.Handler) http.Handler

// chain puts the wrappers around h, the first one outermost.
func chain(h http.Handler, wrappers ...middleware) http.Handler {
	for _, wrap := range slices.Backward(wrappers) {
		h = wrap(h)
	}
	return h
}

// ServeHTTP answers one request of the Atlas Admin API.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.handler.ServeHTTP(w, r) }

// stampDate makes the Date header emulated: clients compare it with Sunset.
func (e *Emulator) stampDate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", e.clock.now().UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}

// sign adds the headers that are the same on every answer (recorded). A 401 has
// the first alone, so this comes in two halves around the guard.
func (e *Emulator) sign(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "mdbws")
		next.ServeHTTP(w, r)
	})
}

func (e *Emulator) signAdmitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubdomains;")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Permitted-Cross-Domain-Policies", "none")
		next.ServeHTTP(w, r)
	})
}

// operation is what a route does: it reads a call and the state, and may change
// the state if the call is a write. The state's lock is held around it.
type operation func(*call) (reply, error)

// call is one request to a route.
type call struct {
	state   *state
	now     time.Time
	group   string            // the project, which exists; empty outside of one
	params  map[string]string // of the path
	query   url.Values
	body    object // of POST and PATCH
	raw     []byte // the same as it came, for what must keep its order
	version string // of the media type that the answer will have
	origin  string // scheme and host, for links
	path    string // as it came
	who     auth.Verdict
	another bool     // it is somebody else who writes
	event   string   // what a write is told as
	about   []object // what the events of a write are about, where there is one for each of several objects
	limits  *limits
}

// key addresses a resource of the call's project.
func (c *call) key(k kind, parent, name string) key {
	return key{Kind: k, Project: c.group, Parent: parent, Name: name}
}

// reply is the answer of an operation: an object, or a bare array where Atlas
// sends one. A nil body sends none.
type reply struct {
	status int
	body   any
}

func (e *Emulator) dispatch(w http.ResponseWriter, r *http.Request) {
	hit, ok := e.lookup(r)
	switch {
	case !ok:
		writeError(w, errRouteNotFound(r.URL.Path))
	case hit.route == nil:
		w.Header().Set("Allow", strings.Join(append(hit.allow, http.MethodOptions), ","))
		if r.Method != http.MethodOptions {
			w.WriteHeader(http.StatusMethodNotAllowed) // without a body (recorded)
		}
	case hit.route.serve != nil:
		hit.route.serve(e, w, r)
	default:
		e.operate(w, r, hit)
	}
}

func (e *Emulator) operate(w http.ResponseWriter, r *http.Request, hit found) {
	contentType, version, ok := negotiate(r.Header.Values("Accept"), hit.route.versions)
	hit.route.ends.announce(w.Header(), e.clock.now(), version)
	if err := e.admit(w.Header(), r, hit); err != nil {
		writeError(w, err)
		return
	}
	if !ok {
		writeError(w, errMediaType())
		return
	}
	answer, err := e.perform(r, hit, version)
	if err != nil {
		e.refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", contentType)
	writeBody(w, answer.status, answer.body)
}

func (e *Emulator) newCall(r *http.Request, hit found, version string) *call {
	return &call{
		state:   e.state,
		params:  hit.params,
		query:   r.URL.Query(),
		version: version,
		origin:  origin(r),
		path:    r.URL.EscapedPath(),
		who:     callerOf(r),
		event:   hit.route.event,
		limits:  e.limits,
	}
}

// perform runs the operation of a route and returns when what it changed is
// saved.
func (e *Emulator) perform(r *http.Request, hit found, version string) (reply, error) {
	c := e.newCall(r, hit, version)
	group, inGroup := hit.params["groupId"]
	if inGroup && !isObjectID(group) {
		return reply{}, errPathParameter(c.path)
	}
	if !hit.route.bodyless && (r.Method == http.MethodPost || r.Method == http.MethodPatch) {
		if err := c.read(r, hit.route.listed); err != nil {
			return reply{}, err
		}
	}
	if r.Method != http.MethodGet {
		return e.write(c, group, inGroup, hit.route.operate)
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	return c.run(e.clock.now(), group, inGroup, hit.route.operate)
}

func (e *Emulator) write(c *call, group string, inGroup bool, op operation) (reply, error) {
	answer, changes, err := e.change(c, group, inGroup, op)
	if err != nil {
		return reply{}, err
	}
	return answer, e.commit(changes)
}

// change runs an operation that may change the state, tells of what it did, and
// returns how many changes there are by then.
func (e *Emulator) change(c *call, group string, inGroup bool, op operation) (reply, uint64, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.clock.now()
	e.state.sweep(now)
	before := e.state.changes
	answer, err := c.run(now, group, inGroup, op)
	if err == nil && e.state.changes > before {
		err = c.tell(answer)
	}
	return answer, e.state.changes, err
}

func (c *call) run(now time.Time, group string, inGroup bool, op operation) (reply, error) {
	c.now = now
	if inGroup {
		if err := c.checkProject(group); err != nil {
			return reply{}, err
		}
		c.group = group
	}
	return op(c)
}

func origin(r *http.Request) string {
	scheme := r.URL.Scheme
	switch {
	case scheme != "":
	case r.TLS != nil:
		scheme = "https"
	default:
		scheme = "http"
	}
	return scheme + "://" + r.Host
}

// writeError answers err in plain application/json, whatever was asked for, and
// repeats its code in a header since a day of its own, unless it is a 401 (all
// recorded).
func writeError(w http.ResponseWriter, err error) {
	var known *apiError
	if !errors.As(err, &known) {
		known = errUnexpected(err)
	}
	w.Header().Set("Content-Type", plainMedia)
	if known.status != http.StatusUnauthorized && repeatsCode(w.Header()) {
		w.Header().Set("X-Error-Code", known.code)
	}
	writeBody(w, known.status, known.body())
}

func writeBody(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	data, err := encodeJSON(body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	// The client may be gone; then nobody is left to tell.
	_, _ = w.Write(data)
}
