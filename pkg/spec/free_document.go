package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Document is a part of a body of which Atlas sets no form, such as a pipeline:
// maps and lists, in which the order of keys means something. It is JSON on one
// line, with its keys in order and each number as it was written, since 1 and
// 1.0 are different types to MongoDB. Two that differ in nothing else are the
// same (see [Document.Equal]): Atlas does not keep the spelling.
type Document string

// DocumentTag marks the node of a [Document]: what is below it is compared and
// recorded as one value.
const DocumentTag = "!document"

// ListTag marks the node of a [List], whose members are found by their index.
// The members of a set are found by their text.
const ListTag = "!list"

// NewDocument reads JSON.
func NewDocument(data []byte) (Document, error) {
	if !json.Valid(data) { // bounds the nesting as well
		return "", fmt.Errorf("reading a document: %w", json.Unmarshal(data, new(any)))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	n, err := nodeOf(dec)
	if err != nil {
		return "", fmt.Errorf("reading a document: %w", err)
	}
	return Document(appendJSON(nil, n, spelled)), nil
}

// JSON gives the document as it goes to Atlas.
func (d Document) JSON() []byte { return []byte(d) }

// Node gives the document as YAML, which reads as the same document.
func (d Document) Node() *yaml.Node {
	dec := json.NewDecoder(bytes.NewReader([]byte(d)))
	dec.UseNumber()
	n, err := nodeOf(dec)
	if err != nil {
		return textNode(string(d)) // nothing but this package makes a Document
	}
	return n
}

// Equal reports whether two documents say the same: the same keys in the same
// order, and the same values; numbers are compared as numbers, and as those of 64 bits
// where one side is written with a fraction or an exponent, since what Atlas gives
// back may have gone through one.
func (d Document) Equal(other Document) bool {
	return d == other || sameParts(d.Node(), other.Node())
}

func sameParts(a, b *yaml.Node) bool {
	if a.Kind == yaml.ScalarNode && b.Kind == yaml.ScalarNode {
		return a.Tag == b.Tag && a.Value == b.Value && a.Anchor == b.Anchor || sameNumber(a, b) || sameFloat(a, b)
	}
	return a.Kind == b.Kind && slices.EqualFunc(a.Content, b.Content, sameParts)
}

// MemberText gives the text of a scalar. For all others it gives their JSON with
// the keys in order and each number in one spelling, which is the same exactly
// for what says the same.
func MemberText(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	return string(appendJSON(nil, n, canonicalNumber))
}

// spelled keeps a number as it is.
func spelled(number string) string { return number }

// nodeOf reads the next value.
func nodeOf(dec *json.Decoder) (*yaml.Node, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		return blockOf(dec, v)
	case string:
		return textNode(v), nil
	case json.Number:
		return numberNode(v.String()), nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}, nil
	}
	return nullNode(), nil
}

// blockOf reads the members of a map or a list, whose bracket is read already.
// A key is a value like any other to the decoder.
func blockOf(dec *json.Decoder, bracket json.Delim) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	if bracket == '{' {
		n = mapping()
	}
	for dec.More() {
		member, err := nodeOf(dec)
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, member)
	}
	_, err := dec.Token()
	return n, err
}

func nullNode() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"} }

// appendJSON writes a node, its numbers as number gives them.
func appendJSON(b []byte, n *yaml.Node, number func(string) string) []byte {
	switch n.Kind {
	case yaml.MappingNode:
		b = append(b, '{')
		for i := 0; i < len(n.Content); i += 2 {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, n.Content[i].Value), ':')
			b = appendJSON(b, n.Content[i+1], number)
		}
		return append(b, '}')
	case yaml.SequenceNode:
		b = append(b, '[')
		for i, member := range n.Content {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, member, number)
		}
		return append(b, ']')
	}
	switch {
	case n.Tag == "!!null", n.Tag == "!!bool":
		return append(b, n.Value...)
	case isNumber(n):
		return append(b, number(n.Value)...)
	}
	return appendText(b, n.Value)
}

// appendText writes a string of JSON, without the escapes that only a browser
// needs.
func appendText(b []byte, text string) []byte {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		panic("spec: a text does not encode: " + err.Error()) // it is a string
	}
	return append(b, bytes.TrimSuffix(line.Bytes(), []byte("\n"))...)
}
