package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		addr       spec.Address
		live, want string
		fields     []string
	}{
		{"the same", flex("a"), aws, aws, nil},
		{"less", flex("a"), aws + ", tags: {a: b}, terminationProtectionEnabled: true", aws, nil},
		{"a scalar", flex("a"), aws + ", terminationProtectionEnabled: true", aws + ", terminationProtectionEnabled: false", []string{"terminationProtectionEnabled: true -> false"}},
		{"a scalar that live lacks", flex("a"), aws, aws + ", terminationProtectionEnabled: false", []string{"terminationProtectionEnabled: nothing -> false"}},
		{
			"members of a map", flex("a"), aws + ", tags: {a: '1', b: '2', c: '3'}", aws + ", tags: {b: '2', c: '4', d: '5'}",
			[]string{`tags.a: "1" -> nothing`, `tags.c: "3" -> "4"`, `tags.d: nothing -> "5"`},
		},
		{"an empty map and a full one", flex("a"), aws + ", tags: {a: b}", aws + ", tags: {}", []string{"tags.a: b -> nothing"}},
		{"an empty map and none", flex("a"), aws, aws + ", tags: {}", nil},
		{"keys that look like paths and patterns", flex("a"), aws + ", tags: {a.b: c, a: d, '.*': e}", aws + ", tags: {a.b: x, a: d, '.*': z}", []string{"tags..*: e -> z", "tags.a.b: c -> x"}},
		{
			"a block that appears comes in one piece", workspace("w"), virginia, virginia + ", streamConfig: {tier: SP10}",
			[]string{"streamConfig: nothing -> tier: SP10"},
		},
		{
			"a field below what cannot change", flex("a"), aws, "providerSettings: {backingProviderName: AWS, regionName: EU_WEST_1}",
			[]string{"providerSettings.regionName: US_EAST_1 -> EU_WEST_1 (replaces)"},
		},
		{
			"a block that cannot change appears", connection("w", "c"), kafka, kafka + ", networking: {access: {type: VPC}}",
			[]string{"networking: nothing -> access:;     type: VPC (replaces)"},
		},
		{
			"another type", connection("w", "c"), kafka + ", config: {a: b}", https,
			[]string{"type: Kafka -> Https (replaces)", "url: nothing -> https://h"},
		},
		{
			"another mechanism", connection("w", "c"), kafka + ", " + scram, kafka + ", " + oauth,
			[]string{
				"authentication.clientId: nothing -> c",
				"authentication.mechanism: SCRAM-512 -> OAUTHBEARER",
				"authentication.tokenEndpointUrl: nothing -> https://idp",
				"authentication.username: u -> nothing",
			},
		},
		{
			"a mechanism of the same family", connection("w", "c"),
			kafka + ", " + scram, kafka + ", authentication: {mechanism: PLAIN, username: u, password: {env: P}}",
			[]string{"authentication.mechanism: SCRAM-512 -> PLAIN"},
		},
		{"a secret from elsewhere", connection("w", "c"), kafka + ", " + scram, kafka + ", authentication: {mechanism: SCRAM-512, username: u, password: {file: /x}}", nil},
		{
			"a block with a secret appears", connection("w", "c"), kafka, kafka + ", " + scram,
			[]string{"authentication: nothing -> mechanism: SCRAM-512; username: u; password: !secret {env: P}"},
		},
		{"a header with another text", connection("w", "c"), https + ", headers: {a: hunter2}", https + ", headers: {a: b}", []string{"headers.a: !hidden (hidden) -> b"}},
		{"a header by reference", connection("w", "c"), https + ", headers: {a: hunter2}", https + ", headers: {a: {env: A}}", nil},
		{"a header by reference that is not there", connection("w", "c"), https + ", headers: {}", https + ", headers: {a: {env: A}}", []string{"headers.a: nothing -> !secret {env: A}"}},
		{"headers left out", connection("w", "c"), https + ", headers: {a: hunter2}", https, nil},
		{"a url by reference", connection("w", "c"), "type: Https, url: 'https://hunter2'", "type: Https, url: {env: U}", nil},
		{"another url", connection("w", "c"), "type: Https, url: 'https://hunter2'", https, []string{"url: !hidden (hidden) -> https://h"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			typ, _ := spec.TypeOf(test.addr.Kind)
			live, want := live(t, test.addr, test.live).Body, document(t, test.addr, test.want).Body
			spec.Mask(live, want)
			for range 20 { // the differ gives maps in random order
				fields, err := plan.Compare(typ, live, want)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.fields, lines(fields)); diff != "" {
					t.Fatalf("fields (-want +got):\n%s", diff)
				}
			}
		})
	}
}
