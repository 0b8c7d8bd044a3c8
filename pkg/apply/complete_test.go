package apply_test

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// halves is a remote that takes only half of an endpoint on creation, as Atlas
// does, and the other half on an update, unless it is stubborn.
type halves struct {
	*fake
	stubborn bool
}

func (h halves) Create(ctx context.Context, want spec.Resource) error {
	want.Body = spec.Clone(want.Body)
	spec.Drop(want.Body, "cloudProviderEndpointId")
	return h.fake.Create(ctx, want)
}

func (h halves) Update(ctx context.Context, live, want spec.Resource) error {
	if h.stubborn {
		want.Body = spec.Clone(want.Body)
		spec.Drop(want.Body, "cloudProviderEndpointId")
	}
	return h.fake.Update(ctx, live, want)
}

func endpoint(name, id string) spec.Resource {
	body := &spec.ServerlessPrivateEndpoint{ProviderName: new("AWS"), Comment: &name}
	if id != "" {
		body.CloudProviderEndpointID = &id
	}
	return spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindServerlessPrivateEndpoint, Parent: "i", Name: name}, Body: body,
	}
}

func instance(backup bool) spec.Resource {
	return spec.Resource{
		Addr: spec.Address{Project: "p", Kind: spec.KindServerlessInstance, Name: "i"},
		Body: &spec.ServerlessInstance{
			ProviderSettings:        &spec.ServerlessProviderSettings{BackingProviderName: new("AWS"), RegionName: new("US_EAST_1")},
			ServerlessBackupOptions: &spec.ServerlessBackupOptions{ServerlessContinuousBackupEnabled: &backup},
		},
	}
}

// TestSecondHalf is about what a creation leaves to be done.
func TestSecondHalf(t *testing.T) {
	t.Parallel()
	boom := errors.New("Atlas reports state FAILED: no such endpoint")
	for _, test := range []struct {
		name     string
		want     spec.Resource
		stubborn bool
		prepare  func(*fake)
		calls    []string // but for reads
		outcome  string
		status   map[string]string
	}{
		{
			name: "nothing is left", want: endpoint("web", ""),
			calls:   []string{"create web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web done",
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "it is sent once, and waited for", want: endpoint("web", "vpce-1"),
			calls:   []string{"create web", "ready web", "update web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web done",
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "Atlas takes it without an error and leaves it", want: endpoint("web", "vpce-1"), stubborn: true,
			calls:   []string{"create web", "ready web", "update web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web failed: it was created, but Atlas did not take cloudProviderEndpointId",
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "Atlas refuses it", want: endpoint("web", "vpce-1"),
			prepare: func(f *fake) { f.fail("update web", boom) },
			calls:   []string{"create web", "ready web", "update web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web failed: " + boom.Error(),
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "it fails afterwards", want: endpoint("web", "vpce-1"),
			prepare: func(f *fake) {
				f.hook("update web", func(context.Context) error { f.fail("ready web", boom); return nil })
			},
			calls:   []string{"create web", "ready web", "update web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web failed: " + boom.Error(),
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "what cannot be changed is not sent", want: endpoint("web", "vpce-1"),
			prepare: func(f *fake) {
				f.seen["web"] = func(r *spec.Resource) { r.Body.(*spec.ServerlessPrivateEndpoint).ProviderName = new("AZURE") }
			},
			calls:   []string{"create web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web failed: it was created, but Atlas did not take cloudProviderEndpointId, providerName",
		},
		{
			name: "somebody deletes it in between", want: endpoint("web", "vpce-1"),
			prepare: func(f *fake) {
				gone := func(ctx context.Context) error { return f.Memory.Delete(ctx, endpoint("web", "")) }
				f.hook("ready web", func(context.Context) error { f.hook("read web", gone); return nil })
			},
			calls:   []string{"create web", "ready web"},
			outcome: "create p/ServerlessPrivateEndpoint/i/web failed: it was created, and deleted by somebody else: plan again",
			status:  map[string]string{"endpointServiceName": "svc"},
		},
		{
			name: "what turns out to be ignored is not sent", want: instance(true),
			prepare: func(f *fake) {
				f.seen["i"] = func(r *spec.Resource) {
					r.Body.(*spec.ServerlessInstance).ServerlessBackupOptions.ServerlessContinuousBackupEnabled = new(false)
					r.Inert = []spec.Inert{{Path: "serverlessBackupOptions.serverlessContinuousBackupEnabled"}}
				}
			},
			calls:   []string{"create i", "ready i"},
			outcome: "create p/ServerlessInstance/i done",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(instance(false))
			if test.want.Addr.Parent == "" {
				f = newFake()
			}
			f.seen["web"] = func(r *spec.Resource) {
				r.Status = map[string]string{"endpointServiceName": "svc", "privateLinkServiceResourceId": "", "other": "x"}
			}
			p := planFor(t, f, test.want)
			if test.prepare != nil {
				test.prepare(f)
			}
			result := run(t.Context(), p, halves{f, test.stubborn})
			if diff := cmp.Diff([]string{test.outcome}, texts(result)); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.calls, f.log("create", "update", "ready")); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if got := counts(result); got != [3]int{1, 0, 0} {
				t.Errorf("added, changed, destroyed: %v", got)
			}
			if got := result.Outcomes[0].Status; !maps.Equal(test.status, got) {
				t.Errorf("announced %v, want %v", got, test.status)
			}
			if next := planFor(t, newFakeOf(f), test.want); result.Outcomes[0].State == apply.Done && test.want.Addr.Parent != "" && !next.Empty() {
				t.Errorf("the next plan is not empty: %v", next.Operations)
			}
		})
	}
}

// newFakeOf looks at what another fake holds, without what tests do to it.
func newFakeOf(f *fake) *fake {
	clean := newFake()
	clean.Memory = f.Memory
	return clean
}

// TestSecondHalfInterrupted sends nothing more once the run is over.
func TestSecondHalfInterrupted(t *testing.T) {
	t.Parallel()
	f := newFake(instance(false))
	p := planFor(t, f, endpoint("web", "vpce-1"))
	ctx, cancel := context.WithCancel(t.Context())
	f.hook("ready web", func(context.Context) error { cancel(); return nil })
	result := run(ctx, p, halves{fake: f})
	want := "create p/ServerlessPrivateEndpoint/i/web failed: stopped waiting, Atlas is still at work on it, plan again to see: context canceled"
	if diff := cmp.Diff([]string{want}, texts(result)); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"create p/ServerlessPrivateEndpoint/i/web"}, f.Writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// TestSecondHalfWaitsItsTurn counts the second write like any other.
func TestSecondHalfWaitsItsTurn(t *testing.T) {
	t.Parallel()
	f := newFake(instance(false))
	names := strings.Fields("a b c d")
	var want []spec.Resource
	for _, name := range names {
		want = append(want, endpoint(name, "vpce-"+name))
	}
	p := planFor(t, f, want...)
	var writing atomic.Int32
	for _, name := range names {
		for _, verb := range []string{"create ", "update "} {
			f.hook(verb+name, func(context.Context) error {
				if writing.Add(1) > 1 {
					t.Errorf("two writes at once, one of them %s%s", verb, name)
				}
				for range 100 {
					runtime.Gosched()
				}
				writing.Add(-1)
				return nil
			})
		}
	}
	result := apply.Run(t.Context(), p, halves{fake: f}, apply.Options{Parallelism: 1, Now: time.Now}, func(apply.Event) {})
	if got := counts(result); got != [3]int{4, 0, 0} || result.Count(apply.Done) != 4 {
		t.Errorf("%v %q", got, texts(result))
	}
	if n := len(f.log("update")); n != 4 {
		t.Errorf("%d second writes", n)
	}
}
