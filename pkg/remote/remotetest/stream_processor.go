package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

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
		samples[i].Kind = spec.KindStreamProcessor
		samples[i].Look = `{"name":"totals","pipeline":[],"state":"CREATED"}`
		samples[i].Needs = []string{"Sample"}
	}
	samples[1].Needs = []string{"Sample", "Cluster", "Cluster of another project"}
	return samples
}
