package guard

import (
	"path/filepath"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// settings is a file as it is written.
type settings struct {
	Project  *spec.At[string]          `yaml:"project"`
	Paths    *texts                    `yaml:"paths"`
	Approval *spec.At[string]          `yaml:"approval"`
	Hazards  *texts                    `yaml:"allow-hazards"`
	Limits   *limits                   `yaml:"limits"`
	Projects map[string]spec.At[rules] `yaml:"projects"`
}

// rules are what can be said of a project, too.
type rules struct {
	Approval *spec.At[string] `yaml:"approval"`
	Hazards  *texts           `yaml:"allow-hazards"`
	Limits   *limits          `yaml:"limits"`
}

type texts = spec.At[[]spec.At[string]]

type limits struct {
	Deletes  *spec.At[int64]          `yaml:"max-deletes"`
	Replaces *spec.At[int64]          `yaml:"max-replaces"`
	Changes  *spec.At[int64]          `yaml:"max-changes"`
	Percent  *spec.At[int64]          `yaml:"max-percent"`
	Kinds    map[string]spec.At[caps] `yaml:"kinds"`
}

// caps are the limits of one kind.
type caps struct {
	Deletes  *spec.At[int64] `yaml:"max-deletes"`
	Replaces *spec.At[int64] `yaml:"max-replaces"`
	Changes  *spec.At[int64] `yaml:"max-changes"`
	Percent  *spec.At[int64] `yaml:"max-percent"`
}

// Settings tells of the settings as if of a kind, for whoever reads or describes
// them.
func Settings() spec.Type {
	return spec.Type{
		Kind:    spec.SettingsKind,
		Summary: "What a team lays down once for every run: where its documents are, and how much one apply may change.",
		New:     func() spec.Body { return new(settings) },
		Fields:  settingsFields(),
	}
}

func settingsFields() map[string]spec.Field {
	project := spec.ProjectField()
	fields := map[string]spec.Field{
		"paths": {
			About: "Files and folders that are read where -f is left out, relative to this file.", MinLen: 1,
			Values: &spec.Field{MinLen: 1, Check: relativePath, Pattern: `^[^/\x00][^\x00]*$`, Never: "^-$"},
		},
		"projects": {About: "What holds in one project, setting by setting in the place of what is said above.", Keys: &project},
	}
	for path, f := range rulesFields() {
		fields[path], fields["projects."+path] = f, f
	}
	project.About = "The project of documents that name none."
	fields["project"] = project
	return fields
}

// rulesFields are the facts about rules.
func rulesFields() map[string]spec.Field {
	least, most := new(int64(0)), new(int64(100))
	fields := map[string]spec.Field{
		approval:       {About: "digest wants --expect or --approved of every apply.", Enum: []string{byDigest}},
		hazards:        {About: "Apply refuses a plan with another hazard than these.", Values: &spec.Field{Enum: plan.HazardCodes()}},
		"limits":       {About: "How much one apply may change, counted in each project."},
		"limits.kinds": {About: "Limits of one kind, beside those for all kinds together.", Keys: &spec.Field{Enum: spec.KindNames()}},
	}
	for _, at := range []string{"limits.", "limits.kinds."} {
		fields[at+maxDeletes] = spec.Field{About: "How many resources may be deleted.", Min: least}
		fields[at+maxReplaces] = spec.Field{About: "How many may be replaced. A replacement is no deletion.", Min: least}
		fields[at+maxChanges] = spec.Field{About: "How many operations there may be of every sort, creations too.", Min: least}
		fields[at+maxPercent] = spec.Field{About: "The share of the live objects of a kind that may be updated, replaced or deleted; one always may, unless it is 0.", Min: least, Max: most}
	}
	return fields
}

// relativePath wants a path that means the same wherever the program is started.
func relativePath(path string) string {
	if path == "" || path == "-" || filepath.IsAbs(path) || strings.HasPrefix(path, "/") {
		return "must be a file or a folder, relative to this file"
	}
	return ""
}
