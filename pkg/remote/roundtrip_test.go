package remote_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestRoundTrip is fromAtlas(toAtlas(x)) == x, through the JSON on the wire:
// what a create sends comes back from a read, without the secrets; and what an
// update sends does. Of a kind that comes into being in two phases, a create
// says less.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		for _, api := range remotetest.ServerlessAPIs(typ.Kind) {
			t.Run(string(typ.Kind)+suffix(api), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(rt *rapid.T) { roundTrip(t, rt, typ, api) })
			})
		}
	}
}

func roundTrip(t *testing.T, rt *rapid.T, typ spec.Type, api remote.ServerlessAPI) {
	name := remotetest.NameOf(typ)
	want := spec.Resource{
		Addr: spec.Address{Project: projectID, Kind: typ.Kind, Name: name},
		Body: remotetest.Draw(rt, typ, name),
		ID:   objectID,
	}
	if typ.Parent != "" {
		want.Addr.Parent = "parent"
	}
	if typ.Root {
		want.Addr.Project = want.Addr.Name
	}
	if typ.Judge != nil && typ.Judge(spec.Change{Want: want.Body, Anew: true}).Blocked != "" {
		rt.Skip("it cannot be made like that")
	}
	if inNameless(typ) {
		want.Addr.Parent = objectID
	}
	c := connect(t, remote.Config{Transport: &serviceLists{next: handled(echo(rt, typ))}, Serverless: api})
	c.AllowWrites()
	if err := c.Create(t.Context(), want); err != nil {
		rt.Fatal(err)
	}
	live, err := c.Read(t.Context(), want)
	if err != nil {
		rt.Fatal(err)
	}
	if diff := remotetest.Diff(want.Body, *live); diff != "" && !twoPhases(typ) {
		rt.Fatalf("after the create (-want +got):\n%s", diff)
	}
	if len(spectest.SamplesOf(t, typ.Kind)[0].Changes) == 0 {
		return // nothing of it can be changed
	}
	if err := c.Update(t.Context(), *live, want); err != nil {
		rt.Fatal(err)
	}
	if live, err = c.Read(t.Context(), want); err != nil {
		rt.Fatal(err)
	}
	typ.Respell(want.Body, live.Body)
	if diff := remotetest.Diff(want.Body, *live); diff != "" {
		rt.Fatalf("after the update (-want +got):\n%s", diff)
	}
	if more := unsaid(typ, want.Body, live.Body); len(more) > 0 {
		rt.Fatalf("nobody said %q", more)
	}
}

// twoPhases reports whether a kind has fields that only an update can set.
func twoPhases(typ spec.Type) bool {
	for _, f := range typ.Fields {
		if f.SetOnce || f.AfterCreate || f.Initial != "" {
			return true
		}
	}
	return false
}

// suffix tells the API in the names of tests and files, where it is not the
// usual one.
func suffix(api remote.ServerlessAPI) string {
	if api == remote.ServerlessLegacy {
		return ".legacy"
	}
	return ""
}

// TestLeftOutIsEmpty has answers that leave out what is empty, as those to a
// POST do: live always has the map, or else clearing it would never be done.
func TestLeftOutIsEmpty(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ document, answer string }{
		{flex("a")[:len(flex("a"))-2] + ", tags: {}}}", `{"name":"a","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}`},
		{
			doc("StreamConnection", "workspace: w, name: a", "{type: Https, url: 'https://example.com', headers: {}}"),
			`{"name":"a","type":"Https","url":"https://example.com"}`,
		},
		{
			doc("StreamConnection", "workspace: w, name: a", "{type: Kafka, bootstrapServers: 'b:1', security: {protocol: SSL}, config: {}}"),
			`{"name":"a","type":"Kafka","bootstrapServers":"b:1","security":{"protocol":"SSL"}}`,
		},
	} {
		want := load(t, projectID, tc.document)[0]
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(answers(200, "application/json", tc.answer))})
		live, err := c.Read(t.Context(), want)
		if err != nil {
			t.Fatal(err)
		}
		if diff := remotetest.Diff(want.Body, *live); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.answer, diff)
		}
	}
}

// unsaid lists what live has and want lacks, but for what is empty and what Atlas
// fills in.
func unsaid(typ spec.Type, want, live spec.Body) []string {
	said := map[string]bool{}
	for _, path := range spectest.Of(typ.Kind).Recorded.FilledIn {
		said[path] = true
	}
	for _, leaf := range spec.Leaves(want) {
		said[strings.Join(leaf.Path, ".")] = true
	}
	var more []string
	for _, leaf := range spec.Leaves(live) {
		if path := strings.Join(leaf.Path, "."); !said[path] && leaf.Node.Kind == yaml.ScalarNode && leaf.Node.Value != "" {
			more = append(more, path)
		}
	}
	return more
}

// echo is a server that keeps the last object and gives it back, as Atlas does:
// without what is write-only.
func echo(t *rapid.T, typ spec.Type) http.HandlerFunc {
	known := spectest.Of(typ.Kind).Recorded
	var held map[string]any
	return func(w http.ResponseWriter, r *http.Request) {
		switch _, verb, _ := strings.Cut(path.Base(r.URL.Path), ":"); {
		case verb != "":
			held["state"] = map[string]string{"stop": "STOPPED"}[verb]
			if strings.HasPrefix(verb, "start") {
				held["state"] = "STARTED"
			}
			maps.Copy(held, sentIn(t, r))
		case r.Method == http.MethodPost || r.Method == http.MethodPatch:
			if r.Method == http.MethodPost {
				held = map[string]any{"_id": objectID, "id": objectID}
			}
			sent := sentIn(t, r)
			maps.Copy(held, sent)
			for sent, answered := range known.Answered {
				if value, ok := held[sent]; ok {
					held[answered] = value
				}
			}
			if r.Method == http.MethodPost && known.Answers != nil {
				maps.Copy(held, known.Answers(sent))
			}
		}
		w.Header().Set("Content-Type", "application/vnd.atlas.2023-02-01+json;charset=utf-8")
		_ = json.NewEncoder(w).Encode(held)
	}
}

// sentIn is the object that a request sends, alone or as a list of one, without
// what is write-only. A pipeline keeps its order.
func sentIn(t *rapid.T, r *http.Request) map[string]any {
	data, err := io.ReadAll(r.Body)
	if err != nil || len(data) == 0 {
		return map[string]any{}
	}
	var body any
	if err := json.Unmarshal(data, &body); err != nil {
		t.Fatal(err)
	}
	if list, ok := body.([]any); ok && len(list) == 1 {
		body = list[0]
	}
	sent := body.(map[string]any)
	drop(sent, "password", "clientSecret", "sslKey", "sslKeyPassword", "resumeFromCheckpoint")
	var raw struct {
		Pipeline json.RawMessage `json:"pipeline"`
	}
	if _, ok := sent["pipeline"]; ok && json.Unmarshal(data, &raw) == nil {
		sent["pipeline"] = raw.Pipeline
	}
	return sent
}

func drop(object map[string]any, names ...string) {
	for name, value := range object {
		if inner, ok := value.(map[string]any); ok && name != "headers" && name != "config" {
			drop(inner, names...)
		} else if slices.Contains(names, name) {
			delete(object, name)
		}
	}
}
