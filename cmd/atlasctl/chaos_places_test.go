package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// spot is where the API has the objects of a kind, below their project.
type spot struct {
	kind  spec.Kind
	all   string // to which they are posted
	one   string // {parent} and {name} stand for what they go by, * for anything
	names func(posted map[string]any) []string
}

// places lists them, the ones that tell more first. All clusters are of one kind,
// since they share their names.
func places() []spot {
	name := texts("name")
	endpoints := "/privateEndpoint/*/endpointService"
	instances := "/privateEndpoint/serverless/instance/{parent}/endpoint"
	return []spot{
		{kindCluster, "/flexClusters", "/flexClusters/{name}", name},
		{kindCluster, "/serverless", "/serverless/{name}", name},
		{kindCluster, "/clusters", "/clusters/{name}", name},
		{spec.KindServerlessPrivateEndpoint, instances, instances + "/{name}", texts("comment")},
		{spec.KindPrivateEndpointService, "/privateEndpoint/endpointService", "/privateEndpoint/endpointService/{name}", texts("region")},
		{spec.KindPrivateEndpointService, "", endpoints + "/{name}", nil},
		{spec.KindPrivateEndpoint, endpoints + "/{parent}/endpoint", endpoints + "/{parent}/endpoint/{name}", texts("id", "endpointGroupName")},
		{spec.KindStreamPrivateLink, "/streams/privateLinkConnections", "/streams/privateLinkConnections/{name}", texts("serviceEndpointId")},
		{spec.KindStreamConnection, "/streams/{parent}/connections", "/streams/{parent}/connections/{name}", name},
		{spec.KindStreamProcessor, "/streams/{parent}/processor", "/streams/{parent}/processor/{name}", name},
		{spec.KindStreamWorkspace, "/streams", "/streams/{name}", name},
		{spec.KindIPAccessListEntry, "/accessList", "/accessList/{name}", texts("cidrBlock", "ipAddress", "awsSecurityGroup")},
		{spec.KindCustomDBRole, "/customDBRoles/roles", "/customDBRoles/roles/{name}", texts("roleName")},
		{spec.KindDatabaseUser, "/databaseUsers", "/databaseUsers/{database}/{name}", userNames},
		{spec.KindProject, "", "", nil},
		{spec.KindProject, "", "/settings", nil},
	}
}

// texts gives those of the members of a body that are there.
func texts(members ...string) func(map[string]any) []string {
	return func(posted map[string]any) []string {
		var all []string
		for _, member := range members {
			if text, ok := posted[member].(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
}

func userNames(posted map[string]any) []string {
	database, _ := posted["databaseName"].(string)
	username, _ := posted["username"].(string)
	return []string{spec.UserName(database, username)}
}

// placeOf is the first one of a kind.
func placeOf(kind spec.Kind) spot {
	all := places()
	return all[slices.IndexFunc(all, func(p spot) bool { return p.kind == clusterKind(spec.Address{Kind: kind}).Kind })]
}

// match takes a path apart, if it is one like that.
func match(pattern, path string) (bound map[string]string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	bound = map[string]string{}
	for i, segment := range want {
		text, err := url.PathUnescape(got[i]) // the emulator has done so, too
		switch {
		case err != nil:
			return nil, false
		case strings.HasPrefix(segment, "{"):
			bound[segment] = text
		case segment != "*" && segment != text:
			return nil, false
		}
	}
	return bound, true
}

// objectsOf are the objects that a request is for: the one of its path, or those
// that a POST makes. Some go by IDs; ids knows their names.
func (c *chaos) objectsOf(x exchange, ids map[string]string) []spec.Address {
	path, _, _ := strings.Cut(x.Path, "?")
	_, path, ok := strings.Cut(path, "/groups")
	group, path := cutSegment(strings.TrimPrefix(path, "/"))
	switch {
	case !ok:
		return nil
	case group == "":
		return c.posted(spot{kind: spec.KindProject, names: texts("name")}, spec.Address{}, x, ids)
	}
	project := c.names[group]
	for _, p := range places() {
		if x.Method == http.MethodPost {
			if bound, ok := match(p.all, path); ok && p.names != nil {
				return c.posted(p, spec.Address{Project: project, Parent: bound["{parent}"]}, x, ids)
			}
			path, _ = cutAction(path)
		}
		if bound, ok := match(p.one, path); ok {
			at := spec.Address{Project: project, Parent: bound["{parent}"], Name: bound["{name}"]}
			if database, is := bound["{database}"]; is {
				at.Name = spec.UserName(database, at.Name)
			}
			return []spec.Address{c.called(p.kind, at, ids)}
		}
	}
	return nil
}

// cutAction takes off a path what is done to its object, such as :start.
func cutAction(path string) (object, action string) {
	for _, action := range []string{":startWith", ":start", ":stop"} {
		if object, is := strings.CutSuffix(path, action); is {
			return object, action
		}
	}
	return path, ""
}

// cutSegment takes the first segment off a path; what is left begins with a slash.
func cutSegment(path string) (segment, rest string) {
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}

func (c *chaos) posted(p spot, at spec.Address, x exchange, ids map[string]string) []spec.Address {
	var bodies []map[string]any
	if json.Unmarshal(x.Body, &bodies) != nil {
		bodies = make([]map[string]any, 1)
		if json.Unmarshal(x.Body, &bodies[0]) != nil {
			return nil
		}
	}
	var made []spec.Address
	for _, body := range bodies {
		if names := p.names(body); len(names) > 0 {
			at.Name = names[0]
			made = append(made, c.called(p.kind, at, ids))
		}
	}
	return made
}

// called gives the address that documents have for what the API calls otherwise.
func (c *chaos) called(kind spec.Kind, at spec.Address, ids map[string]string) spec.Address {
	at.Kind = kind
	for _, part := range []*string{&at.Parent, &at.Name} {
		if name, known := ids[*part]; known {
			*part = name
		}
	}
	switch kind {
	case spec.KindProject:
		at.Name = strings.Trim(at.Project+at.Name, "/")
		at.Project = at.Name
	case spec.KindIPAccessListEntry:
		at.Name = spec.AccessEntry(at.Name)
	default:
	}
	if name, known := c.marks()[mark{at.Project, kind, at.Name}]; known {
		at.Name = name
	}
	return at
}

// mark is a text by which an object can be told that has no name.
type mark struct {
	project string
	kind    spec.Kind
	text    string
}

// markIn is the longest of the texts by which an object is told.
func markIn(r spec.Resource) mark {
	return mark{r.Addr.Project, r.Addr.Kind, slices.MaxFunc(r.Tells(), func(a, b string) int { return len(a) - len(b) })}
}

// marks gives the names that documents have for them.
func (c *chaos) marks() map[mark]string {
	if c.marked == nil {
		c.marked = map[mark]string{}
		for _, r := range slices.Concat(c.world.live, c.world.want) {
			if r.Tells() != nil {
				c.marked[markIn(r)] = r.Addr.Name
			}
		}
	}
	return maps.Clone(c.marked)
}

// pathOf is the path of an object below its project, as a pattern for rules. What
// goes by an ID that nobody knows yet is any of its place.
func pathOf(addr spec.Address) string {
	p := placeOf(addr.Kind)
	if p.kind == spec.KindProject {
		return "/groups/*"
	}
	if p.kind == kindCluster && addr.Kind != spec.KindFlexCluster {
		p.one = "/*/{name}" // whichever API it is written by
	}
	return located(p.one, addr)
}

// collectionPath is where such an object is posted to.
func collectionPath(addr spec.Address) string {
	switch p := placeOf(addr.Kind); {
	case p.kind == spec.KindProject:
		return "/groups"
	case p.kind == kindCluster && addr.Kind != spec.KindFlexCluster:
		return "/*"
	}
	return located(placeOf(addr.Kind).all, addr)
}

func located(pattern string, addr spec.Address) string {
	parent := spec.Address{Kind: parentOf(addr).Kind, Name: addr.Parent}
	return strings.NewReplacer("{parent}", handle(parent), "{name}", handle(addr), "{database}", "*").Replace(pattern)
}

// handle is what an object goes by in a path, as a pattern.
func handle(addr spec.Address) string {
	if addr.Kind == spec.KindDatabaseUser {
		_, addr.Name = spec.ReadUserName(addr.Name)
	}
	if t, _ := spec.TypeOf(addr.Kind); t.Identity != nil || t.Key != "" {
		return "*"
	}
	return segment(addr.Name)
}
