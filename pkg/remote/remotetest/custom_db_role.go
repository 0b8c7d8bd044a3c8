package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func customDBRoles() []Sample {
	return []Sample{
		{
			Kind: spec.KindCustomDBRole, Shape: "actions", Object: "reader",
			Spec: `
actions:
  FIND: [{db: shop}]
`,
			Changes: []Change{
				{"actions": "{FIND: [{db: shop}, {db: stock, collection: items}], LIST_DATABASES: [{cluster: true}]}"},
				{"actions": "{FIND: [{db: ''}]}"},
				{"inheritedRoles": "[{role: read, db: shop}]"},
			},
		},
		{
			Kind: spec.KindCustomDBRole, Shape: "roles", Object: "backup_2",
			Spec: `
inheritedRoles:
  - {role: clusterMonitor, db: admin}
  - {role: readWrite, db: shop}
`,
			Changes: []Change{
				{"inheritedRoles": "[{role: readWrite, db: stock}]"},
				{"inheritedRoles": "[]", "actions": "{COLL_STATS: [{db: shop}]}"},
			},
		},
	}
}

// plain makes the drawn resources of a role follow the rules: they are about the
// cluster, or about a database.
func plain(r *spec.CustomDBRole) {
	for action, resources := range r.Actions {
		r.Actions[action] = spec.Set[spec.ActionResource]{}
		for on := range resources {
			on.DB.Said = true
			if on.Cluster {
				on = spec.ActionResource{Cluster: true}
			}
			r.Actions[action][on] = struct{}{}
		}
	}
}
