package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
)

// TestJSONDocument holds docs/plan-json.md against the members that the goldens
// and the structs of the report and the events have, in both directions: none
// is undocumented, and none is made up.
func TestJSONDocument(t *testing.T) {
	t.Parallel()
	doc := readDocument(t, "plan-json.md")
	plans := map[string]string{}
	eachJSON(t, "plan.json", func(v any) { decodedMembers(plans, "", v) })
	decodedMembers(plans, "", rendered(t, "refused.json"))
	drifts := map[string]string{}
	decodedMembers(drifts, "", rendered(t, "drift.json"))
	decodedMembers(drifts, "", rendered(t, "drift-none.json"))
	marker := map[string]string{}
	typeMembers(marker, "", reflect.TypeFor[plan.Marker]())
	reports, events := map[string]string{}, map[string]string{"plan": "object", "report": "object"}
	typeMembers(reports, "", reflect.TypeFor[report]())
	for name, typ := range map[string]reflect.Type{
		"forecast": reflect.TypeFor[forecastEvent](), "step": reflect.TypeFor[stepEvent](), "wait": reflect.TypeFor[waitEvent](),
	} {
		events[name] = "object"
		typeMembers(events, name+".", typ)
	}
	maps.Copy(events, headMembers(t))
	for heading, got := range map[string]map[string]string{
		"The plan": plans, "The marker": marker, "The drift": drifts, "The report": reports, "The events": events,
	} {
		_, text, _ := strings.Cut(doc, "\n## "+heading+"\n")
		text, _, _ = strings.Cut(text, "\n## ")
		if diff := cmp.Diff(documented(text), got, cmp.Comparer(sameType)); diff != "" {
			t.Errorf("%s (-documented +there):\n%s", heading, diff)
		}
	}
}

// TestTFPlanDocument finds each member of the plan in Terraform's form in
// docs/policy.md.
func TestTFPlanDocument(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, span := range regexp.MustCompile("`[^`\n]+`").FindAllString(readDocument(t, "policy.md"), -1) {
		for name := range strings.SplitSeq(strings.Trim(span, "`"), ".") {
			names[name] = true
		}
	}
	members := map[string]string{}
	eachJSON(t, "plan.tfplan.json", func(v any) { decodedMembers(members, "", v) })
	for path := range members {
		name := path[strings.LastIndex(path, ".")+1:]
		if !names[name] && !strings.Contains(path, "_sensitive.") && !strings.Contains(path, "sensitive_values.") {
			t.Errorf("%s is not documented", path)
		}
	}
	if len(members) < 30 {
		t.Errorf("the goldens have %d members: are they all there?", len(members))
	}
}

func readDocument(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// documented reads the tables: a member's path, and the first word of its type.
func documented(text string) map[string]string {
	rows := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\w+)").FindAllStringSubmatch(text, -1) {
		rows[row[1]] = row[2]
	}
	return rows
}

func sameType(a, b string) bool { return a == b || a == "any" || b == "any" }

// eachJSON decodes every golden of that name.
func eachJSON(t *testing.T, name string, visit func(any)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(goldens, "*", name))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		visit(v)
	}
}

// rendered reads a golden of package render.
func rendered(t *testing.T, name string) any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "pkg", "plan", "render", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// decodedMembers collects the members of a document and their types. What a
// resource holds is not ours: such a member has any type.
func decodedMembers(into map[string]string, prefix string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			path := prefix + name
			switch {
			case slices.Contains([]string{"before", "after", "values", "projectIds"}, name), slices.Contains([]string{"[].fields[].file", "[].fields[].live"}, strings.TrimPrefix(path, "resources")):
				into[path] = "any"
			default:
				into[path] = decodedType(member)
				decodedMembers(into, path+".", member)
			}
		}
	case []any:
		for _, member := range v {
			decodedMembers(into, strings.TrimSuffix(prefix, ".")+"[].", member)
		}
	}
}

func decodedType(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	}
	return "any"
}

// typeMembers collects the members that a struct is encoded as.
func typeMembers(into map[string]string, prefix string, typ reflect.Type) {
	for f := range typ.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		path, of := prefix+name, f.Type
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		into[path] = encodedType(of)
		switch {
		case of.Kind() == reflect.Struct:
			typeMembers(into, path+".", of)
		case of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Struct:
			typeMembers(into, path+"[].", of.Elem())
		}
	}
}

func encodedType(typ reflect.Type) string {
	switch typ.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "number"
	case reflect.Slice:
		return "list"
	case reflect.Struct, reflect.Map:
		return "object"
	default:
		return "any"
	}
}

// headMembers are what every event has, read from one.
func headMembers(t *testing.T) map[string]string {
	t.Helper()
	var line buffer
	s := stream{on: true, to: &line}
	if err := s.write(time.Unix(0, 0), "step", stepEvent{}); err != nil {
		t.Fatal(err)
	}
	var event map[string]any
	if err := json.Unmarshal([]byte(line.String()), &event); err != nil {
		t.Fatal(err)
	}
	delete(event, "step")
	members := map[string]string{}
	decodedMembers(members, "", event)
	return members
}
