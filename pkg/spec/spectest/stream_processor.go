package spectest

import (
	"encoding/json"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func streamProcessor() Specimen {
	return Specimen{
		Kind:    spec.KindStreamProcessor,
		Samples: streamProcessors(),
		Names:   []string{"totals", "a/b", "é: x", "off"},
		Few: map[string][]string{ // the connections are of SmallNames
			"pipeline": {
				`[{"$source":{"connectionName":"a"}},{"$emit":{"connectionName":"b"}}]`,
				`[{"$source":{"connectionName":"a"}},{"$match":{"n":1.0}},{"$emit":{"connectionName":"__testLog"}}]`,
				`[{"$source":{"connectionName":"a"}},{"$match":{"n":1}},{"$emit":{"connectionName":"__testLog"}}]`,
				`[{"$source":{"connectionName":"c"}},{"$emit":{"connectionName":"a"}}]`,
			},
			"options.dlq.connectionName": {"a", "b"},
		},
		Loads: func(_ Dice, _ string, b spec.Body) {
			p := b.(*spec.StreamProcessor)
			*p.Pipeline = `[{"$source":{"connectionName":"kafka","odd":` + *p.Pipeline + `}},{"$emit":{"connectionName":"__testLog"}}]`
		},
		Recorded: Recording{Lists: []string{"/streams/{parent}/processors"}, FilledIn: []string{"state"}, Answers: func(sent map[string]any) map[string]any {
			if sent["pipeline"] == nil {
				return nil
			}
			return map[string]any{"state": spec.ProcessorCreated}
		}},
		Estate: Estate{
			Names: []string{"a", "über"}, Percent: 50, Wire: wireProcessor,
			Places: []Place{{All: "/streams/{parent}/processor", One: "/streams/{parent}/processor/{name}"}},
		},
	}
}

// wireProcessor makes a processor one that reads from a connection and writes to
// another, both of its workspace, or to nowhere.
func wireProcessor(around Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	connections := around.There(spec.KindStreamConnection, addr.Project, addr.Parent)
	if len(connections) == 0 {
		return nil
	}
	source, sink := One(around, connections...), One(around, append(connections, "__testLog")...)
	pipeline := fmt.Sprintf(`[{"$source":{"connectionName":%s}},{"$match":{"n":%d}},{"$emit":{"connectionName":%s}}]`,
		quoted(source), around.IntN(3), quoted(sink))
	p := &spec.StreamProcessor{Pipeline: new(spec.Document(pipeline))}
	if state := One(around, "", spec.ProcessorCreated, spec.ProcessorStarted, spec.ProcessorStarted); state != "" {
		p.State = &state
	}
	return p
}

// quoted is a text as JSON.
func quoted(text string) string {
	data, _ := json.Marshal(text) // no text is no JSON
	return string(data)
}

func streamProcessors() []Sample {
	samples := []Sample{
		{
			Shape: "minimal", Object: "totals",
			Spec: `
pipeline:
  - $source: {connectionName: sample_stream_solar}
  - $emit: {connectionName: __testLog}
`,
			Changes: []Change{
				{"pipeline": `[{$source: {connectionName: sample_stream_solar}}, {$match: {b: 1, a: 1.5}}, {$emit: {connectionName: __testLog}}]`},
				{"state": `STARTED`},
				{"state": `STOPPED`},
			},
		},
		{
			Shape: "full", Object: "totals: [é] %2F?",
			Spec: `
pipeline:
  - $source: {connectionName: sample_stream_solar}
  - $tumblingWindow:
      interval: {size: 10, unit: second}
      pipeline: [{$group: {_id: $z, max: {$max: $watts}, avg: {$avg: -1.50}, deep: [null, true, "<&>"]}}]
  - $merge: {into: {connectionName: orders, db: sales, coll: totals}}
options:
  dlq: {connectionName: orders, db: dlq, coll: totals}
  resumeFromCheckpoint: false
tier: SP10
state: STARTED
`,
			Changes: []Change{
				{"options.dlq.db": `other`, "options.resumeFromCheckpoint": `true`},
				{"options.dlq.coll": `other`},
				{"options.dlq.connectionName": `their orders`},
				{"state": `STOPPED`},
				{"tier": `SP30`},
				{"pipeline": `[{$source: {connectionName: orders, db: sales}}, {$emit: {connectionName: __testLog}}]`},
			},
		},
	}
	for i := range samples {
		samples[i].Look = `{"name":"totals","pipeline":[],"state":"CREATED"}`
		samples[i].Midway = Change{"state": `STOPPED`}
		samples[i].Needs = []Shape{{spec.KindStreamConnection, "Sample"}}
	}
	samples[1].Needs = append(samples[1].Needs,
		Shape{spec.KindStreamConnection, "Cluster"}, Shape{spec.KindStreamConnection, "Cluster of another project"})
	return samples
}
