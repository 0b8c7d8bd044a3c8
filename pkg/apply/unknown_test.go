package apply_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestUnknownForGood loses the answer to a write and then Atlas altogether: what
// came of it is told as unknown, stays open in the journal, and nothing that
// depends on it is begun.
func TestUnknownForGood(t *testing.T) {
	t.Parallel()
	w, c := workspace("w"), connection("w", "c")
	for _, test := range []struct {
		call string
		live []spec.Resource
		want []spec.Resource
		verb string
	}{
		{"create w", nil, resources("1", w, c), "create"},
		{"update w", resources("1", w), resources("2", w), "update"},
		{"delete w", resources("1", w), []spec.Resource{absent(w)}, "delete"},
	} {
		t.Run(test.verb, func(t *testing.T) {
			t.Parallel()
			f := newFake(test.live...)
			p := planFor(t, f, test.want...)
			f.lose(test.call, 1, func() error {
				f.fail("read w", errors.New("connection refused"))
				return nil
			})
			j := &notes{}
			result := apply.Run(t.Context(), p, f, apply.Options{Journal: j, Now: now}, func(apply.Event) {})
			want := test.verb + " p/StreamWorkspace/w unknown: connection refused: whether it was done is unknown, plan again to see"
			if got := texts(result)[0]; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if j.intended != 1 || j.settled != 0 {
				t.Errorf("intended %d, settled %d, want an open write", j.intended, j.settled)
			}
			if result.Count(apply.Unknown) != 1 || result.Count(apply.Skipped) != len(test.want)-1 {
				t.Errorf("outcomes %q", texts(result))
			}
		})
	}
}

// TestUnseenWithoutAName loses the answer to a create of a kind whose names mean
// nothing to Atlas: what cannot be seen is not sent a second time.
func TestUnseenWithoutAName(t *testing.T) {
	t.Parallel()
	f := newFake(instance(false))
	p := planFor(t, f, instance(false), endpoint("web", ""))
	f.lose("create web", 1, nil)
	j := &notes{}
	result := apply.Run(t.Context(), p, f, apply.Options{Journal: j, Now: now}, func(apply.Event) {})
	want := []string{"create p/ServerlessPrivateEndpoint/i/web unknown: no answer came, it cannot be seen yet, and Atlas would take a second one: whether it was done is unknown, plan again to see"}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if sent := count(f.log(), "create web"); sent != 1 || j.settled != 0 {
		t.Errorf("sent %d, settled %d, want one that stays open", sent, j.settled)
	}
}

// TestUnseenProject is the same for a project: Atlas does not tell two creations of
// one name apart that come at once. What is to live in it is not tried.
func TestUnseenProject(t *testing.T) {
	t.Parallel()
	org := "a0123456789abcdef0123456"
	home := spec.Resource{Addr: spec.Address{Project: "p", Kind: spec.KindProject, Name: "p"}, Body: &spec.Project{OrgID: &org}}
	f := newFake()
	p := planFor(t, f, home, instance(false))
	f.lose("create p", 1, nil)
	result := apply.Run(t.Context(), p, f, apply.Options{Now: now}, func(apply.Event) {})
	want := []string{
		"create p/Project/p unknown: no answer came, it cannot be seen yet, and Atlas would take a second one: whether it was done is unknown, plan again to see",
		"create p/ServerlessInstance/i skipped: p/Project/p",
	}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if sent := count(f.log(), "create p"); sent != 1 {
		t.Errorf("sent %d times", sent)
	}
}

// TestUnseenSecret loses every answer to an update that sends a secret again: nothing
// shows whether one of them was done.
func TestUnseenSecret(t *testing.T) {
	t.Parallel()
	c := spec.Resource{Addr: connection("w", "c"), Body: &spec.StreamConnection{
		Type: new("Kafka"), BootstrapServers: new("b:9092"),
		Authentication: &spec.KafkaAuthentication{Mechanism: new("PLAIN"), Username: new("u"), Password: new(spec.EnvSecret("P"))},
	}}
	f := newFake(resource(workspace("w"), "1"), c)
	live, err := f.Fetch(t.Context(), []spec.Resource{c}, fetchAll)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compute([]spec.Resource{c}, live, plan.Flags{Rotate: []spec.Address{c.Addr}})
	if err != nil {
		t.Fatal(err)
	}
	f.lose("update c", 9, nil)
	j := &notes{}
	result := apply.Run(t.Context(), p, f, apply.Options{Journal: j, Now: now}, func(apply.Event) {})
	want := []string{"update p/StreamConnection/w/c unknown: unexpected EOF: whether it was done is unknown, plan again to see"}
	if diff := cmp.Diff(want, texts(result)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if sent := count(f.log(), "update c"); sent != 6 || j.intended != 6 || j.settled != 5 {
		t.Errorf("sent %d, intended %d, settled %d, want the last one open", sent, j.intended, j.settled)
	}
}
