package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
		for _, text := range []string{typ.Summary, typ.NotCovered} {
			if !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "|\n") {
				t.Errorf("%s: %q is no sentence", typ.Kind, text)
			}
		}
	}
}

// TestExamplesOfPages wants the example of every kind to load, and its absent form
// to mean the same object.
func TestExamplesOfPages(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	load := func(text string) spec.Resource {
		t.Helper()
		list, warnings, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(text)}}, spec.LoadOptions{})
		if err != nil || len(warnings) > 0 || len(list) != 1 || rejects(s, text) {
			t.Fatalf("%d resources, error %v, warnings %v, refused by the schema: %v\n%s", len(list), err, warnings, rejects(s, text), text)
		}
		return list[0]
	}
	for _, typ := range spec.Types() {
		present, absent := load(typ.Example), load(schema.Absent(typ))
		if present.Addr.Kind != typ.Kind || present.Addr != absent.Addr || !absent.Absent || present.Identity() != absent.Identity() {
			t.Errorf("%s: the example is of %+v, absent of %+v", typ.Kind, present, absent)
		}
		for path, f := range typ.Fields {
			if f.RequiredToCreate && f.When.Path == "" && spec.NodeAt(spec.Encode(present.Body), strings.Split(path, ".")) == nil {
				t.Errorf("%s: the example lacks %s", typ.Kind, path)
			}
		}
	}
}

// TestMentions holds the kinds that a page says are named against those that
// the examples name.
func TestMentions(t *testing.T) {
	t.Parallel()
	named := map[spec.Kind]map[spec.Kind]bool{}
	everyDocument(t, func(_ string, data []byte) {
		list, _, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: data}}, spec.LoadOptions{Project: "p"})
		if err != nil { // a bad one
			return
		}
		for _, r := range list {
			typ, _ := spec.TypeOf(r.Addr.Kind)
			if typ.Needs == nil || r.Body == nil {
				continue
			}
			for _, need := range typ.Needs(r) {
				if named[typ.Kind] == nil {
					named[typ.Kind] = map[spec.Kind]bool{}
				}
				named[typ.Kind][need.Kind] = true
			}
		}
	})
	for _, typ := range spec.Types() {
		want := map[spec.Kind]bool{}
		for _, k := range typ.Mentions {
			want[k] = true
		}
		if diff := gocmp.Diff(want, named[typ.Kind], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: kinds in Mentions and in documents (-want +got):\n%s", typ.Kind, diff)
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
	everyDocument(t, func(path string, data []byte) {
		if _, _, err := spec.Load([]spec.Source{{Name: path, Data: data}}, spec.LoadOptions{Project: "p"}); err != nil {
			return // not a document of ours, or a bad one
		}
		docs, err := documents(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			count++
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
	if count < 200 {
		t.Errorf("%d documents, want more", count)
	}
}

// everyDocument gives the YAML files of the repository.
func everyDocument(t *testing.T, found func(path string, data []byte)) {
	t.Helper()
	for _, dir := range []string{"examples", "testdata/golden", "cmd/atlasctl/testdata"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
				return err
			}
			data, err := os.ReadFile(path)
			found(path, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
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
