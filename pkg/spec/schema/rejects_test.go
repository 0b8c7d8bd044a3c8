package schema_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// unsaid are the documents of bad input that the schema takes, by their golden and
// their place in it, and why no JSON Schema could say what is wrong.
func unsaid() map[string]string {
	const (
		written = "what is wrong is how the YAML is written"
		bits    = "it computes with an address"
		equal   = "it compares one value with another"
		members = "it compares or adds up the members of a list"
	)
	return map[string]string{
		"access-list-entry/0":                       bits,
		"access-list-entry/1":                       bits,
		"azure-ids-in-two-cases/2":                  equal,
		"boolean-in-other-words/3":                  written,
		"custom-roles-that-inherit-each-other/3":    equal,
		"dedicated-cluster-fields-that-disagree/13": equal,
		"dedicated-cluster-shards/0":                members,
		"dedicated-cluster-zones/0":                 members,
		"stream-processor-refers-to-a-secret/0":     "a pipeline is free: it may have a member of any name",
		"endpoint-service-serves-its-own-region/0":  equal,
		"https-headers-that-are-one/0":              equal,
		"network-container-block/0":                 bits,
		"protect-is-no-boolean/2":                   written,
		"unknown-tag/0":                             written,
	}
}

// TestRejects holds every golden of bad input against the schema: each document
// that the loader refuses by itself. What concerns several documents, or a whole
// file, no schema of a document can say.
func TestRejects(t *testing.T) {
	t.Parallel()
	s, unsaid, count := compiled(t), unsaid(), 0
	files, err := filepath.Glob(filepath.Join(root, "testdata/golden/bad-*/*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(filepath.Base(filepath.Dir(file)), "bad-")
		for i, text := range regexp.MustCompile(`(?m)^---\n`).Split(string(data), -1) {
			_, _, err := spec.Load([]spec.Source{{Name: "spec.yaml", Data: []byte(text)}}, spec.LoadOptions{Project: "p"})
			if err == nil || strings.HasPrefix(err.Error(), "spec.yaml: ") { // there is no document
				continue
			}
			count++
			place := fmt.Sprintf("%s/%d", name, i)
			why, silent := unsaid[place]
			delete(unsaid, place)
			switch rejected := rejects(s, text); {
			case rejected && silent:
				t.Errorf("%s is refused, other than it says here: %s", place, why)
			case !rejected && !silent:
				t.Errorf("%s is taken, and the loader says: %v", place, err)
			}
		}
	}
	if count < 200 {
		t.Errorf("%d documents, want more", count)
	}
	for place := range unsaid {
		t.Errorf("there is no document %s", place)
	}
}

// rejects reports whether text is no YAML, or refused.
func rejects(s *jsonschema.Schema, text string) bool {
	docs, err := documents([]byte(text))
	for _, doc := range docs {
		if s.Validate(doc) != nil {
			return true
		}
	}
	return err != nil
}
