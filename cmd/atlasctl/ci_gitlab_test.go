package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// gitlabKeywords is what the template uses of GitLab's keywords, as
// https://docs.gitlab.com/ci/yaml/ has them: what may stand in what, and which
// words a value may be. A job is whatever is no keyword at the top.
func gitlabKeywords() map[string][]string {
	return map[string][]string{
		"workflow":           {"rules"},
		"job":                {"extends", "stage", "image", "variables", "before_script", "script", "rules", "environment", "artifacts", "interruptible", "resource_group"},
		"rules":              {"if", "changes"},
		"environment":        {"name", "action"},
		"environment.action": {"start", "prepare", "stop", "verify", "access"},
		"artifacts":          {"when", "access", "expire_in", "reports"},
		"artifacts.when":     {"on_success", "on_failure", "always"},
		"artifacts.access":   {"all", "developer", "maintainer", "none"},
		"reports":            {"terraform", "codequality", "junit"},
	}
}

// TestGitLabTemplate holds the template against what GitLab knows.
func TestGitLabTemplate(t *testing.T) {
	t.Parallel()
	var file struct {
		Stages   []string
		Workflow map[string]yaml.Node
		Jobs     map[string]map[string]yaml.Node `yaml:",inline"`
	}
	if err := decodeFile(filepath.Join(ciRoot, "gitlab", ".gitlab-ci.yml"), &file); err != nil {
		t.Fatal(err)
	}
	known := gitlabKeywords()
	want := func(where, what, word string) {
		t.Helper()
		if !slices.Contains(known[what], word) {
			t.Errorf("%s: %s has no %q", where, what, word)
		}
	}
	for name, job := range file.Jobs {
		for key := range job {
			want(name, "job", key)
		}
		if strings.HasPrefix(name, ".") {
			continue
		}
		if extends := job["extends"].Value; file.Jobs[extends] == nil {
			t.Errorf("%s extends %s, which is not there", name, extends)
		}
		if stage := job["stage"].Value; !slices.Contains(file.Stages, stage) {
			t.Errorf("%s is in the stage %s, which is not there", name, stage)
		}
		for _, what := range []string{"environment", "artifacts", "rules"} {
			node := job[what]
			everyPair(&node, func(key, value *yaml.Node) {
				switch key.Value {
				case "terraform", "codequality", "junit":
					want(name, "reports", key.Value)
				default:
					want(name, what, key.Value)
				}
				if words := known[what+"."+key.Value]; words != nil {
					want(name, what+"."+key.Value, value.Value)
				}
			})
		}
	}
	for _, name := range []string{"plan", "apply", "drift"} {
		if len(file.Jobs[name]) == 0 {
			t.Errorf("there is no job %s", name)
		}
	}
	apply := file.Jobs["apply"]
	if apply["resource_group"].Value == "" || apply["interruptible"].Value != "false" {
		t.Error("two applies run at once, or one is broken off")
	}
}
