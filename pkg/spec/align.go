package spec

import "reflect"

// Align gives live with its lists arranged as the document has them, for whoever
// compares the two member by member: what member i of a list of the document
// stands for is member i of live. It is the one place where that is decided, so
// that what is adopted, compared, judged and sent is about the same members.
//
// It concerns the lists whose members have an [Field.Identity], which have no
// order in Atlas. A member that only the document has finds an empty one in its
// place; those that only live has come last. Other lists stay as they are, and so
// does live itself, which is given back where there is nothing to arrange.
func (t Type) Align(want, live Body) Body {
	if want == nil || live == nil || !t.arranges() {
		return live
	}
	aligned := Clone(live)
	t.align(reflect.ValueOf(want).Elem(), reflect.ValueOf(aligned).Elem(), "")
	return aligned
}

// arranges reports whether any list of the kind tells its members apart.
func (t Type) arranges() bool {
	for _, f := range t.Fields {
		if f.Identity != nil {
			return true
		}
	}
	return false
}

// align arranges the lists of a block, in place.
func (t Type) align(want, live reflect.Value, block string) {
	for f, w := range want.Fields() {
		l, at := live.FieldByIndex(f.Index), join(block, fieldName(f))
		switch {
		case isNil(w) || isNil(l):
		case isBlockPointer(w):
			t.align(w.Elem(), l.Elem(), at)
		case isListOfBlocks(w):
			if t.Fields[at].Identity != nil {
				l.Set(arranged(l, t.counterparts(w, l, at)))
			}
			for i := range min(w.Len(), l.Len()) {
				t.align(w.Index(i), l.Index(i), at)
			}
		}
	}
}

// arranged puts the counterparts of the members of another list in their places,
// and what is left behind them.
func arranged(list reflect.Value, counterparts []int) reflect.Value {
	out := reflect.MakeSlice(list.Type(), len(counterparts), len(counterparts)+list.Len())
	left := make([]bool, list.Len())
	for i := range left {
		left[i] = true
	}
	for i, j := range counterparts {
		if j >= 0 {
			out.Index(i).Set(list.Index(j))
			left[j] = false
		}
	}
	for j, is := range left {
		if is {
			out = reflect.Append(out, list.Index(j))
		}
	}
	return out
}

// Compact gives a body without the empty members that [Type.Align] leaves in lists.
func (t Type) Compact(b Body) Body {
	if b == nil || !t.arranges() {
		return b
	}
	b = Clone(b)
	compact(reflect.ValueOf(b).Elem())
	return b
}

func compact(block reflect.Value) {
	for _, v := range block.Fields() {
		switch {
		case isNil(v):
		case isBlockPointer(v):
			compact(v.Elem())
		case isListOfBlocks(v):
			full := reflect.MakeSlice(v.Type(), 0, v.Len())
			for _, m := range v.Seq2() {
				if !m.IsZero() {
					full = reflect.Append(full, m)
				}
			}
			v.Set(full)
			for i := range v.Len() {
				compact(v.Index(i))
			}
		}
	}
}

func isListOfBlocks(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && isBlock(v.Type().Elem())
}

func isBlockPointer(v reflect.Value) bool {
	return v.Kind() == reflect.Pointer && isBlock(v.Type().Elem())
}
