package apply_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// stages is a remote that takes one change of a cluster after the other, as Atlas
// does: it is resumed before anything and paused after everything.
type stages struct {
	*fake
	stubborn bool // tags stay
}

func (s stages) Update(ctx context.Context, live, want spec.Resource) error {
	was, wish := live.Body.(*spec.Cluster), want.Body.(*spec.Cluster)
	next := spec.Clone(was).(*spec.Cluster)
	switch {
	case *was.Paused && !*wish.Paused:
		next.Paused = wish.Paused
	case !cmp.Equal(was.Tags, wish.Tags):
		if !s.stubborn {
			next.Tags = wish.Tags
		}
	default:
		next.Paused = wish.Paused
	}
	want.Body = next
	return s.fake.Update(ctx, live, want)
}

func paused(is bool, tag string) spec.Resource {
	return spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindCluster, Name: "a"},
		Body: &spec.Cluster{Paused: &is, Tags: map[string]string{"v": tag}},
	}
}

// TestStages sends what is left until nothing is, and gives up when that does not
// get less.
func TestStages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		live, want spec.Resource
		stubborn   bool
		outcome    string
		updates    int
	}{
		{"resume, then change", paused(true, "1"), paused(false, "2"), false, "update p/Cluster/a done", 2},
		{"change, then pause", paused(false, "1"), paused(true, "2"), false, "update p/Cluster/a done", 2},
		{"pause", paused(false, "1"), paused(true, "1"), false, "update p/Cluster/a done", 1},
		{"what is ignored", paused(true, "1"), paused(false, "2"), true, "update p/Cluster/a failed: the update was accepted, but Atlas did not change tags.v", 2},
		{"all is ignored", paused(false, "1"), paused(true, "2"), true, "update p/Cluster/a failed: the update was accepted, but Atlas did not change paused, tags.v", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := stages{newFake(test.live), test.stubborn}
			result := run(t.Context(), planFor(t, s.fake, test.want), s)
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if got := len(s.log("update")); got != test.updates {
				t.Errorf("sent %d updates, want %d", got, test.updates)
			}
		})
	}
}

// TestStagesConflict stops between two stages when somebody else was there.
func TestStagesConflict(t *testing.T) {
	t.Parallel()
	s := stages{newFake(paused(true, "1")), false}
	p := planFor(t, s.fake, paused(false, "2"))
	s.hook("ready a", func(context.Context) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen["a"] = func(r *spec.Resource) { r.Body.(*spec.Cluster).Tags = map[string]string{"v": "3"} }
		return nil
	})
	want := `update p/Cluster/a failed: conflict: somebody changed it since the plan: tags.v: the plan saw "1", now it is "3", the file wants "2": plan again`
	if diff := cmp.Diff([]string{want}, texts(run(t.Context(), p, s))); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}
