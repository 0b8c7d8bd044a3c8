package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// run is one walk over the graph of steps. All its fields belong to the
// goroutine of loop; workers talk to it through messages, which is also why
// events come out one at a time.
type run struct {
	plan   *plan.Plan
	steps  []plan.Step
	remote Remote
	now    func() time.Time
	report func(Event)

	journal  Journal
	progress []progress
	next     []int   // steps whose turn it is, in the order of the plan
	then     [][]int // the steps that come after a step
	slots    int     // writes that may still start
	busy     map[lane]bool
	running  int
	messages chan message
}

// progress is where one step stands.
type progress struct {
	waitsFor  int // steps before it that are not done
	state     State
	wrote     bool
	detail    string
	status    map[string]string
	err       error
	cause     spec.Address
	started   time.Time
	elapsed   time.Duration
	again     chan bool // asked for by a worker that waited before its write
	finishing bool      // that worker goes on when the run is over
}

// lane is what wants its writes one after the other: a parent together with
// what lives in it, or a collection of the project.
type lane struct {
	project string
	kind    spec.Kind
	name    string
}

// message is what a worker has to say about its step.
type message struct {
	step     int
	released bool      // the write is over: its slot and its lane are free
	waiting  string    // Atlas's state, while waiting
	settling error     // the answer to a write was lost like this
	again    chan bool // the step wants its slot and its lane back; false says that it cannot have them
	// finishing says that the step, which wants them back, goes on when the run is over
	finishing bool
	end       *ending
}

func newRun(p *plan.Plan, remote Remote, opts Options, report func(Event)) *run {
	steps := p.Steps()
	r := &run{
		plan: p, steps: steps, remote: remote, now: opts.Now, report: report, journal: opts.Journal,
		progress: make([]progress, len(steps)), then: make([][]int, len(steps)),
		slots: max(1, opts.Parallelism), busy: map[lane]bool{}, messages: make(chan message),
	}
	if r.journal == nil {
		r.journal = silent{}
	}
	for i, s := range steps {
		r.progress[i].waitsFor = len(s.After)
		for _, before := range s.After {
			r.then[before] = append(r.then[before], i)
		}
		if len(s.After) == 0 {
			r.next = append(r.next, i)
		}
	}
	return r
}

func (r *run) loop(ctx context.Context) {
	for {
		if ctx.Err() == nil {
			r.startAll(ctx)
		} else {
			r.turnAway()
		}
		if r.running == 0 {
			break
		}
		r.receive(<-r.messages)
	}
	for i := range r.progress { // what an interruption left over
		if r.progress[i].state == "" {
			r.skip(i, spec.Address{})
		}
	}
}

// startAll starts every step whose turn it is, or lets it go on, as far as
// slots and lanes allow, in the order of the plan.
func (r *run) startAll(ctx context.Context) {
	var later []int
	for n, i := range r.next {
		if r.slots == 0 {
			later = append(later, r.next[n:]...)
			break
		}
		l, exclusive := r.lane(i)
		if exclusive && r.busy[l] {
			later = append(later, i)
			continue
		}
		if exclusive {
			r.busy[l] = true
		}
		r.slots--
		if again := r.progress[i].again; again != nil {
			again <- true
			continue
		}
		r.running++
		r.progress[i].state, r.progress[i].started = Started, r.now()
		r.emit(i, Event{State: Started})
		go r.work(ctx, i)
	}
	r.next = later
}

// turnAway tells the workers that want to go on that the run is over, but for those
// that are finishing. What did not start is skipped at the end.
func (r *run) turnAway() {
	for _, i := range r.next {
		if p := &r.progress[i]; p.again != nil {
			p.again <- p.finishing
			if p.finishing {
				r.slots--
			}
		}
	}
	r.next = nil
}

// queue makes it a step's turn.
func (r *run) queue(i int) {
	at, _ := slices.BinarySearch(r.next, i)
	r.next = slices.Insert(r.next, at, i)
}

func (r *run) lane(i int) (lane, bool) {
	addr := r.op(i).Addr
	t, _ := spec.TypeOf(addr.Kind)
	switch {
	case t.OneWriter && t.Parent != "":
		return lane{addr.Project, t.Parent, addr.Parent}, true
	case t.OneWriter:
		return lane{addr.Project, t.Kind, ""}, true
	}
	inside := slices.ContainsFunc(spec.Children(t.Kind), func(c spec.Type) bool { return c.OneWriter })
	return lane{addr.Project, t.Kind, addr.Name}, inside
}

func (r *run) op(i int) plan.Operation { return r.plan.Operations[r.steps[i].Op] }

func (r *run) receive(m message) {
	switch {
	case m.released:
		r.slots++
		if l, exclusive := r.lane(m.step); exclusive {
			delete(r.busy, l)
		}
	case m.again != nil:
		r.progress[m.step].again, r.progress[m.step].finishing = m.again, m.finishing
		r.queue(m.step)
	case m.settling != nil:
		r.emit(m.step, Event{State: Settling, Err: m.settling})
	case m.end == nil:
		r.emit(m.step, Event{State: Waiting, Detail: m.waiting})
	default:
		r.running--
		r.finish(m.step, *m.end)
	}
}

func (r *run) finish(i int, end ending) {
	p := &r.progress[i]
	p.elapsed = r.now().Sub(p.started)
	p.err, p.detail, p.wrote = end.err, end.note, end.wrote
	p.status = announced(end.live)
	if end.err != nil {
		p.state = Failed
		if _, unknown := errors.AsType[unknownError](end.err); unknown {
			p.state = Unknown
		}
		r.emit(i, Event{State: p.state, Err: end.err})
		for _, after := range r.then[i] {
			r.skip(after, r.op(i).Addr)
		}
		return
	}
	p.state = Done
	r.emit(i, Event{State: Done, Detail: end.note})
	for _, after := range r.then[i] {
		if r.progress[after].waitsFor--; r.progress[after].waitsFor == 0 && r.progress[after].state == "" {
			r.queue(after)
		}
	}
}

// skip ends a step that cannot start any more, and all that come after it.
func (r *run) skip(i int, cause spec.Address) {
	p := &r.progress[i]
	if p.state != "" {
		return
	}
	p.state, p.cause = Skipped, cause
	told := cause
	if r.isRest(i) {
		told = r.op(i).Addr
	}
	r.emit(i, Event{State: Skipped, Cause: told})
	for _, after := range r.then[i] {
		r.skip(after, cause)
	}
}

// isRest reports whether a step is the second half of a replacement whose first half
// was not done: what there is to say of it was said then.
func (r *run) isRest(i int) bool {
	return slices.ContainsFunc(r.steps[i].After, func(before int) bool {
		state := r.progress[before].state
		return r.steps[before].Op == r.steps[i].Op && (state == Failed || state == Unknown || state == Skipped)
	})
}

func (r *run) emit(i int, e Event) {
	e.Time = r.now()
	e.Addr, e.Verb = r.op(i).Addr, r.steps[i].Verb
	if started := r.progress[i].started; !started.IsZero() {
		e.Elapsed = e.Time.Sub(started)
	}
	r.report(e)
}
