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
		c.Live = t.Align(ch.want.Body, ch.live.Body)
	}
	for _, f := range ch.fields {
		c.Paths = append(c.Paths, f.Path)
	}
	return t.Judge(c)
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
