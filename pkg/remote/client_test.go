package remote_test

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ url, text string }{
		{"", ""},
		{"https://cloud.mongodb.com", ""},
		{"https://cloud.mongodbgov.com/", ""},
		{"https://atlas.example.com:8443", ""},
		{"http://localhost:8080", ""},
		{"http://127.0.0.1:8080", ""},
		{"http://[::1]:8080/", ""},
		{"http://cloud.mongodb.com", "use https"},
		{"http://127.0.0.1.example.com", "use https"},
		{"http://localhost.example.com", "use https"},
		{"http://10.0.0.1", "use https"},
		{"ftp://cloud.mongodb.com", "want https"},
		{"cloud.mongodb.com", "want something like https://cloud.mongodb.com"},
		{"https://", "want something like https://cloud.mongodb.com"},
		{"localhost:8080", "want something like https://cloud.mongodb.com"},
		{"https://cloud.mongodb.com/api/atlas/v2", "without user, path"},
		{"https://cloud.mongodb.com?token=canary", "without"},
		{"https://cloud.mongodb.com#canary", "without"},
		{"https://user:canary@cloud.mongodb.com", "without"},
		{"https://user:canary%zz@cloud.mongodb.com", "want something like"},
		{"https://cloud mongodb.com/?token=canary", "want something like"},
		{"//user:canary@", "want something like"},
	} {
		_, err := remote.New(remote.Config{BaseURL: tc.url, Credentials: key, Clock: &stillClock{}})
		switch {
		case tc.text == "" && err != nil, tc.text != "" && err == nil:
			t.Errorf("%q: got %v, want %q", tc.url, err, tc.text)
		case err != nil && (!strings.Contains(err.Error(), tc.text) || strings.Contains(err.Error(), "canary")):
			t.Errorf("%q: got %v, want %q and no secret", tc.url, err, tc.text)
		}
	}
}

func TestNoCredentials(t *testing.T) {
	t.Parallel()
	_, err := remote.New(remote.Config{})
	wantText(t, err, "no credentials")
}

// TestPlanCannotWrite tries every way to write, and every method, at a client
// that nobody has allowed to.
func TestPlanCannotWrite(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		sample := spectest.SamplesOf(t, typ.Kind)[0]
		r, change := sample.Resource(t), cmp.Or(sample.Updates, http.MethodPatch)
		r.Addr.Project, r.ID = projectID, objectID
		if inNameless(typ) {
			r.Addr.Parent = objectID
		}
		for _, verb := range []struct {
			name, method string
			do           func(*remote.Client) error
		}{
			{"create", http.MethodPost, func(c *remote.Client) error { return c.Create(t.Context(), r) }},
			{"update", change, func(c *remote.Client) error { return c.Update(t.Context(), r, r) }},
			{"delete", http.MethodDelete, func(c *remote.Client) error { return c.Delete(t.Context(), r) }},
		} {
			if verb.method == http.MethodPatch && len(sample.Changes) == 0 {
				continue // nothing of it can be changed
			}
			t.Run(string(typ.Kind)+" "+verb.name, func(t *testing.T) {
				t.Parallel()
				wire := &recorder{next: handled(answers(200, "application/json", cmp.Or(sample.Look, "{}")))}
				lists := &serviceLists{next: wire}
				c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: lists})
				writes := func() []string {
					return slices.DeleteFunc(wire.take(), func(line string) bool { return sample.Look != "" && strings.HasPrefix(line, "GET ") })
				}
				wantText(t, verb.do(c), "a plan only reads, and this is a "+verb.method)
				if seen := writes(); len(seen) > 0 || sample.Look == "" && c.Requests() > int(lists.answered.Load()) {
					t.Errorf("went out all the same: %q", seen)
				}
				c.AllowWrites()
				if err := verb.do(c); err != nil {
					t.Errorf("when writes are allowed: %v", err)
				}
				if seen := writes(); len(seen) != 1 || !strings.HasPrefix(seen[0], verb.method+" ") {
					t.Errorf("got requests %q, want one %s", seen, verb.method)
				}
			})
		}
	}
}

// TestNamesStayInTheirPlace has names that would lead elsewhere when a path is
// built from them: a server or a proxy on the way resolves dots.
func TestNamesStayInTheirPlace(t *testing.T) {
	t.Parallel()
	wire := &recorder{next: handled(answers(200, "application/json", "{}"))}
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: wire})
	c.AllowWrites()
	addrs := []spec.Address{
		{Project: "..", Kind: spec.KindFlexCluster, Name: "orders"},
		{Project: "", Kind: spec.KindFlexCluster, Name: "orders"},
	}
	for _, typ := range spec.Types() {
		if typ.Root || typ.Identity != nil || typ.Key != "" || inNameless(typ) {
			continue // paths have IDs
		}
		parent := ""
		if typ.Parent != "" {
			parent = "clicks"
			for _, elsewhere := range []string{"..", ""} {
				addrs = append(addrs, spec.Address{Project: projectID, Kind: typ.Kind, Parent: elsewhere, Name: "a"})
			}
		}
		for _, name := range []string{"..", ".", ""} {
			addrs = append(addrs, spec.Address{Project: projectID, Kind: typ.Kind, Parent: parent, Name: name})
		}
	}
	for _, addr := range addrs {
		r := spec.Resource{Addr: addr}
		if err := c.Delete(t.Context(), r); err == nil {
			t.Errorf("%q: deleted", addr)
		}
		if live, err := c.Read(t.Context(), r); err == nil {
			t.Errorf("%q: read %v", addr, live)
		}
	}
	if seen := wire.take(); len(seen) > 0 {
		t.Errorf("went out: %q", seen)
	}
}

// TestUnknownKind is for addresses that come from elsewhere than the loader.
func TestUnknownKind(t *testing.T) {
	t.Parallel()
	c := connect(t, remote.Config{})
	_, err := c.Read(t.Context(), spec.Resource{Addr: spec.Address{Project: projectID, Kind: "Sandwich", Name: "blt"}})
	wantText(t, err, `kind "Sandwich" has no driver`)
}

// TestHiddenValueVanished has somebody take away, between the reading and the
// update, what the update has to carry along.
func TestHiddenValueVanished(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	hook := func(body string) spec.Resource {
		return load(t, "demo", doc("StreamConnection", "workspace: clicks, name: hook", body))[0]
	}
	seed(t, emu, []spec.Resource{load(t, "demo", workspace("clicks"))[0], hook(`{type: Https, url: 'https://example.com', headers: {X-Key: canary}}`)})
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	want := hook(`{type: Https, url: 'https://example.com/2'}`)
	live, err := c.Read(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	body := spec.Clone(want.Body).(*spec.StreamConnection)
	body.Headers = live.Body.(*spec.StreamConnection).Headers
	less := hook(`{type: Https, url: 'https://example.com', headers: {}}`)
	if err := c.Update(t.Context(), *live, less); err != nil {
		t.Fatal(err)
	}
	want.Body = body
	err = c.Update(t.Context(), *live, want)
	wantText(t, err, "vanished just now: plan again")
	if !body.Headers["X-Key"].IsHidden() {
		t.Error("the caller's body was changed")
	}
}
