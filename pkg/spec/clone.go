package spec

import "reflect"

// Clone copies a body in full, so that the copy can be shaped without touching
// the original.
func Clone(b Body) Body {
	if b == nil {
		return nil
	}
	return cloneValue(reflect.ValueOf(b)).Interface()
}

func cloneValue(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(cloneValue(v.Elem()))
		return p
	case reflect.Struct:
		s := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			s.Field(i).Set(cloneValue(v.Field(i)))
		}
		return s
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		m := reflect.MakeMapWithSize(v.Type(), v.Len())
		for k, e := range v.Seq2() {
			m.SetMapIndex(k, cloneValue(e))
		}
		return m
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i, e := range v.Seq2() {
			list.Index(int(i.Int())).Set(cloneValue(e))
		}
		return list
	default:
		return v
	}
}
