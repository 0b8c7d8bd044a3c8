package schema_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/schema"
)

var update = flag.Bool("update", false, "rewrite the files in docs")

const root = "../../.."

// TestFresh holds the files in docs against the table of kinds, and wants no
// page of a kind that is gone.
func TestFresh(t *testing.T) {
	t.Parallel()
	want := map[string][]byte{"schema.json": schema.JSON(), "kinds/README.md": schema.Index()}
	for _, typ := range spec.Types() {
		want["kinds/"+string(typ.Kind)+".md"] = schema.Page(typ)
	}
	for name, text := range want {
		file := filepath.Join(root, "docs", name)
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, text, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if diff := gocmp.Diff(string(have), string(text)); err != nil || diff != "" {
			t.Errorf("docs/%s (%v) is not what the table of kinds says: run make golden\n%s", name, err, diff)
		}
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs/kinds/*"))
	if err != nil || len(pages) != len(want)-1 {
		t.Errorf("%d pages in docs/kinds, error %v, want %d", len(pages), err, len(want)-1)
	}
}

// TestSentences wants every kind to be told of in a sentence that fits into the
// table of kinds.
func TestSentences(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		for _, text := range []string{typ.Summary, cmp.Or(typ.NotCovered, "Nothing.")} {
			if !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "|\n") {
				t.Errorf("%s: %q is no sentence", typ.Kind, text)
			}
		}
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json") // also holds it against the schema of schemas
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAccepts holds every document that the loader takes against the schema.
func TestAccepts(t *testing.T) {
	t.Parallel()
	s, count := compiled(t), 0
	for _, dir := range []string{"examples", "testdata/golden", "cmd/atlasctl/testdata"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if _, _, err := spec.Load([]spec.Source{{Name: path, Data: data}}, spec.LoadOptions{Project: "p"}); err != nil {
				return nil //nolint:nilerr // not a document of ours, or a bad one
			}
			docs, err := documents(data)
			if err != nil {
				return err
			}
			for _, doc := range docs {
				count++
				if err := s.Validate(doc); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count < 200 {
		t.Errorf("%d documents, want more", count)
	}
}

// documents gives the documents of a source as JSON has them.
func documents(data []byte) ([]any, error) {
	var docs []any
	for d := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var n yaml.Node
		if err := d.Decode(&n); err != nil {
			if err.Error() == "EOF" {
				return docs, nil
			}
			return docs, err
		}
		untimed(&n)
		var doc any
		if err := n.Decode(&doc); err != nil {
			return docs, err
		}
		if doc == nil { // only comments
			continue
		}
		text, err := json.Marshal(doc)
		if err != nil {
			return docs, err
		}
		if doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
			return docs, err
		}
		docs = append(docs, doc)
	}
}

// untimed makes text of dates, which JSON does not have.
func untimed(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		untimed(c)
	}
}

// unsaid are the cases of bad input that the schema takes, and why.
func unsaid() map[string]string {
	const (
		several = "it takes several documents to see"
		flags   = "it depends on the flags"
		grammar = "a grammar, not a pattern"
		written = "what is wrong is how the YAML is written"
		fields  = "a rule about several fields, which is code"
		free    = "the schema says nothing of what is in a free document"
		cases   = "no letter-case in JSON Schema"
	)
	return map[string]string{
		"access-list-entry-twice":                several,
		"alias-to-another-document":              several,
		"child-of-an-absent-parent":              several,
		"custom-role-absent-that-a-user-has":     several,
		"custom-role-resources":                  fields,
		"custom-role-with-nothing-in-it":         fields,
		"custom-roles-that-inherit-each-other":   several,
		"database-user-name-of-another-sort":     fields,
		"database-user-name-twice":               several,
		"database-user-of-another-database":      fields,
		"database-user-signs-in-in-two-ways":     fields,
		"duplicate-address":                      several,
		"duplicate-address-present-and-absent":   several,
		"empty-file":                             several,
		"name-of-another-kind-of-cluster":        several,
		"private-endpoint-of-an-absent-instance": several,
		"private-link-that-is-absent":            several,
		"private-link-twice":                     several,
		"present-in-an-absent-project":           several,
		"project-declared-twice":                 several,
		"project-named-by-its-id":                grammar,
		"private-endpoint-id-on-aws":             fields,
		"private-endpoint-id-on-azure":           fields,
		"dedicated-cluster-shards":               fields,
		"missing-project":                        flags,
		"nul-in-text":                            written,
		"unknown-tag":                            written,
		"https-headers-that-are-one":             cases,
		"https-header-with-a-line-break":         grammar,
		"kafka-bootstrap-servers":                grammar,

		"stream-processor-of-absent-connections":       several,
		"stream-processor-of-an-absent-workspace":      several,
		"stream-processor-pipeline":                    free,
		"stream-processor-source-lacks-its-connection": free,

		"two-endpoint-services-in-a-region":       several,
		"endpoint-declared-twice-under-two-names": several,
		"endpoint-of-an-absent-service":           several,
		"endpoints-of-another-provider":           several,
		"absent-endpoint-service-without-spec":    fields,
		"absent-endpoint-that-tells-nothing":      fields,
		"azure-ids-in-two-cases":                  cases,
		"endpoint-lacks-everything":               fields,
		"endpoint-on-azure-lacks-its-address":     fields,
		"endpoint-service-serves-its-own-region":  fields,
		"endpoint-with-fields-of-other-providers": fields,
		"endpoint-addresses":                      grammar,
	}
}

// TestRejects holds every golden of bad input against the schema.
func TestRejects(t *testing.T) {
	t.Parallel()
	s, unsaid := compiled(t), unsaid()
	cases, err := filepath.Glob(filepath.Join(root, "testdata/golden/bad-*/errors.txt"))
	if err != nil || len(cases) < 100 {
		t.Fatalf("%d cases, error %v", len(cases), err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		name := strings.TrimPrefix(filepath.Base(dir), "bad-")
		why, silent := unsaid[name]
		delete(unsaid, name)
		switch rejected := rejects(t, s, dir); {
		case rejected && silent:
			t.Errorf("%s is refused, other than it says here: %s", name, why)
		case !rejected && !silent:
			t.Errorf("%s is taken", name)
		}
	}
	for name := range unsaid {
		t.Errorf("there is no case %s", name)
	}
}

// rejects reports whether anything in a folder is no YAML or refused.
func rejects(t *testing.T, s *jsonschema.Schema, dir string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := documents(data)
		if err != nil || slices.ContainsFunc(docs, func(doc any) bool { return s.Validate(doc) != nil }) {
			return true
		}
	}
	return false
}
