package apply

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// result folds the steps into one outcome an operation: a replacement is done
// when both of its steps are.
func (r *run) result() Result {
	result := Result{Outcomes: make([]Outcome, len(r.plan.Operations))}
	for i, p := range r.progress {
		r.fold(&result.Outcomes[r.steps[i].Op], i)
		if !p.wrote {
			continue
		}
		switch r.steps[i].Verb {
		case plan.Create:
			result.Added++
		case plan.Update:
			result.Changed++
		case plan.Delete, plan.Replace:
			result.Destroyed++
		}
	}
	return result
}

// fold adds a step to the outcome of its operation.
func (r *run) fold(o *Outcome, i int) {
	p := r.progress[i]
	o.Addr, o.Action = r.op(i).Addr, r.op(i).Action
	o.Elapsed += p.elapsed
	if len(p.status) > 0 {
		o.Status = p.status
	}
	switch {
	case o.State == Done && p.state == Skipped:
		// The deletion of a replacement was done: nobody may take that for
		// an operation that was left alone.
		o.State, o.Detail, o.Err = Failed, "", halfway(p.cause)
	case o.State == "", o.State == Done && p.state != Done:
		o.State, o.Detail, o.Err, o.Cause = p.state, p.detail, p.err, p.cause
	}
}

// halfway is the error of a replacement that was deleted and not created.
func halfway(cause spec.Address) error {
	why := cause.String() + " failed"
	if cause == (spec.Address{}) {
		why = "the run was interrupted"
	}
	return fmt.Errorf("it is deleted and not created again, because %s: apply again", why)
}

// announced are the facts about a resource that whoever wrote it needs next.
func announced(live *spec.Resource) map[string]string {
	if live == nil {
		return nil
	}
	facts := map[string]string{}
	t, _ := spec.TypeOf(live.Addr.Kind)
	for _, name := range t.Announce {
		if text := live.Status[name]; text != "" {
			facts[name] = text
		}
	}
	return facts
}
