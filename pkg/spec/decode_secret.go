package spec

import (
	"reflect"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// secret takes a reference. Whatever else stands there may be the secret
// itself, so it is never repeated, not even as a key.
func (d *decoder) secret(p *place, v reflect.Value) {
	n := p.target()
	switch {
	case isNull(n):
		p.broken = true
		d.problemf(p.key, "%sa secret is wanted, found nothing: %s", prefix(p.path), secretHint)
	case n.Kind != yaml.MappingNode:
		p.broken = true
		d.problemf(p.value, "%sa secret must not stand in the file: %s", prefix(p.path), secretHint)
	default:
		v.SetString(string(d.reference(p)))
	}
}

// reference reads {env: NAME} or {file: PATH}.
func (d *decoder) reference(p *place) Secret {
	p.broken = true
	members := d.pairs(p.target(), true)
	if len(members) != 1 || (members[0].name() != "env" && members[0].name() != "file") {
		d.problemf(p.value, "%sthis is no reference to a secret: %s", prefix(p.path), secretHint)
		return ""
	}
	key, n := members[0].name(), members[0].target()
	switch {
	case n.Kind != yaml.ScalarNode || isNull(n) || n.Value == "":
		d.problemf(p.value, "%s%s of a secret is empty or no text: %s", prefix(p.path), key, secretHint)
	case key == "env" && !envName(n.Value):
		d.problemf(members[0].value, "%sthis is no name of an environment variable: it may hold letters, digits and _, and starts with no digit", prefix(p.path))
	case key == "file" && strings.ContainsFunc(n.Value, unicode.IsControl):
		d.problemf(members[0].value, "%sthe path of a secret must not hold control characters", prefix(p.path))
	default:
		p.broken = false
		return Secret(key + ":" + n.Value)
	}
	return ""
}

func envName(name string) bool {
	return strings.Trim(name, letters+digits+"_") == "" && !strings.Contains(digits, name[:1])
}

// value takes text, or a reference to it.
func (d *decoder) value(p *place, v reflect.Value) {
	if p.target().Kind == yaml.MappingNode {
		v.SetString(string(Ref(d.reference(p))))
		return
	}
	p.hidden = true
	text, _ := d.text(p)
	v.SetString(string(Text(text)))
}
