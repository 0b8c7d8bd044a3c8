package remote_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// refusing answers a code so many times, and then lets the request through.
func refusing(times int, status int, code string, bodies *[]string) http.HandlerFunc {
	next := refusingInBody(times, status, code, bodies)
	return func(w http.ResponseWriter, r *http.Request) {
		if len(*bodies) < times {
			w.Header().Set("X-Error-Code", code)
		}
		next(w, r)
	}
}

// refusingInBody is refusing as it was before there was the header.
func refusingInBody(times int, status int, code string, bodies *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		*bodies = append(*bodies, string(data))
		if len(*bodies) <= times {
			answers(status, "application/json", fmt.Sprintf(`{"errorCode":%q,"detail":"Please try again."}`, code))(w, r)
			return
		}
		answers(200, "application/json", "{}")(w, r)
	}
}

func TestRefusedForNow(t *testing.T) {
	t.Parallel()
	const never = 1 << 30
	for _, tc := range []struct {
		code     string
		status   int
		times    int
		requests int
		slept    time.Duration
		err      string
	}{
		{"CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", 400, 3, 4, 30 * time.Second, ""},
		{"STREAM_KAFKA_CONNECTION_IS_DEPLOYING", 409, 2, 3, 20 * time.Second, ""},
		{"CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", 400, never, 30, 290 * time.Second, "400 Bad Request CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP: Please try again."},
		{"DUPLICATE_CLUSTER_NAME", 400, never, 1, 0, "400 Bad Request DUPLICATE_CLUSTER_NAME"},
		{"STREAM_CONNECTION_HAS_STREAM_PROCESSORS", 403, never, 1, 0, "403 Forbidden STREAM_CONNECTION_HAS_STREAM_PROCESSORS"},
		{"UNEXPECTED_ERROR", 500, never, 1, 0, "500 Internal Server Error"},
	} {
		for form, refuse := range map[string]func(int, int, string, *[]string) http.HandlerFunc{"header": refusing, "body": refusingInBody} {
			t.Run(fmt.Sprint(tc.code, " ", tc.times, " in the ", form), func(t *testing.T) {
				t.Parallel()
				var bodies []string
				clock := &stillClock{}
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(refuse(tc.times, tc.status, tc.code, &bodies))})
				c.AllowWrites()
				err := c.Create(t.Context(), load(t, projectID, flex("orders"))[0])
				if tc.err != "" {
					wantText(t, err, tc.err)
				} else if err != nil {
					t.Error(err)
				}
				if len(bodies) != tc.requests || clock.Now().Sub(time.Time{}) != tc.slept {
					t.Errorf("%d requests in %s, want %d in %s", len(bodies), clock.Now().Sub(time.Time{}), tc.requests, tc.slept)
				}
				for i, body := range bodies {
					if body == "" || body != bodies[0] {
						t.Errorf("request %d had the body %q, the first one %q", i+1, body, bodies[0])
					}
				}
			})
		}
	}
}

// TestCodeWithoutBody takes the code from the header where there is no body.
func TestCodeWithoutBody(t *testing.T) {
	t.Parallel()
	n := 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.Header().Set("X-Error-Code", "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP")
			answers(400, "", "")(w, r)
			return
		}
		answers(201, vnd, "{}")(w, r)
	})})
	c.AllowWrites()
	if err := c.Create(t.Context(), load(t, projectID, flex("orders"))[0]); err != nil || n != 2 {
		t.Errorf("%d requests and error %v", n, err)
	}
}

func TestInterruptEndsARetry(t *testing.T) {
	t.Parallel()
	var bodies []string
	ctx, cancel := context.WithCancel(t.Context())
	refuse := refusing(1<<30, 400, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", &bodies)
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r)
		cancel()
	})})
	c.AllowWrites()
	err := c.Create(ctx, load(t, projectID, flex("orders"))[0])
	if !errors.Is(err, context.Canceled) || len(bodies) != 1 {
		t.Errorf("got %v after %d requests, want the interruption after one", err, len(bodies))
	}
	wantOutcome(t, err, false, false) // it was refused
}

// TestReplace takes a cluster away and makes it anew under the same name, which
// Atlas refuses for a while after the old one is gone; today, and when answers
// did not have the code in a header yet.
func TestReplace(t *testing.T) {
	t.Parallel()
	for _, asOf := range []string{"", "2025-11-01"} {
		t.Run("as of "+asOf, func(t *testing.T) {
			t.Parallel()
			replaceOn(t, asOf)
		})
	}
}

func replaceOn(t *testing.T, asOf string) {
	emu, _ := newEmulatorOn(t, asOf, "demo")
	want := load(t, "demo", flex("orders"))
	seed(t, emu, want)
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	old, err := c.Read(t.Context(), want[0])
	if err != nil {
		t.Fatal(err)
	}
	start := emu.Now()
	if err := c.Delete(t.Context(), *old); err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(t.Context(), *old); err != nil {
		t.Errorf("deleting what is on its way out: %v, want success", err)
	}
	if err := c.WaitGone(t.Context(), want[0], nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Create(t.Context(), want[0]); err != nil {
		t.Fatal(err)
	}
	fresh, err := c.WaitReady(t.Context(), want[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	if fresh.ID == old.ID {
		t.Error("the new cluster has the ID of the old one")
	}
	if took := emu.Now().Sub(start); took < 45*time.Second || took > 3*time.Minute {
		t.Errorf("took %s of emulated time", took)
	}
}

// TestDeleteOfADeployingConnection waits until Atlas lets go of it.
func TestDeleteOfADeployingConnection(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	want := load(t, "demo", workspace("clicks"), doc("StreamConnection", "workspace: clicks, name: kafka", `{type: Kafka, bootstrapServers: 'b:9092', security: {protocol: SASL_SSL},`+
		` authentication: {mechanism: PLAIN, username: u, password: {env: P}}, networking: {access: {type: VPC}}}`))
	for _, r := range []int{1, 0} {
		if err := c.Create(t.Context(), want[r]); err != nil {
			t.Fatal(err)
		}
	}
	live, err := c.Read(t.Context(), want[0])
	if err != nil || live.State != "PENDING" {
		t.Fatalf("got %+v, %v, want it PENDING", live, err)
	}
	if err := c.Delete(t.Context(), *live); err != nil {
		t.Fatal(err)
	}
	if err := c.WaitGone(t.Context(), want[0], nil); err != nil {
		t.Error(err)
	}
}
