package spec_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// calling is a processor with a stage that calls somebody else, with headers.
func calling(before, headers string) *spec.StreamProcessor {
	pipeline := spec.Document(`[{"$source":{"connectionName":"c"}}` + before + `,{"$https":{"connectionName":"h","headers":` + headers + `}},{"$emit":{"connectionName":"e"}}]`)
	return &spec.StreamProcessor{Pipeline: &pipeline}
}

// TestMaskOfPipelines hides what the headers of a stage hold, but for what the
// document says as well, wherever its stage stands; and gives it back.
func TestMaskOfPipelines(t *testing.T) {
	t.Parallel()
	const headers = `{"Authorization":"Bearer hunter2","X-A":"said","Content-Type":"text/plain","X-B":"$b"}`
	live := calling("", headers)
	spec.MaskWith(live, calling(`,{"$match":{}}`, `{"X-A":"said"}`), func(string) string { return "f1" })
	shown := spec.MemberText(spec.NodeAt(spec.Encode(live), []string{"pipeline"}))
	if strings.Contains(shown, "hunter2") || strings.Contains(shown, "f1") || strings.Contains(string(*live.Pipeline), "hunter2") {
		t.Errorf("a secret is in %s", shown)
	}
	if want := `{"Authorization":"(hidden)","X-A":"said","Content-Type":"text/plain","X-B":"$b"}`; !strings.Contains(shown, want) {
		t.Errorf("got %s, want in it %s", shown, want)
	}
	if !spec.HoldsHidden(live) {
		t.Error("it does not know that it hides something")
	}
	other := calling("", headers)
	spec.MaskWith(other, nil, func(string) string { return "f2" })
	if spec.EqualNodes(spec.Encode(live), spec.Encode(other)) {
		t.Error("two hidden values are one, whatever their fingerprints")
	}
	if _, complete := spec.Unmask(live, calling("", headers)); !complete || *live.Pipeline != *calling("", headers).Pipeline {
		t.Errorf("got back %s", *live.Pipeline)
	}
}

// TestMaskInsideOfStages hides texts wherever they stand in headers and parameters,
// and what follows a path; expressions are shown, unless they are literals.
func TestMaskInsideOfStages(t *testing.T) {
	t.Parallel()
	live := calling("", `{"A":{"$concat":["Bearer ","hunter2"]},"B":["hunter2"],"C":{"$literal":"$hunter2"},"D":"$hunter-2","E":"$customer.id","F":"$$NOW"},"parameters":{"p":{"q":"hunter2"}},"urlPath":"/a?key=hunter2","path":"/b"`)
	spec.MaskWith(live, nil, func(string) string { return "f" })
	shown := spec.MemberText(spec.NodeAt(spec.Encode(live), []string{"pipeline"}))
	if strings.Contains(shown, "hunter") {
		t.Errorf("a secret is in %s", shown)
	}
	for _, want := range []string{"$customer.id", "$$NOW", `"/b"`} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s is not in %s", want, shown)
		}
	}
}

// TestReferencesInsideOfStages refuses references to secrets, however deep.
func TestReferencesInsideOfStages(t *testing.T) {
	t.Parallel()
	for _, headers := range []string{`{"A":{"env":"TOK"}}`, `{"A":{"$concat":["Bearer ",{"env":"TOK"}]}}`, `{"A":[{"file":"f"}]}`} {
		if broken := calling("", headers).Validate(); len(broken) != 1 || !strings.Contains(broken[0].Msg, "cannot refer to a secret") {
			t.Errorf("%s: %v", headers, broken)
		}
	}
}

// TestExportOfHiddenStages leaves out what no document can say: a pipeline cannot
// refer to a secret.
func TestExportOfHiddenStages(t *testing.T) {
	t.Parallel()
	at := func(name, headers string) spec.Resource {
		return spec.Resource{Addr: spec.Address{Project: "p", Kind: spec.KindStreamProcessor, Parent: "w", Name: name}, Body: calling("", headers)}
	}
	live := []spec.Resource{at("hides", `{"A":"hunter2"}`), at("says", `{"A":"$a","Accept":"text/plain"}`)}
	data, err := spec.Export(live, spec.ExportOptions{})
	if err != nil || strings.Contains(string(data), "hunter2") || strings.Contains(string(data), "env:") || !strings.Contains(string(data), "name: says") {
		t.Errorf("error %v, got\n%s", err, data)
	}
	if left := spec.Unwritable(live); len(left) != 1 || left[0] != live[0].Addr {
		t.Errorf("left out: %v", left)
	}
	if typ, _ := spec.TypeOf(spec.KindStreamProcessor); typ.Unwritable == "" {
		t.Error("nothing says why it is left out")
	}
}
