package remotetest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// Draw makes a body of a kind at random. It follows the table of fields, so
// that a document of that name could say it.
func Draw(t *rapid.T, typ spec.Type, name string) spec.Body {
	d := drawer{t, typ, name, map[string]string{}}
	body := typ.New()
	d.block(reflect.ValueOf(body).Elem(), "")
	for path, f := range typ.Fields {
		if f.ID != "" { // what goes to Atlas has the ID
			spec.Drop(body, path)
		}
	}
	if possible := spectest.Of(typ.Kind).Possible; possible != nil {
		possible(dice{t}, name, body)
	}
	return body
}

// dice lets a property decide what a specimen draws.
type dice struct{ *rapid.T }

func (d dice) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, fmt.Sprintf("one of %d", n)) }

// NameOf gives a name that a resource of a kind can have: "name", unless names
// follow a grammar.
func NameOf(typ spec.Type) string {
	for _, name := range append([]string{"name"}, texts...) {
		if typ.Name.Check(name) == "" {
			return name
		}
	}
	panic(fmt.Sprintf("remotetest: no text is a name of a %s", typ.Kind))
}

type drawer struct {
	*rapid.T
	typ  spec.Type
	name string
	said map[string]string // the texts so far, by path: other fields depend on some
}

// texts has something to the taste of every check of a field.
var texts = []string{
	"a", "x", "US_EAST_1", "M10", "8.0", "b1:9092,b2:9092", "[::1]:1", "https://example.com/a?b=c", "X-Team",
	"5e2211c17a3e5a48f5497de3", "arn:aws:iam::123456789012:role/atlas", "a@b.example", "account1", "10.0.0.4", "2026-06-04T08:00:00Z", "arn:aws:kafka:us-east-1:1:cluster/a/b", " true", "null", "é→", "a\nb\n", `"<&>`, "-",
	"vpce-0123456789abcdef0", "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/a",
}

// documents are JSON as a [spec.Document] holds it.
var documents = []string{`[{"$source":{"connectionName":"a"}},{"$emit":{"connectionName":"b"}}]`, `[{"b":1,"a":1.0}]`, `{"x":null,"é":[true,"<"]}`}

func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

func (d drawer) block(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		delete(d.said, path) // another member of a list may have said it
		if !f.ReadOnly && f.When.Holds(d.said[f.When.Path]) && (f.Required || f.FromName || rapid.Bool().Draw(d.T, path+"?")) {
			d.fill(v.Field(i), path, f)
		}
	}
}

func (d drawer) fill(v reflect.Value, path string, f spec.Field) {
	switch v.Interface().(type) {
	case spec.Secret:
		v.SetString(string(d.secret(path)))
		return
	case spec.Value:
		if rapid.Bool().Draw(d.T, path+" is a reference") {
			v.SetString(string(spec.Ref(d.secret(path))))
			return
		}
	case spec.Document:
		v.SetString(rapid.SampledFrom(documents).Draw(d.T, path))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), path, f)
	case reflect.Struct:
		if strings.HasPrefix(v.Type().Name(), "Optional[") {
			d.fill(v.Field(0), path, f)
			v.Field(1).SetBool(true)
			return
		}
		d.block(v, path+".")
	case reflect.Map:
		d.members(v, path, f)
	case reflect.Slice:
		d.list(v, path, f)
	case reflect.Float64:
		v.SetFloat(float64(rapid.Int64Range(0, 1<<20).Draw(d.T, path)) / 8)
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(rapid.Int32().Draw(d.T, path)))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.said[path] = v.String()
	default:
		panic(fmt.Sprintf("remotetest: cannot draw a %s for %s", v.Type(), path))
	}
}

func (d drawer) list(v reflect.Value, path string, f spec.Field) {
	n := rapid.IntRange(f.MinLen, max(f.MinLen, 2)).Draw(d.T, "members of "+path)
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		d.fill(v.Index(i), path, orNothing(f.Values))
	}
}

func (d drawer) members(v reflect.Value, path string, f spec.Field) {
	v.Set(reflect.MakeMap(v.Type()))
	for range rapid.IntRange(f.MinLen, max(f.MinLen, 3)).Draw(d.T, "members of "+path) {
		key, member := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		switch {
		case isSet(v.Type()):
			d.fill(key, path, orNothing(f.Values))
		case isSet(member.Type()):
			d.fill(key, path+" key", orNothing(f.Keys))
			d.fill(member, path, orNothing(f.Values))
		default:
			d.fill(key, path+" key", orNothing(f.Keys))
			d.fill(member, path+" member", orNothing(f.Values))
		}
		v.SetMapIndex(key, member)
	}
}

func orNothing(f *spec.Field) spec.Field {
	if f == nil {
		return spec.Field{}
	}
	return *f
}

func (d drawer) secret(path string) spec.Secret {
	return spec.EnvSecret(rapid.StringMatching(`[A-Z]{1,3}`).Draw(d.T, path))
}

func (d drawer) text(path string, f spec.Field) string {
	switch {
	case f.FromName:
		return d.name
	case f.Enum != nil:
		return rapid.SampledFrom(f.Enum).Draw(d.T, path)
	case f.Known != nil:
		return rapid.SampledFrom(f.Known).Draw(d.T, path)
	}
	var fitting []string
	for _, text := range append(slices.Clone(texts), spectest.Of(d.typ.Kind).Texts[path]...) {
		n := utf8.RuneCountInString(text)
		if n < f.MinLen || f.MaxLen > 0 && n > f.MaxLen {
			continue
		}
		if f.Check == nil || f.Check(text) == "" && strings.TrimSpace(text) == text {
			fitting = append(fitting, text)
		}
	}
	return rapid.SampledFrom(fitting).Draw(d.T, path)
}
