package emulator

import (
	"strconv"
	"strings"
)

// attachments is how many a service on Google Cloud gets (recorded); one whose
// ports are mapped has a single one (API document).
const attachments = 6

// serviceView writes out as null what there is not yet, and an error that there
// is not (recorded).
func (c *call) serviceView(r *resource) object {
	provider, there := textAt(r.Fields, "providerName"), !c.now.Before(r.Life.Ready)
	view := object{
		"cloudProvider": provider,
		"errorMessage":  nil,
		"id":            r.ID,
		"regionName":    textAt(r.Fields, "region"),
		"status":        r.Life.at(c.now),
	}
	ids := []any{}
	for _, e := range c.privateEndpoints(r) {
		ids = append(ids, e.Name)
	}
	switch provider {
	case "AWS":
		view["endpointServiceName"], view["interfaceEndpoints"] = nil, ids
		if there {
			view["endpointServiceName"] = "com.amazonaws.vpce." + awsRegion(textAt(r.Fields, "region")) + ".vpce-svc-" + hexDigits(17, "service", r.ID)
		}
		if c.reached(sinceRemoteRegions) {
			view["supportedRemoteRegions"] = nil
			if list, _ := r.Fields["supportedRemoteRegions"].([]any); len(list) > 0 {
				view["supportedRemoteRegions"] = list
			}
		}
	case "AZURE":
		view["privateLinkServiceName"], view["privateLinkServiceResourceId"], view["privateEndpoints"] = nil, nil, ids
		if there {
			reserved := endpointService(r, provider)
			view["privateLinkServiceName"] = reserved["endpointServiceName"]
			view["privateLinkServiceResourceId"] = reserved["privateLinkServiceResourceId"]
		}
	case "GCP":
		view["endpointGroupNames"], view["serviceAttachmentNames"] = ids, c.attached(r)
		if c.reached(sincePortMapping) {
			view["portMappingEnabled"] = mapsPorts(r)
		}
	}
	return view
}

func mapsPorts(service *resource) bool { return service.Fields["portMappingEnabled"] == true }

// attached are the attachments of a service on Google Cloud, which come one after
// the other while it is still INITIATING (recorded).
func (c *call) attached(r *resource) []any {
	n := attachments
	if mapsPorts(r) {
		n = 1
	}
	if c.now.Before(r.Life.Ready) {
		n = int(int64(n) * int64(c.now.Sub(r.Created)) / int64(r.Life.Ready.Sub(r.Created)+1))
	}
	region := googleRegion(textAt(r.Fields, "region"))
	list := []any{}
	for i := range n {
		list = append(list, "projects/p-"+label(24, "project", r.Project)+"/regions/"+region+
			"/serviceAttachments/sa-"+region+"-"+r.Project+"-"+strconv.Itoa(i))
	}
	return list
}

// googleRegion writes a region of Atlas nearly as Google does: us-east4 is
// recorded, the names of others that Atlas spells another way are not looked up.
func googleRegion(region string) string {
	parts := strings.Split(strings.ToLower(region), "_")
	last := len(parts) - 1
	if _, err := strconv.Atoi(parts[last]); err == nil && last > 0 {
		parts[last-1] += parts[last]
		parts = parts[:last]
	}
	return strings.Join(parts, "-")
}
