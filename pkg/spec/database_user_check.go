package spec

import (
	"fmt"
	"strings"
)

// The databases against which users authenticate.
const (
	AdminDatabase    = "admin"
	ExternalDatabase = "$external"
)

// UserName gives the name that a user has here. One name may be that of two users,
// who authenticate against different databases, so it has to tell the database:
// an ARN and a distinguished name are of $external, any other name is of admin,
// and where that is not so the database stands behind the name, as in
// bob@$external.
func UserName(database, username string) string {
	if database == usualDatabase(username) && !endsInDatabase(username) {
		return username
	}
	return username + "@" + database
}

// ReadUserName takes a name of [UserName] apart.
func ReadUserName(name string) (database, username string) {
	for _, database := range []string{AdminDatabase, ExternalDatabase} {
		if username, ok := strings.CutSuffix(name, "@"+database); ok {
			return database, username
		}
	}
	return usualDatabase(name), name
}

func usualDatabase(username string) string {
	if strings.HasPrefix(username, "arn:") || strings.Contains(username, "=") {
		return ExternalDatabase
	}
	return AdminDatabase
}

func endsInDatabase(username string) bool {
	_, rest := ReadUserName(username)
	return rest != username
}

// normalUser leaves the database out of a name that needs none.
func normalUser(name string) string { return UserName(ReadUserName(name)) }

func userName(name string) string {
	if _, username := ReadUserName(name); username == "" {
		return "is a database without a user before it"
	}
	return plainName(name)
}

// external gives the field that says how a user authenticates that has no
// password, with its value; both are empty for one that has, or that does not say.
func (u *DatabaseUser) external() (field, value string) {
	for _, t := range u.authTypes() {
		if t.value != nil && *t.value != "NONE" {
			return t.field, *t.value
		}
	}
	return "", ""
}

type authType struct {
	field string
	value *string
}

func (u *DatabaseUser) authTypes() []authType {
	return []authType{{"awsIAMType", u.AWSIAMType}, {"ldapAuthType", u.LDAPAuthType}, {"oidcAuthType", u.OIDCAuthType}, {"x509Type", u.X509Type}}
}

// Validate checks that there is one way to authenticate, and where each role is.
func (u *DatabaseUser) Validate() []Violation {
	var broken []Violation
	first, value := u.external()
	for _, t := range u.authTypes() {
		if t.value != nil && *t.value != "NONE" && t.field != first {
			broken = append(broken, Violation{t.field, fmt.Sprintf("is %s, and %s is %s: a user authenticates in one way, so keep one of the two", *t.value, first, value)})
		}
	}
	if first != "" && u.Password != nil {
		broken = append(broken, Violation{"password", fmt.Sprintf("is for users who sign in by it; this one has %s %s: remove one of the two", first, value)})
	}
	if first == "x509Type" && u.DeleteAfterDate != nil {
		broken = append(broken, Violation{"deleteAfterDate", "X.509 users cannot be temporary: take the date out"})
	}
	for _, role := range u.Roles.Sorted() {
		if words := wrongDatabase(role.RoleName, role.DatabaseName, "databaseName"); words != "" {
			broken = append(broken, Violation{memberPath("roles", role), words})
		}
	}
	return broken
}

// ValidateName holds the way to authenticate against the name: each has a database
// and a form of username of its own.
func (u *DatabaseUser) ValidateName(name string) []Violation {
	database, username := ReadUserName(name)
	if said := u.DatabaseName; said != nil && *said != database {
		return []Violation{{"databaseName", fmt.Sprintf("metadata.name %s is a user of %s: write metadata.name: %s, or databaseName: %s",
			quote(name), database, UserName(*said, username), database)}}
	}
	field, value := u.external()
	wanted, form := AdminDatabase, ""
	switch field {
	case "":
		if u.Password == nil {
			return nil // it manages one who exists, however that signs in
		}
		field, value = "password", "users"
	case "oidcAuthType":
		form = wantForm(strings.Contains(username, "/"), "the ID of the identity provider and a name, with a slash between them")
		if value == "USER" {
			wanted = ExternalDatabase
		}
	case "awsIAMType":
		wanted, form = ExternalDatabase, wantForm(strings.HasPrefix(username, "arn:"), "an ARN")
	default:
		wanted, form = ExternalDatabase, wantForm(strings.Contains(username, "="), "a distinguished name such as CN=bob,OU=ours")
		if value == "MANAGED" {
			form = wantForm(strings.HasPrefix(username, "CN=") && !strings.Contains(username, ","), "CN= and a name, and nothing else")
		}
	}
	switch {
	case form != "":
		return []Violation{{field, fmt.Sprintf("%s wants a username that is %s; metadata.name is %s", value, form, quote(name))}}
	case database != wanted:
		return []Violation{{field, fmt.Sprintf("%s are of the database %s, and metadata.name %s is a user of %s: write metadata.name: %s",
			plural(field, value), wanted, quote(name), database, UserName(wanted, username))}}
	}
	return nil
}

// wantForm gives the form that a username has to have and has not.
func wantForm(has bool, form string) string {
	if has {
		return ""
	}
	return form
}

// plural names the users of a sort.
func plural(field, value string) string {
	if field == "password" {
		return "users with a password"
	}
	return "users with " + field + " " + value
}
