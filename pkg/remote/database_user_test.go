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
