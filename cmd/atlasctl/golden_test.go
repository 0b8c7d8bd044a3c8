package main

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const goldens = "../../testdata/golden"

// canary stands in the goldens for every live value that may be a secret.
const canary = "hunter2"

// TestGoldens plans every golden that loads, compares the plan in its
// forms, and then does what it says: on both remotes the next plan is empty.
// Each golden is one idea, and its folder is named by the sentence that it
// proves:
//
//	spec.yaml     what the files want
//	live.yaml     what Atlas has, in the same language; missing means nothing
//	earlier.yaml  what the files said at the commit of --since; missing means
//	              that the flag is not given
//	flags.txt     one flag a line: prune, rotate ADDRESS, as-of DATE,
//	              serverless-api legacy, or on memory|emulator where the
//	              other one cannot be in that situation
//	plan.*        what comes out; plan.tfplan.json only where there is one
func TestGoldens(t *testing.T) {
	t.Parallel()
	for _, dir := range goldenFolders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			c := readCase(t, dir)
			first := c.first(t)
			p := planOf(t, first, c.want, c.flags)
			compareForms(t, dir, p)
			anyOrder(t, first, c, p)
			c.walk(t, p)
		})
	}
}

// TestReorderedGolden holds the digest of the same documents in another order
// against each other, as a user would by moving them around.
func TestReorderedGolden(t *testing.T) {
	t.Parallel()
	var digests []string
	for _, name := range []string{"everything-at-once", "everything-at-once-reordered"} {
		c := readCase(t, filepath.Join(goldens, name))
		digests = append(digests, planOf(t, c.memory(), c.want, c.flags).Digest())
	}
	if digests[0] != digests[1] {
		t.Errorf("digests differ: %s", strings.Join(digests, ", "))
	}
}

// goldenFolders lists the goldens that load; those with problems are walked by
// the tests of package spec.
func goldenFolders(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(goldens, "*", "spec.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, file := range files {
		dir := filepath.Dir(file)
		if _, err := os.Stat(filepath.Join(dir, "errors.txt")); err != nil {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) < 90 {
		t.Fatalf("found %d goldens: are they all there?", len(dirs))
	}
	return dirs
}

func planOf(t *testing.T, r planner, want []spec.Resource, flags plan.Flags) *plan.Plan {
	t.Helper()
	live, err := r.Fetch(t.Context(), want, remote.FetchOptions{Prune: flags.Prune})
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compute(want, live, flags)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func compareForms(t *testing.T, dir string, p *plan.Plan) {
	t.Helper()
	data, err := render.JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join(dir, "plan.txt"), render.Text(p, render.Theme{}))
	compare(t, filepath.Join(dir, "plan.json"), string(data))
	compare(t, filepath.Join(dir, "plan.md"), render.Markdown(p, render.MarkdownOptions{}))
	compareTFPlan(t, dir, p)
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if strings.Contains(got, canary) {
		t.Errorf("%s holds a secret of the server", filepath.Base(file))
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
	}
}

// anyOrder plans the same resources in the opposite order.
func anyOrder(t *testing.T, r planner, c situation, p *plan.Plan) {
	t.Helper()
	want := slices.Clone(c.want)
	live, err := r.Fetch(t.Context(), want, remote.FetchOptions{Prune: c.flags.Prune})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(want)
	slices.Reverse(live)
	again, err := plan.Compute(want, live, c.flags)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, again); diff != "" {
		t.Errorf("the plan depends on the order of its inputs (-first +second):\n%s", diff)
	}
}
