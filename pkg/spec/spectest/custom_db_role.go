package spectest

import (
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func customDBRole() Specimen {
	return Specimen{
		Kind:    spec.KindCustomDBRole,
		Samples: customDBRoles(),
		Names:   []string{"reader", "a", "0-9_"},
		Texts:   map[string][]string{"inheritedRoles.role": {"read", "readWrite", "dbAdmin"}},
		Few:     map[string][]string{"inheritedRoles.role": {"read", "b", "c"}}, // what comes after it
		Loads: func(_ Dice, _ string, b spec.Body) {
			r := b.(*spec.CustomDBRole)
			plainActions(r)
			if r.Actions != nil && r.InheritedRoles != nil && len(r.Actions) == 0 { // else there may be nothing
				r.InheritedRoles = spec.NewSet(spec.InheritedRole{Role: "read", DB: "a"})
			}
		},
		Possible: func(_ Dice, _ string, b spec.Body) { plainActions(b.(*spec.CustomDBRole)) },
		Among: func(b spec.Body, addr spec.Address, there func(spec.Address) bool) {
			maps.DeleteFunc(b.(*spec.CustomDBRole).InheritedRoles, func(role spec.InheritedRole, _ struct{}) bool {
				return role.Role <= addr.Name || lacks(addr, role.Role, there) // else there may be a circle
			})
		},
		Estate: Estate{
			Names: SmallNames(), Percent: 50, Wire: wireRole,
			Places: []Place{{All: "/customDBRoles/roles", One: "/customDBRoles/roles/{name}", Posted: member("roleName")}},
		},
	}
}

// lacks reports whether a name is that of a custom role which is not there: a problem
// of whoever has it.
func lacks(addr spec.Address, role string, there func(spec.Address) bool) bool {
	return slices.Contains(SmallNames(), role) && !there(spec.Address{Project: addr.Project, Kind: spec.KindCustomDBRole, Name: role})
}

// wireRole has roles contain those before them, so that there is no circle.
func wireRole(around Surroundings, addr spec.Address, b spec.Body) spec.Body {
	r := b.(*spec.CustomDBRole)
	for _, name := range around.There(spec.KindCustomDBRole, addr.Project, "") {
		if name < addr.Name && Chance(around, 50) {
			if r.InheritedRoles == nil {
				r.InheritedRoles = spec.Set[spec.InheritedRole]{}
			}
			r.InheritedRoles[spec.InheritedRole{Role: name, DB: "admin"}] = struct{}{}
		}
	}
	return r
}

func customDBRoles() []Sample {
	return []Sample{
		{
			Shape: "actions", Object: "reader",
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
			Shape: "roles", Object: "backup_2",
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

// plainActions makes the drawn resources of a role follow the rules: they are about
// the cluster, or about a database.
func plainActions(r *spec.CustomDBRole) {
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
