package remote

import (
	"context"
	"fmt"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

const apiPrefix = "/api/atlas/v2/"

// endpointSet are endpoints that share buckets: one for each project when the
// scope is GROUP, else one.
type endpointSet struct {
	id, name            string
	scope               string
	capacity, perSecond float64
	endpoints           []request // paths are templates
}

// endpointSets are the sets that Atlas told of.
type endpointSets []endpointSet

// place says which bucket a request takes from, and what the set is called. As
// long as Atlas did not tell, a set is taken to be what is beside each other in
// a project.
func (s endpointSets) place(r request) (key, name string, set endpointSet) {
	group := groupOf(r.path)
	if set, ok := s.find(r); ok {
		if set.scope == "GROUP" {
			return set.id + " " + group, set.name, set
		}
		return set.id, set.name, set
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(r.path, apiPrefix), "groups/"+group+"/")
	name, _, _ = strings.Cut(rest, "/")
	return group + "/" + name, name, endpointSet{}
}

// find gives the set with the endpoint that a request goes to: of several that
// match, the one that is least a template.
func (s endpointSets) find(r request) (endpointSet, bool) {
	best, found := -1, endpointSet{}
	for _, set := range s {
		for _, e := range set.endpoints {
			if n := literal(e.path, r.path); e.method == r.method && n > best {
				best, found = n, set
			}
		}
	}
	return found, best >= 0
}

// literal counts the segments of a template that a path has literally, and is
// -1 when the path does not match.
func literal(template, path string) int {
	t, p := strings.Split(strings.Trim(template, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
	if len(t) != len(p) {
		return -1
	}
	n := 0
	for i := range t {
		before, _, param := strings.Cut(t[i], "{")
		_, after, _ := strings.Cut(t[i], "}")
		switch {
		case t[i] == p[i]:
			n++
		case !param || !strings.HasPrefix(p[i], before) || !strings.HasSuffix(p[i], after):
			return -1
		}
	}
	return n
}

// maxLimitPages bounds the pages of limits that are read.
const maxLimitPages = 20

// ReadLimits asks Atlas for its rate limits, to follow them from the first
// request on; without it they are learnt on the way. The error is for a debug
// log only: not every key may ask, and nothing depends on it.
func (c *Client) ReadLimits(ctx context.Context) error {
	var sets endpointSets
	for page := 1; page <= maxLimitPages; page++ {
		list, res, err := c.sdk.RateLimitingApi.ListRateLimitsWithParams(single(ctx), &admin.ListRateLimitsApiParams{
			ItemsPerPage: new(pageSize), PageNum: &page,
		}).Execute()
		if err != nil {
			return fmt.Errorf("reading the rate limits: %w", translate(with(res, err)))
		}
		for _, set := range list.GetResults() {
			sets = append(sets, endpointSetFromAtlas(set))
		}
		if len(list.GetResults()) < pageSize {
			break
		}
	}
	if len(sets) == 0 {
		return fmt.Errorf("reading the rate limits: Atlas gave none")
	}
	c.budget.use(sets)
	return nil
}

// endpointSetFromAtlas takes what is applied; a default is only told where it
// is another one.
func endpointSetFromAtlas(s admin.RateLimitEndpointSetResponse) endpointSet {
	set := endpointSet{id: s.GetEndpointSetId(), name: s.GetEndpointSetName(), scope: s.GetScope()}
	capacity, rate, duration := s.GetCapacity(), s.GetRefillRate(), s.GetRefillDurationSeconds()
	set.capacity = float64(capacity.GetValue())
	if seconds := duration.GetValue(); seconds > 0 {
		set.perSecond = float64(rate.GetValue()) / float64(seconds)
	}
	for _, e := range s.GetEndpoints() {
		set.endpoints = append(set.endpoints, request{e.GetMethod(), e.GetPath()})
	}
	return set
}
