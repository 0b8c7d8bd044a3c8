package remote

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// databaseUsers drives DatabaseUser through /groups/{groupId}/databaseUsers. A user
// has no state, and no ID: a username means one together with a database.
type databaseUsers struct{ api admin.DatabaseUsersApi }

func (d databaseUsers) List(ctx context.Context, at Site, page int) (Page[spec.DatabaseUser], error) {
	list, res, err := d.api.ListDatabaseUsersWithParams(ctx, &admin.ListDatabaseUsersApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.DatabaseUser]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, userFromAtlas)
}

func (d databaseUsers) Get(ctx context.Context, at Site, ref Ref) (Object[spec.DatabaseUser], error) {
	database, username := spec.ReadUserName(ref.Name)
	u, res, err := d.api.GetDatabaseUser(ctx, at.GroupID, database, username).Execute()
	return one(u, res, err, userFromAtlas)
}

func (d databaseUsers) Create(ctx context.Context, at Site, name string, want *spec.DatabaseUser, reveal Reveal) error {
	user, err := userToAtlas(at, name, want, reveal)
	if err != nil {
		return err
	}
	_, res, err := d.api.CreateDatabaseUser(ctx, at.GroupID, user).Execute()
	return with(res, err)
}

// Update sends the lists always, which Atlas replaces, and of the rest what is
// another one: Atlas keeps what is left out, and asks of some things, such as a
// date, more than that they stay as they are.
func (d databaseUsers) Update(ctx context.Context, at Site, ref Ref, live, want *spec.DatabaseUser, reveal Reveal) error {
	user, err := userToAtlas(at, ref.Name, want, reveal)
	if err != nil {
		return err
	}
	user.AwsIAMType, user.LdapAuthType, user.OidcAuthType, user.X509Type = nil, nil, nil, nil
	if same(live.DeleteAfterDate, want.DeleteAfterDate) {
		user.DeleteAfterDate = nil
	}
	if same(live.Description, want.Description) {
		user.Description = nil
	}
	_, res, err := d.api.UpdateDatabaseUser(ctx, at.GroupID, user.DatabaseName, user.Username, user).Execute()
	return with(res, err)
}

func (d databaseUsers) Delete(ctx context.Context, at Site, ref Ref) error {
	database, username := spec.ReadUserName(ref.Name)
	res, err := d.api.DeleteDatabaseUser(ctx, at.GroupID, database, username).Execute()
	return with(res, err)
}

func (databaseUsers) Events() Events {
	return Events{
		There: []string{"MONGODB_USER_ADDED", "MONGODB_USER_UPDATED"},
		Gone:  []string{"MONGODB_USER_DELETED"},
	}
}

func userToAtlas(at Site, name string, want *spec.DatabaseUser, reveal Reveal) (*admin.CloudDatabaseUser, error) {
	database, username := spec.ReadUserName(name)
	user := &admin.CloudDatabaseUser{
		GroupId:      at.GroupID,
		DatabaseName: database,
		Username:     username,
		AwsIAMType:   want.AWSIAMType,
		LdapAuthType: want.LDAPAuthType,
		OidcAuthType: want.OIDCAuthType,
		X509Type:     want.X509Type,
		Roles:        make([]admin.DatabaseUserRole, 0, len(want.Roles)),
		Scopes:       scopesToAtlas(want.Scopes),
		Labels:       labelsToAtlas(want.Labels),
		Description:  want.Description,
	}
	for _, role := range want.Roles.Sorted() {
		r := admin.DatabaseUserRole{RoleName: role.RoleName, DatabaseName: role.DatabaseName}
		if role.CollectionName != "" {
			r.CollectionName = &role.CollectionName
		}
		user.Roles = append(user.Roles, r)
	}
	if want.DeleteAfterDate != nil {
		date, err := time.Parse(time.RFC3339, *want.DeleteAfterDate)
		if err != nil {
			return nil, fmt.Errorf("reading deleteAfterDate: %w", err)
		}
		user.DeleteAfterDate = &date
	}
	var err error
	user.Password, err = revealed(want.Password, reveal)
	return user, err
}

func scopesToAtlas(scopes spec.Set[spec.UserScope]) *[]admin.UserScope {
	if scopes == nil {
		return nil
	}
	list := make([]admin.UserScope, 0, len(scopes))
	for _, scope := range scopes.Sorted() {
		list = append(list, admin.UserScope{Name: scope.Name, Type: scope.Type})
	}
	return &list
}

func labelsToAtlas(labels map[string]string) *[]admin.ComponentLabel {
	if labels == nil {
		return nil
	}
	list := make([]admin.ComponentLabel, 0, len(labels))
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		list = append(list, admin.ComponentLabel{Key: &key, Value: new(labels[key])})
	}
	return &list
}

func userFromAtlas(u admin.CloudDatabaseUser) Object[spec.DatabaseUser] {
	if u.Username == "" || u.DatabaseName == "" {
		return Object[spec.DatabaseUser]{} // it is no user
	}
	body := &spec.DatabaseUser{
		DatabaseName: &u.DatabaseName,
		AWSIAMType:   orNone(u.AwsIAMType),
		LDAPAuthType: orNone(u.LdapAuthType),
		OIDCAuthType: orNone(u.OidcAuthType),
		X509Type:     orNone(u.X509Type),
		Roles:        make(spec.Set[spec.UserRole], len(u.Roles)),
		Scopes:       make(spec.Set[spec.UserScope], len(u.GetScopes())),
		Labels:       make(map[string]string, len(u.GetLabels())),
		Description:  new(u.GetDescription()),
	}
	for _, role := range u.Roles {
		body.Roles[spec.UserRole{RoleName: role.RoleName, DatabaseName: role.DatabaseName, CollectionName: role.GetCollectionName()}] = struct{}{}
	}
	for _, scope := range u.GetScopes() {
		body.Scopes[spec.UserScope{Name: scope.Name, Type: scope.Type}] = struct{}{}
	}
	for _, label := range u.GetLabels() {
		body.Labels[label.GetKey()] = label.GetValue()
	}
	if date := u.DeleteAfterDate; date != nil {
		body.DeleteAfterDate = new(date.UTC().Format(time.RFC3339))
	}
	name := spec.UserName(u.DatabaseName, u.Username)
	return Object[spec.DatabaseUser]{Name: name, ID: name, Body: body}
}

// orNone gives what a type that is left out means.
func orNone(authType *string) *string {
	if authType == nil {
		return new("NONE")
	}
	return authType
}

func same(a, b *string) bool { return a != nil && b != nil && *a == *b }
