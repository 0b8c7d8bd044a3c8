package remote

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/recorded"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestRecordedBodies reads every recorded object of ours, alone or in a list,
// through its driver: what Atlas says of a field that a document can manage must
// be in the body that a plan compares.
func TestRecordedBodies(t *testing.T) {
	t.Parallel()
	dir := os.Getenv(recorded.Env)
	if dir == "" {
		t.Skip(recorded.Skipped)
	}
	runs, err := recorded.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	paths := map[spec.Kind]*regexp.Regexp{}
	for _, s := range spectest.All() {
		if s.Recorded.Path != "" {
			paths[s.Kind] = regexp.MustCompile(`^/api/atlas/v2` + s.Recorded.Path + `$`)
		}
	}
	read := map[spec.Kind]int{}
	for _, run := range runs {
		for _, e := range run.Exchanges {
			for kind, path := range paths {
				place := path.FindStringSubmatch(e.Path)
				if place == nil || place[2] == spectest.Of(kind).Recorded.But && place[2] != "" || e.Status >= http.StatusMultipleChoices {
					continue
				}
				read[kind] += readRecorded(t, kind, place[1], e)
			}
		}
	}
	for kind := range paths {
		t.Logf("%s: %d objects read", kind, read[kind])
		if read[kind] == 0 {
			t.Errorf("%s: nothing was recorded", kind)
		}
	}
}

// readRecorded reads what is in one answer and gives the number of objects.
func readRecorded(t *testing.T, kind spec.Kind, parent string, e recorded.Exchange) int {
	t.Helper()
	var list struct{ Results []json.RawMessage }
	var read any = &list
	if strings.HasPrefix(string(e.Body), "[") {
		read = &list.Results
	}
	if len(e.Body) > len("{}") {
		if err := json.Unmarshal(e.Body, read); err != nil {
			t.Fatal(err)
		}
	}
	d, at := recordedDriver(t, kind, e), Site{GroupID: "5e2211c17a3e5a48f5497de3", Parent: parent, Parts: []string{"AWS"}}
	switch {
	case list.Results != nil:
		found, err := d.list(t.Context(), at, 1)
		if err != nil || len(found.resources) != len(list.Results) {
			t.Fatalf("%s: got %d objects, want %d: %v", e.Name, len(found.resources), len(list.Results), err)
		}
		for i, r := range found.resources {
			wantAllManaged(t, kind, e.Name, r, list.Results[i])
		}
		return len(list.Results)
	case len(e.Body) > len("{}"):
		r, err := d.get(t.Context(), at, Ref{Name: "name", ID: "5e2211c17a3e5a48f5497de7", Part: "AWS"})
		if err != nil {
			t.Fatalf("%s: %v", e.Name, err)
		}
		wantAllManaged(t, kind, e.Name, r, e.Body)
		return 1
	}
	return 0
}

// recordedDriver is the driver of a kind on a server that has one answer.
func recordedDriver(t *testing.T, kind spec.Kind, e recorded.Exchange) driver {
	t.Helper()
	wire := roundTripper(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK,
			Header:     http.Header{"Content-Type": e.Header["Content-Type"]},
			Body:       io.NopCloser(strings.NewReader(string(e.Body))),
			Request:    r,
		}, nil
	})
	sdk, err := admin.NewClient(admin.UseHTTPClient(&http.Client{Transport: wire}))
	if err != nil {
		t.Fatal(err)
	}
	return drivers(sdk, ServerlessLegacy)[kind]
}

// wantAllManaged wants every value that the JSON has of a managed field in the
// body, under the same path.
func wantAllManaged(t *testing.T, kind spec.Kind, name string, r spec.Resource, raw json.RawMessage) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var said any
	if err := dec.Decode(&said); err != nil {
		t.Fatal(err)
	}
	typ, _ := spec.TypeOf(kind)
	answered := spectest.Of(kind).Recorded.Answered
	want := map[string]string{}
	for _, path := range managedPaths(reflect.TypeOf(typ.New()).Elem(), "") {
		value := said
		as := path
		if other, ok := answered[path]; ok {
			as = other
		}
		for member := range strings.SplitSeq(as, ".") {
			o, _ := value.(map[string]any)
			value = o[member]
		}
		addLeaves(want, path, value)
	}
	if len(want) < 2 {
		t.Errorf("%s: only %v is there to compare", name, want)
	}
	got := map[string]string{}
	for _, leaf := range spec.Leaves(r.Body) {
		last := len(leaf.Path) - 1
		path := strings.Join(append(leaf.Path[:last:last], inOrder(leaf.Path[last])), ".")
		if _, said := want[path]; said {
			got[path] = leaf.Node.Value
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s (-want +got):\n%s", name, kind, diff)
	}
}

// managedPaths lists the fields of a document, without blocks and without lists of
// them.
func managedPaths(t reflect.Type, prefix string) []string {
	var paths []string
	for f := range t.Fields() {
		path := prefix + f.Tag.Get("yaml")
		if f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			paths = append(paths, managedPaths(f.Type.Elem(), path+".")...)
		} else if f.Type.Kind() != reflect.Slice {
			paths = append(paths, path)
		}
	}
	return paths
}

// addLeaves writes a JSON value as the leaves of a document: lists of keys and
// values are maps there, and other lists are sets.
func addLeaves(leaves map[string]string, path string, value any) {
	switch v := value.(type) {
	case nil:
	case map[string]any:
		if len(v) == 0 {
			leaves[path] = ""
		}
		for name, member := range v {
			leaves[path+"."+name] = fmt.Sprint(member)
		}
	case []any:
		if len(v) == 0 {
			leaves[path] = ""
		}
		for _, member := range v {
			pair, isObject := member.(map[string]any)
			switch text, _ := json.Marshal(member); {
			case isObject && pair["key"] != nil:
				leaves[fmt.Sprintf("%s.%s", path, pair["key"])] = fmt.Sprint(pair["value"])
			case isObject:
				leaves[path+"."+string(text)] = ""
			default:
				leaves[fmt.Sprintf("%s.%s", path, member)] = fmt.Sprint(member)
			}
		}
	default:
		leaves[path] = fmt.Sprint(v)
	}
}

// inOrder gives the JSON of a member of a set with its keys in order, and any
// other text as it is.
func inOrder(text string) string {
	var member map[string]any
	if json.Unmarshal([]byte(text), &member) != nil {
		return text
	}
	ordered, _ := json.Marshal(member)
	return string(ordered)
}
