package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// rehearsal is an apply against an emulator on which things go wrong.
type rehearsal struct {
	*testing.T
	emu    *emulator.Emulator
	client *remote.Client
	wire   *tally
}

// tally counts what goes over the wire.
type tally struct {
	http.RoundTripper
	requests, writes, created, refused, struck atomic.Int64
}

func (w *tally) RoundTrip(r *http.Request) (*http.Response, error) {
	w.requests.Add(1)
	if r.Method != http.MethodGet {
		w.writes.Add(1)
	}
	if r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/accessList") { // of which many go out together
		w.created.Add(1)
	}
	res, err := w.RoundTripper.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusTooManyRequests {
		w.refused.Add(1)
	}
	if err == nil && res.Header.Get(emulator.FaultHeader) != "" {
		w.struck.Add(1)
	}
	return res, err
}

func rehearse(t *testing.T, cfg emulator.Config, rules ...string) rehearsal {
	t.Helper()
	if cfg.Projects == nil {
		cfg.Projects = []string{"demo"}
	}
	emu, err := emulator.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	emu.SetFaults(faults(t, rules...)...)
	wire := &tally{RoundTripper: emu.Transport()}
	return rehearsal{t, emu, clientOf(t, emu, wire, false), wire}
}

func faults(t *testing.T, rules ...string) []fault.Rule {
	t.Helper()
	var parsed []fault.Rule
	for _, text := range rules {
		rule, err := fault.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, rule)
	}
	return parsed
}

// apply plans and applies, and gives how that ended.
func (r rehearsal) apply(want []spec.Resource) apply.Result {
	r.Helper()
	return r.run(planOf(r.T, r.client, want, plan.Flags{}))
}

func (r rehearsal) run(p *plan.Plan) apply.Result {
	opts := apply.Options{Parallelism: 10, Now: r.emu.Now}
	return apply.Run(r.Context(), p, r.client, opts, func(apply.Event) {})
}

// done wants everything to be done, and the next plan to be empty.
func (r rehearsal) done(result apply.Result, want []spec.Resource) {
	r.Helper()
	for _, o := range result.Outcomes {
		if o.State != apply.Done {
			r.Errorf("%s %s is %s: %v", o.Action, o.Addr, o.State, o.Err)
		}
	}
	r.emu.SetFaults()
	if p := planOf(r.T, r.client, want, plan.Flags{}); !p.Empty() {
		r.Errorf("the next plan is not empty: %q", outline(p))
	}
}

// estate is workspaces with connections in them.
func estate(t *testing.T, workspaces, each int) []spec.Resource {
	t.Helper()
	var text strings.Builder
	for w := range workspaces {
		fmt.Fprintf(&text, "---\napiVersion: atlasctl/v1\nkind: StreamWorkspace\nmetadata: {project: demo, name: w%d}\n"+
			"spec: {dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}, streamConfig: {tier: SP10}}\n", w)
		for c := range each {
			fmt.Fprintf(&text, "---\napiVersion: atlasctl/v1\nkind: StreamConnection\nmetadata: {project: demo, workspace: w%d, name: c%d}\n"+
				"spec: {type: Https, url: \"https://example.com\", headers: {X-Team: clicks}}\n", w, c)
		}
	}
	return load(t, spec.Source{Name: "estate.yaml", Data: []byte(text.String())})
}

// TestStormOfRefusals refuses every third request for its rate: 200 operations
// come through, at a price.
func TestStormOfRefusals(t *testing.T) {
	t.Parallel()
	want := estate(t, 10, 19)
	calm := rehearse(t, emulator.Config{})
	calm.done(calm.apply(want), want)
	for _, rule := range []string{"/** every=3 status=429", "/** every=3 status=429 retry-after=1"} {
		storm := rehearse(t, emulator.Config{}, rule)
		result := storm.apply(want)
		if result.Added != len(want) || storm.wire.refused.Load() < 100 {
			t.Errorf("%s: %d of %d added, %d refused", rule, result.Added, len(want), storm.wire.refused.Load())
		}
		if got, limit := storm.wire.requests.Load(), calm.wire.requests.Load()*3/2; got > limit {
			t.Errorf("%s: %d requests, want %d at most", rule, got, limit)
		}
		storm.done(result, want)
	}
}

// TestWithinTheBudget needs more requests than a bucket holds: none is refused,
// and it takes no longer than the bucket dictates. It runs in a bubble, where
// what waits at the same time waits together.
func TestWithinTheBudget(t *testing.T) {
	t.Parallel()
	const capacity, refill = 100, 50 // a minute
	sets := map[string]emulator.Limit{}
	for _, name := range emulator.EndpointSets() {
		sets[name] = emulator.Limit{Capacity: capacity, Refill: refill}
	}
	want := estate(t, 10, 9)
	synctest.Test(t, func(t *testing.T) {
		r := rehearse(t, emulator.Config{Limits: sets, Speed: 1, Now: time.Now})
		begin := time.Now()
		p := planOf(t, r.client, want, plan.Flags{})
		if err := r.client.ReadLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		result := r.run(p)
		took, sent := time.Since(begin), r.wire.requests.Load()
		dictated := time.Duration(sent-capacity) * time.Minute / refill
		if sent < 250 || took > dictated*11/10 {
			t.Errorf("%d requests took %s, want at least 250 in %s and a tenth", sent, took, dictated)
		}
		if refused := r.wire.refused.Load(); refused > 0 {
			t.Errorf("%d requests were refused", refused)
		}
		r.done(result, want)
	})
}

// TestAnswersThatGetLost loses the answer of every POST after its effect, of the
// quickstart and of a project with every kind in it: everything is made exactly once.
func TestAnswersThatGetLost(t *testing.T) {
	t.Parallel()
	for folder, losses := range map[string][]string{
		exampleRoot + "/quickstart": {
			"POST /** drop=after", "POST /** html=504 after", "POST /** status=500 after", "POST /** truncate", "POST /streams drop=after",
		},
		platform: {"POST,PATCH,PUT /** drop=after", "POST,PATCH,PUT /** drop=late latency=20s"},
	} {
		want := loadFolders(t, folder)
		calm := rehearse(t, emulator.Config{Projects: givenProjects(want)})
		calm.done(calm.apply(want), want)
		for _, loss := range losses {
			for _, odd := range []emulator.Oddities{emulator.OdditiesNever, emulator.OdditiesAlways} {
				t.Run(fmt.Sprintf("%s, %s, oddities %d", filepath.Base(folder), loss, odd), func(t *testing.T) {
					t.Parallel()
					r := rehearse(t, emulator.Config{Projects: givenProjects(want), Oddities: odd}, loss)
					result := r.apply(want)
					if result.Added != len(want) {
						t.Errorf("%d of %d added", result.Added, len(want))
					}
					if sent, due := r.wire.created.Load(), calm.wire.created.Load(); odd == emulator.OdditiesNever && sent != due {
						t.Errorf("%d POST requests were sent, %d of a calm run", sent, due)
					}
					r.done(result, want)
					if p := planOf(t, r.client, want, plan.Flags{Prune: true}); !p.Empty() {
						t.Errorf("there is more than was asked for: %q", outline(p))
					}
				})
			}
		}
	}
}

// TestSecondEditorOfAPlannedField has somebody change what is about to be
// changed: that is a conflict, and the rest goes on.
func TestSecondEditorOfAPlannedField(t *testing.T) {
	t.Parallel()
	before, after := estate(t, 2, 1), estate(t, 2, 1)
	for _, w := range after {
		if b, ok := w.Body.(*spec.StreamWorkspace); ok {
			b.StreamConfig.Tier = new("SP30")
		}
	}
	r := rehearse(t, emulator.Config{})
	r.done(r.apply(before), before)
	p := planOf(t, r.client, after, plan.Flags{})
	r.emu.SetFaults(faults(t, "GET /streams/w0 nth=1 edit=before")...)
	result := r.run(p)
	if result.Count(apply.Failed) != 1 || result.Count(apply.Done) != 1 {
		t.Fatalf("%d failed, %d done, want one of each", result.Count(apply.Failed), result.Count(apply.Done))
	}
	i := slices.IndexFunc(result.Outcomes, func(o apply.Outcome) bool { return o.State == apply.Failed })
	const text = `conflict: somebody changed it since the plan: streamConfig.tier: the plan saw "SP10", now it is "SP5", the file wants "SP30": plan again`
	if err := result.Outcomes[i].Err; err.Error() != text {
		t.Errorf("got  %v\nwant %s", err, text)
	}
}

// TestSecondEditorOfAnotherField has somebody change something else in the same
// resource: the update goes on and keeps it.
func TestSecondEditorOfAnotherField(t *testing.T) {
	t.Parallel()
	cluster := func(settings string) []spec.Resource {
		return load(t, spec.Source{Name: "shop.yaml", Data: []byte("apiVersion: atlasctl/v1\nkind: FlexCluster\n" +
			"metadata: {project: demo, name: shop}\nspec:\n  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}\n" + settings)})
	}
	r := rehearse(t, emulator.Config{})
	before, after := cluster(""), cluster("  terminationProtectionEnabled: true\n")
	r.done(r.apply(before), before)
	p := planOf(t, r.client, after, plan.Flags{})
	r.emu.SetFaults(faults(t, "GET /flexClusters/shop nth=1 edit=before")...)
	r.done(r.run(p), after)
	live, err := r.client.Read(t.Context(), after[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := live.Body.(*spec.FlexCluster).Tags["edited"]; got != "edited1" {
		t.Errorf("the tag of the second editor is %q", got)
	}
}
