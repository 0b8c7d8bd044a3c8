package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"strconv"
)

const (
	kindEvent kind = "Event"

	// eventsKept is how many events of a project are remembered. Atlas keeps them
	// for longer than anybody emulates.
	eventsKept = 1000

	// anotherUser is who the faults are that somebody else causes.
	anotherUser = "another.user@example.com"
)

// events is what the writes of a kind of object are told as in the activity feed.
type events struct{ created, updated, deleted string }

func (e events) has(event string) bool {
	return event == e.created || event == e.updated || event == e.deleted
}

// The names are those of the API document. That a Flex cluster has the events of
// any cluster is a guess: there are none with its name. Processors and private
// links of streams have no events there.
var (
	userEvents       = events{"MONGODB_USER_ADDED", "MONGODB_USER_UPDATED", "MONGODB_USER_DELETED"}
	roleEvents       = events{"MONGODB_ROLE_ADDED", "MONGODB_ROLE_UPDATED", "MONGODB_ROLE_DELETED"}
	clusterEvents    = events{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED", "CLUSTER_DELETE_SUBMITTED"}
	serverlessEvents = events{"SERVERLESS_INSTANCE_CREATED", "SERVERLESS_INSTANCE_UPDATE_SUBMITTED", "SERVERLESS_INSTANCE_DELETE_SUBMITTED"}
	endpointEvents   = events{"TENANT_ENDPOINT_CREATED", "TENANT_ENDPOINT_UPDATED", "TENANT_ENDPOINT_DELETING"}
	serviceEvents    = events{"ENDPOINT_SERVICE_CREATED", "CROSS_REGION_SUPPORTED_REGION_MODIFIED", "ENDPOINT_SERVICE_DELETED"}
	interfaceEvents  = events{"INTERFACE_ENDPOINT_CREATED", "INTERFACE_ENDPOINT_PATCHED", "INTERFACE_ENDPOINT_DELETED"}
	workspaceEvents  = events{"STREAM_TENANT_CREATED", "STREAM_TENANT_UPDATED", "STREAM_TENANT_DELETED"}
	// Of the settings of a project the document has events for some only; that the
	// change of another one is none is a guess.
	projectEvents    = events{created: "GROUP_CREATED", updated: "GROUP_TAGS_MODIFIED"}
	connectionEvents = events{"STREAM_TENANT_CONNECTION_CREATED", "STREAM_TENANT_CONNECTION_UPDATED", "STREAM_TENANT_CONNECTION_DELETED"}
)

// tell notes in the activity feed what a write has done. An event holds no more
// of its object than the API document shows: the name of a cluster is there to
// be asked for, and is not in the answer.
func (c *call) tell(answer reply) error {
	if c.event == "" {
		return nil
	}
	if c.about == nil {
		return c.tellOf(object{}, answer)
	}
	for _, about := range c.about {
		if err := c.tellOf(about, answer); err != nil {
			return err
		}
	}
	return nil
}

// tellOf notes one event, with what it says of its object beside the rest.
func (c *call) tellOf(about object, answer reply) error {
	fields := object{"eventTypeName": c.event}
	c.sign(fields)
	maps.Copy(fields, about)
	switch {
	case endpointEvents.has(c.event):
		c.aimAtEndpoint(fields, answer)
	case c.event == projectEvents.updated:
		fields["resourceId"], fields["resourceType"] = c.group, "project"
	case clusterEvents.has(c.event), serverlessEvents.has(c.event):
		fields["clusterName"] = cmp.Or(c.params["name"], textAt(c.body, "name"))
	}
	c.state.events++
	if _, err := c.state.create(c.key(kindEvent, "", eventName(c.state.events)), c.now, fields, nil); err != nil {
		return err
	}
	c.state.forgetEvents(scope{kind: kindEvent, project: c.group})
	return nil
}

// sign says who it was. A service account is told like an API key, which is a
// guess: the API document has nothing else for it.
func (c *call) sign(fields object) {
	switch {
	case c.another:
		fields["username"], fields["userId"] = anotherUser, hexDigits(24, "user", anotherUser)
		return
	case c.who.As != nil && c.who.As.ID != "":
		fields["publicKey"], fields["apiKeyId"] = c.who.As.ID, hexDigits(24, "apiKey", c.who.As.ID)
	}
	if from := c.who.From; from.Is4() {
		fields["remoteAddress"] = from.String()
	} else if from.IsValid() {
		fields["remoteAddress"] = from.WithZone("").StringExpanded()
	}
}

func (c *call) aimAtEndpoint(fields object, answer reply) {
	id := c.params["endpointId"]
	if body, ok := answer.body.(object); ok && id == "" {
		id = textAt(body, "_id")
	}
	fields["endpointId"] = id
	if outer := textAt(c.body, "cloudProviderEndpointId"); outer != "" {
		fields["providerEndpointId"] = outer
	}
}

// eventName numbers events, so that names sort like numbers.
func eventName(n uint64) string { return fmt.Sprintf("%012d", n) }

// countEvent goes on numbering behind an event that was read from a file.
func (s *state) countEvent(r *resource) {
	if n, err := strconv.ParseUint(r.Name, 10, 64); err == nil && r.Kind == kindEvent {
		s.events = max(s.events, n)
	}
}

// forgetEvents drops the oldest events of a project that has too many.
func (s *state) forgetEvents(of scope) {
	for len(s.lists[of]) > eventsKept {
		oldest := s.lists[of][0]
		for _, r := range s.lists[of] {
			if r.Name < oldest.Name {
				oldest = r
			}
		}
		s.drop(oldest.key)
	}
}
