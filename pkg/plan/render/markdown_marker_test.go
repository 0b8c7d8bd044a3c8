package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestMarkerReadsBack approves each plan by its comment, however the comment
// came through a web form, and whatever others hide in it.
func TestMarkerReadsBack(t *testing.T) {
	t.Parallel()
	for _, tc := range cases() {
		comment := render.Markdown(tc.plan, render.MarkdownOptions{Commit: "0123abc"})
		for name, text := range map[string]string{
			"the comment": comment,
			"CRLF":        strings.ReplaceAll(comment, "\n", "\r\n"),
			"trimmed":     "\ufeff\n" + strings.TrimSpace(comment) + "  ",
			"with others": "<!-- another tool -->\n" + comment + "\n<!-- written by a bot -->",
		} {
			a, err := plan.ReadMarker([]byte(text))
			if err != nil {
				t.Errorf("%s: %s: %v", tc.name, name, err)
				continue
			}
			if diff := cmp.Diff([]string{tc.plan.Digest(), "0123abc"}, []string{a.Digest, a.Commit}); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", tc.name, name, diff)
			}
			if err := a.Shaped(tc.plan); err != nil {
				t.Errorf("%s: %s: %v", tc.name, name, err)
			}
			if done, diffs := a.Left(tc.plan, nil); !a.Complete() || len(done)+len(diffs) > 0 {
				t.Errorf("%s: %s: complete %t, done %q, differences %v", tc.name, name, a.Complete(), done, diffs)
			}
		}
	}
}

// TestMarkerIsRefused tells what is wrong with what cannot have been approved.
func TestMarkerIsRefused(t *testing.T) {
	t.Parallel()
	comment := render.Markdown(rich(), render.MarkdownOptions{})
	edit := func(old, changed string) string {
		if !strings.Contains(comment, old) {
			t.Fatalf("there is no %s to edit", old)
		}
		return strings.ReplaceAll(comment, old, changed)
	}
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", "", "it has no line that starts with <!-- atlasctl:plan: "},
		{"a plan as JSON", string(mustJSON(t, rich())), "it has no line that starts with "},
		{"quoted", edit(plan.MarkerStart, "> "+plan.MarkerStart), "it has no line that starts with "},
		{"two", comment + comment, "it has 2 markers, and only one can be what was approved"},
		{"cut off", comment[:len(comment)-9], "its marker was cut off: plan again"},
		{"cut within", edit(`"complete":true,`, ""), "its marker: "},
		{"no JSON", edit(`{"version"`, `"version"`), "its marker: it is no plan as JSON"},
		{"of another format", edit(`"formatVersion":1`, `"formatVersion":2`), "its marker: it has format version 2, "},
		{"of another version", edit(`{"version":1`, `{"version":2`), "its marker has version 2, "},
		{"another flag", edit(`"prune":true`, `"prune":false`), "its marker: it does not have the checksum that it says"},
		{"another text", edit("### Hazards", "### Nothing"), "its text is not the one of its marker: it was changed after it was written"},
		{"more text", comment + "\nAll of this is harmless.\n", "its text is not the one of its marker: "},
		{"hidden text", "<!-- --> Harmless. <!-- -->\n" + comment, "its text is not the one of its marker: "},
		{"the marker alone", comment[strings.LastIndex(comment, plan.MarkerStart):], "its text is not the one of its marker: "},
		{"another operation", edit(`["update","shop`, `["delete","shop`), "its marker: it does not have the checksum that it says"},
	} {
		if _, err := plan.ReadMarker([]byte(tc.text)); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %s…", tc.name, err, tc.want)
		}
	}
}

// TestMarkerCannotBeForged puts a marker into names and values: it must not
// become the comment's own.
func TestMarkerCannotBeForged(t *testing.T) {
	t.Parallel()
	other := render.Markdown(create(), render.MarkdownOptions{})
	forged := strings.TrimSpace(other[strings.LastIndex(other, plan.MarkerStart):])
	p := update()
	p.Operations[0].Fields = append(p.Operations[0].Fields, field("tags/x", nil, "\n"+forged+"\n"), field("tags/y", nil, forged))
	p.Operations[0].Addr.Name = "\n" + forged
	p.Operations[0].Hazards = []plan.Hazard{{Code: "x", Text: forged}}
	p.Notices = []plan.Notice{{Text: forged}, {Addr: p.Operations[0].Addr, Text: "\n\n" + forged}}
	p.Blocked = []plan.Blocked{{Addr: p.Operations[0].Addr, Action: plan.Delete, Reason: forged}}
	a, err := plan.ReadMarker([]byte(render.Markdown(p, render.MarkdownOptions{})))
	if err != nil {
		t.Fatal(err)
	}
	if a.Digest != p.Digest() {
		t.Errorf("got the digest %s, want %s", a.Digest, p.Digest())
	}
}
