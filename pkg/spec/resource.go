package spec

import (
	"fmt"
	"time"
)

// APIVersion is the apiVersion of every document.
const APIVersion = "atlasctl/v1"

// Body is a pointer to the struct of a kind, such as *FlexCluster. Live and
// desired bodies are the same types. A nil field is a field that was not said.
type Body any

// Validator is a Body with rules that concern several fields at once, which
// its table of fields cannot say.
type Validator interface {
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
	Origin  Origin

	// What only a live object has.

	ID     string            // the server's handle, opaque outside pkg/remote
	Phase  Phase             // what its state means
	State  string            // Atlas's own word for it
	Detail string            // Atlas's own message about it, mostly empty
	Status map[string]string // read-only facts that a user needs, never compared
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
)

// String gives the phase in lower case.
func (p Phase) String() string {
	return [...]string{"ready", "pending", "deleting", "failed"}[p]
}

// Requires lists the addresses that must exist before this resource can.
func (r Resource) Requires() []Address {
	if parent, ok := r.Addr.ParentAddress(); ok {
		return []Address{parent}
	}
	return nil
}
