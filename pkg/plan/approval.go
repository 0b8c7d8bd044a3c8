package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Approval is what a reviewer approved: a plan, cut down to what decides whether
// a plan made later is the same one, or what is left of it.
type Approval struct {
	Digest   string
	Projects []string
	Flags    FlagsRecord
	Ground   Ground
	Commit   string // what the files were read at; empty when nobody said so

	operations map[string]approved // by address; nil when only the digest is known
}

// approved is what is known of an approved operation. What only names an
// operation has no content.
type approved struct {
	action  string
	digest  string
	creates string // of a replacement, the digest of its second half
	content *content

	// document names the document that shows that it is done, or as much of that
	// as tells it from another one. It is without the name of the hash.
	document string
}

// FlagsRecord is [Flags] as they stand in a record.
type FlagsRecord struct {
	Prune         bool     `json:"prune"`
	Rotate        []string `json:"rotate"`
	Since         bool     `json:"since,omitempty"`
	ServerlessAPI string   `json:"serverlessApi"`
}

// Record gives the flags as they stand in a record.
func (f Flags) Record() FlagsRecord {
	r := FlagsRecord{Prune: f.Prune, Rotate: make([]string, len(f.Rotate)), Since: f.Since, ServerlessAPI: "flex"}
	for i, addr := range f.Rotate {
		r.Rotate[i] = addr.String()
	}
	if f.LegacyServerless {
		r.ServerlessAPI = "legacy"
	}
	return r
}

// words writes the flags as they are given, which also tells apart whatever
// makes another plan.
func (r FlagsRecord) words() []string {
	var words []string
	if r.ServerlessAPI != "flex" {
		words = append(words, "--serverless-api "+r.ServerlessAPI)
	}
	if r.Prune {
		words = append(words, "--prune")
	}
	if r.Since {
		words = append(words, "--since")
	}
	for _, addr := range r.Rotate {
		words = append(words, "--rotate "+addr)
	}
	return words
}

// Shaped checks that a plan is made for the same projects of the same Atlas, under
// the same flags as the approved one.
func (a *Approval) Shaped(p *Plan) error {
	if err := a.Ground.covers(p.Ground); err != nil {
		return err
	}
	if !slices.Equal(a.Projects, p.Projects) {
		return fmt.Errorf("it was approved for the projects %q, and this plan is for %q", a.Projects, p.Projects)
	}
	was, is := a.Flags.words(), p.Flags.Record().words()
	gone, more := without(was, is), without(is, was)
	switch {
	case len(gone) > 0 && len(more) > 0:
		return fmt.Errorf("it was approved with %s, and this plan is made with %s instead", strings.Join(gone, " "), strings.Join(more, " "))
	case len(gone) > 0:
		return fmt.Errorf("it was approved with %s, and this plan is made without", strings.Join(gone, " "))
	case len(more) > 0:
		return fmt.Errorf("it was approved without %s, and this plan is made with it", strings.Join(more, " "))
	}
	return nil
}

// without gives the words of a list that another one lacks.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return slices.Contains(other, w) })
}

// Complete reports whether it is known of each operation. A large plan may have
// been approved by nothing but its digest.
func (a *Approval) Complete() bool { return a.operations != nil }

// Left holds a plan that may have been made after the approved one was carried
// out in part against what was approved. An operation is as approved when its
// digest is, or when it is the second half of an approved replacement; one that
// goes on with something half done, which only the caller can know, is told by
// continues, which may be nil. Missing lists the approved operations that the plan
// does not have any more: if they are done, which [Approval.Undone] tells, and there
// are no differences, the plan may run.
func (a *Approval) Left(p *Plan, continues func(Operation) bool) (missing []string, diffs []Difference) {
	now := make(map[string]bool, len(p.Operations))
	for _, op := range p.Operations {
		addr := op.Addr.String()
		now[addr] = true
		was, known := a.operations[addr]
		if known && was.allows(op) || continues != nil && was.leaves(op, continues) {
			continue
		}
		diff := was.difference(op)
		if continues == nil && was.began(op) {
			diff.Text += "; an apply that ended in between leaves it so, and so may somebody: with the journal of that apply --resume goes on, without it approve the plan anew"
		}
		diffs = append(diffs, diff)
	}
	for _, addr := range slices.Sorted(maps.Keys(a.operations)) {
		if !now[addr] {
			missing = append(missing, addr)
		}
	}
	return missing, diffs
}

// With adds operations that are missing to the differences, sorted.
func (a *Approval) With(missing []string, diffs []Difference) []Difference {
	for _, addr := range missing {
		diffs = append(diffs, Difference{Address: addr, Text: a.operations[addr].action + " was approved and is not in the plan any more"})
	}
	slices.SortFunc(diffs, func(a, b Difference) int { return strings.Compare(a.Address, b.Address) })
	return diffs
}

func (was approved) allows(op Operation) bool {
	digest := op.Digest()
	return was.digest == digest || op.Action == Create && was.creates == digest
}

// leaves reports whether an operation is the rest of an approved one that was
// begun. An update may take several writes, so that fewer fields are left. What it
// leaves otherwise for a while, and had no time to put back, is not what was
// approved, and belongs to it; a deletion may begin in the same way.
func (was approved) leaves(op Operation, continues func(Operation) bool) bool {
	if was.began(op) || was.stands(op) {
		return continues(Operation{Addr: op.Addr, Action: Update})
	}
	return was.action != Update.String() && continues(op)
}

// stands reports whether an operation is an approved replacement of what stands
// still by now: it was stopped to be deleted, and is still there.
func (was approved) stands(op Operation) bool {
	if was.action != Replace.String() || op.Action != Replace || was.content == nil {
		return false
	}
	t, _ := spec.TypeOf(op.Addr.Kind)
	values, same := was.apart(op)
	return same && was.content.Creates == op.Creates() && !slices.ContainsFunc(values, func(v ValueDifference) bool { return !t.FieldAt(v.Path).Restored })
}

// began reports whether an operation can be what is left of an approved update.
func (was approved) began(op Operation) bool {
	if was.action != Update.String() || op.Action != Update {
		return false
	}
	t, _ := spec.TypeOf(op.Addr.Kind)
	rest := op
	rest.Fields = slices.DeleteFunc(slices.Clone(op.Fields), func(f Field) bool { return t.FieldAt(f.Path).Restored })
	return len(rest.Fields) == 0 || was.covers(rest)
}

// covers reports whether an operation does nothing that the approved one would not
// have done to the same object.
func (was approved) covers(op Operation) bool {
	if was.content == nil {
		return false
	}
	values, same := was.apart(op)
	return same && !slices.ContainsFunc(values, func(v ValueDifference) bool { return v.Now != nil })
}

// apart lists the values that an operation has otherwise than the approved one,
// and reports whether it is for the same object and costs no more.
func (was approved) apart(op Operation) (values []ValueDifference, same bool) {
	is := op.content()
	_, values = reasons(*was.content, is)
	return values, was.content.LiveID == is.LiveID && len(without(is.Costs, was.content.Costs)) == 0
}
