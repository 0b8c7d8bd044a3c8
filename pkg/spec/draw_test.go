package spec_test

import (
	"math"
	"reflect"
	"strconv"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// dice lets a property decide what a specimen draws.
type dice struct{ *rapid.T }

func (d dice) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "one of "+strconv.Itoa(n)) }

// text draws what is hard to write in YAML.
var text = rapid.OneOf(
	rapid.SampledFrom([]string{
		"true", "no", "null", "~", "1.10", "0o7", "1e3", "2020-01-01", "<<", "- a", "a: b", "# a", "*a", "!a", "'", `"`, "a\nb\n", " a ",
		"yes", "Off", "y", "1:30", "1_000", ".inf", "=", "a\nb", "a\n\n", "\n", "\n a", " a\nb", "\ta\nb", "a \nb ", "a\n \n", "a\r\nb", "\r", "a\u0085b", "a\u2028b\n", "\ufeffa", "\x01", "😀", "#\n- a",
	}),
	rapid.StringMatching(`[a-zA-Z0-9 :,\[\]{}#&*!|>'"%@.é→-]{1,12}`),
)

func drawAddress(t *rapid.T, typ spec.Type) spec.Address {
	addr := spec.Address{
		Project: rapid.SampledFrom([]string{"p", "payments-prod", "a (b), c", "5e2211c17a3e5a48f5497de3"}).Draw(t, "project"),
		Kind:    typ.Kind,
		Name:    rapid.SampledFrom(spectest.Of(typ.Kind).Names).Draw(t, "name"),
	}
	if typ.Root {
		addr.Project = addr.Name
	}
	if typ.Parent != "" {
		addr.Parent = rapid.SampledFrom(spectest.Of(typ.Parent).Names).Draw(t, "parent")
	}
	return addr
}

// drawer builds a body that follows the table of fields of its kind.
type drawer struct {
	*rapid.T
	typ       spec.Type
	tolerated bool                     // whether fields that are only tolerated are drawn
	values    map[string]string        // what the texts are, for discriminators
	here      map[string]reflect.Value // the fields that are set
	absent    map[string]reflect.Value // the fields that do not belong to this type of it
	members   int                      // how deep in members of sets and lists, of which there are many places
}

// drawResource draws a document that loads without warnings.
func drawResource(t *rapid.T, typ spec.Type) (spec.Resource, *drawer) {
	d := newDrawer(t, typ)
	addr := drawAddress(t, typ)
	return spec.Resource{Addr: addr, Body: d.body(addr.Name)}, d
}

func newDrawer(t *rapid.T, typ spec.Type) *drawer {
	return &drawer{T: t, typ: typ, values: map[string]string{}, here: map[string]reflect.Value{}, absent: map[string]reflect.Value{}}
}

// body draws the body of a document of that name.
func (d *drawer) body(name string) spec.Body {
	body := d.typ.New()
	d.structure(reflect.ValueOf(body).Elem(), "")
	if loads := spectest.Of(d.typ.Kind).Loads; loads != nil {
		loads(dice{d.T}, name, body)
	}
	return body
}

func (d *drawer) structure(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		if f.FromName || f.ReadOnly {
			continue
		}
		delete(d.values, path) // another member may have said it
		if !f.When.Holds(d.values[f.When.Path]) {
			d.note(d.absent, path, v.Field(i))
			if d.tolerated && f.Tolerated && rapid.Bool().Draw(d.T, path+" tolerated?") {
				d.fill(v.Field(i), path, f)
			}
			continue
		}
		if f.Required || rapid.Bool().Draw(d.T, path+"?") {
			d.note(d.here, path, v.Field(i))
			d.fill(v.Field(i), path, f)
		}
	}
}

// note remembers a field, unless there are many places of its path.
func (d *drawer) note(fields map[string]reflect.Value, path string, v reflect.Value) {
	if d.members == 0 {
		fields[path] = v
	}
}

// fill sets v to something that fits.
func (d *drawer) fill(v reflect.Value, path string, f spec.Field) {
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
		v.SetString(string(drawDocument(d.T, path)))
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
		d.collection(v, path, f)
	case reflect.Slice:
		d.list(v, path, f)
	case reflect.Float64:
		v.SetFloat(float64(rapid.Int64Range(8*bound(f.Min, -1<<37), 8*bound(f.Max, 1<<37)).Draw(d.T, path)) / 8)
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64Range(bound(f.Min, math.MinInt64), bound(f.Max, math.MaxInt64)).Draw(d.T, path))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.values[path] = v.String()
	default:
		d.Fatalf("%s: cannot draw a %s", path, v.Type())
	}
}

func (d *drawer) list(v reflect.Value, path string, f spec.Field) {
	d.members++
	defer func() { d.members-- }()
	n := rapid.IntRange(f.MinLen, max(f.MinLen, 2)).Draw(d.T, path+" members")
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		d.fill(v.Index(i), path, orNothing(f.Values))
	}
}

func orNothing(f *spec.Field) spec.Field {
	if f == nil {
		return spec.Field{}
	}
	return *f
}

// drawDocument draws a list of stages, as deep as it takes.
func drawDocument(t *rapid.T, label string) spec.Document {
	var draw func(depth int) string
	draw = func(depth int) string {
		switch kind := rapid.IntRange(0, 5+depth).Draw(t, label); kind {
		case 0, 1:
			key := rapid.SampledFrom([]string{"$match", "a.b", "", "<<", "1", "x: y"}).Draw(t, label+" key")
			return `{` + strconv.Quote(key) + `:` + draw(depth+2) + `,"z":` + draw(depth+2) + `}`
		case 2:
			return `[` + draw(depth+2) + `,` + draw(depth+2) + `]`
		default:
			return rapid.SampledFrom([]string{"1", "1.0", "-0", "1e3", "0.1", "12345678901234567890", "true", "null", `"true"`, `"1.0"`, `"\"<é\n"`, "[]", "{}", `"2020-01-01"`}).Draw(t, label)
		}
	}
	doc, err := spec.NewDocument([]byte("[" + draw(0) + "]"))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func (d *drawer) collection(v reflect.Value, path string, f spec.Field) {
	d.members++
	defer func() { d.members-- }()
	v.Set(reflect.MakeMap(v.Type()))
	keys, values := orNothing(f.Keys), orNothing(f.Values)
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

func (d *drawer) secret(path string) spec.Secret {
	if rapid.Bool().Draw(d.T, path+" env") {
		return spec.EnvSecret(rapid.StringMatching(`[A-Z_][A-Z0-9_]{0,10}`).Draw(d.T, path))
	}
	return spec.FileSecret("/run/" + rapid.StringMatching(`[a-z: .]{1,10}`).Draw(d.T, path))
}

func (d *drawer) text(path string, f spec.Field) string {
	choices := spectest.Of(d.typ.Kind).Texts[path]
	switch {
	case f.Enum != nil:
		return rapid.SampledFrom(f.Enum).Draw(d.T, path)
	case f.Known != nil:
		return rapid.SampledFrom(f.Known).Draw(d.T, path)
	case f.Check != nil && choices == nil:
		d.Fatalf("add texts of %s.%s to its specimen", d.typ.Kind, path)
	case choices != nil:
		return rapid.SampledFrom(choices).Draw(d.T, path)
	}
	return text.Draw(d.T, path)
}

// bound is that of a number, if it has one.
func bound(of *int64, otherwise int64) int64 {
	if of != nil {
		return *of
	}
	return otherwise
}
