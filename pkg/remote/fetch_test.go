package remote_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// seed creates what the documents say.
func seed(t testing.TB, emu *emulator.Emulator, want []spec.Resource) {
	t.Helper()
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	for _, children := range []bool{false, true} {
		for _, r := range want {
			if (r.Addr.Parent != "") != children {
				continue
			}
			if err := c.Create(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
	}
	emu.Advance(nonceAge - 1) // long enough for everything to become ready
}

func addresses(live []spec.Resource) []string {
	texts := []string{}
	for _, r := range live {
		texts = append(texts, r.Addr.String())
	}
	return texts
}

func TestFetchAsksOnlyForWhatIsMentioned(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	emu.AddProject("other")
	seed(t, emu, load(t, "demo", flex("orders"), workspace("clicks"), workspace("sales"), sample("clicks", "a"), sample("sales", "b")))

	groups := "GET /groups/" + id
	for _, tc := range []struct {
		name string
		docs []string
		opts remote.FetchOptions
		asks []string
		live []string
	}{
		{name: "nothing", asks: []string{}, live: []string{}},
		{
			name: "a cluster, and who else may hold its name",
			docs: []string{flex("orders")},
			asks: []string{groups + "/clusters", groups + "/flexClusters"},
			live: []string{"demo/FlexCluster/orders"},
		},
		{
			name: "a workspace, with what lives in it",
			docs: []string{workspace("clicks")},
			asks: []string{groups + "/streams", groups + "/streams/clicks/connections", groups + "/streams/clicks/processors"},
			live: []string{"demo/StreamConnection/clicks/a", "demo/StreamWorkspace/clicks", "demo/StreamWorkspace/sales"},
		},
		{
			name: "a workspace to prune in: also what lives in the others",
			docs: []string{workspace("clicks")},
			opts: remote.FetchOptions{Prune: true},
			asks: []string{groups + "/streams", groups + "/streams/clicks/connections", groups + "/streams/clicks/processors", groups + "/streams/sales/connections", groups + "/streams/sales/processors"},
			live: []string{"demo/StreamConnection/clicks/a", "demo/StreamConnection/sales/b", "demo/StreamWorkspace/clicks", "demo/StreamWorkspace/sales"},
		},
		{
			name: "a connection of a workspace that no file declares: no other workspaces",
			docs: []string{sample("sales", "b"), sample("sales", "c")},
			asks: []string{groups + "/streams/sales/connections", groups + "/streams/sales/processors"},
			live: []string{"demo/StreamConnection/sales/b"},
		},
		{
			name: "a workspace that is yet to be created has no children",
			docs: []string{workspace("new"), sample("new", "a")},
			asks: []string{groups + "/streams", groups + "/streams/new/connections", groups + "/streams/new/processors"},
			live: []string{"demo/StreamWorkspace/clicks", "demo/StreamWorkspace/sales"},
		},
		{
			name: "absent where there is no workspace",
			docs: []string{absent(sample("new", "a"))},
			asks: []string{groups + "/streams/new/connections", groups + "/streams/new/processors"},
			live: []string{},
		},
		{
			name: "a workspace to delete, with what goes along",
			docs: []string{absent(workspace("sales"))},
			asks: []string{groups + "/streams", groups + "/streams/sales/connections", groups + "/streams/sales/processors"},
			live: []string{"demo/StreamConnection/sales/b", "demo/StreamWorkspace/clicks", "demo/StreamWorkspace/sales"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			wire := &recorder{next: emu.Transport()}
			c := newClient(t, emu, remote.Config{Transport: wire, Credentials: token(t, emu)})
			var want []spec.Resource
			if len(tc.docs) > 0 {
				want = load(t, "demo", tc.docs...)
				tc.asks = append(tc.asks, "GET /groups/byName/demo")
			}
			live, err := c.Fetch(t.Context(), want, tc.opts)
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, addresses(live), tc.live)
			wantSame(t, wire.take(), sorted(tc.asks))
		})
	}
}

func TestFetchProblems(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	if err := emu.AddCluster(id, "orders", "M10"); err != nil {
		t.Fatal(err)
	}
	if err := emu.AddCluster(id, "tiny", "M0"); err != nil {
		t.Fatal(err)
	}
	inID := func(document string) string {
		return strings.Replace(document, "metadata: {", "metadata: {project: "+id+", ", 1)
	}
	const unknown = "111111111111111111111111"
	for _, tc := range []struct {
		name, project string
		docs          []string
		want          []string
	}{
		{
			"a workspace that does not exist", "demo",
			[]string{sample("clicks", "a"), absent(sample("clicks", "b")), sample("clicks", "c")},
			[]string{
				"test.yaml:1: demo/StreamConnection/clicks/a: demo/StreamWorkspace/clicks does not exist and no file declares it: declare it, or check the name",
				"test.yaml:5: demo/StreamConnection/clicks/c: demo/StreamWorkspace/clicks does not exist and no file declares it: declare it, or check the name",
			},
		},
		{
			"a project that does not exist", "demmo",
			[]string{workspace("a"), workspace("b")},
			[]string{`test.yaml:1: demmo/StreamWorkspace/a: project "demmo" does not exist, or these credentials may not see it: check the name, or declare it as a Project`},
		},
		{
			"a project ID that does not exist", unknown,
			[]string{workspace("a"), flex("b"), sample("a", "c")},
			[]string{`test.yaml:1: ` + unknown + `/StreamWorkspace/a: project "` + unknown + `" does not exist, or these credentials may not see it: check the name, or declare it as a Project`},
		},
		{
			"a project by name and by ID", "demo",
			[]string{workspace("a"), inID(workspace("b"))},
			[]string{`test.yaml:1: demo/StreamWorkspace/a: project "demo" is the one that test.yaml:3 calls "` + id + `": spell it one way`},
		},
		{
			"names that other clusters hold", "demo",
			[]string{flex("orders"), flex("tiny"), flex("free")},
			[]string{
				"test.yaml:1: demo/FlexCluster/orders: the name belongs to a dedicated cluster: take another name, or take this document out",
				"test.yaml:3: demo/FlexCluster/tiny: the name belongs to a free or shared cluster: take another name, or take this document out",
			},
		},
		{
			"all of it at once", "demo",
			[]string{flex("orders"), sample("clicks", "a")},
			[]string{
				"test.yaml:1: demo/FlexCluster/orders: the name belongs to a dedicated cluster: take another name, or take this document out",
				"test.yaml:3: demo/StreamConnection/clicks/a: demo/StreamWorkspace/clicks does not exist and no file declares it: declare it, or check the name",
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, emu, remote.Config{})
			live, err := c.Fetch(t.Context(), load(t, tc.project, tc.docs...), remote.FetchOptions{})
			if problems, ok := errors.AsType[spec.Problems](err); !ok || live != nil {
				t.Fatalf("got %v, %v, want problems", live, err)
			} else {
				wantSame(t, strings.Split(problems.Error(), "\n"), tc.want)
			}
		})
	}
	t.Run("an absent cluster of that name", func(t *testing.T) {
		t.Parallel()
		c := newClient(t, emu, remote.Config{})
		live, err := c.Fetch(t.Context(), load(t, "demo", absent(flex("orders")), absent(flex("tiny")), absent(flex("none"))), remote.FetchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, addresses(live), []string{"demo/Cluster/orders", "demo/Cluster/tiny", "demo/FlexCluster/orders", "demo/FlexCluster/tiny"})
		for i, words := range map[int]string{2: "a Cluster, which stays: to delete that, declare it as a Cluster", 3: "a free or shared cluster"} {
			if r := live[i]; r.Phase != spec.Absent || r.Body != nil || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], words) {
				t.Errorf("%s is %s, with the notes %q, want that it is not there, and %q", r.Addr, r.Phase, r.Notes, words)
			}
		}
	})
}
