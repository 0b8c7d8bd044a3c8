package remotetest

import (
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func databaseUsers() []Sample { return slices.Concat(usersWithPasswords(), usersFromOutside()) }

func usersWithPasswords() []Sample {
	return []Sample{
		{
			Kind: spec.KindDatabaseUser, Shape: "password", Object: "bob",
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
			Kind: spec.KindDatabaseUser, Shape: "full", Object: "analytics/é",
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
			Kind: spec.KindDatabaseUser, Shape: "temporary", Object: "visitor",
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
			Kind: spec.KindDatabaseUser, Shape: "AWS IAM", Object: "arn:aws:iam::123456789012:role/reports",
			Spec:    `{awsIAMType: ROLE, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"roles": "[{roleName: readWrite, databaseName: shop}]"}},
		},
		{
			Kind: spec.KindDatabaseUser, Shape: "LDAP", Object: "CN=reports,OU=groups,DC=example,DC=com",
			Spec:    `{ldapAuthType: GROUP, databaseName: $external, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"roles": "[{roleName: readWrite, databaseName: shop}]"}},
		},
		{
			Kind: spec.KindDatabaseUser, Shape: "X.509", Object: "CN=reports",
			Spec:    `{x509Type: MANAGED, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"description": "with a certificate"}},
		},
		{
			Kind: spec.KindDatabaseUser, Shape: "OIDC group", Object: "5dd7496c7a3e5a648454341c/sales",
			Spec:    `{oidcAuthType: IDP_GROUP, roles: [{roleName: read, databaseName: shop}]}`,
			Changes: []Change{{"description": "people"}},
		},
		{
			Kind: spec.KindDatabaseUser, Shape: "OIDC workload", Object: "5dd7496c7a3e5a648454341c/sales@$external",
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
