package spec_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// load loads one source that is named a.yaml.
func load(data string) ([]spec.Resource, spec.Problems, error) {
	return spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(data)}}, spec.LoadOptions{Project: "p"})
}

// mustLoad loads one document.
func mustLoad(t *testing.T, data string) spec.Resource {
	t.Helper()
	resources, warnings, err := load(data)
	if err != nil || len(warnings) > 0 || len(resources) != 1 {
		t.Fatalf("got %d resources, warnings %v, error %v", len(resources), warnings, err)
	}
	return resources[0]
}

const flex = `apiVersion: atlasctl/v1
kind: FlexCluster
metadata: {name: orders}
spec:
  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
`

const kafka = `apiVersion: atlasctl/v1
kind: StreamConnection
metadata: {workspace: clicks, name: kafka}
spec:
  type: Kafka
  bootstrapServers: b1:9092
  security: {protocol: SSL}
  authentication: {mechanism: PLAIN, username: u, password: {env: A}}
`

const https = `apiVersion: atlasctl/v1
kind: StreamConnection
metadata: {workspace: clicks, name: hook}
spec:
  type: Https
  url: https://example.com
`

func TestLoad(t *testing.T) {
	t.Parallel()
	got := mustLoad(t, `# The one of the checkout.
---
apiVersion: atlasctl/v1
kind: StreamConnection
metadata:
  project: payments-prod
  workspace: clicks
  name: a/b
  protect: true
  timeout: 1h30m
  rotate: 3
ensure: present
spec:
  type: Kafka
  bootstrapServers: b1:9092
  security: {protocol: SASL_SSL}
  authentication: {mechanism: SSL, sslCertificate: cert, sslKey: {file: /run/key}}
  config: {}
status:
  state: READY
  errorMessage: null
`)
	text := func(s string) *string { return &s }
	key := spec.FileSecret("/run/key")
	want := spec.Resource{
		Addr:    spec.Address{Project: "payments-prod", Kind: "StreamConnection", Parent: "clicks", Name: "a/b"},
		Protect: true,
		Timeout: 90 * time.Minute,
		Rotate:  3,
		Origin:  spec.Origin{File: "a.yaml", Line: 3},
		Body: &spec.StreamConnection{
			Type:             text("Kafka"),
			BootstrapServers: text("b1:9092"),
			Security:         &spec.KafkaSecurity{Protocol: text("SASL_SSL")},
			Authentication:   &spec.KafkaAuthentication{Mechanism: text("SSL"), SSLCertificate: text("cert"), SSLKey: &key},
			Config:           map[string]string{},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLoadNothing(t *testing.T) {
	t.Parallel()
	resources, warnings, err := spec.Load(nil, spec.LoadOptions{})
	if len(resources) > 0 || len(warnings) > 0 || err != nil {
		t.Errorf("got %v, %v, %v", resources, warnings, err)
	}
}

func TestLoadSkipsEmptyDocuments(t *testing.T) {
	t.Parallel()
	mustLoad(t, "---\n# one\n---\n---\n"+flex+"---\n# the end\n---\n")
}

func TestLoadAbsent(t *testing.T) {
	t.Parallel()
	got := mustLoad(t, "apiVersion: atlasctl/v1\nkind: FlexCluster\nmetadata: {name: orders}\nensure: absent\n")
	if !got.Absent || got.Body != nil || got.Addr.Project != "p" {
		t.Errorf("got %+v", got)
	}
}

func TestLoadSortsByAddress(t *testing.T) {
	t.Parallel()
	resources, _, err := load(kafka + "---\n" + https + "---\n" + flex)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range resources {
		got = append(got, r.Addr.String()+" "+r.Origin.String())
	}
	want := []string{"p/FlexCluster/orders a.yaml:17", "p/StreamConnection/clicks/hook a.yaml:10", "p/StreamConnection/clicks/kafka a.yaml:1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestScalarsAreTakenAsWritten(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"1.10", "0o7", "010", "1e3", "0x1F", "1_000", "2020-01-01", "2020-01-01T00:00:00Z", "yes", "no", "on", "True", "true", "FALSE",
		".inf", "-0", "+1", "1:30", "a b", "null-ish", "<", "=", "12345678901234567890",
	} {
		r := mustLoad(t, flex+"  tags: {a: "+written+", "+written+": b}\n")
		tags := r.Body.(*spec.FlexCluster).Tags
		if diff := cmp.Diff(map[string]string{"a": written, written: "b"}, tags); diff != "" {
			t.Errorf("%s in a map (-want +got):\n%s", written, diff)
		}
		r = mustLoad(t, strings.Replace(kafka, "username: u", "username: "+written, 1))
		if got := *r.Body.(*spec.StreamConnection).Authentication.Username; got != written {
			t.Errorf("%s in a field: got %q", written, got)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	r := mustLoad(t, https+"  headers: {A: text, B: {env: TOKEN}, C: {file: /run/t}, D: 1.10, E: \"\"}\n")
	want := map[string]spec.Value{
		"A": spec.Text("text"), "B": spec.Ref(spec.EnvSecret("TOKEN")), "C": spec.Ref(spec.FileSecret("/run/t")),
		"D": spec.Text("1.10"), "E": spec.Text(""),
	}
	if got := r.Body.(*spec.StreamConnection).Headers; !cmp.Equal(want, got) {
		t.Errorf("got %#v", got)
	}
	r = mustLoad(t, strings.Replace(https, "https://example.com", "{env: HOOK}", 1))
	if got := *r.Body.(*spec.StreamConnection).URL; got != spec.Ref(spec.EnvSecret("HOOK")) {
		t.Errorf("got %#v", got)
	}
}

func TestAnchorsAndMergeKeys(t *testing.T) {
	t.Parallel()
	for name, tags := range map[string]string{
		"merge":              "{<<: {env: prod, owner: a}, team: b}",
		"explicit keys win":  "{team: b, owner: a, <<: {env: prod, owner: z, team: z}}",
		"the first map wins": "{<<: [{env: prod, owner: a}, {owner: z, team: b}]}",
		"merge in a merge":   "{<<: {<<: {env: prod, team: z}, owner: a}, team: b}",
		"alias in a list":    "{<<: [&x {env: prod, owner: a}, *x], team: b}",
	} {
		got := mustLoad(t, flex+"  tags: "+tags+"\n").Body.(*spec.FlexCluster).Tags
		if diff := cmp.Diff(map[string]string{"env": "prod", "owner": "a", "team": "b"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	got := mustLoad(t, strings.Replace(flex, "orders", "&n orders", 1)+"  tags: {*n : *n, \"<<\": x}\n").Body.(*spec.FlexCluster).Tags
	if diff := cmp.Diff(map[string]string{"orders": "orders", "<<": "x"}, got); diff != "" {
		t.Errorf("aliases of scalars (-want +got):\n%s", diff)
	}
	mustLoad(t, strings.NewReplacer("{protocol: SSL}", "&s {protocol: SSL}", "{mechanism", "{<<: {mechanism: SSL}, mechanism").Replace(kafka))
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	const workspace = "apiVersion: atlasctl/v1\nkind: StreamWorkspace\nmetadata: {name: %s}\nspec:\n  dataProcessRegion: {cloudProvider: AWS, region: %s}\n  streamConfig: {tier: %s}\n---\n"
	resources, warnings, err := load(fmt.Sprintf(workspace, "b", "MARS_ONE", "SP10") + fmt.Sprintf(workspace, "a", "DUBLIN_IRE", "SP11"))
	if err != nil || len(resources) != 2 {
		t.Fatalf("got %d resources, error %v", len(resources), err)
	}
	want := `a.yaml:5:51: p/StreamWorkspace/b: dataProcessRegion.region "MARS_ONE" is not known to this version: it goes to Atlas as it is
a.yaml:12:51: p/StreamWorkspace/a: dataProcessRegion.region "DUBLIN_IRE" is not known to this version (did you mean "DUBLIN_IRL"?): it goes to Atlas as it is
a.yaml:13:24: p/StreamWorkspace/a: streamConfig.tier "SP11" is not known to this version (did you mean "SP10"?): it goes to Atlas as it is`
	if diff := cmp.Diff(want, warnings.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, data, err string }{
		{"byte order mark", "\ufeff" + flex, ""},
		{"windows line ends", strings.ReplaceAll(flex, "\n", "\r\n"), ""},
		{"no line end", strings.TrimSuffix(flex, "\n"), ""},
		{"letters beyond ASCII", flex + "  tags: {größe: 大, a: 😀}\n", ""},
		{"a byte order mark alone", "\ufeff", "a.yaml: the file holds no document: declare a resource in it, or remove the file"},
		{"a second byte order mark", flex + "---\n\ufeff" + flex, "a.yaml:7:1: a byte order mark in the middle of the file: remove it"},
		{"latin-1", "# \xfcber\n", "a.yaml:1:3: byte 0xfc is not UTF-8: save the file as UTF-8"},
		{"latin-1 further down", "# ü\r\n# \u00fc: \xfc", "a.yaml:2:6: byte 0xfc is not UTF-8: save the file as UTF-8"},
		{"utf-16", "\xff\xfea\x00", "a.yaml:1:1: the file is UTF-16: save it as UTF-8"},
		{"a surrogate", "a: \xed\xa0\x80", "a.yaml:1:4: byte 0xed is not UTF-8: save the file as UTF-8"},
		{"NUL", "a: b\nc: \x00", `a.yaml:2:4: control character U+0000 is not allowed: remove it, or write it as an escape in "double quotes"`},
		{"DEL", "a: \x7f", `a.yaml:1:4: control character U+007F is not allowed: remove it, or write it as an escape in "double quotes"`},
		{"C1", "a: \u0080", `a.yaml:1:4: control character U+0080 is not allowed: remove it, or write it as an escape in "double quotes"`},
		{"no character", "a: \ufffe", `a.yaml:1:4: control character U+FFFE is not allowed: remove it, or write it as an escape in "double quotes"`},
		{"a program", "\x7fELF\x02", `a.yaml:1:1: control character U+007F is not allowed: remove it, or write it as an escape in "double quotes"`},
	} {
		_, _, err := load(test.data)
		if got := errorText(err); got != test.err {
			t.Errorf("%s: got error %q, want %q", test.name, got, test.err)
		}
	}
}

// TestHostileInput holds that what is built to take long is refused. The names
// say what it attacks; that it ends is the test.
func TestHostileInput(t *testing.T) {
	t.Parallel()
	var chain strings.Builder
	chain.WriteString("x0: &x0 {a: b}\n")
	for i := range 2000 {
		fmt.Fprintf(&chain, "x%d: &x%d {<<: *x%d}\n", i+1, i+1, i)
	}
	for _, test := range []struct{ name, data, want string }{
		{"flow lists", strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "a.yaml:1:101: nested deeper than 100 levels"},
		{"open flow lists", strings.Repeat("[", 9000), "a.yaml:1: not YAML: a value is expected here"},
		{"more of them", strings.Repeat("[", 20_000), "a.yaml:1: not YAML: nested deeper than 100 levels"},
		{"block lists", strings.Repeat("- ", 9000), "a.yaml:1:201: nested deeper than 100 levels"},
		{"maps", strings.Repeat("{a: ", 20_000), "a.yaml:1: not YAML: nested deeper than 100 levels"},
		{"keys", strings.Repeat("? ", 9000), "a.yaml:1:201: nested deeper than 100 levels"},
		{"a chain of merges", chain.String(), "aliases expand to too much"},
		{"a long key", strings.Repeat("k", 1<<17) + ": 1\n" + flex, "a.yaml:1: not YAML: a second"},
		{"a long kind", "kind: " + strings.Repeat("k", 1<<17), `a.yaml:1:7: unknown kind "kkk`},
	} {
		_, _, err := load(test.data)
		if got := errorText(err); !strings.Contains(got, test.want) {
			t.Errorf("%s: got error %.200q, want %q", test.name, got, test.want)
		}
	}
}

func TestProjectOption(t *testing.T) {
	t.Parallel()
	sources := []spec.Source{{Name: "a.yaml", Data: []byte(flex)}}
	resources, _, err := spec.Load(sources, spec.LoadOptions{Project: "5e2211c17a3e5a48f5497de3"})
	if err != nil || resources[0].Addr.Project != "5e2211c17a3e5a48f5497de3" {
		t.Errorf("got %v, error %v", resources, err)
	}
	_, _, err = spec.Load(sources, spec.LoadOptions{Project: "a/b"})
	if want := `--project (or MONGODB_ATLAS_PROJECT_ID) "a/b" must hold only`; !strings.HasPrefix(errorText(err), want) {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// TestSecretsAreNotRepeated puts a secret wherever a slip could put it.
func TestSecretsAreNotRepeated(t *testing.T) {
	t.Parallel()
	const canary = "hunter2"
	for _, written := range []string{
		"hunter2", "'hunter2'", "[hunter2]", "{hunter2}", "{env: $hunter2}", "{env: hunter2!}", "{env: [hunter2]}", "{file: {hunter2: a}}",
		"{hunter2: a}", "{env: A, hunter2: b}", "{env: A, env: hunter2}", "{<<: hunter2}", "{<<: {hunter2: a}}", "!hunter2", "!!hunter2 a",
		"*hunter2", "&hunter2", "|\n   hunter2", "@hunter2", "%hunter2", "`hunter2", "a: hunter2", "{{ hunter2 }}", "{{hunter2}: hunter2}",
		"\"\\0hunter2\"", "\"\\qhunter2", "'hunter2", "hunter2\n x: y", "{env: \"\\0hunter2\"}", "{file: \"\\0hunter2\"}",
	} {
		for _, data := range []string{
			strings.Replace(kafka, "authentication: {mechanism: PLAIN, username: u, password: {env: A}}", "authentication:\n   mechanism: PLAIN\n   username: u\n   password: "+written, 1),
			https + "  headers:\n   A: {token: x}\n   B: " + written + "\n",
			https + "  headers: " + written + "\n",
			"apiVersion: atlasctl/v1\nkind: StreamConnection\nmetadata: {workspace: clicks, name: sr}\nspec:\n  type: SchemaRegistry\n" +
				"  schemaRegistryAuthentication:\n   type: SASL_INHERIT\n   username: u\n   password: " + written + "\n",
		} {
			_, _, err := load(data)
			if strings.Contains(errorText(err), canary) {
				t.Errorf("%s: %v", written, err)
			}
		}
	}
}
