package apply_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

type ctx = context.Context

var fetchAll = remote.FetchOptions{}

// background runs a plan in a bubble, where synctest.Wait tells that it has
// come as far as it can.
func background(ctx context.Context, p *plan.Plan, f *fake, parallelism int) <-chan apply.Result {
	done := make(chan apply.Result, 1)
	go func() {
		done <- apply.Run(ctx, p, f, apply.Options{Parallelism: parallelism, Now: time.Now}, func(apply.Event) {})
	}()
	return done
}

func TestParallelism(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{-1, 1, 2, 3, 10} {
		synctest.Test(t, func(t *testing.T) {
			addrs := []spec.Address{flex("a"), flex("b"), flex("c"), flex("d"), flex("e")}
			f := newFake()
			p := planFor(t, f, resources("1", addrs...)...)
			var release []func()
			for _, addr := range addrs {
				release = append(release, f.hold("create "+addr.Name))
			}
			done := background(t.Context(), p, f, limit)
			for i, let := range release {
				synctest.Wait()
				if got, want := len(f.log("create")), min(len(addrs), i+max(1, limit)); got != want {
					t.Errorf("limit %d: %d creates began after %d ended, want %d", limit, got, i, want)
				}
				let()
			}
			if got := (<-done).Added; got != len(addrs) {
				t.Errorf("limit %d: added %d", limit, got)
			}
		})
	}
}

func TestOneWriterPerCollection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(resources("1", workspace("v"), workspace("w"))...)
		want := resources("1", connection("v", "v1"), connection("v", "v2"), connection("w", "w1"), connection("w", "w2"), flex("f1"), flex("f2"))
		p := planFor(t, f, want...)
		let := map[string]func(){}
		for _, r := range want {
			let[r.Addr.Name] = f.hold("create " + r.Addr.Name)
		}
		done := background(t.Context(), p, f, 10)
		synctest.Wait()
		began := f.log("create")
		slices.Sort(began)
		if diff := cmp.Diff([]string{"create f1", "create f2", "create v1", "create w1"}, began); diff != "" {
			t.Errorf("began at once (-want +got):\n%s", diff)
		}
		let["w1"]()
		synctest.Wait()
		if began := f.log("create"); len(began) != 5 || began[4] != "create w2" {
			t.Errorf("after w1: %q", began)
		}
		for _, name := range []string{"v1", "v2", "w2", "f1", "f2"} {
			let[name]()
		}
		if got := (<-done).Added; got != len(want) {
			t.Errorf("added %d of %d", got, len(want))
		}
	})
}

// TestWaitsHoldNothing gives the only slot, and the only place of a collection,
// to the next one while the first waits: for what it wrote, or for Atlas before
// it can write.
func TestWaitsHoldNothing(t *testing.T) {
	t.Parallel()
	a, b := connection("w", "a"), connection("w", "b")
	for _, test := range []struct {
		name, wait string
		live       []spec.Resource
		want       []spec.Resource
		phase      spec.Phase // of a, until the wait is over
		calls      []string
	}{
		{
			"for a creation", "ready a", nil, resources("1", a, b), spec.Ready,
			[]string{"read a", "create a", "read b", "create b"},
		},
		{
			"for an update", "ready a", resources("1", a, b), resources("2", a, b), spec.Ready,
			[]string{"read a", "update a", "read b", "update b"},
		},
		{
			"for a deletion", "gone a", resources("1", a, b),
			[]spec.Resource{absent(a), absent(b)},
			spec.Ready,
			[]string{"read a", "delete a", "read b", "delete b"},
		},
		{
			"before an update", "ready a", resources("1", a, b), resources("2", a, b), spec.Pending,
			[]string{"read a", "read b", "update b", "read a", "update a"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(append(resources("1", workspace("w")), test.live...)...)
				p := planFor(t, f, test.want...)
				f.seen["a"] = func(r *spec.Resource) { r.Phase = test.phase }
				let := f.hold(test.wait)
				done := background(t.Context(), p, f, 1)
				synctest.Wait()
				if !slices.Contains(f.log(), "read b") {
					t.Errorf("the wait holds up the next one: %q", f.log())
				}
				f.mu.Lock()
				delete(f.seen, "a")
				f.mu.Unlock()
				let()
				result := <-done
				if got := result.Count(apply.Done); got != 2 {
					t.Errorf("outcomes %q", texts(result))
				}
				if diff := cmp.Diff(test.calls, f.log("read", "create", "update", "delete")); diff != "" {
					t.Errorf("calls (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestNameOnItsWayOut waits for a name before it creates, without a slot.
func TestNameOnItsWayOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := flex("a"), flex("b")
		old := resource(a, "1")
		p := planFor(t, newFake(), resources("2", a, b)...)
		f := newFake(old)
		f.seen["a"] = func(r *spec.Resource) {
			if r.Body.(*spec.FlexCluster).Tags["v"] == "1" {
				r.Phase = spec.Deleting
			}
		}
		gone := make(chan struct{})
		f.hook("gone a", func(ctx ctx) error {
			<-gone
			return f.Memory.Delete(ctx, old)
		})
		done := background(t.Context(), p, f, 1)
		synctest.Wait()
		if diff := cmp.Diff([]string{"create b"}, f.log("create")); diff != "" {
			t.Errorf("created meanwhile (-want +got):\n%s", diff)
		}
		close(gone)
		if got := counts(<-done); got != [3]int{2, 0, 0} {
			t.Errorf("added, changed, destroyed: %v", got)
		}
		if diff := cmp.Diff([]string{"read a", "read b", "create b", "read a", "create a"}, f.log("read", "create")); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

// TestFailureStopsOnlyWhatDependsOnIt lets the rest finish.
func TestFailureStopsOnlyWhatDependsOnIt(t *testing.T) {
	t.Parallel()
	f := newFake()
	p := planFor(t, f, resources("1", workspace("v"), connection("v", "v1"), connection("v", "v2"), workspace("w"), connection("w", "w1"), flex("f"))...)
	f.fail("create v", errors.New("boom"))
	result := run(t.Context(), p, f)
	want := []string{
		"create p/FlexCluster/f done",
		"create p/StreamWorkspace/v failed: boom",
		"create p/StreamConnection/v/v1 skipped: p/StreamWorkspace/v",
		"create p/StreamConnection/v/v2 skipped: p/StreamWorkspace/v",
		"create p/StreamWorkspace/w done",
		"create p/StreamConnection/w/w1 done",
	}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if got := counts(result); got != [3]int{3, 0, 0} {
		t.Errorf("added, changed, destroyed: %v", got)
	}
	for _, call := range f.log() {
		if strings.HasSuffix(call, " v1") || strings.HasSuffix(call, " v2") {
			t.Errorf("%s, although its workspace failed", call)
		}
	}
}

func TestChildrenGoFirst(t *testing.T) {
	t.Parallel()
	f := newFake(resources("1", workspace("w"), connection("w", "a"), connection("w", "b"))...)
	p := planFor(t, f, absent(workspace("w")))
	if got := counts(run(t.Context(), p, f)); got != [3]int{0, 0, 3} {
		t.Errorf("added, changed, destroyed: %v", got)
	}
	want := []string{"read a", "delete a", "gone a", "read b", "delete b", "gone b", "read w", "delete w", "gone w"}
	got := f.log()
	slices.SortStableFunc(got[:6], func(a, b string) int { return strings.Compare(a[len(a)-1:], b[len(b)-1:]) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestReplacementIsDeleteWaitCreate(t *testing.T) {
	t.Parallel()
	f := newFake(resource(flex("a"), "1"))
	p := planFor(t, f, moved(flex("a")))
	run(t.Context(), p, f)
	if diff := cmp.Diff([]string{"read a", "delete a", "gone a", "read a", "create a", "ready a"}, f.log()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}
