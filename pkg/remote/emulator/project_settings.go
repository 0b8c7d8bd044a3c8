package emulator

import (
	"fmt"
	"maps"
	"net/http"
)

// projectSettings are the settings of a project, and which of them begin switched
// on. That is what Terraform's documents say of those that they have, and a guess
// of the others.
var projectSettings = map[string]bool{
	"isClusterAiAssistantEnabled":                     true,
	"isCollectDatabaseSpecificsStatisticsEnabled":     true,
	"isDataExplorerEnabled":                           true,
	"isDataExplorerGenAIFeaturesEnabled":              false,
	"isDataExplorerGenAISampleDocumentPassingEnabled": false,
	"isExtendedStorageSizesEnabled":                   false,
	"isNativeRerankingEnabled":                        false,
	"isPerformanceAdvisorEnabled":                     true,
	"isRealtimePerformancePanelEnabled":               true,
	"isSchemaAdvisorEnabled":                          true,
}

func projectSettingsShape() shape {
	s := shape{}
	for name := range projectSettings {
		s[name] = member{holds: flag}
	}
	return s
}

func getProjectSettings(c *call) (reply, error) {
	r, err := c.settledProject()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: settingsOf(r)}, nil
}

// updateProjectSettings merges, as users of other tools have found out.
func updateProjectSettings(c *call) (reply, error) {
	r, err := c.settledProject()
	if err != nil {
		return reply{}, err
	}
	changed, err := projectSettingsShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	settings := settingsOf(r)
	maps.Copy(settings, changed)
	fields := maps.Clone(r.Fields)
	fields["settings"] = settings
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: settings}, nil
}

// settledProject is the project of the path, once its settings are there: those
// of a new one are not for a while, which the logs of other tools show.
func (c *call) settledProject() (*resource, error) {
	r, err := c.project()
	created := err == nil && textAt(r.Fields, "orgId") != "" // and not there from the beginning
	if created && c.young(youngProject, r) {
		what := "settings of project " + r.ID
		err = fail(http.StatusNotFound, "RESOURCE_NOT_FOUND", fmt.Sprintf("Cannot find resource %s.", what), what)
	}
	return r, err
}

func settingsOf(project *resource) object {
	settings := object{}
	for name, on := range projectSettings {
		settings[name] = on
	}
	maps.Copy(settings, asObject(project.Fields["settings"]))
	return settings
}

// editProjectSettings turns the schema advisor on or off.
func (c *call) editProjectSettings(r *resource) error {
	const name = "isSchemaAdvisorEnabled"
	settings := settingsOf(r)
	settings[name] = settings[name] != true
	fields := maps.Clone(r.Fields)
	fields["settings"] = settings
	return c.state.update(r, fields, r.Life)
}
