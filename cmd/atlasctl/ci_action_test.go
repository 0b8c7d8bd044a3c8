package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// TestActionInputs wants what the examples give and read to be there, and every
// input to arrive in the environment of the command.
func TestActionInputs(t *testing.T) {
	t.Parallel()
	var a action
	if err := decodeFile(filepath.Join(actionRoot, "action.yml"), &a); err != nil {
		t.Fatal(err)
	}
	for name := range a.Inputs {
		found := false
		for _, value := range a.runStep().Env {
			found = found || value == "${{ inputs."+name+" }}"
		}
		if !found {
			t.Errorf("nothing takes the input %s", name)
		}
	}
	for _, file := range ciFiles(t)["workflow-root-strict"] {
		var w workflow
		if err := decodeFile(file, &w); err != nil {
			t.Fatal(err)
		}
		for _, job := range w.Jobs {
			for _, s := range job.Steps {
				for name := range s.With {
					if _, ok := a.Inputs[name]; !ok && strings.HasPrefix(s.Uses, "atlasctl/") {
						t.Errorf("%s: there is no input %s", file, name)
					}
				}
			}
		}
	}
}

// TestActionOutputs wants the outputs of a plan and of an apply to be those of the
// action, too.
func TestActionOutputs(t *testing.T) {
	t.Parallel()
	var a action
	if err := decodeFile(filepath.Join(actionRoot, "action.yml"), &a); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, output := range a.Outputs {
		got[name] = output.Value
	}
	want := map[string]string{}
	for _, o := range (&reporting{run: render.Report{Plan: &plan.Plan{}, Drift: &plan.Drift{}}, end: &ending{}}).outputs() {
		want[o.name] = "${{ steps.run.outputs." + o.name + " }}"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestActionDocument wants every input and output in docs/pull-requests.md, and
// what it shows of a workflow to be one.
func TestActionDocument(t *testing.T) {
	t.Parallel()
	var a action
	if err := decodeFile(filepath.Join(actionRoot, "action.yml"), &a); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(actionRoot, "docs", "pull-requests.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for name := range a.Inputs {
		if !strings.Contains(page, "\n| `"+name+"` | ") {
			t.Errorf("it has no input %s", name)
		}
	}
	for name := range a.Outputs {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("it has no output %s", name)
		}
	}
	_, shown, _ := strings.Cut(page, "```yaml\n")
	shown, _, _ = strings.Cut(shown, "```")
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte("on: push\njobs:\n"+shown+"    runs-on: ubuntu-latest\n"), &doc); err != nil {
		t.Fatal(err)
	}
	if err := readGitHubSchema(t, "workflow-v1.0.min.json").check("workflow-root-strict", doc.Content[0], nil); err != nil {
		t.Error(err)
	}
	everyPair(&doc, func(key, value *yaml.Node) {
		if key.Value == "with" {
			for pair := range slices.Chunk(value.Content, 2) {
				if _, ok := a.Inputs[pair[0].Value]; !ok {
					t.Errorf("it shows an input %s", pair[0].Value)
				}
			}
		}
	})
}

// TestCIFlags wants every flag in the files for CI to be one of its command.
func TestCIFlags(t *testing.T) {
	t.Parallel()
	root := newRoot(env{})
	commands := map[string]*cobra.Command{}
	for _, c := range root.Commands() {
		commands[c.Name()] = c
	}
	checked := 0
	check := func(file, name, line string) {
		c := commands[name]
		if c == nil {
			t.Errorf("%s: there is no command %q", file, name)
			return
		}
		for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(line, -1) {
			checked++
			flag = strings.TrimPrefix(flag, "--")
			if c.Flags().Lookup(flag) == nil && c.InheritedFlags().Lookup(flag) == nil {
				t.Errorf("%s: atlasctl %s has no --%s", file, name, flag)
			}
		}
	}
	for _, file := range ciFiles(t)["workflow-root-strict"] {
		var w workflow
		if err := decodeFile(file, &w); err != nil {
			t.Fatal(err)
		}
		for _, job := range w.Jobs {
			for _, s := range job.Steps {
				if s.With["command"] != "" {
					check(file, s.With["command"], s.With["args"])
				}
			}
		}
	}
	template, err := os.ReadFile(filepath.Join(ciRoot, "gitlab", ".gitlab-ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)- atlasctl (\w+) (.*)$`).FindAllStringSubmatch(string(template), -1) {
		check(".gitlab-ci.yml", m[1], m[2])
	}
	if checked < 12 {
		t.Errorf("checked %d flags: are they all there?", checked)
	}
}
