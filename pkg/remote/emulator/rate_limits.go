package emulator

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

const rateLimitsPath = apiPath + "/rateLimits"

func rateLimitRoutes() []route {
	versions := []string{"2025-03-12"}
	return []route{
		{method: http.MethodGet, path: rateLimitsPath, versions: versions, operate: listRateLimits},
		{method: http.MethodGet, path: rateLimitsPath + "/{endpointSetId}", versions: versions, operate: getRateLimit},
	}
}

func listRateLimits(c *call) (reply, error) {
	asked, err := c.askedScopes()
	if err != nil {
		return reply{}, err
	}
	var found []endpointSet
	for _, set := range endpointSets() {
		if (len(asked) == 0 || slices.Contains(asked, set.scope)) && c.wanted(set) {
			found = append(found, set)
		}
	}
	return c.pageOf(len(found), countAlways, func(i int) object { return c.rateLimitView(found[i]) })
}

// getRateLimit answers one set. That there is none of an ID is said with a guess.
func getRateLimit(c *call) (reply, error) {
	if _, err := c.askedScopes(); err != nil {
		return reply{}, err
	}
	id := c.params["endpointSetId"]
	set, ok := endpointSetByID(id)
	if !ok {
		resource := "endpoint set with ID " + id
		return reply{}, fail(http.StatusNotFound, "RESOURCE_NOT_FOUND", fmt.Sprintf("Cannot find resource %s.", resource), resource)
	}
	return reply{status: http.StatusOK, body: c.rateLimitView(set)}, nil
}

// askedScopes are the scopes whose parameter is given, each of which must name
// something that the caller may see (API document; the codes are guesses). No
// limit depends on which one it is.
func (c *call) askedScopes() ([]string, error) {
	var asked []string
	for _, p := range []struct {
		name, scope string
		check       func(string) error
	}{
		{"groupId", scopeGroup, c.checkGroup},
		{"orgId", "ORGANIZATION", c.checkOrganization},
		{"userId", scopeUser, c.checkUser},
		{"ipAddress", "IP", c.checkAddress},
	} {
		if !c.query.Has(p.name) {
			continue
		}
		if err := p.check(c.query.Get(p.name)); err != nil {
			return nil, err
		}
		asked = append(asked, p.scope)
	}
	return asked, nil
}

func (c *call) checkGroup(id string) error {
	if !isObjectID(id) {
		return errQuery("groupId")
	}
	return c.checkProject(id)
}

func (c *call) checkOrganization(id string) error {
	switch {
	case !isObjectID(id):
		return errQuery("orgId")
	case id != organizationID:
		return fail(http.StatusNotFound, "ORG_NOT_FOUND", fmt.Sprintf("No organization with ID %s exists.", id), id)
	}
	return nil
}

func (c *call) checkUser(id string) error {
	if id != c.who.As.ID {
		return errNotYours()
	}
	return nil
}

func (c *call) checkAddress(text string) error {
	switch address, err := netip.ParseAddr(text); {
	case err != nil:
		return errQuery("ipAddress")
	case address.Unmap() != c.who.From:
		return errNotYours()
	}
	return nil
}

// wanted reports whether a set passes the filters by name and by path.
func (c *call) wanted(set endpointSet) bool {
	if names := c.query["name"]; len(names) > 0 && !slices.Contains(names, set.name) {
		return false
	}
	paths := c.query["endpointPath"]
	return len(paths) == 0 || slices.ContainsFunc(c.endpointsOf(set), func(r route) bool {
		return slices.ContainsFunc(paths, func(path string) bool { return sameTemplate(path, r.path) })
	})
}

// sameTemplate compares paths but for the names of their parameters, which are
// not always those of the API document here.
func sameTemplate(a, b string) bool {
	one, other := strings.Split(a, "/"), strings.Split(b, "/")
	return slices.EqualFunc(one, other, func(x, y string) bool {
		return x == y || strings.HasPrefix(x, "{") && strings.HasPrefix(y, "{")
	})
}

// endpointsOf are the routes that draw from the bucket of a set. Those of the
// inspection belong to both of its sets.
func (c *call) endpointsOf(set endpointSet) []route {
	var in []route
	for _, r := range routes() {
		of, ok := endpointSetOf(r.path)
		if ok && (of.id == set.id || of.name == set.name) {
			in = append(in, r)
		}
	}
	return in
}

func (c *call) rateLimitView(set endpointSet) object {
	endpoints := []any{}
	for _, r := range c.endpointsOf(set) {
		endpoints = append(endpoints, object{"method": r.method, "path": r.path})
	}
	applied := c.limits.of(set)
	return object{
		"capacity":              rateLimitValue(applied.Capacity, set.limit.Capacity),
		"endpointSetId":         set.id,
		"endpointSetName":       set.name,
		"endpoints":             endpoints,
		"refillDurationSeconds": object{"value": int(refillPeriod / time.Second)},
		"refillRate":            rateLimitValue(applied.Refill, set.limit.Refill),
		"scope":                 set.scope,
	}
}

// rateLimitValue tells the default only where another value applies (API
// document).
func rateLimitValue(applied, usual int) object {
	value := object{"value": applied}
	if applied != usual {
		value["defaultValue"] = usual
	}
	return value
}
