package spectest

import (
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func databaseUser() Specimen {
	return Specimen{
		Kind:    spec.KindDatabaseUser,
		Samples: databaseUsers(),
		Names:   []string{"bob", "a/b", "x@example.com", "é: #", "a/b@$external", "CN=bob", "arn:aws:iam::123456789012:role/r"},
		Texts: map[string][]string{
			"databaseName":    {"admin"},
			"roles.roleName":  {"read", "readWrite"},
			"scopes.name":     {"orders", "0-9"},
			"deleteAfterDate": {"2026-06-03T00:00:00Z"},
		},
		Few: map[string][]string{
			"deleteAfterDate": {"2026-06-03T00:00:00Z", "2026-06-04T00:00:00Z"},
			"roles.roleName":  {"read", "a", "b"},
			"scopes.name":     {"a", "b"},
		},
		Refers:   []spec.Kind{spec.KindFlexCluster, spec.KindStreamWorkspace},
		Loads:    func(_ Dice, name string, b spec.Body) { signIn(b.(*spec.DatabaseUser), name) },
		Possible: func(_ Dice, name string, b spec.Body) { atHome(b.(*spec.DatabaseUser), name) },
		Among: func(b spec.Body, addr spec.Address, there func(spec.Address) bool) {
			u := b.(*spec.DatabaseUser)
			maps.DeleteFunc(u.Roles, func(role spec.UserRole, _ struct{}) bool { return lacks(addr, role.RoleName, there) })
			if len(u.Roles) == 0 {
				u.Roles = spec.NewSet(spec.UserRole{RoleName: "read", DatabaseName: "a"})
			}
		},
		Recorded: Recording{
			Path:     aProject + `/databaseUsers()(?:/admin/([^/]+))?`,
			FilledIn: []string{"databaseName", "awsIAMType", "ldapAuthType", "oidcAuthType", "x509Type"},
		},
		Estate: Estate{
			Percent: 30, KeepsShape: true, Wire: wireUser,
			Places: []Place{{All: "/databaseUsers", One: "/databaseUsers/{database}/{name}", Posted: postedUser}},
			Called: func(name string) string {
				database, username, _ := strings.Cut(name, "/")
				return spec.UserName(database, username)
			},
			Segment: func(name string) string {
				_, username := spec.ReadUserName(name)
				return username
			},
		},
	}
}

func postedUser(body map[string]any) string {
	return member("databaseName")(body) + "/" + member("username")(body)
}

// wireUser gives a user some of the roles that are there.
func wireUser(around Surroundings, addr spec.Address, b spec.Body) spec.Body {
	for _, name := range around.There(spec.KindCustomDBRole, addr.Project, "") {
		if Chance(around, 40) {
			b.(*spec.DatabaseUser).Roles[spec.UserRole{RoleName: name, DatabaseName: "admin"}] = struct{}{}
		}
	}
	return forGood(around, addr, b)
}

// signIn has a user sign in as the name wants it.
func signIn(u *spec.DatabaseUser, name string) {
	for _, kind := range []*string{u.AWSIAMType, u.LDAPAuthType, u.OIDCAuthType, u.X509Type} {
		if kind != nil {
			*kind = "NONE"
		}
	}
	atHome(u, name)
	database, username := spec.ReadUserName(name)
	switch {
	case database == spec.AdminDatabase:
		return
	case strings.HasPrefix(username, "arn:"):
		u.AWSIAMType = new("ROLE")
	case strings.Contains(username, "/"):
		u.OIDCAuthType = new("USER")
	default:
		u.X509Type, u.DeleteAfterDate = new("MANAGED"), nil
	}
	u.Password = nil
}

func databaseUsers() []Sample { return slices.Concat(usersWithPasswords(), usersFromOutside()) }

func usersWithPasswords() []Sample {
	return []Sample{
		{
			Shape: "password", Object: "bob",
			Spec: `
password: {env: PASSWORD}
roles: [{roleName: readWrite, databaseName: shop}]
`,
			Changes: []Change{
				{"password": "{env: ANOTHER_PASSWORD}"},
				{"roles": "[{roleName: read, databaseName: shop, collectionName: orders}, {roleName: backup, databaseName: admin}]"},
				{"labels": "{team: shop, 'cost center': '12'}", "description": "of the shop", "scopes": "[{name: shop, type: CLUSTER}]"},
			},
		},
		{
			Shape: "full", Object: "analytics/é",
			Spec: `
databaseName: admin
password: {env: PASSWORD}
roles: [{roleName: read, databaseName: shop}]
scopes: [{name: shop, type: CLUSTER}, {name: clicks, type: STREAM}]
labels: {team: analytics}
description: "for reports: 'daily'"
`,
			Changes: []Change{
				{"scopes": "[]"},
				{"labels": "{}"},
				{"description": "''"},
				{"labels": "{team: shop}", "scopes": "[{name: lake, type: DATA_LAKE}]", "description": "for dashboards"},
			},
		},
		{
			Shape: "temporary", Object: "visitor",
			Spec: `
password: {env: PASSWORD}
roles: [{roleName: read, databaseName: shop}]
deleteAfterDate: 2026-06-03T00:00:00Z
`,
			Changes: []Change{{"deleteAfterDate": "2026-06-04T02:00:00+02:00"}},
		},
	}
}

func usersFromOutside() []Sample {
	return []Sample{
		{
			Shape: "AWS IAM", Object: "arn:aws:iam::123456789012:role/reports",
			Spec:    `{awsIAMType: ROLE, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"roles": "[{roleName: readWrite, databaseName: shop}]"}},
		},
		{
			Shape: "LDAP", Object: "CN=reports,OU=groups,DC=example,DC=com",
			Spec:    `{ldapAuthType: GROUP, databaseName: $external, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"roles": "[{roleName: readWrite, databaseName: shop}]"}},
		},
		{
			Shape: "X.509", Object: "CN=reports",
			Spec:    `{x509Type: MANAGED, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"description": "with a certificate"}},
		},
		{
			Shape: "OIDC group", Object: "5dd7496c7a3e5a648454341c/sales",
			Spec:    `{oidcAuthType: IDP_GROUP, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"description": "people"}},
		},
		{
			Shape: "OIDC workload", Object: "5dd7496c7a3e5a648454341c/sales@$external",
			Spec:    `{oidcAuthType: USER, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"description": "programs"}},
		},
	}
}

// atHome makes a drawn user one of the database that its name tells.
func atHome(u *spec.DatabaseUser, name string) {
	if u.DatabaseName != nil {
		*u.DatabaseName, _ = spec.ReadUserName(name)
	}
}
