package guard

import (
	"fmt"
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Check gives the rules that a plan breaks, sorted. Rules whose names are
// overridden are among them: it is for the edge to let them pass.
func (c *Config) Check(p *plan.Plan) []plan.Refusal {
	var refusals []plan.Refusal
	for _, t := range tallies(p) {
		refusals = slices.Concat(refusals, c.limits(t), c.shares(t), c.hazards(t))
	}
	slices.SortFunc(refusals, compare)
	return refusals
}

// tally is what a plan does to a project.
type tally struct {
	project string
	all     counts
	kinds   map[spec.Kind]counts
	hazards map[string][]spec.Address // what has them, by code
}

// counts are of operations, but for live.
type counts struct{ creates, updates, replaces, deletes, live int }

// changes are operations of every sort.
func (n counts) changes() int { return n.creates + n.touched() }

// touched are the live objects that do not stay as they are.
func (n counts) touched() int { return n.updates + n.replaces + n.deletes }

func (n counts) plus(a plan.Action) counts {
	switch a {
	case plan.Create:
		n.creates++
	case plan.Update:
		n.updates++
	case plan.Replace:
		n.replaces++
	case plan.Delete:
		n.deletes++
	}
	return n
}

// tallies counts a plan, project by project.
func tallies(p *plan.Plan) []*tally {
	byProject := map[string]*tally{}
	at := func(project string) *tally {
		if byProject[project] == nil {
			byProject[project] = &tally{project: project, kinds: map[spec.Kind]counts{}, hazards: map[string][]spec.Address{}}
		}
		return byProject[project]
	}
	for _, l := range p.Live {
		t := at(l.Project)
		t.kinds[l.Kind] = counts{live: l.Count}
	}
	for _, op := range p.Operations {
		t := at(op.Addr.Project)
		t.all = t.all.plus(op.Action)
		t.kinds[op.Addr.Kind] = t.kinds[op.Addr.Kind].plus(op.Action)
		for _, h := range op.Hazards {
			if list := t.hazards[h.Code]; len(list) == 0 || list[len(list)-1] != op.Addr {
				t.hazards[h.Code] = append(list, op.Addr)
			}
		}
	}
	var list []*tally
	for _, project := range slices.Sorted(maps.Keys(byProject)) {
		list = append(list, byProject[project])
	}
	return list
}

// limits holds the numbers of operations against the limits: those of all kinds
// together, and those of each.
func (c *Config) limits(t *tally) []plan.Refusal {
	var refusals []plan.Refusal
	check := func(kind spec.Kind, n counts) {
		for _, limit := range []struct {
			name, noun string
			n          int
		}{{maxDeletes, "delete", n.deletes}, {maxReplaces, "replacement", n.replaces}, {maxChanges, "change", n.changes()}} {
			if r, ok := c.find(limit.name, t.project, kind); ok && limit.n > r.most {
				refusals = append(refusals, r.refusal(t.project, of(kind)+": "+spec.Count(limit.n, limit.noun)+" in "+t.project))
			}
		}
	}
	check("", t.all)
	for _, kind := range slices.Sorted(maps.Keys(t.kinds)) {
		check(kind, t.kinds[kind])
	}
	return refusals
}

// shares holds the share of the live objects of a kind that do not stay as they
// are against the limit. One object is always within a limit other than 0: of
// two clusters, one is half.
func (c *Config) shares(t *tally) []plan.Refusal {
	var refusals []plan.Refusal
	for _, kind := range slices.Sorted(maps.Keys(t.kinds)) {
		r, ok := c.share(t.project, kind)
		n := t.kinds[kind]
		if !ok || n.touched() <= within(r.most, n.live) {
			continue
		}
		refusal := r.refusal(t.project, fmt.Sprintf("%s: %d of %d live %s in %s updated, replaced or deleted",
			of(r.kind), n.touched(), n.live, kind, t.project))
		refusal.Kind = kind
		refusals = append(refusals, refusal)
	}
	return refusals
}

// share finds the limit that is closest: the project's for the kind, the
// project's, the general one for the kind, the general one.
func (c *Config) share(project string, kind spec.Kind) (rule, bool) {
	for _, p := range []string{project, ""} {
		for _, k := range []spec.Kind{kind, ""} {
			if r, ok := c.exact(maxPercent, p, k); ok {
				return r, true
			}
		}
	}
	return rule{}, false
}

func within(percent, live int) int {
	if percent == 0 {
		return 0
	}
	return max(1, live*percent/100)
}

// hazards names the hazards that are not allowed.
func (c *Config) hazards(t *tally) []plan.Refusal {
	r, ok := c.find(hazards, t.project, "")
	if !ok {
		return nil
	}
	var refusals []plan.Refusal
	for _, code := range slices.Sorted(maps.Keys(t.hazards)) {
		if slices.Contains(r.codes, code) {
			continue
		}
		where := t.hazards[code]
		text := fmt.Sprintf(" lacks %s: %s has it", code, where[0])
		if len(where) > 1 {
			text = fmt.Sprintf(" lacks %s: %s and %s have it", code, where[0], spec.Count(len(where)-1, "other operation"))
		}
		refusal := r.refusal(t.project, text)
		refusal.Rule = code
		refusals = append(refusals, refusal)
	}
	return refusals
}

func of(kind spec.Kind) string {
	if kind == "" {
		return ""
	}
	return " of " + string(kind)
}
