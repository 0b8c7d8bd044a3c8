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
// empty collections written out. Nil gives nil.
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
	case Document:
		n := x.Node()
		n.Tag = DocumentTag
		if strings.Contains(string(x), "$https") {
			hide(n)
		}
		return n
	case optional:
		return encode(v.Field(0))
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
	case reflect.Slice:
		return encodeList(v)
	case reflect.String:
		return textNode(v.String())
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}
	case reflect.Int, reflect.Int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}
	case reflect.Float64:
		return numberNode(floatText(v.Float()))
	default:
		panic(fmt.Sprintf("spec: a body holds a %s", v.Type())) // the shapes test keeps it from happening
	}
}

func encodeStruct(v reflect.Value) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i := range v.NumField() {
		f := v.Field(i)
		if isNil(f) {
			continue
		}
		node.Content = append(node.Content, textNode(fieldName(v.Type().Field(i))), encode(f))
	}
	return node
}

// isNil reports whether a field is not said. What is neither a pointer nor a
// collection stands in a member of a set.
func isNil(f reflect.Value) bool {
	switch f.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		return f.IsNil()
	}
	return f.IsZero()
}

func encodeList(v reflect.Value) *yaml.Node {
	if v.IsNil() {
		return nil
	}
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: ListTag}
	for _, member := range v.Seq2() {
		node.Content = append(node.Content, encode(member))
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

func sortedKeys(m reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(m.MapKeys()), compareMembers)
}
