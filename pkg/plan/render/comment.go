package render

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

const (
	maxListed = 100 // members of a list in a comment
	maxReason = 300 // characters of one of them
)

// Comment renders a report for a pull request: the plan, how an apply ended, the
// drift, or why there is none of them, so that nobody takes an earlier comment for the truth.
// Of what went wrong it lists only so much that it is always short.
func Comment(r Report) string {
	switch {
	case r.Ending != nil:
		return ended(r)
	case r.Plan != nil && r.Command == "plan":
		return Markdown(r.Plan, r.Markdown)
	case r.Drift != nil:
		return DriftMarkdown(r.Drift, r.Markdown)
	}
	verdict := "**" + title(r.Command) + " failed.**"
	if n := len(r.Problems); n > 0 {
		verdict += " " + spec.Count(n, "problem") + " in the documents:"
	}
	parts := []string{verdict, listed(each(r.Problems, r.problemItem))}
	if r.Failure != "" {
		parts = append(parts, r.seeLog())
	}
	return paragraphs(parts)
}

func (r Report) problemItem(p spec.Problem) string {
	item := prose(cut(p.Msg))
	if p.Addr != "" {
		item = code(p.Addr) + ": " + item
	}
	if p.Pos.File == "" {
		return item
	}
	return code(r.at(p.Pos).String()) + ": " + item
}

// ended tells how an apply ended.
func ended(r Report) string {
	e := r.Ending
	words := map[string]string{"partial": "is not complete", "interrupted": "was interrupted"}
	verdict := "**Apply " + cmp.Or(words[e.Outcome], e.Outcome) + ":** "
	if e.Refused != "" {
		verdict += prose(cut(e.Refused))
	} else {
		verdict += strings.Join(counted(e), ", ") + "."
	}
	parts := []string{verdict}
	for _, state := range unfinished() {
		items := each(inState(e.Operations, state), func(o Outcome) string { return code(o.Addr.String()) + ": " + prose(cut(o.Text)) })
		if len(items) > 0 {
			parts = append(parts, "### "+title(state)+"\n\n"+listed(items))
		}
	}
	parts = append(parts, prose(cut(e.Next)))
	if r.Plan != nil {
		parts = append(parts, "Digest: "+code(r.Plan.Digest()))
	}
	if e.Applied != nil {
		parts = append(parts, e.Applied.Line())
	}
	return paragraphs(parts)
}

// unfinished are the states of what is not done, the worst first.
func unfinished() []string { return []string{StateFailed, StateUnknown, StateSkipped} }

// counted says what was written, and how much was not.
func counted(e *Ending) []string {
	counts := []string{fmt.Sprintf("%d added, %d changed, %d destroyed", e.Added, e.Changed, e.Destroyed)}
	for _, state := range unfinished() {
		if n := len(inState(e.Operations, state)); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, state))
		}
	}
	return counts
}

func inState(list []Outcome, state string) []Outcome {
	return slices.DeleteFunc(slices.Clone(list), func(o Outcome) bool { return o.State != state })
}

// listed makes a list of items, and says how many more there are.
func listed(items []string) string {
	if more := len(items) - maxListed; more > 0 {
		items = append(slices.Clone(items[:maxListed]), fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(each(items, func(item string) string { return "- " + item }), "\n")
}

// seeLog sends to the log for an error: it may name who asked, and where, which
// a build server hides in its log and nowhere else. That holds for every report.
func (r Report) seeLog() string {
	if log := r.logAddress(); log != "" {
		return "[Its log](" + log + ") says why."
	}
	return "Its log says why."
}

// seeLogPlain is the same where there are no links.
func (r Report) seeLogPlain() string {
	if log := r.logAddress(); log != "" {
		return "the run failed, and its log says why: " + log
	}
	return "the run failed, and its log says why"
}

func (r Report) logAddress() string {
	return regexp.MustCompile(`^https?://[\w.:/%~+-]+$`).FindString(r.Log)
}

// cut keeps a sentence from filling a comment.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= maxReason {
		return text
	}
	return string([]rune(text)[:maxReason]) + "…"
}

// paragraphs joins parts to a text. What a job of GitHub would obey in its log, where
// such a text may be printed, is broken up; no line of it begins with "::".
func paragraphs(parts []string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.ReplaceAll(strings.Join(parts, "\n\n"), "##[", "## [") + "\n"
}

func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
