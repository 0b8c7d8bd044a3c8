package plan_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// document reads one document. Its spec is written in flow style; "absent" is
// ensure: absent.
func document(t testing.TB, addr spec.Address, body string) spec.Resource {
	t.Helper()
	typ, _ := spec.TypeOf(addr.Kind)
	text := "apiVersion: atlasctl/v1\nkind: " + string(addr.Kind) + "\nmetadata: {project: " + addr.Project + ", name: " + addr.Name
	if typ.Parent != "" {
		text += ", " + typ.ParentKey + ": " + addr.Parent
	}
	text += "}\n"
	if body == "absent" {
		text += "ensure: absent\n"
	} else {
		text += "spec: {" + body + "}\n"
	}
	resources, _, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(text)}}, spec.LoadOptions{})
	if err != nil {
		t.Fatalf("%s:\n%v", text, err)
	}
	return resources[0]
}

// live is what Atlas gives back of such a document.
func live(t testing.TB, addr spec.Address, body string) spec.Resource {
	t.Helper()
	r := document(t, addr, body)
	return spec.Resource{Addr: addr, Body: spec.WithoutSecrets(r.Body), ID: "id-of-" + addr.Name}
}

// masked hides the values of live resources from want, as a remote does.
func masked(live []spec.Resource, want ...spec.Resource) []spec.Resource {
	for _, l := range live {
		var body spec.Body
		for _, w := range want {
			if w.Addr == l.Addr {
				body = w.Body
			}
		}
		spec.Mask(l.Body, body)
	}
	return live
}

func flex(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindFlexCluster, Name: name}
}

func workspace(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindStreamWorkspace, Name: name}
}

func connection(parent, name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindStreamConnection, Parent: parent, Name: name}
}

// Bodies that tests add to. What Atlas fills in is part of none.
const (
	aws      = "providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}"
	virginia = "dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}"
	kafka    = "type: Kafka, bootstrapServers: 'b1:9092', security: {protocol: SASL_SSL}"
	scram    = "authentication: {mechanism: SCRAM-512, username: u, password: {env: P}}"
	oauth    = "authentication: {mechanism: OAUTHBEARER, clientId: c, clientSecret: {env: S}, tokenEndpointUrl: 'https://idp'}"
	https    = "type: Https, url: 'https://h'"
)

// pipeline is one whose stages hand on what fits.
func pipeline(match string) string {
	return "pipeline: [{$source: {connectionName: c}}, {$match: {a: " + match + "}}, {$emit: {connectionName: __testLog}}]"
}

// compute plans one document against one live object.
func compute(t *testing.T, want, live spec.Resource) *plan.Plan {
	t.Helper()
	p, err := plan.Compute([]spec.Resource{want}, masked([]spec.Resource{live}, want), plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lines writes fields as "path: before -> after", with a mark behind those
// that force a replacement or are sent as secrets.
func lines(fields []plan.Field) []string {
	var out []string
	for _, f := range fields {
		text := strings.Join(f.Path, ".") + ": " + nodeText(f.Before) + " -> " + nodeText(f.After)
		if f.ForcesReplace {
			text += " (replaces)"
		}
		if f.Secret {
			text += " (sent)"
		}
		out = append(out, text)
	}
	return out
}

func nodeText(n *yaml.Node) string {
	switch {
	case n == nil:
		return "nothing"
	case n.Tag == spec.DocumentTag:
		return spec.MemberText(n)
	}
	data, err := yaml.Marshal(n)
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(strings.TrimSuffix(string(data), "\n"), "\n", "; ")
}

// actions writes the operations of a plan, and what is blocked.
func actions(p *plan.Plan) []string {
	var out []string
	for _, op := range p.Operations {
		out = append(out, op.Action.String()+" "+op.Addr.String())
	}
	for _, b := range p.Blocked {
		out = append(out, "blocked "+b.Action.String()+" "+b.Addr.String())
	}
	return out
}
