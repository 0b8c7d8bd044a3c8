package guard

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// The names of rules, as files spell them.
const (
	approval    = "approval"
	hazards     = "allow-hazards"
	maxDeletes  = "max-deletes"
	maxReplaces = "max-replaces"
	maxChanges  = "max-changes"
	maxPercent  = "max-percent"

	byDigest = "digest" // the one value of approval
)

// Overridable lists the rules that whoever applies can override by name: the
// limits, and each hazard by its code. That a plan has to be approved is none
// of them: it is obeyed by approving the plan.
func Overridable() []string {
	return slices.Concat([]string{maxDeletes, maxReplaces, maxChanges, maxPercent}, plan.HazardCodes())
}

// Config is what the files of a run lay down.
type Config struct {
	// Paths is what to read where the command line names nothing, relative to
	// the file that says so. Only a Config of one file has them.
	Paths []spec.At[string]

	project spec.At[string]     // of documents that name none; empty when nothing is said
	rules   []rule              // in the order of the files
	places  map[string]spec.Pos // of the projects that have rules of their own
}

// Project is the project of documents that name none, or nothing.
func (c *Config) Project() string { return c.project.Value }

// rule is one setting that can refuse a plan.
type rule struct {
	name    string
	project string    // empty: every project without such a rule of its own
	kind    spec.Kind // empty: all kinds together
	pos     spec.Pos
	most    int      // of a limit
	codes   []string // of allow-hazards
}

func (c *Config) add(r rule) { c.rules = append(c.rules, r) }

// value is what the rule says, for people.
func (r rule) value() string {
	switch r.name {
	case approval:
		return byDigest
	case hazards:
		return "[" + strings.Join(r.codes, ", ") + "]"
	}
	return strconv.Itoa(r.most)
}

// about names what the rule is about, in the words of the file.
func (r rule) about() string {
	name := r.name
	if r.kind != "" {
		name += " of " + string(r.kind)
	}
	if r.project != "" {
		name += " in " + r.project
	}
	return name
}

// Combine gives the settings of a run that has several files. All of their
// rules are in force; that two files contradict each other is a problem.
func Combine(files ...*Config) (*Config, error) {
	all := &Config{places: map[string]spec.Pos{}}
	var problems spec.Problems
	contradict := func(what string, first, second spec.Pos, was, is string) {
		problems = append(problems, spec.Problem{Pos: second, Msg: fmt.Sprintf(
			"%s is %s here and %s at %s, and both files are in force: let them agree, or run on less at once", what, is, was, first)})
	}
	for _, file := range files {
		switch {
		case file.project.Value == "":
		case all.project.Value == "":
			all.project = file.project
		case all.project.Value != file.project.Value:
			contradict("project", all.project.Pos, file.project.Pos, strconv.Quote(all.project.Value), strconv.Quote(file.project.Value))
		}
		for _, r := range file.rules {
			switch other, found := all.exact(r.name, r.project, r.kind); {
			case !found:
				all.add(r)
			case other.value() != r.value():
				contradict(r.about(), other.pos, r.pos, other.value(), r.value())
			}
		}
		maps.Copy(all.places, file.places)
	}
	return all, problems.ErrorOrNil()
}

// exact finds the rule that is written for exactly this.
func (c *Config) exact(name, project string, kind spec.Kind) (rule, bool) {
	i := slices.IndexFunc(c.rules, func(r rule) bool { return r.name == name && r.project == project && r.kind == kind })
	if i < 0 {
		return rule{}, false
	}
	return c.rules[i], true
}

// find finds the rule that holds in a project: its own, else the general one.
func (c *Config) find(name, project string, kind spec.Kind) (rule, bool) {
	if r, ok := c.exact(name, project, kind); ok {
		return r, true
	}
	return c.exact(name, "", kind)
}

// CheckProjects holds the projects of the documents against those that have
// rules of their own. Only Atlas knows that a name and an ID mean the same
// project, so where the two are spelled differently a rule could be missed.
func (c *Config) CheckProjects(projects []string) error {
	var problems spec.Problems
	for _, project := range projects {
		if _, known := c.places[project]; known {
			continue
		}
		for _, other := range slices.Sorted(maps.Keys(c.places)) {
			if isID(other) != isID(project) {
				problems = append(problems, spec.Problem{Pos: c.places[other], Msg: fmt.Sprintf(
					"project %q may be the one that the documents call %q: spell it as they do, or write %q: {} under projects if it is another one",
					other, project, project)})
			}
		}
	}
	return problems.ErrorOrNil()
}

// isID reports whether a project is spelled as its ID.
func isID(project string) bool {
	return len(project) == 24 && strings.Trim(project, "0123456789abcdef") == ""
}

// Unapproved gives the rules that want an approved plan in one of the projects.
func (c *Config) Unapproved(projects []string) []plan.Refusal {
	var refusals []plan.Refusal
	for _, project := range projects {
		if r, ok := c.find(approval, project, ""); ok {
			refusals = append(refusals, r.refusal(project, ": an approved plan is wanted in "+project))
		}
	}
	return refusals
}

// refusal is the rule as it refuses a plan.
func (r rule) refusal(project, why string) plan.Refusal {
	return plan.Refusal{
		Rule: r.name, Project: project, Kind: r.kind, Origin: spec.Origin{File: r.pos.File, Line: r.pos.Line},
		Text: r.name + " " + r.value() + why,
	}
}

func compare(a, b plan.Refusal) int {
	return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Origin.File, b.Origin.File),
		cmp.Compare(a.Origin.Line, b.Origin.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kind, b.Kind))
}
