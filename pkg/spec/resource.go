package spec

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// APIVersion is the apiVersion of every document.
const APIVersion = "atlasctl/v1"

// Body is a pointer to the struct of a kind, such as *FlexCluster. Live and
// desired bodies are the same types. A nil field is a field that was not said.
type Body any

// Validator is a Body with rules that concern several fields at once, which
// neither its table of fields nor a [Rule] can say.
type Validator interface {
	// Reads lists the fields on top that the rules look at. While something is wrong
	// with one of them, nobody asks further.
	Reads() []string
	// Validate reports every broken rule.
	Validate() []Violation
}

// Violation is one broken rule of a body. Path is dotted, from the spec down.
type Violation struct {
	Path string
	Msg  string
}

// Resource is one object, desired or live.
type Resource struct {
	Addr Address
	Body Body // nil for an absent one

	// What only a document says.

	Absent  bool          // ensure: absent
	Protect bool          // never delete or replace it
	Timeout time.Duration // how long to wait for it; zero means the kind's own
	Rotate  int64         // raised by whoever wants its secrets sent again
	Means   Body          // of an absent one: what tells which object it is, for kinds with an Identity
	Origin  Origin
	// Assumed is what the command line says in the document's place, by path. It
	// holds for what is made: nothing that is there is held against it.
	Assumed map[string]string

	// What an earlier commit declared, where a plan is made since one.

	Earlier *Resource // the document of this address there; nil when there was none
	Gone    bool      // nothing but Earlier declares it: it is to be deleted

	// What a point in time says of the date of a document, where a plan is made
	// at one.

	Over  bool      // the date has passed: that there is no such object is as wanted
	Early time.Time // before then Atlas does not take the date; zero: it does

	// ByID is what it refers to by IDs of the server, where a plan knows them from
	// what is live.
	ByID []Address

	// What only a live object has.

	ID     string            // the server's handle, opaque outside pkg/remote
	Phase  Phase             // what its state means
	State  string            // Atlas's own word for it
	Detail string            // Atlas's own message about it, mostly empty
	Status map[string]string // read-only facts that a user needs, never compared
	Inert  []Inert           // what this server ignores
	Notes  []string          // what whoever manages it should know
	Holds  []string          // the IDs of what lives in it, where Atlas tells them along with it
}

// Origin is the place of a document.
type Origin struct {
	File string
	Line int
}

// String gives file:line, or nothing for a resource without a document.
func (o Origin) String() string {
	if o.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", o.File, o.Line)
}

// Phase is what the state of a live object means to a reconciler.
type Phase int

// The phases.
const (
	Ready    Phase = iota // it can be used and changed
	Pending               // Atlas is still at work on it
	Deleting              // it is going away, and holds its name until then
	Failed                // Atlas gave up on it

	// Absent is a live counterpart that is not there; it is listed only where
	// there is something to be said about it.
	Absent
	// Unavailable is one that cannot be seen, made or changed any more, and
	// Detail says why. That it is not listed does not mean that it is gone.
	Unavailable
)

// String gives the phase in lower case.
func (p Phase) String() string {
	return [...]string{"ready", "pending", "deleting", "failed", "absent", "unavailable"}[p]
}

// Requires lists the addresses that must exist before this resource can: its
// project, its parent, and what its body refers to. A name that may be one of
// several kinds gives an address for each.
func (r Resource) Requires() []Address {
	t, _ := TypeOf(r.Addr.Kind)
	var needs []Address
	for path, f := range t.Fields {
		if len(f.Refers) == 0 {
			continue
		}
		for _, name := range textsAt(r.Body, path) {
			for _, kind := range f.Refers {
				project := cmp.Or(textAt(r.Body, f.RefersIn), r.Addr.Project)
				needs = append(needs, Address{Project: project, Kind: kind, Name: name})
			}
		}
	}
	if t.Needs != nil && r.Body != nil {
		needs = append(needs, t.Needs(r)...)
	}
	needs = append(needs, r.ByID...)
	slices.SortFunc(needs, Address.Compare)
	return slices.Concat(r.Addr.Holders(), slices.Compact(needs))
}

// Pinned lists the addresses that Atlas does not delete as long as this resource
// is there, whatever its state.
func (r Resource) Pinned() []Address {
	t, _ := TypeOf(r.Addr.Kind)
	return r.requires(t.Pins)
}

// Kept lists the addresses that have to stay as long as this resource refers to
// them.
func (r Resource) Kept() []Address {
	t, _ := TypeOf(r.Addr.Kind)
	return r.requires(t.Keeps)
}

// Houses reports whether Atlas has another resource in this one, or would put it there,
// as far as the two say where they are.
func (r Resource) Houses(guest Resource) bool {
	t, _ := TypeOf(r.Addr.Kind)
	holds, may := t.Houses[guest.Addr.Kind]
	return may && r.Addr.Project == guest.Addr.Project && r.Body != nil && guest.Body != nil && holds(r.Body, guest.Body)
}

func (r Resource) requires(kinds []Kind) []Address {
	if len(kinds) == 0 {
		return nil
	}
	return slices.DeleteFunc(r.Requires(), func(need Address) bool { return !slices.Contains(kinds, need.Kind) })
}

// PinnedBy gives the kinds whose objects keep those of kind k from being
// deleted as long as they refer to them.
func PinnedBy(k Kind) []Type {
	return typesThat(func(t Type) bool { return slices.Contains(t.Pins, k) })
}

// KeptBy gives the kinds for whose objects those of kind k have to stay.
func KeptBy(k Kind) []Type {
	return typesThat(func(t Type) bool { return slices.Contains(t.Keeps, k) })
}

func typesThat(hold func(Type) bool) []Type {
	return slices.DeleteFunc(Types(), func(t Type) bool { return !hold(t) })
}
