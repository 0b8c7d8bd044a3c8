package render

import (
	"net/url"
	"strings"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURL  = "https://github.com/atlasctl/atlasctl"
)

// The parts of SARIF 2.1.0 that code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string      `json:"id"`
		Short         sarifText   `json:"shortDescription"`
		Full          sarifText   `json:"fullDescription"`
		Help          sarifText   `json:"help"`
		Configuration sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

// SARIF renders the findings of a report as a log of SARIF 2.1.0, which code
// scanning shows at the line of the document.
func SARIF(r Report) ([]byte, error) {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "atlasctl", Version: printable(r.Version), InformationURI: projectURL, Rules: []sarifRule{},
		}},
		Invocations: []sarifInvocation{{Successful: r.Failure == ""}},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	if r.Failure != "" {
		note := sarifNotification{LevelError.String(), sarifText{r.seeLogPlain()}}
		run.Invocations[0].Notifications = []sarifNotification{note}
	}
	list := Findings(r)
	prints, index := fingerprints(list), map[string]int{}
	for i, f := range list {
		if _, known := index[f.Rule]; !known {
			index[f.Rule] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f.Rule))
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: f.Level.String(), Message: sarifText{f.message()},
			Locations: sarifLocations(f), Fingerprints: map[string]string{"atlasctl/v1": prints[i]},
		})
	}
	return encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func sarifRuleOf(id string) sarifRule {
	r := ruleOf(id)
	return sarifRule{id, sarifText{r.title + "."}, sarifText{r.title + ". " + r.help}, sarifText{r.help}, sarifConfig{r.level.String()}}
}

func sarifLocations(f Finding) []sarifLocation {
	if f.Pos.File == "" {
		return nil
	}
	at := sarifPhysical{Artifact: sarifArtifact{fileURI(f.Pos.File)}}
	if f.Pos.Line > 0 {
		at.Region = &sarifRegion{f.Pos.Line, f.Pos.Col}
	}
	return []sarifLocation{{at}}
}

// fileURI makes a relative reference of a path. A first step with a colon in it
// would read as a scheme.
func fileURI(path string) string {
	uri := (&url.URL{Path: path}).EscapedPath()
	if first, _, _ := strings.Cut(uri, "/"); strings.Contains(first, ":") {
		return "./" + uri
	}
	return uri
}
