package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const kindCluster kind = "Cluster"

// clusterRoutes leave out everything of 2023-01-01.
func clusterRoutes() []route {
	const all = groupPath + "/clusters"
	const one = all + "/{name}"
	reads := []string{"2023-02-01", clusterPerShard}
	writes := append(slices.Clip(reads), "2024-10-23")
	return []route{
		{method: http.MethodGet, path: all, versions: reads, ends: clusterSunset(), operate: listClusters},
		{method: http.MethodPost, path: all, versions: writes, ends: clusterWriteSunset(), operate: createDedicated, event: clusterEvents.created, takes: always(clusterShape())},
		{method: http.MethodGet, path: one, versions: reads, ends: clusterSunset(), operate: getCluster},
		{method: http.MethodPatch, path: one, versions: writes, ends: clusterWriteSunset(), operate: updateDedicated, event: clusterEvents.updated, takes: always(clusterPatchShape()), edit: editOf((*call).cluster, (*call).editCluster)},
		{method: http.MethodDelete, path: one, versions: []string{"2023-02-01"}, operate: deleteDedicated, event: clusterEvents.deleted},
	}
}

// AddCluster puts an idle cluster into a project: a dedicated one, or a free one
// of instance size M0, which no request can make. The state file hears of it with
// the next write.
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
	if name == "" || !strings.HasPrefix(instanceSize, "M") { // those of the other families are made by request
		return errors.New("adding cluster: it needs a name and an instance size such as M10")
	}
	if err := c.roomForCluster(); err != nil {
		return fmt.Errorf("adding cluster %s: %w", name, err)
	}
	fields := object{"instanceSize": instanceSize}
	r, err := e.state.create(c.key(kindCluster, "", name), now, fields, func(r *resource) {
		r.Life = life{State: "IDLE", Ready: now}
	})
	if err != nil {
		return err
	}
	return c.makeContainers(r)
}

// listClusters does not list Flex clusters (recorded), nor in the older shape those
// that it cannot express: the text of the newer one says that it has them too.
func listClusters(c *call) (reply, error) {
	clusters := c.state.list(scope{kind: kindCluster, project: c.group}, c.now)
	if c.inGroups() {
		clusters = slices.DeleteFunc(slices.Clone(clusters), func(r *resource) bool { return !symmetric(r) })
	}
	return c.page(clusters, countOnRequest, c.clusterView)
}

func getCluster(c *call) (reply, error) {
	r, err := c.said()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.clusterView(r)}, nil
}

func deleteDedicated(c *call) (reply, error) {
	r, err := c.cluster()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusAccepted, body: object{}}, c.deleteCluster(r)
}

// cluster finds the cluster of the path. One that belongs to another API is
// refused (recorded for Flex).
func (c *call) cluster() (*resource, error) {
	name := c.params["name"]
	switch r := c.clusterNamed(name); {
	case r == nil:
		return nil, c.errClusterNotFound(name)
	case c.flex(r):
		return nil, fail(http.StatusBadRequest, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
			fmt.Sprintf("Flex cluster %s cannot be used in the Cluster API.", name), name)
	case c.native(r):
		return nil, fail(http.StatusBadRequest, "CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API",
			fmt.Sprintf("Serverless instance %s cannot be used in the Cluster API.", name), name)
	default:
		return r, nil
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
