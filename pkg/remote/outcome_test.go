package remote_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// wantOutcome holds what an error says of itself.
func wantOutcome(t *testing.T, err error, unknown, exists bool) {
	t.Helper()
	if e, ok := errors.AsType[interface {
		error
		OutcomeUnknown() bool
	}](err); unknown != (ok && e.OutcomeUnknown()) {
		t.Errorf("outcome unknown is %t of: %v", !unknown, err)
	}
	if e, ok := errors.AsType[interface {
		error
		AlreadyExists() bool
	}](err); exists != (ok && e.AlreadyExists()) {
		t.Errorf("already exists is %t of: %v", !exists, err)
	}
}

// TestOutcomes holds what the error of a refused write says of itself, with and
// without a secret in it.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, url: {env: CANARY}}"))[0]
	const secret = "not-a-secret-CANARY"
	for _, tc := range []struct {
		status          int
		code            string
		unknown, exists bool
	}{
		{400, "DUPLICATE_CLUSTER_NAME", false, true},
		{409, "STREAM_CONNECTION_NAME_ALREADY_EXISTS", false, true},
		{409, "STREAM_TENANT_NAME_ALREADY_EXISTS", false, true},
		{409, "GROUP_ALREADY_EXISTS", false, true},
		{409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", false, true},
		{409, "PRIVATELINK_INTERFACE_ENDPOINT_ALREADY_EXISTS", false, true},
		{409, "ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS", false, true},
		{409, "OUT_OF_CAPACITY", false, false},
		{409, "CANNOT_UPDATE_PAUSED_CLUSTER", false, false},
		{400, "VALIDATION_ERROR", false, false},
		{403, "USER_UNAUTHORIZED", false, false},
		{429, "RATE_LIMITED_TOKEN_BUCKET", false, false},
		{404, "GROUP_NOT_FOUND", false, false},
		{500, "UNEXPECTED_ERROR", true, false},
		{504, "STREAM_PROCESSOR_TIMEOUT", true, false},
	} {
		for _, detail := range []string{"No.", "No: " + secret} {
			t.Run(fmt.Sprint(tc.status, tc.code, len(detail)), func(t *testing.T) {
				t.Parallel()
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(tc.status, "application/json",
					fmt.Sprintf(`{"errorCode":%q,"detail":%q}`, tc.code, detail)))})
				c.AllowWrites()
				err := c.Create(t.Context(), want)
				wantText(t, err, "POST", tc.code)
				wantOutcome(t, err, tc.unknown, tc.exists)
				api, ok := errors.AsType[*remote.APIError](err)
				if !ok || api.Code != tc.code {
					t.Fatalf("got %+v, want an APIError with the code", api)
				}
				if strings.Contains(err.Error()+api.Error()+api.Detail, secret) {
					t.Errorf("the error holds a secret: %v, %+v", err, api)
				}
			})
		}
	}
}

// TestInterruptedWrite tells a write that was under way from one that was not.
func TestInterruptedWrite(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	for _, begun := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		if !begun {
			cancel()
		}
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: transport(func(r *http.Request) (*http.Response, error) {
			cancel()
			return nil, r.Context().Err()
		})})
		c.AllowWrites()
		err := c.Create(ctx, want)
		wantText(t, err, "context canceled")
		wantOutcome(t, err, begun, false)
	}
}

// TestNobodyThere sends a write again that could not be delivered, and does not
// call its outcome unknown.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, tc := range []struct {
		name        string
		credentials remote.Credentials
		err         error
		status      int // or an answer to the request for a token
		times, sent int
		good        bool
	}{
		{"soon there", remote.Token("token"), dial, 0, 2, 3, true},
		{"not there", remote.Token("token"), dial, 0, 1 << 30, 3, false},
		{"without a certificate", remote.Token("token"), http.ErrSchemeMismatch, 0, 1 << 30, 1, false},
		{"a token soon", account, nil, http.StatusServiceUnavailable, 2, 3, true},
		{"no token", account, nil, http.StatusServiceUnavailable, 1 << 30, 3, false},
		{"too many tokens", account, nil, http.StatusForbidden, 1 << 30, 1, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			emu, id := newEmulator(t, "demo")
			wanted := want
			wanted.Addr.Project = id
			c := connect(t, remote.Config{Credentials: tc.credentials, Transport: transport(func(r *http.Request) (*http.Response, error) {
				if tc.err != nil || strings.HasSuffix(r.URL.Path, "/token") {
					sent++
				}
				switch {
				case sent > tc.times && tc.err == nil:
					return emu.Transport().RoundTrip(r)
				case sent > tc.times:
					return handled(answers(201, vnd, `{}`)).RoundTrip(r)
				case tc.err != nil:
					return nil, tc.err
				}
				return handled(answers(tc.status, "application/json", `{"error":"access_denied"}`)).RoundTrip(r)
			})})
			c.AllowWrites()
			err := c.Create(t.Context(), wanted)
			if (err == nil) != tc.good || sent != tc.sent {
				t.Errorf("sent %d times, want %d; error %v", sent, tc.sent, err)
			}
			wantOutcome(t, err, false, false)
		})
	}
}
