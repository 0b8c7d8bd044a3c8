package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestKindNames(t *testing.T) {
	t.Parallel()
	var want []string
	for _, typ := range spec.Types() {
		want = append(want, string(typ.Kind))
	}
	if diff := cmp.Diff(want, spec.KindNames()); diff != "" || len(want) == 0 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPhases(t *testing.T) {
	t.Parallel()
	got := fmt.Sprint(spec.Ready, spec.Pending, spec.Deleting, spec.Failed, spec.Absent, spec.Unavailable)
	if want := "ready pending deleting failed absent unavailable"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestDrop(t *testing.T) {
	t.Parallel()
	instance := func(backup *spec.ServerlessBackupOptions, settings *spec.ServerlessProviderSettings, tags map[string]string) spec.Body {
		return &spec.ServerlessInstance{ServerlessBackupOptions: backup, ProviderSettings: settings, Tags: tags}
	}
	backup := &spec.ServerlessBackupOptions{ServerlessContinuousBackupEnabled: new(false)}
	settings := func(name *string) *spec.ServerlessProviderSettings {
		return &spec.ServerlessProviderSettings{ProviderName: name, RegionName: new("R")}
	}
	for _, test := range []struct {
		name, path string
		body, want spec.Body
		was        bool
	}{
		{"a field and its block", "serverlessBackupOptions.serverlessContinuousBackupEnabled", instance(backup, nil, nil), instance(nil, nil, nil), true},
		{"a field in a block that holds more", "providerSettings.providerName", instance(nil, settings(new("SERVERLESS")), nil), instance(nil, settings(nil), nil), true},
		{"a field that is not there", "providerSettings.providerName", instance(nil, settings(nil), nil), instance(nil, settings(nil), nil), false},
		{"a block that is not there", "providerSettings.providerName", instance(nil, nil, nil), instance(nil, nil, nil), false},
		{"a block", "providerSettings", instance(nil, settings(nil), nil), instance(nil, nil, nil), true},
		{"an empty map", "tags", instance(nil, nil, map[string]string{}), instance(nil, nil, nil), true},
		{"no field", "providerSettings.nonsense", instance(nil, settings(nil), nil), instance(nil, settings(nil), nil), false},
		{"no field at all", "nonsense", instance(nil, nil, nil), instance(nil, nil, nil), false},
		{"a member of a map", "tags.env", instance(nil, nil, map[string]string{"env": "a"}), instance(nil, nil, map[string]string{"env": "a"}), false},
		{"no body", "tags", nil, nil, false},
	} {
		body := spec.Clone(test.body)
		if was := spec.Drop(body, test.path); was != test.was {
			t.Errorf("%s: got %v", test.name, was)
		}
		if diff := cmp.Diff(test.want, body); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

const privateEndpoint = `apiVersion: atlasctl/v1
kind: ServerlessPrivateEndpoint
metadata: {instance: sessions, name: %s}
spec: {providerName: AWS}
`

// TestNameIsTheComment holds that a name that is an ID says nothing about the
// comment: it means an endpoint that has none, or any other.
func TestNameIsTheComment(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]*string{
		"app":                      new("app"),
		"a/b":                      new("a/b"),
		"65f0c1d2e3a4b5c6d7e8f901": nil,
		"65F0C1D2E3A4B5C6D7E8F901": new("65F0C1D2E3A4B5C6D7E8F901"),
		"5":                        new("5"),
	} {
		got := mustLoad(t, fmt.Sprintf(privateEndpoint, name)).Body.(*spec.ServerlessPrivateEndpoint).Comment
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRequires(t *testing.T) {
	t.Parallel()
	const connection = "apiVersion: atlasctl/v1\nkind: StreamConnection\nmetadata: {workspace: clicks, name: c}\nspec:\n  type: Cluster\n" +
		"  clusterName: orders\n  dbRoleToExecute: {role: r, type: CUSTOM}\n"
	const home, workspace = "p/Project/p", "p/StreamWorkspace/clicks"
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"a project", "apiVersion: atlasctl/v1\nkind: Project\nmetadata: {name: p}\nspec: {}\n", nil},
		{"the project", flex, []string{home}},
		{"the parent", kafka, []string{home, workspace}},
		{"an instance", fmt.Sprintf(privateEndpoint, "app"), []string{home, "p/ServerlessInstance/sessions"}},
		{"a cluster of any kind", connection, []string{home, workspace, "p/Cluster/orders", "p/CustomDBRole/r", "p/FlexCluster/orders", "p/ServerlessInstance/orders"}},
		{"a cluster of another project", connection + "  clusterGroupId: 5e2211c17a3e5a48f5497de3\n", []string{
			home, workspace, "5e2211c17a3e5a48f5497de3/Cluster/orders", "5e2211c17a3e5a48f5497de3/CustomDBRole/r", "5e2211c17a3e5a48f5497de3/FlexCluster/orders", "5e2211c17a3e5a48f5497de3/ServerlessInstance/orders",
		}},
		{"the parent of what is absent", "apiVersion: atlasctl/v1\nkind: StreamConnection\nmetadata: {workspace: clicks, name: c}\nensure: absent\n", []string{home, workspace}},
	} {
		var got []string
		for _, addr := range mustLoad(t, test.data).Requires() {
			got = append(got, addr.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestNameSpaceOrder spreads kinds that share names over files, and wants the
// same problems in whatever order the files come.
func TestNameSpaceOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var sources []spec.Source
		for i := range rapid.IntRange(2, 6).Draw(t, "files") {
			kind := rapid.SampledFrom([]string{"FlexCluster", "ServerlessInstance"}).Draw(t, "kind")
			data := strings.Replace(flex, "FlexCluster", kind, 1)
			if rapid.Bool().Draw(t, "other project") {
				data = strings.Replace(data, "name: orders", "project: q, name: orders", 1)
			}
			sources = append(sources, spec.Source{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(data)})
		}
		opts := spec.LoadOptions{Project: "p"}
		_, _, want := spec.Load(sources, opts)
		_, _, got := spec.Load(rapid.Permutation(sources).Draw(t, "order"), opts)
		if errorText(want) != errorText(got) {
			t.Fatalf("got\n%v\nwant\n%v", got, want)
		}
	})
}
