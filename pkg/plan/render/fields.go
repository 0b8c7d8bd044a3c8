package render

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// line is one line below a resource, before it has a form.
type line struct {
	depth  int
	sign   string
	key    string // empty for a member of a list
	before string
	after  string
	note   string
}

// walk collects the lines of one resource.
type walk struct {
	action plan.Action
	kind   spec.Kind
	lines  []line
}

// fieldLines walks the fields of an operation, nested as in the YAML. Fields
// of one block stand side by side in a plan, so that its heading is needed
// once. Unchanged is the number of fields that the plan leaves out.
func fieldLines(kind spec.Kind, action plan.Action, fields []plan.Field, unchanged int) []line {
	w := &walk{action: action, kind: kind}
	var open []string
	for _, f := range fields {
		steps := w.steps(f)
		block := steps[:max(len(steps)-1, 0)]
		for i := shared(open, block); i < len(block); i++ {
			w.add(line{depth: i, sign: w.blockSign(), key: block[i]})
		}
		open = block
		w.field(f, steps)
	}
	w.hidden(0, unchanged, "unchanged field")
	return w.lines
}

func (w *walk) add(l line) { w.lines = append(w.lines, l) }

// blockSign is the sign of a block of which the plan has single fields. Of an
// update nobody knows here whether the block was there, and "changes" is true
// either way.
func (w *walk) blockSign() string {
	if w.action == plan.Create || w.action == plan.Delete {
		return signOf(w.action)
	}
	return signChange
}

func (w *walk) field(f plan.Field, steps []string) {
	first, depth, key := len(w.lines), max(len(steps)-1, 0), ""
	if !w.isMember(f) && len(steps) > 0 {
		key = steps[depth]
	}
	switch {
	case f.Secret:
		w.add(line{depth: depth, sign: w.blockSign(), key: key, after: "(secret)"})
	case f.Before == nil && f.After == nil:
		w.add(line{depth: depth, sign: w.blockSign(), key: key})
	case f.Before == nil:
		w.whole(depth, signAdd, key, f.After)
	case f.After == nil:
		w.whole(depth, signRemove, key, f.Before)
	default:
		w.change(depth, key, f.Before, f.After)
	}
	switch {
	case f.ForcesReplace:
		w.lines[first].note = "forces replacement"
	case f.Reason != "":
		w.lines[first].note = printable(f.Reason)
	}
}

// whole writes a node that comes or goes with everything in it.
func (w *walk) whole(depth int, sign, key string, n *yaml.Node) {
	switch {
	case isMap(n) && len(n.Content) > 0 && key != "":
		w.add(line{depth: depth, sign: sign, key: key})
		for i := 0; i < len(n.Content); i += 2 {
			w.whole(depth+1, sign, quote(n.Content[i].Value), n.Content[i+1])
		}
	case n.Tag == spec.ListTag && len(n.Content) > 0 && isMap(n.Content[0]) && key != "":
		for i, c := range n.Content {
			w.whole(depth, sign, index(key, strconv.Itoa(i)), c)
		}
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0 && key != "":
		w.add(line{depth: depth, sign: sign, key: key})
		for _, c := range n.Content {
			w.whole(depth+1, sign, "", c)
		}
	default:
		w.add(line{depth: depth, sign: sign, key: key, after: value(n)})
	}
}

// change writes a node that has a value on both sides.
func (w *walk) change(depth int, key string, before, after *yaml.Node) {
	switch {
	case isMap(before) && isMap(after):
		w.add(line{depth: depth, sign: signChange, key: key})
		w.changeMap(depth+1, before, after)
	case before.Kind == yaml.SequenceNode && after.Kind == yaml.SequenceNode:
		w.add(line{depth: depth, sign: signChange, key: key})
		w.changeList(depth+1, before.Content, after.Content)
	case before.Tag == spec.HiddenTag, after.Tag == spec.HiddenTag:
		w.add(line{depth: depth, sign: signChange, key: key, after: "(changed)"})
	default:
		w.changeScalar(line{depth: depth, sign: signChange, key: key, before: value(before), after: value(after)})
	}
}

// changeScalar puts long values on lines of their own, one below the other,
// where the eye finds the difference.
func (w *walk) changeScalar(l line) {
	switch {
	case l.before == l.after:
		l.before = ""
		w.add(l)
	case utf8.RuneCountInString(l.before)+utf8.RuneCountInString(l.after) <= maxPair:
		w.add(l)
	default:
		w.add(line{depth: l.depth, sign: l.sign, key: l.key})
		w.add(line{depth: l.depth + 1, sign: signRemove, after: l.before})
		w.add(line{depth: l.depth + 1, sign: signAdd, after: l.after})
	}
}

func (w *walk) changeMap(depth int, before, after *yaml.Node) {
	same := 0
	for i := 0; i < len(before.Content); i += 2 {
		key, old := before.Content[i].Value, before.Content[i+1]
		switch now := member(after, key); {
		case now == nil:
			w.whole(depth, signRemove, quote(key), old)
		case equal(old, now):
			same++
		default:
			w.change(depth, quote(key), old, now)
		}
	}
	for i := 0; i < len(after.Content); i += 2 {
		if key := after.Content[i].Value; member(before, key) == nil {
			w.whole(depth, signAdd, quote(key), after.Content[i+1])
		}
	}
	if was, is := order(before, after), order(after, before); !slices.Equal(was, is) {
		w.changeScalar(line{depth: depth, sign: signChange, key: "(order)", before: strings.Join(was, ", "), after: strings.Join(is, ", ")})
	}
	w.hidden(depth, same, "unchanged field")
}

// hidden says how much is left out, if anything.
func (w *walk) hidden(depth, n int, thing string) {
	if n > 0 {
		w.add(line{depth: depth, sign: signNote, after: "(" + spec.Count(n, thing) + " hidden)"})
	}
}

// isMap reports whether a node has named parts that a reader may see.
func isMap(n *yaml.Node) bool { return n.Kind == yaml.MappingNode && n.Tag != spec.SecretTag }

// member looks a key up in a map.
func member(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

// equal compares what two nodes say, not how they are written.
func equal(a, b *yaml.Node) bool {
	return spec.EqualNodes(a, b) || a.Kind == b.Kind && a.ShortTag() == b.ShortTag() && a.Value == b.Value &&
		slices.EqualFunc(a.Content, b.Content, equal)
}

// shared counts the steps that two paths have in common.
func shared(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
