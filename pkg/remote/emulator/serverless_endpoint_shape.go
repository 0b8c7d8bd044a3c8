package emulator

import (
	"maps"
	"net/netip"
	"regexp"
	"strings"
)

// maxComment is the limit of the API document.
const maxComment = 80

// cloudEndpointID holds what the API document takes as the ID of an endpoint in
// the cloud, for the providers that have endpoints. For Azure the document wants
// a resource group named privateLink; any other name is taken as well, because
// Azure's groups are called what their owners like.
func cloudEndpointID(provider string) *regexp.Regexp {
	switch provider {
	case "AWS":
		return awsEndpointID
	case "AZURE":
		return azureEndpointID
	}
	return nil
}

var (
	awsEndpointID   = regexp.MustCompile(`^vpce-[0-9a-f]{17}$`)
	azureEndpointID = regexp.MustCompile(`^/subscriptions/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}` +
		`/resource[gG]roups/[-\w._()]+/providers/Microsoft\.Network/privateEndpoints/[-\w._()]+$`)
)

// endpointShape is the body of POST.
func endpointShape() shape { return shape{"comment": {most: maxComment}} }

// endpointPatchShape is the body of PATCH. Only Azure knows an address.
func endpointPatchShape(provider string) shape {
	s := shape{
		"cloudProviderEndpointId": {pattern: cloudEndpointID(provider)},
		"comment":                 {most: maxComment},
		"providerName":            {required: true, enum: []string{"AWS", "AZURE"}},
	}
	if provider == "AZURE" {
		s["privateEndpointIpAddress"] = member{}
	}
	return s
}

func checkAddress(fields object) error {
	const name = "privateEndpointIpAddress"
	if fields[name] == nil {
		return nil
	}
	if addr, err := netip.ParseAddr(textAt(fields, name)); err != nil || addr.Zone() != "" {
		return errAttribute(name)
	}
	return nil
}

// endpointView writes out as null what the API document says is null for now, and
// an error that there is not (recorded for the endpoint services of clusters).
// The provider is sometimes missing in what Atlas answers; here it is for as long
// as there is nothing to connect to.
func (c *call) endpointView(r *resource) object {
	provider, status := textAt(r.Fields, "providerName"), r.Life.at(c.now)
	view := object{"_id": r.ID, "endpointServiceName": nil, "errorMessage": nil, "status": status}
	for _, name := range []string{"cloudProviderEndpointId", "comment", "privateEndpointIpAddress"} {
		if value, ok := r.Fields[name]; ok {
			view[name] = value
		}
	}
	if provider == "AZURE" {
		view["privateLinkServiceResourceId"] = nil
	}
	if !r.Life.Ready.IsZero() && !c.now.Before(r.Life.Ready) {
		view["providerName"] = provider
		maps.Copy(view, endpointService(r, provider))
	}
	if status == "FAILED" {
		view["errorMessage"] = "The private endpoint " + textAt(r.Fields, "cloudProviderEndpointId") +
			" does not exist, or cannot be connected." // a guess
	}
	return view
}

// endpointService is what Atlas has reserved: names in the patterns of the API
// document, the path on Azure as recorded for the services of clusters.
func endpointService(r *resource, provider string) object {
	if provider == "AWS" {
		region := strings.ToLower(strings.ReplaceAll(textAt(r.Fields, "regionName"), "_", "-"))
		return object{
			"endpointServiceName": "com.amazonaws.vpce." + region + ".vpce-svc-" + hexDigits(17, "service", r.ID),
		}
	}
	name, digits := "pls_"+r.ID, hexDigits(32, "subscription", r.Project)
	subscription := strings.Join([]string{digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]}, "-")
	return object{
		"endpointServiceName": name,
		"privateLinkServiceResourceId": "/subscriptions/" + subscription + "/resourceGroups/rg_" + hexDigits(24, "group", r.ID) +
			"/providers/Microsoft.Network/privateLinkServices/" + name,
	}
}

// privateHosts are the connection strings of an instance by way of its endpoints,
// once they are AVAILABLE (API document). That there is one for each, and what
// the hosts are called, are guesses.
func (c *call) privateHosts(instance *resource) object {
	var list []any
	srv, _ := connectionHosts(instance)
	host, domain, _ := strings.Cut(srv, ".")
	for _, r := range c.endpoints(instance.Name) {
		if r.Life.at(c.now) != "AVAILABLE" {
			continue
		}
		list = append(list, object{
			"endpoints": []any{object{
				"endpointId":   r.Fields["cloudProviderEndpointId"],
				"providerName": r.Fields["providerName"],
				"region":       r.Fields["regionName"],
			}},
			"srvConnectionString": host + "-pe-" + label(5, "endpoint", r.ID) + "." + domain,
			"type":                "MONGOS",
		})
	}
	if list == nil {
		return nil
	}
	return object{"privateEndpoint": list}
}

// editEndpoint changes the comment: nothing else of an endpoint can change twice.
func (c *call) editEndpoint(r *resource) error {
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, "comment")), "comment"), r.Life)
}

func shownEndpoint(body object) shape { return endpointPatchShape(textAt(body, "providerName")) }
