package plan_test

import (
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// words are what stands in every other text.
var words = []string{"a", "b", "1.10", "true", "a.b", "tag", "xtag", ".*", "a -> b", "é"}

// drawer builds a body that follows the table of fields of its kind.
type drawer struct {
	*rapid.T
	typ    spec.Type
	values map[string]string // what the texts are, for the fields that depend on them
}

func drawBody(t *rapid.T, typ spec.Type) spec.Body {
	d := drawer{t, typ, map[string]string{}}
	body := typ.New()
	d.structure(reflect.ValueOf(body).Elem(), "")
	d.identify(body)
	return body
}

// identify has a body tell in one way which object it means, where its kind has
// several: fields of an identity none of which is required.
func (d drawer) identify(body spec.Body) {
	said := 0
	for _, path := range d.typ.Identity {
		if d.typ.Fields[path].Required {
			return
		}
		if spec.NodeAt(spec.Encode(body), []string{path}) != nil {
			said++
		}
	}
	if d.typ.Identity == nil || said == 1 {
		return
	}
	for f, v := range reflect.ValueOf(body).Elem().Fields() {
		switch path := f.Tag.Get("yaml"); {
		case path == d.typ.Identity[0]:
			d.fill(v, path, d.typ.Fields[path])
		case slices.Contains(d.typ.Identity, path):
			v.SetZero()
		}
	}
}

func (d drawer) structure(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		delete(d.values, path) // another member of a list may have said it
		if f.ReadOnly || !f.When.Holds(d.values[f.When.Path]) {
			continue
		}
		often := f.RequiredToCreate && rapid.IntRange(0, 7).Draw(d.T, path+" left out") > 0
		if f.Required || often || rapid.Bool().Draw(d.T, path+"?") {
			d.fill(v.Field(i), path, f)
		}
	}
}

// fill sets v to something that fits.
func (d drawer) fill(v reflect.Value, path string, f spec.Field) {
	switch v.Interface().(type) {
	case spec.Secret:
		v.Set(reflect.ValueOf(d.secret(path)))
		return
	case spec.Value:
		if rapid.Bool().Draw(d.T, path+" ref") {
			v.Set(reflect.ValueOf(spec.Ref(d.secret(path))))
			return
		}
	case spec.Document:
		choices := documents
		if few := spectest.Of(d.typ.Kind).Few[path]; few != nil {
			choices = few
		}
		v.SetString(rapid.SampledFrom(choices).Draw(d.T, path))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), path, f)
	case reflect.Struct:
		if isOptional(v.Type()) {
			d.fill(v.Field(0), path, f)
			v.Field(1).SetBool(true)
			return
		}
		d.structure(v, path+".")
	case reflect.Map:
		d.members(v, path, f)
	case reflect.Slice:
		d.list(v, path, f)
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 10, 10.5}).Draw(d.T, path))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64Range(0, 3).Draw(d.T, path))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.values[path] = v.String()
	default:
		d.Fatalf("%s: cannot draw a %s", path, v.Type())
	}
}

// documents are JSON; two of them say the same.
var documents = []string{`[{"$source":{"a":1}}]`, `[{"$source":{"a":1.0}}]`, `[{"$source":{"a":2}},{"$emit":{}}]`, `{"a":1,"b":2}`, `{"b":2,"a":1}`}

func isOptional(t reflect.Type) bool { return strings.HasPrefix(t.Name(), "Optional[") }

func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

func (d drawer) list(v reflect.Value, path string, f spec.Field) {
	var values spec.Field
	if f.Values != nil {
		values = *f.Values
	}
	n := f.MinLen // mostly: lists in lists take long to draw
	if rapid.IntRange(0, 3).Draw(d.T, path+" members") == 0 {
		n++
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		d.fill(v.Index(i), path, values)
	}
}

func (d drawer) members(v reflect.Value, path string, f spec.Field) {
	v.Set(reflect.MakeMap(v.Type()))
	var keys, values spec.Field
	if f.Keys != nil {
		keys = *f.Keys
	}
	if f.Values != nil {
		values = *f.Values
	}
	for range rapid.IntRange(f.MinLen, max(f.MinLen, 3)).Draw(d.T, path+" members") {
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		switch {
		case isSet(v.Type()):
			d.fill(key, path, values)
		case isSet(elem.Type()):
			d.fill(key, path+".key", keys)
			d.fill(elem, path, values)
		default:
			d.fill(key, path+".key", keys)
			d.fill(elem, path+".value", values)
		}
		v.SetMapIndex(key, elem)
	}
}

func (d drawer) secret(path string) spec.Secret {
	return rapid.SampledFrom([]spec.Secret{spec.EnvSecret("A"), spec.EnvSecret("B"), spec.FileSecret("A")}).Draw(d.T, path)
}

func (d drawer) text(path string, f spec.Field) string {
	choices := spectest.Of(d.typ.Kind).Few[path]
	switch {
	case f.Enum != nil && choices == nil:
		choices = f.Enum
	case f.Known != nil:
		choices = f.Known[:3]
	case f.Check != nil && choices == nil:
		d.Fatalf("add a few texts of %s.%s to its specimen", d.typ.Kind, path)
	case choices == nil:
		choices = words
	}
	return rapid.SampledFrom(choices).Draw(d.T, path)
}
