package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	adminDatabase    = "admin"
	externalDatabase = "$external"

	noAuthType = "NONE"

	// longestStay is how far ahead a temporary user may end (API document).
	longestStay = 7 * 24 * time.Hour
)

// authTypes are the members of which one at most is not NONE.
func authTypes() []string { return []string{"awsIAMType", "ldapAuthType", "oidcAuthType", "x509Type"} }

// databaseUserShape is the body of POST. A groupId is required by the API
// document, but not by Atlas: its examples do without.
func databaseUserShape() shape {
	s := databaseUserPatchShape()
	for _, name := range []string{"databaseName", "roles", "username"} {
		m := s[name]
		m.required = true
		s[name] = m
	}
	return s
}

func databaseUserPatchShape() shape {
	return shape{
		"awsIAMType":      {enum: []string{noAuthType, "ROLE", "USER"}},
		"databaseName":    {enum: []string{adminDatabase, externalDatabase}},
		"deleteAfterDate": {},
		"description":     {most: 100},
		"groupId":         {},
		"labels": {holds: records, within: shape{
			"key":   {required: true, most: maxTag},
			"value": {required: true, most: maxTag},
		}},
		"ldapAuthType": {enum: []string{noAuthType, "GROUP", "USER"}},
		"oidcAuthType": {enum: []string{noAuthType, "IDP_GROUP", "USER"}},
		"password":     {secret: true, least: 8},
		"roles": {holds: records, within: shape{
			"collectionName": {},
			"databaseName":   {required: true},
			"roleName":       {required: true},
		}},
		"scopes": {holds: records, within: shape{
			"name": {required: true, pattern: clusterName},
			"type": {required: true, enum: []string{"CLUSTER", "DATA_LAKE", "STREAM"}},
		}},
		"username": {least: 1, most: 1024},
		"x509Type": {enum: []string{noAuthType, "CUSTOMER", "MANAGED"}},
	}
}

// cleanDatabaseUser gives the fields of a user as they would be once the body is
// obeyed. Nothing is before a user that does not exist yet.
func (c *call) cleanDatabaseUser(s shape, before object) (object, error) {
	sent, err := s.clean(c.body)
	if err != nil {
		return nil, err
	}
	if id := textAt(sent, "groupId"); id != "" && id != c.group {
		return nil, fail(http.StatusBadRequest, "GROUP_MISMATCH", fmt.Sprintf("The specified group ID %s does not match the URL.", id), id)
	}
	delete(sent, "groupId")
	if err := checkSameUser(sent, before); err != nil {
		return nil, err
	}
	fields := object{"labels": []any{}, "scopes": []any{}}
	for _, name := range authTypes() {
		fields[name] = noAuthType
	}
	maps.Copy(fields, before)
	maps.Copy(fields, sent)
	if textAt(fields, "description") == "" {
		delete(fields, "description")
	}
	if err := c.checkExpiry(sent, before, fields); err != nil {
		return nil, err
	}
	if err := c.checkRoles(fields); err != nil {
		return nil, err
	}
	return fields, checkAuth(fields, c.body["password"] != nil, len(before) == 0)
}

// checkSameUser refuses what would make another user of one who exists.
func checkSameUser(sent, before object) error {
	if len(before) == 0 {
		return nil
	}
	changes := func(name string) bool {
		return sent[name] != nil && sent[name] != before[name]
	}
	switch {
	case changes("username"):
		return fail(http.StatusConflict, "DATABASE_USERNAME_CANNOT_BE_CHANGED", "Cannot modify the username of an existing database user.")
	case changes("databaseName"):
		return fail(http.StatusConflict, "DATABASE_NAME_CANNOT_BE_CHANGED", "Cannot modify the authentication database of an existing database user.")
	}
	if slices.ContainsFunc(authTypes(), changes) {
		return fail(http.StatusConflict, "AUTH_TYPE_CANNOT_BE_CHANGED", "Cannot modify the authentication type of an existing database user.")
	}
	return nil
}

// checkExpiry wants a date within a week, and only of a user who was temporary
// from the start.
func (c *call) checkExpiry(sent, before, fields object) error {
	text := textAt(sent, "deleteAfterDate")
	if text == "" {
		return nil
	}
	until, err := time.Parse(time.RFC3339, text)
	switch {
	case err != nil:
		return fail(http.StatusBadRequest, "INVALID_DATE_FORMAT", fmt.Sprintf("An invalid date value %s was specified.", text), text)
	case len(before) > 0 && before["deleteAfterDate"] == nil:
		return fail(http.StatusBadRequest, "PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY", "A permanent entity cannot be made temporary.")
	case !until.After(c.now):
		return fail(http.StatusBadRequest, "EXPIRATION_DATE_IN_PAST", "The specified expiration date must be in the future.")
	case until.After(c.now.Add(longestStay)):
		return fail(http.StatusBadRequest, "EXPIRATION_DATE_EXCEEDS_MAX", "The specified expiration date can be at most 7 days in the future.", "7")
	case textAt(fields, "x509Type") != noAuthType:
		return fail(http.StatusBadRequest, "ATLAS_X509_USER_CANNOT_BE_TEMPORARY", "X.509 users cannot be temporary.")
	}
	fields["deleteAfterDate"] = until.UTC().Truncate(time.Second).Format(time.RFC3339)
	return nil
}

// checkAuth holds the way to authenticate against the password, the database and
// the form of the name. What Atlas says of two types that are no X.509, and of a
// password for another external user, is a guess.
func checkAuth(fields object, password, isNew bool) error {
	member, how := "", noAuthType
	for _, name := range authTypes() {
		if kind := textAt(fields, name); kind != noAuthType && how == noAuthType {
			member, how = name, kind
		} else if kind != noAuthType {
			if name == "x509Type" && member == "ldapAuthType" {
				return fail(http.StatusBadRequest, "ATLAS_X509_USER_CANNOT_USE_LDAP", "Users cannot be configured for X.509 and LDAP authentication.")
			}
			return errAuthSettings("There can be only one authentication type")
		}
	}
	switch {
	case how == noAuthType && !password && isNew:
		return errMissing("password")
	case member == "x509Type" && password:
		return fail(http.StatusBadRequest, "ATLAS_X509_USER_CANNOT_USE_SCRAM", "Users cannot be configured for SCRAM and X.509 authentication.")
	case how != noAuthType && password:
		return errAuthSettings("Externally authenticated users have no password")
	}
	return cmp.Or(checkAuthDatabase(fields, member, how), checkUsername(textAt(fields, "username"), member, how))
}

func errAuthSettings(problem string) error {
	return fail(http.StatusBadRequest, "ATLAS_INVALID_AUTH_SETTINGS", "Invalid authentication settings. "+problem+".", problem)
}

// checkAuthDatabase keeps SCRAM users and groups of OIDC in admin, and everybody
// else out of it (API document).
func checkAuthDatabase(fields object, member, how string) error {
	inAdmin := textAt(fields, "databaseName") == adminDatabase
	switch wantAdmin := member == "" || how == "IDP_GROUP"; {
	case wantAdmin && !inAdmin:
		who := "SCRAM users"
		if how == "IDP_GROUP" {
			who = "OIDC groups"
		}
		return fail(http.StatusBadRequest, "DATABASE_NAME_INVALID_ADMIN",
			fmt.Sprintf("Database name invalid. %s can only be created on the admin database.", who), who)
	case !wantAdmin && inAdmin:
		return fail(http.StatusBadRequest, "DATABASE_NAME_INVALID_EXTERNAL",
			"Database name invalid. Externally authenticated users can only be created on the $external database.")
	}
	return nil
}

// checkUsername wants the form of a name that the API document has for a type,
// as far as it tells it from another one.
func checkUsername(name, member, how string) error {
	switch {
	case how == "MANAGED" && (!strings.HasPrefix(name, "CN=") || strings.Contains(name, ",")):
		return fail(http.StatusBadRequest, "ATLAS_MANAGED_X509_NAME_INVALID", fmt.Sprintf("The username %s is invalid for "+
			"Atlas-managed X.509 user auth. These usernames must take the form CN=<username> with no additional OIDs.", name), name)
	case (member == "x509Type" || member == "ldapAuthType") && !strings.Contains(name, "="):
		return fail(http.StatusBadRequest, "ATLAS_INVALID_LDAP_NAME", fmt.Sprintf(
			"The distinguished name specified in the username field, %s, is not valid according to RFC 2253.", name), name)
	case member == "awsIAMType" && !strings.HasPrefix(name, "arn:"),
		member == "oidcAuthType" && !strings.Contains(name, "/"):
		return fail(http.StatusBadRequest, "ATLAS_INVALID_USERNAME",
			fmt.Sprintf("The specified username %s is not valid for an Atlas database user.", name), name)
	}
	return nil
}
