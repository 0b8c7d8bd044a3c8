package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// KindStreamPrivateLink is a private link by which the stream connections of a
// project reach a service in a cloud.
const KindStreamPrivateLink Kind = "StreamPrivateLink"

// StreamPrivateLink is a private link, in the words of the Atlas schema
// StreamsPrivateLinkConnection. Atlas knows it by its ID only; metadata.name is
// ours, and connections refer to it by that.
type StreamPrivateLink struct {
	Provider                 *string     `yaml:"provider"`
	Vendor                   *string     `yaml:"vendor"`
	Region                   *string     `yaml:"region"`
	ServiceEndpointID        *string     `yaml:"serviceEndpointId"`
	ARN                      *string     `yaml:"arn"`
	DNSDomain                *string     `yaml:"dnsDomain"`
	DNSSubDomain             Set[string] `yaml:"dnsSubDomain"`
	AzureResourceIDs         Set[string] `yaml:"azureResourceIds"`
	GCPServiceAttachmentURIs Set[string] `yaml:"gcpServiceAttachmentUris"`
}

func streamPrivateLinkType() Type {
	fields := map[string]Field{
		"provider":                 {Required: true, Enum: clusterProviders()},
		"vendor":                   {Known: linkVendors(), Default: genericVendor},
		"region":                   {About: "A region such as US_EAST_1.", Check: clusterRegion, Pattern: clusterRegionPattern},
		"serviceEndpointId":        {MinLen: 1, Fold: azureFold},
		"arn":                      {About: "The ARN of an MSK cluster.", Check: kafkaARN, Pattern: kafkaARNPattern},
		"dnsDomain":                {MinLen: 1},
		"dnsSubDomain":             {Values: &Field{MinLen: 1}},
		"azureResourceIds":         {Values: &Field{MinLen: 1, Fold: azureFold}},
		"gcpServiceAttachmentUris": {MaxLen: 3, Values: &Field{MinLen: 1}},
	}
	for path, f := range fields {
		f.Immutable = true // a link has no update
		fields[path] = f
	}
	return Type{
		Kind:    KindStreamPrivateLink,
		Summary: "A private link by which stream connections reach a service in a cloud. Connections refer to it by its name, which Atlas does not know.",
		New:     func() Body { return new(StreamPrivateLink) },
		Name:    Field{Required: true, Check: parentName, Pattern: parentNamePattern, Never: folderPattern},
		Fields:  fields,
		Rules:   linkRules(),
		// What else there is to a link, such as its domain, can be changed by a
		// replacement: it is not what the link leads to.
		Identity:   []string{"provider", "vendor", "region", "serviceEndpointId", "arn", "azureResourceIds", "gcpServiceAttachmentUris"},
		Loses:      "the link and its endpoint in the cloud: whoever owns the service may have to accept the next one",
		Announce:   []string{"interfaceEndpointId", "interfaceEndpointName"},
		Timeout:    time.Hour,
		NotCovered: "what has to be done at the other end, such as accepting the endpoint, is done there.",
		Example:    streamPrivateLinkExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-streams",
	}
}

// streamPrivateLinkExample is a document that makes one.
const streamPrivateLinkExample = `apiVersion: atlasctl/v1
kind: StreamPrivateLink
metadata:
  project: payments-prod # or --project
  name: msk
spec:
  provider: AWS
  vendor: MSK
  arn: arn:aws:kafka:us-east-1:123456789012:cluster/clicks/01234567-89ab-cdef-0123-456789abcdef-1
`

// genericVendor is what a link has that names no vendor.
const genericVendor = "GENERIC"

// linkNeeds are the vendors of each provider, with the fields that Atlas wants for
// them (schema StreamsPrivateLinkConnection). Atlas adds vendors; of another one
// nothing is known.
func linkNeeds() map[string]map[string][]string {
	endpoint := []string{"region", "serviceEndpointId"}
	return map[string]map[string][]string{
		"AWS": {
			"CONFLUENT": {"dnsDomain", "region", "serviceEndpointId"},
			"KINESIS":   endpoint, "LAMBDA": endpoint, "S3": endpoint,
			"MSK": {"arn"},
		},
		"AZURE": {
			"AZURE_BLOB_STORAGE": {"dnsDomain", "region", "serviceEndpointId"},
			"CONFLUENT":          {"azureResourceIds", "dnsDomain", "region"},
			"EVENTHUB":           {"dnsDomain", "region", "serviceEndpointId"},
		},
		"GCP": {
			"CONFLUENT": {"dnsDomain", "gcpServiceAttachmentUris", "region"},
			"PUBSUB":    {"region"},
		},
	}
}

func linkVendors() []string {
	vendors := []string{genericVendor}
	for _, of := range linkNeeds() {
		vendors = slices.AppendSeq(vendors, maps.Keys(of))
	}
	slices.Sort(vendors)
	return slices.Compact(vendors)
}

// LinkChosen gives the field of a link that Atlas fills in by itself for a vendor,
// so that no document can say it; empty where there is none.
func LinkChosen(provider, vendor string) string {
	switch provider + " " + vendor {
	case "AWS MSK":
		return "region"
	case "GCP PUBSUB":
		return "dnsDomain"
	}
	return ""
}

// linkRules hold the fields against what the vendor needs.
func linkRules() []Rule {
	var rules []Rule
	for _, provider := range clusterProviders() {
		needs := linkNeeds()[provider]
		var own []string // vendors of this provider alone
		wanting := map[string][]string{}
		for _, vendor := range slices.Sorted(maps.Keys(needs)) {
			if len(providersOf(vendor)) == 1 {
				own = append(own, vendor)
			}
			for _, path := range needs[vendor] {
				wanting[path] = append(wanting[path], vendor)
			}
			if path := LinkChosen(provider, vendor); path != "" {
				rules = append(rules, Rule{
					If: linkOf(provider, vendor), Then: not(said(path)), At: path,
					Msg: fmt.Sprintf("is chosen by Atlas for vendor %s of %s: leave it out", vendor, provider),
				})
			}
		}
		rules = append(rules, Rule{If: is("vendor", own...), Then: is("provider", provider), At: "vendor", Msg: "is a vendor of provider " + provider})
		for _, path := range slices.Sorted(maps.Keys(wanting)) {
			rules = append(rules, Rule{
				If: linkOf(provider, wanting[path]...), Then: filled(path), At: path,
				Msg: fmt.Sprintf("is needed for vendor %s of %s: write it", list(wanting[path]), provider),
			})
		}
	}
	return rules
}

// linkOf holds of the links to a few vendors.
func linkOf(provider string, vendors ...string) Cond {
	return all(is("provider", provider), is("vendor", vendors...))
}

// providersOf lists the providers that have a vendor.
func providersOf(vendor string) []string {
	var providers []string
	for _, provider := range clusterProviders() {
		if _, ok := linkNeeds()[provider][vendor]; ok {
			providers = append(providers, provider)
		}
	}
	return providers
}

// kafkaARN wants the ARN of an MSK cluster, of any partition of AWS.
func kafkaARN(text string) string {
	if parts := strings.SplitN(text, ":", 6); len(parts) == 6 && parts[0] == "arn" && parts[2] == "kafka" {
		return ""
	}
	return "must be the ARN of an MSK cluster, such as arn:aws:kafka:us-east-1:123456789012:cluster/clicks/…"
}
