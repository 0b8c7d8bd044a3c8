package main

import (
	"hash/fnv"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// documentText is a document of a run. References to files are to those that it
// has beside its documents.
func documentText(t *testing.T, r spec.Resource) string {
	t.Helper()
	text, err := asDocument(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// asDocument writes a resource as a user would.
func asDocument(r spec.Resource) (string, error) {
	typ, _ := spec.TypeOf(r.Addr.Kind)
	metadata := map[string]string{"project": r.Addr.Project, "name": r.Addr.Name}
	if typ.Root {
		delete(metadata, "project") // it is the name
	}
	if typ.Parent != "" {
		metadata[typ.ParentKey] = r.Addr.Parent
	}
	doc := map[string]any{"apiVersion": spec.APIVersion, "kind": string(r.Addr.Kind), "metadata": metadata}
	if r.Absent {
		doc["ensure"] = "absent"
	}
	if body := r.Telling(); body != nil {
		body = spec.Clone(body)
		for path, f := range typ.Fields {
			if n := spec.NodeAt(spec.Encode(body), strings.Split(path, ".")); n != nil && f.Metadata != "" {
				metadata[f.Metadata] = n.Value
			}
			if f.FromName || f.Metadata != "" { // they are metadata
				spec.Drop(body, path)
			}
		}
		node := spec.Encode(body)
		plain(node)
		doc["spec"] = node
	}
	text, err := yaml.Marshal(doc)
	return string(text), err
}

// plain makes references what users write.
func plain(node *yaml.Node) {
	if node.Tag == spec.SecretTag {
		node.Tag = "!!map"
		node.Content[1].Value = strings.Replace(node.Content[1].Value, "/run/", secretsFolder+"/", 1)
	}
	if node.Tag == spec.ListTag || node.Tag == spec.DocumentTag {
		node.Tag = ""
	}
	for _, child := range node.Content {
		plain(child)
	}
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64()
}

// nativeDate is a day on which there were serverless instances, with endpoints.
func nativeDate(t *testing.T) time.Time {
	t.Helper()
	date, err := time.Parse(time.DateOnly, "2024-12-01")
	if err != nil {
		t.Fatal(err)
	}
	return date
}
