package remote_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// nativeClient connects to the days of serverless instances, with one that is
// ready to have endpoints.
func nativeClient(t *testing.T) *remote.Client {
	t.Helper()
	emu, _ := newEmulatorOn(t, "2024-12-01", "demo")
	c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
	c.AllowWrites()
	createReady(t, c, load(t, "demo", instance("shop"))[0])
	return c
}

func createReady(t *testing.T, c *remote.Client, want spec.Resource) *spec.Resource {
	t.Helper()
	if err := c.Create(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	live, err := c.WaitReady(t.Context(), want, nil)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// TestEndpointInTwoPhases ends well, or with Atlas's own message.
func TestEndpointInTwoPhases(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ id, state, fails string }{
		{"vpce-0123456789abcdef0", "AVAILABLE", ""},
		{"vpce-00000000000000000", "FAILED", "Atlas reports state FAILED: The private endpoint vpce-00000000000000000 does not exist, or cannot be connected."},
	} {
		c := nativeClient(t)
		want := load(t, "demo", endpoint("shop", "e", ", cloudProviderEndpointId: "+tc.id))[0]
		live := createReady(t, c, want)
		if live.State != "RESERVED" || !strings.HasPrefix(live.Status["endpointServiceName"], "com.amazonaws.vpce.us-east-1.vpce-svc-") {
			t.Errorf("after the first phase: got %s, %q, want it reserved, with the service to connect to", live.State, live.Status)
		}
		if err := c.Update(t.Context(), *live, want); err != nil {
			t.Fatal(err)
		}
		heard := []string{}
		done, err := c.WaitReady(t.Context(), *live, func(state string) { heard = append(heard, state) })
		if !slices.Contains(heard, "INITIATING") {
			t.Errorf("heard %q, want INITIATING", heard)
		}
		if tc.fails == "" {
			if err != nil || done.State != tc.state {
				t.Errorf("got %+v, %v, want it %s", done, err, tc.state)
			}
			continue
		}
		wantText(t, err, tc.fails)
		if failed, ok := errors.AsType[*remote.FailedError](err); !ok || failed.State != tc.state {
			t.Errorf("got %#v", err)
		}
		again, err := c.Read(t.Context(), want)
		if err != nil || again.Phase != spec.Failed || again.Detail == "" {
			t.Errorf("reading it: got %+v, %v, want it failed, with the message", again, err)
		}
	}
}

// TestEndpointsOfOneComment are told apart by their IDs, whatever is done; by
// the comment alone nothing is done to either.
func TestEndpointsOfOneComment(t *testing.T) {
	t.Parallel()
	c := nativeClient(t)
	ctx := t.Context()
	want := load(t, "demo", endpoint("shop", "twin", ", cloudProviderEndpointId: vpce-0123456789abcdef0"))[0]
	for range 2 {
		if err := c.Create(ctx, want); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.WaitReady(ctx, want, nil)
	wantText(t, err, "there are several of this name, with the IDs ", ": plan again")
	live, phases := fetched(t, c, []spec.Resource{want})
	if len(live) != 2 || live[0].ID == live[1].ID || live[0].Addr != want.Addr || live[1].Addr != want.Addr {
		t.Fatalf("got %q, want two of one name", phases)
	}
	one, two := live[0], live[1]
	both := fmt.Sprintf("2 endpoints have the comment \"twin\", with the IDs %s, %s", min(one.ID, two.ID), max(one.ID, two.ID))
	for _, l := range live {
		if _, err := c.WaitReady(ctx, l, nil); err != nil {
			t.Fatal(err)
		}
	}
	_, err = c.Read(ctx, want)
	wantText(t, err, both)
	wantText(t, c.Update(ctx, want, want), both)
	wantText(t, c.Delete(ctx, want), both)

	if err := c.Update(ctx, two, want); err != nil {
		t.Fatal(err)
	}
	for _, l := range []struct {
		r     spec.Resource
		state string
	}{{one, "RESERVED"}, {two, "AVAILABLE"}} {
		ready, err := c.WaitReady(ctx, l.r, nil)
		if err != nil || ready.State != l.state || ready.ID != l.r.ID {
			t.Errorf("waiting for %s: got %+v, %v, want %s", l.r.ID, ready, err, l.state)
		}
		if read, err := c.Read(ctx, l.r); err != nil || read.State != l.state || read.ID != l.r.ID {
			t.Errorf("reading %s: got %+v, %v, want %s", l.r.ID, read, err, l.state)
		}
	}
	if err := c.Delete(ctx, two); err != nil {
		t.Fatal(err)
	}
	if err := c.WaitGone(ctx, two, nil); err != nil {
		t.Fatal(err)
	}
	left, _ := fetched(t, c, []spec.Resource{want})
	if len(left) != 1 || left[0].ID != one.ID {
		t.Errorf("left is %+v, want %s", left, one.ID)
	}
	if err := c.Delete(ctx, two); err != nil {
		t.Errorf("deleting it again: %v", err)
	}
	if err := c.Delete(ctx, want); err != nil { // the comment tells again
		t.Error(err)
	}
}

// TestEndpointWithoutComment is called by its ID, and nothing else is changed.
func TestEndpointWithoutComment(t *testing.T) {
	t.Parallel()
	var bodies []string
	var mu sync.Mutex
	const id = "5e2211c17a3e5a48f5497de8"
	c := connect(t, remote.Config{
		Credentials: remote.Token("token"), Serverless: remote.ServerlessLegacy,
		Transport: handled(func(w http.ResponseWriter, r *http.Request) {
			body := `[{"_id":"` + id + `","status":"RESERVED","providerName":"AWS"}]`
			if r.Method != http.MethodGet {
				sent, _ := io.ReadAll(r.Body)
				mu.Lock()
				bodies = append(bodies, r.Method+" "+r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]+" "+string(sent))
				mu.Unlock()
				body = `{}`
			}
			answers(200, "application/json", body)(w, r)
		}),
	})
	c.AllowWrites()
	want := load(t, projectID, endpoint("shop", id, ", cloudProviderEndpointId: vpce-0123456789abcdef0"))[0]
	live, err := c.Read(t.Context(), want)
	if err != nil || live == nil || live.ID != id || live.Body.(*spec.ServerlessPrivateEndpoint).Comment != nil {
		t.Fatalf("got %+v, %v", live, err)
	}
	listed, _ := fetched(t, c, []spec.Resource{want})
	if len(listed) != 1 || listed[0].Addr != want.Addr {
		t.Errorf("listed as %+v", listed)
	}
	for _, err := range []error{c.Update(t.Context(), want, want), c.Delete(t.Context(), want)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantSame(t, bodies, []string{
		"PATCH " + id + ` {"providerName":"AWS","cloudProviderEndpointId":"vpce-0123456789abcdef0"}` + "\n",
		"DELETE " + id + " ",
	})
}

// TestEndpointAnswers has what is left out of some answers, and what is none.
func TestEndpointAnswers(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, endpoint("shop", "e", ""))[0]
	for _, tc := range []struct{ answer, provider, err string }{
		{`[{"_id":"1","comment":"e","providerName":"AWS"}]`, "AWS", ""},
		{`[{"_id":"1","comment":"e","providerName":"AZURE"}]`, "AZURE", ""},
		{`[{"_id":"1","comment":"e","status":"RESERVATION_REQUESTED"}]`, "", ""}, // nobody can know yet
		{`[{"_id":"1","comment":"e","status":"RESERVED","endpointServiceName":"s"}]`, "AWS", ""},
		{`[{"_id":"1","comment":"e","providerName":null,"privateLinkServiceResourceId":"/subscriptions/1/pls"}]`, "AZURE", ""},
		{`[{"comment":"e"}]`, "", "it lists an object without a name"},
		{`[{}]`, "", "it lists an object without a name"},
		{`null`, "", "it has no results"},
		{`{"results":[]}`, "", "is not what Atlas sends"},
	} {
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, "application/json", tc.answer))})
		live, err := c.Read(t.Context(), want)
		if tc.err != "" {
			wantText(t, err, tc.err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got := live.Body.(*spec.ServerlessPrivateEndpoint).ProviderName
		if unknown := tc.provider == ""; unknown != (got == nil) || !unknown && *got != tc.provider {
			t.Errorf("%s: got %+v, want %q", tc.answer, live, tc.provider)
		}
	}
}

// TestFullPageOfEndpoints: the list has no pages, so that one of the length of
// a page is not followed by another.
func TestFullPageOfEndpoints(t *testing.T) {
	t.Parallel()
	for _, n := range []int{500, 1000} {
		list := make([]map[string]string, n)
		for i := range list {
			list[i] = map[string]string{"_id": fmt.Sprintf("%024x", i), "comment": "e"}
		}
		data, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		wire := &recorder{next: handled(answers(200, "application/json", string(data)))}
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: wire})
		live, err := c.Fetch(t.Context(), load(t, projectID, endpoint("shop", "e", "")), remote.FetchOptions{})
		if err != nil || len(live) != n || len(wire.take()) != 1 {
			t.Errorf("got %d, %v, want %d with one request", len(live), err, n)
		}
	}
}
