package emulator

import (
	"net"
	"net/url"
	"strings"
	"time"
)

// deploy is how the life of a connection begins. One that goes over the internet
// is READY at once (recorded); one that needs a network of its own is PENDING
// first, for how long is not recorded. One that can reach nothing is FAILED
// after a while: that is how a test gets a FAILED. What makes one fail at Atlas
// is not recorded.
func (c *call) deploy(r *resource, v variant, fields object) life {
	switch {
	case unreachable(fields):
		return life{State: "PENDING", Until: c.now.Add(spread(5*time.Second, 15*time.Second, "give up", r.ID)), Next: "FAILED"}
	case !v.isPublic(fields):
		return life{State: "PENDING", Until: c.now.Add(spread(2*time.Second, 5*time.Second, "deploy", r.ID)), Next: "READY"}
	}
	return life{State: "READY"}
}

// unreachable reports whether every host that the connection names lies below
// .invalid, where there is none and never will be (RFC 2606).
func unreachable(fields object) bool {
	hosts := hostsOf(fields)
	for _, host := range hosts {
		if !strings.HasSuffix(strings.ToLower(strings.TrimSuffix(host, ".")), ".invalid") {
			return false
		}
	}
	return len(hosts) > 0
}

func hostsOf(fields object) []string {
	var hosts []string
	if servers := textAt(fields, "bootstrapServers"); servers != "" {
		for server := range strings.SplitSeq(servers, ",") {
			server = strings.TrimSpace(server)
			if host, _, err := net.SplitHostPort(server); err == nil {
				server = host
			}
			hosts = append(hosts, server)
		}
	}
	list, _ := fields["schemaRegistryUrls"].([]any)
	for _, link := range append([]any{fields["url"]}, list...) {
		text, _ := link.(string)
		if u, err := url.Parse(text); err == nil && u.Hostname() != "" {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}
