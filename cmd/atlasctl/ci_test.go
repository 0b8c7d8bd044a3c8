package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// ciFiles gives action.yml and the examples for GitHub, by their schema.
func ciFiles(t *testing.T) map[string][]string {
	t.Helper()
	workflows, err := filepath.Glob(filepath.Join(ciRoot, "github", "*.yml"))
	if err != nil || len(workflows) < 2 {
		t.Fatalf("found %d workflows: %v", len(workflows), err)
	}
	return map[string][]string{
		"action-root-strict":   {filepath.Join(actionRoot, "action.yml")},
		"workflow-root-strict": workflows,
	}
}

// eachCIFile calls a test for each file that GitHub reads.
func eachCIFile(t *testing.T, test func(t *testing.T, root string, doc *yaml.Node)) {
	t.Helper()
	for root, files := range ciFiles(t) {
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				var doc yaml.Node
				if err := decodeFile(file, &doc); err != nil {
					t.Fatal(err)
				}
				test(t, root, doc.Content[0])
			})
		}
	}
}

// TestCISchemas holds the files against the schemas by which GitHub reads them.
func TestCISchemas(t *testing.T) {
	t.Parallel()
	schemas := map[string]githubSchema{
		"action-root-strict":   readGitHubSchema(t, "action-v1.0.min.json"),
		"workflow-root-strict": readGitHubSchema(t, "workflow-v1.0.min.json"),
	}
	eachCIFile(t, func(t *testing.T, root string, doc *yaml.Node) {
		if err := schemas[root].check(root, doc, nil); err != nil {
			t.Error(err)
		}
	})
}

// TestCISchemaRefuses is what TestCISchemas relies on.
func TestCISchemaRefuses(t *testing.T) {
	t.Parallel()
	action, workflow := readGitHubSchema(t, "action-v1.0.min.json"), readGitHubSchema(t, "workflow-v1.0.min.json")
	job := "on: push\njobs:\n  a:\n    runs-on: x\n    "
	for _, tc := range []struct {
		name, text string
		schema     githubSchema
	}{
		{"an unknown key", "name: a\ndescription: b\nruns: {using: composite, steps: []}\nrun: x\n", action},
		{"a missing key", "name: a\ndescription: b\n", action},
		{"a step without a shell", "name: a\ndescription: b\nruns: {using: composite, steps: [{run: x}]}\n", action},
		{"a context that a default has not", "name: a\ndescription: b\ninputs: {c: {default: '${{ secrets.X }}'}}\nruns: {using: composite, steps: []}\n", action},
		{"an event that there is not", strings.Replace(job, "push", "pushed", 1) + "steps: [{run: x}]\n", workflow},
		{"a permission that there is not", job + "permissions: {contents: all}\n    steps: [{run: x}]\n", workflow},
		{"a queue that there is not", job + "concurrency: {group: a, queue: all}\n    steps: [{run: x}]\n", workflow},
		{"a secret in a condition", job + "if: secrets.X == 'a'\n    steps: [{run: x}]\n", workflow},
		{"a text for a number", job + "timeout-minutes: long\n    steps: [{run: x}]\n", workflow},
		{"a list for a text", job + "steps: [{run: [x]}]\n", workflow},
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(tc.text), &doc); err != nil {
			t.Fatal(err)
		}
		root := "workflow-root-strict"
		if strings.Contains(tc.text, "runs:") || strings.Contains(tc.text, "description:") {
			root = "action-root-strict"
		}
		if err := tc.schema.check(root, doc.Content[0], nil); err == nil {
			t.Errorf("%s is accepted:\n%s", tc.name, tc.text)
		}
	}
}

// TestCIIsSafe keeps what somebody else may write out of the shell, secrets away
// from pull requests of strangers, and code that nobody looked at out of the job.
func TestCIIsSafe(t *testing.T) {
	t.Parallel()
	eachCIFile(t, func(t *testing.T, _ string, doc *yaml.Node) {
		everyPair(doc, func(key, value *yaml.Node) {
			switch {
			case key.Value == "pull_request_target":
				t.Errorf("line %d: pull_request_target hands secrets to strangers", key.Line)
			case key.Value == "run" && strings.Contains(value.Value, "${{"):
				t.Errorf("line %d: an expression in a shell runs what is in it", value.Line)
			case key.Value == "uses" && !pinned.MatchString(value.Value+" "+value.LineComment):
				t.Errorf("line %d: %s: want a commit, and its version behind it", value.Line, value.Value)
			case key.Value == "secrets" || key.Value == "args" && strings.Contains(value.Value, "secrets"):
				t.Errorf("line %d: a secret on a command line", value.Line)
			}
		})
	})
}

// pinned is an action at a commit. Ours is at what a reader pins it to.
var pinned = regexp.MustCompile(`^(actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|atlasctl/atlasctl@main )`)

func everyPair(n *yaml.Node, see func(key, value *yaml.Node)) {
	if n.Kind == yaml.MappingNode {
		for pair := range slices.Chunk(n.Content, 2) {
			see(pair[0], pair[1])
		}
	}
	for _, c := range n.Content {
		everyPair(c, see)
	}
}

// TestWorkflowPermissions wants each job to say what it may do, and no more than
// that: an apply may be queued and is never broken off.
func TestWorkflowPermissions(t *testing.T) {
	t.Parallel()
	for _, file := range ciFiles(t)["workflow-root-strict"] {
		var w workflow
		if err := decodeFile(file, &w); err != nil {
			t.Fatal(err)
		}
		if w.Permissions.Kind != yaml.MappingNode || len(w.Permissions.Content) > 0 {
			t.Errorf("%s: want permissions: {} for what is not said of a job", file)
		}
		for name, job := range w.Jobs {
			comments := name == "plan" || name == "apply"
			if want := map[bool]int{false: 1, true: 2}[comments]; len(job.Permissions) != want || job.Permissions["contents"] != "read" ||
				comments && job.Permissions["pull-requests"] != "write" {
				t.Errorf("%s: job %s has %v", file, name, job.Permissions)
			}
			if _, cancels := job.Concurrency["cancel-in-progress"]; comments && cancels != (name == "plan") {
				t.Errorf("%s: job %s cancels: %t", file, name, cancels)
			}
		}
	}
}
