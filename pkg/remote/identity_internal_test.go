package remote

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

const idA, idB = "5e2211c17a3e5a48f5497de1", "5e2211c17a3e5a48f5497de2"

func serviceIn(name, region string) spec.Resource {
	return spec.Resource{
		Addr:   spec.Address{Project: "p", Kind: spec.KindPrivateEndpointService, Name: name},
		Body:   &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: &region},
		Origin: spec.Origin{File: "a.yaml", Line: 1},
	}
}

// TestRecognise is about lists that Atlas gives for moments only, or not at all.
func TestRecognise(t *testing.T) {
	t.Parallel()
	live := func(id, region string, phase spec.Phase) spec.Resource {
		r := serviceIn(id, region)
		r.ID, r.Phase = id, phase
		return r
	}
	byID := serviceIn(idA, "R")
	byID.Body, byID.Absent = nil, true
	gone := serviceIn("a-before", "R") // sorts first
	gone.Absent, gone.Gone = true, true
	for name, test := range map[string]struct {
		docs, live []spec.Resource
		names      []string
		problem    string
	}{
		"what leaves counts last": {
			[]spec.Resource{serviceIn("main", "R")},
			[]spec.Resource{live(idA, "R", spec.Deleting), live(idB, "R", spec.Pending)},
			[]string{"aws-r", "main"},
			"",
		},
		"what leaves is better than nothing": {
			[]spec.Resource{serviceIn("main", "R")},
			[]spec.Resource{live(idB, "R", spec.Deleting), live(idA, "R", spec.Deleting)},
			[]string{"aws-r", "main"},
			"",
		},
		"strangers that are alike": {
			nil,
			[]spec.Resource{live(idA, "R", spec.Ready), live(idB, "R", spec.Ready), live("c", "S", spec.Ready)},
			[]string{idA, idB, "aws-s"},
			"",
		},
		"two that could be meant": {
			[]spec.Resource{serviceIn("main", "R")},
			[]spec.Resource{live(idB, "R", spec.Ready), live(idA, "R", spec.Failed)},
			[]string{idB, idA},
			"a.yaml:1: p/PrivateEndpointService/main: 2 live objects could be meant, with the IDs " + idA + ", " + idB + ": say more of it, or name the document after one of the IDs",
		},
		"one that two mean": {
			[]spec.Resource{serviceIn("main", "R"), byID},
			[]spec.Resource{live(idA, "R", spec.Ready)},
			[]string{idA},
			"a.yaml:1: p/PrivateEndpointService/main: it means the same object as p/PrivateEndpointService/" + idA + " at a.yaml:1, the one with the ID " + idA + ": take one of them out",
		},
		"one that is gone by another name, and still meant": {
			[]spec.Resource{gone, serviceIn("main", "R")}, []spec.Resource{live(idA, "R", spec.Ready)}, []string{"main"}, "",
		},
		"one that is gone": {
			[]spec.Resource{gone}, []spec.Resource{live(idA, "R", spec.Ready)}, []string{"a-before"}, "",
		},
		"a region that makes no name": {
			nil, []spec.Resource{live(idA, strings.Repeat("R", 200), spec.Ready)}, []string{idA}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := recognise(test.docs, test.live)
			var names []string
			for _, r := range test.live {
				names = append(names, r.Addr.Name)
			}
			problem := ""
			if err != nil {
				problem = err.Error()
			}
			if diff := cmp.Diff(test.names, names); diff != "" || problem != test.problem {
				t.Errorf("problem %q, want %q; names (-want +got):\n%s", problem, test.problem, diff)
			}
		})
	}
}

// TestLateList has two lists of one collection overtake each other: what was made
// in between keeps its name.
func TestLateList(t *testing.T) {
	t.Parallel()
	d := newDirectory()
	a, b := serviceIn("main", "R"), serviceIn("other", "S")
	a.ID, b.ID = idA, idB
	col := collectionOf(a.Addr)
	d.want(a)
	d.want(b)
	early, late := d.ask(), d.ask()
	for _, list := range []struct {
		asked int
		live  []spec.Resource
	}{{late, []spec.Resource{a, b}}, {early, []spec.Resource{a}}} {
		if err := d.learn(col, list.asked, list.live); err != nil {
			t.Fatal(err)
		}
	}
	if name, ok := d.name("p", spec.KindPrivateEndpointService, idB); name != "other" || !ok {
		t.Errorf("what was made between two lists is called %q, want %q", name, "other")
	}
	if err := d.learn(col, d.ask(), []spec.Resource{a}); err != nil {
		t.Fatal(err)
	}
	if name, ok := d.name("p", spec.KindPrivateEndpointService, idB); ok {
		t.Errorf("what is not listed any more is still called %q", name)
	}
}
