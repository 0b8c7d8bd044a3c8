package render

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// The versions that readers check: of the form, and the first one of Terraform
// that has every member used here. No Terraform is involved.
const (
	tfFormatVersion = "1.2"
	tfVersion       = "1.9.0"
)

// TFPlan renders a plan in the JSON form of a plan of Terraform, for the tools
// that read one. Resources are whole there, before and after, since a policy
// asks for what a change leaves alone as well. A secret is its reference, and
// marked as sensitive, like a live value that is hidden. What is blocked is a
// deferred change. The error is as for [JSON].
func TFPlan(p *plan.Plan) ([]byte, error) {
	doc := tfPlan{
		FormatVersion:    tfFormatVersion,
		TerraformVersion: tfVersion,
		ResourceChanges:  each(p.Operations, tfOperation),
		DeferredChanges:  each(p.Blocked, tfBlocked),
		Applyable:        len(p.Operations) > 0 && len(p.Blocked) == 0,
		Complete:         len(p.Blocked) == 0,
		Atlasctl:         tfPlanExtra{p.Digest()},
	}
	doc.PlannedValues.RootModule.Resources = planned(doc)
	return encode(doc)
}

func tfOperation(op plan.Operation) tfResource {
	r := tfResource{
		tfIdentity:   tfIdentityOf(op.Addr),
		Change:       tfChangeOf(op),
		ActionReason: tfReason(op),
		Atlasctl:     tfExtra{Origin: origin(op.Origin), Hazards: each(op.Hazards, func(h plan.Hazard) hazard { return hazard(h) })},
	}
	r.Atlasctl.Protect = op.Want != nil && op.Want.Protect
	return r
}

func tfBlocked(b plan.Blocked) tfDeferred {
	op := plan.Operation{Addr: b.Addr, Action: b.Action, Origin: b.Origin, Fields: b.Fields, Live: b.Live, Want: b.Want}
	return tfDeferred{Reason: b.Reason, ResourceChange: tfOperation(op)}
}

// tfReason gives those of Terraform's own words for a reason that fit.
func tfReason(op plan.Operation) string {
	switch {
	case op.Action == plan.Delete && op.Origin.File == "":
		return "delete_because_no_resource_config"
	case op.Action == plan.Replace && slices.ContainsFunc(op.Fields, func(f plan.Field) bool { return f.ForcesReplace }):
		return "replace_because_cannot_update"
	}
	return ""
}

func tfChangeOf(op plan.Operation) tfChange {
	before, after := sides(op)
	change := tfChange{Actions: tfActions(op.Action), Before: plan.Value(before), After: plan.Value(after)}
	change.BeforeSensitive, change.AfterSensitive = sensitiveSide(before), sensitiveSide(after)
	for _, f := range op.Fields {
		if f.ForcesReplace {
			change.ReplacePaths = append(change.ReplacePaths, f.Path)
		}
	}
	return change
}

func tfActions(a plan.Action) []string {
	if a == plan.Replace {
		return []string{plan.Delete.String(), plan.Create.String()}
	}
	return []string{a.String()}
}

// sides gives a resource before and after an operation, nil where there is
// none. What both have in a list stands in one place, that of the document.
func sides(op plan.Operation) (before, after *yaml.Node) {
	t, _ := spec.TypeOf(op.Addr.Kind)
	var live, want spec.Body
	if op.Want != nil && op.Action != plan.Delete {
		want = op.Want.Body
	}
	if op.Live != nil && op.Action != plan.Create {
		live = t.Align(want, op.Live.Body)
		before = withGaps(attributes(op.Addr, live))
	}
	if want == nil {
		return before, nil
	}
	if op.Action == plan.Update {
		want = plan.Adopt(t, want, op.Live.Body)
	}
	if !slices.ContainsFunc(op.Fields, func(f plan.Field) bool { return t.FieldAt(f.Path).SentWith != nil }) {
		want = t.WithoutKnobs(want)
	}
	return before, attributes(op.Addr, want)
}

// planned gives what the plan leads to of the resources that it touches: it
// knows of no others. One that is blocked stays as it is.
func planned(doc tfPlan) []tfState {
	states := []tfState{}
	add := func(id tfIdentity, values, sensitive any) {
		if values != nil {
			states = append(states, tfState{tfIdentity: id, Values: values, SensitiveValues: sensitive})
		}
	}
	for _, r := range doc.ResourceChanges {
		add(r.tfIdentity, r.Change.After, r.Change.AfterSensitive)
	}
	for _, d := range doc.DeferredChanges {
		add(d.ResourceChange.tfIdentity, withoutGaps(d.ResourceChange.Change.Before), d.ResourceChange.Change.BeforeSensitive)
	}
	return states
}
