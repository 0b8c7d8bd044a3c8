package remote_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestFailureIsNotAbsence holds every answer that is not Atlas's against every
// way to ask: none may come out as "there is nothing", which leads to a create.
func TestFailureIsNotAbsence(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	const jsonType, vnd, html = "application/json", "application/vnd.atlas.2024-11-13+json;charset=utf-8", "text/html"
	for _, tc := range []struct {
		name   string
		answer http.HandlerFunc // nil: nobody listens
		texts  []string
		denied bool
	}{
		{"project gone", answers(404, jsonType, `{"detail":"No group with ID 5e.","error":404,"errorCode":"GROUP_NOT_FOUND"}`), []string{"404 Not Found GROUP_NOT_FOUND: No group"}, false},
		{"no route", answers(404, jsonType, `{"detail":"Cannot find resource /api.","error":404,"errorCode":"RESOURCE_NOT_FOUND"}`), []string{"404 Not Found RESOURCE_NOT_FOUND"}, false},
		{"a 404 of a proxy", answers(404, html, `<html>not here</html>`), []string{"404 Not Found", "is not what Atlas sends"}, false},
		{"a 404 without a body", answers(404, "", ``), []string{"404 Not Found"}, false},
		{"not authorized", answers(401, jsonType, "{\n\"error\" : 401,\n\"detail\" : \"You are not authorized for this resource.\"\n}"), []string{"401 Unauthorized: You are not authorized"}, true},
		{"forbidden", answers(403, jsonType, `{"detail":"No.","error":403,"errorCode":"USER_UNAUTHORIZED"}`), []string{"403 Forbidden USER_UNAUTHORIZED: No."}, true},
		{"bad gateway", answers(502, html, `<html>bad gateway</html>`), []string{"502 Bad Gateway: from a proxy, not from Atlas (text/html)"}, false},
		{"unavailable", answers(503, "", ``), []string{"503 Service Unavailable"}, false},
		{"gone", answers(410, jsonType, `{"detail":"Sunset.","error":410,"errorCode":"VERSION_GONE"}`), []string{"410 Gone VERSION_GONE"}, false},
		{"a page", answers(200, html, `<html>log in</html>`), []string{"answer 200 is not what Atlas sends (text/html)"}, false},
		{"broken JSON", answers(200, vnd, `{"results":[`), []string{"answer 200 is not what Atlas sends"}, false},
		{"an empty body", answers(200, vnd, ``), []string{"answer 200 is not what Atlas sends"}, false},
		{"null", answers(200, vnd, `null`), []string{"answer 200 is not what Atlas sends"}, false},
		{"an empty object", answers(200, vnd, `{}`), []string{"answer 200 is not what Atlas sends"}, false},
		{"another object", answers(200, vnd, `{"status":"maintenance","results":null}`), []string{"answer 200 is not what Atlas sends"}, false},
		{"a list of something else", answers(200, vnd, `{"results":[{"status":"ok"}]}`), []string{"answer 200 is not what Atlas sends"}, false},
		{"a list", answers(200, vnd, `[]`), []string{"answer 200 is not what Atlas sends"}, false},
		{"no content", answers(204, vnd, ``), []string{"is not what Atlas sends"}, false},
		{"nobody", nil, []string{"refused"}, false},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.example.com/?token=canary", http.StatusFound)
		}, []string{"302 Found"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cfg := remote.Config{
				Credentials: remote.Token("token"), BaseURL: refused, Transport: &http.Transport{}, Serverless: remote.ServerlessLegacy,
			}
			if tc.answer != nil {
				cfg.Transport = handled(tc.answer)
			}
			docs := load(t, projectID, flex("orders"), workspace("clicks"), sample("clicks", "a"), instance("shop"), endpoint("shop", "e", ""))
			for _, r := range docs {
				if r.Addr.Kind == spec.KindServerlessPrivateEndpoint && tc.name == "a list" {
					continue // which is what Atlas sends there
				}
				c := connect(t, cfg)
				live, err := c.Read(t.Context(), r)
				wantFailure(t, live, err, tc.denied, tc.texts)
				texts := tc.texts
				if tc.name == "project gone" {
					texts = []string{"test.yaml:", "project", "does not exist"}
				}
				for _, mention := range []spec.Resource{r, {Addr: r.Addr, Absent: true, Origin: r.Origin}} {
					list, err := c.Fetch(t.Context(), []spec.Resource{mention}, remote.FetchOptions{})
					wantFailure(t, list, err, tc.denied, texts)
				}
				_, err = c.Fetch(t.Context(), load(t, "by-name", workspace("clicks")), remote.FetchOptions{})
				if err == nil || tc.name == "a 404 of a proxy" && strings.Contains(err.Error(), "does not exist") {
					t.Errorf("looking up a project: got %v", err)
				}
				c.AllowWrites()
				if err := c.Delete(t.Context(), r); err == nil && tc.answer == nil {
					t.Error("a delete that nobody heard is a success")
				}
			}
		})
	}
}

func wantFailure(t *testing.T, live any, err error, denied bool, texts []string) {
	t.Helper()
	if text := fmt.Sprint(live); text != "<nil>" && text != "[]" {
		t.Errorf("got %v beside the error", live)
	}
	if errors.Is(err, remote.ErrNotFound) || errors.Is(err, remote.ErrNoParent) {
		t.Errorf("%v counts as absence", err)
	}
	if errors.Is(err, remote.ErrDenied) != denied {
		t.Errorf("%v: denied is %t, want %t", err, !denied, denied)
	}
	wantText(t, err, texts...)
	if err != nil && strings.Contains(err.Error(), "canary") {
		t.Errorf("the error shows where a redirect leads: %v", err)
	}
}

// TestDeleteNeedsAnAnswerThatMeansIt holds that only an answer of Atlas makes a
// delete a success.
func TestDeleteNeedsAnAnswerThatMeansIt(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, flex("orders"))[0]
	for _, tc := range []struct {
		name    string
		answer  http.HandlerFunc
		success bool
	}{
		{"done", answers(204, "", ""), true},
		{"gone", answers(404, "application/json", `{"errorCode":"CLUSTER_NOT_FOUND"}`), true},
		{"under way", answers(400, "application/json", `{"errorCode":"CLUSTER_ALREADY_REQUESTED_DELETION"}`), true},
		{"no such project", answers(404, "application/json", `{"errorCode":"GROUP_NOT_FOUND"}`), false},
		{"a proxy", answers(404, "text/html", `<html>`), false},
		{"protected", answers(400, "application/json", `{"errorCode":"CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED"}`), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(tc.answer)})
			c.AllowWrites()
			if err := c.Delete(t.Context(), want); (err == nil) != tc.success {
				t.Errorf("got %v, want success %t", err, tc.success)
			}
		})
	}
}
