package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Approval is what a reviewer approved: the record of a plan, cut down to what
// decides whether a plan made later is the same one.
type Approval struct {
	Digest   string
	Projects []string
	Prune    bool
	Rotate   []string
	Since    bool

	operations map[string]approved // by address
}

type approved struct{ Action, Digest string }

// ReadApproval reads the JSON document that a plan was written as. A document
// of another version, one that was cut off, one whose operations do not add up
// to its digest, and one that is no plan at all are refused. What it says about
// an operation in words is for people; what counts is the operation's digest.
func ReadApproval(data []byte) (*Approval, error) {
	var doc struct {
		FormatVersion int
		Digest        string
		Projects      []string
		Flags         struct {
			Prune  bool
			Rotate []string
			Since  bool
		}
		Operations []struct{ Address, Action, Digest string }
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("it is no plan as JSON, or only part of one: %w", err)
	}
	if doc.FormatVersion != FormatVersion {
		return nil, fmt.Errorf("it has format version %d, and this atlasctl reads %d: plan again with this version", doc.FormatVersion, FormatVersion)
	}
	a := &Approval{
		Digest: doc.Digest, Projects: doc.Projects, Prune: doc.Flags.Prune, Rotate: doc.Flags.Rotate, Since: doc.Flags.Since,
		operations: make(map[string]approved, len(doc.Operations)),
	}
	digests := make([]string, 0, len(doc.Operations))
	for _, op := range doc.Operations {
		a.operations[op.Address] = approved{op.Action, op.Digest}
		digests = append(digests, op.Digest)
	}
	if doc.Digest != digestOf(digests) {
		return nil, errors.New("its digest does not fit its operations: it was changed after it was written")
	}
	return a, nil
}

// Difference is one operation in which two plans are not the same.
type Difference struct {
	Address string
	Text    string
}

// Differences tells operation by operation how the plan differs from what was
// approved, sorted by address. None means that it is the approved plan.
func (a *Approval) Differences(p *Plan) []Difference {
	now := make(map[string]approved, len(p.Operations))
	for _, op := range p.Operations {
		now[op.Addr.String()] = approved{op.Action.String(), op.Digest()}
	}
	var diffs []Difference
	addrs := slices.Collect(maps.Keys(a.operations))
	addrs = slices.AppendSeq(addrs, maps.Keys(now))
	slices.Sort(addrs)
	for _, addr := range slices.Compact(addrs) {
		before, was := a.operations[addr]
		after, is := now[addr]
		switch {
		case before == after:
		case !is:
			diffs = append(diffs, Difference{addr, before.Action + " was approved and is not in the plan any more"})
		case !was:
			diffs = append(diffs, Difference{addr, after.Action + " is new"})
		case before.Action != after.Action:
			diffs = append(diffs, Difference{addr, before.Action + " was approved, now it is " + after.Action})
		default:
			diffs = append(diffs, Difference{addr, after.Action + " has other values now"})
		}
	}
	return diffs
}

// Left holds a plan that was made after the approved one was carried out in
// part against what was approved. Done lists what is not in it any more. An
// operation is as approved when its digest is; one that goes on with something
// half done, which only the caller can know, is told by continues. Everything
// else is a difference.
func (a *Approval) Left(p *Plan, continues func(Operation) bool) (done []string, diffs []Difference) {
	left := &Plan{}
	now := make(map[string]bool, len(p.Operations))
	for _, op := range p.Operations {
		addr := op.Addr.String()
		now[addr] = true
		if a.operations[addr] != (approved{op.Action.String(), op.Digest()}) && !continues(op) {
			left.Operations = append(left.Operations, op)
		}
	}
	for _, addr := range slices.Sorted(maps.Keys(a.operations)) {
		if !now[addr] {
			done = append(done, addr)
		}
	}
	for _, d := range a.Differences(left) {
		if slices.ContainsFunc(left.Operations, func(op Operation) bool { return op.Addr.String() == d.Address }) {
			diffs = append(diffs, d)
		}
	}
	return done, diffs
}

// Shaped checks that a plan is made for the same projects under the same
// flags as the approved one.
func (a *Approval) Shaped(p *Plan) error {
	rotate := make([]string, len(p.Flags.Rotate))
	for i, addr := range p.Flags.Rotate {
		rotate[i] = addr.String()
	}
	switch {
	case !slices.Equal(a.Projects, p.Projects):
		return fmt.Errorf("it was approved for the projects %q, and this plan is for %q", a.Projects, p.Projects)
	case a.Prune != p.Flags.Prune:
		return fmt.Errorf("it was approved with --prune=%t, and this plan is made with --prune=%t", a.Prune, p.Flags.Prune)
	case !slices.Equal(a.Rotate, rotate):
		return fmt.Errorf("it was approved with --rotate %q, and this plan is made with %q", a.Rotate, rotate)
	case a.Since && !p.Flags.Since:
		return errors.New("it was approved with --since, and this plan is made without")
	case !a.Since && p.Flags.Since:
		return errors.New("it was approved without --since, and this plan is made with it")
	}
	return nil
}
