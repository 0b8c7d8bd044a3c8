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
