package spec

import (
	"regexp"
	"strings"
)

// Azure takes its resource IDs in any case, and answers in the one that it likes:
// two that differ in nothing else mean one resource.

// azureFold gives the one spelling of an ID of Azure's; any other text is as it is.
func azureFold(text string) string {
	if folded := strings.ToLower(text); strings.HasPrefix(folded, "/subscriptions/") {
		return folded
	}
	return text
}

// azureEndpointForm is how the ID of a private endpoint on Azure looks, for people.
const azureEndpointForm = "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/privateEndpoints/NAME"

// azureEndpoint knows the resource ID of a private endpoint: that of a
// subscription, a group, and the endpoint in it (API schema
// ServerlessAzureTenantEndpointUpdate, which the examples of the others are like).
var azureEndpoint = regexp.MustCompile(`(?i)^/subscriptions/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}` +
	`/resourceGroups/[^/\s]+/providers/Microsoft\.Network/privateEndpoints/[^/\s]+$`)
