package emulator

import (
	"fmt"
	"net/http"
	"strconv"
)

// maxClusters is how many clusters of all kinds a project may have (API document).
const maxClusters = 25

// roomForCluster refuses one cluster too many. Those that are DELETING still
// count. Code and wording are guesses in the image of MAX_GROUPS_PER_ORG_EXCEEDED,
// which is recorded.
func (c *call) roomForCluster() error {
	there := 0
	for _, k := range clusterKinds() {
		there += len(c.state.list(scope{kind: k, project: c.group}, c.now))
	}
	if there < maxClusters {
		return nil
	}
	limit := strconv.Itoa(maxClusters)
	return fail(http.StatusBadRequest, "MAX_CLUSTERS_PER_GROUP_EXCEEDED",
		fmt.Sprintf("Maximum number of clusters per group (%s) in %s exceeded while trying to add cluster.", limit, c.group),
		limit, c.group)
}
