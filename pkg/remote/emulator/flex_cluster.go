package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"time"
)

const (
	kindFlexCluster kind = "FlexCluster"

	// flexDeleting and flexBlocked are how long a deleted cluster is still shown,
	// and its name then still refused (recorded: 31 s at the median; then a while
	// of "try again in a minute").
	flexDeleting = 30 * time.Second
	flexBlocked  = 15 * time.Second
)

func flexClusterRoutes() []route {
	const all = groupPath + "/flexClusters"
	const one = all + "/{name}"
	versions := []string{"2024-11-13"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listFlexClusters},
		{method: http.MethodPost, path: all, versions: versions, operate: createFlexCluster},
		{method: http.MethodGet, path: one, versions: versions, operate: getFlexCluster},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateFlexCluster},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteFlexCluster},
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
			"key":   {required: true, pattern: tagText},
			"value": {required: true, pattern: tagText},
		}},
		"terminationProtectionEnabled": {holds: flag},
	}
}

// tagText is the length that the API document allows the key and the value of a tag.
var tagText = regexp.MustCompile(`(?s)^.{1,255}$`)

func listFlexClusters(c *call) (reply, error) {
	return c.page(c.state.list(scope{kind: kindFlexCluster, project: c.group}, c.now), countOnRequest, c.flexView)
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
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	k := c.key(kindFlexCluster, "", name)
	if c.clusterNamed(name) != nil {
		return reply{}, fail(http.StatusBadRequest, "DUPLICATE_CLUSTER_NAME",
			fmt.Sprintf("A cluster or serverless instance named %s is already present in group %s.", name, c.group),
			"cluster or serverless instance", name, c.group)
	}
	if c.state.blocks(k, c.now) {
		const detail = "A transient error occurred. Please try again in a minute or use a different name."
		return reply{}, fail(http.StatusBadRequest, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", detail, detail)
	}
	delete(fields, "name")
	r, err := c.state.create(k, c.now, fields, func(r *resource) {
		ready := c.now.Add(spread(6*time.Second, 15*time.Second, "create", r.ID))
		r.Life = life{State: "CREATING", Until: ready, Next: "IDLE", Ready: ready}
	})
	if err != nil {
		return reply{}, err
	}
	body := c.flexView(r)
	if tags, _ := fields["tags"].([]any); len(tags) == 0 {
		delete(body, "tags") // recorded: only the answer to POST leaves out empty tags
	}
	return reply{status: http.StatusCreated, body: body}, nil
}

// updateFlexCluster keeps what the body leaves out; nothing else is known of it.
// A cluster that is still being created stays in CREATING (recorded for its
// predecessor, the serverless instance).
func updateFlexCluster(c *call) (reply, error) {
	r, err := c.flexCluster()
	if err != nil {
		return reply{}, err
	}
	changed, err := flexPatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	next := r.Life
	done := c.now.Add(spread(time.Second, 4*time.Second, "update", r.ID))
	switch r.Life.at(c.now) {
	case "DELETING":
		const reason = "This cluster is currently being deleted, cannot update"
		return reply{}, fail(http.StatusBadRequest, "ATLAS_GENERAL_ERROR", "Reason: "+reason+".", reason)
	case "CREATING":
		if done.After(next.Until) {
			next.Until, next.Ready = done, done
		}
	default:
		next.State, next.Until, next.Next = "UPDATING", done, "IDLE"
	}
	fields := maps.Clone(r.Fields)
	maps.Copy(fields, changed)
	if err := c.state.update(r, fields, next); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.flexView(r)}, nil
}

// deleteFlexCluster accepts a cluster in any state but DELETING (recorded).
func deleteFlexCluster(c *call) (reply, error) {
	r, err := c.flexCluster()
	if err != nil {
		return reply{}, err
	}
	if r.Life.at(c.now) == "DELETING" {
		return reply{}, fail(http.StatusBadRequest, "CLUSTER_ALREADY_REQUESTED_DELETION",
			fmt.Sprintf("The cluster %s has already been requested for deletion.", r.Name), r.Name)
	}
	if r.Fields["terminationProtectionEnabled"] == true {
		const advice = "Disable termination protection and try again."
		return reply{}, fail(http.StatusBadRequest, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED",
			"Cannot terminate a cluster when termination protection is enabled. "+advice,
			fmt.Sprintf("Cannot terminate cluster %s in group %s because termination protection is enabled. %s",
				r.Name, c.group, advice))
	}
	last := r.Life.ending(c.now, flexDeleting, flexBlocked)
	return reply{status: http.StatusNoContent}, c.state.end(r, last)
}

// flexCluster finds the cluster of the path, and refuses one of another kind.
func (c *call) flexCluster() (*resource, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return nil, c.errClusterNotFound(name)
	case r.Kind != kindFlexCluster:
		return nil, fail(http.StatusBadRequest, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API",
			fmt.Sprintf("Cannot use non-flex cluster %s in the flex API.", name), name)
	default:
		return r, nil
	}
}

func (c *call) flexView(r *resource) object {
	srv, standard := connectionHosts(r)
	hosts := object{"standardSrv": srv}
	if !r.Life.Ready.IsZero() && !c.now.Before(r.Life.Ready) {
		hosts["standard"] = standard
	}
	tags, ok := r.Fields["tags"].([]any)
	if !ok {
		tags = []any{}
	}
	protected, _ := r.Fields["terminationProtectionEnabled"].(bool)
	return object{
		"backupSettings":    object{"enabled": true},
		"clusterType":       "REPLICASET",
		"connectionStrings": hosts,
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
		"stateName":                    r.Life.at(c.now),
		"tags":                         tags,
		"terminationProtectionEnabled": protected,
		"versionReleaseSystem":         "LTS",
	}
}
