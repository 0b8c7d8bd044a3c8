package main

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func dateOf(t *testing.T, text string) time.Time {
	t.Helper()
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return date
}

func document(t *testing.T, text string) []spec.Resource {
	t.Helper()
	return load(t, spec.Source{Name: "a.yaml", Data: []byte(text)})
}

const ordersFlexYAML = `apiVersion: atlasctl/v1
kind: FlexCluster
metadata: {project: payments, name: orders}
spec: {providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}}
`

// TestAnInstanceThroughTheEras makes an instance while that was possible, and
// lets time pass: whatever its list says, it is never taken for absent.
func TestAnInstanceThroughTheEras(t *testing.T) {
	t.Parallel()
	c := situation{want: document(t, ordersSpecYAML+"prod}\n"), asOf: dateOf(t, nativeEra), legacy: true}
	legacy, emu := newEmulated(t, c)
	onFlex := clientOf(t, emu, emu.Transport(), false)
	applyAll(t, legacy, planOf(t, legacy, c.want, plan.Flags{}))
	for _, test := range []struct {
		date         string
		legacy, flex []string
		blocked      bool
	}{
		{date: shimEra},
		{date: "2026-01-14"},
		{date: "2026-01-15", blocked: true},
		{date: retiredEra, blocked: true},
	} {
		emu.Advance(dateOf(t, test.date).Sub(emu.Now()))
		p := planOf(t, legacy, c.want, plan.Flags{Prune: true})
		if len(p.Operations) > 0 || len(p.Blocked) > 0 != test.blocked {
			t.Errorf("%s: by the legacy API: %q", test.date, outline(p))
		}
		if p := planOf(t, onFlex, c.want, plan.Flags{Prune: true}); !p.Empty() || len(p.Notices) != 2 {
			t.Errorf("%s: by the Flex API: %q, %v", test.date, outline(p), p.Notices)
		}
		if p := planOf(t, onFlex, document(t, ordersFlexYAML), plan.Flags{Prune: true}); !p.Empty() || len(p.Notices) != 0 {
			t.Errorf("%s: as a Flex cluster: %q, %v", test.date, outline(p), p.Notices)
		}
	}
}

// TestConvertedInstances knows what an instance became when Atlas converted it.
func TestConvertedInstances(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ size, what string }{
		{"M0", "a free or shared cluster"},
		{"M10", "a dedicated cluster"},
	} {
		for _, legacy := range []bool{false, true} {
			for _, asOf := range []string{shimEra, retiredEra} {
				c := situation{want: document(t, ordersSpecYAML+"prod}\n"), asOf: dateOf(t, asOf), legacy: legacy}
				client, emu := newEmulated(t, c)
				if err := emu.AddCluster(emu.AddProject("payments"), "orders", test.size); err != nil {
					t.Fatal(err)
				}
				_, err := client.Fetch(t.Context(), c.want, remote.FetchOptions{})
				want := "a.yaml:1: payments/ServerlessInstance/orders: converted to " + test.what +
					": it is no serverless instance any more, take this document out"
				problems, ok := errors.AsType[spec.Problems](err)
				if !ok || !strings.HasSuffix(problems.Error(), want) {
					t.Errorf("%s at %s, legacy %t: %v\nwant %s", test.size, asOf, legacy, err, want)
				}
				_, err = client.Fetch(t.Context(), document(t, ordersFlexYAML), remote.FetchOptions{})
				if want = "the name belongs to " + test.what; err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("as a Flex cluster: %v\nwant %s", err, want)
				}
				if p := planOf(t, client, document(t, ordersYAML+"ensure: absent\n"), plan.Flags{}); len(p.Operations) > 0 {
					t.Errorf("%s is deleted as an instance: %q", test.what, outline(p))
				}
			}
		}
	}
}

// gets counts the reads of a collection, by the end of its path.
type gets struct {
	next http.RoundTripper
	mu   sync.Mutex
	of   map[string]int
}

func (g *gets) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	g.of[r.Method+" "+r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]]++
	g.mu.Unlock()
	return g.next.RoundTrip(r)
}

// TestOneListForBothKinds shows every Flex cluster once, whoever manages it,
// and asks for all of them once.
func TestOneListForBothKinds(t *testing.T) {
	t.Parallel()
	c := situation{
		live: slices.Concat(document(t, ordersFlexYAML),
			document(t, strings.ReplaceAll(ordersFlexYAML, "orders", "invoices")),
			document(t, strings.ReplaceAll(ordersFlexYAML, "orders", "old"))),
		want: slices.Concat(document(t, ordersSpecYAML+"prod}\n"),
			document(t, strings.ReplaceAll(ordersFlexYAML, "orders", "invoices"))),
	}
	client, emu := newEmulated(t, c)
	applyAll(t, client, planOf(t, client, c.live, plan.Flags{}))
	counted := &gets{next: emu.Transport(), of: map[string]int{}}
	p := planOf(t, clientOf(t, emu, counted, false), c.want, c.flags)
	want := []string{"update payments/ServerlessInstance/orders tags.env"}
	if diff := cmp.Diff(want, outline(p)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]plan.Unmanaged{{Project: "payments", Kind: spec.KindFlexCluster, Count: 1}}, p.Unmanaged); diff != "" {
		t.Errorf("unmanaged (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"GET flexClusters": 1, "GET clusters": 1, "GET payments": 1}, counted.of); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestEndpointThatIsBeingReserved plans what another apply is at work on: Atlas
// does not say yet which cloud the endpoint is for, and that is no difference.
func TestEndpointThatIsBeingReserved(t *testing.T) {
	t.Parallel()
	c := legacyEra
	c.want = document(t, strings.Replace(ordersYAML, "metadata", `spec: {providerSettings: {backingProviderName: AZURE, regionName: EUROPE_NORTH}}
metadata`, 1)+`---
apiVersion: atlasctl/v1
kind: ServerlessPrivateEndpoint
metadata: {project: payments, instance: orders, name: web}
spec: {providerName: AZURE}
`)
	client, _ := newEmulated(t, c)
	for _, r := range c.want {
		if err := client.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	p := planOf(t, client, c.want, plan.Flags{})
	if !p.Empty() {
		t.Errorf("while it is reserved: %q", outline(p))
	}
	if len(p.Notices) != 1 || p.Notices[0].Text != "providerName is ignored: Atlas does not say it before the endpoint is reserved" {
		t.Errorf("notices: %v", p.Notices)
	}
	if _, err := client.WaitReady(t.Context(), c.want[1], nil); err != nil {
		t.Fatal(err)
	}
	if p := planOf(t, client, c.want, plan.Flags{}); !p.Empty() || len(p.Notices) > 0 {
		t.Errorf("once it is reserved: %q, %v", outline(p), p.Notices)
	}
}
