package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// githubSchema is one of the schemas by which GitHub reads action.yml and
// workflows. They are in a language of its own: a definition is a scalar, a
// sequence, a mapping or one of several definitions, and says which contexts an
// expression may use there.
type githubSchema struct {
	Definitions map[string]githubDefinition `json:"definitions"`
}

type githubDefinition struct {
	Context       []string        `json:"context"`
	AllowedValues []string        `json:"allowed-values"`
	OneOf         []string        `json:"one-of"`
	Null          *struct{}       `json:"null"`
	Boolean       *struct{}       `json:"boolean"`
	Number        *struct{}       `json:"number"`
	String        *githubString   `json:"string"`
	Sequence      *githubSequence `json:"sequence"`
	Mapping       *githubMapping  `json:"mapping"`
}

type githubString struct {
	Constant string `json:"constant"`
	NonEmpty bool   `json:"require-non-empty"`
}

type githubSequence struct {
	Item string `json:"item-type"`
}

type githubMapping struct {
	Properties map[string]githubProperty `json:"properties"`
	LooseKey   string                    `json:"loose-key-type"`
	LooseValue string                    `json:"loose-value-type"`
}

// githubProperty is the name of a definition, or that and more.
type githubProperty struct {
	Type     string `json:"type"`
	Required bool   `json:"required"`
}

func (p *githubProperty) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &p.Type) == nil {
		return nil
	}
	type plain githubProperty
	return json.Unmarshal(data, (*plain)(p))
}

func readGitHubSchema(t *testing.T, name string) githubSchema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "schemas", name))
	if err != nil {
		t.Fatal(err)
	}
	var s githubSchema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// check gives what is wrong with a node. An expression may use the contexts of
// the nearest definition that names any.
func (s githubSchema) check(name string, n *yaml.Node, context []string) error {
	if name == "any" {
		return nil
	}
	d, ok := s.Definitions[name]
	if !ok {
		d = builtinDefinition(name)
	}
	if len(d.Context) > 0 {
		context = d.Context
	}
	if len(d.OneOf) > 0 {
		var errs []error
		for _, one := range d.OneOf {
			err := s.check(one, n, context)
			if err == nil {
				return nil
			}
			errs = append(errs, err)
		}
		return fmt.Errorf("line %d: nothing of %s: %w", n.Line, name, errors.Join(errs...))
	}
	if n.Kind == yaml.MappingNode && d.Mapping != nil {
		return s.checkMapping(name, d.Mapping, n, context)
	}
	if n.Kind == yaml.SequenceNode && d.Sequence != nil {
		for _, item := range n.Content {
			if err := s.check(d.Sequence.Item, item, context); err != nil {
				return err
			}
		}
		return nil
	}
	if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: want %s", n.Line, name)
	}
	return d.checkScalar(name, n, context)
}

func (s githubSchema) checkMapping(name string, m *githubMapping, n *yaml.Node, context []string) error {
	seen := map[string]bool{}
	for pair := range slices.Chunk(n.Content, 2) {
		key, value := pair[0], pair[1]
		p, known := m.Properties[key.Value]
		seen[key.Value] = true
		switch {
		case !known && m.LooseKey == "":
			return fmt.Errorf("line %d: %s has no %q", key.Line, name, key.Value)
		case !known:
			if err := s.check(m.LooseKey, key, nil); err != nil {
				return err
			}
			p.Type = m.LooseValue
		}
		if err := s.check(p.Type, value, context); err != nil {
			return err
		}
	}
	for key, p := range m.Properties {
		if p.Required && !seen[key] {
			return fmt.Errorf("line %d: %s lacks %q", n.Line, name, key)
		}
	}
	return nil
}

func builtinDefinition(name string) githubDefinition {
	switch name {
	case "null":
		return githubDefinition{Null: &struct{}{}}
	case "boolean":
		return githubDefinition{Boolean: &struct{}{}}
	case "number":
		return githubDefinition{Number: &struct{}{}}
	case "sequence":
		return githubDefinition{Sequence: &githubSequence{"any"}}
	case "mapping":
		return githubDefinition{Mapping: &githubMapping{LooseKey: "string", LooseValue: "any"}}
	}
	return githubDefinition{String: &githubString{}}
}

// expression is what GitHub evaluates in a text.
var expression = regexp.MustCompile(`\$\{\{(.*?)\}\}`)

// checkScalar takes an expression for a value of any type.
func (d githubDefinition) checkScalar(name string, n *yaml.Node, context []string) error {
	if found := expression.FindAllStringSubmatch(n.Value, -1); found != nil {
		for _, f := range found {
			if err := checkContexts(f[1], context); err != nil {
				return fmt.Errorf("line %d: %w", n.Line, err)
			}
		}
		return nil
	}
	if strings.HasSuffix(name, "-if") { // an expression without braces
		if err := checkContexts(n.Value, context); err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
	}
	ok := false
	switch {
	case len(d.AllowedValues) > 0:
		ok = slices.Contains(d.AllowedValues, n.Value)
	case d.Null != nil:
		ok = n.ShortTag() == "!!null"
	case d.Boolean != nil:
		ok = n.ShortTag() == "!!bool"
	case d.Number != nil:
		ok = n.ShortTag() == "!!int" || n.ShortTag() == "!!float"
	case d.String != nil && d.String.Constant != "":
		ok = n.Value == d.String.Constant
	case d.String != nil:
		ok = n.Value != "" || !d.String.NonEmpty && n.ShortTag() == "!!str"
	}
	if !ok {
		return fmt.Errorf("line %d: %q is no %s", n.Line, n.Value, name)
	}
	return nil
}

// checkContexts wants only what an expression may use where it stands. What is in
// quotes is text.
func checkContexts(text string, context []string) error {
	text = regexp.MustCompile(`'[^']*'`).ReplaceAllString(text, "")
	for _, m := range regexp.MustCompile(`(?:^|[^.\w-])([a-z]+)(?:\.|\()`).FindAllStringSubmatch(text, -1) {
		allowed := slices.ContainsFunc(context, func(c string) bool { base, _, _ := strings.Cut(c, "("); return base == m[1] })
		if !allowed {
			return fmt.Errorf("no %s here, only %s", m[1], strings.Join(context, ", "))
		}
	}
	return nil
}
