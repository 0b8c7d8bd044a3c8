package migrate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestLayouts draws documents in random layouts, together with what is to
// become of them, byte by byte.
func TestLayouts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{T: t}
		for i := range rapid.IntRange(1, 4).Draw(t, "documents") {
			w.document(i)
		}
		in, want := w.in.String(), w.out.String()
		if w.maybe("no newline at the end") {
			in, want = strings.TrimSuffix(in, "\n"), strings.TrimSuffix(want, "\n")
		}
		if w.maybe("CRLF") {
			in, want = strings.ReplaceAll(in, "\n", "\r\n"), strings.ReplaceAll(want, "\n", "\r\n")
		}
		if w.maybe("BOM") {
			in, want = "\ufeff"+in, "\ufeff"+want
		}
		result, err := serverless([]byte(in))
		if err != nil {
			t.Fatalf("%v in\n%s", err, in)
		}
		if diff := cmp.Diff(want, string(result.Data)); diff != "" {
			t.Fatalf("(-want +got):\n%s\nof\n%s", diff, in)
		}
		for _, root := range decode(t, result.Data) {
			if kind := spec.NodeAt(&root, []string{"kind"}); kind != nil && strings.HasPrefix(kind.Value, "Serverless") {
				t.Fatalf("a %s is left in\n%s", kind.Value, result.Data)
			}
		}
		again(t, result)
	})
}

// decode reads documents as the loader does.
func decode(t interface{ Fatalf(string, ...any) }, data []byte) []yaml.Node {
	var roots []yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if err != nil && err.Error() == "EOF" {
			return roots
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		roots = append(roots, *doc.Content[0])
	}
}

// field is a key, and a text or more fields.
type field struct {
	key    string
	text   string
	after  string // what the text becomes, when it is not to stay
	fields []field
	goes   bool
}

func (w *writer) fields(kind string) field {
	replaced := ""
	if kind == "ServerlessInstance" {
		replaced = "FlexCluster"
	}
	settings := field{key: "providerSettings", fields: []field{
		{key: "backingProviderName", text: w.pick("AWS", `"GCP"`)},
		{key: "regionName", text: w.pick("US_EAST_1", "'EU # x'")},
	}}
	body := field{key: "spec", fields: []field{settings, {key: "terminationProtectionEnabled", text: "true"}}}
	if kind == "ServerlessInstance" {
		name := field{key: "providerName", text: w.pick("SERVERLESS", `"SERVERLESS"`), goes: true}
		body.fields[0].fields = append(body.fields[0].fields, name)
		if w.maybe("only the name") {
			body.fields[0].fields = []field{name}
		}
		backup := field{key: "serverlessBackupOptions", goes: true, fields: []field{
			{key: "serverlessContinuousBackupEnabled", text: w.pick("true", "false"), goes: true},
		}}
		switch w.pick("with backup", "without", "only backup") {
		case "with backup":
			body.fields = append(body.fields, backup)
		case "only backup":
			body.fields = []field{backup}
		}
	}
	if len(body.fields) > 1 {
		body.fields = append(body.fields, field{key: "tags", fields: []field{{key: "é", text: w.pick("x", `"it's, {\"a\"}: # b"`, "'日本: ''x'''")}}})
	}
	return field{fields: []field{
		{key: "apiVersion", text: spec.APIVersion},
		{key: "kind", text: kind, after: replaced},
		{key: "metadata", fields: []field{{key: "name", text: "größe"}, {key: "instance", text: w.pick("orders", "'a'")}}},
		body,
	}}
}
