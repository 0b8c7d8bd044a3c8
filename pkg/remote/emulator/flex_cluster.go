package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"
)

const kindFlexCluster kind = "FlexCluster"

func flexClusterRoutes() []route {
	const all = groupPath + "/flexClusters"
	const one = all + "/{name}"
	versions := []string{"2024-11-13"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listFlexClusters},
		{method: http.MethodPost, path: all, versions: versions, operate: createFlexCluster, event: clusterEvents.created, takes: always(flexShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getFlexCluster},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateFlexCluster, event: clusterEvents.updated, takes: always(flexPatchShape()), edit: editOf((*call).flexCluster, (*call).editCluster)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteFlexCluster, event: clusterEvents.deleted},
	}
}

// clusterName is the pattern of the API document for every kind of cluster.
var clusterName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9-]*$`)

// flexShape is the body of POST.
func flexShape() shape {
	s := flexPatchShape()
	s["name"] = member{required: true, pattern: clusterName}
	s["providerSettings"] = member{holds: record, required: true, within: shape{
		"backingProviderName": {required: true, enum: []string{"AWS", "AZURE", "GCP"}},
		"providerName":        {enum: []string{"FLEX"}},
		"regionName":          {required: true},
	}}
	return s
}

// flexPatchShape is the body of PATCH. Everything else, such as another region,
// is ignored and not refused, as users of other tools have found out.
func flexPatchShape() shape {
	return shape{
		"tags": {holds: records, within: shape{
			"key":   {required: true, most: maxTag},
			"value": {required: true, most: maxTag},
		}},
		"terminationProtectionEnabled": {holds: flag},
	}
}

// maxTag is how long the API document allows the key and the value of a tag to be.
const maxTag = 255

func listFlexClusters(c *call) (reply, error) {
	all := c.state.list(scope{kind: kindFlexCluster, project: c.group}, c.now)
	for _, r := range c.state.list(scope{kind: kindServerlessInstance, project: c.group}, c.now) {
		if c.flex(r) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, byRank)
	return c.page(all, countOnRequest, c.flexView)
}

// flex reports whether r is a Flex cluster, whichever way it came to be one.
func (c *call) flex(r *resource) bool {
	return r.Kind == kindFlexCluster || (r.Kind == kindServerlessInstance && !c.native(r))
}

func getFlexCluster(c *call) (reply, error) {
	r, err := c.flexCluster()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.flexView(r)}, nil
}

func createFlexCluster(c *call) (reply, error) {
	fields, err := flexShape().clean(c.body)
	if err == nil {
		err = checkClusterRegion(fields)
	}
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	delete(fields, "name")
	r, err := c.createCluster(kindFlexCluster, name, fields, flexPace())
	if err != nil {
		return reply{}, err
	}
	body := c.flexView(r)
	if tags, _ := fields["tags"].([]any); len(tags) == 0 {
		delete(body, "tags") // recorded: only the answer to POST leaves out empty tags
	}
	return reply{status: http.StatusCreated, body: body}, nil
}

// flexPace is recorded: 14 seconds at the median, 79 for nine in ten.
func flexPace() pace {
	return pace{least: 6 * time.Second, usual: 15 * time.Second, slow: 79 * time.Second, longest: 2075 * time.Second}
}

func updateFlexCluster(c *call) (reply, error) {
	r, err := c.flexCluster()
	if err != nil {
		return reply{}, err
	}
	changed, err := flexPatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	if err := c.updateCluster(r, changed); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.flexView(r)}, nil
}

func deleteFlexCluster(c *call) (reply, error) {
	r, err := c.flexCluster()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, c.deleteCluster(r)
}

// flexCluster finds the cluster of the path, and refuses one of another kind.
func (c *call) flexCluster() (*resource, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return nil, c.errClusterNotFound(name)
	case !c.flex(r):
		return nil, fail(http.StatusBadRequest, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API",
			fmt.Sprintf("Cannot use non-flex cluster %s in the flex API.", name), name)
	default:
		return r, nil
	}
}

func (c *call) flexView(r *resource) object {
	srv, standard := connectionHosts(r)
	hosts := object{}
	if c.namesHosts(r) {
		hosts["standardSrv"] = srv
	}
	if c.ready(r) {
		hosts["standard"] = standard
	}
	tags, protected := tagsOf(r)
	return object{
		"backupSettings":    object{"enabled": true},
		"clusterType":       "REPLICASET",
		"connectionStrings": c.shownHosts(r, hosts),
		"createDate":        r.Created.Format(time.RFC3339),
		"groupId":           c.group,
		"id":                r.ID,
		"mongoDBVersion":    mongoDBVersion,
		"name":              r.Name,
		"providerSettings": object{
			"backingProviderName": textAt(r.Fields, "providerSettings", "backingProviderName"),
			"diskSizeGB":          json.Number("5.0"),
			"providerName":        "FLEX",
			"regionName":          textAt(r.Fields, "providerSettings", "regionName"),
		},
		"stateName":                    c.clusterState(r),
		"tags":                         tags,
		"terminationProtectionEnabled": protected,
		"versionReleaseSystem":         "LTS",
	}
}
