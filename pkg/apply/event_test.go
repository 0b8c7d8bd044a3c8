package apply_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestEvents holds the events of one step to their order, times and texts.
func TestEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, w, c := flex("a"), workspace("w"), connection("w", "c")
		f := newFake(resource(a, "1"))
		p := planFor(t, f, moved(a), resource(w, "1"), resource(c, "1"))
		f.hook("gone a", func(ctx) error { time.Sleep(30 * time.Second); return nil }) // of the bubble's time
		f.fail("create w", errors.New("boom"))
		start := time.Now()
		var got []string
		apply.Run(t.Context(), p, f, apply.Options{Parallelism: 1, Now: time.Now}, func(e apply.Event) {
			text := fmt.Sprintf("%s %s %s %s at %s after %s", e.Verb, e.Addr.Name, e.State, e.Detail, e.Time.Sub(start), e.Elapsed)
			if e.Err != nil {
				text += ": " + e.Err.Error()
			}
			if e.Cause != (spec.Address{}) {
				text += ", because of " + e.Cause.Name
			}
			got = append(got, text)
		})
		slices.SortStableFunc(got, func(a, b string) int { return slices.Index(order, a[7:8]) - slices.Index(order, b[7:8]) })
		want := []string{
			"delete a started  at 0s after 0s",
			"delete a waiting GOING at 0s after 0s",
			"delete a done  at 30s after 30s",
			"create a started  at 30s after 0s",
			"create a waiting WORKING at 30s after 0s",
			"create a done  at 30s after 0s",
			"create w started  at 0s after 0s",
			"create w failed  at 0s after 0s: boom",
			"create c skipped  at 0s after 0s, because of w",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// order is that of the names in TestEvents.
var order = []string{"a", "w", "c"}

// TestHalvesOfAReplacement wants the second half of what was not begun, or not got
// rid of, not to be told as the fault of something else.
func TestHalvesOfAReplacement(t *testing.T) {
	t.Parallel()
	for broken, skipped := range map[string][]string{
		"delete totals": {"delete c because of totals", "create c because of c", "create totals because of totals"},
		"delete c":      {"create c because of c", "create totals because of c"},
		"create c":      {"create totals because of c"},
	} {
		want, live := streams(before, "CREATED"), streams(before, "CREATED")
		want[1].Body = &spec.StreamConnection{Type: new("Https"), URL: new(spec.Value("https://example.com"))}
		f := newFake(live...)
		p := planFor(t, f, want...)
		f.fail(broken, errors.New("boom"))
		var got []string
		apply.Run(t.Context(), p, f, apply.Options{Now: now}, func(e apply.Event) {
			if e.State == apply.Skipped {
				got = append(got, fmt.Sprintf("%s %s because of %s", e.Verb, e.Addr.Name, e.Cause.Name))
			}
		})
		slices.Sort(got)
		slices.Sort(skipped)
		if diff := cmp.Diff(skipped, got); diff != "" {
			t.Errorf("%s: skipped (-want +got):\n%s", broken, diff)
		}
	}
}

// TestRunKeepsItsWord runs random plans in which random calls fail.
func TestRunKeepsItsWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, p := drawRun(t)
		var log []apply.Event
		opts := apply.Options{Parallelism: rapid.IntRange(1, 5).Draw(t, "parallelism"), Now: func() time.Time { return time.Time{} }}
		result := apply.Run(t.Context(), p, f, opts, func(e apply.Event) { log = append(log, e) })

		ended := map[step]apply.State{}
		for _, e := range log {
			s := step{e.Addr, e.Verb}
			switch {
			case ended[s] != "" && ended[s] != apply.Started:
				t.Errorf("%s %s is %s after it was %s", e.Verb, e.Addr, e.State, ended[s])
			case e.State != apply.Waiting:
				ended[s] = e.State
			case ended[s] != apply.Started:
				t.Errorf("%s %s waits before it started", e.Verb, e.Addr)
			}
			if e.State == apply.Started {
				dependsOnDone(t, p, s, ended)
			}
		}
		var added, destroyed, changed int
		for _, call := range f.Writes() {
			switch call[:6] {
			case "create":
				added++
			case "update":
				changed++
			case "delete":
				destroyed++
			}
		}
		if got := counts(result); got != [3]int{added, changed, destroyed} {
			t.Errorf("counted %v, written %q", got, f.Writes())
		}
		for i, s := range p.Steps() {
			op := p.Operations[s.Op]
			if end := ended[step{op.Addr, s.Verb}]; end != apply.Done && end != apply.Failed && end != apply.Skipped {
				t.Errorf("step %d, %s %s, ended as %q", i, s.Verb, op.Addr, end)
			} else if (end == apply.Done) != (result.Outcomes[s.Op].State == apply.Done) && op.Action != plan.Replace {
				t.Errorf("%s %s ended as %s, its outcome is %s", s.Verb, op.Addr, end, result.Outcomes[s.Op].State)
			}
		}
	})
}

// step is one step of a plan, as its events name it.
type step struct {
	addr spec.Address
	verb plan.Action
}

// dependsOnDone wants everything before a step to be done when it starts.
func dependsOnDone(t *rapid.T, p *plan.Plan, started step, ended map[step]apply.State) {
	steps := p.Steps()
	for _, s := range steps {
		if (step{p.Operations[s.Op].Addr, s.Verb}) != started {
			continue
		}
		for _, before := range s.After {
			b := step{p.Operations[steps[before].Op].Addr, steps[before].Verb}
			if ended[b] != apply.Done {
				t.Errorf("%s %s started when %s %s was %q", started.verb, started.addr, b.verb, b.addr, ended[b])
			}
		}
	}
}

// drawRun draws a plan over two workspaces with connections and some clusters,
// and what fails in it.
func drawRun(t *rapid.T) (*fake, *plan.Plan) {
	addrs := []spec.Address{workspace("v"), workspace("w"), flex("a"), flex("b"), flex("c")}
	for _, name := range []string{"1", "2", "3"} {
		addrs = append(addrs, connection("v", "v"+name), connection("w", "w"+name))
	}
	var live []spec.Resource
	p := &plan.Plan{}
	actions := map[string]plan.Action{}
	for i, addr := range addrs {
		allowed := []plan.Action{plan.Create, plan.Update, plan.Replace, plan.Delete}
		switch actions[addr.Parent] { // what a plan says of children
		case plan.Create:
			allowed = allowed[:1]
		case plan.Delete:
			allowed = allowed[3:]
		case plan.Update:
		case plan.Replace:
			allowed = []plan.Action{plan.Create, plan.Replace, plan.Delete}
		}
		op := plan.Operation{Addr: addr, Action: rapid.SampledFrom(allowed).Draw(t, addr.Name)}
		actions[addr.Name] = op.Action
		if op.Action != plan.Create {
			r := resource(addr, "1")
			r.ID = fmt.Sprint(i)
			live = append(live, r)
			op.Live = &r
		}
		if op.Action != plan.Delete {
			r := resource(addr, "2")
			op.Want = &r
		}
		if op.Action == plan.Update {
			typ, _ := spec.TypeOf(addr.Kind)
			fields, err := plan.Compare(typ, op.Live.Body, op.Want.Body)
			if err != nil {
				t.Fatal(err)
			}
			op.Fields = fields
		}
		p.Operations = append(p.Operations, op)
	}
	f := newFake(live...)
	for _, addr := range addrs {
		verb := rapid.SampledFrom([]string{"", "", "", "", "", "read", "create", "update", "delete", "ready", "gone"}).Draw(t, "failing")
		f.fail(verb+" "+addr.Name, errors.New("boom"))
	}
	return f, p
}
