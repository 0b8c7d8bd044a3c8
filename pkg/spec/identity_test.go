package spec_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func endpointOf(id, group string) *spec.PrivateEndpoint {
	e := &spec.PrivateEndpoint{}
	if id != "" {
		e.ID = &id
	}
	if group != "" {
		e.EndpointGroupName = &group
	}
	return e
}

func resourceOf(kind spec.Kind, name string, body spec.Body) spec.Resource {
	return spec.Resource{Addr: spec.Address{Project: "p", Kind: kind, Name: name}, Body: body}
}

// TestIdentifies has what a document leaves out fit anything.
func TestIdentifies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		want, live *spec.PrivateEndpoint
		means      bool
	}{
		{endpointOf("a", ""), endpointOf("a", ""), true},
		{endpointOf("a", ""), endpointOf("b", ""), false},
		{endpointOf("a", ""), endpointOf("a", "g"), true},
		{endpointOf("a", "g"), endpointOf("a", ""), false},
		{endpointOf("", ""), endpointOf("a", ""), false},
		{endpointOf("", ""), endpointOf("", ""), false},
	} {
		want, live := resourceOf(spec.KindPrivateEndpoint, "x", test.want), resourceOf(spec.KindPrivateEndpoint, "y", test.live)
		if got := want.Identifies(live); got != test.means {
			t.Errorf("%+v means %+v: got %t", *test.want, *test.live, got)
		}
		absent := spec.Resource{Addr: want.Addr, Absent: true, Means: test.want}
		if absent.Identifies(live) != test.means || absent.Identity() != want.Identity() {
			t.Errorf("%+v means something else when it is absent", *test.want)
		}
	}
	flex := resourceOf(spec.KindFlexCluster, "orders", &spec.FlexCluster{})
	if flex.Identity() != "" || flex.Identifies(flex) || flex.Part() != "" {
		t.Error("a cluster has a name, and no identity")
	}
}

func TestProposedNames(t *testing.T) {
	t.Parallel()
	none := func(string) bool { return false }
	for _, test := range []struct {
		r     spec.Resource
		taken func(string) bool
		want  string
	}{
		{resourceOf(spec.KindPrivateEndpointService, "", &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: new("EU_WEST_1")}), none, "aws-eu-west-1"},
		{resourceOf(spec.KindPrivateEndpointService, "", &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: new("EU_WEST_1")}), func(name string) bool { return name == "aws-eu-west-1" }, ""},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("vpce-0123456789abcdef0", "")), none, "vpce-0123456789abcdef0"},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/My App.", "")), none, "my-app"},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("", "Gruppe Ä")), none, "gruppe"},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("", strings.Repeat("g", 200))), none, ""},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("", "..")), none, ""},
		{resourceOf(spec.KindPrivateEndpoint, "", endpointOf("", "")), none, ""},
		{spec.Resource{Addr: spec.Address{Kind: spec.KindPrivateEndpoint}}, none, ""},
	} {
		if got := test.r.ProposedName(test.taken); got != test.want {
			t.Errorf("%s: got %q, want %q", test.r.Identity(), got, test.want)
		}
	}
}

// TestAbsentKeepsWhatTells loads documents of which nothing is left to be wanted.
func TestAbsentKeepsWhatTells(t *testing.T) {
	t.Parallel()
	const head = "apiVersion: atlasctl/v1\nkind: PrivateEndpoint%s\nmetadata: {project: p, service: s, name: n}\nensure: absent\n"
	service := strings.Replace(strings.Replace(head, "%s", "Service", 1), "service: s, ", "", 1)
	for text, want := range map[string]spec.Body{
		service + "spec: {providerName: AWS, region: EU_WEST_1, supportedRemoteRegions: [EU_WEST_1]}": &spec.PrivateEndpointService{
			ProviderName: new("AWS"), Region: new("EU_WEST_1"), SupportedRemoteRegions: spec.NewSet("EU_WEST_1"),
		},
		strings.Replace(head, "%s", "", 1) + "spec: {endpointGroupName: g}":      endpointOf("", "g"),
		strings.Replace(service, "name: n", "name: 65f0c1d2e3a4b5c6d7e8f901", 1): nil,
	} {
		got, warnings, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(text)}}, spec.LoadOptions{})
		if err != nil || len(warnings) > 0 || len(got) != 1 {
			t.Fatalf("%s\n%v, warnings %v", text, err, warnings)
		}
		if diff := cmp.Diff(want, got[0].Means); diff != "" || got[0].Body != nil || !got[0].Absent {
			t.Errorf("%s\n%+v (-want +got):\n%s", text, got[0], diff)
		}
	}
}

// TestTwins are two objects of one identity, of which each document names one by
// its ID: what is exported of them loads.
func TestTwins(t *testing.T) {
	t.Parallel()
	east := func() *spec.PrivateEndpointService {
		return &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: new("US_EAST_1")}
	}
	one, other := strings.Repeat("1", 24), strings.Repeat("2", 24)
	data, err := spec.Export([]spec.Resource{
		resourceOf(spec.KindPrivateEndpointService, one, east()), resourceOf(spec.KindPrivateEndpointService, other, east()),
	}, spec.ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	twins := spec.Source{Name: "twins.yaml", Data: data}
	loaded, _, err := spec.Load([]spec.Source{twins}, spec.LoadOptions{})
	if err != nil || len(loaded) != 2 {
		t.Errorf("loaded %d documents: %v", len(loaded), err)
	}
	first, _, _ := strings.Cut(string(data), "---")
	third := spec.Source{Name: "words.yaml", Data: []byte(strings.ReplaceAll(strings.ReplaceAll(first, one, "east"), `"`, ""))}
	if _, _, err := spec.Load([]spec.Source{twins, third}, spec.LoadOptions{}); err == nil || !strings.Contains(err.Error(), "means the same object as") {
		t.Errorf("a third one in words: %v", err)
	}
}
