package spec_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestUserNames has the one name that each user goes by.
func TestUserNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"bob":                                     {"admin", "bob"},
		"bob@example.com":                         {"admin", "bob@example.com"},
		"bob@$external":                           {"$external", "bob"},
		"arn:aws:iam::123456789012:role/r":        {"$external", "arn:aws:iam::123456789012:role/r"},
		"CN=bob,OU=ours":                          {"$external", "CN=bob,OU=ours"},
		"a=b@admin":                               {"admin", "a=b"},
		"5dd7496c7a3e5a648454341c/sales":          {"admin", "5dd7496c7a3e5a648454341c/sales"},
		"bob@admin@admin":                         {"admin", "bob@admin"},
		"bob@$external@admin":                     {"admin", "bob@$external"},
		"CN=bob@admin@$external":                  {"$external", "CN=bob@admin"},
		"arn:aws:iam::1:user/bob@$external@admin": {"admin", "arn:aws:iam::1:user/bob@$external"},
	} {
		database, username := spec.ReadUserName(name)
		if got := [2]string{database, username}; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		if got := spec.UserName(want[0], want[1]); got != name {
			t.Errorf("%q is called %s, want %s", want, got, name)
		}
	}
}

// TestUserNamesTellUsersApart: no two users share a name, and a name leads to the
// user that has it.
func TestUserNamesTellUsersApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		database := rapid.SampledFrom([]string{spec.AdminDatabase, spec.ExternalDatabase}).Draw(t, "database")
		username := rapid.StringMatching(`(arn:|CN=)?[a@=/]{1,3}(@admin|@\$external){0,2}`).Draw(t, "username")
		if gotDatabase, gotUsername := spec.ReadUserName(spec.UserName(database, username)); gotDatabase != database || gotUsername != username {
			t.Fatalf("%s of %s became %s of %s", username, database, gotUsername, gotDatabase)
		}
	})
}
