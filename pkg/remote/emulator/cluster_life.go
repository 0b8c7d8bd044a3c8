package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"time"
)

// What all kinds of clusters have in common. Flex clusters and serverless
// instances have most: from 2025 on they are the same thing behind two APIs.

const (
	// clusterDeleting and clusterBlocked are how long a deleted cluster is still
	// shown, and its name then still refused (recorded for Flex: 31 s at the median;
	// then a while of "try again in a minute").
	clusterDeleting = 30 * time.Second
	clusterBlocked  = 15 * time.Second

	// dedicatedDeleting is the same for a dedicated cluster (recorded once).
	dedicatedDeleting = 4 * time.Minute

	clusterDeletingLongest = 5778 * time.Second // recorded, once

	// unaskedUpdating is how long a new cluster shows an update that nobody asked
	// for. Its duration is not recorded.
	unaskedUpdating = 3 * time.Second
)

// pace is how long it takes to create a cluster: not below least, mostly no more
// than usual, and for those that are odd up to slow, or the longest.
type pace struct{ least, usual, slow, longest time.Duration }

// createCluster makes a cluster that is ready after a time that its pace gives.
func (c *call) createCluster(k kind, name string, fields object, p pace) (*resource, error) {
	if c.clusterNamed(name) != nil {
		return nil, fail(http.StatusBadRequest, "DUPLICATE_CLUSTER_NAME",
			fmt.Sprintf("A cluster or serverless instance named %s is already present in group %s.", name, c.group),
			"cluster or serverless instance", name, c.group)
	}
	for _, holder := range clusterKinds() {
		if c.state.blocks(c.key(holder, "", name), c.now) {
			const detail = "A transient error occurred. Please try again in a minute or use a different name."
			return nil, fail(http.StatusBadRequest, "CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP", detail, detail)
		}
	}
	if err := c.roomForCluster(); err != nil {
		return nil, err
	}
	return c.state.create(c.key(k, "", name), c.now, fields, func(r *resource) {
		low, high := p.least, p.usual
		switch {
		case c.state.odd(longestCreate, r):
			low, high = p.longest, p.longest
		case c.state.odd(slowCreate, r):
			low, high = p.usual, p.slow
		}
		ready := c.now.Add(spread(low, high, "create", r.ID))
		r.Life = life{State: "CREATING", Until: ready, Next: "IDLE", Ready: ready}
	})
}

// updateCluster keeps what the body leaves out; nothing else is known of it. A
// cluster that is still being created stays in CREATING (recorded for
// serverless).
func (c *call) updateCluster(r *resource, changed object) error {
	return c.updateClusterBy(r, changed, c.now.Add(spread(time.Second, 4*time.Second, "update", r.ID)))
}

// updateClusterBy is updateCluster with the time at which it is done.
func (c *call) updateClusterBy(r *resource, changed object, done time.Time) error {
	next := r.Life
	switch r.Life.at(c.now) {
	case "DELETING":
		return errBeingDeleted()
	case "CREATING":
		if done.After(next.Until) {
			next.Until, next.Ready = done, done
		}
	default:
		next.State, next.Until, next.Next = "UPDATING", done, "IDLE"
	}
	fields := maps.Clone(r.Fields)
	maps.Copy(fields, changed)
	return c.state.update(r, fields, next)
}

// deleteCluster accepts a cluster in any state but DELETING (recorded). Endpoints
// that a Flex cluster has left from its days as an instance go with it.
func (c *call) deleteCluster(r *resource) error {
	if r.Life.at(c.now) == "DELETING" {
		return fail(http.StatusBadRequest, "CLUSTER_ALREADY_REQUESTED_DELETION",
			fmt.Sprintf("The cluster %s has already been requested for deletion.", r.Name), r.Name)
	}
	if r.Fields["terminationProtectionEnabled"] == true {
		const advice = "Disable termination protection and try again."
		return fail(http.StatusBadRequest, "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED",
			"Cannot terminate a cluster when termination protection is enabled. "+advice,
			fmt.Sprintf("Cannot terminate cluster %s in group %s because termination protection is enabled. %s",
				r.Name, c.group, advice))
	}
	if r.Kind == kindServerlessInstance {
		for _, left := range c.endpoints(r.Name) {
			c.state.remove(left)
		}
	}
	deleting := clusterDeleting
	switch {
	case r.Kind == kindCluster:
		deleting = dedicatedDeleting
	case c.state.odd(longestDelete, r):
		deleting = clusterDeletingLongest
	}
	return c.state.end(r, r.Life.ending(c.now, deleting, clusterBlocked))
}

// clusterState is the state that a cluster shows, which an oddity may change
// while it is on its way.
func (c *call) clusterState(r *resource) string {
	switch state := r.Life.at(c.now); {
	case state == "CREATING" && !c.now.Before(r.Life.Until.Add(-unaskedUpdating)) && c.state.odd(unaskedUpdate, r):
		return "UPDATING"
	case state == "UPDATING" && r.Kind == kindServerlessInstance && c.state.odd(createsAgain, r):
		return "CREATING"
	default:
		return state
	}
}

// shownHosts are the connection strings of a cluster that are there already.
// By when the late ones are is not recorded.
func (c *call) shownHosts(r *resource, hosts object) object {
	late := spread(2*time.Second, 10*time.Second, "hosts", r.ID)
	switch since := c.now.Sub(r.Life.Ready); {
	case since < late && c.state.odd(noHosts, r):
		return object{}
	case since < 2*late && c.state.odd(srvOnly, r):
		delete(hosts, "standard")
	}
	return hosts
}

// ready reports whether r is or was usable.
func (c *call) ready(r *resource) bool { return !r.Life.Ready.IsZero() && c.reached(r.Life.Ready) }

// namesHosts reports whether answers about r have a host name in them. Today
// they do from the POST on, which was not always so.
func (c *call) namesHosts(r *resource) bool { return c.ready(r) || c.reached(sinceClusterHosts) }

func errBeingDeleted() error {
	const reason = "This cluster is currently being deleted, cannot update"
	return fail(http.StatusBadRequest, "ATLAS_GENERAL_ERROR", "Reason: "+reason+".", reason)
}

// tagsOf are the tags and the protection of a cluster, with Atlas's defaults.
func tagsOf(r *resource) (tags []any, protected bool) {
	tags, ok := r.Fields["tags"].([]any)
	if !ok {
		tags = []any{}
	}
	protected, _ = r.Fields["terminationProtectionEnabled"].(bool)
	return tags, protected
}

// editCluster sets the tag edited.
func (c *call) editCluster(r *resource) error {
	return c.updateCluster(r, object{"tags": editedTags(r)})
}

func editedTags(r *resource) []any {
	const name = "edited"
	before, _ := tagsOf(r)
	var tags []any
	value := edited("")
	for _, tag := range before {
		if tag := asObject(tag); textAt(tag, "key") == name {
			value = edited(textAt(tag, "value"))
		} else {
			tags = append(tags, tag)
		}
	}
	return append(tags, object{"key": name, "value": value})
}
