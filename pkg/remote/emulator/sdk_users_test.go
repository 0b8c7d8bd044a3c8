package emulator_test

import (
	"testing"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

func sdkCustomRoles(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	actions := []admin.DatabasePrivilegeAction{{
		Action:    "FIND",
		Resources: []admin.DatabasePermittedNamespaceResource{{Db: "shop"}, {Cluster: true}},
	}}
	created := ok(c.CustomDatabaseRolesApi.CreateCustomDbRole(ctx, c.project, &admin.UserCustomDBRole{
		RoleName: "reader", Actions: &actions, InheritedRoles: &[]admin.DatabaseInheritedRole{},
	}).Execute())(t)
	wantDiff(t, created.GetActions()[0].Resources, []admin.DatabasePermittedNamespaceResource{{Cluster: true}, {Db: "shop"}})
	patched := ok(c.CustomDatabaseRolesApi.UpdateCustomDbRole(ctx, c.project, "reader", &admin.UpdateCustomDBRole{
		Actions: &[]admin.DatabasePrivilegeAction{}, InheritedRoles: &[]admin.DatabaseInheritedRole{{Db: "shop", Role: "read"}},
	}).Execute())(t)
	wantDiff(t, []int{len(patched.GetActions()), len(patched.GetInheritedRoles())}, []int{0, 1})
	wantDiff(t, len(ok(c.CustomDatabaseRolesApi.ListCustomDbRoles(ctx, c.project).Execute())(t)), 1)
	if _, err := c.CustomDatabaseRolesApi.DeleteCustomDbRole(ctx, c.project, "reader").Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err := c.CustomDatabaseRolesApi.GetCustomDbRole(ctx, c.project, "reader").Execute()
	wantSDKError(t, err, 404, "ATLAS_CUSTOM_ROLE_NOT_FOUND")
}

func sdkDatabaseUsers(t *testing.T) {
	c, ctx := newSDK(t, time.Time{}), t.Context()
	const group = "0123456789abcdef01234567/ours"
	roles := []admin.DatabaseUserRole{{RoleName: "read", DatabaseName: "shop", CollectionName: new("orders")}}
	for _, user := range []admin.CloudDatabaseUser{
		{Username: "bob", DatabaseName: "admin", GroupId: c.project, Roles: roles, Password: new(canary)},
		{Username: group, DatabaseName: "admin", GroupId: c.project, Roles: roles, OidcAuthType: new("IDP_GROUP")},
	} {
		created := ok(c.DatabaseUsersApi.CreateDatabaseUser(ctx, c.project, &user).Execute())(t)
		wantDiff(t, []any{created.HasPassword(), created.GetX509Type(), created.Roles}, []any{false, "NONE", roles})
	}
	patched := ok(c.DatabaseUsersApi.UpdateDatabaseUser(ctx, c.project, "admin", group, &admin.CloudDatabaseUser{
		Username: group, DatabaseName: "admin", GroupId: c.project, Roles: roles,
		Labels: &[]admin.ComponentLabel{{Key: new("team"), Value: new("shop")}},
	}).Execute())(t)
	wantDiff(t, []any{patched.GetOidcAuthType(), len(patched.GetLabels())}, []any{"IDP_GROUP", 1})
	all := pages(t, 2, func(num int) ([]admin.CloudDatabaseUser, []admin.Link, int) {
		got := ok(c.DatabaseUsersApi.ListDatabaseUsers(ctx, c.project).ItemsPerPage(1).PageNum(num).Execute())(t)
		return got.GetResults(), got.GetLinks(), got.GetTotalCount()
	})
	wantDiff(t, len(all), 2)
	if _, err := c.DatabaseUsersApi.DeleteDatabaseUser(ctx, c.project, "admin", group).Execute(); err != nil {
		t.Fatal(err)
	}
	_, _, err := c.DatabaseUsersApi.GetDatabaseUser(ctx, c.project, "admin", group).Execute()
	wantDiff(t, wantSDKError(t, err, 404, "USERNAME_NOT_FOUND").GetParameters(), []any{group})
}
