package spec

import (
	"slices"
	"time"
)

// KindDatabaseUser is a user of the databases of a project's clusters.
const KindDatabaseUser Kind = "DatabaseUser"

// DatabaseUser is the part of a database user that Git may own, in the words of
// the Atlas schema CloudDatabaseUser. The username is metadata.name; see
// [UserName] for how that tells the database against which a user authenticates.
type DatabaseUser struct {
	DatabaseName    *string           `yaml:"databaseName"`
	Password        *Secret           `yaml:"password"`
	AWSIAMType      *string           `yaml:"awsIAMType"`
	LDAPAuthType    *string           `yaml:"ldapAuthType"`
	OIDCAuthType    *string           `yaml:"oidcAuthType"`
	X509Type        *string           `yaml:"x509Type"`
	Roles           Set[UserRole]     `yaml:"roles"`
	Scopes          Set[UserScope]    `yaml:"scopes"`
	Labels          map[string]string `yaml:"labels"`
	Description     *string           `yaml:"description"`
	DeleteAfterDate *string           `yaml:"deleteAfterDate"`
}

// UserRole is a role that a user has in a database, or in one collection of it.
type UserRole struct {
	RoleName       string `yaml:"roleName"`
	DatabaseName   string `yaml:"databaseName"`
	CollectionName string `yaml:"collectionName"`
}

// UserScope is a cluster, a federated database or a stream workspace. A user with
// scopes can reach nothing else.
type UserScope struct {
	Name string `yaml:"name"`
	Type string `yaml:"type"`
}

func databaseUserType() Type {
	return Type{
		Kind: KindDatabaseUser,
		Summary: "A user of the databases of a project's clusters. Its name is the username; " +
			"one that begins with arn:, or has an equals sign in it, authenticates against $external, any other against admin, " +
			"unless @admin or @$external stands behind it.",
		New:     func() Body { return new(DatabaseUser) },
		Name:    Field{Required: true, MaxLen: 1024 + len("@"+ExternalDatabase), Check: userName, Normal: normalUser, Pattern: plainNamePattern, Never: `^@(?:admin|\$external)$`},
		Fields:  databaseUserFields(),
		Rules:   databaseUserRules(),
		Needs:   databaseUserNeeds,
		Keeps:   []Kind{KindCustomDBRole},
		Judge:   judgeDatabaseUser,
		Expires: Expiry{Path: "deleteAfterDate", Within: 7 * 24 * time.Hour},
		Loses:   "the user: whoever signs in by it is locked out",
		Timeout: 10 * time.Minute,
		NotCovered: "certificates of X.509 users whom Atlas manages are made in Atlas. A deleteAfterDate cannot be taken away " +
			"again, nor given to a user who has none: delete the user, and declare another.",
		Mentions: append([]Kind{KindCustomDBRole, KindStreamWorkspace}, clusterKinds()...),
		Example:  databaseUserExample,
		Docs:     "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-database-users",
	}
}

// databaseUserExample is a document that makes one.
const databaseUserExample = `apiVersion: atlasctl/v1
kind: DatabaseUser
metadata:
  project: payments-prod # or --project
  name: app
spec:
  password: {env: APP_PASSWORD}
  roles: [{roleName: readWrite, databaseName: shop}]
`

func databaseUserFields() map[string]Field {
	authType := func(values ...string) Field {
		return Field{Immutable: true, Enum: append([]string{"NONE"}, values...), Default: "NONE"}
	}
	return map[string]Field{
		"databaseName": {Unsaid: "as metadata.name tells", Immutable: true, Enum: []string{AdminDatabase, ExternalDatabase}, Computed: true},
		"password":     {About: "A new user needs it, or one of awsIAMType, ldapAuthType, oidcAuthType and x509Type.", Held: func(b Body) bool { return !b.(*DatabaseUser).external() }},
		"awsIAMType":   authType("USER", "ROLE"),
		"ldapAuthType": authType("USER", "GROUP"),
		"oidcAuthType": authType("USER", "IDP_GROUP"),
		"x509Type":     authType("MANAGED", "CUSTOMER"),

		"roles":              {About: "What the user may do, and where.", Required: true, MinLen: 1},
		"roles.roleName":     {Required: true},
		"roles.databaseName": {Required: true},
		"scopes.name":        {Required: true, Check: clusterName, Pattern: clusterNamePattern},
		"scopes.type":        {Required: true, Enum: []string{"CLUSTER", "DATA_LAKE", "STREAM"}},

		"scopes":          {About: "All that the user can reach; without any it is every cluster and workspace of the project."},
		"labels":          tagsField(),
		"description":     {MaxLen: 100},
		"deleteAfterDate": timestamp(),
	}
}

// databaseUserNeeds are the custom roles of a user, and the clusters and
// workspaces that it is for.
func databaseUserNeeds(r Resource) []Address {
	user := r.Body.(*DatabaseUser)
	needs := customRoles(r.Addr.Project, user.roleNames())
	kinds := map[string][]Kind{"CLUSTER": clusterKinds(), "STREAM": {KindStreamWorkspace}}
	for scope := range user.Scopes {
		for _, kind := range kinds[scope.Type] {
			needs = append(needs, Address{Project: r.Addr.Project, Kind: kind, Name: scope.Name})
		}
	}
	return needs
}

func (u *DatabaseUser) roleNames() []string {
	var names []string
	for role := range u.Roles {
		names = append(names, role.RoleName)
	}
	return names
}

// judgeDatabaseUser wants a way to sign in of a new user, keeps a permanent one
// permanent, and tells when one may do more.
func judgeDatabaseUser(c Change) Verdict {
	want := c.Want.(*DatabaseUser)
	live, isLive := c.Live.(*DatabaseUser)
	switch {
	case c.Anew && !want.external() && want.Password == nil:
		return Verdict{Blocked: "it cannot be created without password, or one of awsIAMType, ldapAuthType, oidcAuthType and x509Type: declare it"}
	case !c.Anew && isLive && live.DeleteAfterDate == nil && c.Touches("deleteAfterDate"):
		return Verdict{Blocked: "Atlas makes no permanent user temporary: take deleteAfterDate out, or delete the user first"}
	}
	var v Verdict
	if slices.Contains(want.roleNames(), administrator) && !(isLive && slices.Contains(live.roleNames(), administrator)) {
		v.Opens = append(v.Opens, "makes the user an administrator, by "+administrator)
	}
	if isLive && len(live.Scopes) > 0 && len(want.Scopes) == 0 && (c.Anew || want.Scopes != nil) {
		v.Opens = append(v.Opens, "takes all scopes away: the user reaches every cluster, workspace and federated database of the project")
	}
	return v
}
