package remote

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// IsProjectID reports whether a project is spelled as its ID: 24 hex digits.
func IsProjectID(project string) bool {
	return len(project) == 24 && strings.Trim(project, "0123456789abcdef") == ""
}

// groupID gives the ID of a project, looking a name up once a run.
func (c *Client) groupID(ctx context.Context, project string) (string, error) {
	if project == "" {
		// Atlas answers a path with an empty ID as if it were the list of
		// all projects: never build one.
		return "", errors.New("an address without a project")
	}
	if IsProjectID(project) {
		return project, nil
	}
	c.mu.Lock()
	id, ok := c.groupIDs[project]
	c.mu.Unlock()
	if ok {
		return id, nil
	}
	group, res, err := c.sdk.ProjectsApi.GetGroupByName(ctx, project).Execute()
	if err != nil {
		return "", translate(with(res, err))
	}
	if id = group.GetId(); id == "" {
		return "", fmt.Errorf("looking up project %q: Atlas gave no ID", project)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groupIDs[project] = id
	return id, nil
}

// ProjectIDs gives the IDs of the projects that were looked up so far, by name.
func (c *Client) ProjectIDs() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.groupIDs)
}

// resolveProjects looks up every project that the documents name, all at once.
// A project that does not exist, or that is spelled by name in one place and
// by ID in another, is a problem of the first document that names it.
func (c *Client) resolveProjects(ctx context.Context, want []spec.Resource) error {
	first := map[string]spec.Resource{}
	for _, r := range want {
		if f, ok := first[r.Addr.Project]; !ok || originBefore(r.Origin, f.Origin) {
			first[r.Addr.Project] = r
		}
	}
	projects := sortedKeys(first)
	ids, failures := make([]string, len(projects)), make([]error, len(projects))
	var g errgroup.Group
	for i, p := range projects {
		g.Go(func() error {
			ids[i], failures[i] = c.groupID(ctx, p)
			return nil
		})
	}
	_ = g.Wait()
	var problems spec.Problems
	var others []error
	spelled := map[string]spec.Resource{}
	for i, p := range projects {
		r := first[p]
		switch {
		case isMissingProject(failures[i]):
			problems = append(problems, noProject(r))
		case failures[i] != nil:
			others = append(others, fmt.Errorf("looking up project %q: %w", p, failures[i]))
		}
		if other, ok := spelled[ids[i]]; ok && ids[i] != "" {
			problems = append(problems, problemAt(r, fmt.Sprintf("project %q is the one that %s calls %q: spell it one way", p, other.Origin, other.Addr.Project)))
		}
		spelled[ids[i]] = r
	}
	return mostTelling(append(others, problems.ErrorOrNil())...)
}

// isMissingProject takes a 404 for an answer of Atlas only if it has a code.
// Which one it is for a name is not documented.
func isMissingProject(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Status == http.StatusNotFound && api.Code != ""
}

// noProject is the problem of a document whose project does not exist.
func noProject(r spec.Resource) spec.Problem {
	return problemAt(r, noProjectText(r.Addr.Project))
}

func noProjectText(project string) string {
	return fmt.Sprintf("project %q does not exist, or these credentials may not see it: check the name, or create it first", project)
}

func problemAt(r spec.Resource, msg string) spec.Problem {
	return spec.Problem{Pos: spec.Pos{File: r.Origin.File, Line: r.Origin.Line}, Addr: r.Addr.String(), Msg: msg}
}

func originBefore(a, b spec.Origin) bool {
	return a.File < b.File || a.File == b.File && a.Line < b.Line
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
