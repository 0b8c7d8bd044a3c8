package remote

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// streamProcessors drives StreamProcessor through
// /groups/{groupId}/streams/{tenantName}/processor. The types of the SDK would
// lose the order of keys in a pipeline, which has a meaning.
type streamProcessors struct {
	api  untyped
	with untyped // the version that knows :startWith
}

func newStreamProcessors(sdk *admin.APIClient) streamProcessors {
	return streamProcessors{
		api:  untyped{sdk, "application/vnd.atlas.2024-05-30+json"},
		with: untyped{sdk, "application/vnd.atlas.2025-03-12+json"},
	}
}

// processor is what Atlas says of a processor, and what it is told: in the words
// of its schemas StreamsProcessor, StreamsModifyStreamProcessor and
// StreamsProcessorWithStats.
type processor struct {
	ID       string            `json:"_id,omitempty"`
	Name     string            `json:"name,omitempty"`
	Pipeline json.RawMessage   `json:"pipeline,omitempty"`
	Options  *processorOptions `json:"options,omitempty"`
	Tier     *string           `json:"tier,omitempty"`
	State    string            `json:"state,omitempty"`
	Stats    json.RawMessage   `json:"stats,omitempty"`
	ErrorMsg json.RawMessage   `json:"errorMsg,omitempty"`
}

type processorOptions struct {
	DLQ    *processorDLQ `json:"dlq,omitempty"`
	Resume *bool         `json:"resumeFromCheckpoint,omitempty"`
}

type processorDLQ struct {
	Coll           *string `json:"coll,omitempty"`
	ConnectionName *string `json:"connectionName,omitempty"`
	DB             *string `json:"db,omitempty"`
}

// inside is a path below the workspace.
func (at Site) inside(parts ...string) []string {
	return append([]string{"groups", at.GroupID, "streams", at.Parent}, parts...)
}

func (d streamProcessors) List(ctx context.Context, at Site, page int) (Page[spec.StreamProcessor], error) {
	var answer struct {
		Results    []processor `json:"results"`
		TotalCount *int        `json:"totalCount"`
	}
	query := url.Values{"itemsPerPage": {strconv.Itoa(pageSize)}, "pageNum": {strconv.Itoa(page)}, "includeCount": {"true"}}
	res, err := d.api.call(ctx, http.MethodGet, at.inside("processors"), query, nil, &answer)
	if err != nil {
		return Page[spec.StreamProcessor]{}, with(res, err)
	}
	return many(answer.Results, answer.TotalCount, res, processorFromAtlas)
}

func (d streamProcessors) Get(ctx context.Context, at Site, ref Ref) (Object[spec.StreamProcessor], error) {
	var p processor
	res, err := d.api.call(ctx, http.MethodGet, at.inside("processor", ref.Name), nil, nil, &p)
	return one(&p, res, err, processorFromAtlas)
}

// Create leaves the processor CREATED, whatever its document says: an update
// starts it.
func (d streamProcessors) Create(ctx context.Context, at Site, name string, want *spec.StreamProcessor, _ Reveal) error {
	p := processorToAtlas(want)
	p.Name, p.Tier = name, want.Tier
	if p.Options != nil {
		p.Options.Resume = nil // there is nothing to resume
	}
	res, err := d.api.call(ctx, http.MethodPost, at.inside("processor"), nil, p, nil)
	return with(res, err)
}

func processorToAtlas(want *spec.StreamProcessor) *processor {
	p := &processor{}
	if want.Pipeline != nil {
		p.Pipeline = want.Pipeline.JSON()
	}
	if o := want.Options; o != nil && (o.DLQ != nil || o.ResumeFromCheckpoint != nil) {
		p.Options = &processorOptions{Resume: o.ResumeFromCheckpoint}
		if o.DLQ != nil {
			p.Options.DLQ = &processorDLQ{Coll: o.DLQ.Coll, ConnectionName: o.DLQ.ConnectionName, DB: o.DLQ.DB}
		}
	}
	return p
}

func processorFromAtlas(p processor) Object[spec.StreamProcessor] {
	o := Object[spec.StreamProcessor]{
		Name:  p.Name,
		ID:    p.ID,
		Phase: processorPhase(p.State),
		State: p.State,
		Body:  &spec.StreamProcessor{Tier: p.Tier},
	}
	if doc, err := spec.NewDocument(p.Pipeline); err == nil {
		o.Body.Pipeline = &doc
	}
	if p.Options != nil && p.Options.DLQ != nil {
		dlq := p.Options.DLQ
		o.Body.Options = &spec.StreamProcessorOptions{DLQ: &spec.StreamDLQ{ConnectionName: dlq.ConnectionName, DB: dlq.DB, Coll: dlq.Coll}}
	}
	switch p.State {
	case spec.ProcessorCreated, spec.ProcessorStarted, spec.ProcessorStopped:
		o.Body.State = &p.State
	case processorCreating:
		o.Body.State = new(spec.ProcessorCreated)
	case processorInit:
		o.Body.State = new(spec.ProcessorStarted)
	}
	if o.Phase == spec.Failed {
		o.Detail, o.Inert = p.failure(), failedStands
	}
	return o
}

// failedStands has a processor that failed be as good as one that stands still: Atlas
// stops only what runs. Whoever wants it to run is told of the difference.
var failedStands = []spec.Inert{{
	Path: "state", Only: []string{spec.ProcessorCreated, spec.ProcessorStopped},
	Reason: "it is FAILED, and does not run either",
}}

// failure says why a processor failed. Where Atlas says so is not documented: it
// may be beside the state, as in its shell, or in the statistics.
func (p processor) failure() string {
	var stats map[string]json.RawMessage
	_ = json.Unmarshal(p.Stats, &stats) // what cannot be read says nothing
	for _, said := range []json.RawMessage{p.ErrorMsg, stats["errorMsg"]} {
		var text string
		if json.Unmarshal(said, &text) == nil && text != "" {
			return text
		}
	}
	return "it gives no reason: look at the logs of the workspace; an apply with state: STARTED starts it again"
}

// The states that lead to one that a document can ask for, and the one that none
// asks for.
const (
	processorCreating = "CREATING"
	processorInit     = "INIT"
	processorFailed   = "FAILED"
)

// processorPhase says what a state means. One that is not known does not last.
func processorPhase(state string) spec.Phase {
	switch state {
	case spec.ProcessorCreated, spec.ProcessorStarted, spec.ProcessorStopped:
		return spec.Ready
	case processorFailed:
		return spec.Failed
	case "DROPPED":
		return spec.Absent
	}
	return spec.Pending
}

// Events are none: the feed has nothing of processors.
func (streamProcessors) Events() Events { return Events{} }
