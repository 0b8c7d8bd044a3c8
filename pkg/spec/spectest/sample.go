package spectest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Project is the project of every sample.
const Project = "conformance"

// Sample is one shape that the objects of a kind come in.
type Sample struct {
	Kind    spec.Kind
	Shape   string   // what is special about it
	Object  string   // the name of the object
	Spec    string   // the spec, as YAML
	Changes []Change // updates in place, each of the spec above

	Metadata map[string]string // what else the metadata say

	Needs   []Shape // what it names, besides
	Parent  string  // the shape of the sample that it lives in; empty: the first one of that kind
	Again   bool    // Atlas does not refuse a second creation: whoever creates looks before
	Look    string  // what Atlas has of it, as JSON, where an update begins with a look
	Updates string  // the method of an update, where that is no PATCH
	Midway  Change  // as what an update in several writes leaves it in between
	Worlds  []World // in which it can be; none means in any, and one is tried
}

// Shape is one of the samples of a kind.
type Shape struct {
	Kind  spec.Kind
	Shape string
}

// World is one of the Atlases that there have been, and the way in. The zero
// World is Atlas as it is.
type World struct {
	AsOf   string // the date there, such as 2024-12-01
	Legacy bool   // serverless instances through their own API
}

// Change says, by dotted path, which YAML takes the place of what the sample
// says there.
type Change map[string]string

// Resource loads the sample.
func (s Sample) Resource(t testing.TB) spec.Resource {
	t.Helper()
	return s.Changed(t, nil)
}

// Changed loads the sample with a change made to it.
func (s Sample) Changed(t testing.TB, c Change) spec.Resource {
	t.Helper()
	body := parse(t, s.Spec)
	for path, text := range c {
		put(body, strings.Split(path, "."), parse(t, text))
	}
	out, err := yaml.Marshal(map[string]any{
		"apiVersion": spec.APIVersion, "kind": s.Kind, "metadata": s.metadata(t), "spec": body,
	})
	if err != nil {
		t.Fatal(err)
	}
	file := fmt.Sprintf("%s (%s)", s.Kind, s.Shape)
	loaded, warnings, err := spec.Load([]spec.Source{{Name: file, Data: out}}, spec.LoadOptions{})
	if err != nil || len(warnings) > 0 {
		t.Fatalf("the sample does not load: %v %v", err, warnings)
	}
	return loaded[0]
}

func (s Sample) metadata(t testing.TB) map[string]string {
	metadata := map[string]string{"project": Project, "name": s.Object}
	if typ, _ := spec.TypeOf(s.Kind); typ.Root {
		delete(metadata, "project")
	}
	maps.Copy(metadata, s.Metadata)
	if parents := s.Parents(t); len(parents) > 0 {
		typ, _ := spec.TypeOf(s.Kind)
		metadata[typ.ParentKey] = parents[len(parents)-1].Addr.Name
	}
	return metadata
}

// Parents loads what the sample lives in, outermost first.
func (s Sample) Parents(t testing.TB) []spec.Resource {
	t.Helper()
	typ, ok := spec.TypeOf(s.Kind)
	if !ok {
		t.Fatalf("a sample is of kind %s, which does not exist", s.Kind)
	}
	if typ.Parent == "" {
		return nil
	}
	parent := SamplesOf(t, typ.Parent)[0]
	if s.Parent != "" {
		parent = Shape{typ.Parent, s.Parent}.Sample(t)
	}
	return append(parent.Parents(t), parent.Resource(t))
}

// Before loads what has to be there before the sample: what it lives in, and what
// it names.
func (s Sample) Before(t testing.TB) []spec.Resource {
	t.Helper()
	before := s.Parents(t)
	for _, need := range s.Needs {
		before = append(before, need.Sample(t).Resource(t))
	}
	return before
}

// Sample gives the sample of that shape. It fails the test when there is none.
func (s Shape) Sample(t testing.TB) Sample {
	t.Helper()
	samples := SamplesOf(t, s.Kind)
	i := slices.IndexFunc(samples, func(o Sample) bool { return o.Shape == s.Shape })
	if i < 0 {
		t.Fatalf("no %s has the shape %q", s.Kind, s.Shape)
	}
	return samples[i]
}

// Secret gives the value behind a reference of a sample: something that nobody
// takes for a real one.
func Secret(_ spec.Origin, s spec.Secret) (string, error) {
	_, name := s.Source()
	return "not-a-secret-" + name, nil
}

func parse(t testing.TB, text string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return doc.Content[0]
}

// put sets what stands at path in a map.
func put(node *yaml.Node, path []string, value *yaml.Node) {
	if i, err := strconv.Atoi(path[0]); err == nil && node.Kind == yaml.SequenceNode {
		put(node.Content[i], path[1:], value)
		return
	}
	for i := 0; i < len(node.Content); i += 2 {
		if node.Content[i].Value != path[0] {
			continue
		}
		if len(path) == 1 {
			node.Content[i+1] = value
		} else {
			put(node.Content[i+1], path[1:], value)
		}
		return
	}
	for _, key := range slices.Backward(path[1:]) {
		value = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: key}, value}}
	}
	node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: path[0]}, value)
}
