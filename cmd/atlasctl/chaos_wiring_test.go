package main

import (
	"encoding/json"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// side is what is live, or what the files want to be there.
type side struct {
	bodies map[spec.Address]spec.Body
	absent map[spec.Address]bool
}

func (d *drawer) liveSide() side { return side{d.live, nil} }
func (d *drawer) wantSide() side { return side{d.want, d.absent} }

// surroundings are what an object has around it on one side.
type surroundings struct {
	*drawer
	side
}

func (s surroundings) There(kind spec.Kind, project, parent string) []string {
	var names []string
	for addr, body := range s.bodies {
		if addr.Kind == kind && addr.Project == project && addr.Parent == parent && body != nil && !s.side.absent[addr] {
			names = append(names, addr.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (s surroundings) At(addr spec.Address) spec.Body {
	if body := s.bodies[addr]; body != nil {
		return body
	}
	return s.live[addr]
}

func (s surroundings) Native() bool { return s.native }
func (s surroundings) Fresh() bool  { return s.fresh }

// referable reports whether whatever refers to such an object needs it. A
// connection to a cluster that is not there is one that does not work yet.
func referable(kind spec.Kind) bool {
	return len(spec.PinnedBy(kind))+len(spec.KeptBy(kind)) > 0
}

// quoted is a text as JSON.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // no text is no JSON
	}
	return string(data)
}
