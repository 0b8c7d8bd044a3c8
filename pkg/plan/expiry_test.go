package plan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func access(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindIPAccessListEntry, Name: name}
}

// TestAt understands documents at a point in time.
func TestAt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)
	a := access("10.0.0.1")
	dated := func(date string) string { return "comment: guest, deleteAfterDate: '" + date + "'" }
	for _, test := range []struct {
		name, want, live string
		planned          []string // actions and notices
	}{
		{"the date has passed and it is gone", dated("2026-06-01T12:00:00Z"), "", []string{"deleteAfterDate has passed: it is not created again, so the document can be taken out"}},
		{"the date has passed and it is there", dated("2026-06-01T12:00:00Z"), "comment: other", []string{"deleteAfterDate has passed: it is left alone; to have it deleted, write ensure: absent"}},
		{"the date is ahead", dated("2026-06-01T12:00:01Z"), "", []string{"create shop/IPAccessListEntry/10.0.0.1"}},
		{"the date is a week ahead", dated("2026-06-08T12:00:00Z"), "", []string{"create shop/IPAccessListEntry/10.0.0.1"}},
		{"the date is further ahead", dated("2026-06-08T12:00:01Z"), "", []string{"blocked create shop/IPAccessListEntry/10.0.0.1"}},
		{"the date is further ahead, and another one there", dated("2026-06-08T12:00:01Z"), "comment: other", []string{"blocked update shop/IPAccessListEntry/10.0.0.1"}},
		{"the date is further ahead, and there already", dated("2026-06-08T12:00:01Z"), "comment: other, deleteAfterDate: '2026-06-08T12:00:01Z'", []string{"update shop/IPAccessListEntry/10.0.0.1"}},
		{"there is no date", "comment: guest", "", []string{"create shop/IPAccessListEntry/10.0.0.1"}},
		{"it shall be absent", "absent", "comment: other", []string{"delete shop/IPAccessListEntry/10.0.0.1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want := []spec.Resource{document(t, a, test.want)}
			var there []spec.Resource
			if test.live != "" {
				there = append(there, live(t, a, test.live))
			}
			p, err := plan.Compute(plan.At(want, now), there, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			got := actions(p)
			for _, n := range p.Notices {
				got = append(got, n.Text)
			}
			if diff := cmp.Diff(test.planned, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			d, err := plan.FindDrift(plan.At(want, now), there)
			if err != nil {
				t.Fatal(err)
			}
			if passed := strings.HasPrefix(test.name, "the date has passed"); passed != (len(d.Resources) == 0) {
				t.Errorf("got the drift %+v", d.Resources)
			}
			if want[0].Over || !want[0].Early.IsZero() {
				t.Error("the documents were changed")
			}
		})
	}
}

// TestAddFirst wants the old entries to go when all new ones are there.
func TestAddFirst(t *testing.T) {
	t.Parallel()
	elsewhere := access("10.0.0.2")
	elsewhere.Project = "other"
	want := []spec.Resource{
		document(t, access("10.0.0.1"), "absent"), document(t, access("10.0.0.2"), "absent"), document(t, elsewhere, "absent"),
		document(t, access("10.0.0.3"), ""), document(t, access("10.0.0.4"), "comment: new"),
		document(t, workspace("w"), "absent"),
	}
	there := []spec.Resource{
		live(t, access("10.0.0.1"), ""), live(t, access("10.0.0.2"), ""), live(t, elsewhere, ""), live(t, access("10.0.0.4"), "comment: old"),
		live(t, workspace("w"), virginia),
	}
	p, err := plan.Compute(want, there, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, op := range p.Operations {
		text := op.Action.String() + " " + op.Addr.String()
		for _, before := range op.After {
			text += " after " + before.Name
		}
		got = append(got, text)
	}
	if diff := cmp.Diff([]string{
		"delete other/IPAccessListEntry/10.0.0.2",
		"create shop/IPAccessListEntry/10.0.0.3",
		"update shop/IPAccessListEntry/10.0.0.4",
		"delete shop/IPAccessListEntry/10.0.0.1 after 10.0.0.3 after 10.0.0.4",
		"delete shop/IPAccessListEntry/10.0.0.2 after 10.0.0.3 after 10.0.0.4",
		"delete shop/StreamWorkspace/w",
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLast says of a collection that nothing is left in it, when that is so.
func TestLast(t *testing.T) {
	t.Parallel()
	one, two := access("10.0.0.1"), access("10.0.0.2")
	gone := document(t, one, "absent")
	project := spec.Address{Project: "shop", Kind: spec.KindProject, Name: "shop"}
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		last       int
	}{
		{"one of two", []spec.Resource{gone}, []spec.Resource{live(t, one, ""), live(t, two, "")}, 0},
		{"the only one", []spec.Resource{gone}, []spec.Resource{live(t, one, "")}, 1},
		{"both", []spec.Resource{gone, document(t, two, "absent")}, []spec.Resource{live(t, one, ""), live(t, two, "")}, 1},
		{"all with the project", []spec.Resource{gone, {Addr: project, Absent: true}}, []spec.Resource{live(t, one, ""), {Addr: project, Body: new(spec.Project), ID: "p"}}, 0},
		{"another one comes", []spec.Resource{gone, document(t, two, "")}, []spec.Resource{live(t, one, "")}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, test.live, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			last := 0
			for _, op := range p.Operations {
				for _, h := range op.Hazards {
					if h.Code == plan.HazardDisruption && strings.HasPrefix(h.Text, "no entry is left") {
						last++
					}
				}
			}
			if last != test.last {
				t.Errorf("it is said %d times, want %d", last, test.last)
			}
		})
	}
}
