package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func ipAccessListEntry() Specimen {
	return Specimen{
		Kind:    spec.KindIPAccessListEntry,
		Samples: ipAccessListEntries(),
		Names:   []string{"203.0.113.7", "10.0.0.0/24", "0.0.0.0/0", "::1", "2001:db8::/32"},
		Texts:   map[string][]string{"deleteAfterDate": {"2026-06-04T08:00:00Z", "1999-12-31T23:59:59Z"}},
		Few:     map[string][]string{"deleteAfterDate": {"2026-06-04T08:00:00Z", "2026-06-05T08:00:00Z"}},
		Estate: Estate{
			Percent: 30, KeepsShape: true, Wire: forGood,
			Places: []Place{{All: "/accessList", One: "/accessList/{name}", Posted: member("cidrBlock", "ipAddress", "awsSecurityGroup")}},
			Stored: "AccessListEntry", Called: spec.AccessEntry,
		},
	}
}

// forGood takes the dates of samples away where they would be years ahead.
func forGood(around Surroundings, _ spec.Address, b spec.Body) spec.Body {
	if around.Native() {
		spec.Drop(b, "deleteAfterDate")
	}
	return b
}

func ipAccessListEntries() []Sample {
	return []Sample{
		{
			Shape: "address", Object: "203.0.113.7",
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
			Shape: "block", Object: "10.0.0.0/24",
			Look: `{"cidrBlock": "10.0.0.0/24", "comment": "the VPC", "deleteAfterDate": "2026-06-04T08:00:00Z"}`,
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
			Shape: "block of IPv6", Object: "2001:db8::/32",
			Look: `{"cidrBlock": "2001:db8::/32", "comment": "é, \"quoted\""}`,
			Spec: `
comment: é, "quoted"
`,
			Changes: []Change{{"comment": "x"}},
		},
		{
			Shape: "security group", Object: "sg-0123456789abcdef0",
			Look: `{"awsSecurityGroup": "sg-0123456789abcdef0", "comment": "peered"}`,
			Spec: `
comment: peered
`,
			Changes: []Change{{"comment": "peered VPC"}},
		},
		{
			Shape: "security group of another account", Object: "123456789012/sg-0123456789abcdef0",
			Look:    `{"awsSecurityGroup": "123456789012/sg-0123456789abcdef0"}`,
			Spec:    `{}`,
			Changes: []Change{{"comment": "of another account"}},
		},
	}
}
