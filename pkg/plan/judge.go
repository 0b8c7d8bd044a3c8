package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// verdict asks the kind about a change as a whole. Anew is for what is made, also
// after a deletion.
func (ch *change) verdict(anew bool) spec.Verdict {
	t, _ := spec.TypeOf(ch.addr.Kind)
	if t.Judge == nil || ch.want == nil || ch.want.Body == nil {
		return spec.Verdict{}
	}
	c := spec.Change{Name: ch.addr.Name, Want: ch.want.Body, Anew: anew}
	if ch.live != nil {
		c.Live, c.State = t.Align(ch.want.Body, ch.live.Body), ch.live.State
	}
	for _, f := range ch.fields {
		c.Paths = append(c.Paths, f.Path)
	}
	return t.Judge(c)
}

// codes gives the codes of what a change costs, sorted.
func codes(costs []spec.Cost) []string {
	var list []string
	for _, cost := range costs {
		list = append(list, cost.Code)
	}
	slices.Sort(list)
	return list
}

// Reconsider asks the kind again about an update, or a replacement, of what is live
// by now, where what can be done depends on a state that others change as well. It
// gives why that cannot be made any more, or not as it was approved; empty is fine.
// Paths are those that are still to change.
func (op Operation) Reconsider(live spec.Body, paths [][]string) string {
	t, _ := spec.TypeOf(op.Addr.Kind)
	if t.Judge == nil || !t.Restores() || op.Want == nil || op.Want.Body == nil || len(paths) == 0 && op.Action == Update {
		return ""
	}
	v := t.Judge(spec.Change{Name: op.Addr.Name, Live: t.Align(op.Want.Body, live), Want: op.Want.Body, Anew: op.Action != Update, Paths: paths})
	for _, cost := range v.Costs {
		if v.Blocked == "" && !slices.Contains(op.Costs, cost.Code) {
			return "this now " + cost.Text + ", which the plan did not say"
		}
	}
	return v.Blocked
}

// turnKnobs makes fields of what an update of others carries and Atlas never shows,
// so that it is seen and approved.
func (ch *change) turnKnobs(t spec.Type) {
	want := spec.Encode(ch.want.Body)
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		path := strings.Split(name, ".")
		goes := slices.ContainsFunc(t.Fields[name].SentWith, func(with string) bool { return touched(strings.Split(with, "."), ch.fields) })
		if n := spec.NodeAt(want, path); n != nil && goes {
			ch.fields = append(ch.fields, Field{Path: path, After: n, Reason: "goes with the change: Atlas does not give it back"})
		}
	}
	sortFields(ch.fields)
}
