package apply_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestGoingAlready is about a deletion that somebody else began: nothing is
// written and nothing is counted, but it is waited for.
func TestGoingAlready(t *testing.T) {
	t.Parallel()
	a := flex("a")
	p := planFor(t, newFake(resource(a, "1")), absent(a))
	f := newFake(resource(a, "1"))
	f.seen["a"] = func(r *spec.Resource) { r.Phase = spec.Deleting }
	f.hook("gone a", func(ctx ctx) error { return f.Memory.Delete(ctx, resource(a, "1")) })
	result := run(t.Context(), p, f)
	if diff := cmp.Diff([]string{"delete p/FlexCluster/a done: it was on its way out already"}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if got := counts(result); got != [3]int{} {
		t.Errorf("counted %v", got)
	}
	if diff := cmp.Diff([]string{"read a", "gone a"}, f.log()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// TestIgnoredUpdate is about a server that accepts an update and does half of
// it.
func TestIgnoredUpdate(t *testing.T) {
	t.Parallel()
	a := flex("a")
	want := resource(a, "2")
	want.Body.(*spec.FlexCluster).TerminationProtectionEnabled = new(true)
	f := newFake(resource(a, "1"))
	p := planFor(t, f, want)
	f.hook("ready a", func(ctx) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.seen["a"] = func(r *spec.Resource) { r.Body.(*spec.FlexCluster).TerminationProtectionEnabled = new(false) }
		return nil
	})
	result := run(t.Context(), p, f)
	if diff := cmp.Diff([]string{"update p/FlexCluster/a failed: the update was accepted, but Atlas did not change terminationProtectionEnabled"}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if got := counts(result); got != [3]int{0, 1, 0} {
		t.Errorf("added, changed, destroyed: got %v: the write was done and counts", got)
	}
}

// TestErrors names the operation in every error, and counts what was written
// before it.
func TestErrors(t *testing.T) {
	t.Parallel()
	a, broken := flex("a"), errors.New("boom")
	for _, test := range []struct {
		name, call, outcome string
		live                []spec.Resource
		want                spec.Resource
		counts              [3]int
	}{
		{"read", "read a", "create p/FlexCluster/a failed: boom", nil, resource(a, "1"), [3]int{}},
		{"create", "create a", "create p/FlexCluster/a failed: boom", nil, resource(a, "1"), [3]int{}},
		{"wait after create", "ready a", "create p/FlexCluster/a failed: boom", nil, resource(a, "1"), [3]int{1, 0, 0}},
		{"read before update", "read a", "update p/FlexCluster/a failed: boom", resources("1", a), resource(a, "2"), [3]int{}},
		{"update", "update a", "update p/FlexCluster/a failed: boom", resources("1", a), resource(a, "2"), [3]int{}},
		{"wait after update", "ready a", "update p/FlexCluster/a failed: boom", resources("1", a), resource(a, "2"), [3]int{0, 1, 0}},
		{"delete", "delete a", "delete p/FlexCluster/a failed: boom", resources("1", a), absent(a), [3]int{}},
		{"wait after delete", "gone a", "delete p/FlexCluster/a failed: boom", resources("1", a), absent(a), [3]int{0, 0, 1}},
		{"deletion of a replacement", "delete a", "replace p/FlexCluster/a failed: delete: boom", resources("1", a), moved(a), [3]int{}},
		{"creation of a replacement", "create a", "replace p/FlexCluster/a failed: create: boom", resources("1", a), moved(a), [3]int{0, 0, 1}},
		{"wait at the end of a replacement", "ready a", "replace p/FlexCluster/a failed: create: boom", resources("1", a), moved(a), [3]int{1, 0, 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(test.live...)
			p := planFor(t, f, test.want)
			f.fail(test.call, broken)
			result := run(t.Context(), p, f)
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if !errors.Is(result.Outcomes[0].Err, broken) {
				t.Error("the cause is lost")
			}
			if got := counts(result); got != test.counts {
				t.Errorf("added, changed, destroyed: got %v, want %v", got, test.counts)
			}
			if result.Interrupted || result.Count(apply.Failed) != 1 {
				t.Errorf("interrupted %t, failed %d", result.Interrupted, result.Count(apply.Failed))
			}
		})
	}
}
