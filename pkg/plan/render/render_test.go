package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file of testdata, byte by byte.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./pkg/plan/render -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func mustJSON(t testing.TB, p *plan.Plan) []byte {
	t.Helper()
	data, err := render.JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	coloured := []string{"rich", "hostile"}
	for _, tc := range cases() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tc.name+".txt", render.Text(tc.plan, render.Theme{}))
			golden(t, tc.name+".md", render.Markdown(tc.plan, render.MarkdownOptions{}))
			golden(t, tc.name+".json", string(mustJSON(t, tc.plan)))
			if slices.Contains(coloured, tc.name) {
				golden(t, tc.name+".ansi", render.Text(tc.plan, render.Colour()))
			}
		})
	}
}

// TestNothingStray keeps the goldens from going stale one by one.
func TestNothingStray(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), filepath.Ext(f.Name()))
		_, drift := driftCases()[name]
		report := slices.ContainsFunc(reportCases(), func(tc reportCase) bool { return tc.name == name })
		if !drift && !report && !slices.ContainsFunc(cases(), func(tc testCase) bool { return tc.name == name }) {
			t.Errorf("testdata/%s belongs to no case", f.Name())
		}
	}
}

// TestShape holds for every form of every plan: what ends, blanks and control
// characters look like.
func TestShape(t *testing.T) {
	t.Parallel()
	for _, tc := range append(cases(), testCase{"big", big(300)}) {
		forms := map[string]string{
			"text": render.Text(tc.plan, render.Theme{}), "markdown": render.Markdown(tc.plan, render.MarkdownOptions{}), "JSON": string(mustJSON(t, tc.plan)),
			"Terraform's form": string(mustTFPlan(t, tc.plan)),
		}
		for form, got := range forms {
			if !strings.HasSuffix(got, "\n") || strings.HasSuffix(got, "\n\n") {
				t.Errorf("%s: %s does not end in one newline", tc.name, form)
			}
			for i, line := range strings.Split(got, "\n") {
				if strings.TrimRight(line, " ") != line {
					t.Errorf("%s: %s, line %d ends in a blank: %q", tc.name, form, i+1, line)
				}
				for _, r := range line {
					if !strconv.IsPrint(r) {
						t.Errorf("%s: %s, line %d has %q: %q", tc.name, form, i+1, r, line)
					}
				}
			}
		}
	}
}

// TestColourIsPaint checks that colour adds nothing but escape codes.
func TestColourIsPaint(t *testing.T) {
	t.Parallel()
	for _, tc := range cases() {
		painted := render.Text(tc.plan, render.Colour())
		if !strings.Contains(painted, "\x1b[") {
			t.Errorf("%s: no colour", tc.name)
		}
		if diff := cmp.Diff(render.Text(tc.plan, render.Theme{}), withoutCodes(painted)); diff != "" {
			t.Errorf("%s: colour changes the text (-plain +painted):\n%s", tc.name, diff)
		}
	}
}

// withoutCodes drops the codes that set colours, and only those.
func withoutCodes(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		s = strings.TrimPrefix(strings.TrimLeft(after, "0123456789;"), "m")
	}
}

// TestPure renders twice and looks for traces in the plan.
func TestPure(t *testing.T) {
	t.Parallel()
	for _, build := range []func() *plan.Plan{rich, hostile, updateBlocks, create} {
		p := build()
		all := func() []byte {
			return slices.Concat(mustJSON(t, p), mustTFPlan(t, p), []byte(render.Text(p, render.Colour())), []byte(render.Markdown(p, render.MarkdownOptions{})))
		}
		first, second := all(), all()
		if !bytes.Equal(first, second) {
			t.Error("the second rendering differs from the first")
		}
		if diff := cmp.Diff(build(), p); diff != "" {
			t.Errorf("rendering changed the plan (-before +after):\n%s", diff)
		}
	}
}

// TestNoSecretReference checks that people see no reference, and that hidden
// values stay hidden.
func TestNoSecretReference(t *testing.T) {
	t.Parallel()
	for _, got := range []string{render.Text(rich(), render.Theme{}), render.Markdown(rich(), render.MarkdownOptions{})} {
		for _, name := range []string{"OTHER_PASSWORD", "token.txt"} {
			if strings.Contains(got, name) {
				t.Errorf("the plan names the source of a secret, %s:\n%s", name, got)
			}
		}
	}
}

func BenchmarkText(b *testing.B) {
	p := big(1000)
	for b.Loop() {
		render.Text(p, render.Theme{})
	}
}

func BenchmarkJSON(b *testing.B) {
	p := big(1000)
	for b.Loop() {
		mustJSON(b, p)
	}
}
