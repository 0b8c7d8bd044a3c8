package guard

import (
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Read reads one file. Its error is of type [spec.Problems].
func Read(src spec.Source) (*Config, error) {
	body, err := spec.ReadSettings(src, Settings())
	if err != nil {
		return nil, err
	}
	s := body.(*settings)
	c := &Config{places: map[string]spec.Pos{}}
	if s.Project != nil {
		c.project = *s.Project
	}
	if s.Paths != nil {
		c.Paths = s.Paths.Value
	}
	c.read("", rules{s.Approval, s.Hazards, s.Limits})
	for _, project := range slices.Sorted(maps.Keys(s.Projects)) {
		at := s.Projects[project]
		c.places[project] = at.Pos
		c.read(project, at.Value)
	}
	return c, nil
}

// read takes the rules for a project, or for all of them.
func (c *Config) read(project string, s rules) {
	if s.Approval != nil {
		c.add(rule{name: approval, project: project, pos: s.Approval.Pos})
	}
	if s.Hazards != nil {
		allowed := rule{name: hazards, project: project, pos: s.Hazards.Pos}
		for _, code := range s.Hazards.Value {
			allowed.codes = append(allowed.codes, code.Value)
		}
		slices.Sort(allowed.codes)
		allowed.codes = slices.Compact(allowed.codes)
		c.add(allowed)
	}
	if s.Limits == nil {
		return
	}
	l := s.Limits
	c.caps(project, "", caps{l.Deletes, l.Replaces, l.Changes, l.Percent})
	for _, kind := range slices.Sorted(maps.Keys(l.Kinds)) {
		c.caps(project, spec.Kind(kind), l.Kinds[kind].Value)
	}
}

func (c *Config) caps(project string, kind spec.Kind, l caps) {
	for _, limit := range []struct {
		name string
		most *spec.At[int64]
	}{{maxDeletes, l.Deletes}, {maxReplaces, l.Replaces}, {maxChanges, l.Changes}, {maxPercent, l.Percent}} {
		if limit.most != nil {
			c.add(rule{name: limit.name, project: project, kind: kind, pos: limit.most.Pos, most: int(limit.most.Value)})
		}
	}
}
