package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// A pipeline is kept as text: the order of its stages, and of the members within
// them, has a meaning that a Go map would lose.

var errPipeline = errors.New("pipeline is no list of stages")

// pipelineOf takes the pipeline out of a body as it came, compact and with its
// numbers as Atlas gives them back; empty when there is none.
func pipelineOf(raw []byte) (string, error) {
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(raw, &sent); err != nil {
		return "", errPipeline
	}
	if p := sent["pipeline"]; p == nil || string(p) == "null" {
		return "", nil
	}
	var stages []map[string]any
	if err := json.Unmarshal(sent["pipeline"], &stages); err != nil || len(stages) == 0 {
		return "", errPipeline
	}
	if slices.ContainsFunc(stages, func(s map[string]any) bool { return len(s) != 1 }) {
		return "", errors.New("a pipeline stage must have exactly one member")
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, sent["pipeline"]); err != nil {
		return "", errPipeline
	}
	return floats(compact.String()), nil
}

// floats writes whole numbers of a JSON text with a fraction: what went in as 10
// comes back as 10.0, as users of Terraform have found.
func floats(text string) string {
	var out strings.Builder
	for len(text) > 0 {
		n := 1
		switch c := text[0]; {
		case c == '"':
			n = stringEnd(text)
		case c == '-' || '0' <= c && c <= '9':
			n = len(text) - len(strings.TrimLeft(text, "+-.0123456789eE"))
		}
		out.WriteString(text[:n])
		if last := text[:n]; last[0] != '"' && strings.Trim(last, "-0123456789") == "" {
			out.WriteString(".0")
		}
		text = text[n:]
	}
	return out.String()
}

// stringEnd is where the JSON string that text begins with is over.
func stringEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// plain are the stages, and the members of stages, in which a key is a field of
// documents, or a header: what is called connectionName there is none. That Atlas reads the others like this is a guess.
var plain = map[string]bool{
	"$addFields": true, "$group": true, "$match": true, "$project": true, "$redact": true,
	"$replaceRoot": true, "$replaceWith": true, "$set": true, "$sort": true,
	"documents": true, "validator": true, "headers": true, "parameters": true,
}

// connectionsIn lists the connections that a pipeline names, in whatever stage
// that may read or write, and however deep.
func connectionsIn(pipeline string) []string {
	var stages any
	if json.Unmarshal([]byte(pipeline), &stages) != nil {
		return nil
	}
	names := connectionsBelow(stages)
	slices.Sort(names)
	return slices.Compact(names)
}

func connectionsBelow(value any) []string {
	var names []string
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			names = append(names, connectionsBelow(element)...)
		}
	case map[string]any:
		for name, element := range v {
			if text, ok := element.(string); ok && name == "connectionName" {
				names = append(names, text)
			}
			if !plain[name] {
				names = append(names, connectionsBelow(element)...)
			}
		}
	}
	return names
}

// sourceOf is the text of the stage that a pipeline reads from, to tell whether
// another one reads from elsewhere.
func sourceOf(pipeline string) string {
	var stages []map[string]json.RawMessage
	if json.Unmarshal([]byte(pipeline), &stages) != nil {
		return ""
	}
	for _, stage := range stages {
		if source, ok := stage["$source"]; ok {
			return string(source)
		}
	}
	return ""
}
