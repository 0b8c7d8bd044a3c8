package render

import "github.com/atlasctl/atlasctl/pkg/plan"

// The record of a plan: what -o json prints and --out writes. It has structs
// of its own, so that those of package plan can change without breaking who
// reads it.
type (
	document struct {
		FormatVersion int              `json:"formatVersion"`
		Digest        string           `json:"digest"`
		Flags         plan.FlagsRecord `json:"flags"`
		Projects      []string         `json:"projects"`
		Ground        plan.Ground      `json:"ground,omitzero"`
		Summary       summary          `json:"summary"`
		Operations    []operation      `json:"operations"`
		Blocked       []blocked        `json:"blocked"`
		Notices       []notice         `json:"notices"`
		Unmanaged     []unmanagedKind  `json:"unmanaged"`
		Refusals      []refusalRecord  `json:"refusals"`
		Checksum      string           `json:"checksum"`
	}
	summary struct {
		Create    int `json:"create"`
		Update    int `json:"update"`
		Replace   int `json:"replace"`
		Delete    int `json:"delete"`
		Blocked   int `json:"blocked"`
		Unmanaged int `json:"unmanaged"`
	}
	operation struct {
		Address   string   `json:"address"`
		Action    string   `json:"action"`
		Digest    string   `json:"digest"`
		Origin    origin   `json:"origin"`
		Fields    []field  `json:"fields"`
		Sends     []sent   `json:"sends"`
		Creates   string   `json:"creates,omitempty"`
		LiveID    string   `json:"liveId,omitempty"`
		Costs     []string `json:"costs,omitempty"`
		Document  string   `json:"document,omitempty"`
		Unchanged int      `json:"unchanged"`
		Hazards   []hazard `json:"hazards"`
		After     []string `json:"after"`
	}
	origin struct {
		File string `json:"file"`
		Line int    `json:"line"`
	}
	field struct {
		Path          []string `json:"path"`
		Members       []string `json:"members,omitempty"`
		Before        any      `json:"before"`
		After         any      `json:"after"`
		Secret        bool     `json:"secret"`
		Hidden        bool     `json:"hidden"`
		ForcesReplace bool     `json:"forcesReplace"`
		Reason        string   `json:"reason,omitempty"`
	}
	sent struct {
		Path  []string `json:"path"`
		Value any      `json:"value"`
	}
	hazard struct {
		Code string `json:"code"`
		Text string `json:"text"`
	}
	blocked struct {
		Address string  `json:"address"`
		Action  string  `json:"action"`
		Origin  origin  `json:"origin"`
		Fields  []field `json:"fields"`
		Reason  string  `json:"reason"`
	}
	notice struct {
		Address string `json:"address"`
		Text    string `json:"text"`
		Origin  origin `json:"origin"`
	}
	// refusalRecord is a rule that the plan breaks.
	refusalRecord struct {
		Rule    string `json:"rule"`
		Project string `json:"project"`
		Kind    string `json:"kind,omitempty"`
		Origin  origin `json:"origin"`
		Text    string `json:"text"`
	}
	unmanagedKind struct {
		Project string `json:"project"`
		Kind    string `json:"kind"`
		Count   int    `json:"count"`
	}
)
