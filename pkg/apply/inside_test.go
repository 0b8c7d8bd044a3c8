package apply_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestDeletionOfWhatIsNotEmpty deletes a workspace in which somebody created
// something since the plan.
func TestDeletionOfWhatIsNotEmpty(t *testing.T) {
	t.Parallel()
	addr := spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: "w"}
	live := spec.Resource{Addr: addr, ID: "1", Body: &spec.StreamWorkspace{}}
	p, err := plan.Compute([]spec.Resource{{Addr: addr, Absent: true}}, []spec.Resource{live}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	colleague := spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindStreamConnection, Parent: "w", Name: "colleague"},
		ID:   "2", Body: &spec.StreamConnection{Type: new("Sample")},
	}
	memory := remote.NewMemory([]spec.Resource{live, colleague})
	opts := apply.Options{Parallelism: 1, Now: func() time.Time { return time.Time{} }}
	result := apply.Run(context.Background(), p, memory, opts, func(apply.Event) {})
	want := []string{"delete p/StreamWorkspace/w failed: conflict: p/StreamConnection/w/colleague appeared in it since the plan: plan again"}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if writes := memory.Writes(); len(writes) > 0 {
		t.Errorf("it wrote %q", writes)
	}
}

// TestDeletionOfWhatIsBeingEmptied deletes a workspace in which something is on its
// way out, such as after a run that was killed: no plan shows that any more, and
// Atlas refuses to delete some parents before it is gone.
func TestDeletionOfWhatIsBeingEmptied(t *testing.T) {
	t.Parallel()
	w, c := resource(workspace("w"), "SP10"), resource(connection("w", "c"), "b1:9092")
	f := newFake(w, c)
	f.seen["c"] = func(r *spec.Resource) { r.Phase = spec.Deleting }
	f.hook("gone c", func(ctx context.Context) error { return f.Memory.Delete(ctx, c) })
	live, err := f.Read(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	going := c
	going.Phase = spec.Deleting
	p, err := plan.Compute([]spec.Resource{absent(w.Addr)}, []spec.Resource{*live, going}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	result := run(t.Context(), p, f)
	if diff := cmp.Diff([]string{"delete p/StreamWorkspace/w done"}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gone c", "delete w", "gone w"}, f.log("gone", "delete")); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// TestFoundWhileItComesAbout creates what somebody else has just begun to
// create, as wanted: what depends on it must not start before it is ready.
func TestFoundWhileItComesAbout(t *testing.T) {
	t.Parallel()
	addr := spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: "w"}
	want := spec.Resource{Addr: addr, Body: &spec.StreamWorkspace{}}
	p, err := plan.Compute([]spec.Resource{want}, nil, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	f := newFake(spec.Resource{Addr: addr, ID: "1", Body: &spec.StreamWorkspace{}})
	f.seen["w"] = func(r *spec.Resource) { r.Phase = spec.Pending }
	opts := apply.Options{Parallelism: 1, Now: func() time.Time { return time.Time{} }}
	result := apply.Run(context.Background(), p, f, opts, func(apply.Event) {})
	if diff := cmp.Diff([]string{"create p/StreamWorkspace/w done: it is there already, as wanted"}, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"read w", "ready w"}, f.log()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}
