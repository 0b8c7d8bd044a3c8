package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

const kindCustomDBRole kind = "CustomDBRole"

func customDBRoleRoutes() []route {
	const all = groupPath + "/customDBRoles/roles"
	const one = all + "/{roleName}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listCustomRoles},
		{method: http.MethodPost, path: all, versions: versions, operate: createCustomRole, event: roleEvents.created, takes: always(customRoleShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getCustomRole},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateCustomRole, event: roleEvents.updated, takes: always(customRolePatchShape()), edit: editOf((*call).customRole, (*call).editCustomRole)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteCustomRole, event: roleEvents.deleted},
	}
}

// listCustomRoles answers a bare array (API document), in no order (recorded).
func listCustomRoles(c *call) (reply, error) {
	views := []any{}
	for _, r := range c.customRoles() {
		views = append(views, customRoleView(r))
	}
	return reply{status: http.StatusOK, body: views}, nil
}

func getCustomRole(c *call) (reply, error) {
	r, err := c.customRole()
	if err == nil && c.young(youngRole, r) {
		err = errNoRole(r.Name)
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: customRoleView(r)}, nil
}

// createCustomRole accepts a role that is there at once: how long Atlas works on
// it, no answer tells.
func createCustomRole(c *call) (reply, error) {
	fields, err := customRoleShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "roleName")
	if err := c.checkRoleName(name); err != nil {
		return reply{}, err
	}
	delete(fields, "roleName")
	if fields, err = c.cleanCustomRole(name, fields); err != nil {
		return reply{}, err
	}
	if _, ok := c.room(roleLimit(), 1); !ok {
		return reply{}, fail(http.StatusForbidden, "CUSTOM_ROLES_LIMIT_EXCEEDED", "Exceeded maximum number of custom roles.")
	}
	r, err := c.state.create(c.key(kindCustomDBRole, "", name), c.now, fields, nil)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusAccepted, body: customRoleView(r)}, nil
}

// updateCustomRole replaces the lists that the body has. That it keeps one that
// is left out is a guess.
func updateCustomRole(c *call) (reply, error) {
	r, err := c.customRole()
	if err != nil {
		return reply{}, err
	}
	changed, err := customRolePatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	maps.Copy(fields, changed)
	if fields, err = c.cleanCustomRole(r.Name, fields); err != nil {
		return reply{}, err
	}
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: customRoleView(r)}, nil
}

// deleteCustomRole takes the role from whoever has something else.
func deleteCustomRole(c *call) (reply, error) {
	r, err := c.customRole()
	if err != nil {
		return reply{}, err
	}
	users, heirs := c.withRole(r.Name), c.heirsOf(r.Name)
	if err := checkUnused(r.Name, users, heirs); err != nil {
		return reply{}, err
	}
	for _, u := range users {
		if err := c.strip(u, "roles", "roleName", r.Name); err != nil {
			return reply{}, err
		}
	}
	for _, h := range heirs {
		if err := c.strip(h, "inheritedRoles", "role", r.Name); err != nil {
			return reply{}, err
		}
	}
	c.state.remove(r)
	return reply{status: http.StatusNoContent}, nil
}

// checkUnused keeps users from being left without a role, and roles with nothing
// in them (API document).
func checkUnused(role string, users, heirs []*resource) error {
	bare := namesOf(users, func(u *resource) (string, bool) {
		return textAt(u.Fields, "username"), len(withoutRole(u.Fields, "roles", "roleName", role)) == 0
	})
	if bare != "" {
		return fail(http.StatusConflict, "ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS",
			fmt.Sprintf("Deleting specified custom role would leave the following users without a role: %s.", bare), bare)
	}
	empty := namesOf(heirs, func(h *resource) (string, bool) {
		return h.Name, len(objectsAt(h.Fields, "actions"))+len(withoutRole(h.Fields, "inheritedRoles", "role", role)) == 0
	})
	if empty != "" {
		return fail(http.StatusConflict, "ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES",
			fmt.Sprintf("Deleting specified custom role would leave the following roles with no actions or inherited roles: %s.", empty), empty)
	}
	return nil
}

// namesOf lists the names of some resources the way errors do.
func namesOf(all []*resource, pick func(*resource) (string, bool)) string {
	var names []string
	for _, r := range all {
		if name, ok := pick(r); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// withoutRole is a list of roles without those of a name.
func withoutRole(fields object, list, member, name string) []object {
	return slices.DeleteFunc(objectsAt(fields, list), func(role object) bool { return textAt(role, member) == name })
}

func (c *call) strip(r *resource, list, member, name string) error {
	fields := maps.Clone(r.Fields)
	fields[list] = anyOf(withoutRole(fields, list, member, name))
	return c.state.update(r, fields, r.Life)
}

func (c *call) customRoles() []*resource {
	return c.state.list(scope{kind: kindCustomDBRole, project: c.group}, c.now)
}

// heirsOf gives the roles that inherit from one.
func (c *call) heirsOf(name string) []*resource {
	return slices.DeleteFunc(c.customRoles(), func(r *resource) bool { return !inherits(r.Fields, name) })
}

func inherits(role object, name string) bool {
	return slices.ContainsFunc(objectsAt(role, "inheritedRoles"), func(in object) bool { return textAt(in, "role") == name })
}

// customRole finds the role of the path. The code is one that MongoDB's own tools
// wait for, the wording is of MongoDB's list of codes.
func (c *call) customRole() (*resource, error) {
	name := c.params["roleName"]
	if r, ok := c.state.find(c.key(kindCustomDBRole, "", name), c.now); ok {
		return r, nil
	}
	return nil, errNoRole(name)
}

func errNoRole(name string) error {
	return fail(http.StatusNotFound, "ATLAS_CUSTOM_ROLE_NOT_FOUND", fmt.Sprintf("The specified custom db role %s does not exist.", name), name)
}

func customRoleView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["roleName"] = r.Name
	return view
}

// editCustomRole has the role inherit the role read of another database.
func (c *call) editCustomRole(r *resource) error {
	before := ""
	kept := slices.DeleteFunc(objectsAt(r.Fields, "inheritedRoles"), func(in object) bool {
		made := strings.HasPrefix(textAt(in, "db"), "edited")
		if made {
			before = textAt(in, "db")
		}
		return made
	})
	fields := maps.Clone(r.Fields)
	fields["inheritedRoles"] = anyOf(append(kept, object{"db": edited(before), "role": "read"}))
	return c.state.update(r, fields, r.Life)
}
