package remote_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// newProject is the document of a project.
func newProject(name, body string) string {
	return doc("Project", "name: "+name+", org: a0123456789abcdef0123456", body)
}

// post makes a project as somebody else would.
func post(t *testing.T, emu *emulator.Emulator, name string) {
	t.Helper()
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	if err := c.Create(t.Context(), load(t, "demo", newProject(name, "{}"))[0]); err != nil {
		t.Fatal(err)
	}
}

// TestFetchOfAProjectThatIsYetToCome: what is in it is not there either, and is
// not asked for; what could not be created in it is a problem all the same.
func TestFetchOfAProjectThatIsYetToCome(t *testing.T) {
	t.Parallel()
	emu, id := newEmulator(t, "demo")
	wire := &recorder{next: emu.Transport()}
	c := newClient(t, emu, remote.Config{Transport: wire, Credentials: token(t, emu)})
	docs := []string{newProject("new", "{}"), flex("orders"), workspace("clicks"), sample("clicks", "a")}
	live, err := c.Fetch(t.Context(), load(t, "new", docs...), remote.FetchOptions{Prune: true})
	if err != nil || len(live) > 0 {
		t.Fatalf("got %v, %v, want nothing", addresses(live), err)
	}
	wantSame(t, wire.take(), []string{"GET /groups"})

	for i, document := range docs {
		docs[i] = absent(document)
	}
	if live, err = c.Fetch(t.Context(), load(t, "new", docs...), remote.FetchOptions{}); err != nil || len(live) > 0 {
		t.Fatalf("absent: got %v, %v, want nothing", addresses(live), err)
	}
	wantSame(t, wire.take(), []string{"GET /groups"})

	_, err = c.Fetch(t.Context(), load(t, "new", newProject("new", "{}"), sample("nowhere", "a")), remote.FetchOptions{})
	wantText(t, err, "new/StreamWorkspace/nowhere does not exist and no file declares it")

	// One that is there is read beside what is in it.
	wire.take()
	live, err = c.Fetch(t.Context(), load(t, "demo", newProject("demo", "{}"), workspace("clicks")), remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), []string{"demo/Project/demo"})
	group := "GET /groups/" + id
	wantSame(t, wire.take(), sorted([]string{"GET /groups", group, group + "/settings", group + "/streams", group + "/streams/clicks/connections", group + "/streams/clicks/processors"}))
}

// TestFetchOfAProjectThatGoes lists all that could keep it from going.
func TestFetchOfAProjectThatGoes(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	seed(t, emu, load(t, "demo", flex("orders"), workspace("clicks"), sample("clicks", "a")))
	c := newClient(t, emu, remote.Config{})
	live, err := c.Fetch(t.Context(), load(t, "demo", absent(newProject("demo", "{}"))), remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(live), []string{"demo/FlexCluster/orders", "demo/Project/demo", "demo/StreamWorkspace/clicks"})
	inside, err := c.Inside(t.Context(), live[1])
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, addresses(inside), []string{"demo/FlexCluster/orders", "demo/StreamWorkspace/clicks"})
}

// TestTwoProjectsOfOneName: two creations at once are not told apart by Atlas.
func TestTwoProjectsOfOneName(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	post(t, emu, "new")
	post(t, emu, "new")
	want := load(t, "new", newProject("new", "{}"), workspace("clicks"))
	c := newClient(t, emu, remote.Config{})
	_, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
	wantText(t, err, `test.yaml:1: new/Project/new: 2 projects are called "new", with the IDs 6`, "rename or delete all but one of them in Atlas")

	// Whoever has just made one of them hears of the other.
	_, err = newClient(t, emu, remote.Config{}).WaitReady(t.Context(), want[0], nil)
	wantText(t, err, "there are several of this name, with the IDs 6")
}

// TestNewProjectIsGivenTime: what Atlas says of it, and of what is in it, in the
// first seconds is no answer to whoever made it.
func TestNewProjectIsGivenTime(t *testing.T) {
	t.Parallel()
	emu, _ := newOddEmulator(t, "", "demo", emulator.OdditiesAlways)
	unseen := 2
	c := newClient(t, emu, remote.Config{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/streams") && r.Method == http.MethodPost && unseen > 0 {
			unseen--
			return handled(answers(404, "application/json", `{"error":404,"errorCode":"GROUP_NOT_FOUND"}`)).RoundTrip(r)
		}
		return emu.Transport().RoundTrip(r)
	})})
	c.AllowWrites()
	want := load(t, "new", newProject("new", "{settings: {isDataExplorerEnabled: false}}"), workspace("clicks"))
	if err := c.Create(t.Context(), want[0]); err != nil {
		t.Fatal(err)
	}
	live, err := c.Read(t.Context(), want[0])
	if err != nil || live == nil || live.Phase != spec.Pending {
		t.Fatalf("got %+v, %v, want a project without settings", live, err)
	}
	if err := c.Update(t.Context(), *live, want[0]); err != nil {
		t.Errorf("settings that are not there yet: %v", err)
	}
	if live, err = c.WaitReady(t.Context(), want[0], nil); err != nil {
		t.Fatal(err)
	}
	if diff := remotetest.Diff(want[0].Body, *live); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := c.Create(t.Context(), want[1]); err != nil || unseen > 0 {
		t.Errorf("a workspace in it: %v", err)
	}

	// To somebody else it is the truth.
	other := newClient(t, emu, remote.Config{Transport: handled(answers(404, "application/json", `{"error":404,"errorCode":"GROUP_NOT_FOUND"}`))})
	other.AllowWrites()
	want[1].Addr.Project = projectID
	wantText(t, other.Create(t.Context(), want[1]), "404 Not Found GROUP_NOT_FOUND")
}

// TestNoRightToMakeProjects: neither whoever only reads may, nor whoever belongs
// to a project and not to its organization.
func TestNoRightToMakeProjects(t *testing.T) {
	t.Parallel()
	emu, err := emulator.New(emulator.Config{
		Projects: []string{"demo"},
		Keys: []emulator.APIKey{
			{Public: "reader", Private: "private", ReadOnly: true}, {Public: "narrow", Private: "private", Projects: []string{"demo"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, public := range []string{"reader", "narrow"} {
		c := newClient(t, emu, remote.Config{Credentials: remote.APIKey{Public: public, Private: "private"}})
		c.AllowWrites()
		want := load(t, "new", newProject("new", "{}"))
		if _, err := c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
			t.Errorf("%s cannot plan: %v", public, err)
		}
		wantText(t, c.Create(t.Context(), want[0]), "403 Forbidden USER_UNAUTHORIZED",
			"creating a project needs the role Organization Owner or Organization Project Creator")
	}
}

// TestNameThatSaysNothing: Atlas also answers 401 to the name of a project that
// there is not.
func TestNameThatSaysNothing(t *testing.T) {
	t.Parallel()
	const body = `{"error":401,"errorCode":"NOT_IN_GROUP","detail":"The current user is not in the group, or the group does not exist."}`
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(401, "application/json", body))})
	if live, err := c.Read(t.Context(), load(t, "new", newProject("new", "{}"))[0]); live != nil || err != nil {
		t.Errorf("the project itself: got %v, %v, want nothing", live, err)
	}
	_, err := c.Read(t.Context(), load(t, "new", workspace("clicks"))[0])
	wantText(t, err, "401 Unauthorized NOT_IN_GROUP")
}

// TestRoundTripsOfAPlanWithItsProject: a project that a document declares costs
// one list for all of them, and two reads each, at the same time as all others.
func TestRoundTripsOfAPlanWithItsProject(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	seed(t, emu, estate(t, "demo", 1000, 1))
	want := append(load(t, "demo", newProject("demo", "{}"), newProject("new", "{}")), estate(t, "demo", 1000, 1)...)
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, remote.Config{Credentials: key, Transport: slow(emu.Transport()), Clock: bubbleClock{}})
		start := time.Now()
		live, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		// Challenge, projects, and the lists: clusters twice, workspaces, three pages
		// of connections, processors, the project and its settings.
		deep := int(time.Since(start) / time.Second)
		wantSame(t, []int{len(live), c.Requests(), deep}, []int{1 + 1002, 1 + 1 + 3 + 3 + 1 + 2, 4})
	})
}
