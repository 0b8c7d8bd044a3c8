package emulator

import (
	"fmt"
	"net/http"
	"strconv"
)

// roomForCluster refuses one cluster too many for the limit of the project. Those that are DELETING still
// count. Code and wording are guesses in the image of MAX_GROUPS_PER_ORG_EXCEEDED,
// which is recorded.
func (c *call) roomForCluster() error {
	most, ok := c.room(clusterLimit(), 1)
	if ok {
		return nil
	}
	limit := strconv.Itoa(most)
	return fail(http.StatusBadRequest, "MAX_CLUSTERS_PER_GROUP_EXCEEDED",
		fmt.Sprintf("Maximum number of clusters per group (%s) in %s exceeded while trying to add cluster.", limit, c.group),
		limit, c.group)
}
