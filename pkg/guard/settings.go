package guard

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// settings is a file as it is written.
type settings struct {
	Project  *spec.At[string]          `yaml:"project"`
	Paths    *texts                    `yaml:"paths"`
	Approval *spec.At[string]          `yaml:"approval"`
	Hazards  *texts                    `yaml:"allow-hazards"`
	Limits   *limits                   `yaml:"limits"`
	Projects map[string]spec.At[rules] `yaml:"projects"`
}

// rules are what can be said of a project, too.
type rules struct {
	Approval *spec.At[string] `yaml:"approval"`
	Hazards  *texts           `yaml:"allow-hazards"`
	Limits   *limits          `yaml:"limits"`
}

type texts = spec.At[[]spec.At[string]]

type limits struct {
	Deletes  *spec.At[int64]          `yaml:"max-deletes"`
	Replaces *spec.At[int64]          `yaml:"max-replaces"`
	Changes  *spec.At[int64]          `yaml:"max-changes"`
	Percent  *spec.At[int64]          `yaml:"max-percent"`
	Kinds    map[string]spec.At[caps] `yaml:"kinds"`
}

// caps are the limits of one kind.
type caps struct {
	Deletes  *spec.At[int64] `yaml:"max-deletes"`
	Replaces *spec.At[int64] `yaml:"max-replaces"`
	Changes  *spec.At[int64] `yaml:"max-changes"`
	Percent  *spec.At[int64] `yaml:"max-percent"`
}

// Read reads one file. Its error is of type [spec.Problems].
func Read(src spec.Source) (*Config, error) {
	var s settings
	if err := spec.ReadSettings(src, &s); err != nil {
		return nil, err
	}
	r := reader{config: &Config{places: map[string]spec.Pos{}}}
	r.run(s)
	r.rules("", rules{s.Approval, s.Hazards, s.Limits})
	for _, project := range slices.Sorted(maps.Keys(s.Projects)) {
		at := s.Projects[project]
		r.config.places[project] = at.Pos
		r.checkProject("projects", project, at.Pos)
		r.rules(project, at.Value)
	}
	if err := r.problems.ErrorOrNil(); err != nil {
		return nil, err
	}
	return r.config, nil
}

// reader turns settings into rules, and collects what is wrong with them.
type reader struct {
	config   *Config
	problems spec.Problems
}

func (r *reader) problemf(pos spec.Pos, format string, args ...any) {
	r.problems = append(r.problems, spec.Problem{Pos: pos, Msg: fmt.Sprintf(format, args...)})
}

// run reads what the run is about.
func (r *reader) run(s settings) {
	if s.Project != nil {
		r.config.project = *s.Project
		r.checkProject("project", s.Project.Value, s.Project.Pos)
	}
	if s.Paths == nil {
		return
	}
	r.config.Paths = s.Paths.Value
	if len(s.Paths.Value) == 0 {
		r.problemf(s.Paths.Pos, "paths is empty: list files and folders, or leave the key out")
	}
	for _, path := range s.Paths.Value {
		if path.Value == "" || path.Value == "-" || filepath.IsAbs(path.Value) || strings.HasPrefix(path.Value, "/") {
			r.problemf(path.Pos, "paths: %q: want a file or a folder, relative to this file", path.Value)
		}
	}
}

func (r *reader) checkProject(key, name string, pos spec.Pos) {
	if words := spec.CheckProject(name); words != "" {
		r.problemf(pos, "%s: %q %s", key, name, words)
	}
}

// rules reads the rules for a project, or for all of them.
func (r *reader) rules(project string, s rules) {
	if s.Approval != nil {
		r.word("approval", s.Approval.Value, s.Approval.Pos, []string{byDigest})
		r.config.add(rule{name: approval, project: project, pos: s.Approval.Pos})
	}
	if s.Hazards != nil {
		allowed := rule{name: hazards, project: project, pos: s.Hazards.Pos}
		for _, code := range s.Hazards.Value {
			r.word("allow-hazards", code.Value, code.Pos, plan.HazardCodes())
			allowed.codes = append(allowed.codes, code.Value)
		}
		slices.Sort(allowed.codes)
		allowed.codes = slices.Compact(allowed.codes)
		r.config.add(allowed)
	}
	if s.Limits == nil {
		return
	}
	l := s.Limits
	r.caps(project, "", caps{l.Deletes, l.Replaces, l.Changes, l.Percent})
	for _, kind := range slices.Sorted(maps.Keys(l.Kinds)) {
		r.word("kinds", kind, l.Kinds[kind].Pos, spec.KindNames())
		r.caps(project, spec.Kind(kind), l.Kinds[kind].Value)
	}
}

func (r *reader) caps(project string, kind spec.Kind, c caps) {
	for _, limit := range []struct {
		name string
		most *spec.At[int64]
	}{{maxDeletes, c.Deletes}, {maxReplaces, c.Replaces}, {maxChanges, c.Changes}, {maxPercent, c.Percent}} {
		switch {
		case limit.most == nil:
			continue
		case limit.most.Value < 0:
			r.problemf(limit.most.Pos, "%s: %d: want 0 or more", limit.name, limit.most.Value)
		case limit.name == maxPercent && limit.most.Value > 100:
			r.problemf(limit.most.Pos, "%s: %d: want a share from 0 to 100", limit.name, limit.most.Value)
		}
		r.config.add(rule{name: limit.name, project: project, kind: kind, pos: limit.most.Pos, most: int(limit.most.Value)})
	}
}

// word wants one of a few words.
func (r *reader) word(key, text string, pos spec.Pos, among []string) {
	if !slices.Contains(among, text) {
		r.problemf(pos, "%s: %q is unknown%s; allowed: %s", key, text, spec.DidYouMean(text, among), strings.Join(among, ", "))
	}
}
