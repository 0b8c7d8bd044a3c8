package emulator

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"unicode/utf8"
)

// shape says which members a JSON object of a request may have. Members that
// it does not name are dropped without a word, as Atlas drops them.
type shape map[string]member

// member is one member of a shape.
type member struct {
	holds    content
	required bool
	secret   bool           // write-only: checked, then dropped
	hidden   bool           // may be a secret, though Atlas gives it back: never logged
	enum     []string       // closed list of values
	pattern  *regexp.Regexp // of a text, or of a number as it is written
	least    int            // characters of a text, as the API document counts
	most     int            // likewise; 0 is no limit
	within   shape          // members of a record, or of each of the records
}

// content is the JSON type of a member.
type content int

const (
	text content = iota
	flag         // true or false
	number
	texts   // a list of strings
	textMap // an object with values of type string
	record  // an object with members of its own
	records // a list of such objects
)

// clean checks in and returns what of it is stored and given back: the members
// that the shape names, without secrets. A null counts as left out.
func (s shape) clean(in object) (object, error) {
	out := object{}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		m := s[name]
		value, sent := in[name]
		if !sent || value == nil {
			if m.required {
				return nil, errMissing(name)
			}
			continue
		}
		kept, err := m.clean(name, value)
		if err != nil {
			return nil, err
		}
		if !m.secret {
			out[name] = kept
		}
	}
	return out, nil
}

func (m member) clean(name string, value any) (any, error) {
	switch m.holds {
	case text:
		return m.cleanText(name, value)
	case flag:
		if _, ok := value.(bool); !ok {
			return nil, errAttributeType(name)
		}
		return value, nil
	case number:
		n, ok := value.(json.Number)
		if !ok {
			return nil, errAttributeType(name)
		}
		if m.pattern != nil && !m.pattern.MatchString(n.String()) {
			return nil, errAttribute(name)
		}
		return value, nil
	case texts, records:
		return m.cleanList(name, value)
	case textMap:
		return cleanTextMap(name, value)
	case record:
		in, ok := value.(map[string]any)
		if !ok {
			return nil, errAttributeType(name)
		}
		return m.within.clean(in)
	}
	return nil, errAttributeType(name)
}

func (m member) cleanText(name string, value any) (any, error) {
	s, ok := value.(string)
	switch {
	case !ok:
		return nil, errAttributeType(name)
	case m.enum != nil && !slices.Contains(m.enum, s):
		return nil, errEnum(s)
	case m.required && s == "", !m.fits(s):
		return nil, errAttribute(name)
	}
	return s, nil
}

// fits reports whether a text has the form that the member wants.
func (m member) fits(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= m.least && (m.most == 0 || n <= m.most) && (m.pattern == nil || m.pattern.MatchString(s))
}

func (m member) cleanList(name string, value any) (any, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, errAttributeType(name)
	}
	element := member{holds: text}
	if m.holds == records {
		element = member{holds: record, within: m.within}
	}
	out := make([]any, len(list))
	for i, v := range list {
		kept, err := element.clean(name, v)
		if err != nil {
			return nil, err
		}
		out[i] = kept
	}
	return out, nil
}

func cleanTextMap(name string, value any) (any, error) {
	in, ok := value.(map[string]any)
	if !ok {
		return nil, errAttributeType(name)
	}
	for _, v := range in {
		if _, ok := v.(string); !ok {
			return nil, errAttributeType(name)
		}
	}
	return object(in), nil
}

// textAt returns the string at a path of members, "" when there is none. It
// reads objects as decoded and as cleaned.
func textAt(in object, path ...string) string {
	var value any = in
	for _, name := range path {
		switch o := value.(type) {
		case object:
			value = o[name]
		case map[string]any:
			value = o[name]
		default:
			return ""
		}
	}
	s, _ := value.(string)
	return s
}

// equal compares JSON objects whatever their Go types; see asObject.
func equal(a, b object) bool {
	if len(a) != len(b) {
		return false
	}
	for name, x := range a {
		y := b[name]
		if inner := asObject(x); inner != nil {
			if !equal(inner, asObject(y)) {
				return false
			}
		} else if !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}
