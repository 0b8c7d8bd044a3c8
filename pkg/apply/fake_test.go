package apply_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// fake is a Memory that a test can watch, hold up and break. Calls are named
// by verb and name, such as "create orders".
type fake struct {
	*remote.Memory

	mu    sync.Mutex
	calls []string
	hooks map[string]func(context.Context) error // run before a call, instead of it when they fail
	seen  map[string]func(*spec.Resource)        // change what a read gives, by name
}

func newFake(live ...spec.Resource) *fake {
	return &fake{
		Memory: remote.NewMemory(live),
		hooks:  map[string]func(context.Context) error{}, seen: map[string]func(*spec.Resource){},
	}
}

func (f *fake) enter(ctx context.Context, verb string, r spec.Resource) error {
	call := verb + " " + r.Addr.Name
	f.mu.Lock()
	f.calls = append(f.calls, call)
	hook := f.hooks[call]
	f.mu.Unlock()
	if hook == nil {
		return nil
	}
	return hook(ctx)
}

// log gives the calls so far; of some verbs only, when there are any.
func (f *fake) log(verbs ...string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var calls []string
	for _, call := range f.calls {
		if len(verbs) == 0 || slices.ContainsFunc(verbs, func(v string) bool { return len(call) > len(v) && call[:len(v)+1] == v+" " }) {
			calls = append(calls, call)
		}
	}
	return calls
}

func (f *fake) see(live *spec.Resource) *spec.Resource {
	if live == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if change := f.seen[live.Addr.Name]; change != nil {
		change(live)
	}
	return live
}

func (f *fake) Read(ctx context.Context, r spec.Resource) (*spec.Resource, error) {
	if err := f.enter(ctx, "read", r); err != nil {
		return nil, err
	}
	live, err := f.Memory.Read(ctx, r)
	return f.see(live), err
}

func (f *fake) Create(ctx context.Context, want spec.Resource) error {
	if err := f.enter(ctx, "create", want); err != nil {
		return err
	}
	return f.Memory.Create(ctx, want)
}

func (f *fake) Update(ctx context.Context, live, want spec.Resource) error {
	if err := f.enter(ctx, "update", want); err != nil {
		return err
	}
	return f.Memory.Update(ctx, live, want)
}

func (f *fake) Delete(ctx context.Context, live spec.Resource) error {
	if err := f.enter(ctx, "delete", live); err != nil {
		return err
	}
	return f.Memory.Delete(ctx, live)
}

func (f *fake) Inside(ctx context.Context, r spec.Resource) ([]spec.Resource, error) {
	inside, err := f.Memory.Inside(ctx, r)
	for i := range inside {
		f.see(&inside[i])
	}
	return inside, err
}

// notes is a journal that counts, or fails.
type notes struct {
	mu                sync.Mutex
	intended, settled int
	err               error
}

func (n *notes) Intend(apply.Write) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.intended++
	return n.err
}

func (n *notes) Through(spec.Address) {}

func (n *notes) Settled(apply.Write, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.settled++
}

func now() time.Time { return time.Time{} }

// hold makes a call wait until the test lets it go, or its context ends.
func (f *fake) hold(call string) (release func()) {
	held := make(chan struct{})
	f.hook(call, func(ctx context.Context) error {
		select {
		case <-held:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	return func() { close(held) }
}

func (f *fake) fail(call string, err error) {
	f.hook(call, func(context.Context) error { return err })
}

func (f *fake) hook(call string, do func(context.Context) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hooks[call] = do
}

func flex(name string) spec.Address {
	return spec.Address{Project: "p", Kind: spec.KindFlexCluster, Name: name}
}

func workspace(name string) spec.Address {
	return spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: name}
}

func connection(parent, name string) spec.Address {
	return spec.Address{Project: "p", Kind: spec.KindStreamConnection, Parent: parent, Name: name}
}

// resource makes a resource that all kinds have a short form of: tags of a
// cluster, the tier of a workspace, the brokers of a connection.
func resource(addr spec.Address, value string) spec.Resource {
	r := spec.Resource{Addr: addr}
	switch addr.Kind {
	case spec.KindFlexCluster:
		r.Body = &spec.FlexCluster{
			ProviderSettings: &spec.FlexProviderSettings{BackingProviderName: new("AWS"), RegionName: new("US_EAST_1")},
			Tags:             map[string]string{"v": value},
		}
	case spec.KindStreamWorkspace:
		r.Body = &spec.StreamWorkspace{StreamConfig: &spec.StreamConfig{Tier: &value}}
	default:
		r.Body = &spec.StreamConnection{Type: new("Kafka"), BootstrapServers: &value, Authentication: &spec.KafkaAuthentication{Mechanism: new("PLAIN")}}
	}
	return r
}

// moved is a cluster that can only be had by a replacement.
func moved(addr spec.Address) spec.Resource {
	r := resource(addr, "1")
	r.Body.(*spec.FlexCluster).ProviderSettings.RegionName = new("EU_WEST_1")
	return r
}

func absent(addr spec.Address) spec.Resource { return spec.Resource{Addr: addr, Absent: true} }

func resources(value string, addrs ...spec.Address) []spec.Resource {
	list := make([]spec.Resource, len(addrs))
	for i, addr := range addrs {
		list[i] = resource(addr, value)
	}
	return list
}

// planFor plans what a remote holds to become what is wanted.
func planFor(t testing.TB, f *fake, want ...spec.Resource) *plan.Plan {
	t.Helper()
	live, err := f.Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compute(want, live, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Blocked) > 0 {
		t.Fatalf("blocked: %s", p.Blocked[0].Reason)
	}
	return p
}

// run applies a plan with room for everything, and nobody listening.
func run(ctx context.Context, p *plan.Plan, f apply.Remote) apply.Result {
	return apply.Run(ctx, p, f, apply.Options{Parallelism: 10, Now: time.Now}, func(apply.Event) {})
}

// texts writes the outcomes as "action address state: detail or error".
func texts(r apply.Result) []string {
	var out []string
	for _, o := range r.Outcomes {
		text := o.Action.String() + " " + o.Addr.String() + " " + string(o.State)
		switch {
		case o.Err != nil:
			text += ": " + o.Err.Error()
		case o.Detail != "":
			text += ": " + o.Detail
		case o.State == apply.Skipped:
			text += ": " + o.Cause.String()
		}
		out = append(out, text)
	}
	return out
}

// counts gives what was added, changed and destroyed.
func counts(r apply.Result) [3]int { return [3]int{r.Added, r.Changed, r.Destroyed} }
