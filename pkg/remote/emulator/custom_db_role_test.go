package emulator_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestCustomRoleLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all, one := project+"/customDBRoles/roles", project+"/customDBRoles/roles/reader"

	created := must(t, rt, http.StatusAccepted, "POST", all, roleBody)
	wantSorted(t, created.raw)
	want := object{
		"roleName":       "reader",
		"actions":        []any{object{"action": "FIND", "resources": []any{object{"db": "shop"}}}},
		"inheritedRoles": []any{},
	}
	wantDiff(t, created.body, want)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body, want)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").list, []any{want})

	want["inheritedRoles"] = []any{object{"db": "stock", "role": "read"}}
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"inheritedRoles":[{"db":"stock","role":"read"}]}`).body, want)
	want["actions"] = []any{}
	wantDiff(t, must(t, rt, http.StatusOK, "PATCH", one, `{"actions":[]}`).body, want)
	wantCode(t, send(t, rt, "PATCH", one, `{"inheritedRoles":[]}`), 400, "ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS")

	wantDiff(t, must(t, rt, http.StatusNoContent, "DELETE", one, "").raw, "")
	wantCode(t, send(t, rt, "GET", one, ""), 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND")
}

// TestCustomRoleIsReordered: clients must not count on the order of a list, nor
// on members that say nothing.
func TestCustomRoleIsReordered(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	sent := object{"actions": []any{
		object{"action": "FIND", "resources": []any{object{"db": "a", "collection": "c"}, object{"db": "b", "collection": "", "cluster": false}}},
		object{"action": "INSERT", "resources": []any{object{"db": "a", "collection": ""}}},
		object{"action": "LIST_DATABASES", "resources": []any{object{"db": "", "collection": "", "cluster": true}}},
		object{"action": "UPDATE", "resources": []any{object{"db": "a", "collection": ""}}},
	}}
	body, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	got := must(t, emu.Transport(), http.StatusAccepted, "POST", project+"/customDBRoles/roles", replace(string(body), "{", `{"roleName":"reader",`)).body
	resources := map[string]any{}
	var order []string
	for _, a := range got["actions"].([]any) {
		action := a.(object)
		order = append(order, action["action"].(string))
		resources[action["action"].(string)] = action["resources"]
	}
	wantDiff(t, resources, map[string]any{
		"FIND":           []any{object{"db": "b"}, object{"db": "a", "collection": "c"}},
		"INSERT":         []any{object{"db": "a"}},
		"LIST_DATABASES": []any{object{"cluster": true}},
		"UPDATE":         []any{object{"db": "a"}},
	})
	if cmp.Equal(order, []string{"FIND", "INSERT", "LIST_DATABASES", "UPDATE"}) {
		t.Error("the actions are in the order in which they were sent")
	}
}

// TestCustomRoleInUse is deleted only where nobody is left with nothing.
func TestCustomRoleInUse(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	roles, users := project+"/customDBRoles/roles", project+"/databaseUsers"
	must(t, rt, http.StatusAccepted, "POST", roles, roleBody)
	must(t, rt, http.StatusAccepted, "POST", roles, `{"roleName":"heir","inheritedRoles":[{"db":"admin","role":"reader"}]}`)
	bob := replace(replace(userBody, `"read"`, `"reader"`), `"shop"`, `"admin"`)
	must(t, rt, http.StatusCreated, "POST", users, bob)

	wantCode(t, send(t, rt, "DELETE", roles+"/reader", ""), 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS")
	must(t, rt, http.StatusOK, "PATCH", users+"/admin/bob", `{"roles":[{"roleName":"reader","databaseName":"admin"},{"roleName":"read","databaseName":"shop"}]}`)
	wantCode(t, send(t, rt, "DELETE", roles+"/reader", ""), 409, "ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES")
	must(t, rt, http.StatusOK, "PATCH", roles+"/heir", `{"actions":[{"action":"FIND","resources":[{"db":"x"}]}]}`)
	must(t, rt, http.StatusNoContent, "DELETE", roles+"/reader", "")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", users+"/admin/bob", "").body["roles"],
		any([]any{object{"roleName": "read", "databaseName": "shop"}}))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", roles+"/heir", "").body["inheritedRoles"], any([]any{}))
}

func TestCustomRoleBodies(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	tests := []struct {
		name, body, code string
	}{
		{"no name", replace(roleBody, `"roleName":"reader",`, ""), "MISSING_ATTRIBUTE"},
		{"unknown action", replace(roleBody, "FIND", "SEEK"), "INVALID_ENUM_VALUE"},
		{"no resources", replace(roleBody, `{"db":"shop","collection":""}`, ""), "MISSING_ATTRIBUTE"},
		{"cluster of another type", replace(roleBody, `{"db"`, `{"cluster":"yes","db"`), "INVALID_JSON_ATTRIBUTE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, send(t, emu.Transport(), "POST", project+"/customDBRoles/roles", test.body), 400, test.code)
		})
	}
}

func TestSecondEditorOfUsersAndRoles(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusAccepted, "POST", project+"/customDBRoles/roles", roleBody)
	must(t, rt, http.StatusCreated, "POST", project+"/databaseUsers", userBody)
	read := func(db string) any { return []any{object{"db": db, "role": "read"}} }
	for _, test := range []struct {
		path, member string
		first, then  any
	}{
		{"/customDBRoles/roles/reader", "inheritedRoles", read("edited1"), read("edited2")},
		{"/databaseUsers/admin/bob", "description", "edited1", "edited2"},
	} {
		emu.SetFaults(rules(t, "GET "+test.path+" edit=before")...)
		for _, want := range []any{test.first, test.then} {
			wantDiff(t, must(t, rt, http.StatusOK, "GET", project+test.path, "").body[test.member], want)
		}
	}
}
