package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// pauseAfterResume is how long a resumed cluster cannot be paused (documentation).
const pauseAfterResume = time.Hour

// checkPaused refuses every change of a paused cluster but its resumption
// (recorded: the error). Codes and words of the others are those of MongoDB's list
// of error codes.
func (c *call) checkPaused(r *resource, changed object) error {
	pauses, alone := changed["paused"] == true, len(changed) == 1
	if r.Fields["paused"] == true {
		switch {
		case changed["paused"] == false && alone:
			return nil
		case pauses && alone:
			return fail(http.StatusConflict, "CLUSTER_ALREADY_PAUSED", "Cannot pause a cluster that is already paused.")
		}
		return fail(http.StatusConflict, "CANNOT_UPDATE_PAUSED_CLUSTER",
			fmt.Sprintf("Cannot update cluster %s while it is paused or being paused.", r.Name), r.Name)
	}
	if !pauses {
		return nil
	}
	if !alone {
		return fail(http.StatusConflict, "CANNOT_UPDATE_AND_PAUSE_CLUSTER",
			fmt.Sprintf("Cannot update and pause cluster %s at the same time.", r.Name), r.Name)
	}
	return c.checkPausable(r)
}

// checkPausable refuses to pause what is busy, what keeps its data on disks that
// do not outlive a pause, and what was resumed a moment ago, which is known from
// users.
func (c *call) checkPausable(r *resource) error {
	resumed, err := time.Parse(time.RFC3339Nano, textAt(r.Fields, "resumed"))
	switch {
	case err == nil && c.now.Before(resumed.Add(pauseAfterResume)):
		return fail(http.StatusBadRequest, "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER",
			fmt.Sprintf("Cannot pause cluster %s: it was resumed less than an hour ago.", r.Name), r.Name)
	case hasSize(r, func(size string) bool { return strings.HasSuffix(size, "_NVME") }):
		return fail(http.StatusConflict, "CANNOT_PAUSE_NVME_CLUSTER", "Cannot pause an NVMe Cluster.")
	case r.Life.at(c.now) != "IDLE" && !r.Life.ends():
		return fail(http.StatusConflict, "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES", "Cannot pause a cluster with pending changes.")
	}
	return nil
}

// checkTenant refuses to change a free cluster by this API (the code is known from
// other tools, its words are not).
func checkTenant(r *resource) error {
	if !hasSize(r, func(size string) bool { return size == "M0" }) {
		return nil
	}
	return fail(http.StatusBadRequest, "TENANT_CLUSTER_UPDATE_UNSUPPORTED", "Cannot update a free or shared cluster by this API.")
}

// hasSize reports whether a cluster has an instance of such a size.
func hasSize(r *resource, is func(string) bool) bool {
	for _, shard := range shardsOf(r) {
		for _, region := range listAt(shard, "regionConfigs") {
			for _, nodes := range nodesOf(asObject(region)) {
				if is(textAt(nodes, "instanceSize")) {
					return true
				}
			}
		}
	}
	return false
}
