package plan

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// FormatVersion is the version of everything that a digest is computed over.
const FormatVersion = 1

// Action is what an operation does to a resource.
type Action int

// The actions. There is none for "nothing": an unchanged resource has no
// operation.
const (
	Create Action = iota + 1
	Update
	Replace
	Delete
)

// String gives the action in lower case, as in the JSON.
func (a Action) String() string {
	return [...]string{"", "create", "update", "replace", "delete"}[a]
}

// Destroys reports whether the action deletes something live.
func (a Action) Destroys() bool { return a == Replace || a == Delete }

// Field is one difference. Before and After are YAML nodes: ordered, printable
// and free of secrets. Nil means absent. A node tagged [spec.SecretTag] is a
// reference to a secret, one tagged [spec.HiddenTag] a live value that is not
// shown.
type Field struct {
	// Path leads through names of fields, keys of maps, and members of sets and
	// lists. A member of a list is the index that it has in the document; one that
	// goes, and that the document does not have, is "gone:" and its identity.
	Path []string
	// Members says for each list on the way, whose members are known by an
	// identity, which member of live it is, by that.
	Members []string
	Before  *yaml.Node
	After   *yaml.Node
	// Secret says that the field is write-only: it is sent, never compared.
	Secret bool
	// ForcesReplace says that Atlas cannot change this field in place.
	ForcesReplace bool
	// Initial says that the live value is the one that everything new has, as far as
	// anybody can tell.
	Initial bool
	// Reason says why a field is there that neither the document nor a flag
	// names; mostly empty.
	Reason string
}

// Adds reports whether the field is only missing, or as nobody has set it, so that
// nothing is taken back when it is set.
func (f Field) Adds() bool { return (f.Before == nil || f.Initial) && !f.ForcesReplace }

// Hazard is something that a reviewer must know before the operation runs. It
// is for people: only the engine's actions decide what runs.
type Hazard struct {
	Code string
	Text string
}

// The codes of hazards.
const (
	HazardAccess     = "access"     // a change that lets somebody in, or do more
	HazardDataLoss   = "data-loss"  // a deletion that destroys data
	HazardDisruption = "disruption" // a change that a running system feels
	HazardLoses      = "loses"      // live fields that a replacement does not bring back
	HazardResend     = "resend"     // an unchanged secret is sent again
	HazardUndeclared = "undeclared" // a deletion of something that no file mentions
	HazardParent     = "parent"     // a replacement because the parent is replaced
	HazardPinned     = "pinned"     // a change of, or because of, what Atlas keeps as long as something refers to it
	HazardGone       = "gone"       // a deletion of what an earlier commit declared and no file does now
)

// HazardCodes lists the codes of hazards, sorted.
func HazardCodes() []string {
	return []string{HazardAccess, HazardDataLoss, HazardDisruption, HazardGone, HazardLoses, HazardParent, HazardPinned, HazardResend, HazardUndeclared}
}

// Operation is one thing to do. Live and Want feed apply, and whoever needs a
// resource whole; they are no part of the plan's record.
type Operation struct {
	Addr    spec.Address
	Action  Action
	Origin  spec.Origin // where the document stands; empty for what no file mentions
	Stood   spec.Origin // where it stood at the earlier commit, of what is gone since
	Fields  []Field     // what changes; for a create, everything that is set
	Hazards []Hazard
	Costs   []string       // the codes of what its kind says that it costs (see [spec.Cost]), sorted
	After   []spec.Address // operations that must be done before this one, sorted
	// Awaits is what it needs and Atlas is still at work on, or what is in its way and
	// being deleted, without any operation of this plan. It is no part of the record:
	// another plan may find it ready.
	Awaits []spec.Resource
	// Unchanged counts the declared fields that stay as they are.
	Unchanged int
	// Document names the document by which somebody can tell later that this is
	// done, see [Document]; empty where no document shows it.
	Document string

	Live *spec.Resource
	Want *spec.Resource
}

// Blocked is a change that cannot be made, and why.
type Blocked struct {
	Addr   spec.Address
	Action Action // what would have to be done
	Origin spec.Origin
	Stood  spec.Origin // as in an Operation
	Fields []Field
	Reason string // what is in the way and what to do

	Live *spec.Resource // as in an Operation
	Want *spec.Resource
}

// Notice is something worth knowing that changes nothing.
type Notice struct {
	Addr   spec.Address // zero when it concerns no single resource
	Origin spec.Origin
	Text   string
}

// Unmanaged counts live resources that no file mentions.
type Unmanaged struct {
	Project string
	Kind    spec.Kind
	Count   int
}

// Flags are the flags that shape a plan. They are part of its record, since
// the same files give another plan under other flags.
type Flags struct {
	Prune  bool
	Rotate []spec.Address
	// Since says that the plan is made with what an earlier commit declared,
	// see [Since]. Which commit it was is no part of a plan: a review compares
	// with another one than the merge does, and what both would do is the same.
	Since bool
	// LegacyServerless says that serverless instances are read and written
	// through the API that Atlas has retired. The operations look the same.
	LegacyServerless bool
}

// Plan is everything that has to be done to make Atlas equal to the files. It
// is a value: sorted, free of secrets, and equal for equal inputs.
type Plan struct {
	Flags      Flags
	Projects   []string
	Operations []Operation // in an order in which they can be done
	Blocked    []Blocked
	Notices    []Notice
	Unmanaged  []Unmanaged
	Live       []Live
	Refusals   []Refusal // set by whoever holds the plan against rules
	Ground     Ground    // set by whoever fetched the live state
}

// Summary counts a plan.
type Summary struct {
	Create, Update, Replace, Delete, Blocked, Unmanaged int
}

// Summary counts the plan.
func (p *Plan) Summary() Summary {
	s := Summary{Blocked: len(p.Blocked)}
	for _, op := range p.Operations {
		switch op.Action {
		case Create:
			s.Create++
		case Update:
			s.Update++
		case Replace:
			s.Replace++
		case Delete:
			s.Delete++
		}
	}
	for _, u := range p.Unmanaged {
		s.Unmanaged += u.Count
	}
	return s
}

// Empty reports whether there is nothing to do and nothing in the way.
func (p *Plan) Empty() bool { return len(p.Operations) == 0 && len(p.Blocked) == 0 }

// Needs lists the values of --allow that an apply of this plan needs, sorted.
func (p *Plan) Needs() []string {
	var needs []string
	for _, op := range p.Operations {
		if need := op.needs(); need != "" && !slices.Contains(needs, need) {
			needs = append(needs, need)
		}
	}
	slices.Sort(needs)
	return needs
}

// needs is the value of --allow that an operation needs, or nothing.
func (op Operation) needs() string {
	t, _ := spec.TypeOf(op.Addr.Kind)
	switch {
	case op.Action == Delete && t.Allow != "":
		return t.Allow
	case op.Action.Destroys():
		return op.Action.String()
	}
	return ""
}

// Allowable lists the values of --allow, in the order of their weight.
func Allowable() []string {
	words := []string{Delete.String(), Replace.String()}
	for _, t := range spec.Types() {
		if t.Allow != "" {
			words = append(words, t.Allow)
		}
	}
	return words
}
