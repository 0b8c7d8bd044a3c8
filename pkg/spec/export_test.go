package spec_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestExport exports the documents of live.yaml as if Atlas had them: without
// secrets.
func TestExport(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/export/*/live.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d cases, error %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			live, _, err := spec.Load([]spec.Source{{Name: "live.yaml", Data: data}}, spec.LoadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			checkExport(t, filepath.Base(filepath.Dir(file)), asLive(live), spec.ExportOptions{})
		})
	}
}

// checkExport holds an export against its golden, and wants it to load, and to
// come out the same whatever the order of the objects.
func checkExport(t *testing.T, name string, live []spec.Resource, opts spec.ExportOptions) {
	t.Helper()
	got, err := spec.Export(live, opts)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(got), "hunter2") {
		t.Error("a live value is in the export")
	}
	compareGolden(t, filepath.Join("testdata/export", name, "out.yaml"), string(got))
	if _, _, err := spec.Load([]spec.Source{{Name: "out.yaml", Data: got}}, spec.LoadOptions{}); err != nil {
		t.Errorf("it does not load: %v", err)
	}
	reversed := slices.Clone(live)
	slices.Reverse(reversed)
	again, err := spec.Export(reversed, opts)
	if diff := cmp.Diff(string(got), string(again)); diff != "" || err != nil {
		t.Errorf("another order gives another export: error %v\n%s", err, diff)
	}
}

// asLive makes live objects of documents.
func asLive(documents []spec.Resource) []spec.Resource {
	live := make([]spec.Resource, 0, len(documents))
	for _, r := range documents {
		live = append(live, spec.Resource{Addr: r.Addr, Body: spec.WithoutSecrets(r.Body)})
	}
	return live
}

func hook(workspace, name string, headers ...string) spec.Resource {
	body := &spec.StreamConnection{Type: new("Https"), URL: new(spec.Text("https://hunter2.example.com"))}
	body.Headers = map[string]spec.Value{}
	for _, h := range headers {
		body.Headers[h] = spec.Text("hunter2")
	}
	return spec.Resource{Addr: spec.Address{Project: "p", Kind: spec.KindStreamConnection, Parent: workspace, Name: name}, Body: body}
}

func endpoint(name, id string) spec.Resource {
	addr := spec.Address{Project: "p", Kind: spec.KindServerlessPrivateEndpoint, Parent: "sessions", Name: name}
	return spec.Resource{Addr: addr, ID: id, Body: &spec.ServerlessPrivateEndpoint{ProviderName: new("AWS"), Comment: &name}}
}

// TestExportNames exports names that no variable can have, and some that would
// be the same variable.
func TestExportNames(t *testing.T) {
	t.Parallel()
	checkExport(t, "names-of-references", []spec.Resource{
		hook("9 lives", "hook"),
		hook("clicks", "a/b"), hook("clicks", "a-b"), hook("clicks", "A.B"), hook("clicks", "a_b_url"),
		hook("clicks", "URL", "URL", "Url_2"),
		hook("clicks", "über", "X-Team", "x_team"), hook("日本", "東京"), hook("clicks", "on"),
	}, spec.ExportOptions{})
}

// TestExportUnusableNames exports endpoints whose comment is no name, or the
// name of two.
func TestExportUnusableNames(t *testing.T) {
	t.Parallel()
	checkExport(t, "names-that-are-no-names", []spec.Resource{
		endpoint("app", "65f0c1d2e3a4b5c6d7e8f901"),
		endpoint("twice", "65f0c1d2e3a4b5c6d7e8f902"), endpoint("twice", "65f0c1d2e3a4b5c6d7e8f903"),
		endpoint("made by\nhand ", "65f0c1d2e3a4b5c6d7e8f904"), endpoint(strings.Repeat("n", 81), "65f0c1d2e3a4b5c6d7e8f905"),
		endpoint("65f0c1d2e3a4b5c6d7e8f906", "65f0c1d2e3a4b5c6d7e8f906"),
	}, spec.ExportOptions{})
}

// TestExportStatus exports what is only there to read, and leaves out what is
// not there, and what the server ignores.
func TestExportStatus(t *testing.T) {
	t.Parallel()
	reserved := endpoint("app", "65f0c1d2e3a4b5c6d7e8f901")
	reserved.State = "RESERVED"
	reserved.Status = map[string]string{"endpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "privateLinkServiceResourceId": ""}
	failed := endpoint("broken", "65f0c1d2e3a4b5c6d7e8f902")
	failed.Phase, failed.State, failed.Detail = spec.Failed, "FAILED", "no such service: \"x\"\ntry again"
	instance := spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindServerlessInstance, Name: "sessions"},
		Body: &spec.ServerlessInstance{
			ProviderSettings:        &spec.ServerlessProviderSettings{BackingProviderName: new("AWS"), RegionName: new("US_EAST_1")},
			ServerlessBackupOptions: &spec.ServerlessBackupOptions{ServerlessContinuousBackupEnabled: new(false)},
		},
		Inert: []spec.Inert{{Path: "serverlessBackupOptions.serverlessContinuousBackupEnabled", Reason: "Flex has no such thing"}},
	}
	gone := spec.Resource{Addr: spec.Address{Project: "p", Kind: spec.KindServerlessInstance, Name: "gone"}, Phase: spec.Unavailable, Detail: "retired"}
	live := []spec.Resource{reserved, failed, instance, gone, hook("clicks", "hook")}
	checkExport(t, "status", live, spec.ExportOptions{Status: true})
	checkExport(t, "status-not-asked-for", live, spec.ExportOptions{})
	if instance.Body.(*spec.ServerlessInstance).ServerlessBackupOptions == nil {
		t.Error("an export changes what it exports")
	}
}

// TestExportNothing holds that an empty project is no error.
func TestExportNothing(t *testing.T) {
	t.Parallel()
	if got, err := spec.Export(nil, spec.ExportOptions{Status: true}); len(got) > 0 || err != nil {
		t.Errorf("got %q, error %v", got, err)
	}
}

// TestExportedValuesStayHidden exports live values that nobody masked.
func TestExportedValuesStayHidden(t *testing.T) {
	t.Parallel()
	r := hook("clicks", "hook", "Authorization")
	if _, err := spec.Export([]spec.Resource{r}, spec.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if text, _ := r.Body.(*spec.StreamConnection).URL.Text(); text != "https://hunter2.example.com" {
		t.Errorf("an export changes what it exports: %s", text)
	}
}

// TestExportLoads exports what may be live, and wants documents that ask for no
// change: whatever they say is so already, and they leave out nothing but what
// Atlas would fill in.
func TestExportLoads(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := drawLive(t)
		data, err := spec.Export(live, spec.ExportOptions{Status: rapid.Bool().Draw(t, "status")})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: data}}, spec.LoadOptions{})
		if err != nil || len(got) != len(live) {
			t.Fatalf("%d resources of %d, error %v in\n%s", len(got), len(live), err, data)
		}
		want := map[spec.Address]spec.Body{}
		for _, r := range live {
			want[r.Addr] = r.Body
		}
		for _, r := range got {
			body := spec.Clone(want[r.Addr])
			spec.Mask(body, r.Body)
			if diff := cmp.Diff(said(r.Addr.Kind, body), said(r.Addr.Kind, r.Body)); diff != "" {
				t.Fatalf("%s (-live +export):\n%s\n%s", r.Addr, diff, data)
			}
		}
	})
}

// drawLive draws objects as Atlas has them: without secrets, with what is only
// tolerated.
func drawLive(t *rapid.T) []spec.Resource {
	seen := once{}
	var live []spec.Resource
	for range rapid.IntRange(1, 5).Draw(t, "objects") {
		typ := rapid.SampledFrom(spec.Types()).Draw(t, "type")
		d := newDrawer(t, typ)
		d.tolerated = true
		r := spec.Resource{Addr: drawAddress(t, typ), State: text.Draw(t, "state")}
		r.Body = d.body(r.Addr.Name)
		if r.Body = spec.WithoutSecrets(r.Body); seen.take(r) {
			live = append(live, r)
		}
	}
	return live
}

// said gives the leaves of a body by path, without secrets and without what a
// document leaves out because Atlas fills it in, or because it says nothing.
func said(kind spec.Kind, b spec.Body) map[string]string {
	typ, _ := spec.TypeOf(kind)
	leaves := map[string]string{}
	for _, leaf := range spec.Leaves(spec.WithoutSecrets(b)) {
		f := typ.FieldAt(leaf.Path)
		inMap := slices.Contains([]string{"tags", "headers", "config"}, leaf.Path[0])
		empty := len(leaf.Node.Content) == 0 && leaf.Node.Value == "" && (!inMap || len(leaf.Path) == 1)
		if f.Computed || empty || f.Default != "" && f.Default == leaf.Node.Value {
			continue
		}
		text := leaf.Node.Value
		for _, c := range leaf.Node.Content {
			text += " " + c.Value
		}
		leaves[strings.Join(leaf.Path, "\x00")] = leaf.Node.Tag + text
	}
	return leaves
}
