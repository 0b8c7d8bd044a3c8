package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

func eventRoutes() []route {
	const all = groupPath + "/events"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listEvents},
		{method: http.MethodGet, path: all + "/{eventId}", versions: versions, operate: getEvent},
	}
}

// listEvents answers the activity feed, newest first, which is a guess: no order
// is documented.
func listEvents(c *call) (reply, error) {
	from, err := c.queryTime("minDate")
	if err != nil {
		return reply{}, err
	}
	to, err := c.queryTime("maxDate")
	if err != nil {
		return reply{}, err
	}
	raw, err := c.queryBool("includeRaw", false)
	if err != nil {
		return reply{}, err
	}
	all := slices.DeleteFunc(c.state.list(scope{kind: kindEvent, project: c.group}, c.now), func(r *resource) bool {
		return r.Created.Before(from) || !to.IsZero() && r.Created.After(to) || !c.asksFor(r)
	})
	slices.SortFunc(all, func(a, b *resource) int { return cmp.Compare(b.Name, a.Name) })
	return c.page(all, countOnRequest, func(r *resource) object { return c.eventView(r, raw) })
}

// asksFor holds an event against the filters by type and by cluster. A type that
// nobody knows fits no event, which is a guess.
func (c *call) asksFor(r *resource) bool {
	is := func(parameter, member string) bool {
		return slices.Contains(c.query[parameter], textAt(r.Fields, member))
	}
	return (!c.query.Has("eventType") || is("eventType", "eventTypeName")) &&
		!is("excludedEventType", "eventTypeName") &&
		(!c.query.Has("clusterNames") || is("clusterNames", "clusterName"))
}

// getEvent answers one event. That there is none is said with a guess.
func getEvent(c *call) (reply, error) {
	id := c.params["eventId"]
	if !isObjectID(id) {
		return reply{}, errPathParameter(c.path)
	}
	raw, err := c.queryBool("includeRaw", false)
	if err != nil {
		return reply{}, err
	}
	for _, r := range c.state.list(scope{kind: kindEvent, project: c.group}, c.now) {
		if r.ID == id {
			return reply{status: http.StatusOK, body: c.eventView(r, raw)}, nil
		}
	}
	what := "event with ID " + id
	return reply{}, fail(http.StatusNotFound, "RESOURCE_NOT_FOUND", fmt.Sprintf("Cannot find resource %s.", what), what)
}

func (c *call) eventView(r *resource, raw bool) object {
	view := object{
		"created":       r.Created.Format(time.RFC3339),
		"groupId":       c.group,
		"id":            r.ID,
		"isGlobalAdmin": false,
		"links":         []any{c.projectLink(c.group, "/events/"+r.ID, "self")},
		"orgId":         organizationOf(c.state.resources[projectKey(c.group)]),
	}
	for _, name := range []string{
		"apiKeyId", "endpointId", "eventTypeName", "providerEndpointId", "publicKey", "remoteAddress", "resourceId", "resourceType",
		"userId", "username", "whitelistEntry", "dbUserUsername",
	} {
		if text := textAt(r.Fields, name); text != "" {
			view[name] = text
		}
	}
	if raw {
		project := c.state.resources[projectKey(c.group)]
		view["raw"] = object{
			"_t": view["eventTypeName"], "cid": c.group, "cre": view["created"], "gn": textAt(project.Fields, "name"),
			"id": r.ID, "orgId": organizationOf(project), "severity": "INFO",
		}
	}
	return view
}

// queryTime reads a date and time of ISO 8601; zero when there is none. What is
// no such date is refused, which is a guess.
func (c *call) queryTime(name string) (time.Time, error) {
	value := c.query.Get(name)
	if value == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return time.Time{}, errQuery(name)
	}
	return at, nil
}
