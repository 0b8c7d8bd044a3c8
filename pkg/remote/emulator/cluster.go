package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	kindCluster kind = "Cluster"

	// mongoDBVersion is what clusters say they run (recorded for Flex in 2026).
	mongoDBVersion = "8.0.29"
)

func clusterRoutes() []route {
	versions := []string{"2024-08-05"}
	return []route{
		{method: http.MethodGet, path: groupPath + "/clusters", versions: versions, operate: listClusters},
		{method: http.MethodGet, path: groupPath + "/clusters/{name}", versions: versions, operate: getCluster},
	}
}

// AddCluster puts an idle cluster into a project: a dedicated one, or a free one
// of instance size M0. Clusters cannot be created by request; they are there
// because they share their names with Flex clusters. The state file hears of it
// with the next write.
func (e *Emulator) AddCluster(projectID, name, instanceSize string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.clock.now()
	if _, ok := e.state.find(projectKey(projectID), now); !ok {
		return fmt.Errorf("adding cluster %s: no project %s", name, projectID)
	}
	c := &call{state: e.state, now: now, group: projectID}
	if c.clusterNamed(name) != nil {
		return fmt.Errorf("adding cluster %s: the name is taken", name)
	}
	if name == "" || !strings.HasPrefix(instanceSize, "M") {
		return errors.New("adding cluster: it needs a name and an instance size such as M10")
	}
	_, err := e.state.create(c.key(kindCluster, "", name), now, object{"instanceSize": instanceSize}, nil)
	return err
}

// listClusters does not list Flex clusters (recorded).
func listClusters(c *call) (reply, error) {
	return c.page(c.state.list(scope{kind: kindCluster, project: c.group}, c.now), countOnRequest, c.clusterView)
}

func getCluster(c *call) (reply, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return reply{}, c.errClusterNotFound(name)
	case c.flex(r):
		return reply{}, fail(http.StatusBadRequest, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
			fmt.Sprintf("Flex cluster %s cannot be used in the Cluster API.", name), name)
	case c.native(r):
		return reply{}, fail(http.StatusBadRequest, "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API",
			fmt.Sprintf("Serverless instance %s cannot be used in the Cluster API.", name), name)
	default:
		return reply{status: http.StatusOK, body: c.clusterView(r)}, nil
	}
}

// clusterKinds are the kinds that share one name space in a project.
func clusterKinds() []kind { return []kind{kindFlexCluster, kindServerlessInstance, kindCluster} }

// clusterNamed finds the holder of a name in the name space that all kinds of
// clusters of a project share, nil when it is free.
func (c *call) clusterNamed(name string) *resource {
	for _, k := range clusterKinds() {
		if r, ok := c.state.find(c.key(k, "", name), c.now); ok {
			return r
		}
	}
	return nil
}

func (c *call) errClusterNotFound(name string) error {
	return fail(http.StatusNotFound, "CLUSTER_NOT_FOUND",
		fmt.Sprintf("No cluster named %s exists in group %s.", name, c.group), name, c.group)
}

// connectionHosts are the host names of a cluster: of the SRV record, and of
// the replica set's members.
func connectionHosts(r *resource) (srv, standard string) {
	domain := label(7, "domain", r.ID) + ".mongodb.net"
	host := strings.ToLower(r.Name)
	if len(host) > 23 { // recorded: longer names are cut
		host = strings.TrimRight(host[:23], "-")
	}
	members := make([]string, 3)
	for i := range members {
		members[i] = fmt.Sprintf("ac-%s-shard-00-%02d.%s:27017", label(7, "member", r.ID), i, domain)
	}
	srv = fmt.Sprintf("mongodb+srv://%s.%s", host, domain)
	standard = fmt.Sprintf("mongodb://%s/?ssl=true&authSource=admin&replicaSet=atlas-%s-shard-0",
		strings.Join(members, ","), label(6, "set", r.ID))
	return srv, standard
}

// clusterView has the members of a recorded answer that a reader of names,
// states and sizes needs, not all of them.
func (c *call) clusterView(r *resource) object {
	size := textAt(r.Fields, "instanceSize")
	srv, standard := connectionHosts(r)
	self := c.origin + apiPath + "/groups/" + c.group + "/clusters/" + url.PathEscape(r.Name)
	return object{
		"backupEnabled":            false,
		"biConnector":              object{"enabled": false, "readPreference": "secondary"},
		"clusterType":              "REPLICASET",
		"connectionStrings":        object{"standard": standard, "standardSrv": srv},
		"createDate":               r.Created.Format(time.RFC3339),
		"encryptionAtRestProvider": "NONE",
		"groupId":                  c.group,
		"id":                       r.ID,
		"labels":                   []any{},
		"links":                    []any{object{"href": self, "rel": "self"}},
		"mongoDBMajorVersion":      "8.0",
		"mongoDBVersion":           mongoDBVersion,
		"name":                     r.Name,
		"paused":                   false,
		"pitEnabled":               false,
		"replicationSpecs": []any{object{
			"id":            objectID(r.key, r.Created, 1),
			"regionConfigs": []any{regionConfig(size)},
			"zoneId":        objectID(r.key, r.Created, 2),
			"zoneName":      "Zone 1",
		}},
		"rootCertType":                 "ISRGROOTX1",
		"stateName":                    "IDLE",
		"tags":                         []any{},
		"terminationProtectionEnabled": false,
		"versionReleaseSystem":         "LTS",
	}
}

func regionConfig(size string) object {
	config := object{
		"electableSpecs": object{"instanceSize": size},
		"priority":       7,
		"providerName":   "AWS",
		"regionName":     "US_EAST_1",
	}
	if size == "M0" {
		config["providerName"], config["backingProviderName"] = "TENANT", "AWS"
		return config
	}
	config["electableSpecs"] = object{"diskSizeGB": json.Number("10.0"), "instanceSize": size, "nodeCount": 3}
	return config
}
