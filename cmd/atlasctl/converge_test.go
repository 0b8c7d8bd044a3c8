package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// backend is all that a run needs of Atlas.
type backend interface {
	planner
	apply.Remote
}

// onMemory converges a golden on the boundary held in a map.
func onMemory(t *testing.T, c situation, p *plan.Plan) {
	t.Helper()
	if len(p.Blocked) == 0 {
		converge(t, c.memory(), c, p)
	}
}

// onEmulator makes the emulator hold what the golden says is live, by applying
// that as documents, and then wants the same plan and the same end.
func onEmulator(t *testing.T, c situation, onMemory *plan.Plan) {
	t.Helper()
	r := newEmulated(t, c)
	applyAll(t, r, planOf(t, r, c.live, plan.Flags{}))
	p := planOf(t, r, c.want, c.flags)
	if diff := cmp.Diff(outline(onMemory), outline(p)); diff != "" {
		t.Errorf("the plan on the emulator is another one (-memory +emulator):\n%s", diff)
	}
	if len(p.Blocked) == 0 {
		converge(t, r, c, p)
	}
}

// converge does what a plan says and wants the next one to be empty, with
// nothing else left in Atlas than the first one said.
func converge(t *testing.T, r backend, c situation, p *plan.Plan) {
	t.Helper()
	before := leavesOf(t, r, c)
	applyAll(t, r, p)
	keepsTheRest(t, before, leavesOf(t, r, c), p)
	next := planOf(t, r, c.want, plan.Flags{Prune: c.flags.Prune})
	if !next.Empty() {
		t.Errorf("the plan after the apply is not empty: %q", outline(next))
	}
	if diff := cmp.Diff(p.Unmanaged, next.Unmanaged); diff != "" {
		t.Errorf("what is unmanaged changed (-before +after):\n%s", diff)
	}
}

// applyAll applies a plan and wants all of it to be done.
func applyAll(t *testing.T, r apply.Remote, p *plan.Plan) {
	t.Helper()
	opts := apply.Options{Parallelism: 4, Now: func() time.Time { return emulator.DefaultAsOf }}
	result := apply.Run(t.Context(), p, r, opts, func(apply.Event) {})
	for _, o := range result.Outcomes {
		if o.State != apply.Done {
			t.Errorf("%s %s is %s: %v", o.Action, o.Addr, o.State, o.Err)
		}
	}
	s := p.Summary()
	want := [3]int{s.Create + s.Replace, s.Update, s.Delete + s.Replace}
	if got := [3]int{result.Added, result.Changed, result.Destroyed}; got != want {
		t.Errorf("added, changed, destroyed: got %v, the plan said %v", got, want)
	}
}

// keepsTheRest wants everything that the plan does not touch to be as it was.
func keepsTheRest(t *testing.T, before, after map[spec.Address][]spec.Leaf, p *plan.Plan) {
	t.Helper()
	for _, op := range p.Operations {
		if op.Action != plan.Update {
			delete(before, op.Addr)
			continue
		}
		before[op.Addr] = slices.DeleteFunc(before[op.Addr], func(l spec.Leaf) bool {
			return slices.ContainsFunc(op.Fields, func(f plan.Field) bool {
				n := min(len(f.Path), len(l.Path))
				return slices.Equal(f.Path[:n], l.Path[:n])
			})
		})
	}
	for addr, leaves := range before {
		for _, l := range leaves {
			if !slices.ContainsFunc(after[addr], func(now spec.Leaf) bool {
				return slices.Equal(now.Path, l.Path) && spec.EqualNodes(now.Node, l.Node)
			}) {
				t.Errorf("%s: nobody asked to change %s, and it did", addr, strings.Join(l.Path, "."))
			}
		}
	}
}

func leavesOf(t *testing.T, r planner, c situation) map[spec.Address][]spec.Leaf {
	t.Helper()
	live, err := r.Fetch(t.Context(), c.want, remote.FetchOptions{Prune: c.flags.Prune})
	if err != nil {
		t.Fatal(err)
	}
	leaves := make(map[spec.Address][]spec.Leaf, len(live))
	for _, l := range live {
		leaves[l.Addr] = spec.Leaves(l.Body)
	}
	return leaves
}

// outline is what two plans of the same change have in common, whatever the
// remotes know beside it.
func outline(p *plan.Plan) []string {
	var lines []string
	for _, op := range p.Operations {
		lines = append(lines, op.Action.String()+" "+op.Addr.String()+fieldsText(op.Fields))
	}
	for _, b := range p.Blocked {
		lines = append(lines, "blocked "+b.Action.String()+" "+b.Addr.String()+fieldsText(b.Fields)+": "+b.Reason)
	}
	return lines
}

func fieldsText(fields []plan.Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(" " + strings.Join(f.Path, "."))
	}
	return b.String()
}

// newEmulated is a client of an emulator of its own, which knows the projects
// of a situation.
func newEmulated(t *testing.T, c situation) *remote.Client {
	t.Helper()
	emu, err := emulator.New(emulator.Config{Projects: projectsOf(slices.Concat(c.want, c.live))})
	if err != nil {
		t.Fatal(err)
	}
	client, err := remote.New(remote.Config{
		Credentials: remote.APIKey{Public: "key", Private: "key"},
		Transport:   emu.Transport(),
		Clock:       emu,
		Secret:      stubSecret,
	})
	if err != nil {
		t.Fatal(err)
	}
	client.AllowWrites()
	return client
}

// stubSecret is the value of every secret. No test can expect a real one.
func stubSecret(spec.Origin, spec.Secret) (string, error) { return canary, nil }

// TestExamples converges every folder of examples on both remotes.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, dir := range exampleFolders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			sources, err := readSources([]string{dir}, nil)
			if err != nil {
				t.Fatal(err)
			}
			c := situation{want: load(t, sources...)}
			p := planOf(t, c.memory(), c.want, c.flags)
			if got := p.Summary().Create; got != len(c.want) {
				t.Errorf("the plan creates %d of %d resources", got, len(c.want))
			}
			onMemory(t, c, p)
			onEmulator(t, c, p)
		})
	}
}

// TestExamplesTogether applies all examples in one go, as a repository would.
func TestExamplesTogether(t *testing.T) {
	t.Parallel()
	sources, err := readSources([]string{"../../examples"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := situation{want: load(t, sources...)}
	onEmulator(t, c, planOf(t, c.memory(), c.want, c.flags))
}

func exampleFolders(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, e := range entries {
		if e.IsDir() {
			dirs = append(dirs, filepath.Join("../../examples", e.Name()))
		}
	}
	if len(dirs) == 0 {
		t.Fatal("no examples")
	}
	return dirs
}
