package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestDatabaseUserLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all, one := project+"/databaseUsers", project+"/databaseUsers/admin/bob"

	created := must(t, rt, http.StatusCreated, "POST", all, userBody)
	wantSorted(t, created.raw)
	want := object{
		"awsIAMType": "NONE", "ldapAuthType": "NONE", "oidcAuthType": "NONE", "x509Type": "NONE",
		"databaseName": "admin", "username": "bob",
		"groupId": strings.TrimPrefix(project, "/groups/"),
		"labels":  []any{}, "scopes": []any{},
		"links": []any{object{"href": api + one, "rel": "self"}},
		"roles": []any{object{"roleName": "read", "databaseName": "shop"}},
	}
	wantDiff(t, created.body, want)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body, want)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").body["results"], any([]any{want}))

	// What is left out is kept, lists are replaced, an empty description is none.
	must(t, rt, http.StatusOK, "PATCH", one, `{"scopes":[{"name":"a","type":"CLUSTER"}],"labels":[{"key":"k","value":"v"}],"description":"d"}`)
	want["labels"], want["description"] = []any{object{"key": "k", "value": "v"}}, "d"
	want["scopes"] = []any{object{"name": "b", "type": "STREAM"}}
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"scopes":[{"name":"b","type":"STREAM"}]}`).body, want)
	want["scopes"] = []any{}
	delete(want, "description")
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"scopes":[],"description":"","password":"`+canary+`"}`).body, want)

	gone := must(t, rt, http.StatusNoContent, "DELETE", one, "")
	wantDiff(t, gone.raw, "")
	wantCode(t, send(t, rt, "GET", one, ""), 404, "USERNAME_NOT_FOUND")
}

// TestDatabaseUsersOfOneName authenticate against different databases.
func TestDatabaseUsersOfOneName(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	const name = "0123456789abcdef01234567/ours"
	group := `{"databaseName":"admin","username":"` + name + `","oidcAuthType":"IDP_GROUP","roles":[{"roleName":"read","databaseName":"shop"}]}`
	must(t, rt, http.StatusCreated, "POST", project+"/databaseUsers", group)
	must(t, rt, http.StatusCreated, "POST", project+"/databaseUsers", strings.NewReplacer("admin", "$external", "IDP_GROUP", "USER").Replace(group))
	for database, kind := range map[string]string{"admin": "IDP_GROUP", "$external": "USER"} {
		got := must(t, rt, http.StatusOK, "GET", project+"/databaseUsers/"+database+"/0123456789abcdef01234567%2Fours", "")
		wantDiff(t, got.body["oidcAuthType"], any(kind))
		link := got.body["links"].([]any)[0].(object)["href"].(string)
		wantDiff(t, link, api+project+"/databaseUsers/"+database+"/0123456789abcdef01234567%2Fours")
	}
}

// TestPasswordsAreForgotten wants none in an answer or in the file.
func TestPasswordsAreForgotten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	var logged []emulator.Exchange
	emu, err := emulator.Open(path, emulator.Config{Log: func(x emulator.Exchange) { logged = append(logged, x) }})
	if err != nil {
		t.Fatal(err)
	}
	project := "/groups/" + emu.AddProject("demo")
	for _, a := range []answer{
		must(t, emu.Transport(), http.StatusCreated, "POST", project+"/databaseUsers", userBody),
		must(t, emu.Transport(), http.StatusOK, "PATCH", project+"/databaseUsers/admin/bob", `{"password":"`+canary+`"}`),
	} {
		if strings.Contains(a.raw, canary) {
			t.Errorf("the password is in %s", a.raw)
		}
	}
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
	saved, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(saved), canary) {
		t.Errorf("the state (%v) is %s", err, saved)
	}
	for _, x := range logged {
		if strings.Contains(string(x.Body), canary) {
			t.Errorf("the password is in the log: %s", x.Body)
		}
	}
	if len(logged) != 2 {
		t.Errorf("%d requests are logged", len(logged))
	}
}

func TestTemporaryDatabaseUser(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all, one := project+"/databaseUsers", project+"/databaseUsers/admin/bob"
	until := emu.Now().Add(24 * time.Hour).Format(time.RFC3339)
	temporary := replace(userBody, "{", `{"deleteAfterDate":"`+until+`",`)
	must(t, rt, http.StatusCreated, "POST", all, temporary)

	// It stays what it is when something else is changed, and may stay longer.
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"description":"x"}`).body["deleteAfterDate"], any(until))
	later := emu.Now().Add(48 * time.Hour).Format(time.RFC3339)
	must(t, rt, http.StatusOK, "PATCH", one, `{"deleteAfterDate":"`+later+`"}`)
	emu.Advance(47 * time.Hour)
	must(t, rt, http.StatusOK, "GET", one, "")
	emu.Advance(time.Hour)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "USERNAME_NOT_FOUND")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").body["totalCount"], any(0.0))
	must(t, rt, http.StatusCreated, "POST", all, userBody)
}

func TestDatabaseUserBodies(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	tests := []struct {
		name, body, code string
	}{
		{"no name", replace(userBody, `"username":"bob",`, ""), "MISSING_ATTRIBUTE"},
		{"no database", replace(userBody, `"databaseName":"admin",`, ""), "MISSING_ATTRIBUTE"},
		{"another database", replace(userBody, `"admin"`, `"shop"`), "INVALID_ENUM_VALUE"},
		{"no roles", replace(userBody, `[{"roleName":"read","databaseName":"shop"}]`, "[]"), "MISSING_ATTRIBUTE"},
		{"no password", replace(userBody, `"password":"`+canary+`",`, ""), "MISSING_ATTRIBUTE"},
		{"short password", replace(userBody, canary, "short"), "INVALID_ATTRIBUTE"},
		{"name of 1,025 characters", replace(userBody, "bob", strings.Repeat("b", 1025)), "INVALID_ATTRIBUTE"},
		{"long description", replace(userBody, "{", `{"description":"`+strings.Repeat("d", 101)+`",`), "INVALID_ATTRIBUTE"},
		{"unknown type", replace(userBody, "{", `{"x509Type":"SOME",`), "INVALID_ENUM_VALUE"},
		{"scope of no kind", replace(userBody, "{", `{"scopes":[{"name":"a","type":"SHARD"}],`), "INVALID_ENUM_VALUE"},
		{"date of another type", replace(userBody, "{", `{"deleteAfterDate":5,`), "INVALID_JSON_ATTRIBUTE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", project+"/databaseUsers", test.body), 400, test.code)
		})
	}
}
