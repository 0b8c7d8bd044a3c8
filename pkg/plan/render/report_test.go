package render_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

func must(t testing.TB, data []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sarif(t testing.TB, r render.Report) []byte {
	t.Helper()
	data, err := render.SARIF(r)
	return must(t, data, err)
}

func junit(t testing.TB, r render.Report) []byte {
	t.Helper()
	data, err := render.JUnit(r)
	return must(t, data, err)
}

func quality(t testing.TB, r render.Report) []byte {
	t.Helper()
	data, err := render.GitLabQuality(r)
	return must(t, data, err)
}

func TestReportGoldens(t *testing.T) {
	t.Parallel()
	for _, tc := range reportCases() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tc.name+".md", render.Comment(tc.report))
			golden(t, tc.name+".sarif", string(sarif(t, tc.report)))
			golden(t, tc.name+".xml", string(junit(t, tc.report)))
			golden(t, tc.name+".quality", string(quality(t, tc.report)))
		})
	}
}

// everyReport are the reports with goldens, and a report of each plan.
func everyReport() []reportCase {
	all := reportCases()
	for _, tc := range append(cases(), testCase{"big", big(300)}) {
		all = append(all, reportCase{tc.name, render.Report{Command: "plan", Plan: tc.plan}})
	}
	return all
}

func TestSARIFSchema(t *testing.T) {
	t.Parallel()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("../../../testdata/schemas/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(data []byte) error {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			return err
		}
		return schema.Validate(doc)
	}
	for _, tc := range everyReport() {
		if err := check(sarif(t, tc.report)); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	data := sarif(t, planned())
	for what, from := range map[string]string{
		"a level": `"level": "warning"`, "a line": `"startLine": 1`, "a message": `"message": {`,
	} {
		broken := bytes.Replace(data, []byte(from), []byte(strings.Replace(from, ":", ": -1, \"x\":", 1)), 1)
		if bytes.Equal(broken, data) {
			t.Errorf("%s: there is none to break", what)
		}
		if check(broken) == nil {
			t.Errorf("the schema takes a log whose %s is -1", what)
		}
	}
}

// TestSARIFRules checks what the schema cannot: that a result and its rule fit,
// and that no two results look like one.
func TestSARIFRules(t *testing.T) {
	t.Parallel()
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID              string
				RuleIndex           int
				PartialFingerprints map[string]string
			}
		}
	}
	for _, tc := range everyReport() {
		if err := json.Unmarshal(sarif(t, tc.report), &log); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, r := range log.Runs[0].Results {
			if got := log.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID; got != r.RuleID {
				t.Errorf("%s: rule %d is %s, want %s", tc.name, r.RuleIndex, got, r.RuleID)
			}
			print := r.PartialFingerprints["atlasctl/v1"]
			if seen[print] {
				t.Errorf("%s: fingerprint %s stands twice", tc.name, print)
			}
			seen[print] = true
		}
	}
}

// TestEveryHazardHasARule keeps help from being general where it could be good.
func TestEveryHazardHasARule(t *testing.T) {
	t.Parallel()
	helps := map[string]string{}
	for _, code := range []string{
		plan.HazardDataLoss, plan.HazardDisruption, plan.HazardLoses, plan.HazardResend, plan.HazardUndeclared, plan.HazardParent, "of a later version",
	} {
		p := update()
		p.Operations[0].Hazards = []plan.Hazard{{Code: code, Text: "a text"}}
		help := regexp.MustCompile(`"help": \{\s+"text": (.*)`).FindSubmatch(sarif(t, render.Report{Plan: p}))
		if help == nil {
			t.Fatalf("%s: no help", code)
		}
		if other := helps[string(help[1])]; other != "" {
			t.Errorf("%s and %s have the same help: %s", code, other, help[1])
		}
		helps[string(help[1])] = code
	}
}

// TestFindings says at which place, and how loud, each thing is told.
func TestFindings(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range render.Findings(planned()) {
		got = append(got, f.Pos.String()+" "+f.Level.String()+" "+f.Rule+" "+f.Address)
	}
	want := []string{
		"infra/streams.yaml:1 warning undeclared payments-prod/StreamConnection/clicks/forgotten",
		"infra/streams.yaml:12 warning loses payments-prod/StreamConnection/clicks/kafka",
		"infra/flex.yaml:7:15 warning doubtful shop/FlexCluster/orders",
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s, in:\n%s", line, strings.Join(got, "\n"))
		}
	}
	if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, " error blocked shop/FlexCluster/carts") }) {
		t.Errorf("nothing tells of the blocked cluster:\n%s", strings.Join(got, "\n"))
	}
	for _, f := range render.Findings(planned()) {
		if f.Pos.File == "" {
			t.Errorf("%s %s has no place", f.Rule, f.Address)
		}
	}
}

// TestDestructionIsFound also when nothing else is to be said of it.
func TestDestructionIsFound(t *testing.T) {
	t.Parallel()
	p := deletion()
	p.Operations = p.Operations[:1]
	p.Operations[0].Hazards = nil
	got := render.Findings(render.Report{Plan: p})
	if len(got) != 1 || got[0].Rule != "destroys" || got[0].Level != render.LevelWarning {
		t.Errorf("got %+v", got)
	}
}

// TestFindingsOfAnApply are what is left to worry about, and nothing that is done.
func TestFindingsOfAnApply(t *testing.T) {
	t.Parallel()
	r := applied()
	done := r.Plan.Operations[0].Addr.String()
	rules := map[string]int{}
	for _, f := range render.Findings(r) {
		if f.Address == done {
			t.Errorf("what is done is found: %+v", f)
		}
		rules[f.Rule]++
	}
	if rules["failed"] != 1 || rules["unknown"] != 1 || rules["skipped"] != len(r.Plan.Operations)-3 {
		t.Errorf("got %v", rules)
	}
}

// TestReportsPure renders twice and looks for traces in the report.
func TestReportsPure(t *testing.T) {
	t.Parallel()
	r := planned()
	all := func() []byte {
		return slices.Concat(sarif(t, r), junit(t, r), quality(t, r), []byte(render.Comment(r)))
	}
	first, second := all(), all()
	if !bytes.Equal(first, second) {
		t.Error("the second rendering differs from the first")
	}
	if diff := cmp.Diff(rich(), r.Plan); diff != "" {
		t.Errorf("rendering changed the plan (-before +after):\n%s", diff)
	}
	for _, name := range []string{"OTHER_PASSWORD", "token.txt"} {
		if bytes.Contains(first, []byte(name)) {
			t.Errorf("a report names the source of a secret, %s", name)
		}
	}
}
