package guard_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/schema"
)

var update = flag.Bool("update", false, "rewrite the schema in docs")

// TestSchemaIsFresh holds the file in docs against the table of settings.
func TestSchemaIsFresh(t *testing.T) {
	t.Parallel()
	const file = "../../docs/settings.schema.json"
	want := schema.Settings(guard.Settings())
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if diff := cmp.Diff(string(have), string(want)); err != nil || diff != "" {
		t.Errorf("docs/settings.schema.json (%v) is not what pkg/guard says: run make golden\n%s", err, diff)
	}
}

// TestSchemaAgrees wants the schema to take what is read, and to refuse what is
// not.
func TestSchemaAgrees(t *testing.T) {
	t.Parallel()
	validate := validator(t)
	example, err := os.ReadFile("../../examples/settings/atlasctl.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if line := "# yaml-language-server: $schema=../../docs/settings.schema.json\n"; !strings.HasPrefix(string(example), line) {
		t.Errorf("the example does not begin with %s", line)
	}
	good := []string{
		"", "project: p", "project: 5f0000000000000000000001", "project: 1", "paths: [clusters, ../streams, 1]", "approval: digest",
		"allow-hazards: []", "allow-hazards: [resend, resend]", "limits: {}", "projects: {}", "projects: {a: {}, b c: {}}",
		"limits: {max-deletes: 0, max-replaces: 1, max-changes: 40, max-percent: 100, kinds: {FlexCluster: {max-percent: 0}}}",
		"projects: {p: {approval: digest, allow-hazards: [loses], limits: {kinds: {Cluster: {max-deletes: 0}}}}}",
	}
	bad := []string{
		"projct: a", "name: b", "project: a/b", "project: ' a'", "project: ..", "project:", "project: [p]", "paths: clusters", "paths: []",
		"paths: [/etc]", "paths: ['-']", "paths: ['']", "paths:", "approval: digset", "approval: true", "allow-hazards: [lava]", "allow-hazards: loses",
		"limits: []", "limits:", "limits: {max-delete: 1}", "limits: {max-deletes: -1}", "limits: {max-deletes: 1.5}", "limits: {max-deletes: '1'}",
		"limits: {max-percent: 101}", "limits: {kinds: {FlexClustr: {}}}", "limits: {kinds: {FlexCluster: {max-percent: 101}}}",
		"limits: {kinds: {FlexCluster: {limits: {}}}}", "projects: [p]", "projects: {a/b: {}}", "projects: {p: }", "projects: {p: {project: q}}",
		"projects: {p: {limits: {max-percent: -1}}}", "projects: {p: {approval: none}}", "projects: {p: {limits: {kinds: {Flex: {}}}}}",
		"kind: FlexCluster", "apiVersion: v1", "spec: {}",
	}
	check := func(text string, taken bool) {
		t.Helper()
		_, read := guard.Read(spec.Source{Name: "atlasctl.yaml", Data: []byte(text)})
		valid := validate([]byte(text))
		if (read == nil) != taken || (valid == nil) != taken {
			t.Errorf("reading it: %v; schema: %v; want it to be taken: %v\n%s", read, valid, taken, text)
		}
	}
	check(string(example), true)
	for _, text := range good {
		check(head+text, true)
	}
	for _, text := range bad {
		key, _, _ := strings.Cut(text, ":")
		kept := slices.DeleteFunc(strings.SplitAfter(head, "\n"), func(line string) bool { return strings.HasPrefix(line, key+":") })
		check(strings.Join(kept, "")+text, false)
	}
}

// validator gives the schema as a function.
func validator(t *testing.T) func(text []byte) error {
	t.Helper()
	decoded := func(text []byte) any {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("settings.json", decoded(schema.Settings(guard.Settings()))); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("settings.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(text []byte) error {
		var value any
		if err := yaml.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		doc, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(decoded(doc))
	}
}
