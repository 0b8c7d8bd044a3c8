package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Draft is the version of JSON Schema that the schema is written in: the newest
// one that the language servers for YAML know.
const Draft = "http://json-schema.org/draft-07/schema#"

// node is a JSON Schema, as much of it as is needed.
type node struct {
	Schema      string           `json:"$schema,omitempty"`
	Ref         string           `json:"$ref,omitempty"`
	Title       string           `json:"title,omitempty"`
	Description string           `json:"description,omitempty"`
	Type        any              `json:"type,omitempty"` // a string, or a list of them
	Const       any              `json:"const,omitempty"`
	Enum        []string         `json:"enum,omitempty"`
	Default     any              `json:"default,omitempty"`
	MinLength   int              `json:"minLength,omitempty"`
	MaxLength   int              `json:"maxLength,omitempty"`
	Pattern     string           `json:"pattern,omitempty"`
	Minimum     *int64           `json:"minimum,omitempty"`
	Maximum     *int64           `json:"maximum,omitempty"`
	Required    []string         `json:"required,omitempty"`
	Properties  map[string]*node `json:"properties,omitempty"`
	// Additional is what a property of another name must be; no is none.
	Additional    *node            `json:"additionalProperties,omitempty"`
	PropertyNames *node            `json:"propertyNames,omitempty"`
	MinProperties int              `json:"minProperties,omitempty"`
	MaxProperties int              `json:"maxProperties,omitempty"`
	Items         *node            `json:"items,omitempty"`
	MinItems      int              `json:"minItems,omitempty"`
	MaxItems      int              `json:"maxItems,omitempty"`
	UniqueItems   bool             `json:"uniqueItems,omitempty"`
	If            *node            `json:"if,omitempty"`
	Then          *node            `json:"then,omitempty"`
	Else          *node            `json:"else,omitempty"`
	AllOf         []*node          `json:"allOf,omitempty"`
	AnyOf         []*node          `json:"anyOf,omitempty"`
	Not           *node            `json:"not,omitempty"`
	Definitions   map[string]*node `json:"definitions,omitempty"`

	no  bool   // nothing is valid
	raw string // the schema, written elsewhere
}

// MarshalJSON writes the schema that refuses everything as false, and one that is
// written elsewhere as it is.
func (n *node) MarshalJSON() ([]byte, error) {
	if n.no {
		return []byte("false"), nil
	}
	if n.raw != "" {
		return []byte(n.raw), nil
	}
	type plain node
	return json.Marshal((*plain)(n))
}

// none refuses everything.
func none() *node { return &node{no: true} }

// JSON gives the JSON Schema of a document of any kind.
func JSON() []byte {
	root := &node{
		Schema:      Draft,
		Title:       "atlasctl",
		Description: "A resource of MongoDB Atlas as atlasctl keeps it in Git.",
		Type:        "object",
		Required:    []string{"apiVersion", "kind", "metadata"},
		Properties: map[string]*node{
			"apiVersion": {Const: spec.APIVersion},
			"kind":       {Enum: spec.KindNames()},
		},
		Definitions: map[string]*node{
			"secret": secret(),
		},
	}
	for _, t := range spec.Types() {
		root.Definitions[string(t.Kind)] = document(t)
		root.AllOf = append(root.AllOf, &node{
			If:   &node{Required: []string{"kind"}, Properties: map[string]*node{"kind": {Const: t.Kind}}},
			Then: &node{Ref: "#/definitions/" + string(t.Kind)},
		})
	}
	return written(root)
}

// Settings gives the JSON Schema of atlasctl.yaml; t tells of the settings as if
// of a kind.
func Settings(t spec.Type) []byte {
	root := body(t)
	root.Schema, root.Title, root.Description = Draft, spec.SettingsFile, t.Summary
	root.Required = append(root.Required, "apiVersion", "kind")
	root.Properties["apiVersion"] = &node{Const: spec.APIVersion}
	root.Properties["kind"] = &node{Const: t.Kind}
	return written(root)
}

// written is a schema as text.
func written(root *node) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic(fmt.Sprintf("schema: a schema that cannot be written: %v", err)) // texts, numbers and maps of them
	}
	return visible(out.Bytes())
}

// visible writes characters that nobody sees as escapes of JSON.
func visible(text []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(text) {
		if unicode.Is(unicode.Bidi_Control, r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}

// secret is a reference to where a secret lives.
func secret() *node {
	one := func(key, pattern, about string) *node {
		return &node{
			Type: "object", Required: []string{key}, Additional: none(),
			Properties: map[string]*node{key: {Type: scalar(), MinLength: 1, Pattern: pattern, Description: about}},
		}
	}
	return &node{
		Description: "Where the value lives; the value itself is never written down.",
		AnyOf: []*node{
			one("env", "^[A-Za-z_][A-Za-z0-9_]*$", "The name of an environment variable."),
			one("file", `^[^\x00-\x1f\x7f]*$`, "The path of a file, from the folder of this one."),
		},
	}
}

// scalar is every type that is taken as the text that it is written as.
func scalar() []string { return []string{"string", "number", "boolean"} }
