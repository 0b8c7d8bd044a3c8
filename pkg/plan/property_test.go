package plan_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestConvergence is what everything else is for: whatever the files want and
// whatever is live, after an apply the next plan is empty.
func TestConvergence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		flags := drawFlags(t, want)
		memory, p := unblocked(t, &want, live, flags)
		carryOut(t, memory, p)
		next := planOn(t, memory, want, plan.Flags{Prune: flags.Prune && len(want) > 0})
		if !next.Empty() {
			t.Errorf("first plan %q\nsecond plan %q", actions(p), actions(next))
			for _, op := range next.Operations {
				t.Errorf("%s: %q", op.Addr, lines(op.Fields))
			}
		}
		if diff := cmp.Diff(p.Unmanaged, next.Unmanaged); diff != "" {
			t.Errorf("what is unmanaged changed (-before +after):\n%s", diff)
		}
	})
}

// carryOut does what a plan says and wants all of it to be done.
func carryOut(t *rapid.T, memory *remote.Memory, p *plan.Plan) {
	result := apply.Run(t.Context(), p, memory, apply.Options{Parallelism: 3, Now: func() time.Time { return time.Time{} }}, func(apply.Event) {})
	for _, o := range result.Outcomes {
		if o.State != apply.Done {
			t.Errorf("%s %s is %s: %v", o.Action, o.Addr, o.State, o.Err)
		}
	}
}

// unblocked plans what can be done: documents in the way are taken out, until
// none is.
func unblocked(t *rapid.T, want *[]spec.Resource, live []spec.Resource, flags plan.Flags) (*remote.Memory, *plan.Plan) {
	for {
		memory := remote.NewMemory(live)
		flags.Prune = flags.Prune && len(*want) > 0
		flags.Rotate = slices.DeleteFunc(slices.Clone(flags.Rotate), func(addr spec.Address) bool {
			return !slices.ContainsFunc(*want, func(r spec.Resource) bool { return r.Addr == addr })
		})
		p := planOn(t, memory, *want, flags)
		if len(p.Blocked) == 0 {
			return memory, p
		}
		out := map[spec.Address]bool{}
		for _, b := range p.Blocked {
			out[b.Addr] = true
		}
		for before := -1; before != len(out); { // what lives in it or keeps it goes as well, and so on
			before = len(out)
			for _, r := range slices.Concat(*want, live) {
				if slices.ContainsFunc(slices.Concat(r.Pinned(), r.Kept(), r.Addr.Holders()), func(a spec.Address) bool { return out[a] }) {
					out[r.Addr] = true
				}
			}
		}
		inTheWay := func(r spec.Resource) bool { return out[r.Addr] }
		*want, live = slices.DeleteFunc(slices.Clone(*want), inTheWay), slices.DeleteFunc(slices.Clone(live), inTheWay)
	}
}

func planOn(t *rapid.T, memory *remote.Memory, want []spec.Resource, flags plan.Flags) *plan.Plan {
	live, err := memory.Fetch(t.Context(), want, remote.FetchOptions{Prune: flags.Prune})
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compute(want, live, flags)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawFlags(t *rapid.T, want []spec.Resource) plan.Flags {
	flags := plan.Flags{Prune: len(want) > 0 && rapid.Bool().Draw(t, "prune")}
	for _, r := range want {
		if len(spec.SecretRefs(r.Body)) > 0 && rapid.IntRange(0, 3).Draw(t, "rotate") == 0 {
			flags.Rotate = append(flags.Rotate, r.Addr)
		}
	}
	return flags
}

// TestSameIsEmpty plans what is there already.
func TestSameIsEmpty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, _ := drawWorld(t)
		want = slices.DeleteFunc(want, func(r spec.Resource) bool { return r.Absent })
		live := slices.Clone(want)
		for i := range live {
			live[i].Body = givenBack(live[i].Addr.Kind, live[i].Body)
			spec.Mask(live[i].Body, want[i].Body)
		}
		p, err := plan.Compute(want, live, plan.Flags{Prune: len(want) > 0})
		if err != nil {
			t.Fatal(err)
		}
		if !p.Empty() || len(p.Unmanaged)+len(p.Notices) > 0 {
			t.Errorf("planned %q, unmanaged %v, notices %v", actions(p), p.Unmanaged, p.Notices)
		}
	})
}

// TestComputeIsPure wants the same plan for the same inputs in any order, and
// the inputs as they were.
func TestComputeIsPure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		flags := drawFlags(t, want)
		live, err := remote.NewMemory(live).Fetch(t.Context(), want, remote.FetchOptions{Prune: flags.Prune})
		if err != nil {
			t.Fatal(err)
		}
		for i := range live {
			live[i].Phase = rapid.SampledFrom([]spec.Phase{spec.Ready, spec.Ready, spec.Pending, spec.Deleting, spec.Failed}).Draw(t, "phase")
		}
		wantBefore, liveBefore, rotateBefore := cloned(want), cloned(live), slices.Clone(flags.Rotate)
		first, err := plan.Compute(want, live, flags)
		if err != nil {
			t.Fatal(err)
		}
		if differ(want, wantBefore)+differ(live, liveBefore) != "" || !slices.Equal(flags.Rotate, rotateBefore) {
			t.Error("an input was changed")
		}
		flags.Rotate = rapid.Permutation(flags.Rotate).Draw(t, "rotate")
		second, err := plan.Compute(rapid.Permutation(want).Draw(t, "want"), rapid.Permutation(live).Draw(t, "live"), flags)
		if err != nil {
			t.Fatal(err)
		}
		if diff := differ(first, second); diff != "" {
			t.Errorf("the plan depends on the order of the inputs:\n%s", diff)
		}
		if first.Digest() != second.Digest() {
			t.Error("the digest depends on the order of the inputs")
		}
		wellFormed(t, first)
	})
}

// differ is [cmp.Diff] for plans, which are mostly the same: it looks closer only
// when they are not.
func differ(x, y any) string {
	if reflect.DeepEqual(x, y) {
		return ""
	}
	return cmp.Diff(x, y)
}

func cloned(resources []spec.Resource) []spec.Resource {
	c := slices.Clone(resources)
	for i := range c {
		c[i].Body = spec.Clone(c[i].Body)
	}
	return c
}

// wellFormed holds a plan to what everybody relies on.
func wellFormed(t *rapid.T, p *plan.Plan) {
	place := map[spec.Address]int{}
	for i, op := range p.Operations {
		if _, twice := place[op.Addr]; twice {
			t.Errorf("%s stands in the plan twice", op.Addr)
		}
		for _, before := range op.After {
			if _, ok := place[before]; !ok {
				t.Errorf("%s comes before %s, after which it should come", op.Addr, before)
			}
		}
		place[op.Addr] = i
		if op.Action == plan.Update && len(op.Fields) == 0 {
			t.Errorf("%s is updated, and no field changes", op.Addr)
		}
		if !slices.IsSortedFunc(op.Fields, func(a, b plan.Field) int { return slices.Compare(a.Path, b.Path) }) {
			t.Errorf("%s: fields are not sorted: %q", op.Addr, lines(op.Fields))
		}
		if (op.Action != plan.Create) != (op.Live != nil) || (op.Action != plan.Delete) && op.Want == nil {
			t.Errorf("%s %s lacks a side or has one too many", op.Action, op.Addr)
		}
	}
	for i, s := range p.Steps() {
		if slices.ContainsFunc(s.After, func(before int) bool { return before >= i }) {
			t.Errorf("step %d comes after %v", i, s.After)
		}
	}
}

// TestDigestIsTheContent wants digests of two operations to be the same exactly
// when what they would do is.
func TestDigestIsTheContent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ := rapid.SampledFrom(spec.Types()).Draw(t, "kind")
		addr := spec.Address{Project: "p", Kind: typ.Kind, Name: "a"}
		draw := func() *plan.Plan {
			want := spec.Resource{Addr: addr, Body: drawBody(t, typ)}
			live := spec.Resource{Addr: addr, Body: givenBack(typ.Kind, drawBody(t, typ)), ID: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "id")}
			spec.Mask(live.Body, want.Body)
			p, err := plan.Compute([]spec.Resource{want}, []spec.Resource{live}, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		a, b := draw(), draw()
		if same := content(a) == content(b); same != (a.Digest() == b.Digest()) {
			t.Errorf("same content: %t, same digest: %t\n%s\n%s", same, !same, content(a), content(b))
		}
	})
}

// content writes what a digest must depend on.
func content(p *plan.Plan) string {
	var b strings.Builder
	for _, op := range p.Operations {
		fmt.Fprintf(&b, "%s %s %q", op.Action, op.Addr, lines(op.Fields))
		switch op.Action {
		case plan.Create:
		case plan.Update:
			for _, ref := range spec.SecretRefs(op.Want.Body) {
				fmt.Fprintf(&b, " sends %q %s", ref.Path, nodeText(ref.Node))
			}
		case plan.Replace:
			fmt.Fprintf(&b, " %s sends %s", op.Live.ID, spec.MemberText(spec.Encode(op.Want.Body)))
		case plan.Delete:
			b.WriteString(" " + op.Live.ID)
		}
	}
	return b.String()
}
