package spec

import (
	"fmt"
	"strings"
	"time"
)

// KindProject is a project, which Atlas's API calls a group: what all other
// kinds live in.
const KindProject Kind = "Project"

// Project is the part of a project that Git may own, in the words of the Atlas
// schemas Group and GroupSettings.
type Project struct {
	OrgID                     *string           `yaml:"orgId"`
	Tags                      map[string]string `yaml:"tags"`
	WithDefaultAlertsSettings *bool             `yaml:"withDefaultAlertsSettings"`
	RegionUsageRestrictions   *string           `yaml:"regionUsageRestrictions"`
	Settings                  *ProjectSettings  `yaml:"settings"`
}

// ProjectSettings switches the features of a project. Which of them begin
// switched on is Atlas's choice, and that of the organization.
type ProjectSettings struct {
	ClusterAIAssistant           *bool `yaml:"isClusterAiAssistantEnabled"`
	CollectDatabaseStatistics    *bool `yaml:"isCollectDatabaseSpecificsStatisticsEnabled"`
	DataExplorer                 *bool `yaml:"isDataExplorerEnabled"`
	DataExplorerGenAI            *bool `yaml:"isDataExplorerGenAIFeaturesEnabled"`
	DataExplorerGenAISampleValue *bool `yaml:"isDataExplorerGenAISampleDocumentPassingEnabled"`
	ExtendedStorageSizes         *bool `yaml:"isExtendedStorageSizesEnabled"`
	NativeReranking              *bool `yaml:"isNativeRerankingEnabled"`
	PerformanceAdvisor           *bool `yaml:"isPerformanceAdvisorEnabled"`
	RealtimePerformancePanel     *bool `yaml:"isRealtimePerformancePanelEnabled"`
	SchemaAdvisor                *bool `yaml:"isSchemaAdvisorEnabled"`
}

func projectType() Type {
	later := Field{AfterCreate: true}
	return Type{
		Kind: KindProject,
		Root: true,
		Summary: "A project itself: its tags, its settings, and whether Atlas makes default alerts for it. " +
			"Everything else lives in one.",
		New:  func() Body { return new(Project) },
		Name: Field{Required: true, MaxLen: 64, Check: projectOwnName, Pattern: projectPattern, Never: `^[0-9a-f]{24}$|^\.\.?$`},
		Fields: map[string]Field{
			"orgId":                     {About: "The ID of its organization; --org says it for all documents that leave it out.", RequiredToCreate: true, Immutable: true, Metadata: "org", Check: objectID, Pattern: IDPattern},
			"tags":                      tagsField(),
			"withDefaultAlertsSettings": {Default: "true"},
			"regionUsageRestrictions": {
				Immutable: true, Default: "COMMERCIAL_FEDRAMP_REGIONS_ONLY",
				Enum: []string{"COMMERCIAL_FEDRAMP_REGIONS_ONLY", "GOV_REGIONS_ONLY"},
			},
			"settings.isClusterAiAssistantEnabled":                     later,
			"settings.isCollectDatabaseSpecificsStatisticsEnabled":     later,
			"settings.isDataExplorerEnabled":                           later,
			"settings.isDataExplorerGenAIFeaturesEnabled":              later,
			"settings.isDataExplorerGenAISampleDocumentPassingEnabled": {AfterCreate: true, Default: "false"},
			"settings.isExtendedStorageSizesEnabled":                   later,
			"settings.isNativeRerankingEnabled":                        later,
			"settings.isPerformanceAdvisorEnabled":                     later,
			"settings.isRealtimePerformancePanelEnabled":               later,
			"settings.isSchemaAdvisorEnabled":                          later,
		},
		Judge:      judgeProject,
		Allow:      "delete-project",
		Loses:      "the project with its settings, users, teams, alerts, backups that are left, and the history of its activity",
		Announce:   []string{"id"},
		Timeout:    10 * time.Minute,
		NotCovered: "teams and the users of Atlas itself, API keys, alerts, maintenance windows, limits, auditing, encryption at rest, peering: they stay as they are.",
		Example:    projectExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-projects",
	}
}

// projectExample is a document that makes one.
const projectExample = `apiVersion: atlasctl/v1
kind: Project
metadata:
  name: payments-prod
  org: 5f1a2b3c4d5e6f7a8b9c0d1e # or --org
spec: {}
`

// judgeProject keeps a project that is there from being deleted to be made anew.
func judgeProject(c Change) Verdict {
	if !c.Anew || c.Live == nil {
		return Verdict{}
	}
	var fixed []string
	if c.Touches("orgId") {
		fixed = append(fixed, "metadata.org")
	}
	if c.Touches("regionUsageRestrictions") {
		fixed = append(fixed, "regionUsageRestrictions")
	}
	return Verdict{Blocked: fmt.Sprintf(
		"a project is never deleted to be made anew, and Atlas cannot change %s in place: write what is live, or leave it out", strings.Join(fixed, ", "))}
}

// projectOwnName is projectName without IDs: Atlas gives an ID only to what is
// there, and by its name a project can be made.
func projectOwnName(name string) string {
	if objectID(name) == "" {
		return "is an ID: call the project by its name, here and in the documents of what is in it"
	}
	return projectName(name)
}
