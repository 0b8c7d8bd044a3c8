package remote_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const retired = "serverless API retired by Atlas, use --serverless-api flex"

// TestRetiredListHidesInstances: an empty list that says nothing never leads to
// a create, nor is it said of what other lists tell.
func TestRetiredListHidesInstances(t *testing.T) {
	t.Parallel()
	docs := []string{instance("a"), absent(instance("b")), flex("c"), workspace("w"), sample("w", "s")}
	for asOf, hidden := range map[string]bool{
		"2024-12-01": false, "2025-06-01": false, "2025-12-10": false, "2026-01-14": false,
		"2026-01-15": true, "2026-01-22": true, "2026-11-22": true,
	} {
		t.Run(asOf, func(t *testing.T) {
			t.Parallel()
			emu, _ := newEmulatorOn(t, asOf, "demo")
			c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
			live, phases := fetched(t, c, load(t, "demo", docs...))
			if !hidden {
				wantSame(t, phases, []string{})
				return
			}
			wantSame(t, phases, []string{"demo/ServerlessInstance/a unavailable", "demo/ServerlessInstance/b unavailable"})
			for _, r := range live {
				wantSame(t, r.Detail, retired+" (its list has been empty since 2026-01-15, whether there are instances or not)")
			}
			if all, err := c.FetchProject(t.Context(), "demo", nil); err != nil || len(all) > 1 { // the project itself
				t.Errorf("an export has %v, %v", all, err)
			}
			c.AllowWrites()
			if live, err := c.Read(t.Context(), live[0]); err == nil || live != nil || !strings.Contains(err.Error(), retired) {
				t.Errorf("reading one: got %v, %v, want the reason", live, err)
			}
			_, err := c.WaitReady(t.Context(), live[0], nil)
			wantText(t, err, retired)
			wantText(t, c.WaitGone(t.Context(), live[0], nil), retired)
		})
	}
}

// TestSunset has the forms of the two headers.
func TestSunset(t *testing.T) {
	t.Parallel()
	const unknown = "whether it shows every instance cannot be told"
	for _, tc := range []struct{ name, sunset, date, want string }{
		{"not announced", "", "Mon, 01 Jun 2026 00:00:00 GMT", ""},
		{"to come", "Thu, 15 Jan 2026 00:00:00 GMT", "Wed, 14 Jan 2026 23:59:59 GMT", ""},
		{"now", "Thu, 15 Jan 2026 00:00:00 GMT", "Thu, 15 Jan 2026 00:00:00 GMT", "empty since 2026-01-15"},
		{"past", "Thu, 15 Jan 2026 00:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", "empty since 2026-01-15"},
		{"a day without padding, to come", "Mon, 5 Jan 2026 00:00:00 GMT", "Fri, 2 Jan 2026 00:00:00 GMT", ""},
		{"a day without padding, past", "Mon, 5 Jan 2026 00:00:00 GMT", "Tue, 06 Jan 2026 00:00:00 GMT", "empty since 2026-01-05"},
		{"no date to hold it against", "Thu, 15 Jan 2026 00:00:00 GMT", "", unknown},
		{"a date that cannot be read", "Thu, 15 Jan 2026 00:00:00 GMT", "today", unknown},
		{"an end that cannot be read", "soon", "Sun, 22 Nov 2026 10:00:00 GMT", unknown},
	} {
		c := connect(t, remote.Config{
			Credentials: remote.Token("token"), Serverless: remote.ServerlessLegacy,
			Transport: handled(func(w http.ResponseWriter, r *http.Request) {
				for name, value := range map[string]string{"Sunset": tc.sunset, "Date": tc.date} {
					if value != "" {
						w.Header().Set(name, value)
					}
				}
				body := `{"results":[],"totalCount":0}`
				if strings.HasSuffix(r.URL.Path, "/endpoint") {
					body = `[]`
				}
				answers(200, "application/json", body)(w, r)
			}),
		})
		live, _ := fetched(t, c, load(t, projectID, instance("a")))
		switch {
		case tc.want == "" && len(live) > 0:
			t.Errorf("%s: got %+v, want nothing", tc.name, live)
		case tc.want != "" && (len(live) != 1 || live[0].Phase != spec.Unavailable || !strings.Contains(live[0].Detail, tc.want) || !strings.HasPrefix(live[0].Detail, retired)):
			t.Errorf("%s: got %+v, want %q", tc.name, live, tc.want)
		}
	}
}

// TestEndOfLife tells the end of the API from what else may be wrong with a
// write.
func TestEndOfLife(t *testing.T) {
	t.Parallel()
	const jsonType = "application/json"
	want := load(t, projectID, instance("a"))[0]
	for _, tc := range []struct {
		name    string
		answer  http.HandlerFunc
		ended   bool
		missing bool
		text    string // empty: success
	}{
		{"gone", answers(410, jsonType, `{"errorCode":"VERSION_GONE","detail":"Sunset."}`), true, false, "410 Gone VERSION_GONE: Sunset."},
		{"no route", answers(404, jsonType, `{"errorCode":"RESOURCE_NOT_FOUND"}`), true, false, "404 Not Found RESOURCE_NOT_FOUND"},
		{"no route, no body", answers(404, "", ``), true, false, "404 Not Found"},
		{"no such method", answers(405, "", ``), true, false, "405 Method Not Allowed"},
		{"no such version", answers(406, jsonType, `{"errorCode":"INVALID_VERSION_DATE"}`), true, false, "406 Not Acceptable"},
		{"no such instance", answers(404, jsonType, `{"errorCode":"SERVERLESS_INSTANCE_NOT_FOUND"}`), false, true, "404 Not Found SERVERLESS_INSTANCE_NOT_FOUND"},
		{"no such project", answers(404, jsonType, `{"errorCode":"GROUP_NOT_FOUND"}`), false, false, "404 Not Found GROUP_NOT_FOUND"},
		{"not allowed", answers(403, jsonType, `{"errorCode":"USER_UNAUTHORIZED"}`), false, false, "403 Forbidden USER_UNAUTHORIZED"},
		{"refused", answers(400, jsonType, `{"errorCode":"DUPLICATE_CLUSTER_NAME"}`), false, false, "400 Bad Request DUPLICATE_CLUSTER_NAME"},
		{"a page", answers(200, "text/html", `<html>log in</html>`), false, false, "answer 200 is not what Atlas sends (text/html)"},
		{"done", answers(202, jsonType, `{}`), false, false, ""},
		{"done, no body", answers(204, "", ``), false, false, ""},
	} {
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Serverless: remote.ServerlessLegacy, Transport: handled(tc.answer)})
		c.AllowWrites()
		for verb, err := range map[string]error{
			"create": c.Create(t.Context(), want), "update": c.Update(t.Context(), want, want), "delete": c.Delete(t.Context(), want),
		} {
			switch {
			case tc.text == "" || tc.missing && verb == "delete":
				if err != nil {
					t.Errorf("%s, %s: %v", tc.name, verb, err)
				}
				continue
			case strings.HasPrefix(err.Error(), retired+": ") != tc.ended || errors.Is(err, remote.ErrNotFound) != tc.missing:
				t.Errorf("%s, %s: got %v", tc.name, verb, err)
			}
			wantText(t, err, tc.text)
		}
	}
}

// TestWritesOfTheEras are the real thing: what the emulator takes through the
// serverless API, by date.
func TestWritesOfTheEras(t *testing.T) {
	t.Parallel()
	for asOf, works := range map[string]bool{"2024-12-01": true, "2025-06-01": true, "2026-01-21": true, "2026-01-22": false, "2026-11-22": false} {
		emu, _ := newEmulatorOn(t, asOf, "demo")
		c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
		c.AllowWrites()
		err := c.Create(t.Context(), load(t, "demo", instance("a"))[0])
		if works && err != nil || !works && (err == nil || !strings.HasPrefix(err.Error(), retired)) {
			t.Errorf("%s: got %v, want success %t", asOf, err, works)
		}
	}
}

// TestContinuousBackup is compared only where it means something.
func TestContinuousBackup(t *testing.T) {
	t.Parallel()
	const path = "serverlessBackupOptions.serverlessContinuousBackupEnabled"
	for asOf, want := range map[string][]string{"2024-12-01": {}, "2025-06-01": {path}} {
		emu, _ := newEmulatorOn(t, asOf, "demo")
		c := newClient(t, emu, remote.Config{Serverless: remote.ServerlessLegacy})
		c.AllowWrites()
		doc := load(t, "demo", instance("a"))[0]
		if err := c.Create(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
		live, err := c.WaitReady(t.Context(), doc, nil)
		if err != nil {
			t.Fatal(err)
		}
		inert := []string{}
		for _, i := range live.Inert {
			inert = append(inert, i.Path)
		}
		wantSame(t, inert, want)
	}
}
