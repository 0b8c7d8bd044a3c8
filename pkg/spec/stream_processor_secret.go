package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A stage that calls somebody else may bring along what lets it in: headers and
// parameters of $https. Atlas gives them back, and no document can refer to a secret
// from within a pipeline. What is there is hidden like the headers of an Https
// connection.

// values replaces what may be a secret in the pipeline by what change gives for it.
func (p *StreamProcessor) values(change func(path string, v Value) Value) {
	if p.Pipeline == nil || !strings.Contains(string(*p.Pipeline), "$https") {
		return
	}
	pipeline, changed := p.Pipeline.Node(), false
	eachSecret(pipeline, "Pipeline", func(path string, n *yaml.Node) {
		before := Value(n.Value)
		if after := change(path, before); after != before {
			n.Value, changed = string(after), true
		}
	})
	if changed {
		*p.Pipeline = Document(appendJSON(nil, pipeline, spelled))
	}
}

// eachSecret visits the texts of a pipeline that may be secrets, in whatever pipeline
// within it. One that begins with $ is an expression.
func eachSecret(pipeline *yaml.Node, path string, visit func(path string, n *yaml.Node)) {
	eachHTTPS(pipeline, path, func(path string, part *yaml.Node) {
		for i := 0; i+1 < len(part.Content); i += 2 {
			name, text := part.Content[i].Value, part.Content[i+1]
			if text.Kind == yaml.ScalarNode && text.Tag == "!!str" && !strings.HasPrefix(text.Value, "$") && !isHarmless(name) {
				visit(path+documentMark+name, text)
			}
		}
	})
}

// documentMark parts the steps of a path within a document.
const documentMark = "\x00.\x00"

// isHarmless reports whether a header says something that everybody may know.
func isHarmless(name string) bool {
	return slices.Contains([]string{"accept", "accept-encoding", "content-encoding", "content-type", "user-agent"}, strings.ToLower(name))
}

// eachHTTPS visits the headers and the parameters of the $https stages of a pipeline.
func eachHTTPS(pipeline *yaml.Node, path string, visit func(path string, part *yaml.Node)) {
	for i, stage := range contentOf(pipeline, yaml.SequenceNode) {
		if stage.Kind != yaml.MappingNode || len(stage.Content) != 2 {
			continue
		}
		name, body := stage.Content[0].Value, stage.Content[1]
		at := path + documentMark + strconv.Itoa(i) + documentMark + name
		eachHTTPS(memberOf(body, "pipeline"), at+documentMark+"pipeline", visit)
		for _, member := range []string{"headers", "parameters"} {
			if part := memberOf(body, member); name == "$https" && part != nil && part.Kind == yaml.MappingNode {
				visit(at+documentMark+member, part)
			}
		}
	}
}

func contentOf(n *yaml.Node, kind yaml.Kind) []*yaml.Node {
	if n == nil || n.Kind != kind {
		return nil
	}
	return n.Content
}

// checkSecrets refuses references in a pipeline: they would go to Atlas as they stand.
func checkSecrets(path string, pipeline *yaml.Node) []Violation {
	var broken []Violation
	eachHTTPS(pipeline, path, func(at string, part *yaml.Node) {
		for i := 0; i+1 < len(part.Content); i += 2 {
			value := part.Content[i+1]
			if value.Kind == yaml.MappingNode && len(value.Content) == 2 && slices.Contains([]string{"env", "file"}, value.Content[0].Value) {
				broken = append(broken, Violation{
					strings.ReplaceAll(at, documentMark, ".") + "." + part.Content[i].Value,
					fmt.Sprintf("a pipeline cannot refer to a secret, and {%s: …} would go to Atlas as it stands: put it into headers of the Https connection, which can", value.Content[0].Value),
				})
			}
		}
	})
	return broken
}

// hide makes nodes of their own of the texts of a document that are hidden.
func hide(n *yaml.Node) {
	for i, member := range n.Content {
		if member.Tag == "!!str" && Value(member.Value).IsHidden() {
			n.Content[i] = valueNode(Value(member.Value))
		}
		hide(n.Content[i])
	}
}
