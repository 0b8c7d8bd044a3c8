package spec

import (
	"regexp"
	"strings"
	"unicode"
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

// azureEndpoint knows the resource ID of a private endpoint.
var azureEndpoint = regexp.MustCompile(azureEndpointPattern())

// azureEndpointPattern is of the resource ID of a private endpoint: that of a
// subscription, a group, and the endpoint in it (API schema
// ServerlessAzureTenantEndpointUpdate, which the examples of the others are like).
func azureEndpointPattern() string {
	return "^" + anyCase("/subscriptions/") + "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}" +
		anyCase("/resourceGroups/") + `[^/\s]+` + anyCase("/providers/Microsoft.Network/privateEndpoints/") + `[^/\s]+$`
}

// anyCase is a regular expression of a text in upper and lower case: JavaScript
// has no other way to say that of a part.
func anyCase(text string) string {
	var b strings.Builder
	for _, r := range text {
		upper, lower := unicode.ToUpper(r), unicode.ToLower(r)
		switch {
		case upper != lower:
			b.WriteString("[" + string(upper) + string(lower) + "]")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}
