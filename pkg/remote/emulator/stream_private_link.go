package emulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	kindStreamPrivateLink kind = "StreamPrivateLink"

	// linkIdle is how long a link is IDLE before anybody works on it; recorded is
	// that it still is after 7 seconds. The durations below are guesses.
	linkIdle = 10 * time.Second

	// How long a link shows DELETE_REQUESTED and DELETED, and is there at all once
	// its deletion was asked for.
	linkRequested, linkDeleted = 5 * time.Second, 5 * time.Second
	linkDeleting               = 30 * time.Second
)

func streamPrivateLinkRoutes() []route {
	const all = groupPath + "/streams/privateLinkConnections"
	const one = all + "/{linkId}"
	versions := []string{"2023-02-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listLinks},
		{method: http.MethodPost, path: all, versions: versions, operate: createLink, untold: true, takes: always(linkShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getLink},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteLink, untold: true},
	}
}

func linkShape() shape {
	return shape{
		"arn":                      {pattern: kafkaARN},
		"azureResourceIds":         {holds: texts},
		"dnsDomain":                {},
		"dnsSubDomain":             {holds: texts},
		"gcpConnectionIds":         {holds: texts},
		"gcpServiceAttachmentUris": {holds: texts},
		"provider":                 {required: true},
		"region":                   {},
		"serviceEndpointId":        {},
		"vendor":                   {},
	}
}

var kafkaARN = regexp.MustCompile(`^arn:aws:kafka`)

// genericVendor is what a link has that names none (recorded).
const genericVendor = "GENERIC"

// linkVendors are the vendors that each provider has, with the members that the
// documentation calls required for them.
func linkVendors() map[string]map[string][]string {
	endpoint := []string{"region", "serviceEndpointId"}
	return map[string]map[string][]string{
		"AWS": {
			genericVendor: nil,
			"CONFLUENT":   {"dnsDomain", "region", "serviceEndpointId"},
			"KINESIS":     endpoint,
			"LAMBDA":      endpoint,
			"MSK":         {"arn"},
			"S3":          endpoint,
		},
		"AZURE": {
			genericVendor:        nil,
			"AZURE_BLOB_STORAGE": {"dnsDomain", "region", "serviceEndpointId"},
			"CONFLUENT":          {"azureResourceIds", "dnsDomain", "region"},
			"EVENTHUB":           {"dnsDomain", "region", "serviceEndpointId"},
		},
		"GCP": {
			genericVendor: nil,
			"CONFLUENT":   {"dnsDomain", "gcpServiceAttachmentUris", "region"},
			"PUBSUB":      {"region"},
		},
	}
}

func listLinks(c *call) (reply, error) { return c.page(c.links(), countAlways, c.linkView) }

func getLink(c *call) (reply, error) {
	r, err := c.link()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.linkView(r)}, nil
}

// createLink answers what was sent, as it was sent, and an ID: neither state nor
// the vendor that it fills in, and the provider in the case of the request (all
// recorded). Atlas also wants a cluster or a peering at the same provider since
// the spring of 2026, which this does not ask for.
func createLink(c *call) (reply, error) {
	fields, err := linkShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	provider := strings.ToUpper(textAt(fields, "provider"))
	vendor := cmp.Or(textAt(fields, "vendor"), genericVendor)
	vendors, ok := linkVendors()[provider]
	if !ok {
		return reply{}, errEnum(textAt(fields, "provider"))
	}
	needs, ok := vendors[vendor]
	if !ok {
		return reply{}, errEnum(vendor)
	}
	for _, name := range needs {
		if fields[name] == nil {
			return reply{}, errMissing(name)
		}
	}
	kept := maps.Clone(fields)
	kept["provider"], kept["vendor"] = provider, vendor
	fillLink(kept)
	r, err := c.state.create(c.linkKey(kept), c.now, kept, func(r *resource) {
		done := c.now.Add(spread(2*linkIdle, 6*linkIdle, "link", r.ID))
		r.Life = life{State: "IDLE", Until: done, Next: "DONE", Ready: done}
		if leadsNowhere(kept) {
			r.Life.Next, r.Life.Ready = "FAILED", time.Time{}
		}
	})
	if err != nil {
		return reply{}, err
	}
	echo := maps.Clone(fields)
	echo["_id"] = r.ID
	return reply{status: http.StatusOK, body: echo}, nil
}

// fillLink adds what Atlas chooses by itself: the region of an MSK cluster stands in
// its ARN, in the words of AWS; the domain of Pub/Sub is a guess.
func fillLink(fields object) {
	switch textAt(fields, "provider") + " " + textAt(fields, "vendor") {
	case "AWS MSK":
		if parts := strings.Split(textAt(fields, "arn"), ":"); len(parts) > 3 {
			fields["region"] = strings.ToUpper(strings.ReplaceAll(parts[3], "-", "_"))
		}
	case "GCP PUBSUB":
		fields["dnsDomain"] = "pubsub.googleapis.com"
	}
}

// leadsNowhere reports whether a link leads nowhere, for whoever wants to see one
// that FAILED: its domain lies below .invalid.
func leadsNowhere(fields object) bool {
	return strings.HasSuffix(textAt(fields, "dnsDomain"), ".invalid")
}

// linkKey finds a key for a link, which has no name, from what it leads to, so
// that IDs do not depend on the order of requests. Whether Atlas takes a second
// link to the same place is not known.
func (c *call) linkKey(fields object) key {
	to := strings.Join([]string{
		textAt(fields, "provider"), textAt(fields, "vendor"), textAt(fields, "region"),
		cmp.Or(textAt(fields, "serviceEndpointId"), textAt(fields, "arn"), textAt(fields, "dnsDomain")),
	}, " ")
	for n := 0; ; n++ {
		k := c.key(kindStreamPrivateLink, "", fmt.Sprintf("%s#%d", to, n))
		if c.state.resources[k] == nil {
			return k
		}
	}
}

// deleteLink refuses a link that a connection names, whatever state the
// connection is in. A second request is accepted like the first, which is a guess.
func deleteLink(c *call) (reply, error) {
	r, err := c.link()
	if err != nil {
		return reply{}, err
	}
	accepted := reply{status: http.StatusAccepted, body: object{}}
	switch {
	case r.Life.ends():
		return accepted, nil
	case c.linkInUse(r.ID):
		return reply{}, fail(http.StatusBadRequest, "STREAM_PRIVATE_LINK_IN_USE",
			fmt.Sprintf("Private Link with connection ID (%s) is in use.", r.ID), r.ID)
	}
	return accepted, c.state.end(r, r.Life.ending(c.now, linkDeleting, 0))
}

func (c *call) linkInUse(id string) bool {
	for _, parent := range c.state.list(scope{kind: kindStreamWorkspace, project: c.group}, c.now) {
		for _, r := range c.connections(parent.Name) {
			networking := variants()[textAt(r.Fields, "type")].networking
			if textAt(r.Fields, networking, "access", "connectionId") == id {
				return true
			}
		}
	}
	return false
}

func (c *call) links() []*resource {
	return c.state.list(scope{kind: kindStreamPrivateLink, project: c.group}, c.now)
}

// link finds the link of the path. The code of one that is not there is a guess,
// made in the image of STREAM_PRIVATE_LINK_IN_USE.
func (c *call) link() (*resource, error) {
	id := c.params["linkId"]
	if !isObjectID(id) {
		return nil, errPathParameter(c.path)
	}
	all := c.links()
	if at := slices.IndexFunc(all, func(r *resource) bool { return r.ID == id }); at >= 0 {
		return all[at], nil
	}
	return nil, fail(http.StatusNotFound, "STREAM_PRIVATE_LINK_NOT_FOUND",
		fmt.Sprintf("Private Link with connection ID (%s) for project %s not found.", id, c.group), id, c.group)
}

func (c *call) linkView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["_id"] = r.ID
	state := c.linkState(r)
	view["state"] = state
	switch {
	case state == "FAILED":
		view["errorMessage"] = fmt.Sprintf("The domain %s cannot be resolved.", textAt(r.Fields, "dnsDomain"))
	case state == "DONE" && textAt(r.Fields, "provider") == "AWS": // a guess, like the form of the name
		view["interfaceEndpointId"] = "vpce-" + hexDigits(17, "link", r.ID)
		view["interfaceEndpointName"] = "atlas-stream-" + r.ID
	}
	return view
}

// linkState tells apart what two states of the state machine stand for: a link
// waits before it is worked on, and its deletion waits as well.
func (c *call) linkState(r *resource) string {
	switch state := r.Life.at(c.now); {
	case state == "IDLE" && c.reached(r.Created.Add(linkIdle)):
		return "WORKING"
	case state == "DELETING" && !c.reached(r.Life.Until.Add(linkRequested-linkDeleting)):
		return "DELETE_REQUESTED"
	case state == "DELETING" && c.reached(r.Life.Until.Add(-linkDeleted)):
		return "DELETED"
	default:
		return state
	}
}
