package apply_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// lostAnswer is an error of a write of which nobody knows whether it was done.
type lostAnswer struct{}

func (lostAnswer) Error() string        { return "unexpected EOF" }
func (lostAnswer) OutcomeUnknown() bool { return true }

// nameTaken is the error of a create whose name is taken.
type nameTaken struct{}

func (nameTaken) Error() string       { return "name taken" }
func (nameTaken) AlreadyExists() bool { return true }

// lose makes the first n calls of a verb lose their answer, after their effect
// or before it.
func (f *fake) lose(call string, n int, effect func() error) {
	f.hook(call, func(context.Context) error {
		if n--; n < 0 {
			return nil
		}
		if effect != nil {
			if err := effect(); err != nil {
				return err
			}
		}
		return lostAnswer{}
	})
}

// late has an effect at the next look but one, as a request that a proxy gave up on
// and passes on all the same.
func (f *fake) late(read string, effect func() error) func() error {
	return func() error {
		looks := 0
		f.hook(read, func(context.Context) error {
			if looks++; looks == 2 {
				return effect()
			}
			return nil
		})
		return nil
	}
}

// TestLostAnswers loses the answer to every kind of write, once or always,
// before and after its effect.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	a := flex("a")
	create := func(f *fake) func() error {
		return func() error { return f.Memory.Create(t.Context(), resource(a, "2")) }
	}
	update := func(f *fake) func() error {
		return func() error { return f.Memory.Update(t.Context(), resource(a, "1"), resource(a, "2")) }
	}
	remove := func(f *fake) func() error {
		return func() error { return f.Memory.Delete(t.Context(), resource(a, "1")) }
	}
	none := func(*fake) func() error { return nil }
	late := func(effect func(*fake) func() error) func(*fake) func() error {
		return func(f *fake) func() error { return f.late("read a", effect(f)) }
	}
	gaveUp := " failed: sent 6 times without an effect: unexpected EOF"
	for _, test := range []struct {
		name, call string
		times      int
		live       []spec.Resource
		want       spec.Resource
		effect     func(*fake) func() error
		outcome    string
		sent       int
	}{
		{"created", "create a", 1, nil, resource(a, "2"), create, "create p/FlexCluster/a done", 1},
		{"created late", "create a", 1, nil, resource(a, "2"), late(create), "create p/FlexCluster/a done", 1},
		{"not created", "create a", 1, nil, resource(a, "2"), none, "create p/FlexCluster/a done", 2},
		{"never created", "create a", 9, nil, resource(a, "2"), none, "create p/FlexCluster/a" + gaveUp, 6},
		{
			"created by somebody else", "create a", 1, nil, resource(a, "1"), create,
			`create p/FlexCluster/a failed: conflict: it appeared since the plan: tags.v: the plan saw nothing, now it is "2", the file wants "1": plan again`, 1,
		},
		{"updated", "update a", 1, resources("1", a), resource(a, "2"), update, "update p/FlexCluster/a done", 1},
		{"updated late", "update a", 1, resources("1", a), resource(a, "2"), late(update), "update p/FlexCluster/a done", 1},
		{"not updated", "update a", 1, resources("1", a), resource(a, "2"), none, "update p/FlexCluster/a done", 2},
		{"never updated", "update a", 9, resources("1", a), resource(a, "2"), none, "update p/FlexCluster/a" + gaveUp, 6},
		{
			"updated by somebody else", "update a", 1, resources("1", a), resource(a, "3"), update,
			`update p/FlexCluster/a failed: conflict: somebody changed it since the plan: tags.v: the plan saw "1", now it is "2", the file wants "3": plan again`, 1,
		},
		{
			"updated by somebody else while it may be under way", "update a", 1, resources("1", a), resource(a, "3"), late(update),
			`update p/FlexCluster/a failed: conflict: somebody changed it since the plan: tags.v: the plan saw "1", now it is "2", the file wants "3": plan again`, 1,
		},
		{
			"deleted instead of updated", "update a", 1, resources("1", a), resource(a, "3"), remove,
			"update p/FlexCluster/a failed: conflict: it was deleted since the plan: plan again", 1,
		},
		{"deleted", "delete a", 1, resources("1", a), absent(a), remove, "delete p/FlexCluster/a done", 1},
		{"deleted late", "delete a", 1, resources("1", a), absent(a), late(remove), "delete p/FlexCluster/a done", 1},
		{"not deleted", "delete a", 1, resources("1", a), absent(a), none, "delete p/FlexCluster/a done", 2},
		{"never deleted", "delete a", 9, resources("1", a), absent(a), none, "delete p/FlexCluster/a" + gaveUp, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(test.live...)
			p := planFor(t, f, test.want)
			f.lose(test.call, test.times, test.effect(f))
			j := &notes{}
			result := apply.Run(t.Context(), p, f, apply.Options{Journal: j, Now: now}, func(apply.Event) {})
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if sent := count(f.log(), test.call); sent != test.sent || j.intended != test.sent || j.settled != test.sent {
				t.Errorf("sent %d, intended %d, settled %d, want %d", sent, j.intended, j.settled, test.sent)
			}
			if wrote := result.Added+result.Changed+result.Destroyed == 1; wrote != (result.Count(apply.Done) == 1) {
				t.Errorf("counted %v", counts(result))
			}
		})
	}
}

// TestTaken is about a create that somebody was faster with.
func TestTaken(t *testing.T) {
	t.Parallel()
	a := flex("a")
	for value, want := range map[string]string{
		"1": "create p/FlexCluster/a done: it is there already, as wanted",
		"2": `create p/FlexCluster/a failed: conflict: it appeared since the plan: tags.v: the plan saw nothing, now it is "2", the file wants "1": plan again`,
		"":  "create p/FlexCluster/a failed: name taken",
		"-": "create p/FlexCluster/a failed: name taken",
	} {
		f := newFake()
		p := planFor(t, f, resource(a, "1"))
		f.hook("create a", func(ctx context.Context) error {
			switch value {
			case "": // something else has the name, which cannot be read as this kind
				return nameTaken{}
			case "-": // what has the name is on its way out
				value = "1"
				f.seen["a"] = func(r *spec.Resource) { r.Phase = spec.Deleting }
			}
			return errors.Join(f.Memory.Create(ctx, resource(a, value)), nameTaken{})
		})
		if diff := cmp.Diff([]string{want}, texts(run(t.Context(), p, f))); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
	}
}

// TestJournalThatFails keeps every write from being sent.
func TestJournalThatFails(t *testing.T) {
	t.Parallel()
	a, b := flex("a"), flex("b")
	f := newFake(resource(b, "1"))
	p := planFor(t, f, resource(a, "1"), resource(b, "2"))
	result := apply.Run(t.Context(), p, f, apply.Options{Journal: &notes{err: errors.New("disk full")}, Now: now}, func(apply.Event) {})
	want := []string{
		"create p/FlexCluster/a failed: nothing was sent, since the journal cannot be written: disk full",
		"update p/FlexCluster/b failed: nothing was sent, since the journal cannot be written: disk full",
	}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if len(f.Writes()) > 0 {
		t.Errorf("written all the same: %q", f.Writes())
	}
}

func count(list []string, one string) int {
	return len(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s != one }))
}
