package spec

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// SecretTag marks a node that stands for a secret. Renderers show "(secret)"
// for it; the node itself holds the reference, never the value.
const SecretTag = "!secret"

// HiddenTag marks a node that stands for a live value which is not shown.
const HiddenTag = "!hidden"

// Encode gives the YAML of a body or of any part of it: fields in the order of
// their declaration, members of maps and sets in order, unset fields left out,
// empty maps and sets written out. Nil gives nil.
func Encode(v any) *yaml.Node {
	return encode(reflect.ValueOf(v))
}

func encode(v reflect.Value) *yaml.Node {
	if !v.IsValid() {
		return nil
	}
	switch x := v.Interface().(type) {
	case Secret:
		return refNode(x)
	case Value:
		return valueNode(x)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return encode(v.Elem())
	case reflect.Struct:
		return encodeStruct(v)
	case reflect.Map:
		return encodeMap(v)
	case reflect.String:
		return textNode(v.String())
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}
	case reflect.Int, reflect.Int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}
	default:
		panic(fmt.Sprintf("spec: a body holds a %s", v.Type())) // the shapes test keeps it from happening
	}
}

func encodeStruct(v reflect.Value) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i := range v.NumField() {
		f := v.Field(i)
		if (f.Kind() == reflect.Pointer || f.Kind() == reflect.Map) && f.IsNil() {
			continue
		}
		node.Content = append(node.Content, textNode(fieldName(v.Type().Field(i))), encode(f))
	}
	return node
}

func encodeMap(v reflect.Value) *yaml.Node {
	if v.IsNil() {
		return nil
	}
	if isSet(v.Type()) {
		node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, k := range sortedKeys(v) {
			node.Content = append(node.Content, encode(k))
		}
		return node
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, k := range sortedKeys(v) {
		node.Content = append(node.Content, textNode(k.String()), encode(v.MapIndex(k)))
	}
	return node
}

func valueNode(v Value) *yaml.Node {
	if ref, ok := v.Ref(); ok {
		return refNode(ref)
	}
	if text, ok := v.Text(); ok {
		return textNode(text)
	}
	// The fingerprint is for [EqualNodes] alone: nothing renders it.
	fingerprint := strings.TrimPrefix(string(v), hiddenMark)
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: HiddenTag, Value: "(hidden)", Anchor: fingerprint}
}

func refNode(s Secret) *yaml.Node {
	key, name := s.Source()
	return &yaml.Node{
		Kind: yaml.MappingNode, Tag: SecretTag, Style: yaml.FlowStyle,
		Content: []*yaml.Node{textNode(key), textNode(name)},
	}
}

func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if misread(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// misread reports text that would be read as something else if it were written
// as yaml.v3 writes it, here or by a program that reads YAML 1.1.
func misread(s string) bool {
	switch strings.ToLower(s) {
	case "<<", "y", "n", "yes", "no", "on", "off":
		return true
	}
	sexagesimal := strings.Contains(s, ":") && strings.Trim(s, digits+"+-_.:") == ""
	block := strings.Contains(s, "\n") && strings.IndexByte(" \t\n", s[0]) >= 0
	return sexagesimal || block
}

// fieldName is the name of a struct field in YAML.
func fieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name
}

// isSet reports whether t is a Set: a map whose values hold nothing.
func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Struct && t.Elem().NumField() == 0
}

func sortedKeys(m reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(m.MapKeys()), func(a, b reflect.Value) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
}

// Leaf is one thing in a body that has no parts of its own: a scalar, a
// secret, a member of a map or a set, or an empty map or set.
type Leaf struct {
	Path []string
	Node *yaml.Node
}

// Leaves lists the leaves of a body in the order in which Encode writes them.
func Leaves(b Body) []Leaf {
	node := Encode(b)
	if node == nil {
		return nil
	}
	return appendLeaves(nil, nil, node)
}

func appendLeaves(leaves []Leaf, path []string, n *yaml.Node) []Leaf {
	switch {
	case n.Kind == yaml.MappingNode && n.Tag != SecretTag && len(n.Content) > 0:
		for i := 0; i < len(n.Content); i += 2 {
			leaves = appendLeaves(leaves, slices.Concat(path, []string{n.Content[i].Value}), n.Content[i+1])
		}
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		for _, c := range n.Content {
			leaves = appendLeaves(leaves, slices.Concat(path, []string{c.Value}), c)
		}
	case len(path) > 0:
		leaves = append(leaves, Leaf{Path: path, Node: n})
	}
	return leaves
}
