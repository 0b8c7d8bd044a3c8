package render

// The plan in Terraform's form, as far as there is something to say: what -o
// tfplan-json prints. Terraform's readers pass over members that they do not
// know, so what they cannot ask for stands under the name atlasctl.
type (
	tfPlan struct {
		FormatVersion    string       `json:"format_version"`
		TerraformVersion string       `json:"terraform_version"`
		PlannedValues    tfPlanned    `json:"planned_values"`
		ResourceChanges  []tfResource `json:"resource_changes"`
		DeferredChanges  []tfDeferred `json:"deferred_changes"`
		Applyable        bool         `json:"applyable"`
		Complete         bool         `json:"complete"`
		Errored          bool         `json:"errored"`
		Atlasctl         tfPlanExtra  `json:"atlasctl"`
	}
	tfPlanned struct {
		RootModule struct {
			Resources []tfState `json:"resources"`
		} `json:"root_module"`
	}
	tfIdentity struct {
		Address      string `json:"address"`
		Mode         string `json:"mode"`
		Type         string `json:"type"`
		Name         string `json:"name"`
		Index        string `json:"index"`
		ProviderName string `json:"provider_name"`
	}
	tfState struct {
		tfIdentity
		SchemaVersion   int `json:"schema_version"`
		Values          any `json:"values"`
		SensitiveValues any `json:"sensitive_values"`
	}
	tfResource struct {
		tfIdentity
		Change       tfChange `json:"change"`
		ActionReason string   `json:"action_reason,omitempty"`
		Atlasctl     tfExtra  `json:"atlasctl"`
	}
	tfChange struct {
		Actions         []string   `json:"actions"`
		Before          any        `json:"before"`
		After           any        `json:"after"`
		AfterUnknown    struct{}   `json:"after_unknown"`
		BeforeSensitive any        `json:"before_sensitive"`
		AfterSensitive  any        `json:"after_sensitive"`
		ReplacePaths    [][]string `json:"replace_paths,omitempty"`
	}
	tfDeferred struct {
		Reason         string     `json:"reason"`
		ResourceChange tfResource `json:"resource_change"`
	}
	tfPlanExtra struct {
		Digest string `json:"digest"`
	}
	tfExtra struct {
		Origin  origin   `json:"origin"`
		Protect bool     `json:"protect"`
		Hazards []hazard `json:"hazards"`
	}
)
