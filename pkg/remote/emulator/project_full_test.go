package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestProjectIsFull lowers a limit, which holds for creations from then on, and puts
// it back.
func TestProjectIsFull(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		limit, path, body string
		made              int
		code, detail      string
		parameters        []any
	}{
		{
			"databaseAccess.users", "/databaseUsers", `{"databaseName":"admin","username":"NAME","password":"not-a-secret","roles":[{"roleName":"read","databaseName":"shop"}]}`,
			http.StatusCreated, "GROUP_USERS_LIMIT_EXCEEDED", "Groups can contain at most 1 database users.",
			[]any{"1"},
		},
		{
			"databaseAccess.customRoles", "/customDBRoles/roles", `{"roleName":"NAME","actions":[{"action":"FIND","resources":[{"db":"shop"}]}]}`,
			http.StatusAccepted, "CUSTOM_ROLES_LIMIT_EXCEEDED", "Exceeded maximum number of custom roles.",
			[]any{},
		},
		{
			"networkAccess.entries", "/accessList", `[{"awsSecurityGroup":"sg-NAME"}]`,
			http.StatusCreated, "ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED", "Too many network permission entries. Only 1 entries are supported.",
			[]any{"1"},
		},
	} {
		t.Run(test.limit, func(t *testing.T) {
			t.Parallel()
			emu, project := newEmulator(t, emulator.Config{})
			rt, limit := emu.Transport(), project+"/limits/atlas.project.security."+test.limit
			create := func(name string) answer {
				return send(t, rt, "POST", project+test.path, strings.ReplaceAll(test.body, "NAME", name))
			}
			must(t, rt, http.StatusOK, "PATCH", limit, `{"value":1}`)
			wantAnswer(t, create("a1"), test.made)
			full := create("b2")
			wantCode(t, full, http.StatusForbidden, test.code)
			wantDiff(t, full.body["detail"], any(test.detail))
			wantDiff(t, full.body["parameters"], any(test.parameters))
			must(t, rt, http.StatusNoContent, "DELETE", limit, "")
			wantAnswer(t, create("b2"), test.made)
		})
	}
}

// TestAccessListIsFull takes no room for entries that are there already.
func TestAccessListIsFull(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt, list := emu.Transport(), project+"/accessList"
	var entries []string
	for i := range 200 {
		entries = append(entries, fmt.Sprintf(`{"cidrBlock":"10.0.%d.0/24"}`, i))
	}
	must(t, rt, http.StatusCreated, "POST", list, "["+strings.Join(entries, ",")+"]")
	must(t, rt, http.StatusCreated, "POST", list, `[{"cidrBlock":"10.0.0.0/24","comment":"the office"}]`)
	wantCode(t, send(t, rt, "POST", list, `[{"cidrBlock":"10.0.0.0/24"},{"cidrBlock":"10.1.0.0/24"}]`), http.StatusForbidden, "ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", list, "").body["totalCount"], any(200.0))
}

// TestOrganizationIsFull counts the projects of one organization, not of others.
func TestOrganizationIsFull(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	create := func(organization string, n int) answer {
		return send(t, rt, "POST", "/groups", fmt.Sprintf(`{"name":"p%d","orgId":%q}`, n, organization))
	}
	full := strings.Repeat("b", 24)
	for n := range 250 {
		wantAnswer(t, create(full, n), http.StatusCreated)
	}
	got := create(full, 250)
	wantCode(t, got, http.StatusBadRequest, "MAX_GROUPS_PER_ORG_EXCEEDED")
	wantDiff(t, got.body["parameters"], any([]any{"250", full}))
	wantAnswer(t, create(strings.Repeat("c", 24), 250), http.StatusCreated)
}

func wantAnswer(t *testing.T, got answer, status int) {
	t.Helper()
	if got.status != status {
		t.Fatalf("got %d %s, want %d", got.status, got.raw, status)
	}
}
