package render_test

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// cases are the plans with goldens, in the order in which they are told.
func cases() []testCase {
	return []testCase{
		{"empty", &plan.Plan{Projects: []string{"shop"}}},
		{"nothing-to-do", nothingToDo()},
		{"create", create()},
		{"update", update()},
		{"update-blocks", updateBlocks()},
		{"update-resend", updateResend()},
		{"replace", replacement()},
		{"delete", deletion()},
		{"blocked", blockedOnly()},
		{"certificate", certificate()},
		{"hostile", hostile()},
		{"refused", breaksRules()},
		{"rich", rich()},
	}
}

type testCase struct {
	name string
	plan *plan.Plan
}

func at(file string, line int) spec.Origin { return spec.Origin{File: file, Line: line} }

func flex(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindFlexCluster, Name: name}
}

func workspace(name string) spec.Address {
	return spec.Address{Project: "payments-prod", Kind: spec.KindStreamWorkspace, Name: name}
}

func connection(name string) spec.Address {
	return spec.Address{Project: "payments-prod", Kind: spec.KindStreamConnection, Parent: "clicks", Name: name}
}

func node(v any) *yaml.Node { return spec.Encode(v) }

func hidden() *yaml.Node { return node(spec.Hidden) }

// path splits on slashes, since keys hold dots.
func path(s string) []string { return strings.Split(s, "/") }

func field(p string, before, after any) plan.Field {
	return plan.Field{Path: path(p), Before: asNode(before), After: asNode(after)}
}

func forcing(f plan.Field) plan.Field {
	f.ForcesReplace = true
	return f
}

func secret(p, env string) plan.Field {
	return plan.Field{Path: path(p), After: node(spec.EnvSecret(env)), Secret: true}
}

func asNode(v any) *yaml.Node {
	if n, ok := v.(*yaml.Node); ok {
		return n
	}
	return node(v)
}

// all gives one field for each key of a body, as a creation has them.
func all(b spec.Body) []plan.Field {
	var fields []plan.Field
	n := node(b)
	for i := 0; i < len(n.Content); i += 2 {
		fields = append(fields, plan.Field{Path: []string{n.Content[i].Value}, After: n.Content[i+1]})
	}
	return fields
}

func kafka() *spec.StreamConnection {
	return &spec.StreamConnection{
		Type:             new("Kafka"),
		BootstrapServers: new("b1.example.com:9092,b2.example.com:9092"),
		Security:         &spec.KafkaSecurity{Protocol: new("SASL_SSL"), BrokerPublicCertificate: new(pem("first"))},
		Authentication: &spec.KafkaAuthentication{
			Mechanism: new("SCRAM-512"), Username: new("svc-clicks"), Password: new(spec.EnvSecret("KAFKA_PASSWORD")),
		},
		Config: map[string]string{"auto.offset.reset": "earliest", "retries": "3", "client.id": ""},
	}
}

func cluster() *spec.FlexCluster {
	return &spec.FlexCluster{
		ProviderSettings:             &spec.FlexProviderSettings{BackingProviderName: new("AWS"), RegionName: new("US_EAST_1")},
		Tags:                         map[string]string{"env": "prod", "owner": "me"},
		TerminationProtectionEnabled: new(true),
	}
}

func pem(text string) string {
	body := strings.Repeat(strings.Repeat(text, 64/len(text))+"\n", 20)
	return "-----BEGIN CERTIFICATE-----\n" + body + "-----END CERTIFICATE-----\n"
}

func nothingToDo() *plan.Plan {
	return &plan.Plan{
		Projects: []string{"payments-prod", "shop"},
		Notices: []plan.Notice{
			{Addr: flex("orders"), Origin: at("flex.yaml", 1), Text: "this server ignores tags.env"},
			{Text: "one notice concerns no single resource"},
		},
		Unmanaged: []plan.Unmanaged{
			{Project: "payments-prod", Kind: spec.KindStreamConnection, Count: 3},
			{Project: "shop", Kind: spec.KindFlexCluster, Count: 1},
		},
	}
}

func create() *plan.Plan {
	https := &spec.StreamConnection{
		Type: new("Https"), URL: new(spec.Text("https://hooks.example.com/in")),
		Headers: map[string]spec.Value{"X-Team": spec.Text("payments"), "X-Token": spec.Ref(spec.FileSecret("token.txt"))},
	}
	ws := &spec.StreamWorkspace{
		DataProcessRegion: &spec.StreamRegion{CloudProvider: new("AWS"), Region: new("VIRGINIA_USA")},
		StreamConfig:      &spec.StreamConfig{Tier: new("SP10")},
	}
	empty := &spec.FlexCluster{ProviderSettings: cluster().ProviderSettings, Tags: map[string]string{}}
	return &plan.Plan{
		Projects: []string{"payments-prod", "shop"},
		Operations: []plan.Operation{
			{Addr: workspace("clicks"), Action: plan.Create, Origin: at("streams.yaml", 1), Fields: all(ws)},
			{
				Addr: connection("kafka"), Action: plan.Create, Origin: at("streams.yaml", 12), Fields: all(kafka()),
				After: []spec.Address{workspace("clicks")},
			},
			{
				Addr: connection("hook"), Action: plan.Create, Origin: at("streams.yaml", 31), Fields: all(https),
				After: []spec.Address{workspace("clicks")},
			},
			{Addr: flex("orders"), Action: plan.Create, Origin: at("flex.yaml", 1), Fields: all(cluster())},
			{Addr: flex("carts"), Action: plan.Create, Origin: at("flex.yaml", 14), Fields: all(empty)},
		},
	}
}

func update() *plan.Plan {
	return &plan.Plan{
		Projects: []string{"shop"},
		Operations: []plan.Operation{{
			Addr: flex("orders"), Action: plan.Update, Origin: at("flex.yaml", 1), Unchanged: 3,
			Fields: []plan.Field{
				field("tags/env", "dev", "prod"),
				field("tags/owner", "me", nil),
				field("tags/team: a", nil, "12"),
				field("terminationProtectionEnabled", false, true),
			},
		}},
	}
}

// updateBlocks compares values that are whole maps and lists.
func updateBlocks() *plan.Plan {
	list := func(members ...string) *yaml.Node {
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, m := range members {
			n.Content = append(n.Content, node(m))
		}
		return n
	}
	stages := func(limit int) *yaml.Node {
		n := list()
		n.Content = []*yaml.Node{
			node(map[string]string{"$source": "kafka"}), node(map[string]int{"$limit": limit}), node(map[string]string{"$emit": "out"}),
		}
		return n
	}
	return &plan.Plan{
		Projects: []string{"payments-prod", "shop"},
		Operations: []plan.Operation{
			{
				Addr: flex("orders"), Action: plan.Update, Origin: at("flex.yaml", 1), Unchanged: 1,
				Fields: []plan.Field{field("tags", cluster().Tags, map[string]string{})},
			},
			{
				Addr: workspace("clicks"), Action: plan.Update, Origin: at("streams.yaml", 1), Unchanged: 2,
				Hazards: []plan.Hazard{{Code: plan.HazardDisruption, Text: "moves the workspace: its hostnames change, and its processors may stop"}},
				Fields: []plan.Field{
					field("dataProcessRegion",
						spec.StreamRegion{CloudProvider: new("AWS"), Region: new("OHIO_USA")},
						spec.StreamRegion{CloudProvider: new("AWS"), Region: new("VIRGINIA_USA")}),
					field("hosts", list("a", "b", "c"), list("a", "x", "y", "c")),
					field("pipeline", stages(10), stages(20)),
					field("streamConfig", nil, spec.StreamConfig{Tier: new("SP10"), MaxTierSize: new("SP30")}),
				},
			},
		},
	}
}
