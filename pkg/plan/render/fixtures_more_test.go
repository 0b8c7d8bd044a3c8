package render_test

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func updateResend() *plan.Plan {
	servers := strings.Repeat("broker.example.com:9092,", 6)
	return &plan.Plan{
		Flags:    plan.Flags{Rotate: []spec.Address{connection("other")}},
		Projects: []string{"payments-prod"},
		Operations: []plan.Operation{
			{
				Addr: connection("kafka"), Action: plan.Update, Origin: at("streams.yaml", 12), Unchanged: 5,
				Hazards: []plan.Hazard{{Code: plan.HazardResend, Text: "sends authentication.password again"}},
				Fields:  []plan.Field{field("bootstrapServers", servers+"a:9092", servers+"b:9092")},
			},
			{
				Addr: connection("hook"), Action: plan.Update, Origin: at("streams.yaml", 31),
				Fields: []plan.Field{
					field("headers/X-Old", hidden(), nil),
					field("headers/X-Team", hidden(), "payments"),
					field("headers/X-Token", nil, spec.EnvSecret("TOKEN")),
					field("url", hidden(), spec.EnvSecret("HOOK_URL")),
				},
			},
			{
				Addr: connection("other"), Action: plan.Update, Origin: at("streams.yaml", 50), Unchanged: 6,
				Fields: []plan.Field{secret("authentication/password", "OTHER_PASSWORD")},
			},
		},
	}
}

func replacement() *plan.Plan {
	access := func(kind string) spec.StreamNetworking {
		return spec.StreamNetworking{Access: &spec.StreamNetworkingAccess{Type: &kind}}
	}
	return &plan.Plan{
		Projects: []string{"payments-prod"},
		Operations: []plan.Operation{{
			Addr: connection("kafka"), Action: plan.Replace, Origin: at("streams.yaml", 12), Unchanged: 7,
			Live: &spec.Resource{ID: "kafka"},
			Hazards: []plan.Hazard{
				{Code: plan.HazardDataLoss, Text: "destroys the connection: processors that name it stop working"},
				{Code: plan.HazardLoses, Text: "loses: config.client.id, region"},
			},
			Fields: []plan.Field{
				field("authentication/username", "svc-old", "svc-clicks"),
				forcing(field("networking", access("PUBLIC"), access("VPC"))),
				forcing(field("region", "OHIO_USA", "VIRGINIA_USA")),
			},
		}},
	}
}

func deletion() *plan.Plan {
	return &plan.Plan{
		Flags:    plan.Flags{Prune: true},
		Projects: []string{"payments-prod"},
		Operations: []plan.Operation{
			{
				Addr: connection("forgotten"), Action: plan.Delete, Live: &spec.Resource{ID: "forgotten"},
				Hazards: []plan.Hazard{{Code: plan.HazardUndeclared, Text: "no file mentions it; it goes because payments-prod/StreamWorkspace/clicks goes"}},
			},
			{
				Addr: workspace("clicks"), Action: plan.Delete, Origin: at("streams.yaml", 1), Live: &spec.Resource{ID: "5f"},
				After: []spec.Address{connection("forgotten")},
				Hazards: []plan.Hazard{
					{Code: plan.HazardDataLoss, Text: "destroys its connections and processors with their checkpoints"},
				},
				Fields: []plan.Field{field("streamConfig", spec.StreamConfig{Tier: new("SP10")}, nil)},
			},
		},
	}
}

func blockedOnly() *plan.Plan {
	return &plan.Plan{
		Projects: []string{"payments-prod", "shop"},
		Blocked: []plan.Blocked{
			{
				Addr: connection("kafka"), Action: plan.Update, Origin: at("streams.yaml", 12),
				Reason: "Atlas wants the secret of authentication in every update, and the document does not declare authentication: declare it with its secret",
				Fields: []plan.Field{field("bootstrapServers", "b1:9092", "b1:9092,b2:9092")},
			},
			{
				Addr: flex("orders"), Action: plan.Delete, Origin: at("flex.yaml", 1),
				Reason: "metadata.protect is true in the document",
			},
		},
	}
}

func certificate() *plan.Plan {
	return &plan.Plan{
		Projects: []string{"payments-prod"},
		Operations: []plan.Operation{
			{
				Addr: connection("kafka"), Action: plan.Update, Origin: at("streams.yaml", 12), Unchanged: 6,
				Fields: []plan.Field{
					field("authentication/saslOauthbearerExtensions", "two\nlines", strings.Repeat("x", 1000)),
					field("security/brokerPublicCertificate", pem("first"), pem("other")),
				},
			},
			{
				Addr: connection("plain"), Action: plan.Create, Origin: at("streams.yaml", 40),
				Fields: []plan.Field{field("security/brokerPublicCertificate", nil, pem("first"))},
			},
		},
	}
}

// hostile has what a server or a colleague could put into names and values.
func hostile() *plan.Plan {
	evil := "x\x1b[31m\r\n- shop/FlexCluster/orders will be deleted\u202e\u009b2J"
	odd := spec.Address{Project: "a|b <i> @team", Kind: spec.KindStreamConnection, Parent: "w`s<u>", Name: evil}
	tags := map[string]string{
		"a": "", "b": " lead", "c": "trail ", "d": "true", "e": "12", "f": "0x1F", "g": "(secret)", "h": "a -> b",
		"i": "a # b", "j": "```\n</details>", "k": "bad\xffbyte", "l": `say "hi"`, "m": "ünïcode", "n": "- item", "o": "k: v",
		"p": "tab\tbed", "q": "1.10", "r": "null", "s": "a…b", "t": "https://example.com/a?b=c#d", "u": `C:\dir`, "v": "tag\U000e0041",
		evil: "key", "``````": "fence",
	}
	return &plan.Plan{
		Projects: []string{odd.Project},
		Operations: []plan.Operation{{
			Addr: odd, Action: plan.Create, Origin: at("dir/\x1b]0;title\x07.yaml", 3),
			Hazards: []plan.Hazard{{Code: "odd", Text: evil + " <script> *bold* _it_ `code` [a](b) | $1$ @team"}},
			Fields:  []plan.Field{field(evil+"/deep", evil, "x"), field("tags", nil, tags)},
		}},
		Blocked:   []plan.Blocked{{Addr: odd, Action: plan.Delete, Reason: evil}},
		Notices:   []plan.Notice{{Addr: odd, Text: evil}},
		Unmanaged: []plan.Unmanaged{{Project: evil, Kind: spec.KindFlexCluster, Count: 1}},
	}
}

// rich has something of everything.
func rich() *plan.Plan {
	p := &plan.Plan{Flags: plan.Flags{Prune: true}, Projects: []string{"payments-prod", "shop"}}
	p.Operations = append(p.Operations, deletion().Operations[0])
	p.Operations[0].Hazards = []plan.Hazard{
		{Code: plan.HazardDataLoss, Text: "destroys the connection: processors that name it stop working"},
		{Code: plan.HazardUndeclared, Text: "no file mentions it"},
	}
	p.Operations = append(p.Operations, replacement().Operations...)
	p.Operations = append(p.Operations, create().Operations[2])
	p.Operations[2].After = nil
	p.Operations = append(p.Operations, update().Operations...)
	p.Operations = append(p.Operations, updateResend().Operations[2])
	p.Blocked = blockedOnly().Blocked[1:]
	p.Blocked[0].Addr, p.Blocked[0].Origin = flex("carts"), at("flex.yaml", 14)
	p.Notices, p.Unmanaged = nothingToDo().Notices[:1], nothingToDo().Unmanaged[:1]
	return p
}

// big creates n connections in ten workspaces.
func big(n int) *plan.Plan {
	p := &plan.Plan{Projects: []string{"payments-prod"}}
	for i := range n {
		addr := spec.Address{
			Project: "payments-prod", Kind: spec.KindStreamConnection,
			Parent: fmt.Sprintf("ws%d", i%10), Name: fmt.Sprintf("conn-%04d", i),
		}
		p.Operations = append(p.Operations, plan.Operation{
			Addr: addr, Action: plan.Create, Origin: at("big.yaml", 1+20*i), Fields: all(kafka()),
		})
	}
	return p
}
