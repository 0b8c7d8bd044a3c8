package spec

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// KindCustomDBRole is a role of a project's own making, for its database users.
const KindCustomDBRole Kind = "CustomDBRole"

// CustomDBRole is the part of a custom role that Git may own, in the words of
// the Atlas schema UserCustomDBRole. Its list of actions is a map here: there is
// at most one of each, and their order means nothing.
type CustomDBRole struct {
	Actions        map[string]Set[ActionResource] `yaml:"actions"`
	InheritedRoles Set[InheritedRole]             `yaml:"inheritedRoles"`
}

// ActionResource is what an action may be done to: the cluster, or a database, of
// which an empty collection means all. The empty database means all databases.
type ActionResource struct {
	Cluster    bool             `yaml:"cluster"`
	DB         Optional[string] `yaml:"db"`
	Collection string           `yaml:"collection"`
}

// InheritedRole is another role, all of whose actions the role may do as well.
type InheritedRole struct {
	Role string `yaml:"role"`
	DB   string `yaml:"db"`
}

func customDBRoleType() Type {
	return Type{
		Kind:    KindCustomDBRole,
		Summary: "A role of a project's own making: actions that its database users may do, and other roles that it contains.",
		New:     func() Body { return new(CustomDBRole) },
		Name:    Field{Required: true, Check: customRoleName, Pattern: customRolePattern, Never: takenRolePattern()},
		Fields: map[string]Field{
			"actions":             {About: "The actions, and what each may be done to.", Keys: &Field{Known: privilegeActions()}, Values: &Field{MinLen: 1}},
			"actions.cluster":     {About: "true for the cluster as a whole, instead of a database."},
			"actions.db":          {About: "A database; an empty text is all of them."},
			"actions.collection":  {About: "A collection; without one it is all of them."},
			"inheritedRoles":      {About: "Other roles, all of whose actions it has, too."},
			"inheritedRoles.role": {Required: true},
			"inheritedRoles.db":   {Required: true},
		},
		Rules:      customRoleRules(),
		Needs:      func(r Resource) []Address { return customRoles(r.Addr.Project, r.Body.(*CustomDBRole).inherited()) },
		Keeps:      []Kind{KindCustomDBRole},
		Judge:      judgeCustomRole,
		OneWriter:  true,
		Loses:      "the role: whoever inherits it may do less",
		Timeout:    10 * time.Minute,
		Mentions:   []Kind{KindCustomDBRole},
		NotCovered: "a role cannot be renamed, and which actions there are on which clusters is for Atlas to say.",
		Example:    customDBRoleExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-custom-database-roles",
	}
}

// customDBRoleExample is a document that makes one.
const customDBRoleExample = `apiVersion: atlasctl/v1
kind: CustomDBRole
metadata:
  project: payments-prod # or --project
  name: reader
spec:
  actions:
    FIND: [{db: shop, collection: orders}]
`

func (r *CustomDBRole) inherited() []string {
	var names []string
	for role := range r.InheritedRoles {
		names = append(names, role.Role)
	}
	return names
}

// customRoles gives the addresses of the roles of a project among some names.
// Whatever is not built in is one.
func customRoles(project string, names []string) []Address {
	var needs []Address
	for _, name := range names {
		if _, builtIn := builtInRoles()[name]; !builtIn {
			needs = append(needs, Address{Project: project, Kind: KindCustomDBRole, Name: name})
		}
	}
	return needs
}

// connectionRole is the custom role that a connection to a cluster acts as, which
// is one of the cluster's project.
func connectionRole(r Resource) []Address {
	role := r.Body.(*StreamConnection).DBRoleToExecute
	if role == nil || role.Role == nil || role.Type == nil || *role.Type != "CUSTOM" {
		return nil
	}
	return customRoles(cmp.Or(textAt(r.Body, "clusterGroupId"), r.Addr.Project), []string{*role.Role})
}

// administrator is the built-in role that may do everything.
const administrator = "atlasAdmin"

// builtInRoles are the roles that Atlas has by itself, and whether each is in the
// database admin only.
func builtInRoles() map[string]bool {
	return map[string]bool{
		administrator:          true,
		"backup":               true,
		"clusterMonitor":       true,
		"dbAdmin":              false,
		"dbAdminAnyDatabase":   true,
		"enableSharding":       true,
		"read":                 false,
		"readAnyDatabase":      true,
		"readWrite":            false,
		"readWriteAnyDatabase": true,
	}
}

// customRolePattern is what customRoleName lets pass.
const customRolePattern = `^[a-zA-Z0-9][a-zA-Z0-9_-]*$`

// customRoleName is Atlas's rule for the names of custom roles.
func customRoleName(name string) string {
	_, builtIn := builtInRoles()[name]
	switch {
	case builtIn:
		return "is a built-in role: choose another name"
	case strings.HasPrefix(name, "xgen-"):
		return "begins with xgen-, which Atlas keeps for itself: choose another name"
	case name == "" || strings.Contains("-_", name[:1]) || strings.Trim(name, letters+digits+"-_") != "":
		return "must hold only letters, digits, hyphens and underscores, and start with a letter or digit"
	}
	return ""
}

// takenRolePattern is what customRoleName keeps for Atlas.
func takenRolePattern() string {
	return "^(?:xgen-.*|" + strings.Join(slices.Sorted(maps.Keys(builtInRoles())), "|") + ")$"
}

// judgeCustomRole wants a new role to have something in it, and tells when one
// becomes that of an administrator.
func judgeCustomRole(c Change) Verdict {
	want := c.Want.(*CustomDBRole)
	live, isLive := c.Live.(*CustomDBRole)
	switch {
	case c.Anew && len(want.Actions)+len(want.InheritedRoles) == 0:
		return Verdict{Blocked: "it cannot be created without actions and inheritedRoles: declare one of the two"}
	case slices.Contains(want.inherited(), administrator) && !(isLive && slices.Contains(live.inherited(), administrator)):
		return Verdict{Opens: []string{"makes whoever has the role an administrator, by " + administrator}}
	}
	return Verdict{}
}

// customRoleRules want something in a role, and actions and roles to be about
// what there is.
func customRoleRules() []Rule {
	database := either(said("actions.db"), filled("actions.collection"))
	return append([]Rule{
		{
			If: all(said("actions"), said("inheritedRoles")), Then: either(filled("actions"), filled("inheritedRoles")), At: "actions",
			Msg: "and inheritedRoles cannot both be empty: a role needs at least one action or role",
		},
		{
			In: "actions", If: is("actions.cluster", "true"), Then: not(database), At: "actions",
			Msg: "is about the cluster, and names a database as well: Atlas would ignore that, so write one of the two",
		},
		{
			In: "actions", If: not(is("actions.cluster", "true")), Then: said("actions.db"), At: "actions",
			Msg: `needs db, or cluster: true; db: "" stands for all databases`,
		},
	}, roleDatabaseRules("inheritedRoles", "role", "db")...)
}

// roleDatabaseRules say in which database a role has to be looked for.
func roleDatabaseRules(roles, name, database string) []Rule {
	var everywhere []string
	for role, adminOnly := range builtInRoles() {
		if !adminOnly {
			everywhere = append(everywhere, role)
		}
	}
	slices.Sort(everywhere)
	last := len(everywhere) - 1
	name, database = roles+"."+name, roles+"."+database
	return []Rule{{
		In: roles, If: not(is(name, everywhere...)), Then: is(database, AdminDatabase), At: database,
		Msg: "must be admin, where all roles are but " + strings.Join(everywhere[:last], ", ") + " and " + everywhere[last] + ", whatever databases they are about",
	}}
}
