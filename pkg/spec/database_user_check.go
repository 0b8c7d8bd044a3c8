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
	_, username := ReadUserName(name)
	if username == "" {
		return "is a database without a user before it"
	}
	return plainName(username)
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

// ValidateName holds the way to sign in against the name: each has a database and
// a form of username of its own.
func (u *DatabaseUser) ValidateName(name string) []Violation {
	database, username := ReadUserName(name)
	if said := u.DatabaseName; said != nil && *said != database {
		return []Violation{{"databaseName", fmt.Sprintf("metadata.name %s is a user of %s: write metadata.name: %s, or databaseName: %s",
			quote(name), database, UserName(*said, username), database)}}
	}
	switch w := u.wayIn(); {
	case w.field == "": // it manages one who exists, however that signs in
	case w.fits != nil && !w.fits(username):
		return []Violation{{w.field, fmt.Sprintf("%s have a username that is %s; metadata.name is %s", w.who, w.form, quote(name))}}
	case w.database != database:
		return []Violation{{w.field, fmt.Sprintf("%s are of the database %s, and metadata.name %s is a user of %s: write metadata.name: %s",
			w.who, w.database, quote(name), database, UserName(w.database, username))}}
	}
	return nil
}

// wayIn is how the users of a sort sign in.
type wayIn struct {
	field, who string // where a document says it, and of whom
	database   string
	form       string // of their usernames, where there is one
	fits       func(username string) bool
}

// wayIn is nothing where a document does not say it.
func (u *DatabaseUser) wayIn() wayIn {
	field, value := u.external()
	w := wayIn{field: field, who: "users with " + field + " " + value, database: ExternalDatabase}
	switch {
	case field == "" && u.Password == nil:
		return wayIn{}
	case field == "":
		return wayIn{field: "password", who: "users with a password", database: AdminDatabase}
	case field == "awsIAMType":
		w.form, w.fits = "an ARN", func(username string) bool { return strings.HasPrefix(username, "arn:") }
	case field == "oidcAuthType":
		w.form, w.fits = "the ID of the identity provider and a name, with a slash between them", func(username string) bool { return strings.Contains(username, "/") }
		if value == "IDP_GROUP" {
			w.database = AdminDatabase
		}
	case value == "MANAGED":
		w.form, w.fits = "CN= and a name, and nothing else", func(username string) bool {
			return strings.HasPrefix(username, "CN=") && !strings.Contains(username, ",")
		}
	default:
		w.form, w.fits = "a distinguished name such as CN=bob,OU=ours", func(username string) bool { return strings.Contains(username, "=") }
	}
	return w
}
