package spec_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/schema"
)

// validator gives the JSON Schema of the documents as a function.
func validator(t *testing.T) func(t *rapid.T, document []byte) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(t *rapid.T, document []byte) error {
		var value any
		if err := yaml.Unmarshal(document, &value); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if value, err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		return s.Validate(value)
	}
}

// TestSchemaAgrees holds the schema against the loader: it takes every document
// that loads, and refuses it with one fact broken.
func TestSchemaAgrees(t *testing.T) {
	t.Parallel()
	validate := validator(t)
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				r, d := drawResource(t, typ)
				data := write(t, r)
				if err := validate(t, data); err != nil {
					t.Fatalf("it loads, and the schema says %v:\n%s", err, data)
				}
				breaks := d.breaks()
				how := rapid.SampledFrom(append(slices.Sorted(maps.Keys(breaks)), "")).Draw(t, "break")
				if how == "" || strings.Contains(how, " is for ") { // a warning
					return
				}
				breaks[how]()
				data = write(t, r)
				if err := validate(t, data); err == nil {
					t.Fatalf("the schema takes it, and the loader says %q of\n%s", how, data)
				}
			})
		})
	}
}
