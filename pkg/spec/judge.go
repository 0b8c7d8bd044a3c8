package spec

// Change is what a plan is about to do to an object, for [Type.Judge].
type Change struct {
	Name  string // metadata.name
	Live  Body   // what is there, aligned with the document (see [Type.Align]); nil when there is nothing
	Want  Body   // what the document says, and nothing else
	State string // Atlas's own word for the state of live
	Anew  bool   // it is made, be it after a deletion; else it changes in place
	Paths [][]string
}

// Touches reports whether a field changes in place, or something in it does.
func (c Change) Touches(field string) bool {
	for _, path := range c.Paths {
		if len(path) > 0 && path[0] == field {
			return true
		}
	}
	return false
}

// Verdict is what is to be said of a change beyond the fields that it touches.
type Verdict struct {
	Blocked string   // why it cannot be made, and what to do; empty when it can
	Costs   []Cost   // what a running system feels
	Opens   []string // who gets in, or may do, what it could not before
}

// Cost is one thing that a running system feels of a change. Whoever approves a
// change approves its costs by their codes.
type Cost struct{ Code, Text string }
