package remote

import (
	"context"
	"maps"
	"slices"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// customDBRoles drives CustomDBRole through /groups/{groupId}/customDBRoles/roles.
// A role has no state, and no ID but its name.
type customDBRoles struct{ api admin.CustomDatabaseRolesApi }

// List gives everything on the first page: the answer is a bare array.
func (d customDBRoles) List(ctx context.Context, at Site, page int) (Page[spec.CustomDBRole], error) {
	if page > 1 {
		return Page[spec.CustomDBRole]{}, nil
	}
	list, res, err := d.api.ListCustomDbRoles(ctx, at.GroupID).Execute()
	if err != nil {
		return Page[spec.CustomDBRole]{}, with(res, err)
	}
	return many(list, new(len(list)), res, customRoleFromAtlas)
}

func (d customDBRoles) Get(ctx context.Context, at Site, ref Ref) (Object[spec.CustomDBRole], error) {
	r, res, err := d.api.GetCustomDbRole(ctx, at.GroupID, ref.Name).Execute()
	return one(r, res, err, customRoleFromAtlas)
}

func (d customDBRoles) Create(ctx context.Context, at Site, name string, want *spec.CustomDBRole, _ Reveal) error {
	_, res, err := d.api.CreateCustomDbRole(ctx, at.GroupID, &admin.UserCustomDBRole{
		RoleName: name, Actions: actionsToAtlas(want.Actions), InheritedRoles: inheritedToAtlas(want.InheritedRoles),
	}).Execute()
	return with(res, err)
}

// Update sends both lists always: what Atlas does with one that is left out is not
// documented.
func (d customDBRoles) Update(ctx context.Context, at Site, ref Ref, _, want *spec.CustomDBRole, _ Reveal) error {
	_, res, err := d.api.UpdateCustomDbRole(ctx, at.GroupID, ref.Name, &admin.UpdateCustomDBRole{
		Actions: actionsToAtlas(want.Actions), InheritedRoles: inheritedToAtlas(want.InheritedRoles),
	}).Execute()
	return with(res, err)
}

func (d customDBRoles) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteCustomDbRole(ctx, at.GroupID, ref.Name).Execute()
	return with(res, err)
}

func (customDBRoles) Events() Events {
	return Events{
		There: []string{"MONGODB_ROLE_ADDED", "MONGODB_ROLE_UPDATED"},
		Gone:  []string{"MONGODB_ROLE_DELETED"},
	}
}

// actionsToAtlas gives an empty list for none, so that it is sent.
func actionsToAtlas(actions map[string]spec.Set[spec.ActionResource]) *[]admin.DatabasePrivilegeAction {
	list := make([]admin.DatabasePrivilegeAction, 0, len(actions))
	for _, name := range slices.Sorted(maps.Keys(actions)) {
		action := admin.DatabasePrivilegeAction{Action: name, Resources: []admin.DatabasePermittedNamespaceResource{}}
		for _, on := range actions[name].Sorted() {
			action.Resources = append(action.Resources, admin.DatabasePermittedNamespaceResource{
				Cluster: on.Cluster, Db: on.DB.Value, Collection: on.Collection,
			})
		}
		list = append(list, action)
	}
	return &list
}

func inheritedToAtlas(roles spec.Set[spec.InheritedRole]) *[]admin.DatabaseInheritedRole {
	list := make([]admin.DatabaseInheritedRole, 0, len(roles))
	for _, role := range roles.Sorted() {
		list = append(list, admin.DatabaseInheritedRole{Role: role.Role, Db: role.DB})
	}
	return &list
}

// customRoleFromAtlas gives what Atlas says of a role in the one form that it has
// here: Atlas leaves out what is false or empty, and keeps no order.
func customRoleFromAtlas(r admin.UserCustomDBRole) Object[spec.CustomDBRole] {
	body := &spec.CustomDBRole{
		Actions:        make(map[string]spec.Set[spec.ActionResource], len(r.GetActions())),
		InheritedRoles: make(spec.Set[spec.InheritedRole], len(r.GetInheritedRoles())),
	}
	for _, action := range r.GetActions() {
		on := body.Actions[action.Action]
		if on == nil {
			on = make(spec.Set[spec.ActionResource], len(action.Resources))
			body.Actions[action.Action] = on
		}
		for _, resource := range action.Resources {
			on[resourceFromAtlas(resource)] = struct{}{}
		}
	}
	for _, role := range r.GetInheritedRoles() {
		body.InheritedRoles[spec.InheritedRole{Role: role.Role, DB: role.Db}] = struct{}{}
	}
	return Object[spec.CustomDBRole]{Name: r.RoleName, ID: r.RoleName, Body: body}
}

func resourceFromAtlas(r admin.DatabasePermittedNamespaceResource) spec.ActionResource {
	if r.Cluster {
		return spec.ActionResource{Cluster: true}
	}
	return spec.ActionResource{DB: spec.Say(r.Db), Collection: r.Collection}
}
