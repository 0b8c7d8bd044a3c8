package spec

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Removed lists the fields, by dotted path and in the order of the struct, that
// one version of a document sets and a later one does not. Blocks are looked
// into. A map, a set or a list is one field: a document that has it says all of
// it.
func Removed(before, after Body) []string {
	if before == nil || after == nil {
		return nil
	}
	return removed(reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem(), "")
}

// removed compares two structs; the zero Value of after is a block that is not
// there.
func removed(before, after reflect.Value, path string) []string {
	var paths []string
	for f, was := range before.Fields() {
		at := join(path, fieldName(f))
		var is reflect.Value
		if after.IsValid() {
			is = after.FieldByIndex(f.Index)
		}
		gone := !is.IsValid() || is.IsNil()
		switch {
		case was.IsNil():
		case was.Kind() == reflect.Pointer && was.Elem().Kind() == reflect.Struct:
			block := reflect.Value{}
			if !gone {
				block = is.Elem()
			}
			paths = append(paths, removed(was.Elem(), block, at)...)
		case gone:
			paths = append(paths, at)
		}
	}
	return paths
}

// Reset sets a field to the value that Atlas documents for one that is left
// out, in place, with the blocks that it stands in.
func (t Type) Reset(b Body, path string) {
	v := reflect.ValueOf(b)
	for name := range strings.SplitSeq(path, ".") {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = member(v.Elem(), name)
	}
	v.Set(reflect.New(v.Type().Elem()))
	text := t.Fields[path].Default
	switch v = v.Elem(); v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(text == "true")
	case reflect.Int64:
		n, _ := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
	case reflect.Float64:
		f, _ := strconv.ParseFloat(text, 64)
		v.SetFloat(f)
	default:
		panic(fmt.Sprintf("spec: a default of a %s", v.Type())) // the table test keeps it from happening
	}
}
