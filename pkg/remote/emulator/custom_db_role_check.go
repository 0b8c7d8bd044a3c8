package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// customRoleShape is the body of POST.
func customRoleShape() shape {
	s := customRolePatchShape()
	s["roleName"] = member{required: true}
	return s
}

func customRolePatchShape() shape {
	return shape{
		"actions": {holds: records, within: shape{
			"action": {required: true, enum: privilegeActions()},
			"resources": {holds: records, required: true, within: shape{
				"cluster":    {holds: flag},
				"collection": {},
				"db":         {},
			}},
		}},
		"inheritedRoles": {holds: records, within: shape{
			"db":   {required: true},
			"role": {required: true},
		}},
	}
}

var customRoleName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]*$`)

// checkRoleName holds a new name against MongoDB's list of error codes, which has
// the rules.
func (c *call) checkRoleName(name string) error {
	_, builtIn := builtInRoles()[name]
	_, exists := c.state.find(c.key(kindCustomDBRole, "", name), c.now)
	switch {
	case !customRoleName.MatchString(name):
		return fail(http.StatusBadRequest, "ATLAS_CUSTOM_ROLE_INVALID_NAME", fmt.Sprintf("The role name, %q, is invalid. A custom role name must be "+
			"a non-empty string made up of only ASCII letters, numbers, hyphens, and underscores, and should begin with a letter or number.", name), name)
	case builtIn:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED",
			fmt.Sprintf("Cannot create custom role %s because a built-in role with that name already exists.", name), name)
	case strings.HasPrefix(name, "xgen-"):
		return fail(http.StatusBadRequest, "ATLAS_RESERVED_CUSTOM_ROLE_RESTRICTED",
			fmt.Sprintf("Cannot create custom role %s because the prefix \"xgen-\" is reserved for built-in roles.", name), name)
	case exists:
		return fail(http.StatusConflict, "ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS",
			fmt.Sprintf("A custom role with the name %s already exists.", name), name)
	}
	return nil
}

// cleanCustomRole checks the two lists of a role and gives them in the order of
// the server.
func (c *call) cleanCustomRole(name string, fields object) (object, error) {
	actions, err := cleanActions(objectsAt(fields, "actions"))
	if err != nil {
		return nil, err
	}
	inherited := objectsAt(fields, "inheritedRoles")
	if len(actions)+len(inherited) == 0 {
		return nil, fail(http.StatusBadRequest, "ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS",
			"Custom roles must have one or more user privilege actions or inherited roles.")
	}
	for _, in := range inherited {
		if err := c.checkInherited(name, textAt(in, "role"), textAt(in, "db")); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(inherited, func(a, b object) int {
		return cmp.Compare(rankOfText(textAt(a, "db")+"."+textAt(a, "role")), rankOfText(textAt(b, "db")+"."+textAt(b, "role")))
	})
	return object{"actions": anyOf(actions), "inheritedRoles": anyOf(inherited)}, nil
}

// cleanActions gives actions in another order than they were sent in, and their
// resources from back to front (recorded), without what says nothing.
func cleanActions(actions []object) ([]object, error) {
	seen := map[string]bool{}
	out := make([]object, 0, len(actions))
	for _, a := range actions {
		action := textAt(a, "action")
		if seen[action] {
			return nil, fail(http.StatusBadRequest, "ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION", "A custom role cannot have duplicate actions.")
		}
		seen[action] = true
		resources, err := cleanResources(objectsAt(a, "resources"))
		if err != nil {
			return nil, err
		}
		out = append(out, object{"action": action, "resources": anyOf(resources)})
	}
	slices.SortFunc(out, func(a, b object) int {
		return cmp.Compare(rankOfText(textAt(a, "action")), rankOfText(textAt(b, "action")))
	})
	return out, nil
}

// rankOfText puts things in an order that is nobody's.
func rankOfText(text string) uint64 { return rank(hexDigits(24, "order", text)) }

// cleanResources keeps of the cluster nothing but that it is meant, and of a
// database no empty collection (recorded). An action without any resource is
// refused, which is a guess.
func cleanResources(resources []object) ([]object, error) {
	if len(resources) == 0 {
		return nil, errMissing("resources")
	}
	var out []object
	for _, in := range slices.Backward(resources) {
		kept := object{"db": textAt(in, "db")}
		switch collection := textAt(in, "collection"); {
		case in["cluster"] == true:
			kept = object{"cluster": true}
		case collection != "":
			kept["collection"] = collection
		}
		if slices.ContainsFunc(out, func(other object) bool { return maps.Equal(kept, other) }) {
			return nil, fail(http.StatusBadRequest, "ATLAS_DUPLICATE_CUSTOM_ROLE_RESOURCE",
				"A custom role cannot have duplicate resources applied to the same action.")
		}
		out = append(out, kept)
	}
	return out, nil
}

// checkInherited wants a role that exists, and none that inherits from the heir.
// Only read, readWrite and dbAdmin are in every database (API document, but for
// dbAdmin).
func (c *call) checkInherited(heir, name, database string) error {
	adminOnly, builtIn := builtInRoles()[name]
	_, custom := c.state.find(c.key(kindCustomDBRole, "", name), c.now)
	switch {
	case name == heir:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL", "A custom DB role cannot inherit from itself.")
	case !builtIn && !custom:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE", "One or more of the specified inherited roles do not exist.")
	case (adminOnly || custom) && database != adminDatabase:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_CUSTOM_ROLE_INHERITED_SCOPE",
			"One or more of the specified inherited roles have an invalid scope.")
	case c.reachesRole(name, heir):
		return fail(http.StatusBadRequest, "ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY",
			"One or more of the specified inherited roles creates a circular dependency.")
	}
	return nil
}

// reachesRole reports whether a role inherits from another, at whatever distance.
func (c *call) reachesRole(from, to string) bool {
	r, ok := c.state.find(c.key(kindCustomDBRole, "", from), c.now)
	return ok && slices.ContainsFunc(objectsAt(r.Fields, "inheritedRoles"), func(in object) bool {
		name := textAt(in, "role")
		return name == to || c.reachesRole(name, to)
	})
}
