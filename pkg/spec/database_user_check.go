package spec

import (
	"slices"
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

// external reports whether a user signs in by something else than a password.
func (u *DatabaseUser) external() bool {
	return slices.ContainsFunc([]*string{u.AWSIAMType, u.LDAPAuthType, u.OIDCAuthType, u.X509Type}, func(how *string) bool {
		return how != nil && *how != "NONE"
	})
}
