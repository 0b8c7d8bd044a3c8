package spec

import (
	"reflect"
	"strconv"

	"gopkg.in/yaml.v3"
)

func (d *decoder) mapping(p *place, v reflect.Value) {
	if !d.isMap(p, "leave the key out, or write {} to clear it") {
		return
	}
	m := reflect.MakeMap(v.Type())
	p.hidden = v.Type().Elem() == valueType
	p.nested = v.Type().Elem().Kind() == reflect.Map || isBlock(v.Type().Elem())
	for _, pair := range d.pairs(p.target(), p.hidden) {
		member := &place{pair: pair, path: join(p.path, pair.name())}
		if p.nested && !plainKey(pair.name()) { // what is in it needs a path of its own
			member.path = p.path + "." + quote(pair.name())
		}
		if p.hidden && isNull(member.target()) {
			member.path = p.path // {TOKEN} is a key with nothing behind it, and no name of a header
		}
		p.members = append(p.members, member)
		elem := reflect.New(v.Type().Elem()).Elem()
		d.decode(member, elem)
		m.SetMapIndex(reflect.ValueOf(pair.name()).Convert(v.Type().Key()), elem)
	}
	v.Set(m)
}

// set decodes a list whose order means nothing.
func (d *decoder) set(p *place, v reflect.Value) {
	m := reflect.MakeMap(v.Type())
	for item := range d.items(p, v.Type().Key(), "leave the key out, or write [] to clear it") {
		before := len(d.problems)
		elem := reflect.New(v.Type().Key()).Elem()
		d.decode(item, elem)
		if len(d.problems) == before && m.MapIndex(elem).IsValid() {
			what := "this member"
			if !p.nested {
				what = quote(item.target().Value)
			}
			d.problemf(item.key, "%s%s is listed twice: remove one of the two", prefix(p.path), what)
		}
		m.SetMapIndex(elem, reflect.Zero(v.Type().Elem()))
		d.places[p.path+"."+MemberText(encode(elem))] = item
	}
	if !p.broken {
		v.Set(m)
	}
}

// ordered decodes a list whose order means something.
func (d *decoder) ordered(p *place, v reflect.Value) {
	items := reflect.MakeSlice(v.Type(), 0, len(p.target().Content))
	for item := range d.items(p, v.Type().Elem(), "leave the key out, or write [] to clear it") {
		elem := reflect.New(v.Type().Elem()).Elem()
		d.decode(item, elem)
		items = reflect.Append(items, elem)
	}
	if !p.broken {
		v.Set(items)
	}
}

// items gives the places of the members of a list, those with fields under their
// index.
func (d *decoder) items(p *place, elem reflect.Type, hint string) func(yield func(*place) bool) {
	return func(yield func(*place) bool) {
		n := p.target()
		if n.Kind != yaml.SequenceNode {
			d.want(p, "a list", hint)
			return
		}
		p.nested = isBlock(elem)
		for i, item := range n.Content {
			member := &place{pair: pair{item, item}, path: p.path}
			if p.nested {
				member.path = indexed(p.path, i)
				d.places[member.path] = member
			}
			p.members = append(p.members, member)
			if !yield(member) {
				return
			}
		}
	}
}

// indexed is the path of a member of a list.
func indexed(path string, i int) string { return path + "." + strconv.Itoa(i) }
