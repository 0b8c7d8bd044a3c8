package render

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Level is how much a finding matters.
type Level int

// The levels.
const (
	LevelNote Level = iota + 1
	LevelWarning
	LevelError
)

// String gives the level as SARIF spells it.
func (l Level) String() string { return [...]string{"", "note", "warning", "error"}[l] }

// Finding is one thing that whoever reviews a change must know, at its place in
// the files.
type Finding struct {
	Rule    string // its kind: a rule of [SARIF]
	Level   Level
	Address string // empty when it concerns no single resource
	Text    string
	Pos     spec.Pos
}

// message is what a finding says where there is one line for it.
func (f Finding) message() string {
	if f.Address == "" {
		return printable(f.Text)
	}
	return printable(f.Address) + ": " + printable(f.Text)
}

// Findings lists what a report has to say about the files, by place: what is
// wrong with them, the changes that a reviewer must know of, and what failed.
// Nothing is found in an operation that is done.
func Findings(r Report) []Finding {
	x := r.indexed()
	var list []Finding
	for _, p := range r.Problems {
		list = append(list, Finding{ruleDocument, LevelError, p.Addr, p.Msg, r.at(p.Pos)})
	}
	for _, p := range r.Warnings {
		list = append(list, Finding{ruleDoubtful, LevelWarning, p.Addr, p.Msg, r.at(p.Pos)})
	}
	if r.Plan != nil {
		list = append(list, x.planned()...)
	}
	if r.Drift != nil {
		list = append(list, x.deviations()...)
	}
	if r.Ending != nil && r.Ending.Refused != "" {
		list = append(list, Finding{ruleRefused, LevelError, "", r.Ending.Refused, x.place(spec.Address{}, spec.Origin{})})
	}
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Address, b.Address), cmp.Compare(b.Level, a.Level), cmp.Compare(a.Rule, b.Rule),
		)
	})
	return list
}

func (x indexed) planned() []Finding {
	var list []Finding
	for _, op := range x.Plan.Operations {
		list = append(list, x.inOperation(op)...)
	}
	for _, b := range x.Plan.Blocked {
		text := cannot(b.Action) + ": " + b.Reason
		list = append(list, Finding{ruleBlocked, LevelError, b.Addr.String(), text, x.place(b.Addr, b.Origin)})
	}
	for _, r := range x.Plan.Refusals {
		at := x.at(spec.Pos{File: r.Origin.File, Line: r.Origin.Line})
		list = append(list, Finding{ruleBroken, LevelError, "", refusalText(r), at})
	}
	return append(list, x.noticed(x.Plan.Notices)...)
}

// deviations are what is not as the files say. Who did it is no part of it: the
// same difference is found again and again, and should be told as one.
func (x indexed) deviations() []Finding {
	list := each(x.Drift.Resources, func(d plan.Drifted) Finding {
		rule := ruleDrift
		if d.How == plan.Unseen {
			rule = ruleUnseen
		}
		return Finding{rule, ruleOf(rule).level, d.Addr.String(), deviationText(d), x.place(d.Addr, d.Origin)}
	})
	return append(list, x.noticed(x.Drift.Notices)...)
}

func (x indexed) noticed(notices []plan.Notice) []Finding {
	return each(notices, func(n plan.Notice) Finding {
		f := Finding{Rule: ruleNotice, Level: LevelNote, Text: n.Text, Pos: x.place(n.Addr, n.Origin)}
		if n.Addr != (spec.Address{}) {
			f.Address = n.Addr.String()
		}
		return f
	})
}

// inOperation gives how an operation ended when it was begun, else what is to be
// feared of it. That something is destroyed is said in any case.
func (x indexed) inOperation(op plan.Operation) []Finding {
	found := Finding{Address: op.Addr.String(), Pos: x.place(op.Addr, op.Origin)}
	if o, begun := x.outcomes[op.Addr]; begun {
		if o.State == StateDone {
			return nil
		}
		found.Rule, found.Level = o.State, ruleOf(o.State).level
		found.Text = fmt.Sprintf("%s %s: %s", op.Action, o.State, o.Text)
		return []Finding{found}
	}
	var list []Finding
	for _, h := range op.Hazards {
		found.Rule, found.Level = h.Code, ruleOf(h.Code).level
		found.Text = fate(op.Action) + ": " + h.Text
		list = append(list, found)
	}
	if len(list) == 0 && op.Action.Destroys() {
		found.Rule, found.Level, found.Text = ruleDestroys, ruleOf(ruleDestroys).level, fate(op.Action)
		list = append(list, found)
	}
	return list
}

// fingerprints tells findings apart from one run to the next: by what they say,
// not by their line, which moves. Equal ones are counted.
func fingerprints(list []Finding) []string {
	prints, seen := make([]string, len(list)), map[string]int{}
	for i, f := range list {
		key := fmt.Sprintf("%q", []string{f.Rule, f.Pos.File, f.Address, f.Text})
		seen[key]++
		prints[i] = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", key, seen[key])))[:32]
	}
	return prints
}
