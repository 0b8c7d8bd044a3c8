package remote_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
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
	if err := c.Update(t.Context(), *live, r); err != nil {
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

// change updates a processor to what a document says, and gives its state then.
func change(t *testing.T, c *remote.Client, r spec.Resource, document string) (string, error) {
	t.Helper()
	live, err := c.Read(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	failed := c.Update(t.Context(), *live, load(t, "demo", document)[0])
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

// TestProcessorRunsOnAfterARefusal wants a processor that was stopped for a change
// which Atlas does not take to run again.
func TestProcessorRunsOnAfterARefusal(t *testing.T) {
	t.Parallel()
	c, wire, r := running(t, as)
	state, err := change(t, c, r, strings.ReplaceAll(totals("{a: 2}", ", state: STARTED"), "solar", "nowhere"))
	wantText(t, err, "400 Bad Request STREAM_PROCESSOR_GENERIC_ERROR", "connection named nowhere does not exist")
	if state != "STARTED" {
		t.Errorf("it is %s, want it STARTED", state)
	}
	if diff := cmp.Diff([]string{"POST :stop", "PATCH ", "POST :start"}, steps(wire.seen)); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// TestProcessorLostAnswers loses the answer to one of the requests of a change.
// Whether a processor stopped or started can be seen; of the change itself the
// caller finds out.
func TestProcessorLostAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		request, state string
		unknown        bool
	}{
		{"POST :stop", "STARTED", false},
		{"PATCH ", "STOPPED", true},
		{"POST :start", "STARTED", false},
	} {
		t.Run(test.request, func(t *testing.T) {
			t.Parallel()
			armed := false
			c, _, r := running(t, func(next http.RoundTripper) http.RoundTripper {
				return transport(func(r *http.Request) (*http.Response, error) {
					res, err := next.RoundTrip(r)
					if armed && len(steps([]string{r.Method + " " + r.URL.Path})) > 0 && steps([]string{r.Method + " " + r.URL.Path})[0] == test.request {
						return nil, io.ErrUnexpectedEOF
					}
					return res, err
				})
			})
			armed = true
			state, err := change(t, c, r, totals("{a: 2}", ", state: STARTED"))
			if unknown, ok := errors.AsType[interface {
				error
				OutcomeUnknown() bool
			}](err); (ok && unknown.OutcomeUnknown()) != test.unknown || !test.unknown && err != nil {
				t.Errorf("got %v, want that the outcome is unknown: %t", err, test.unknown)
			}
			if state != test.state {
				t.Errorf("it is %s, want it %s", state, test.state)
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
	if err := c.Delete(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"POST :stop", "DELETE "}, steps(wire.seen)); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// TestProcessorThatDoesNotMove has one that neither stops nor starts.
func TestProcessorThatDoesNotMove(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"STARTED": "STOPPED", "STOPPED": "STARTED"} {
		clock := &stillClock{}
		c := connect(t, remote.Config{
			Credentials: remote.Token("token"), Clock: clock,
			Transport: handled(answers(200, "application/json", `{"name":"totals","pipeline":[],"state":"`+state+`"}`)),
		})
		c.AllowWrites()
		live := load(t, projectID, totals("{a: 1}", ", state: "+state))[0]
		err := c.Update(t.Context(), live, load(t, projectID, totals("{a: 1}", ", state: "+want))[0])
		wantText(t, err, "it is still "+state+" after 10m0s: plan again to see")
		if waited := clock.Now().Sub(time.Time{}); waited > 11*time.Minute {
			t.Errorf("it waited %s", waited)
		}
	}
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
