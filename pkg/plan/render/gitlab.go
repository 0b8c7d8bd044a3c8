package render

import "github.com/atlasctl/atlasctl/pkg/plan"

// GitLabPlan renders the counts that GitLab's merge requests show, in the form
// of its report "terraform". A replacement is a deletion and a creation.
func GitLabPlan(p *plan.Plan) ([]byte, error) {
	s := p.Summary()
	counts := struct {
		Create int `json:"create"`
		Update int `json:"update"`
		Delete int `json:"delete"`
	}{s.Create + s.Replace, s.Update, s.Delete + s.Replace}
	return encode(counts)
}

// The form of GitLab's report "codequality".
type (
	qualityIssue struct {
		Description string          `json:"description"`
		CheckName   string          `json:"check_name"`
		Fingerprint string          `json:"fingerprint"`
		Severity    string          `json:"severity"`
		Location    qualityLocation `json:"location"`
	}
	qualityLocation struct {
		Path  string       `json:"path"`
		Lines qualityLines `json:"lines"`
	}
	qualityLines struct {
		Begin int `json:"begin"`
	}
)

// GitLabQuality renders the findings of a report for the changed lines of a
// merge request. GitLab drops what has no place, so that it is left out here.
func GitLabQuality(r Report) ([]byte, error) {
	list := Findings(r)
	issues, prints := []qualityIssue{}, fingerprints(list)
	for i, f := range list {
		if f.Pos.File == "" {
			continue
		}
		issues = append(issues, qualityIssue{
			Description: f.message(), CheckName: "atlasctl/" + f.Rule, Fingerprint: prints[i], Severity: f.Level.severity(),
			Location: qualityLocation{f.Pos.File, qualityLines{max(f.Pos.Line, 1)}},
		})
	}
	return encode(issues)
}

// severity gives the level in the words of GitLab.
func (l Level) severity() string {
	switch l {
	case LevelError:
		return "critical"
	case LevelWarning:
		return "major"
	case LevelNote:
		return "info"
	}
	return "info"
}
