package spec

import "regexp"

// NamePath is how a [Cond] speaks of metadata.name.
const NamePath = "metadata.name"

// Rule is a fact about several fields: where If holds, Then has to. The loader
// reports it at the field At; the schema and the page of the kind tell of it.
// What no JSON Schema can say, such as an order of values, is for a [Validator].
type Rule struct {
	// In is the path of the object, or of the list of objects, for each of which
	// the rule counts by itself; empty for the spec as a whole.
	In string
	// If says when the rule counts. The zero Cond always holds.
	If, Then Cond
	// At is the path of the field that is wrong then. It may be In.
	At string
	// Msg says what is wrong with it, in words that follow the field.
	Msg string
}

// Cond is something that fields may fulfil. One that is not there fulfils
// nothing.
type Cond struct {
	Op   Op
	Path string // of a field, from the spec down, or NamePath

	Values []string       // for Is
	Text   *regexp.Regexp // for Matches; in the common part of Go's syntax and JavaScript's
	Most   int            // for AtMost
	Parts  []Cond         // for All, Any and Not
}

// Op is what a [Cond] asks.
type Op int

// The sorts of conditions.
const (
	Always  Op = iota
	Said       // the field is there
	Filled     // it is there, and not empty
	Is         // its value is one of Values
	Matches    // its text matches Text
	AtMost     // it has no more members than Most
	All        // all Parts hold
	Any        // one of Parts holds, or more
	Not        // the one part does not hold
)

func said(path string) Cond                 { return Cond{Op: Said, Path: path} }
func filled(path string) Cond               { return Cond{Op: Filled, Path: path} }
func is(path string, values ...string) Cond { return Cond{Op: Is, Path: path, Values: values} }
func atMost(path string, most int) Cond     { return Cond{Op: AtMost, Path: path, Most: most} }
func all(parts ...Cond) Cond                { return Cond{Op: All, Parts: parts} }
func either(parts ...Cond) Cond             { return Cond{Op: Any, Parts: parts} }
func not(part Cond) Cond                    { return Cond{Op: Not, Parts: []Cond{part}} }
func matches(path string, text string) Cond {
	return Cond{Op: Matches, Path: path, Text: regexp.MustCompile(text)}
}

// Paths lists the fields that a condition asks about.
func (c Cond) Paths() []string {
	if c.Path != "" {
		return []string{c.Path}
	}
	var paths []string
	for _, part := range c.Parts {
		paths = append(paths, part.Paths()...)
	}
	return paths
}

// Paths lists the fields that a rule is about.
func (r Rule) Paths() []string { return append(r.If.Paths(), r.Then.Paths()...) }
