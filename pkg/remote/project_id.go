package remote

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

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
	id := c.knownID(project)
	if id != "" {
		return id, nil
	}
	home, _ := spec.Address{Project: project}.Home()
	err := c.born.settle(ctx, home, func() error {
		group, res, err := c.sdk.ProjectsApi.GetGroupByName(ctx, project).Execute()
		if err != nil {
			return translate(with(res, err))
		}
		id = group.GetId()
		return nil
	})
	if err == nil && id == "" {
		err = fmt.Errorf("looking up project %q: Atlas gave no ID", project)
	}
	if err != nil {
		return "", err
	}
	c.learnID(project, id)
	return id, nil
}

// knownID gives the ID of a project as far as this run has seen it.
func (c *Client) knownID(project string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.groupIDs[project]
}

// learnID takes note of the ID of a project; an empty one means that there is
// none any more.
func (c *Client) learnID(project, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id == "" {
		delete(c.groupIDs, project)
		return
	}
	c.groupIDs[project] = id
}

// ProjectIDs gives the IDs of the projects that were looked up so far, by name.
func (c *Client) ProjectIDs() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.groupIDs)
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
	return fmt.Sprintf("project %q does not exist, or these credentials may not see it: check the name, or declare it as a %s", project, spec.KindProject)
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
