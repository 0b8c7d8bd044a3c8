package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// guardOptions say which rules of the settings one run may break.
type guardOptions struct {
	override wordSet
}

func (o *guardOptions) bind(f *pflag.FlagSet) {
	o.override.among = guard.Overridable()
	f.Var(&o.override, "override", "rules of "+spec.SettingsFile+" that this run may break: "+strings.Join(o.override.among, ", "))
}

// permitted refuses, before anything is sent, a way of approval that the
// settings do not take.
func (o approvalOptions) permitted(rules *guard.Config, projects []string) error {
	refusals := rules.Unapproved(projects)
	if len(refusals) == 0 || o.expect != "" || o.file != "" || o.resume {
		return nil
	}
	r := refusals[0]
	return refusedf("%s %s: give --expect DIGEST or --approved FILE; nothing was changed", r.Origin, r.Text)
}

// judge holds a plan against the rules. What is overridden is told, and is no
// refusal any more.
func (e env) judge(p *plan.Plan, rules *guard.Config, o guardOptions) {
	p.Refusals = slices.DeleteFunc(rules.Check(p), func(r plan.Refusal) bool {
		overridden := slices.Contains(o.override.chosen, r.Rule)
		if overridden {
			e.say("%s %s: overridden\n", r.Origin, r.Text)
		}
		return overridden
	})
}

// refuse names every rule that is in the way of a plan.
func (e env) refuse(p *plan.Plan) error {
	if len(p.Refusals) == 0 {
		return nil
	}
	var names []string
	for _, r := range p.Refusals {
		e.say("%s %s; --override %s lets it pass\n", r.Origin, r.Text, r.Rule)
		names = append(names, r.Rule)
	}
	slices.Sort(names)
	return refusedf("the plan breaks %s (%s): nothing was changed", spec.Count(len(p.Refusals), "rule"), strings.Join(slices.Compact(names), ", "))
}
