package render

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Report is everything that is told of a run to somebody who was not there: a
// pull request, a build server. Of a run that ended early, most of it is empty.
type Report struct {
	Command string // plan, apply, drift or validate
	Version string // of the program

	Declared []spec.Resource // the documents
	Problems spec.Problems   // what is wrong with them
	Warnings spec.Problems   // what may be right
	Plan     *plan.Plan      // nil when there was none
	Ending   *Ending         // of an apply; nil when it did not come so far
	Drift    *plan.Drift     // of a drift; likewise
	Failure  string          // what else ended the run
	Log      string          // URL of its log; may be empty

	// Path gives the path of a file from the root of the repository, which is
	// what those who show a report know it by. Nil leaves paths as they are.
	Path func(file string) string
	// Markdown is what a comment on the plan needs to know.
	Markdown MarkdownOptions
}

// Ending is how an apply ended.
type Ending struct {
	Outcome                   string // complete, partial, interrupted or refused
	Refused                   string // why nothing was begun
	Added, Changed, Destroyed int
	Operations                []Outcome
	Next                      string        // a sentence on what is left to do
	Applied                   *plan.Applied // which approval is used up; nil when there is something left
}

// Outcome is how an operation ended.
type Outcome struct {
	Addr    spec.Address
	State   string // one of the states below
	Text    string // why it is not done
	Elapsed time.Duration
}

// The states of an outcome.
const (
	StateDone    = "done"
	StateFailed  = "failed"
	StateUnknown = "unknown" // it was sent, and nobody knows what came of it
	StateSkipped = "skipped"
)

// indexed is a report with what has to be found in it often.
type indexed struct {
	Report
	operations map[spec.Address]plan.Operation
	blocked    map[spec.Address]plan.Blocked
	outcomes   map[spec.Address]Outcome
	drifted    map[spec.Address]plan.Drifted
	origins    map[spec.Address]spec.Origin // of the documents
	projects   map[string]spec.Origin       // the first document of each
}

func (r Report) indexed() indexed {
	x := indexed{
		Report: r, operations: map[spec.Address]plan.Operation{}, blocked: map[spec.Address]plan.Blocked{},
		outcomes: map[spec.Address]Outcome{}, drifted: map[spec.Address]plan.Drifted{}, origins: map[spec.Address]spec.Origin{}, projects: map[string]spec.Origin{},
	}
	for _, d := range slices.Backward(r.Declared) {
		x.origins[d.Addr], x.projects[d.Addr.Project], x.projects[""] = d.Origin, d.Origin, d.Origin
	}
	if r.Plan != nil {
		for _, op := range r.Plan.Operations {
			x.operations[op.Addr] = op
		}
		for _, b := range r.Plan.Blocked {
			x.blocked[b.Addr] = b
		}
	}
	if r.Ending != nil {
		for _, o := range r.Ending.Operations {
			x.outcomes[o.Addr] = o
		}
	}
	if r.Drift != nil {
		for _, d := range r.Drift.Resources {
			x.drifted[d.Addr] = d
		}
	}
	return x
}

// place is where a reader is sent for a resource: to its document, or else to
// that of its parent, or of its project. A deletion often has none, and most
// readers cannot show what has no line.
func (x indexed) place(addr spec.Address, origin spec.Origin) spec.Pos {
	parent, _ := addr.ParentAddress()
	for _, near := range []spec.Origin{x.origins[addr], x.origins[parent], x.projects[addr.Project], x.projects[""]} {
		if origin.File == "" {
			origin = near
		}
	}
	return x.at(spec.Pos{File: origin.File, Line: origin.Line})
}

// at gives a place under the path that a repository knows it by.
func (r Report) at(pos spec.Pos) spec.Pos {
	if r.Path != nil && pos.File != "" {
		pos.File = r.Path(pos.File)
	}
	pos.File = filepath.ToSlash(pos.File)
	return pos
}
