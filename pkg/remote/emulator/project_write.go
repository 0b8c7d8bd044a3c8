package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"time"
)

// projectName is the pattern of the API document and blanks, which the names of
// real projects have.
var projectName = regexp.MustCompile(`^[\p{L}\p{N}\-_.(),:&@+' ]+$`)

const maxProjectName = 64

var organizationName = regexp.MustCompile(`^[0-9a-f]{24}$`)

// projectShape is the body of POST. The restriction of regions is Atlas for
// Government's, and commercial Atlas refuses it; here it is taken, so that what is
// written for that one can be tried as well.
func projectShape() shape {
	s := projectPatchShape()
	s["name"] = member{required: true, pattern: projectName, most: maxProjectName}
	s["orgId"] = member{required: true, pattern: organizationName}
	s["regionUsageRestrictions"] = member{enum: []string{"COMMERCIAL_FEDRAMP_REGIONS_ONLY", "GOV_REGIONS_ONLY"}}
	return s
}

// projectPatchShape is the body of PATCH.
func projectPatchShape() shape {
	return shape{
		"name": {pattern: projectName, most: maxProjectName},
		"tags": {holds: records, within: shape{
			"key":   {required: true, most: maxTag},
			"value": {required: true, most: maxTag},
		}},
		"withDefaultAlertsSettings": {holds: flag},
	}
}

// createsAtOnce is how close two creations of one name come without Atlas telling
// them apart: both are done, and there are two projects of that name (users of its
// SDK). A creation takes two seconds there at the median (recorded).
const createsAtOnce = time.Second

// createProject makes a project in whatever organization it is asked to: there is
// no other way to get one here. Who may only see some projects may make none,
// which is a guess.
func createProject(c *call) (reply, error) {
	if c.who.As != nil && len(c.who.As.Projects) > 0 {
		return reply{}, errReadOnlyKey()
	}
	fields, err := projectShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	name, twins := textAt(fields, "name"), 0
	for _, r := range c.projectsNamed(name) {
		if twins++; !c.now.Before(r.Created.Add(createsAtOnce)) {
			return reply{}, fail(http.StatusConflict, "GROUP_ALREADY_EXISTS", fmt.Sprintf("A group with name %q already exists.", name), name)
		}
	}
	if err := c.roomForProject(organizationOf(&resource{Fields: fields})); err != nil {
		return reply{}, err
	}
	id := seededID(c.state.seed, key{Kind: kindProject, Parent: strconv.Itoa(twins), Name: name}, c.now, c.state.deletions)
	r := &resource{key: projectKey(id), ID: id, Created: c.now.Truncate(time.Second), Fields: fields}
	if err := c.state.put(r); err != nil {
		return reply{}, err
	}
	c.group = id // whose feed tells of it
	return reply{status: http.StatusCreated, body: c.projectView(r)}, nil
}

// maxProjects is how many projects an organization may have (recorded).
const maxProjects = 250

// roomForProject refuses one project too many for its organization (recorded).
func (c *call) roomForProject(organization string) error {
	n := 0
	for _, r := range c.state.list(scope{kind: kindProject}, c.now) {
		if organizationOf(r) == organization {
			n++
		}
	}
	if n < maxProjects {
		return nil
	}
	most := strconv.Itoa(maxProjects)
	return fail(http.StatusBadRequest, "MAX_GROUPS_PER_ORG_EXCEEDED",
		fmt.Sprintf("Maximum number of groups per organization (%s) in %s exceeded while trying to add group.", most, organization), most, organization)
}

func (c *call) projectsNamed(name string) []*resource {
	var named []*resource
	for _, r := range c.state.list(scope{kind: kindProject}, c.now) {
		if textAt(r.Fields, "name") == name {
			named = append(named, r)
		}
	}
	return named
}

// project is the one of the path.
func (c *call) project() (*resource, error) { return c.state.resources[projectKey(c.group)], nil }

// updateProject merges. That a name which another project has is refused as on
// creation is a guess.
func updateProject(c *call) (reply, error) {
	r, err := c.project()
	if err != nil {
		return reply{}, err
	}
	changed, err := projectPatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	name := textAt(changed, "name")
	if name != "" && name != textAt(r.Fields, "name") && len(c.projectsNamed(name)) > 0 {
		return reply{}, fail(http.StatusConflict, "GROUP_ALREADY_EXISTS", fmt.Sprintf("A group with name %q already exists.", name), name)
	}
	before, _ := tagsOf(r)
	fields := maps.Clone(r.Fields)
	maps.Copy(fields, changed)
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	if after, _ := tagsOf(r); reflect.DeepEqual(before, after) {
		c.event = "" // there are events of tags alone
	}
	return reply{status: http.StatusOK, body: c.projectView(r)}, nil
}

// editProject sets the tag edited.
func (c *call) editProject(r *resource) error {
	fields := maps.Clone(r.Fields)
	fields["tags"] = editedTags(r)
	return c.state.update(r, fields, r.Life)
}

// resident is what keeps a project from being deleted.
type resident struct {
	kinds        []kind
	code, detail string
}

// residents are what keeps a project from being deleted, by what Atlas says of it.
// That what is on its way out counts as well is a guess.
var residents = []resident{
	{
		clusterKinds(), "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS",
		"Cannot close group while there are active Atlas clusters; please terminate all clusters.",
	},
	{
		[]kind{kindEndpointService},
		"CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES",
		"Cannot close group while there are active private endpoint services; please terminate all of them.", // a guess but for the code
	},
	{
		[]kind{kindStreamWorkspace, kindStreamPrivateLink},
		"CANNOT_CLOSE_GROUP_ACTIVE_STREAMS_RESOURCE",
		"Cannot close group while there are Stream Processing instances or private networking connections; please terminate all of them.",
	},
}

// deleteProject deletes a project in which nothing is that costs money, with all
// the rest. It is gone at once, as far as was recorded.
func deleteProject(c *call) (reply, error) {
	r, err := c.project()
	if err != nil {
		return reply{}, err
	}
	for _, what := range residents {
		for _, k := range what.kinds {
			if len(c.state.list(scope{kind: k, project: c.group}, c.now)) > 0 {
				return reply{}, fail(http.StatusConflict, what.code, what.detail)
			}
		}
	}
	for _, inside := range c.state.resources {
		if inside.Project == c.group {
			c.state.drop(inside.key)
		}
	}
	c.state.remove(r)
	return reply{status: http.StatusAccepted, body: object{}}, nil
}
