package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// drifts tells a drift in a line a resource.
func drifts(d *plan.Drift) []string {
	var list []string
	for _, r := range d.Resources {
		text := r.How.String() + " " + r.Addr.String()
		for _, f := range r.Fields {
			file, live := "nothing", "nothing"
			if f.File != nil {
				file = f.File.Value
			}
			if f.Live != nil {
				live = f.Live.Value
			}
			text += fmt.Sprintf(" %v: %s here, %s there", f.Path, file, live)
		}
		if r.Reason != "" {
			text += ": " + r.Reason
		}
		list = append(list, text)
	}
	return list
}

func TestDrift(t *testing.T) {
	t.Parallel()
	f, w, c := flex("a"), workspace("w"), connection("w", "c")
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		drift      []string
		unmanaged  int
	}{
		{"as the files say", []spec.Resource{document(t, f, aws)}, []spec.Resource{live(t, f, aws), live(t, flex("b"), aws)}, nil, 1},
		{
			"a field",
			[]spec.Resource{document(t, w, virginia+", streamConfig: {tier: SP10}")},
			[]spec.Resource{live(t, w, virginia+", streamConfig: {tier: SP30}")},
			[]string{"changed shop/StreamWorkspace/w [streamConfig tier]: SP10 here, SP30 there"},
			0,
		},
		{"gone", []spec.Resource{document(t, f, aws)}, nil, []string{"missing shop/FlexCluster/a"}, 0},
		{
			"going",
			[]spec.Resource{document(t, f, aws)},
			[]spec.Resource{in(spec.Deleting, "DELETING", "", live(t, f, aws))},
			[]string{"missing shop/FlexCluster/a: Atlas is deleting it"},
			0,
		},
		{"back again", []spec.Resource{document(t, f, "absent")}, []spec.Resource{live(t, f, aws)}, []string{"unwanted shop/FlexCluster/a"}, 0},
		{
			"out of sight",
			[]spec.Resource{document(t, f, aws)},
			[]spec.Resource{in(spec.Unavailable, "", "retired", spec.Resource{Addr: f})},
			[]string{"unseen shop/FlexCluster/a: retired"},
			0,
		},
		{
			"what a replacement of the parent would take along is none",
			[]spec.Resource{document(t, f, aws), document(t, w, virginia), document(t, c, https)},
			[]spec.Resource{live(t, f, "providerSettings: {backingProviderName: AWS, regionName: EU_WEST_1}"), live(t, w, virginia), live(t, c, https)},
			[]string{"changed shop/FlexCluster/a [providerSettings regionName]: US_EAST_1 here, EU_WEST_1 there"},
			0,
		},
		{
			"a secret that a change would send is none",
			[]spec.Resource{document(t, c, kafka+", "+scram+", config: {a: b}")},
			[]spec.Resource{live(t, c, kafka+", "+scram+", config: {a: c}")},
			[]string{"changed shop/StreamConnection/w/c [config a]: b here, c there"},
			0,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := plan.FindDrift(test.want, masked(test.live, test.want...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.drift, drifts(d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			unmanaged := 0
			for _, u := range d.Unmanaged {
				unmanaged += u.Count
			}
			if unmanaged != test.unmanaged || d.Compared != len(test.want) {
				t.Errorf("got %d unmanaged and %d compared, want %d and %d", unmanaged, d.Compared, test.unmanaged, len(test.want))
			}
		})
	}
}

// TestDriftAndPlan wants drift exactly where a plan has something to do, and
// none after it was done.
func TestDriftAndPlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		memory, p := unblocked(t, &want, live, plan.Flags{})
		if d := driftOn(t, memory, want); (len(d.Resources) == 0) != p.Empty() {
			t.Errorf("drift %q\nplan %q", drifts(d), actions(p))
		}
		apply.Run(t.Context(), p, memory, apply.Options{Parallelism: 1, Now: func() time.Time { return time.Time{} }}, func(apply.Event) {})
		if d := driftOn(t, memory, want); len(d.Resources) > 0 {
			t.Errorf("after an apply: %q", drifts(d))
		}
	})
}

func driftOn(t *rapid.T, memory *remote.Memory, want []spec.Resource) *plan.Drift {
	live, err := memory.Fetch(t.Context(), want, remote.FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := plan.FindDrift(want, live)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
