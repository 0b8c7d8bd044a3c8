package render_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// github is the number of characters that GitHub takes in a comment.
const github = 65_536

// crowd is a plan with so many operations of each kind, in some projects and
// workspaces, each of them with a hazard where it destroys something.
func crowd(projects int, counts map[plan.Action]int) *plan.Plan {
	p := &plan.Plan{}
	for i := range projects {
		p.Projects = append(p.Projects, fmt.Sprintf("project-%02d", i))
	}
	for _, a := range []plan.Action{plan.Create, plan.Update, plan.Replace, plan.Delete} {
		for i := range counts[a] {
			op := plan.Operation{
				Addr: spec.Address{
					Project: p.Projects[i%projects], Kind: spec.KindStreamConnection,
					Parent: fmt.Sprintf("ws%d", i%7), Name: fmt.Sprintf("%s-%04d", a, i),
				},
				Action: a, Origin: at("streams/all.yaml", 1+9*i),
			}
			switch a {
			case plan.Create:
				op.Fields = all(kafka())
			case plan.Update, plan.Replace:
				op.Fields = []plan.Field{field("config/retries", "3", "5"), field("region", "OHIO_USA", "VIRGINIA_USA")}
			case plan.Delete:
			}
			if a.Destroys() {
				op.Live = &spec.Resource{ID: op.Addr.Name}
				op.Hazards = []plan.Hazard{{Code: plan.HazardDataLoss, Text: "destroys the connection: processors that name it stop working"}}
			}
			p.Operations = append(p.Operations, op)
		}
	}
	return p
}

// TestMarkdownOfThousands wants a comment for plans that have no room in one,
// with everything that goes away by its name.
func TestMarkdownOfThousands(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		plan   *plan.Plan
		has    []string
		hasNot []string
	}{
		{
			"mostly creations", crowd(4, map[plan.Action]int{plan.Create: 1200, plan.Update: 500, plan.Replace: 150, plan.Delete: 150}),
			[]string{
				"**This is not all of it:** there is no room for ", "the fields of 1200 creations",
				"`project-00/StreamConnection/ws0/` will be deleted: `delete-0000`, ",
				"- destroys the connection: processors that name it stop working (300 resources)",
			},
			[]string{"+ type: Kafka"},
		},
		{
			"only deletions", crowd(3, map[plan.Action]int{plan.Delete: 2000}),
			[]string{"(2000 resources)", "the headings of "},
			[]string{"will be created"},
		},
		{
			"a few updates among creations", crowd(2, map[plan.Action]int{plan.Create: 300, plan.Update: 5}),
			[]string{"!   retries: \"3\" -> \"5\"", "the fields of ", "+ type: Kafka"},
			[]string{"5 updates"},
		},
		{
			"only creations", crowd(1, map[plan.Action]int{plan.Create: 2000}),
			[]string{"the fields of 2000 creations", "create-0000` will be created"},
			[]string{"+ type: Kafka"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			links := render.MarkdownOptions{Link: func(o spec.Origin) string { return fmt.Sprintf("https://example.com/%s#L%d", o.File, o.Line) }}
			got := render.Markdown(tc.plan, links)
			if len(got) > github {
				t.Errorf("it has %d bytes", len(got))
			}
			for _, text := range tc.has {
				if !strings.Contains(got, text) {
					t.Errorf("it does not say %q:\n%.3000s", text, got)
				}
			}
			for _, text := range tc.hasNot {
				if strings.Contains(got, text) {
					t.Errorf("it says %q", text)
				}
			}
			for _, op := range tc.plan.Operations {
				if op.Action.Destroys() && !strings.Contains(got, op.Addr.Name) {
					t.Fatalf("%s %s is not named", op.Action, op.Addr)
				}
			}
			a, err := plan.ReadMarker([]byte(got))
			if err != nil {
				t.Fatal(err)
			}
			if a.Digest != tc.plan.Digest() || a.Complete() {
				t.Errorf("the marker has digest %s and is complete: %t", a.Digest, a.Complete())
			}
		})
	}
}

// TestMarkdownOfLongNames names all of more than there is room for one by one: names of
// 35 characters, which begin alike as names do.
func TestMarkdownOfLongNames(t *testing.T) {
	t.Parallel()
	p := crowd(2, map[plan.Action]int{plan.Delete: 1520, plan.Replace: 500})
	for i := range p.Operations {
		p.Operations[i].Addr.Name = fmt.Sprintf("team-%02d-service-%02d-connection-%05d", i%40, i%13, i*7919%100_000)
	}
	got := render.Markdown(p, render.MarkdownOptions{})
	if len(got) > github {
		t.Errorf("it has %d bytes", len(got))
	}
	names := expanded(got)
	for _, op := range p.Operations {
		if len(op.Addr.Name) != 35 || !strings.Contains(names, op.Addr.Name) {
			t.Fatalf("%s %s is not named", op.Action, op.Addr)
		}
	}
	if a, err := plan.ReadMarker([]byte(got)); err != nil || a.Digest != p.Digest() {
		t.Errorf("it cannot be approved: %v", err)
	}
}

// expanded writes names out of which what they begin with was taken.
func expanded(text string) string {
	return regexp.MustCompile(`([^\s`+"`"+`{}]+)\{([^{}\n]*)\}`).ReplaceAllStringFunc(text, func(group string) string {
		prefix, rest, _ := strings.Cut(group, "{")
		var names []string
		for name := range strings.FieldsSeq(strings.TrimSuffix(rest, "}")) {
			names = append(names, prefix+name)
		}
		return strings.Join(names, " ")
	})
}

// TestMarkdownNamesNotAll says so when not even names have room, and cannot be
// approved then.
func TestMarkdownNamesNotAll(t *testing.T) {
	t.Parallel()
	p := crowd(3, map[plan.Action]int{plan.Delete: 15_000})
	got := render.Markdown(p, render.MarkdownOptions{})
	if len(got) > github {
		t.Errorf("it has %d bytes", len(got))
	}
	if _, err := plan.ReadMarker([]byte(got)); err == nil || !strings.Contains(err.Error(), "its plan is too large for a comment to approve it: give --approved") {
		t.Errorf("it can be approved, or does not say why not: %v", err)
	}
	if !strings.Contains(got, "there is no room for the names of ") || !strings.Contains(got, "this comment cannot approve the plan") {
		t.Errorf("it does not say so:\n%.1000s", got)
	}
}

// TestMarkdownFits holds every plan to every limit: nothing is longer, nothing
// less important is shown while something more important is missing, and what
// can be approved names all that goes away.
func TestMarkdownFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts := map[plan.Action]int{}
		for a, most := range map[plan.Action]int{plan.Create: 40, plan.Update: 40, plan.Replace: 20, plan.Delete: 20} {
			counts[a] = rapid.IntRange(0, most).Draw(t, a.String())
		}
		p := crowd(rapid.IntRange(1, 12).Draw(t, "projects"), counts)
		if rapid.Bool().Draw(t, "more") {
			h := hostile()
			p.Operations, p.Blocked, p.Notices = append(p.Operations, h.Operations...), h.Blocked, h.Notices
			p.Unmanaged = h.Unmanaged
		}
		limit := rapid.IntRange(4_096, 30_000).Draw(t, "limit")
		got := render.Markdown(p, render.MarkdownOptions{Limit: limit})
		if len(got) > limit {
			t.Fatalf("it has %d bytes, and %d are allowed", len(got), limit)
		}
		said := strings.Contains(got, "**This is not all of it:**")
		ranks := shown(p, got)
		if missing := slices.ContainsFunc(ranks, func(r rank) bool { return r.shown < r.of }); missing && !said {
			t.Errorf("it does not say that something is missing:\n%s", got)
		}
		for i, r := range ranks {
			for _, lesser := range ranks[i+1:] {
				if r.shown < r.of && lesser.shown > 0 {
					t.Errorf("%d of %d %s are shown, and %d %s", r.shown, r.of, r.what, lesser.shown, lesser.what)
				}
			}
		}
		if _, err := plan.ReadMarker([]byte(got)); err == nil && ranks[0].shown < ranks[0].of {
			t.Errorf("it can be approved, and names %d of %d that go away", ranks[0].shown, ranks[0].of)
		}
	})
}

// rank is one sort of things in a comment, and how many of them are shown.
type rank struct {
	what      string
	shown, of int
}

// shown counts what a comment shows of a crowd, the most important first.
func shown(p *plan.Plan, text string) []rank {
	ranks := []rank{{what: "names of what goes away"}, {what: "updates"}, {what: "creations"}, {what: "fields of updates"}, {what: "fields of creations"}}
	before, _, _ := strings.Cut(text, plan.MarkerStart)
	before = expanded(before)
	add := func(i int, shown bool) {
		ranks[i].of++
		if shown {
			ranks[i].shown++
		}
	}
	for _, op := range p.Operations {
		heading := "`" + op.Addr.String() + "` will be "
		_, fields, _ := strings.Cut(before, heading)
		_, fields, _ = strings.Cut(fields, "\n\n")
		switch named, fenced := strings.Contains(before, op.Addr.Name), strings.HasPrefix(fields, "```"); {
		case op.Addr.Parent == "w`s<u>": // the hostile one is looked for elsewhere
		case op.Action.Destroys():
			add(0, named)
		case op.Action == plan.Update:
			add(1, named)
			add(3, fenced)
		default:
			add(2, named)
			add(4, fenced)
		}
	}
	return ranks
}
