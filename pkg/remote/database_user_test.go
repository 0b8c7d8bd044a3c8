package remote_test

import (
	"slices"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func user(name, body string) string { return doc("DatabaseUser", "name: "+name, body) }

func role(name, body string) string { return doc("CustomDBRole", "name: "+name, body) }

const reads = "roles: [{roleName: read, databaseName: shop}]"

// writer is a client of an emulator of its own that has made some documents.
func writer(t *testing.T, documents ...string) (*remote.Client, []spec.Resource) {
	t.Helper()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{Secret: func(spec.Origin, spec.Secret) (string, error) { return "long enough", nil }})
	c.AllowWrites()
	want := load(t, "demo", documents...)
	for _, r := range want {
		if err := c.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return c, want
}

// TestUsersOfOneName authenticate against different databases, and are never
// taken for each other.
func TestUsersOfOneName(t *testing.T) {
	t.Parallel()
	const name = "5dd7496c7a3e5a648454341c/sales"
	c, want := writer(t, user(name, "{oidcAuthType: IDP_GROUP, "+reads+"}"), user(name+"@$external", "{oidcAuthType: USER, "+reads+"}"))
	live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), []string{"demo/DatabaseUser/" + name, "demo/DatabaseUser/" + name + "@$external"})
	for i, kind := range []string{"IDP_GROUP", "USER"} {
		if got := *live[i].Body.(*spec.DatabaseUser).OIDCAuthType; got != kind {
			t.Errorf("%s is of the sort %s, want %s", live[i].Addr, got, kind)
		}
	}
	if err := c.Delete(t.Context(), live[1]); err != nil {
		t.Fatal(err)
	}
	if live, err = c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), []string{"demo/DatabaseUser/" + name})
}

// TestWhoHasARole is asked before a role is deleted: users and roles, and nobody
// who has another one.
func TestWhoHasARole(t *testing.T) {
	t.Parallel()
	c, want := writer(t,
		role("base", "{actions: {FIND: [{db: shop}]}}"), role("heir", "{inheritedRoles: [{role: base, db: admin}]}"),
		user("bob", "{password: {env: P}, roles: [{roleName: base, databaseName: admin}]}"), user("eve", "{password: {env: P}, "+reads+"}"),
	)
	base := want[slices.IndexFunc(want, func(r spec.Resource) bool { return r.Addr.Name == "base" })]
	inside, err := c.Inside(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(inside), []string{"demo/CustomDBRole/heir", "demo/DatabaseUser/bob"})
}

// TestUsersAreListedWithRolesThatGo only: a plan that deletes no role asks for no
// user.
func TestUsersAreListedWithRolesThatGo(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	for _, test := range []struct {
		documents string
		prune     bool
		users     bool
	}{
		{role("base", "{actions: {FIND: [{db: shop}]}}"), false, false},
		{role("base", "{actions: {FIND: [{db: shop}]}}"), true, true},
		{absent(role("base", "{}")), false, true},
	} {
		wire := &recorder{next: emu.Transport()}
		c := newClient(t, emu, remote.Config{Transport: wire})
		if _, err := c.Fetch(t.Context(), load(t, "demo", test.documents), remote.FetchOptions{Prune: test.prune}); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(wire.take(), "GET /groups/"+id+"/databaseUsers"); got != test.users {
			t.Errorf("%s prune %t: users are listed %t, want %t", test.documents, test.prune, got, test.users)
		}
	}
}

// TestRolesThatAreNotThere are a problem of every document that refers to one:
// custom roles, that is, neither declared nor there.
func TestRolesThatAreNotThere(t *testing.T) {
	t.Parallel()
	c, _ := writer(t, role("there", "{actions: {FIND: [{db: shop}]}}"))
	inherits := func(name, of string) string {
		return role(name, "{inheritedRoles: [{role: "+of+", db: admin}]}")
	}
	has := func(role string) string {
		return user("bob", "{password: {env: P}, roles: [{roleName: "+role+", databaseName: admin}]}")
	}
	const problem = " refers to demo/CustomDBRole/nowhere, which does not exist and no file declares: declare it, or check the name"
	for name, test := range map[string]struct {
		documents []string
		problem   string
	}{
		"a user of one that is there":         {[]string{has("there")}, ""},
		"a user of one that is declared":      {[]string{has("new"), inherits("new", "there")}, ""},
		"a user of a built-in one":            {[]string{has("readAnyDatabase")}, ""},
		"a user of one that is nowhere":       {[]string{has("nowhere")}, "test.yaml:1: demo/DatabaseUser/bob: it" + problem},
		"a role that inherits one of nowhere": {[]string{inherits("new", "nowhere")}, "test.yaml:1: demo/CustomDBRole/new: it" + problem},
	} {
		_, err := c.Fetch(t.Context(), load(t, "demo", test.documents...), remote.FetchOptions{})
		switch {
		case test.problem == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.problem != "":
			wantText(t, err, test.problem)
		}
	}
}

// TestRoleThatAUserHas needs no proof that it is there: it may be one that Atlas
// has made built in since.
func TestRoleThatAUserHas(t *testing.T) {
	t.Parallel()
	want := load(t, "demo", user("bob", "{password: {env: P}, roles: [{roleName: new, databaseName: admin}]}"))
	m := remote.NewMemory([]spec.Resource{{Addr: want[0].Addr, Body: spec.WithoutSecrets(want[0].Body)}})
	if _, err := m.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
		t.Error(err)
	}
}
