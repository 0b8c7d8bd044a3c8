package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

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
// within it: what stands anywhere in headers and parameters, and a path with a query.
func eachSecret(pipeline *yaml.Node, path string, visit func(path string, n *yaml.Node)) {
	eachHTTPS(pipeline, path, func(at string, stage *yaml.Node) {
		for i := 0; i+1 < len(stage.Content); i += 2 {
			name, member := stage.Content[i].Value, stage.Content[i+1]
			switch inside := at + documentMark + name; {
			case bringsSecrets(name):
				eachHidden(member, inside, false, visit)
			case isText(member) && strings.HasSuffix(strings.ToLower(name), "path") && strings.Contains(member.Value, "?"):
				visit(inside, member)
			}
		}
	})
}

// eachHidden visits the texts in n, but for expressions, which a literal has none of,
// and what everybody may know.
func eachHidden(n *yaml.Node, path string, literal bool, visit func(path string, n *yaml.Node)) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if name := n.Content[i].Value; !isHarmless(name) {
				eachHidden(n.Content[i+1], path+documentMark+name, literal || name == "$literal", visit)
			}
		}
	case yaml.SequenceNode:
		for i, member := range n.Content {
			eachHidden(member, path+documentMark+strconv.Itoa(i), literal, visit)
		}
	default:
		if isText(n) && (literal || !isExpression(n.Value)) {
			visit(path, n)
		}
	}
}

func isText(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!str" }

// isExpression reports whether a text is the path of a field or a variable, such as
// $customer.id or $$NOW.
func isExpression(text string) bool {
	name, ok := strings.CutPrefix(text, "$")
	name = strings.TrimPrefix(name, "$")
	return ok && name != "" && strings.Trim(name, ".") == name && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '.' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// bringsSecrets reports whether a member of an $https stage brings along what lets it
// in.
func bringsSecrets(member string) bool { return member == "headers" || member == "parameters" }

// documentMark parts the steps of a path within a document.
const documentMark = "\x00.\x00"

// isHarmless reports whether a header says something that everybody may know.
func isHarmless(name string) bool {
	return slices.Contains([]string{"accept", "accept-encoding", "content-encoding", "content-type", "user-agent"}, strings.ToLower(name))
}

// eachHTTPS visits the bodies of the $https stages of a pipeline.
func eachHTTPS(pipeline *yaml.Node, path string, visit func(path string, stage *yaml.Node)) {
	for i, stage := range contentOf(pipeline, yaml.SequenceNode) {
		if stage.Kind != yaml.MappingNode || len(stage.Content) != 2 {
			continue
		}
		name, body := stage.Content[0].Value, stage.Content[1]
		at := path + documentMark + strconv.Itoa(i) + documentMark + name
		eachHTTPS(memberOf(body, "pipeline"), at+documentMark+"pipeline", visit)
		if name == "$https" && body.Kind == yaml.MappingNode {
			visit(at, body)
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
	eachHTTPS(pipeline, path, func(at string, stage *yaml.Node) {
		for i := 0; i+1 < len(stage.Content); i += 2 {
			if name := stage.Content[i].Value; bringsSecrets(name) {
				broken = append(broken, references(stage.Content[i+1], at+documentMark+name)...)
			}
		}
	})
	return broken
}

// references are the maps in n that look like references to secrets.
func references(n *yaml.Node, path string) []Violation {
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 && slices.Contains([]string{"env", "file"}, n.Content[0].Value) {
		return []Violation{{
			strings.ReplaceAll(path, documentMark, "."),
			fmt.Sprintf("a pipeline cannot refer to a secret, and {%s: …} would go to Atlas as it stands: put it into headers of the Https connection, which can", n.Content[0].Value),
		}}
	}
	var broken []Violation
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			broken = append(broken, references(n.Content[i+1], path+documentMark+n.Content[i].Value)...)
		}
	case yaml.SequenceNode:
		for i, member := range n.Content {
			broken = append(broken, references(member, path+documentMark+strconv.Itoa(i))...)
		}
	default:
	}
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
