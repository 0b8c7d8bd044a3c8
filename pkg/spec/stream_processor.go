package spec

import (
	"time"
)

// KindStreamProcessor is a stream processor, which lives in a workspace.
const KindStreamProcessor Kind = "StreamProcessor"

// StreamProcessor is the part of a stream processor that Git may own, in the
// words of the Atlas schemas StreamsProcessor and StreamsModifyStreamProcessor.
// State is what Atlas only reports, as what it should be.
type StreamProcessor struct {
	Pipeline *Document               `yaml:"pipeline"`
	Options  *StreamProcessorOptions `yaml:"options"`
	Tier     *string                 `yaml:"tier"`
	State    *string                 `yaml:"state"`
}

// StreamProcessorOptions says what happens beside the pipeline.
type StreamProcessorOptions struct {
	DLQ                  *StreamDLQ `yaml:"dlq"`
	ResumeFromCheckpoint *bool      `yaml:"resumeFromCheckpoint"`
}

// StreamDLQ is the collection that takes what could not be processed.
type StreamDLQ struct {
	ConnectionName *string `yaml:"connectionName"`
	DB             *string `yaml:"db"`
	Coll           *string `yaml:"coll"`
}

// The states that a processor stays in. There is one more, FAILED, which nobody
// wants.
const (
	ProcessorCreated = "CREATED"
	ProcessorStarted = "STARTED"
	ProcessorStopped = "STOPPED"
)

func streamProcessorType() Type {
	return Type{
		Kind:      KindStreamProcessor,
		Summary:   "A stream processor of a workspace: its pipeline, and whether it runs.",
		Parent:    KindStreamWorkspace,
		ParentKey: "workspace",
		New:       func() Body { return new(StreamProcessor) },
		Name:      Field{Required: true, Check: plainName, Pattern: plainNamePattern, Never: folderPattern},
		Fields: map[string]Field{
			"pipeline":                     {About: "Its stages, $source first, as Atlas takes them; the order of keys counts.", Required: true, Form: pipelineForm},
			"options.dlq.connectionName":   {Required: true},
			"options.dlq.db":               {Required: true},
			"options.dlq.coll":             {Required: true},
			"options.resumeFromCheckpoint": {About: "false begins anew, which another $source needs.", SentWith: []string{"pipeline", "options.dlq"}},
			"tier":                         {Unsaid: "that of the workspace", Inherits: "streamConfig.tier", Known: streamTiers()},
			"state": {
				About:   "Without it, what runs is left alone, and so is its pipeline.",
				Enum:    []string{ProcessorCreated, ProcessorStarted, ProcessorStopped},
				Initial: ProcessorCreated, Restored: true, Fold: atRest,
			},
		},
		Needs:     processorNeeds,
		Pins:      []Kind{KindStreamConnection},
		Judge:     judgeProcessor,
		OneWriter: true,
		Staged:    true,
		Unwritable: "it has headers, parameters or a path that may be secrets, and no pipeline can refer to one: move them " +
			"into the headers of the Https connection that it names, and export again",
		Loses:      "the processor with its checkpoint: one of that name begins anew",
		NotCovered: "a dead letter queue cannot be taken away again, only changed; a processor cannot be renamed; a secret cannot be referred to from a pipeline: it belongs into headers of the Https connection.",
		Timeout:    20 * time.Minute,
		Mentions:   []Kind{KindStreamConnection},
		Example:    streamProcessorExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-streams",
	}
}

// streamProcessorExample is a document that makes one.
const streamProcessorExample = `apiVersion: atlasctl/v1
kind: StreamProcessor
metadata:
  project: payments-prod # or --project
  workspace: clicks      # the StreamWorkspace that it lives in
  name: totals
spec:
  pipeline:
    - $source: {connectionName: kafka, topic: clicks}
    - $merge: {into: {connectionName: orders, db: shop, coll: clicks}}
  state: STARTED
`

// processorNeeds lists the connections that a processor names, in its own workspace.
func processorNeeds(r Resource) []Address {
	p := r.Body.(*StreamProcessor)
	var names []string
	if p.Pipeline != nil {
		names = pipelineConnections(p.Pipeline.Node())
	}
	if p.Options != nil && p.Options.DLQ != nil && p.Options.DLQ.ConnectionName != nil {
		names = append(names, *p.Options.DLQ.ConnectionName)
	}
	var needs []Address
	for _, name := range names {
		needs = append(needs, Address{Project: r.Addr.Project, Kind: KindStreamConnection, Parent: r.Addr.Parent, Name: name})
	}
	return needs
}

// Reads lists what Validate looks at.
func (*StreamProcessor) Reads() []string { return []string{"pipeline"} }

// Validate checks the form of the pipeline.
func (p *StreamProcessor) Validate() []Violation {
	pipeline := p.Pipeline.Node()
	return append(checkPipeline("pipeline", pipeline), checkSecrets("pipeline", pipeline)...)
}
