package emulator

import (
	"fmt"
	"net/url"
	"strings"
)

// connectionHosts are the host names of a Flex cluster: of the SRV record, and
// of the replica set's members.
func connectionHosts(r *resource) (srv, standard string) {
	domain := label(7, "domain", r.ID) + ".mongodb.net"
	return srvHost(r.Name, domain), replicaSet(r, "ac-"+label(7, "member", r.ID), domain)
}

// dedicatedHosts are those of a dedicated cluster, whose members bear its name
// (recorded).
func dedicatedHosts(r *resource) (srv, standard string) {
	domain := label(6, "domain", r.ID) + ".mongodb.net"
	return srvHost(r.Name, domain), replicaSet(r, hostLabel(r.Name), domain)
}

func srvHost(name, domain string) string {
	return fmt.Sprintf("mongodb+srv://%s.%s", hostLabel(name), domain)
}

func replicaSet(r *resource, host, domain string) string {
	members := make([]string, 3)
	for i := range members {
		members[i] = fmt.Sprintf("%s-shard-00-%02d.%s:27017", host, i, domain)
	}
	return fmt.Sprintf("mongodb://%s/?ssl=true&authSource=admin&replicaSet=atlas-%s-shard-0",
		strings.Join(members, ","), label(6, "set", r.ID))
}

// hostLabel is the name of a cluster in host names.
func hostLabel(name string) string {
	host := strings.ToLower(name)
	if len(host) > 23 { // recorded: longer names are cut
		host = strings.TrimRight(host[:23], "-")
	}
	return host
}

// clusterLinks are those of a cluster in one of the collections of clusters
// (recorded for clusters and serverless; Flex has none).
func (c *call) clusterLinks(collection, name string) []any {
	self := c.origin + c.api() + "/groups/" + c.group + "/" + collection + "/" + url.PathEscape(name)
	links := []any{object{"href": self, "rel": "self"}}
	for _, child := range []string{"restoreJobs", "snapshots"} {
		links = append(links, object{"href": self + "/backup/" + child, "rel": "https://cloud.mongodb.com/" + child})
	}
	return links
}
