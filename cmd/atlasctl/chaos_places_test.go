package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// spot is where the API has the objects of a kind, below their project.
type spot struct {
	spectest.Place

	kind spec.Kind
}

// places lists them, the ones that tell more first. Kinds that share their names
// are one.
var places = sync.OnceValue(func() []spot {
	var all []spot
	for _, s := range spectest.All() {
		for _, p := range s.Estate.Places {
			all = append(all, spot{p, inSpace(s.Kind)})
		}
	}
	open := func(p spot) int { return strings.Count(p.One, "{") + strings.Count(p.One, "*") }
	slices.SortStableFunc(all, func(a, b spot) int { return open(a) - open(b) })
	return all
})

// match takes a path apart, if it is one like that.
func match(pattern, path string) (bound map[string]string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	bound = map[string]string{}
	var name []string
	for i, segment := range want {
		text, err := url.PathUnescape(got[i]) // the emulator has done so, too
		switch {
		case err != nil:
			return nil, false
		case segment == "{parent}":
			bound[segment] = text
		case strings.HasPrefix(segment, "{"):
			name = append(name, text)
			bound["{name}"] = strings.Join(name, "/")
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
		return c.posted(spot{kind: root()}, spec.Address{}, x, ids)
	}
	project := c.projectOf(group)
	for _, p := range places() {
		if x.Method == http.MethodPost {
			if bound, ok := match(p.All, path); ok && p.All != "" {
				return c.posted(p, spec.Address{Project: project, Parent: bound["{parent}"]}, x, ids)
			}
			path, _ = cutAction(path)
		}
		if bound, ok := match(p.One, path); ok {
			at := spec.Address{Project: project, Parent: bound["{parent}"], Name: bound["{name}"]}
			return []spec.Address{c.called(p.kind, at, ids)}
		}
	}
	return nil
}

// projectOf is the name of a project. One that has come and gone in between has an
// ID that neither state knows: it is the one that the plan makes.
func (c *chaos) projectOf(id string) string {
	if name, known := c.names[id]; known {
		return name
	}
	for _, op := range c.world.calm.Operations {
		if op.Action == plan.Create && op.Addr.IsProject() {
			return op.Addr.Project
		}
	}
	return ""
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
		at.Name, _ = body["name"].(string)
		if p.Posted != nil {
			at.Name = p.Posted(body)
		}
		if at.Name != "" {
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
	if kind == root() {
		at.Name = strings.Trim(at.Project+at.Name, "/")
		at.Project = at.Name
	}
	at.Name = inDocuments(kind, at.Name)
	if name, known := c.marks()[mark{at.Project, kind, strings.ToLower(at.Name)}]; known {
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

// markIn is the longest of the texts by which an object is told, in small letters:
// of some it does not matter how they are spelled.
func markIn(r spec.Resource) mark {
	text := slices.MaxFunc(r.Tells(), func(a, b string) int { return len(a) - len(b) })
	return mark{r.Addr.Project, r.Addr.Kind, strings.ToLower(text)}
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
	if addr.IsProject() {
		return "/groups/*"
	}
	return located(placeOf(addr.Kind).One, addr)
}

// collectionPath is where such an object is posted to.
func collectionPath(addr spec.Address) string {
	if addr.IsProject() {
		return "/groups"
	}
	return located(placeOf(addr.Kind).All, addr)
}

// placeOf is where a kind is, whichever of its APIs is used.
func placeOf(kind spec.Kind) spectest.Place {
	of := spectest.Of(kind).Estate.Places
	if len(of) > 1 && of[1].All != "" {
		return spectest.Place{All: "/*", One: "/*/{name}"}
	}
	return of[0]
}

var inBraces = regexp.MustCompile(`\{\w+\}`)

func located(pattern string, addr spec.Address) string {
	return inBraces.ReplaceAllStringFunc(pattern, func(part string) string {
		switch parent, _ := addr.ParentAddress(); part {
		case "{parent}":
			return handle(parent)
		case "{name}":
			return handle(addr)
		default:
			return "*"
		}
	})
}

// handle is what an object goes by in a path, as a pattern.
func handle(addr spec.Address) string {
	if t, _ := spec.TypeOf(addr.Kind); t.Identity != nil || t.Key != "" {
		return "*"
	}
	if of := spectest.Of(addr.Kind).Estate.Segment; of != nil {
		return segment(of(addr.Name))
	}
	return segment(addr.Name)
}
