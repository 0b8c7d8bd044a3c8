package spec_test

import (
	"reflect"
	"strings"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// samples are texts that pass the Check of a field, by kind and path. A field
// with a Check and without samples fails the tests below.
var samples = map[string][]string{
	"FlexCluster.metadata.name":                        {"orders", "a", "0-9", strings.Repeat("o", 64)},
	"FlexCluster.providerSettings.regionName":          {"US_EAST_1", "EUROPE_WEST"},
	"StreamWorkspace.metadata.name":                    {"clicks", "my clicks", "é"},
	"StreamConnection.metadata.name":                   {"kafka", "a/b", "über: [x]"},
	"StreamConnection.bootstrapServers":                {"b1:9092", "b1:9092,b2:9093", "[::1]:1"},
	"StreamConnection.authentication.tokenEndpointUrl": {"https://idp.example.com/token"},
	"StreamConnection.url":                             {"https://example.com/hook?a=b", "http://10.0.0.1"},
	"StreamConnection.headers.key":                     {"Authorization", "X-A", "x_b"},
}

// text draws what is hard to write in YAML.
var text = rapid.OneOf(
	rapid.SampledFrom([]string{"true", "no", "null", "~", "1.10", "0o7", "1e3", "2020-01-01", "<<", "- a", "a: b", "# a", "*a", "!a", "'", `"`, "a\nb\n", " a "}),
	rapid.StringMatching(`[a-zA-Z0-9 :,\[\]{}#&*!|>'"%@.é→-]{1,12}`),
)

func drawAddress(t *rapid.T, typ spec.Type) spec.Address {
	addr := spec.Address{
		Project: rapid.SampledFrom([]string{"p", "payments-prod", "a (b), c", "5e2211c17a3e5a48f5497de3"}).Draw(t, "project"),
		Kind:    typ.Kind,
		Name:    rapid.SampledFrom(samples[string(typ.Kind)+".metadata.name"]).Draw(t, "name"),
	}
	if typ.Parent != "" {
		addr.Parent = rapid.SampledFrom(samples[string(typ.Parent)+".metadata.name"]).Draw(t, "parent")
	}
	return addr
}

// drawer builds a body that follows the table of fields of its kind.
type drawer struct {
	*rapid.T
	typ    spec.Type
	values map[string]string        // what the texts are, for discriminators
	here   map[string]reflect.Value // the fields that are set
	absent map[string]reflect.Value // the fields that do not belong to this type of it
}

func drawBody(t *rapid.T, typ spec.Type) (spec.Body, *drawer) {
	d := &drawer{t, typ, map[string]string{}, map[string]reflect.Value{}, map[string]reflect.Value{}}
	body := typ.New()
	d.structure(reflect.ValueOf(body).Elem(), "")
	return body, d
}

func (d *drawer) structure(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		if !f.When.Holds(d.values[f.When.Path]) {
			d.absent[path] = v.Field(i)
			continue
		}
		if f.Required || rapid.Bool().Draw(d.T, path+"?") {
			d.here[path] = v.Field(i)
			d.fill(v.Field(i), path, f)
		}
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
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), path, f)
	case reflect.Struct:
		d.structure(v, path+".")
	case reflect.Map:
		d.members(v, path, f)
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(d.T, path))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.values[path] = v.String()
	default:
		d.Fatalf("%s: cannot draw a %s", path, v.Type())
	}
}

func (d *drawer) members(v reflect.Value, path string, f spec.Field) {
	v.Set(reflect.MakeMap(v.Type()))
	keys, values := spec.Field{}, spec.Field{}
	if f.Keys != nil {
		keys = *f.Keys
	}
	if f.Values != nil {
		values = *f.Values
	}
	isSet := v.Type().Elem() == reflect.TypeFor[struct{}]()
	for range rapid.IntRange(f.MinLen, max(f.MinLen, 3)).Draw(d.T, path+" members") {
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if isSet {
			d.fill(key, path, values)
		} else {
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
	choices := samples[string(d.typ.Kind)+"."+path]
	switch {
	case f.Enum != nil:
		return rapid.SampledFrom(f.Enum).Draw(d.T, path)
	case f.Known != nil:
		return rapid.SampledFrom(f.Known).Draw(d.T, path)
	case f.Check != nil && choices == nil:
		d.Fatalf("add samples for %s.%s to draw_test.go", d.typ.Kind, path)
	case choices != nil:
		return rapid.SampledFrom(choices).Draw(d.T, path)
	}
	return text.Draw(d.T, path)
}
