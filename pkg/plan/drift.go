package plan

import (
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Drift is how Atlas differs from the files. It is what a plan begins with, and
// asks for the difference only: not what would have to be done about it, nor
// what else that would take along.
type Drift struct {
	Projects  []string
	Resources []Drifted // sorted by address
	Compared  int       // documents that were held against Atlas
	Notices   []Notice
	Unmanaged []Unmanaged
}

// Drifted is a resource that is not as its document says.
type Drifted struct {
	Addr   spec.Address
	How    Deviation
	Origin spec.Origin
	Fields []Deviating   // of one that is changed
	Reason string        // why it is unseen, or missing
	Live   spec.Resource // its ID and body, where it is there
	Trace  *Trace        // what is known of who did it; nil: nothing
}

// Deviating is a field that differs. A side that is nil has nothing there.
type Deviating struct {
	Path       []string
	Members    []string // as of a [Field]
	File, Live *yaml.Node
}

// Trace is a write to a resource that Atlas keeps in mind.
type Trace struct {
	Time  time.Time
	By    string // empty when Atlas does not say
	Event string // Atlas's own word
	// Certain says that the event names the resource. Else it fits the kind.
	Certain bool
}

// Deviation is how a resource differs from its document.
type Deviation int

// The deviations.
const (
	Changed  Deviation = iota + 1 // it has other values
	Missing                       // it is not there
	Unwanted                      // it is there, and the document says absent
	Unseen                        // Atlas does not show it, whether it is there or not
)

// String gives the deviation in lower case, as in the JSON.
func (d Deviation) String() string {
	return [...]string{"", "changed", "missing", "unwanted", "unseen"}[d]
}

// FindDrift compares live with want as [Compute] does. What lives beside the
// documents is counted, and no drift.
func FindDrift(want, live []spec.Resource) (*Drift, error) {
	live, namesakes, err := match(want, live)
	if err != nil {
		return nil, err
	}
	c := newComputation(want, live, Flags{})
	c.namesakes = namesakes
	if err := c.decide(); err != nil {
		return nil, err
	}
	d := &Drift{Projects: c.projects(), Compared: len(want), Unmanaged: c.unmanaged()}
	for _, addr := range sortedAddrs(c.changes) {
		if r := drifted(c.changes[addr], c.other[addr]); r.How != 0 {
			d.Resources = append(d.Resources, r)
		}
		if c.changes[addr].live == nil { // what is said of it is about making it
			c.notices = slices.DeleteFunc(c.notices, func(n Notice) bool { return n.Addr == addr })
		}
	}
	d.Notices = gathered(c.notices)
	return d, nil
}

// drifted tells how a resource differs, if it does. Gone is what is there of one
// that does not stay.
func drifted(ch *change, gone *spec.Resource) Drifted {
	r := Drifted{Addr: ch.addr, Origin: ch.origin()}
	if ch.live != nil {
		r.Live = *ch.live
	}
	switch {
	case gone != nil && gone.Phase == spec.Unavailable:
		r.How, r.Reason = Unseen, gone.Detail
	case ch.action == Create:
		r.How = Missing
		if gone != nil && gone.Phase == spec.Deleting {
			r.Reason = "Atlas is deleting it"
		}
	case ch.action == Delete:
		r.How = Unwanted
	case ch.action == Update, ch.action == Replace:
		r.Fields = deviating(ch.fields)
		if len(r.Fields) > 0 {
			r.How = Changed
		}
	}
	return r
}

// deviating leaves out the secrets that a change would send along: whether they
// differ cannot be seen.
func deviating(fields []Field) []Deviating {
	var list []Deviating
	for _, f := range fields {
		if !f.Secret {
			list = append(list, Deviating{Path: slices.Clone(f.Path), Members: f.Members, File: f.After, Live: f.Before})
		}
	}
	return list
}

// Count counts the resources that differ in one way.
func (d *Drift) Count(how Deviation) int {
	n := 0
	for _, r := range d.Resources {
		if r.How == how {
			n++
		}
	}
	return n
}
