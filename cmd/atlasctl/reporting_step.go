package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/forge"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// maxAnnotations is how many of a level GitHub shows for a step.
const maxAnnotations = 10

// annotate makes GitHub show the findings at their lines. The runner reads these
// lines from standard error, too; standard output belongs to the result.
func (r *reporting) annotate() {
	if !r.env.onGitHub() {
		return
	}
	words := map[render.Level]string{render.LevelError: "error", render.LevelWarning: "warning", render.LevelNote: "notice"}
	shown, left := map[render.Level]int{}, 0
	for _, f := range render.Findings(r.run) {
		if shown[f.Level]++; shown[f.Level] > maxAnnotations {
			left++
			continue
		}
		r.env.command(forge.Annotation{
			Level: words[f.Level], File: f.Pos.File, Line: f.Pos.Line, Col: f.Pos.Col, Title: f.Address, Text: f.Text,
		}.String())
	}
	if left > 0 {
		r.env.say("%s left out: GitHub shows %d of a kind.\n", spec.Count(left, "annotation"), maxAnnotations)
	}
}

// summarize adds to the summary of the step.
func (r *reporting) summarize() error {
	if r.run.Command == "validate" && !r.failed() {
		return nil
	}
	return r.appendTo("GITHUB_STEP_SUMMARY", render.Comment(r.run)+"\n")
}

// setOutputs sets the outputs of the step.
func (r *reporting) setOutputs() error {
	var b strings.Builder
	for _, o := range r.outputs() {
		b.WriteString(forge.Output(o.name, o.value))
	}
	return r.appendTo("GITHUB_OUTPUT", b.String())
}

type output struct{ name, value string }

// outputs are what a later step may want to know. The names of Terraform's
// counts are taken over.
func (r *reporting) outputs() []output {
	list := []output{{"outcome", r.outcome()}}
	if p := r.run.Plan; p != nil {
		s := p.Summary()
		list = append(list,
			output{"changes", strconv.FormatBool(!p.Empty())},
			output{"digest", p.Digest()},
			output{"to_add", strconv.Itoa(s.Create + s.Replace)},
			output{"to_change", strconv.Itoa(s.Update)},
			output{"to_destroy", strconv.Itoa(s.Delete + s.Replace)},
			output{"blocked", strconv.Itoa(s.Blocked)},
			output{"needs", strings.Join(p.Needs(), ",")},
		)
	}
	if d := r.run.Drift; d != nil {
		list = append(list, output{"drifted", strconv.Itoa(len(d.Resources) - d.Count(plan.Unseen))})
	}
	if r.end != nil {
		result := r.end.result
		list = append(list,
			output{"added", strconv.Itoa(result.Added)},
			output{"changed", strconv.Itoa(result.Changed)},
			output{"destroyed", strconv.Itoa(result.Destroyed)},
			output{"unfinished", strconv.Itoa(len(result.Outcomes) - result.Count(apply.Done))},
		)
	}
	return list
}

// outcome is the run in one word.
func (r *reporting) outcome() string {
	switch {
	case r.end != nil:
		return r.end.outcome()
	case r.failed():
		return "failed"
	case r.run.Drift != nil:
		return driftWord(r.run.Drift)
	case r.run.Plan == nil:
		return "valid"
	case len(r.run.Plan.Blocked) > 0:
		return "blocked"
	case r.run.Plan.Empty():
		return "unchanged"
	}
	return "changes"
}

// driftWord is a drift in one word. What cannot be seen is no "unchanged".
func driftWord(d *plan.Drift) string {
	switch {
	case d.Count(plan.Unseen) > 0:
		return "unseen"
	case len(d.Resources) > 0:
		return "drift"
	}
	return "unchanged"
}

// appendTo adds to a file that the environment names, if it does.
func (r *reporting) appendTo(key, text string) error {
	path := r.env.get(key)
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.WriteString(text)
		if failed := f.Close(); err == nil {
			err = failed
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}
