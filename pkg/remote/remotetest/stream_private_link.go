package remotetest

import "github.com/atlasctl/atlasctl/pkg/spec"

// streamPrivateLinks have no changes: a link is replaced.
func streamPrivateLinks() []Sample {
	link := func(shape, name, body string) Sample {
		return Sample{Kind: spec.KindStreamPrivateLink, Shape: shape, Object: name, Spec: body, Again: true}
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
