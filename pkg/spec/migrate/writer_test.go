package migrate_test

import (
	"strings"

	"pgregory.net/rapid"
)

// writer writes documents, and next to them what is to become of them.
type writer struct {
	*rapid.T
	in, out strings.Builder
}

// put writes a text, and once more if it stays.
func (w *writer) put(stays bool, text string) {
	w.in.WriteString(text)
	if stays {
		w.out.WriteString(text)
	}
}

func (w *writer) pick(choices ...string) string {
	return rapid.SampledFrom(choices).Draw(w.T, "choice")
}

func (w *writer) maybe(what string) bool { return rapid.IntRange(0, 3).Draw(w.T, what) == 0 }

func (w *writer) comment() string {
	return w.pick("", "", "", " # why", "\t# tab\tand é", "  # {a: b}, 'c")
}

func (w *writer) document(i int) {
	kind := w.pick("ServerlessInstance", "ServerlessInstance", "FlexCluster", "ServerlessPrivateEndpoint")
	stays := kind != "ServerlessPrivateEndpoint"
	before := w.out.String()
	if i > 0 || w.maybe("marker") {
		w.put(true, "---"+w.comment()+"\n")
		w.put(true, w.pick("", "# A header: 'x\n", "# A header\n\n"))
	}
	root := w.fields(kind)
	if w.maybe("flow") {
		w.flow(root, 0, true)
		w.put(true, w.comment()+"\n")
	} else {
		w.block(root, 0, true)
	}
	if !stays {
		w.out.Reset()
		w.out.WriteString(before)
	}
}

// key writes a key.
func (w *writer) key(name string) string {
	return w.pick(name, name, `"`+name+`"`, "'"+name+"'")
}

// value writes a text and what it becomes.
func (w *writer) value(f field, stays bool) {
	quote := ""
	if f.after != "" {
		quote = w.pick("", `"`, "'")
	}
	w.in.WriteString(quote + f.text + quote)
	switch {
	case !stays:
	case f.after != "":
		w.out.WriteString(quote + f.after + quote)
	default:
		w.out.WriteString(f.text)
	}
}

// gone reports whether nothing is left of a map that stays.
func gone(f field) bool {
	for _, c := range f.fields {
		if !c.goes {
			return false
		}
	}
	return len(f.fields) > 0
}

// block writes the fields of a map, one a line.
func (w *writer) block(f field, indent int, stays bool) {
	margin := strings.Repeat(" ", indent)
	for _, c := range rapid.Permutation(f.fields).Draw(w.T, "order") {
		stays := stays && !c.goes
		if stays && w.maybe("blank line") {
			w.put(true, w.pick("\n", "  \n"))
		}
		for range rapid.IntRange(0, 2).Draw(w.T, "comments") {
			w.put(stays, margin+"# above: {\"\n")
		}
		w.put(stays, margin+w.key(c.key)+w.pick("", "", " ")+":")
		switch {
		case c.fields == nil:
			w.put(stays, w.pick(" ", "   "))
			w.value(c, stays)
			w.put(stays, w.comment()+"\n")
		case w.maybe("flow"):
			w.put(stays, w.pick(" ", "\n"+margin+" "))
			w.flow(c, indent+1, stays)
			w.put(stays, w.comment()+"\n")
		default:
			if stays && gone(c) {
				w.out.WriteString(" {}")
			}
			w.put(stays, w.comment()+"\n")
			w.block(c, indent+rapid.IntRange(1, 5).Draw(w.T, "indent"), stays)
		}
		if c.goes && w.maybe("more") {
			w.put(false, margin+"   # more of it\n")
		}
	}
}

// flow writes a map in brackets, on one line or one item a line.
func (w *writer) flow(f field, indent int, stays bool) {
	items := rapid.Permutation(f.fields).Draw(w.T, "order")
	if len(items) > 1 && w.maybe("lines") {
		w.flowLines(items, indent, stays)
		return
	}
	space := w.pick("", " ")
	w.put(stays, "{")
	w.put(stays && !gone(f), space)
	for i, c := range items {
		last := i == len(items)-1
		w.item(c, indent, stays)
		switch {
		case last:
		case items[i+1].goes && i+1 == len(items)-1:
			w.put(false, ", ")
		default:
			w.put(stays && !c.goes, ", ")
		}
	}
	w.put(stays && !gone(f), space)
	w.put(stays, "}")
}

// flowLines writes one item a line. The comma of the last item that is left is
// there only if it was there before.
func (w *writer) flowLines(items []field, indent int, stays bool) {
	margin := strings.Repeat(" ", indent+2)
	trailing := w.maybe("trailing comma")
	w.put(stays, "{"+w.comment()+"\n")
	for i, c := range items {
		stays := stays && !c.goes
		if w.maybe("comment") {
			w.put(stays, margin+"# above\n")
		}
		w.put(stays, margin)
		w.item(c, indent+2, stays)
		if comma := i < len(items)-1 || trailing; comma {
			next := i+1 == len(items)-1 && items[i+1].goes && !trailing
			w.put(stays && !next, ",")
		}
		w.put(stays, w.comment()+"\n")
	}
	w.put(stays, strings.Repeat(" ", indent+1)+"}")
}

// item writes one item of a map in brackets.
func (w *writer) item(c field, indent int, stays bool) {
	stays = stays && !c.goes
	w.put(stays, w.key(c.key)+": ")
	if c.fields == nil {
		w.value(c, stays)
		return
	}
	w.flow(c, indent, stays)
}
