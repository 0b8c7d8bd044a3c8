package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

func ipAccessListEntries() []Sample {
	return []Sample{
		{
			Kind: spec.KindIPAccessListEntry, Shape: "address", Object: "203.0.113.7",
			Spec: `{}`,
			Changes: []Change{
				{"comment": "office"},
				{"deleteAfterDate": "2026-06-04T08:00:00Z"},
			},
			Again:   true,
			Updates: "POST",
			Look:    `{"ipAddress": "203.0.113.7", "cidrBlock": "203.0.113.7/32"}`,
		},
		{
			Kind: spec.KindIPAccessListEntry, Shape: "block", Object: "10.0.0.0/24",
			Look: `{"cidrBlock": "10.0.0.0/24"}`,
			Spec: `
comment: the VPC
deleteAfterDate: 2026-06-04T10:00:00+02:00
`,
			Changes: []Change{
				{"comment": `""`},
				{"comment": "another VPC", "deleteAfterDate": "2026-06-03T00:00:00Z"},
			},
		},
		{
			Kind: spec.KindIPAccessListEntry, Shape: "block of IPv6", Object: "2001:db8::/32",
			Look: `{"cidrBlock": "2001:db8::/32"}`,
			Spec: `
comment: é, "quoted"
`,
			Changes: []Change{{"comment": "x"}},
		},
		{
			Kind: spec.KindIPAccessListEntry, Shape: "security group", Object: "sg-0123456789abcdef0",
			Look: `{"awsSecurityGroup": "sg-0123456789abcdef0"}`,
			Spec: `
comment: peered
`,
			Changes: []Change{{"comment": "peered VPC"}},
		},
		{
			Kind: spec.KindIPAccessListEntry, Shape: "security group of another account", Object: "123456789012/sg-0123456789abcdef0",
			Look:    `{"awsSecurityGroup": "123456789012/sg-0123456789abcdef0"}`,
			Spec:    `{}`,
			Changes: []Change{{"comment": "of another account"}},
		},
	}
}
