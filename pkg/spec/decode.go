package spec

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// place is one key of a document, or one member of a set or a list, and what is
// known of it once it is decoded.
type place struct {
	pair
	path string

	broken  bool     // it was reported: there is no value to judge
	wrong   bool     // its value was reported
	foreign bool     // it does not belong to this type of resource, or that is not known
	text    string   // what a scalar says
	isText  bool     // text is there to judge
	hidden  bool     // text may be a secret, and is never repeated
	members []*place // of a map, a set or a list
	nested  bool     // the members have fields, or members with fields
}

// decoder turns nodes into the structs of the kinds, strictly. It remembers the
// place of everything it saw, for the rules that come after.
type decoder struct {
	*report
	places map[string]*place // the fields of the spec, by dotted path
	root   []*place          // the spec itself
	meant  map[string]bool   // the fields, by dotted path, that unknown keys seem to mean
	faulty map[string]bool   // the fields on top with a problem, be it in what is below them
	// hint says what to do about an unknown key of the block at path.
	hint func(path string) func(key string) string
}

func newDecoder(file string) decoder {
	return decoder{report: &report{file: file}, places: map[string]*place{}, meant: map[string]bool{}, faulty: map[string]bool{}, hint: specHint}
}

var (
	secretType   = reflect.TypeFor[Secret]()
	valueType    = reflect.TypeFor[Value]()
	documentType = reflect.TypeFor[Document]()
)

// fields gives the known keys of a map by name, and reports the others; hint
// may say what to do about one.
func (d *decoder) fields(m *yaml.Node, path string, known []string, hint func(key string) string) map[string]*place {
	found := make(map[string]*place, len(known))
	for _, p := range d.pairs(m, false) {
		key := p.name()
		for _, k := range known {
			if k == key {
				found[k] = &place{pair: p, path: join(path, k)}
			}
		}
		if found[key] != nil {
			continue
		}
		more := hint(key)
		if more == "" {
			more = DidYouMean(key, known)
			d.mean(join(path, closest(key, known)))
		}
		if more == "" {
			more = "; the keys here are " + strings.Join(known, ", ")
		}
		d.problemf(p.key, "%sunknown key%s%s", prefix(path), keyName(key), more)
	}
	return found
}

// decode fills v, which can be set, from what stands at p.
func (d *decoder) decode(p *place, v reflect.Value) {
	if at, ok := reflect.TypeAssert[placed](v.Addr()); ok {
		at.setPos(d.pos(p.key))
		v = v.Field(0)
	}
	switch {
	case v.Kind() == reflect.Pointer:
		elem := reflect.New(v.Type().Elem())
		d.decode(p, elem.Elem())
		v.Set(elem)
	case v.Type() == secretType:
		d.secret(p, v)
	case v.Type() == valueType:
		d.value(p, v)
	case v.Type() == documentType:
		d.free(p, v)
	case isOptional(v.Type()):
		d.decode(p, v.Field(0))
		v.Field(1).SetBool(true)
	case isSet(v.Type()):
		d.set(p, v)
	case isList(v.Type()):
		d.ordered(p, v)
	case v.Kind() == reflect.Struct:
		d.structure(p, v)
	case v.Kind() == reflect.Map:
		d.mapping(p, v)
	case v.Kind() == reflect.Slice:
		d.list(p, v)
	default:
		d.scalar(p, v)
	}
}

func (d *decoder) structure(p *place, v reflect.Value) {
	if !d.isMap(p, fieldsHint) {
		return
	}
	names := make([]string, v.NumField())
	for i := range names {
		names[i] = fieldName(v.Type().Field(i))
	}
	found := d.fields(p.target(), p.path, names, d.hint(p.path))
	for i, name := range names {
		if field := found[name]; field != nil {
			d.places[field.path] = field
			before := len(d.problems)
			if d.decode(field, v.Field(i)); len(d.problems) > before {
				d.blame(field.path)
			}
		}
	}
}

// specHint says where a key belongs that stands in the spec by mistake.
func specHint(path string) func(string) string {
	return func(key string) string {
		if path == "" {
			return envelopeHint(key)
		}
		return ""
	}
}

func (d *decoder) scalar(p *place, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		text, _ := d.text(p)
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(d.boolean(p))
	case reflect.Int, reflect.Int64:
		v.SetInt(d.integer(p))
	case reflect.Float64:
		v.SetFloat(d.number(p))
	default:
		panic(fmt.Sprintf("spec: a body holds a %s", v.Type())) // the shapes test keeps it from happening
	}
}

// text takes a scalar as it is written: 1.10 stays 1.10.
func (d *decoder) text(p *place) (string, bool) {
	n := p.target()
	if n.Kind != yaml.ScalarNode || isNull(n) {
		d.want(p, "text", scalarHint)
		return "", false
	}
	p.text, p.isText = n.Value, true
	return n.Value, true
}

// boolean takes true and false. In YAML 1.1 yes, on and True are booleans too,
// in 1.2 they are text; so nobody can be sure what they mean.
func (d *decoder) boolean(p *place) bool {
	n := p.target()
	if n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && (n.Value == "true" || n.Value == "false") {
		return n.Value == "true"
	}
	if n.Kind == yaml.ScalarNode && !isNull(n) {
		p.broken = true
		d.problemf(p.value, "%swant true or false, in lower case and without quotes, found %s", prefix(p.path), quote(n.Value))
		return false
	}
	d.want(p, "true or false", scalarHint)
	return false
}

func (d *decoder) integer(p *place) int64 {
	n := p.target()
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if n.Kind == yaml.ScalarNode && n.Tag == "!!int" && err == nil && strconv.FormatInt(i, 10) == n.Value {
		return i
	}
	d.want(p, "a whole number", scalarHint)
	return 0
}

func (d *decoder) number(p *place) float64 {
	n := p.target()
	switch f, err := strconv.ParseFloat(n.Value, 64); {
	case isNumber(n) && err == nil:
		return f + 0 // of two zeros it makes one
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float"):
		p.broken = true
		d.problemf(p.value, "%s%s %s", prefix(p.path), quote(n.Value), numberHint)
	default:
		d.want(p, "a number", scalarHint)
	}
	return 0
}

// What to do about null.
const (
	secretHint = "write {env: NAME} or {file: PATH}"
	scalarHint = "leave the key out, or give it a value"
	numberHint = "is no number of JSON: write it like 10, 1.5 or 1e3"
	fieldsHint = "leave the key out, or write its fields under it"
)

// isMap reports whether there is a map at p, and says so if not.
func (d *decoder) isMap(p *place, hint string) bool {
	if p.target().Kind == yaml.MappingNode {
		return true
	}
	d.want(p, "a map", hint)
	return false
}

// want reports what stands at p instead of what is wanted. Null has a hint of
// its own: it could mean "leave alone" or "clear", so it means neither.
func (d *decoder) want(p *place, wanted, hint string) {
	p.broken = true
	if n := p.target(); !isNull(n) {
		d.problemf(p.value, "%swant %s, found %s", prefix(p.path), wanted, describe(n))
		return
	}
	d.problemf(p.key, "%swant %s, found nothing: %s", prefix(p.path), wanted, hint)
}

// prefix puts a path in front of a message.
func prefix(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}
