package emulator

import (
	"fmt"
	"net/http"
)

// builtInRoles are the roles that Atlas has by itself (API document), and
// whether each exists in the database admin only.
func builtInRoles() map[string]bool {
	return map[string]bool{
		"atlasAdmin":           true,
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

// checkRoles holds the roles of a user against those that there are. That
// clusters of its scopes exist is not asked for, which is a guess.
func (c *call) checkRoles(user object) error {
	roles := objectsAt(user, "roles")
	if len(roles) == 0 {
		return errMissing("roles") // a guess: a user without a role is what Atlas never leaves behind
	}
	seen := map[[3]string]bool{}
	for _, role := range roles {
		name, database := textAt(role, "roleName"), textAt(role, "databaseName")
		if err := c.checkRole(name, database); err != nil {
			return err
		}
		id := [3]string{name, database, textAt(role, "collectionName")}
		if seen[id] {
			return fail(http.StatusBadRequest, "DUPLICATE_DATABASE_ROLES", fmt.Sprintf("Duplicate database roles specified for user %s: %s.",
				textAt(user, "username"), name), textAt(user, "username"), name)
		}
		seen[id] = true
	}
	return nil
}

// checkRole finds a role. One of the project is in admin, whatever databases it
// is about: asked for elsewhere it is UNSUPPORTED_ROLE, as users of other tools
// have found out.
func (c *call) checkRole(name, database string) error {
	adminOnly, builtIn := builtInRoles()[name]
	_, custom := c.state.find(c.key(kindCustomDBRole, "", name), c.now)
	switch {
	case adminOnly && database != adminDatabase:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_ROLE_DATABASE",
			fmt.Sprintf("The specified role %s only exists for database %s.", name, adminDatabase), name, adminDatabase)
	case !builtIn && !custom:
		return fail(http.StatusBadRequest, "ATLAS_INVALID_ROLE",
			fmt.Sprintf("The specified role %s@%s does not exist.", name, database), name, database)
	case custom && database != adminDatabase:
		return fail(http.StatusBadRequest, "UNSUPPORTED_ROLE", "The provided role is not supported.")
	}
	return nil
}

// objectsAt returns the records of a list, nil when there is none. What was read
// from the file has another Go type than what a request has put there.
func objectsAt(in object, name string) []object {
	list, _ := in[name].([]any)
	var out []object
	for _, one := range list {
		out = append(out, asObject(one))
	}
	return out
}

func anyOf(list []object) []any {
	out := make([]any, len(list))
	for i, one := range list {
		out[i] = one
	}
	return out
}
