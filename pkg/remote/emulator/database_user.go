package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

const kindDatabaseUser kind = "DatabaseUser"

func databaseUserRoutes() []route {
	const all = groupPath + "/databaseUsers"
	const one = all + "/{databaseName}/{username}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listDatabaseUsers},
		{method: http.MethodPost, path: all, versions: versions, operate: createDatabaseUser, event: userEvents.created, takes: always(databaseUserShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getDatabaseUser},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateDatabaseUser, event: userEvents.updated, takes: always(databaseUserPatchShape()), edit: editOf((*call).databaseUser, (*call).editDatabaseUser)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteDatabaseUser, event: userEvents.deleted},
	}
}

func listDatabaseUsers(c *call) (reply, error) {
	return c.page(c.databaseUsers(), countOnRequest, c.databaseUserView)
}

func getDatabaseUser(c *call) (reply, error) {
	r, err := c.databaseUser()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.databaseUserView(r)}, nil
}

// createDatabaseUser has codes out of MongoDB's list of error codes, none of
// which is recorded but that of a user who is missing.
func createDatabaseUser(c *call) (reply, error) {
	fields, err := c.cleanDatabaseUser(databaseUserShape(), object{})
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "username")
	k := c.databaseUserKey(textAt(fields, "databaseName"), name)
	if _, ok := c.state.find(k, c.now); ok {
		return reply{}, fail(http.StatusConflict, "USER_ALREADY_EXISTS",
			fmt.Sprintf("A user with username %s already exists.", name), name)
	}
	if most, ok := c.room(userLimit(), 1); !ok {
		return reply{}, fail(http.StatusForbidden, "GROUP_USERS_LIMIT_EXCEEDED",
			fmt.Sprintf("Groups can contain at most %d database users.", most), strconv.Itoa(most))
	}
	c.about = []object{{"dbUserUsername": name}}
	r, err := c.state.create(k, c.now, fields, func(r *resource) { r.Life = lifeOfUser(fields) })
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.databaseUserView(r)}, nil
}

// lifeOfUser ends at the date after which Atlas deletes a user.
func lifeOfUser(fields object) life {
	until, err := time.Parse(time.RFC3339, textAt(fields, "deleteAfterDate"))
	if err != nil {
		return life{}
	}
	return life{Until: until}
}

// updateDatabaseUser keeps what the body leaves out, and replaces the lists that
// it has (both recorded).
func updateDatabaseUser(c *call) (reply, error) {
	r, err := c.databaseUser()
	if err != nil {
		return reply{}, err
	}
	fields, err := c.cleanDatabaseUser(databaseUserPatchShape(), r.Fields)
	if err != nil {
		return reply{}, err
	}
	if err := c.state.update(r, fields, lifeOfUser(fields)); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.databaseUserView(r)}, nil
}

func deleteDatabaseUser(c *call) (reply, error) {
	r, err := c.databaseUser()
	if err != nil {
		return reply{}, err
	}
	c.state.remove(r)
	return reply{status: http.StatusNoContent}, nil
}

// databaseUserKey tells users of one name apart by the database against which
// they authenticate. Names of databases hold no slash.
func (c *call) databaseUserKey(database, name string) key {
	return c.key(kindDatabaseUser, "", database+"/"+name)
}

func (c *call) databaseUsers() []*resource {
	return c.state.list(scope{kind: kindDatabaseUser, project: c.group}, c.now)
}

// databaseUser finds the user of the path, whom the event of a write names. Its
// code and wording are known from production.
func (c *call) databaseUser() (*resource, error) {
	name := c.params["username"]
	if r, ok := c.state.find(c.databaseUserKey(c.params["databaseName"], name), c.now); ok {
		c.about = []object{{"dbUserUsername": name}}
		return r, nil
	}
	return nil, fail(http.StatusNotFound, "USERNAME_NOT_FOUND", fmt.Sprintf("No user with username %s exists.", name), name)
}

func (c *call) databaseUserView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["groupId"] = c.group
	path := "/databaseUsers/" + textAt(r.Fields, "databaseName") + "/" + url.PathEscape(textAt(r.Fields, "username"))
	view["links"] = []any{c.projectLink(c.group, path, "self")}
	return view
}

// editDatabaseUser gives the user another description.
func (c *call) editDatabaseUser(r *resource) error {
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, "description")), "description"), r.Life)
}

// withRole gives the users that have a role of this name.
func (c *call) withRole(name string) []*resource {
	return slices.DeleteFunc(c.databaseUsers(), func(r *resource) bool { return !hasRole(r.Fields, name) })
}

func hasRole(user object, name string) bool {
	return slices.ContainsFunc(objectsAt(user, "roles"), func(role object) bool { return textAt(role, "roleName") == name })
}
