package remotetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// Remote is the boundary to Atlas: what planning and applying need of it.
type Remote interface {
	Fetch(ctx context.Context, want []spec.Resource, opts remote.FetchOptions) ([]spec.Resource, error)
	Read(ctx context.Context, r spec.Resource) (*spec.Resource, error)
	Create(ctx context.Context, want spec.Resource) error
	Update(ctx context.Context, live, want spec.Resource) error
	Delete(ctx context.Context, live spec.Resource) error
	WaitReady(ctx context.Context, r spec.Resource, report func(state string)) (*spec.Resource, error)
	WaitGone(ctx context.Context, r spec.Resource, report func(state string)) error
	WaitEffect(ctx context.Context, live, want spec.Resource, report func(state string)) (*spec.Resource, error)
	WaitSeen(ctx context.Context, r spec.Resource) (*spec.Resource, error)
	WaitLeft(ctx context.Context, live spec.Resource) (bool, error)
	WaitChanged(ctx context.Context, r spec.Resource, changed func(live *spec.Resource) bool) (bool, error)
}

// Run holds a Remote against the contract. The package comment says what open
// has to give.
func Run(t *testing.T, open func(t *testing.T, w World) Remote) {
	for _, typ := range spec.Types() {
		for _, s := range spectest.SamplesOf(t, typ.Kind) {
			for _, w := range worldsOf(s) {
				t.Run(string(typ.Kind)+"/"+s.Shape+"/"+w.String(), func(t *testing.T) {
					t.Parallel()
					probe{t, open(t, w)}.life(s)
				})
			}
		}
	}
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.hold(probe{t, open(t, World{})})
		})
	}
}

// probe is a test under way, with what it tests.
type probe struct {
	*testing.T
	Remote
}

// life takes one sample from absent to absent.
func (p probe) life(s spectest.Sample) {
	want := s.Resource(p)
	p.makeAll(s.Before(p))
	p.wantAbsent(s, want)
	p.make(want)
	p.wantLive(s, want)
	for _, c := range s.Changes {
		changed := s.Changed(p, c)
		body := p.update(changed)
		live := p.wantLive(s, changed)
		spec.Mask(body, changed.Body) // live is masked likewise
		if diff := cmp.Diff(active(body, *live), active(live.Body, *live)); diff != "" {
			p.Errorf("after change %v something else changed too (-sent +read):\n%s", c, diff)
		}
	}
	p.unmake(want)
	p.wantAbsent(s, want)
	if err := p.Delete(p.Context(), want); err != nil {
		p.Errorf("deleting what is gone: %v, want success", err)
	}
}

func (p probe) makeAll(resources []spec.Resource) {
	p.Helper()
	for _, r := range resources {
		p.make(r)
	}
}

func (p probe) make(want spec.Resource) {
	p.Helper()
	if err := p.Create(p.Context(), want); err != nil {
		p.Fatalf("creating %s: %v", want.Addr, err)
	}
	live, err := p.WaitReady(p.Context(), want, nil)
	if err != nil {
		p.Fatalf("waiting for %s: %v", want.Addr, err)
	}
	if live == nil || live.Phase != spec.Ready {
		p.Fatalf("waiting for %s gave %+v, want it ready", want.Addr, live)
	}
	if Diff(want.Body, *live) != "" { // there is a second phase: only an update can say the rest
		p.update(want)
	}
}

// update sends a changed document whole, and gives the body that it sent.
func (p probe) update(want spec.Resource) spec.Body {
	p.Helper()
	live := p.read(want)
	typ, _ := spec.TypeOf(want.Addr.Kind)
	want.Body = whole(typ, want.Body, live.Body)
	for range 4 { // one of several writes at a time
		if err := p.Update(p.Context(), *live, want); err != nil {
			p.Fatalf("updating %s: %v", want.Addr, err)
		}
		now, err := p.WaitEffect(p.Context(), *live, want, nil)
		if err != nil {
			p.Fatalf("waiting for %s: %v", want.Addr, err)
		}
		if live = now; !typ.Staged || Diff(want.Body, *live) == "" {
			break
		}
	}
	return want.Body
}

func (p probe) unmake(want spec.Resource) {
	p.Helper()
	live := *p.read(want)
	err := p.Delete(p.Context(), live)
	if _, halted := errors.AsType[interface {
		error
		Halted() bool
	}](err); halted {
		rest := want
		rest.Body = nil
		if _, err := p.WaitEffect(p.Context(), live, rest, nil); err != nil {
			p.Fatalf("waiting for %s to stop: %v", want.Addr, err)
		}
		err = p.Delete(p.Context(), live)
	}
	if err != nil {
		p.Fatalf("deleting %s: %v", want.Addr, err)
	}
	if err := p.WaitGone(p.Context(), want, nil); err != nil {
		p.Fatalf("waiting for the end of %s: %v", want.Addr, err)
	}
}

// read wants the resource to be there.
func (p probe) read(want spec.Resource) *spec.Resource {
	p.Helper()
	live, err := p.Read(p.Context(), want)
	if err != nil {
		p.Fatalf("reading %s: %v", want.Addr, err)
	}
	if live == nil {
		p.Fatalf("reading %s: got nothing", want.Addr)
	}
	return live
}

// wantLive wants the resource to be as its document says, read and listed, and
// gives it as read.
func (p probe) wantLive(s spectest.Sample, want spec.Resource) *spec.Resource {
	p.Helper()
	live := p.read(want)
	if live.Addr != want.Addr || live.ID == "" || live.Phase != spec.Ready {
		p.Errorf("got address %s, ID %q, phase %s, want %s, an ID, and ready", live.Addr, live.ID, live.Phase, want.Addr)
	}
	if diff := Diff(want.Body, *live); diff != "" {
		p.Errorf("read (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(spec.WithoutSecrets(live.Body), live.Body); diff != "" {
		p.Errorf("a secret can be read:\n%s", diff)
	}
	listed := p.listed(s, want)
	if len(listed) != 1 {
		p.Fatalf("listed %d times: %v", len(listed), listed)
	}
	if diff := cmp.Diff(*live, listed[0]); diff != "" {
		p.Errorf("listed otherwise than read (-read +listed):\n%s", diff)
	}
	return live
}

func (p probe) wantAbsent(s spectest.Sample, want spec.Resource) {
	p.Helper()
	if live, err := p.Read(p.Context(), want); live != nil || err != nil {
		p.Fatalf("reading what is absent: got %v, %v, want nothing", live, err)
	}
	for _, r := range p.listed(s, want) {
		if r.Phase != spec.Absent { // which is how something is said about what is not there
			p.Fatalf("fetching what is absent: got %+v, want nothing", r)
		}
	}
}

// listed gives what a fetch shows at the address of want.
func (p probe) listed(s spectest.Sample, want spec.Resource) []spec.Resource {
	p.Helper()
	live, err := p.Fetch(p.Context(), append(s.Before(p), want), remote.FetchOptions{})
	if err != nil {
		p.Fatalf("fetching %s: %v", want.Addr, err)
	}
	if !slices.IsSortedFunc(live, func(a, b spec.Resource) int { return a.Addr.Compare(b.Addr) }) {
		p.Errorf("a fetch is not sorted: %v", live)
	}
	return slices.DeleteFunc(live, func(r spec.Resource) bool { return r.Addr != want.Addr })
}

// wantError wants err to be target.
func (p probe) wantError(err, target error) {
	p.Helper()
	if !errors.Is(err, target) {
		p.Errorf("got error %v, want %v", err, target)
	}
}
