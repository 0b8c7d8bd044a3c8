package spec

import (
	"reflect"
	"strings"
)

// Mask hides the live values that may be secrets of the server, in place: a
// [Value] of the live body stays only where the desired body has the same text
// in the same place. Where the desired body has a reference, the live value
// becomes that reference, since all that can be compared is that something is
// there. Within a free document, where places move, it stays where the desired body
// has the text at all. Want may be nil: then everything is hidden.
func Mask(live, want Body) {
	MaskWith(live, want, func(string) string { return "" })
}

// MaskWith is Mask that keeps a fingerprint of what it hides, by which a later
// look can tell whether somebody changed it. A fingerprint must tell nothing
// else: it has to be keyed with something that only this run knows.
func MaskWith(live, want Body, fingerprint func(text string) string) {
	wanted, said := map[string]Value{}, map[Value]bool{}
	eachValue(want, func(path string, v Value) Value {
		wanted[path], said[v] = v, true
		return v
	})
	eachValue(live, func(path string, v Value) Value {
		w, ok := wanted[path]
		if _, isRef := w.Ref(); ok && (isRef || v == w) {
			return w
		}
		if v.IsHidden() || said[v] && strings.Contains(path, documentMark) {
			return v
		}
		return Hidden + Value(fingerprint(string(v)))
	})
}

// Unmask puts the values of raw where body has hidden ones, in place. It gives
// what it put there, and whether it found everything. It is how an update that
// must carry the whole object keeps what it does not know.
func Unmask(body, raw Body) (values []string, complete bool) {
	known := map[string]Value{}
	eachValue(raw, func(path string, v Value) Value {
		known[path] = v
		return v
	})
	complete = true
	eachValue(body, func(path string, v Value) Value {
		if !v.IsHidden() {
			return v
		}
		k, ok := known[path]
		complete = complete && ok
		values = append(values, string(k))
		return k
	})
	return values, complete
}

// HoldsHidden reports whether a body has hidden values.
func HoldsHidden(b Body) bool {
	found := false
	eachValue(b, func(_ string, v Value) Value {
		found = found || v.IsHidden()
		return v
	})
	return found
}

// eachValue replaces every Value of a body by what change gives for it; where
// that is the same nothing is written, so that a body may be read by several at
// once. Paths are only good for finding the same place in another body.
func eachValue(b Body, change func(path string, v Value) Value) {
	if b == nil {
		return
	}
	eachValueIn(reflect.ValueOf(b), nil, change)
	if holder, ok := b.(interface {
		values(change func(path string, v Value) Value)
	}); ok {
		holder.values(change)
	}
}

func eachValueIn(v reflect.Value, path []string, change func(string, Value) Value) {
	here := strings.Join(path, "\x00")
	switch {
	case v.Type() == reflect.TypeFor[Value]():
		before := Value(v.String())
		if after := change(here, before); after != before {
			v.SetString(string(after))
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		eachValueIn(v.Elem(), path, change)
	case v.Kind() == reflect.Struct:
		for f, field := range v.Fields() {
			eachValueIn(field, append(path, f.Name), change)
		}
	case v.Kind() == reflect.Map && v.Type().Elem() == reflect.TypeFor[Value]():
		for key, member := range v.Seq2() {
			before := Value(member.String())
			if after := change(here+"\x00"+key.String(), before); after != before {
				v.SetMapIndex(key, reflect.ValueOf(after))
			}
		}
	}
}
