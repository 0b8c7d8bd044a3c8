package remote_test

import (
	"fmt"
	"strings"
	"time"
)

const (
	roleJSON = `{"roleName":"reader","actions":[{"action":"FIND","resources":[{"cluster":false,"collection":"","db":"shop"}]},` +
		`{"action":"LIST_DATABASES","resources":[{"cluster":true,"collection":"","db":""}]}],"inheritedRoles":[]}`
	userJSON = `{"databaseName":"admin","username":"bob","password":"password","roles":[{"roleName":"read","databaseName":"shop"}]}`
)

// roleOf is a role that inherits one, which in admin.
func roleOf(name, inherited string) string {
	return fmt.Sprintf(`{"roleName":%q,"actions":[],"inheritedRoles":[{"db":"admin","role":%q}]}`, name, inherited)
}

func roleSteps() []step {
	const all = "/customDBRoles/roles"
	return []step{
		{request: "GET " + all, want: "200"},
		{request: "POST " + all, body: roleJSON, want: "202"},
		{request: "POST " + all, body: roleJSON, want: "409 ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS"},
		{request: "POST " + all, body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST " + all, body: `{"roleName":"x"}`, want: "400 ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS"},
		{request: "POST " + all, body: strings.Replace(roleJSON, "reader", "a reader", 1), want: "400 ATLAS_CUSTOM_ROLE_INVALID_NAME"},
		{request: "POST " + all, body: strings.Replace(roleJSON, "reader", "readWrite", 1), want: "400 ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED"},
		{request: "POST " + all, body: strings.Replace(roleJSON, "reader", "xgen-x", 1), want: "400 ATLAS_RESERVED_CUSTOM_ROLE_RESTRICTED"},
		{request: "PATCH " + all + "/reader", body: `{"actions":[{"action":"FIND","resources":[{"db":"a","collection":""},{"db":"a"}]}]}`, want: "400 ATLAS_DUPLICATE_CUSTOM_ROLE_RESOURCE"},
		{request: "PATCH " + all + "/reader", body: `{"actions":[{"action":"FIND","resources":[{"db":"a"}]},{"action":"FIND","resources":[{"db":"b"}]}]}`, want: "400 ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION"},
		{request: "POST " + all, body: roleOf("self", "self"), want: "400 ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL"},
		{request: "POST " + all, body: roleOf("heir", "nobody"), want: "400 ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE"},
		{request: "POST " + all, body: strings.Replace(roleOf("heir", "reader"), "admin", "shop", 1), want: "400 ATLAS_INVALID_CUSTOM_ROLE_INHERITED_SCOPE"},
		{request: "POST " + all, body: roleOf("heir", "reader"), want: "202"},
		{request: "PATCH " + all + "/reader", body: `{"inheritedRoles":[{"db":"admin","role":"heir"}]}`, want: "400 ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY"},
		{request: "PATCH " + all + "/reader", body: `{"inheritedRoles":[{"db":"shop","role":"read"}]}`, want: "200"},
		{request: "PATCH " + all + "/nobody", body: `{}`, want: "404 ATLAS_CUSTOM_ROLE_NOT_FOUND"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "/reader", want: "200"},
		{request: "GET " + all + "/nobody", want: "404 ATLAS_CUSTOM_ROLE_NOT_FOUND"},
		{request: "DELETE " + all + "/nobody", want: "404 ATLAS_CUSTOM_ROLE_NOT_FOUND"},
		{request: "DELETE " + all + "/reader", want: "409 ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES"},
		{request: "DELETE " + all + "/heir", want: "204"},
		{request: "POST /databaseUsers", body: withRole("reader", "admin"), want: "201"},
		{request: "DELETE " + all + "/reader", want: "409 ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS"},
		{request: "GET /events", want: "200"},
	}
}

func manyRoles() []step {
	var steps []step
	for n := range 100 {
		steps = append(steps, step{request: "POST /customDBRoles/roles", body: strings.Replace(roleJSON, "reader", fmt.Sprint("role-", n), 1), want: "202"})
	}
	return append(steps, step{request: "POST /customDBRoles/roles", body: roleJSON, want: "403 CUSTOM_ROLES_LIMIT_EXCEEDED"})
}

// withRole is a user with one role.
func withRole(name, database string) string {
	return strings.NewReplacer(`"read"`, `"`+name+`"`, `"shop"`, `"`+database+`"`).Replace(userJSON)
}

// withMember is a user with another member.
func withMember(member string) string { return strings.Replace(userJSON, "{", "{"+member+",", 1) }

// outside is a user who authenticates in another way than by a password.
func outside(database, name, member, kind string) string {
	return fmt.Sprintf(`{"databaseName":%q,"username":%q,%q:%q,"roles":[{"roleName":"read","databaseName":"shop"}]}`, database, name, member, kind)
}

func userSteps() []step {
	const all, bob = "/databaseUsers", "/databaseUsers/admin/bob"
	steps := []step{
		{request: "GET " + all, want: "200"},
		{request: "POST " + all, body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST " + all, body: withMember(`"groupId":"` + objectID + `"`), want: "400 GROUP_MISMATCH"},
		{request: "POST " + all, body: withRole("nobody", "admin"), want: "400 ATLAS_INVALID_ROLE"},
		{request: "POST " + all, body: withRole("atlasAdmin", "shop"), want: "400 ATLAS_INVALID_ROLE_DATABASE"},
		{request: "POST /customDBRoles/roles", body: roleJSON, want: "202"},
		{request: "POST " + all, body: withRole("reader", "shop"), want: "400 UNSUPPORTED_ROLE"},
		{request: "POST " + all, body: userJSON, want: "201"},
		{request: "POST " + all, body: userJSON, want: "409 USER_ALREADY_EXISTS"},
		{request: "GET " + all, want: "200"},
		{request: "GET " + all + "?includeCount=perhaps", want: "400 INVALID_QUERY_PARAMETER"},
		{request: "GET " + bob, want: "200"},
		{request: "GET /databaseUsers/$external/bob", want: "404 USERNAME_NOT_FOUND"},
		{request: "PATCH /databaseUsers/admin/nobody", body: `{}`, want: "404 USERNAME_NOT_FOUND"},
		{request: "DELETE /databaseUsers/admin/nobody", want: "404 USERNAME_NOT_FOUND"},
		{request: "PATCH " + bob, body: `{"labels":[{"key":"a","value":"b"}],"scopes":[{"name":"c","type":"CLUSTER"}],"description":"d"}`, want: "200"},
		{request: "PATCH " + bob, body: `{"username":"alice"}`, want: "409 DATABASE_USERNAME_CANNOT_BE_CHANGED"},
		{request: "PATCH " + bob, body: `{"databaseName":"$external"}`, want: "409 DATABASE_NAME_CANNOT_BE_CHANGED"},
		{request: "PATCH " + bob, body: `{"awsIAMType":"USER"}`, want: "409 AUTH_TYPE_CANNOT_BE_CHANGED"},
		{request: "PATCH " + bob, body: `{"roles":[{"roleName":"read","databaseName":"a"},{"roleName":"read","databaseName":"a"}]}`, want: "400 DUPLICATE_DATABASE_ROLES"},
		{request: "PATCH " + bob, body: `{"deleteAfterDate":"2026-06-02T00:00:00Z"}`, want: "400 PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY"},
		{request: "DELETE " + bob, want: "204"},
	}
	return append(append(steps, temporarySteps()...), outsiderSteps()...)
}

// temporarySteps begin on 2026-06-01, the date of an emulator that is not told
// another one.
func temporarySteps() []step {
	const all, bob = "/databaseUsers", "/databaseUsers/admin/bob"
	until := func(date string) string { return withMember(`"deleteAfterDate":"` + date + `"`) }
	return []step{
		{request: "POST " + all, body: until("soon"), want: "400 INVALID_DATE_FORMAT"},
		{request: "POST " + all, body: until("2026-05-31T00:00:00Z"), want: "400 EXPIRATION_DATE_IN_PAST"},
		{request: "POST " + all, body: until("2026-06-09T00:00:00Z"), want: "400 EXPIRATION_DATE_EXCEEDS_MAX"},
		{request: "POST " + all, body: until("2026-06-02T00:00:00+02:00"), want: "201"},
		{request: "GET " + bob, want: "200"},
		{request: "PATCH " + bob, body: `{"deleteAfterDate":"2026-06-03T00:00:00Z"}`, want: "200"},
		{wait: 47 * time.Hour},
		{request: "GET " + bob, want: "200"},
		{wait: time.Hour},
		{request: "GET " + bob, want: "404 USERNAME_NOT_FOUND"},
	}
}

func outsiderSteps() []step {
	const all = "/databaseUsers"
	const arn, dn, group = "arn:aws:iam::123456789012:role/r", "CN=bob,OU=ours", "0123456789abcdef01234567/ours"
	also := func(body, member string) string { return strings.Replace(body, "{", "{"+member+",", 1) }
	return []step{
		{request: "POST " + all, body: outside("$external", arn, "awsIAMType", "ROLE"), want: "201"},
		{request: "POST " + all, body: outside("$external", dn, "ldapAuthType", "USER"), want: "201"},
		{request: "POST " + all, body: outside("admin", group, "oidcAuthType", "IDP_GROUP"), want: "201"},
		{request: "GET " + all + "/admin/0123456789abcdef01234567%2Fours", want: "200"},
		{request: "POST " + all, body: outside("$external", "CN=bob", "x509Type", "MANAGED"), want: "201"},
		{request: "POST " + all, body: outside("admin", arn, "awsIAMType", "ROLE"), want: "400 DATABASE_NAME_INVALID_EXTERNAL"},
		{request: "POST " + all, body: outside("$external", group, "oidcAuthType", "IDP_GROUP"), want: "400 DATABASE_NAME_INVALID_ADMIN"},
		{request: "POST " + all, body: outside("$external", "bob", "awsIAMType", "USER"), want: "400 ATLAS_INVALID_USERNAME"},
		{request: "POST " + all, body: outside("$external", dn, "x509Type", "MANAGED"), want: "400 ATLAS_MANAGED_X509_NAME_INVALID"},
		{request: "POST " + all, body: outside("$external", "bob", "ldapAuthType", "GROUP"), want: "400 ATLAS_INVALID_LDAP_NAME"},
		{request: "POST " + all, body: also(outside("$external", dn, "x509Type", "CUSTOMER"), `"password":"password"`), want: "400 ATLAS_X509_USER_CANNOT_USE_SCRAM"},
		{request: "POST " + all, body: also(outside("$external", dn, "x509Type", "CUSTOMER"), `"ldapAuthType":"USER"`), want: "400 ATLAS_X509_USER_CANNOT_USE_LDAP"},
		{request: "POST " + all, body: also(outside("$external", arn, "awsIAMType", "USER"), `"oidcAuthType":"USER"`), want: "400 ATLAS_INVALID_AUTH_SETTINGS"},
		{request: "POST " + all, body: also(outside("$external", "CN=x", "x509Type", "MANAGED"), `"deleteAfterDate":"2026-06-05T00:00:00Z"`), want: "400 ATLAS_X509_USER_CANNOT_BE_TEMPORARY"},
	}
}

func manyUsers() []step {
	var steps []step
	for n := range 100 {
		steps = append(steps, step{request: "POST /databaseUsers", body: strings.Replace(userJSON, "bob", fmt.Sprint("bob-", n), 1), want: "201"})
	}
	return append(steps, step{request: "POST /databaseUsers", body: userJSON, want: "403 GROUP_USERS_LIMIT_EXCEEDED"})
}
