package remote_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const mskLink = `{provider: AWS, vendor: MSK, arn: "arn:aws:kafka:us-east-1:1:cluster/a"}`

func privateLink(name, body string) string { return doc("StreamPrivateLink", "name: "+name, body) }

func pubSub(name, link string) string {
	return doc("StreamConnection", "workspace: clicks, name: "+name,
		"{type: GCPPubSub, gcp: {serviceAccountId: a@b.example}, publicPrivateNetworking: {access: {type: PRIVATE_LINK, "+link+"}}}")
}

func linkOf(r *spec.Resource) (name, id string) {
	access := r.Body.(*spec.StreamConnection).PublicPrivateNetworking.Access
	if access.PrivateLink != nil {
		name = *access.PrivateLink
	}
	if access.ConnectionID != nil {
		id = *access.ConnectionID
	}
	return name, id
}

// TestLinkByName has a connection refer to a link by a name that the server does
// not know, and read it back as its document has it.
func TestLinkByName(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	docs := load(t, "demo", workspace("clicks"), privateLink("brokers", mskLink), pubSub("in", "privateLink: brokers"))
	byKind := map[spec.Kind]spec.Resource{}
	for _, r := range docs {
		byKind[r.Addr.Kind] = r
	}
	in := byKind[spec.KindStreamConnection]
	for _, kind := range []spec.Kind{spec.KindStreamWorkspace, spec.KindStreamPrivateLink, spec.KindStreamConnection} {
		createReady(t, c, byKind[kind])
	}

	// Another run, which knows nothing yet.
	c = newClient(t, emu, remote.Config{})
	live, err := c.Fetch(t.Context(), docs, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var id string
	for _, r := range live {
		if r.Addr.Kind == spec.KindStreamPrivateLink {
			id = r.ID
		}
		if r.Addr != in.Addr {
			continue
		}
		if diff := remotetest.Diff(in.Body, r); diff != "" {
			t.Errorf("listed (-want +got):\n%s", diff)
		}
	}
	read, err := c.Read(t.Context(), in)
	if err != nil || remotetest.Diff(in.Body, *read) != "" {
		t.Errorf("read %+v, %v", read, err)
	}

	// A document that says the ID gets the ID.
	raw := load(t, "demo", pubSub("in", "connectionId: "+id))[0]
	if read, err = c.Read(t.Context(), raw); err != nil {
		t.Fatal(err)
	}
	if name, got := linkOf(read); name != "" || got != id {
		t.Errorf("got name %q and ID %q, want the ID %s alone", name, got, id)
	}

	// Under another name it is the same link.
	renamed := load(t, "demo", workspace("clicks"), privateLink("msk", mskLink), pubSub("in", "privateLink: msk"))
	live, err = newClient(t, emu, remote.Config{}).Fetch(t.Context(), renamed, remote.FetchOptions{})
	for _, r := range live {
		if r.Addr.Kind == spec.KindStreamConnection {
			if name, _ := linkOf(&r); name != "msk" {
				t.Errorf("got the name %q, want the one of the document", name)
			}
		}
	}
	if err != nil || len(live) != 3 {
		t.Errorf("got %v, %v", live, err)
	}

	// An export gives both the same name.
	all, err := newClient(t, emu, remote.Config{}).FetchProject(t.Context(), "demo", nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := spec.Export(all, spec.ExportOptions{})
	if err != nil || !strings.Contains(string(data), "privateLink: aws-msk-a\n") || !strings.Contains(string(data), "name: aws-msk-a\n") {
		t.Errorf("exported %v:\n%s", err, data)
	}
}

// TestLinkThatIsNotThere is a problem of the document that refers to it.
func TestLinkThatIsNotThere(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	docs := load(t, "demo", workspace("clicks"), pubSub("in", "privateLink: brokers"))
	_, err := c.Fetch(t.Context(), docs, remote.FetchOptions{})
	wantText(t, err, "it refers to demo/StreamPrivateLink/brokers, which does not exist and no file declares")
	for _, r := range docs {
		if r.Addr.Kind == spec.KindStreamConnection {
			wantText(t, c.Create(t.Context(), r), "it refers to demo/StreamPrivateLink/brokers: not found")
		}
	}
}

// TestLinkFails tells Atlas's own words.
func TestLinkFails(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	want := load(t, "demo", privateLink("hub",
		"{provider: AZURE, vendor: EVENTHUB, region: US_EAST_2, serviceEndpointId: a, dnsDomain: hub.invalid}"))[0]
	if err := c.Create(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	_, err := c.WaitReady(t.Context(), want, nil)
	wantText(t, err, "FAILED: The domain hub.invalid cannot be resolved.")
}

// TestLinkIsHeld tells which connections keep a link, in whichever workspace.
func TestLinkIsHeld(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	link := load(t, "demo", privateLink("brokers", mskLink))[0]
	createReady(t, c, link)
	for _, d := range []string{workspace("clicks"), workspace("other"), pubSub("in", "privateLink: brokers")} {
		createReady(t, c, load(t, "demo", d)[0])
	}
	for name, look := range map[string]func() ([]spec.Resource, error){
		"fetch": func() ([]spec.Resource, error) {
			return c.Fetch(t.Context(), []spec.Resource{link}, remote.FetchOptions{})
		},
		"inside": func() ([]spec.Resource, error) { return c.Inside(t.Context(), link) },
	} {
		live, err := look()
		if err != nil {
			t.Fatal(err)
		}
		var pinned []spec.Address
		for _, r := range live {
			pinned = append(pinned, r.Pinned()...)
		}
		if len(pinned) != 1 || pinned[0] != link.Addr {
			t.Errorf("%s: got %v, want %s", name, pinned, link.Addr)
		}
	}
	read, err := c.Read(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	wantText(t, c.Delete(t.Context(), *read), "STREAM_PRIVATE_LINK_IN_USE", "delete the connections that use it first")
}

// TestLinkIsOneThing reads a link however Atlas writes it.
func TestLinkIsOneThing(t *testing.T) {
	t.Parallel()
	want := load(t, projectID, privateLink("hub",
		"{provider: AZURE, region: US_EAST_2, serviceEndpointId: a, dnsDomain: a.example.com, dnsSubDomain: []}"))[0]
	for _, answer := range []string{
		`"provider":"Azure"`, `"provider":"AZURE","vendor":"GENERIC"`, `"provider":"AZURE","dnsSubDomain":[]`, `"provider":"AZURE","dnsSubDomain":null,"mskAuthType":""`,
	} {
		answer = `{"_id":"` + objectID + `","region":"US_EAST_2","serviceEndpointId":"a","dnsDomain":"a.example.com","state":"DONE",` + answer + `}`
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, "application/json", `{"results":[`+answer+`],"totalCount":1}`))})
		live, err := c.Read(t.Context(), want)
		if err != nil || live == nil {
			t.Fatalf("%s: got %v, %v", answer, live, err)
		}
		if diff := remotetest.Diff(want.Body, *live); diff != "" || live.Phase != spec.Ready || live.ID != objectID {
			t.Errorf("%s: got phase %s, ID %s (-want +got):\n%s", answer, live.Phase, live.ID, diff)
		}
	}
}

// TestTwinLinks lead to one service: each is called by its ID, exported and
// recognised by that, and in words neither can be meant.
func TestTwinLinks(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	for _, name := range []string{"one", "other"} {
		if err := c.Create(t.Context(), load(t, "demo", privateLink(name, mskLink))[0]); err != nil {
			t.Fatal(err)
		}
	}
	all, err := newClient(t, emu, remote.Config{}).FetchProject(t.Context(), "demo", []spec.Kind{spec.KindStreamPrivateLink})
	if err != nil || len(all) != 2 {
		t.Fatalf("got %v, %v", all, err)
	}
	data, err := spec.Export(all, spec.ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := spec.Load([]spec.Source{{Name: "live.yaml", Data: data}}, spec.LoadOptions{})
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	live, err := newClient(t, emu, remote.Config{}).Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), addresses(all))
	_, err = newClient(t, emu, remote.Config{}).Fetch(t.Context(), load(t, "demo", privateLink("one", mskLink)), remote.FetchOptions{})
	wantText(t, err, "2 live objects could be meant, with the IDs "+all[0].ID+", "+all[1].ID)
}
