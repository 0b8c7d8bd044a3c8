package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// lookup is what is to be found out about a project.
type lookup struct {
	project  string
	first    spec.Resource // of the documents that name it
	declared bool          // one of them is the project itself

	ids []string // none for one that is not there
	err error
}

// resolveProjects looks up every project that the documents name, all at once,
// and gives those that are declared and not there. A project that does not exist
// and that no document declares, one of which there are two, and one that is
// spelled by name in one place and by ID in another, are problems of the first
// document that names it.
func (c *Client) resolveProjects(ctx context.Context, want []spec.Resource) (map[string]bool, error) {
	lookups := lookupsOf(want)
	c.lookUp(ctx, lookups)
	missing, spelled := map[string]bool{}, map[string]spec.Resource{}
	var problems spec.Problems
	var others []error
	for _, l := range lookups {
		switch {
		case isMissingProject(l.err):
			problems = append(problems, noProject(l.first))
		case l.err != nil:
			others = append(others, fmt.Errorf("looking up project %q: %w", l.project, l.err))
		case len(l.ids) > 1:
			problems = append(problems, problemAt(l.first, fmt.Sprintf(
				"%d projects are called %q, with the IDs %s: rename or delete all but one of them in Atlas", len(l.ids), l.project, strings.Join(l.ids, ", "))))
		case l.declared:
			c.learnID(l.project, strings.Join(l.ids, ""))
			missing[l.project] = len(l.ids) == 0
		}
		for _, id := range l.ids {
			if other, ok := spelled[id]; ok {
				problems = append(problems, problemAt(l.first, fmt.Sprintf("project %q is the one that %s calls %q: spell it one way", l.project, other.Origin, other.Addr.Project)))
			}
			spelled[id] = l.first
		}
	}
	return missing, mostTelling(append(others, problems.ErrorOrNil())...)
}

// lookupsOf lists the projects of the documents, sorted.
func lookupsOf(want []spec.Resource) []*lookup {
	byProject := map[string]*lookup{}
	for _, r := range want {
		l := byProject[r.Addr.Project]
		if l == nil {
			l = &lookup{project: r.Addr.Project, first: r}
			byProject[r.Addr.Project] = l
		}
		if originBefore(r.Origin, l.first.Origin) {
			l.first = r
		}
		l.declared = l.declared || r.Addr.IsProject()
	}
	var lookups []*lookup
	for _, project := range sortedKeys(byProject) {
		lookups = append(lookups, byProject[project])
	}
	return lookups
}

// lookUp asks Atlas. Projects that documents declare may not be there, or be
// there twice: one list of all projects tells that of all of them, and every
// time anew. Others are there, and asked for by their names once a run.
func (c *Client) lookUp(ctx context.Context, lookups []*lookup) {
	var g errgroup.Group
	var declared []*lookup
	for _, l := range lookups {
		if l.declared {
			declared = append(declared, l)
			continue
		}
		g.Go(func() error {
			id, err := c.groupID(ctx, l.project)
			if l.err = err; err == nil {
				l.ids = []string{id}
			}
			return nil
		})
	}
	if len(declared) > 0 {
		g.Go(func() error {
			named, err := projectsByName(ctx, c.sdk.ProjectsApi)
			for _, l := range declared {
				l.ids, l.err = named[l.project], translate(err)
			}
			return nil
		})
	}
	_ = g.Wait()
}

// projectsByName gives the IDs of all projects that these credentials may see, by
// name, sorted. An organization has 250 of them, unless MongoDB has raised that,
// so that mostly there is one page.
func projectsByName(ctx context.Context, api admin.ProjectsApi) (map[string][]string, error) {
	ids := map[string][]string{}
	for page := 1; ; page++ {
		list, res, err := api.ListGroupsWithParams(ctx, &admin.ListGroupsApiParams{ItemsPerPage: new(pageSize), PageNum: &page}).Execute()
		if err == nil && list.GetResults() == nil {
			err = errors.New("it has no results")
		}
		if err != nil {
			return nil, with(res, err)
		}
		for _, group := range list.GetResults() {
			if of := ids[group.Name]; group.GetId() != "" && !slices.Contains(of, group.GetId()) {
				ids[group.Name] = append(of, group.GetId())
			}
		}
		if len(list.GetResults()) < pageSize {
			break
		}
	}
	for _, of := range ids {
		slices.Sort(of)
	}
	return ids, nil
}

// isMissingGroup reports whether Atlas says of a project that it is not there.
// Asked for a name, it may also say that one is not in the project, or that
// there is none.
func isMissingGroup(err error) bool {
	api, ok := errors.AsType[*APIError](translate(err))
	if !ok {
		return false
	}
	unseen := api.Status == http.StatusNotFound && (api.Code == "GROUP_NOT_FOUND" || api.Code == "RESOURCE_NOT_FOUND")
	return unseen || api.Code == "NOT_IN_GROUP"
}
