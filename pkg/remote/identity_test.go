package remote_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func service(name, body string) string {
	return doc("PrivateEndpointService", "name: "+name, "{"+body+"}")
}

func interfaceEndpoint(of, name, id string) string {
	return doc("PrivateEndpoint", fmt.Sprintf("service: %s, name: %s", of, name), "{id: "+id+"}")
}

const (
	ireland, virginia = "providerName: AWS, region: EU_WEST_1", "providerName: AWS, region: US_EAST_1"
	azure             = "providerName: AZURE, region: EUROPE_WEST"
	onAzure           = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/a, privateEndpointIPAddress: 10.0.0.4"
	one, two          = "vpce-0123456789abcdef1", "vpce-0123456789abcdef2"
)

// noMore is a document that keeps what tells the object.
func noMore(document string) string {
	return strings.Replace(document, ", spec:", ", ensure: absent, spec:", 1)
}

// made is an emulator with the objects of some documents, and their IDs by the
// addresses of those.
func made(t *testing.T, docs ...string) (*emulator.Emulator, map[string]string) {
	t.Helper()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	ids := map[string]string{}
	want := load(t, "demo", docs...)
	slices.SortStableFunc(want, func(a, b spec.Resource) int { return strings.Compare(a.Addr.Parent, b.Addr.Parent) })
	for _, r := range want {
		createReady(t, c, r)
		live, err := c.Read(t.Context(), r)
		if err != nil || live == nil {
			t.Fatalf("reading %s: %v, %v", r.Addr, live, err)
		}
		ids[r.Addr.String()] = live.ID
	}
	return emu, ids
}

// TestObjectsWithoutNames wants them under the names of the documents that mean
// them, and the others under names that nobody chose.
func TestObjectsWithoutNames(t *testing.T) {
	t.Parallel()
	emu, ids := made(t, service("a", ireland), service("b", virginia), interfaceEndpoint("a", "x", one), interfaceEndpoint("a", "y", two))
	id := ids["demo/PrivateEndpointService/a"]
	const of, in = "demo/PrivateEndpointService/", "demo/PrivateEndpoint/"
	for name, tc := range map[string]struct {
		docs, want []string
	}{
		"by what they are": {
			[]string{service("main", ireland), interfaceEndpoint("main", "app", two)},
			[]string{in + "main/app", in + "main/" + one, of + "aws-us-east-1", of + "main"},
		},
		"by ID": {
			[]string{doc("PrivateEndpointService", "name: "+id, "{"+ireland+"}")},
			[]string{in + id + "/" + one, in + id + "/" + two, of + id, of + "aws-us-east-1"},
		},
		"absent, by ID alone": {
			[]string{absent(service(id, ireland))},
			[]string{in + id + "/" + one, in + id + "/" + two, of + id, of + "aws-us-east-1"},
		},
		"absent, by what they are": {
			[]string{noMore(service("old", ireland)), noMore(interfaceEndpoint("old", "app", one))},
			[]string{in + "old/app", in + "old/" + two, of + "aws-us-east-1", of + "old"},
		},
		"a name that another one would get": {
			[]string{service("aws-eu-west-1", virginia)},
			[]string{of + id, of + "aws-eu-west-1"},
		},
		"in a service that no document declares": {
			[]string{interfaceEndpoint("aws-eu-west-1", "app", one)},
			[]string{in + "aws-eu-west-1/app", in + "aws-eu-west-1/" + two, of + "aws-eu-west-1", of + "aws-us-east-1"},
		},
		"in a service that is yet to come": {
			[]string{service("new", azure), interfaceEndpoint("new", "app", onAzure)},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, emu, remote.Config{})
			live, err := c.Fetch(t.Context(), load(t, "demo", tc.docs...), remote.FetchOptions{})
			if err != nil {
				t.Fatal(err)
			}
			got := addresses(live)
			slices.Sort(got)
			wantSame(t, got, append([]string{}, tc.want...))
		})
	}
}

func TestWhatNoDocumentCanMean(t *testing.T) {
	t.Parallel()
	emu, ids := made(t, service("a", ireland), service("b", virginia))
	id := ids["demo/PrivateEndpointService/a"]
	byID := func(body string) string { return doc("PrivateEndpointService", "name: "+id, "{"+body+"}") }
	for name, tc := range map[string]struct {
		docs []string
		want string
	}{
		"an ID of another": {
			[]string{byID(virginia)},
			"test.yaml:1: demo/PrivateEndpointService/" + id + ": it is named after the ID of an object with another providerName or region: give it a name in words to create another object, or say what that one has",
		},
		"an ID that nothing has": {
			[]string{doc("PrivateEndpointService", "name: "+objectID, "{"+azure+"}")},
			"test.yaml:1: demo/PrivateEndpointService/" + objectID + ": it is named after an ID, and nothing there has it: to create one give it a name in words",
		},
		"a parent that is not there": {
			[]string{interfaceEndpoint("nope", "app", one)},
			"test.yaml:1: demo/PrivateEndpoint/nope/app: demo/PrivateEndpointService/nope does not exist and no file declares it: declare it, or check the name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, emu, remote.Config{})
			_, err := c.Fetch(t.Context(), load(t, "demo", tc.docs...), remote.FetchOptions{})
			if problems, ok := errors.AsType[spec.Problems](err); !ok || problems.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

// TestListsOfProviders asks the providers that documents name, unless all can be
// meant.
func TestListsOfProviders(t *testing.T) {
	t.Parallel()
	emu, ids := made(t, service("a", ireland))
	const lists = "GET /groups/%s/privateEndpoint/%s/endpointService"
	for name, tc := range map[string]struct {
		docs  []string
		opts  remote.FetchOptions
		wants []string
	}{
		"one":                             {[]string{service("main", ireland), service("other", virginia)}, remote.FetchOptions{}, []string{"AWS"}},
		"two":                             {[]string{service("main", ireland), noMore(service("other", azure))}, remote.FetchOptions{}, []string{"AWS", "AZURE"}},
		"to prune":                        {[]string{service("main", ireland)}, remote.FetchOptions{Prune: true}, []string{"AWS", "AZURE", "GCP"}},
		"for a service nobody declares":   {[]string{interfaceEndpoint("aws-eu-west-1", "app", one)}, remote.FetchOptions{}, []string{"AWS", "AZURE", "GCP"}},
		"for one that is known by its ID": {[]string{absent(service(ids["demo/PrivateEndpointService/a"], ireland))}, remote.FetchOptions{}, []string{"AWS", "AZURE", "GCP"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wire := &recorder{next: emu.Transport()}
			c := newClient(t, emu, remote.Config{Transport: wire, Credentials: token(t, emu)})
			if _, err := c.Fetch(t.Context(), load(t, emu.AddProject("demo"), tc.docs...), tc.opts); err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, provider := range tc.wants {
				want = append(want, fmt.Sprintf(lists, emu.AddProject("demo"), provider))
			}
			wantSame(t, wire.take(), want)
		})
	}
}

// TestRoundTripsOfEndpoints has a plan of endpoints no deeper than others.
func TestRoundTripsOfEndpoints(t *testing.T) {
	t.Parallel()
	docs := []string{service("a", ireland), service("b", virginia), interfaceEndpoint("a", "x", one), interfaceEndpoint("b", "y", two)}
	emu, _ := made(t, docs...)
	want := load(t, "demo", docs...)
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, remote.Config{Credentials: key, Transport: slow(emu.Transport()), Clock: bubbleClock{}})
		start := time.Now()
		live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
		if deep := int(time.Since(start) / time.Second); err != nil || len(live) != 4 || deep != 4 || c.Requests() != 1+1+1+2 {
			t.Errorf("%d resources took %d requests, %d deep, %v; want 4, 5 and 4", len(live), c.Requests(), deep, err)
		}
	})
}

// TestMissingEndpoint believes a 404 only when the service says the same: how
// Atlas calls an endpoint that is not there is not known.
func TestMissingEndpoint(t *testing.T) {
	t.Parallel()
	const notFound = `{"error":404,"errorCode":"SOMETHING","detail":"no","reason":"Not Found","parameters":[]}`
	for name, tc := range map[string]struct {
		service string
		status  int
		absent  bool
	}{
		"the service does not have it":    {`{"cloudProvider":"AWS","id":"` + objectID + `","interfaceEndpoints":[]}`, 200, true},
		"the service has it":              {`{"cloudProvider":"AWS","id":"` + objectID + `","interfaceEndpoints":["` + one + `"]}`, 200, false},
		"the service spells it otherwise": {`{"cloudProvider":"AWS","id":"` + objectID + `","interfaceEndpoints":["` + strings.ToUpper(one) + `"]}`, 200, false},
		"there is no service":             {strings.Replace(notFound, "SOMETHING", "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", 1), 404, true},
		"nobody knows the service":        {notFound, 404, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wire := &serviceLists{next: handled(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "/endpoint/") {
					answers(404, "application/json", notFound)(w, r)
					return
				}
				answers(tc.status, "application/json", tc.service)(w, r)
			})}
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: wire})
			c.AllowWrites()
			r := load(t, projectID, interfaceEndpoint(objectID, "app", one))[0]
			r.ID = one
			live, err := c.Read(t.Context(), r)
			if live != nil || (err == nil) != tc.absent {
				t.Errorf("read: got %v, %v, want absent: %t", live, err, tc.absent)
			}
			if err := c.Delete(t.Context(), r); (err == nil) != tc.absent {
				t.Errorf("delete: got %v, want absent: %t", err, tc.absent)
			}
		})
	}
}

// inNameless reports whether what a kind lives in has no name in Atlas.
func inNameless(typ spec.Type) bool {
	parent, _ := spec.TypeOf(typ.Parent)
	return parent.Identity != nil
}
