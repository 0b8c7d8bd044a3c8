package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"
)

// ciRoot is where the files for CI are, and actionRoot where action.yml is.
const (
	ciRoot     = "../../examples/ci"
	actionRoot = "../.."
)

// action is what we read of action.yml.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []step }
}

// workflow is what we read of a workflow.
type workflow struct {
	On          yaml.Node
	Permissions yaml.Node
	Jobs        map[string]struct {
		If          string
		Permissions map[string]string
		Concurrency map[string]yaml.Node
		Steps       []step
	}
}

// step is one of a job, or of a composite action.
type step struct {
	ID, If, Uses, Run, Shell string
	With, Env                map[string]string
}

func decodeFile(path string, to any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(data, to)
}

// scriptWorkflow runs a job of an example as GitHub would: the inputs and the
// environment of its step go through action.yml into the shell. What is given as
// PATH=VALUE is in the event, too; with.NAME=VALUE is another input.
func scriptWorkflow(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) >= 3, "workflow CODE FILE JOB [PATH=VALUE]...")
	var w workflow
	var a action
	ts.Check(decodeFile(filepath.Join(ciRoot, "github", args[1]), &w))
	ts.Check(decodeFile(filepath.Join(actionRoot, "action.yml"), &a))
	job, steps := w.Jobs[args[2]], 0
	if on := regexp.MustCompile(`github\.event_name == '(\w+)'`).FindStringSubmatch(job.If); on != nil && on[1] != ts.Getenv("GITHUB_EVENT_NAME") {
		ts.Fatalf("the job %s does not run on %s", args[2], ts.Getenv("GITHUB_EVENT_NAME"))
	}
	event := readEvent(ts, args[3:])
	for _, s := range job.Steps {
		if !strings.HasPrefix(s.Uses, "atlasctl/atlasctl@") {
			continue
		}
		steps++
		outer := expressions{ts: ts, event: event}
		inputs := map[string]string{}
		for name, input := range a.Inputs {
			inputs[name] = outer.evaluate(input.Default)
		}
		for name, value := range s.With {
			inputs[name] = outer.evaluate(value)
		}
		for _, m := range args[3:] {
			if name, value, ok := strings.Cut(strings.TrimPrefix(m, "with."), "="); ok && strings.HasPrefix(m, "with.") {
				inputs[name] = value
			}
		}
		env := slices.Concat(outer.environment(s.Env), expressions{ts, event, inputs}.environment(a.runStep().Env))
		wantExit(ts, args[0], inJob(ts, env, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", a.runStep().Run))
	}
	if steps != 1 {
		ts.Fatalf("the job %s has %d steps of ours", args[2], steps)
	}
}

// runStep is the step that runs the command; those before it build the program.
func (a action) runStep() step {
	for _, s := range a.Runs.Steps {
		if s.ID == "run" {
			return s
		}
	}
	return step{}
}

func readEvent(ts *testscript.TestScript, more []string) map[string]any {
	event := map[string]any{}
	if path := ts.Getenv("GITHUB_EVENT_PATH"); path != "" {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(path)), &event))
	}
	if _, ok := event["pull_request"]; ok { // of a branch of this repository, unless the script says otherwise
		more = append([]string{"pull_request.head.repo.full_name=" + ts.Getenv("GITHUB_REPOSITORY")}, more...)
	}
	for _, m := range more {
		path, value, _ := strings.Cut(m, "=")
		keys, at := strings.Split(path, "."), event
		for _, key := range keys[:len(keys)-1] {
			if _, ok := at[key].(map[string]any); !ok {
				at[key] = map[string]any{}
			}
			at = at[key].(map[string]any)
		}
		at[keys[len(keys)-1]] = value
	}
	return event
}

// expressions evaluates what our files use: paths, and nothing else.
type expressions struct {
	ts     *testscript.TestScript
	event  map[string]any
	inputs map[string]string
}

func (x expressions) evaluate(text string) string {
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		path := strings.TrimSpace(strings.Trim(found, "${}"))
		root, rest, _ := strings.Cut(path, ".")
		switch {
		case strings.HasPrefix(path, "github.event."):
			return x.inEvent(strings.Split(rest, ".")[1:])
		case root == "github":
			return x.ts.Getenv("GITHUB_" + strings.ToUpper(rest))
		case root == "inputs":
			return x.inputs[rest]
		case root == "secrets":
			return x.ts.Getenv("SECRET_" + rest)
		}
		x.ts.Fatalf("what is %s?", found)
		return ""
	})
}

func (x expressions) inEvent(keys []string) string {
	var at any = x.event
	for _, key := range keys {
		m, _ := at.(map[string]any)
		at = m[key]
	}
	text, _ := at.(string)
	return text
}

func (x expressions) environment(vars map[string]string) (env []string) {
	for name, value := range vars {
		env = append(env, name+"="+x.evaluate(value))
	}
	return env
}

// inJob runs a program with the environment of a job: what the forge sets, and
// what the job itself does.
func inJob(ts *testscript.TestScript, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = ts.MkAbs(".")
	ts.Setenv("GITHUB_ACTION_PATH", ts.Getenv("ACTION_PATH"))
	ts.Setenv("RUNNER_TEMP", ts.Getenv("TMPDIR"))
	for _, key := range jobKeys {
		if value := ts.Getenv(key); value != "" {
			cmd.Env = append(cmd.Env, key+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	give(ts, stdout.String(), stderr.String())
	return err
}

// jobKeys is what a job finds in its environment. Credentials are not among them:
// it has to be given some.
var jobKeys = []string{
	"PATH", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData", "TMPDIR", "TMP", "SystemRoot", "GORACE", "GOCOVERDIR", epochKey, "MONGODB_ATLAS_BASE_URL",
	"RUNNER_TEMP", "GITHUB_ACTION_PATH", "GITHUB_ACTIONS", "GITHUB_ACTOR", "GITHUB_API_URL", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH",
	"GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_REF", "GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GITHUB_SERVER_URL", "GITHUB_SHA",
	"GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE",
	"CI_API_V4_URL", "CI_COMMIT_SHA", "CI_MERGE_REQUEST_IID", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_PIPELINE_SOURCE", "CI_PROJECT_ID",
}

// scriptPipeline runs the script of a job of the template as GitLab would.
func scriptPipeline(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) >= 2, "pipeline CODE JOB [VARIABLE=VALUE]...")
	var jobs map[string]yaml.Node
	ts.Check(decodeFile(filepath.Join(ciRoot, "gitlab", ".gitlab-ci.yml"), &jobs))
	var job struct{ Script []string }
	node := jobs[args[1]]
	ts.Check(node.Decode(&job))
	usage(ts, len(job.Script) > 0, "pipeline CODE JOB, of a job with a script")
	wantExit(ts, args[0], inJob(ts, args[2:], "sh", "-ec", strings.Join(job.Script, "\n")))
}
