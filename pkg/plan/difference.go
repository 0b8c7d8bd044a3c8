package plan

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is one operation in which two plans are not the same.
type Difference struct {
	Address string
	Text    string
	Values  []ValueDifference
}

// ValueDifference is one value in which two operations are not the same. A side
// that does not touch it is nil.
type ValueDifference struct {
	Path     []string
	Approved *Change
	Now      *Change
}

// difference tells how an operation differs from the approved one of its
// address; the zero value means that there was none.
func (was approved) difference(op Operation) Difference {
	action := op.Action.String()
	d := Difference{Address: op.Addr.String()}
	switch {
	case was.action == "":
		d.Text = action + " is new"
	case was.action != action:
		d.Text = was.action + " was approved, now it is " + action
	case was.content == nil:
		d.Text = action + " is not as it was approved"
	default:
		d.Text, d.Values = reasons(*was.content, op.content())
	}
	return d
}

// reasons compares two operations of one kind on one resource.
func reasons(was, is content) (string, []ValueDifference) {
	var texts []string
	values := slices.Concat(valueDifferences(was.Fields, is.Fields), valueDifferences(sentChanges(was), sentChanges(is)))
	if len(values) > 0 {
		texts = append(texts, "has other values now")
	}
	if was.Creates != is.Creates {
		texts = append(texts, "creates it otherwise than it was approved")
	}
	if was.LiveID != is.LiveID {
		texts = append(texts, fmt.Sprintf("is for another object: the ID was %q and is %q", was.LiveID, is.LiveID))
	}
	if costs := without(is.Costs, was.Costs); len(costs) > 0 {
		texts = append(texts, "costs more than was approved, since it is in another state: "+strings.Join(costs, ", "))
	} else if len(is.Costs) < len(was.Costs) {
		texts = append(texts, "costs less than was approved, since it is in another state")
	}
	return is.Action + " " + strings.Join(texts, "; "), values
}

// sentChanges gives what is sent beside the fields, as changes of it that are
// not among them.
func sentChanges(c content) []Change {
	var changes []Change
	for _, s := range c.Sends {
		if !slices.ContainsFunc(c.Fields, func(f Change) bool { return slices.Equal(f.Path, s.Path) }) {
			changes = append(changes, Change{Path: s.Path, Before: s.Value, After: s.Value, Secret: true})
		}
	}
	return changes
}

// valueDifferences compares value by value, so that of a large block only what
// differs is told.
func valueDifferences(was, is []Change) []ValueDifference {
	before, after := leaves(was), leaves(is)
	keys := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(keys)
	var diffs []ValueDifference
	for _, key := range slices.Compact(keys) {
		d := ValueDifference{Path: strings.Split(key, pathSeparator)}
		if c, ok := before[key]; ok {
			d.Approved = &c
		}
		if c, ok := after[key]; ok {
			d.Now = &c
		}
		if d.Approved == nil || d.Now == nil || !bytes.Equal(canonical(d.Approved), canonical(d.Now)) {
			diffs = append(diffs, d)
		}
	}
	return diffs
}

// pathSeparator cannot occur in a key: YAML has no NUL character.
const pathSeparator = "\x00"

// leaves splits changes of blocks into those of their members.
func leaves(changes []Change) map[string]Change {
	all := map[string]Change{}
	var add func(c Change)
	add = func(c Change) {
		members := slices.AppendSeq(slices.Collect(maps.Keys(c.block(c.Before))), maps.Keys(c.block(c.After)))
		split := len(members) > 0 && (c.Before == nil || c.block(c.Before) != nil) && (c.After == nil || c.block(c.After) != nil)
		if !split {
			all[strings.Join(c.Path, pathSeparator)] = c
			return
		}
		for _, key := range members {
			path := append(slices.Clone(c.Path), key)
			add(Change{path, c.Members, c.block(c.Before)[key], c.block(c.After)[key], c.Secret, c.Hidden})
		}
	}
	for _, c := range changes {
		add(c)
	}
	return all
}

// block gives the members of a value that has some; a reference has none.
func (c Change) block(v any) map[string]any {
	if _, isRef := c.Reference(v); isRef {
		return nil
	}
	m, _ := v.(map[string]any)
	return m
}

// Reference gives where a secret lives, and false for a value that is no
// reference to one.
func (c Change) Reference(v any) (string, bool) {
	m, ok := v.(map[string]any)
	if !ok || !c.Secret || len(m) != 1 {
		return "", false
	}
	for _, key := range []string{"env", "file"} {
		if name, ok := m[key].(string); ok {
			return key + ":" + name, true
		}
	}
	return "", false
}
