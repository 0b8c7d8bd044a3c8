package plan_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestStrangers names what no document means after its ID, where its own name
// does not tell it.
func TestStrangers(t *testing.T) {
	t.Parallel()
	a, b, c, d := hexID("a"), hexID("b"), hexID("c"), hexID("d")
	live := []spec.Resource{
		comments(t, "web", a, onAWS+", "+idX), comments(t, "web", b, onAWS),
		comments(t, "old", c, onAWS), comments(t, "old", d, onAWS),
	}
	want := []spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)}
	p, err := plan.Compute(want, live, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Empty() || len(p.Unmanaged) != 1 || p.Unmanaged[0].Count != 3 {
		t.Errorf("planned %q, unmanaged %v", actions(p), p.Unmanaged)
	}
	instance := spec.Address{Project: "shop", Kind: spec.KindServerlessInstance, Name: "i"}
	p, err = plan.Compute(append(want, document(t, instance, aws)), live, plan.Flags{Prune: true})
	if err != nil {
		t.Fatal(err)
	}
	deletes := []string{"create shop/ServerlessInstance/i"}
	for _, id := range []string{b, c, d} {
		deletes = append(deletes, "delete shop/ServerlessPrivateEndpoint/i/"+id)
	}
	if diff := cmp.Diff(deletes, actions(p)); diff != "" {
		t.Errorf("prune (-want +got):\n%s", diff)
	}

	// Atlas would have two of the name for a while, and nothing tells them apart.
	want = []spec.Resource{document(t, endpoint("web"), "providerName: AZURE, privateEndpointIpAddress: 10.0.0.4, cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/web")}
	azure := comments(t, "old", c, "providerName: AZURE, privateEndpointIpAddress: 10.0.0.5, cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/web")
	p, err = plan.Compute(want, []spec.Resource{azure, comments(t, "web", b, "providerName: AZURE")}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Blocked) != 1 || p.Blocked[0].Reason != "the object with the ID "+b+" has the same name: delete that one first, or declare it under another name" {
		t.Errorf("planned %q, blocked %v", actions(p), p.Blocked)
	}
}

// TestNamesAreFreeFirst creates nothing under a name that another object still
// has: whoever reads by that name would take one for the other.
func TestNamesAreFreeFirst(t *testing.T) {
	t.Parallel()
	a, b := hexID("a"), hexID("b")
	const azure = "providerName: AZURE, privateEndpointIpAddress: 10.0.0.4, cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/"
	const other = "providerName: AZURE, privateEndpointIpAddress: 10.0.0.5, cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/"
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		steps      []string
	}{
		{
			"renamed, and the old name is taken",
			[]spec.Resource{document(t, endpoint("a"), onAWS), document(t, endpoint("z"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "a", a, onAWS+", "+idX)},
			[]string{"update z", "create a <-0"},
		},
		{
			"names exchanged by replacements",
			[]spec.Resource{document(t, endpoint("a"), azure+"a"), document(t, endpoint("b"), azure+"b")},
			[]spec.Resource{comments(t, "a", a, other+"b"), comments(t, "b", b, other+"a")},
			[]string{"delete a", "delete b", "create a <-0 <-1", "create b <-0 <-1"},
		},
		{
			"names exchanged in place wait for nothing",
			[]spec.Resource{document(t, endpoint("a"), onAWS+", "+idX), document(t, endpoint("b"), onAWS+", "+idY)},
			[]spec.Resource{comments(t, "a", a, onAWS+", "+idY), comments(t, "b", b, onAWS+", "+idX)},
			[]string{"update a", "update b"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, test.live, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, s := range p.Steps() {
				text := s.Verb.String() + " " + p.Operations[s.Op].Addr.Name
				for _, before := range s.After {
					text += " <-" + strconv.Itoa(before)
				}
				steps = append(steps, text)
			}
			if diff := cmp.Diff(test.steps, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}
