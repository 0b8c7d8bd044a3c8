package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// FetchProject gives everything that lives in a project, of the given kinds or,
// without any, of all. Kinds are listed at once, then what lives in them.
// Values are hidden; what is being deleted is left out. Where the project itself
// is among them, all are given by its name, since no document of a project goes
// by an ID.
func (c *Client) FetchProject(ctx context.Context, project string, kinds []spec.Kind) ([]spec.Resource, error) {
	project, err := c.called(ctx, project, kinds)
	switch {
	case isMissingProject(err):
		return nil, errors.New(noProjectText(project))
	case err != nil:
		return nil, fmt.Errorf("looking up project %q: %w", project, err)
	}
	s := newScope(c.drivers, nil, FetchOptions{})
	var all []spec.Resource
	for level := c.top(project, kinds); len(level) > 0; {
		live, err := c.fetchAll(ctx, s, level)
		if hasCode(err, "GROUP_NOT_FOUND") { // by ID: a name has been looked up
			return nil, errors.New(noProjectText(project))
		}
		if err != nil {
			return nil, err
		}
		live = slices.DeleteFunc(live, func(r spec.Resource) bool { return r.Phase == spec.Deleting })
		level = within(live, kinds)
		all = append(all, live...)
	}
	all = slices.DeleteFunc(all, func(r spec.Resource) bool { return !asked(r.Addr.Kind, kinds) })
	for _, r := range all {
		r.PutNames(nil, c.known.name)
		spec.Mask(r.Body, nil)
	}
	slices.SortFunc(all, byAddress)
	return onceEach(all, nil), nil
}

// called looks up a project, and gives what to call it: as it is spelled, or by
// its name where that is needed. It gives a project that is not there back, with
// the error.
func (c *Client) called(ctx context.Context, project string, kinds []spec.Kind) (string, error) {
	id, err := c.groupID(ctx, project)
	home, _ := spec.Address{Project: project}.Home()
	if err != nil || id != project || !asked(home.Kind, kinds) {
		return project, err
	}
	group, res, err := c.sdk.ProjectsApi.GetGroup(ctx, id).Execute()
	if err != nil {
		return project, translate(with(res, err))
	}
	c.learnID(group.Name, id)
	return group.Name, nil
}

// asked reports whether a kind is one of those that were asked for; without any
// all were.
func asked(k spec.Kind, kinds []spec.Kind) bool { return len(kinds) == 0 || slices.Contains(kinds, k) }

// leadsTo reports whether a kind has to be listed: it was asked for, or holds
// one that was.
func leadsTo(t spec.Type, kinds []spec.Kind) bool {
	return asked(t.Kind, kinds) || slices.ContainsFunc(spec.Children(t.Kind), func(child spec.Type) bool {
		return leadsTo(child, kinds)
	})
}

// top lists the collections right in a project. What a view shows is listed as
// what it is.
func (c *Client) top(project string, kinds []spec.Kind) []collection {
	var level []collection
	for _, t := range spec.Types() {
		if _, isView := c.drivers[t.Kind].(view); t.Parent == "" && !isView && leadsTo(t, kinds) {
			level = append(level, collection{project: project, kind: t.Kind})
		}
	}
	return level
}

// within lists the collections in live objects.
func within(live []spec.Resource, kinds []spec.Kind) []collection {
	var level []collection
	for _, r := range live {
		for _, child := range spec.Children(r.Addr.Kind) {
			if leadsTo(child, kinds) {
				level = append(level, collection{r.Addr.Project, child.Kind, r.Addr.Name})
			}
		}
	}
	return level
}
