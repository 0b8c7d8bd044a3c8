package remote_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// load reads documents of one line each, from a file test.yaml: the first one
// is on line 1, the next one on line 3.
func load(t testing.TB, project string, docs ...string) []spec.Resource {
	t.Helper()
	src := spec.Source{Name: "test.yaml", Data: []byte(strings.Join(docs, "\n---\n"))}
	want, _, err := spec.Load([]spec.Source{src}, spec.LoadOptions{Project: project})
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func flex(name string) string {
	return doc("FlexCluster", "name: "+name, "{providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}}")
}

func workspace(name string) string {
	return doc("StreamWorkspace", "name: "+name, "{dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}}")
}

func sample(workspace, name string) string {
	return doc("StreamConnection", "workspace: "+workspace+", name: "+name, "{type: Sample}")
}

func instance(name string) string {
	return doc("ServerlessInstance", "name: "+name, "{providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}}")
}

func endpoint(instance, name, more string) string {
	return doc("ServerlessPrivateEndpoint", "instance: "+instance+", name: "+name, "{providerName: AWS"+more+"}")
}

func doc(kind, metadata, body string) string {
	return fmt.Sprintf("{apiVersion: %s, kind: %s, metadata: {%s}, spec: %s}", spec.APIVersion, kind, metadata, body)
}

func absent(document string) string {
	head, _, _ := strings.Cut(document, ", spec:")
	return head + ", ensure: absent}"
}
