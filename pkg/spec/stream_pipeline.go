package spec

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A pipeline is Atlas's to understand. What is read here is where it begins and
// ends, and which connections it names.

// pipelineForm is what a JSON Schema can say of what checkPipeline wants.
const pipelineForm = `{
	"type": "array",
	"minItems": 1,
	"items": [{
		"type": "object", "maxProperties": 1, "required": ["$source"],
		"properties": {"$source": {"anyOf": [{"required": ["connectionName"]}, {"required": ["documents"]}], "type": "object"}}
	}],
	"additionalItems": {
		"type": "object", "minProperties": 1, "maxProperties": 1, "properties": {"$source": false},
		"propertyNames": {"pattern": "^\\$"}
	}
}`

// checkPipeline gives what Atlas takes no pipeline without: stages with one key
// each, the first of which reads and the last of which writes.
func checkPipeline(path string, pipeline *yaml.Node) []Violation {
	if pipeline.Kind != yaml.SequenceNode || len(pipeline.Content) == 0 {
		return []Violation{{path, "wants a list of stages, each a map with one key such as $source"}}
	}
	var broken []Violation
	last := len(pipeline.Content) - 1
	for i, stage := range pipeline.Content {
		at := fmt.Sprintf("%s.%d", path, i)
		if stage.Kind != yaml.MappingNode || len(stage.Content) != 2 || !strings.HasPrefix(stage.Content[0].Value, "$") {
			broken = append(broken, Violation{at, "wants a stage: a map with one key, which begins with $"})
			continue
		}
		if msg := checkStage(stage.Content[0].Value, stage.Content[1], i == 0, i == last); msg != "" {
			broken = append(broken, Violation{at, msg})
		}
	}
	return broken
}

// checkStage says what is wrong with a stage in its place.
func checkStage(name string, body *yaml.Node, first, last bool) string {
	switch {
	case first && name != "$source":
		return fmt.Sprintf("a pipeline begins with $source, found %s", name)
	case first && memberOf(body, "connectionName") == nil && memberOf(body, "documents") == nil:
		return "$source lacks connectionName, the name of a StreamConnection of the workspace"
	case !first && name == "$source":
		return "a pipeline has one $source, at its beginning"
	case last && passing(name):
		return fmt.Sprintf("a pipeline ends with a stage that writes, such as $merge or $emit, found %s", name)
	case !last && (name == "$merge" || name == "$emit"):
		return fmt.Sprintf("nothing comes after %s: move it to the end", name)
	}
	return ""
}

// passing reports whether a stage is known to hand on what it gets. Others may
// write: Atlas adds to them.
func passing(stage string) bool {
	return slices.Contains(userStages(), stage) || slices.Contains([]string{
		"$source", "$lookup", "$cachedLookup", "$validate", "$tumblingWindow", "$hoppingWindow", "$sessionWindow",
	}, stage)
}

// userStages are those in which a key is a field of the user's documents, or an
// expression: nothing in them names a connection.
func userStages() []string {
	return []string{
		"$addFields", "$group", "$limit", "$match", "$project", "$redact", "$replaceRoot", "$replaceWith", "$set",
		"$sort", "$unset", "$unwind",
	}
}

// pipelineConnections lists the connections that a pipeline names, sorted:
// where a stage reads or writes, in whatever pipeline within it.
func pipelineConnections(pipeline *yaml.Node) []string {
	var names []string
	for _, stage := range stagesOf(pipeline) {
		if passing(stage.Content[0].Value) || slices.Contains(writingStages(), stage.Content[0].Value) {
			names = append(names, stageConnections(stage.Content[1])...)
			continue
		}
		names = append(names, anyConnections(stage.Content[1])...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// stagesOf gives the stages of a pipeline that may name a connection.
func stagesOf(pipeline *yaml.Node) []*yaml.Node {
	if pipeline == nil || pipeline.Kind != yaml.SequenceNode {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(pipeline.Content), func(stage *yaml.Node) bool {
		return stage.Kind != yaml.MappingNode || len(stage.Content) != 2 || slices.Contains(userStages(), stage.Content[0].Value)
	})
}

// stageConnections lists the connections that the body of a stage names. A name
// that begins with $ is an expression.
func stageConnections(body *yaml.Node) []string {
	names := pipelineConnections(memberOf(body, "pipeline"))
	for _, part := range []*yaml.Node{body, memberOf(body, "from"), memberOf(body, "into"), memberOf(body, "schemaRegistry")} {
		if name := memberOf(part, "connectionName"); name != nil && name.Kind == yaml.ScalarNode && !strings.HasPrefix(name.Value, "$") {
			names = append(names, name.Value)
		}
	}
	return names
}

// writingStages are those known to write.
func writingStages() []string { return []string{"$merge", "$emit", "$https"} }

// anyConnections lists all that is called a connection in a stage that nobody knows
// yet, wherever it stands: one that comes too late fails the processor.
func anyConnections(n *yaml.Node) []string {
	var names []string
	for i, part := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "connectionName" &&
			part.Kind == yaml.ScalarNode && part.Tag == "!!str" && !strings.HasPrefix(part.Value, "$") {
			names = append(names, part.Value)
		}
		names = append(names, anyConnections(part)...)
	}
	return names
}

// memberOf gives what a map holds under a key, or nil.
func memberOf(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// sourceOf gives the first stage of a pipeline as text, which is the same for what
// says the same.
func sourceOf(pipeline *Document) string {
	n := pipeline.Node()
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return ""
	}
	return MemberText(n.Content[0])
}
