package spectest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func streamPrivateLink() Specimen {
	return Specimen{
		Kind:    spec.KindStreamPrivateLink,
		Samples: streamPrivateLinks(),
		Names:   []string{"msk", "my link", "é"},
		Texts: map[string][]string{
			"region": {"US_EAST_1", "EUROPE_WEST"},
			"arn":    {"arn:aws:kafka:us-east-1:123456789012:cluster/a/b"},
		},
		Few: map[string][]string{
			"region": {"US_EAST_1", "EUROPE_WEST"},
			"arn":    {"arn:aws:kafka:us-east-1:1:cluster/a/b"},
		},
		Loads: loadsLink,
		Possible: func(_ Dice, _ string, b spec.Body) {
			if l := b.(*spec.StreamPrivateLink); l.Vendor != nil {
				spec.Drop(l, spec.LinkChosen(*l.Provider, *l.Vendor))
			}
		},
		Among: func(b spec.Body, addr spec.Address, _ func(spec.Address) bool) {
			l := b.(*spec.StreamPrivateLink)
			l.ServiceEndpointID = &addr.Name // two of one identity would be a problem
			l.Vendor = nil                   // some vendors need more
		},
		Estate: Estate{
			Names: []string{"brokers", "my link"}, Percent: 50, Wire: wireLink,
			Places: []Place{{
				All: "/streams/privateLinkConnections", One: "/streams/privateLinkConnections/{name}", Posted: member("serviceEndpointId"),
			}},
		},
	}
}

// loadsLink gives a link a vendor of its provider, with all that may be needed.
func loadsLink(d Dice, _ string, b spec.Body) {
	l := b.(*spec.StreamPrivateLink)
	vendor := One(d, map[string][]string{
		"AWS": {"GENERIC", "S3", "MSK"}, "AZURE": {"GENERIC", "EVENTHUB"}, "GCP": {"GENERIC", "PUBSUB"},
	}[*l.Provider]...)
	l.Vendor = &vendor
	l.Region, l.ServiceEndpointID, l.DNSDomain, l.ARN = new("US_EAST_1"), new("a"), new("b"), new("arn:aws:kafka:us-east-1:1:cluster/a")
	spec.Drop(l, spec.LinkChosen(*l.Provider, vendor))
}

// wireLink makes a link that its name tells from others. Its domain can be another
// one.
func wireLink(around Surroundings, addr spec.Address, _ spec.Body) spec.Body {
	return &spec.StreamPrivateLink{
		Provider: new("AZURE"), Region: new("US_EAST_2"), DNSDomain: new(One(around, "a", "b") + ".servicebus.windows.net"),
		ServiceEndpointID: new("/subscriptions/s/namespaces/" + Number(addr)),
	}
}

// streamPrivateLinks have no changes: a link is replaced.
func streamPrivateLinks() []Sample {
	link := func(shape, name, body string) Sample {
		return Sample{Shape: shape, Object: name, Spec: body, Again: true}
	}
	return []Sample{
		link("MSK", "msk", `{provider: AWS, vendor: MSK, arn: "arn:aws:kafka:us-east-1:123456789012:cluster/clicks/0123"}`),
		link("Confluent on AWS", "confluent", `
provider: AWS
vendor: CONFLUENT
region: US_EAST_1
serviceEndpointId: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0
dnsDomain: abc.us-east-1.aws.confluent.cloud
dnsSubDomain: [use1-az2, use1-az1]
`),
		link("Confluent on AWS without zones", "confluent flat", `
provider: AWS
vendor: CONFLUENT
region: US_EAST_1
serviceEndpointId: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1
dnsDomain: def.us-east-1.aws.confluent.cloud
`),
		link("S3", "s3", `{provider: AWS, vendor: S3, region: US_EAST_1, serviceEndpointId: com.amazonaws.us-east-1.s3}`),
		link("Event Hubs", "hub", `
provider: AZURE
vendor: EVENTHUB
region: US_EAST_2
serviceEndpointId: /subscriptions/s/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/clicks
dnsDomain: clicks.servicebus.windows.net
`),
		link("Confluent on Azure", "confluent az", `
provider: AZURE
vendor: CONFLUENT
region: US_EAST_2
dnsDomain: abc.eastus2.azure.confluent.cloud
azureResourceIds: [/subscriptions/s/zones/1, /subscriptions/s/zones/2]
`),
		link("Confluent on Google Cloud", "confluent gcp", `
provider: GCP
vendor: CONFLUENT
region: US_EAST_4
dnsDomain: abc.us-east4.gcp.confluent.cloud
gcpServiceAttachmentUris: [projects/p/regions/us-east4/serviceAttachments/a]
`),
		link("Pub/Sub", "pubsub", `{provider: GCP, vendor: PUBSUB, region: US_EAST_4}`),
		link("no vendor", "plain", `{provider: AZURE, region: US_EAST_2, serviceEndpointId: a, dnsDomain: a.servicebus.windows.net}`),
	}
}
