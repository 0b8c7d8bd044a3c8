package emulator

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// authenticate lets only requests with valid credentials through, that come
// from where they are good, and of those with read-only credentials only the
// reads. The OAuth endpoints check their own credentials.
func (e *Emulator) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, oauthPath) {
			next.ServeHTTP(w, r)
			return
		}
		now := e.clock.unhurried()
		who := e.guard.Judge(r, now)
		switch who.Refused {
		case auth.None:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, who)))
		case auth.Unproven:
			e.challenge(w, now, false)
		case auth.Stale:
			e.challenge(w, now, true)
		case auth.Elsewhere:
			writeError(w, errAddress(who.From.String()))
		case auth.Reading:
			writeError(w, errReadOnlyKey())
		}
	})
}

// callerKey finds the verdict in the context of a request that was let through.
type callerKey struct{}

func callerOf(r *http.Request) auth.Verdict {
	who, _ := r.Context().Value(callerKey{}).(auth.Verdict)
	return who
}

// challenge refuses a request. The odd layout of the body, its order and the
// missing error code are recorded, and so is the challenge whatever was wrong.
func (e *Emulator) challenge(w http.ResponseWriter, now time.Time, stale bool) {
	const body = "{\n  \"error\" : 401,\n  \"reason\" : \"Unauthorized\",\n" +
		"  \"detail\" : \"You are not authorized for this resource.\"\n}"
	w.Header().Set("WWW-Authenticate", e.guard.Challenge(now, stale))
	w.Header().Set("Content-Type", plainMedia)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusUnauthorized)
	// The client may be gone; then nobody is left to tell.
	_, _ = io.WriteString(w, body)
}

// errAddress refuses credentials that are not good where the request comes
// from. Status, code and detail are those that users of other tools report.
func errAddress(address string) *apiError {
	return fail(http.StatusForbidden, "IP_ADDRESS_NOT_ON_ACCESS_LIST",
		fmt.Sprintf("IP address %s is not allowed to access this resource.", address), address)
}

// errNotYours refuses a project that exists to somebody who has no role in it.
// Status, code and detail are those in logs of other tools, which show 401.
func errNotYours() *apiError {
	return fail(http.StatusUnauthorized, "USER_UNAUTHORIZED", "Current user is not authorized to perform this action.")
}

// errNotInGroup is the same for a project that is asked for by its name; the
// wording is that of MongoDB's list of error codes.
func errNotInGroup() *apiError {
	return fail(http.StatusUnauthorized, "NOT_IN_GROUP", "The current user is not in the group, or the group does not exist.")
}
