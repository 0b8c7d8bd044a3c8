package remote_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// totals declares a processor of the connection solar; match is a stage of it.
func totals(match, more string) string {
	return doc("StreamProcessor", "workspace: clicks, name: totals",
		"{pipeline: [{$source: {connectionName: solar}}, {$match: "+match+"}, {$emit: {connectionName: __testLog}}]"+more+"}")
}

// running is a client of an emulator with a processor that runs, and what went
// over the wire since.
func running(t *testing.T, wire func(next http.RoundTripper) http.RoundTripper) (*remote.Client, *recorder, spec.Resource) {
	t.Helper()
	emu, _ := newEmulator(t, "demo")
	docs := load(t, "demo", workspace("clicks"), sample("clicks", "solar"), totals("{a: 1}", ", state: STARTED"))
	seed(t, emu, docs)
	rec := &recorder{next: wire(emu.Transport())}
	c := newClient(t, emu, remote.Config{Transport: rec})
	c.AllowWrites()
	r := docs[1]
	live, err := c.Read(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := carryOut(t, c, *live, r); err != nil {
		t.Fatal(err)
	}
	rec.take()
	return c, rec, r
}

func as(next http.RoundTripper) http.RoundTripper { return next }

// steps gives the writes to a processor, as method and what follows its name.
func steps(seen []string) []string {
	var writes []string
	for _, request := range seen {
		if method, path, _ := strings.Cut(request, " "); method != http.MethodGet {
			writes = append(writes, method+" "+path[strings.LastIndex(path, "totals")+len("totals"):])
		}
	}
	return writes
}

// carryOut sends an update, one write after the other, until nothing is left of it.
func carryOut(t *testing.T, c *remote.Client, live, want spec.Resource) error {
	t.Helper()
	for range 4 {
		if err := c.Update(t.Context(), live, want); err != nil {
			return err
		}
		now, err := c.WaitEffect(t.Context(), live, want, nil)
		if err != nil || remotetest.Diff(want.Body, *now) == "" {
			return err
		}
		live = *now
	}
	return errors.New("there is no end to it")
}

// change updates a processor to what a document says, and gives its state then.
func change(t *testing.T, c *remote.Client, r spec.Resource, document string) (string, error) {
	t.Helper()
	live, err := c.Read(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	failed := carryOut(t, c, *live, load(t, "demo", document)[0])
	if live, err = c.Read(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return live.State, failed
}

func TestProcessorIsStoppedToBeChanged(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, document, state string
		writes                []string
	}{
		{"pipeline", totals("{a: 2}", ", state: STARTED"), "STARTED", []string{"POST :stop", "PATCH ", "POST :start"}},
		{"tier", totals("{a: 1}", ", state: STARTED, tier: SP10"), "STARTED", []string{"POST :stop", "POST :startWith"}},
		{"both", totals("{a: 2}", ", state: STARTED, tier: SP10"), "STARTED", []string{"POST :stop", "PATCH ", "POST :startWith"}},
		{"state", totals("{a: 1}", ", state: STOPPED"), "STOPPED", []string{"POST :stop"}},
		{"pipeline and state", totals("{a: 2}", ", state: STOPPED"), "STOPPED", []string{"POST :stop", "PATCH "}},
		{"nothing", totals("{a: 1.0}", ", state: STARTED"), "STARTED", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, wire, r := running(t, as)
			state, err := change(t, c, r, test.document)
			if err != nil || state != test.state {
				t.Errorf("it is %s, %v, want it %s", state, err, test.state)
			}
			if diff := cmp.Diff(test.writes, steps(wire.seen)); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProcessorLostAnswers loses the answer to each of the requests of a change,
// and wants that to be told: the caller finds out what came of it.
func TestProcessorLostAnswers(t *testing.T) {
	t.Parallel()
	for _, request := range []string{"POST :stop", "PATCH ", "POST :start"} {
		t.Run(request, func(t *testing.T) {
			t.Parallel()
			armed := false
			c, _, r := running(t, func(next http.RoundTripper) http.RoundTripper {
				return transport(func(r *http.Request) (*http.Response, error) {
					res, err := next.RoundTrip(r)
					if armed && slices.Equal(steps([]string{r.Method + " " + r.URL.Path}), []string{request}) {
						return nil, io.ErrUnexpectedEOF
					}
					return res, err
				})
			})
			armed = true
			_, err := change(t, c, r, totals("{a: 2}", ", state: STARTED"))
			if unknown, ok := errors.AsType[interface {
				error
				OutcomeUnknown() bool
			}](err); !ok || !unknown.OutcomeUnknown() {
				t.Errorf("got %v, want that the outcome is unknown", err)
			}
		})
	}
}

// TestProcessorThatIsThereAlready asks one to go where it is by now: somebody was
// faster.
func TestProcessorThatIsThereAlready(t *testing.T) {
	t.Parallel()
	c, _, r := running(t, as)
	live, err := c.Read(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	stopped := load(t, "demo", totals("{a: 1}", ", state: STOPPED"))[0]
	for range 2 {
		if err := c.Update(t.Context(), *live, stopped); err != nil {
			t.Errorf("stopping it: %v", err)
		}
	}
	live.Body.(*spec.StreamProcessor).State = new("STOPPED")
	for range 2 {
		if err := c.Update(t.Context(), *live, r); err != nil {
			t.Errorf("starting it: %v", err)
		}
	}
}

// TestProcessorIsStoppedToBeDeleted wants no running processor to be deleted.
func TestProcessorIsStoppedToBeDeleted(t *testing.T) {
	t.Parallel()
	c, wire, r := running(t, as)
	wantText(t, c.Delete(t.Context(), r), "it has to stop before it can be deleted")
	rest := r
	rest.Body = nil
	if _, err := c.WaitEffect(t.Context(), r, rest, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"POST :stop", "DELETE "}, steps(wire.seen)); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// TestProcessorEffect waits for a processor that goes on being in a state.
func TestProcessorEffect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		is, before, want string
		err              string
		least, most      time.Duration
	}{
		{"STARTED", "STARTED", "STOPPED", "still STARTED after 20m0s", 20 * time.Minute, 21 * time.Minute},
		{"STOPPED", "STOPPED", "STARTED", "still STOPPED after 20m0s", 20 * time.Minute, 21 * time.Minute},
		{"INIT", "STOPPED", "STARTED", "still INIT after 20m0s", 20 * time.Minute, 21 * time.Minute},
		{"STARTED", "STOPPED", "STARTED", "", 0, 2 * time.Second},
		{"FAILED", "STOPPED", "STARTED", "Atlas reports state FAILED", 0, 2 * time.Second},
		{"FAILED", "STARTED", "STOPPED", "", 0, 2 * time.Second},
		{"FAILED", "FAILED", "STARTED", "Atlas reports state FAILED", 30 * time.Second, time.Minute},
		{"FAILED", "FAILED", "", "", 0, 2 * time.Second}, // nobody asked it to recover
		{"", "STARTED", "STOPPED", "it is not there any more", 30 * time.Second, time.Minute},
	} {
		t.Run(test.before+" to "+test.want+" is "+test.is, func(t *testing.T) {
			t.Parallel()
			clock := &stillClock{}
			c := connect(t, remote.Config{
				Credentials: remote.Token("token"), Clock: clock,
				Transport: handled(answers(200, "application/json", listing(test.is))),
			})
			live := load(t, projectID, totals("{a: 1}", ", state: CREATED"))[0]
			want := load(t, projectID, totals("{a: 1}", ", state: CREATED"))[0]
			live.Body.(*spec.StreamProcessor).State, want.Body.(*spec.StreamProcessor).State = state(test.before), state(test.want)
			if live.Phase = spec.Ready; test.before == "FAILED" {
				live.Phase = spec.Failed
			}
			begun := clock.Now()
			_, err := c.WaitEffect(t.Context(), live, want, nil)
			if test.err == "" && err != nil {
				t.Error(err)
			} else if test.err != "" {
				wantText(t, err, test.err)
			}
			if waited := clock.Now().Sub(begun); waited < test.least || waited > test.most {
				t.Errorf("it waited %s", waited)
			}
		})
	}
}

// listing is a list of processors with one in a state, or with none.
func listing(state string) string {
	if state == "" {
		return `{"results":[],"totalCount":0}`
	}
	return `{"results":[{"name":"totals","_id":"` + objectID + `","pipeline":[],"state":"` + state + `"}],"totalCount":1}`
}

// state is one that a body can have.
func state(name string) *string {
	if name == "" || name == "FAILED" {
		return nil
	}
	return &name
}

// TestProcessorThatFails tells why, wherever Atlas says so.
func TestProcessorThatFails(t *testing.T) {
	t.Parallel()
	for answer, detail := range map[string]string{
		`"errorMsg":"no such topic","stats":{}`:         "no such topic",
		`"stats":{"errorMsg":"no such topic","ok":{}}`:  "no such topic",
		`"stats":{"errorMsg":{"code":1}},"errorMsg":{}`: "it gives no reason",
		`"stats":[1]`: "it gives no reason",
		`"errorMsg":null,"stats":null,"options":{"a":"b"}`: "it gives no reason",
	} {
		c := connect(t, remote.Config{
			Credentials: remote.Token("token"),
			Transport:   handled(answers(200, "application/json", `{"name":"totals","pipeline":[],"state":"FAILED",`+answer+`}`)),
		})
		live, err := c.Read(t.Context(), load(t, projectID, totals("{a: 1}", ""))[0])
		if err != nil || live.Phase != spec.Failed || !strings.HasPrefix(live.Detail, detail) {
			t.Errorf("%s: got %+v, %v, want it failed: %s", answer, live, err, detail)
		}
		if live.Body.(*spec.StreamProcessor).State != nil {
			t.Errorf("%s: it has a state that a document could ask for", answer)
		}
		for state, ignored := range map[string]int{"CREATED": 1, "STOPPED": 1, "STARTED": 0} {
			if all := spec.DropInert(load(t, projectID, totals("{a: 1}", ", state: "+state))[0].Body, *live); len(all) != ignored {
				t.Errorf("%s: of state %s it ignores %v", answer, state, all)
			}
		}
	}
}

// TestDanglingProcessor wants a problem for every connection that is neither
// declared nor there.
func TestDanglingProcessor(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	seed(t, emu, load(t, "demo", workspace("clicks"), sample("clicks", "there")))
	c := newClient(t, emu, remote.Config{})
	for name, text := range map[string]string{
		"there":    "",
		"declared": "",
		"nowhere": "demo.yaml:1: demo/StreamProcessor/clicks/totals: it refers to demo/StreamConnection/clicks/nowhere, " +
			"which does not exist and no file declares: declare it, or check the name",
	} {
		want := load(t, "demo", strings.ReplaceAll(totals("{a: 1}", ""), "solar", name), sample("clicks", "declared"))
		_, err := c.Fetch(t.Context(), want, remote.FetchOptions{})
		if text == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text != "" {
			wantText(t, err, text[strings.Index(text, " "):])
		}
	}
}

// TestProcessorKeepsWhatIsHidden changes something beside a pipeline with a header
// that no document knows: it is neither shown nor lost, and stops nothing by itself.
func TestProcessorKeepsWhatIsHidden(t *testing.T) {
	t.Parallel()
	emu, _ := newEmulator(t, "demo")
	hook := doc("StreamConnection", "workspace: clicks, name: hook", "{type: Https, url: 'https://example.com'}")
	with := func(headers, more string) string {
		return doc("StreamProcessor", "workspace: clicks, name: totals",
			"{pipeline: [{$source: {connectionName: solar}}, {$https: {connectionName: hook, headers: "+headers+"}}, {$emit: {connectionName: __testLog}}]"+more+"}")
	}
	seed(t, emu, load(t, "demo", workspace("clicks"), sample("clicks", "solar"), hook, with("{Authorization: canary}", "")))
	rec := &recorder{next: emu.Transport()}
	c := newClient(t, emu, remote.Config{Transport: rec})
	c.AllowWrites()
	want := load(t, "demo", with("{}", ", state: STARTED"))[0]
	live, err := c.Read(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(*live.Body.(*spec.StreamProcessor).Pipeline); strings.Contains(text, "canary") {
		t.Errorf("a secret is in %q", text)
	}
	body := spec.Clone(live.Body).(*spec.StreamProcessor)
	body.State = new(spec.ProcessorStarted)
	want.Body = body
	rec.take()
	if err := c.Update(t.Context(), *live, want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"POST :start"}, steps(rec.seen)); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	now, err := newClient(t, emu, remote.Config{}).Read(t.Context(), load(t, "demo", with("{Authorization: canary}", ""))[0])
	if err != nil {
		t.Fatal(err)
	}
	if text := string(*now.Body.(*spec.StreamProcessor).Pipeline); !strings.Contains(text, "canary") {
		t.Errorf("the header is not there any more: %q", text)
	}
}
