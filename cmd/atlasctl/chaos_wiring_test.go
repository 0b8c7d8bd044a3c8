package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// side is what is live, or what the files want to be there.
type side struct {
	bodies map[spec.Address]spec.Body
	absent map[spec.Address]bool
}

func (d *drawer) liveSide() side { return side{d.live, nil} }
func (d *drawer) wantSide() side { return side{d.want, d.absent} }

// names lists what is there of a kind beside an object.
func (s side) names(kind spec.Kind, project, parent string) []string {
	var names []string
	for addr, body := range s.bodies {
		if addr.Kind == kind && addr.Project == project && addr.Parent == parent && body != nil && !s.absent[addr] {
			names = append(names, addr.Name)
		}
	}
	slices.Sort(names)
	return names
}

// referable reports whether whatever refers to such an object needs it. A
// connection to a cluster that is not there is one that does not work yet.
func referable(kind spec.Kind) bool {
	return kind == spec.KindStreamPrivateLink || kind == spec.KindCustomDBRole || kind == spec.KindStreamConnection
}

// wired makes the body of a sample one of this world: it refers to what is there,
// and means what its name says.
func (d *drawer) wired(addr spec.Address, body spec.Body, there side) spec.Body {
	if d.native {
		spec.Drop(body, "deleteAfterDate") // the dates of samples are years ahead
	}
	switch b := body.(type) {
	case *spec.StreamConnection:
		d.wireConnection(b, addr, there)
	case *spec.CustomDBRole:
		d.wireRole(b, addr, there)
	case *spec.DatabaseUser:
		d.wireUser(b, addr, there)
	case *spec.StreamProcessor:
		return d.processor(addr, there)
	case *spec.Project:
		b.RegionUsageRestrictions = nil
		if !d.fresh { // what makes a project cannot be changed
			b.OrgID, b.WithDefaultAlertsSettings = nil, nil
		}
	case *spec.StreamPrivateLink:
		return d.link(addr)
	case *spec.ServerlessPrivateEndpoint:
		return d.endpoint(addr, there)
	case *spec.PrivateEndpointService:
		return d.service(addr)
	case *spec.PrivateEndpoint:
		return dedicatedEndpoint(addr)
	}
	return body
}

func (d *drawer) wireConnection(c *spec.StreamConnection, addr spec.Address, there side) {
	if c.ClusterName != nil {
		*c.ClusterName = one(d.Rand, "a", "b")
	}
	if role := c.DBRoleToExecute; role != nil && *role.Type == "CUSTOM" {
		*role = spec.DBRoleToExecute{Role: new("readAnyDatabase"), Type: new("BUILT_IN")}
		if roles := there.names(spec.KindCustomDBRole, addr.Project, ""); len(roles) > 0 && c.ClusterGroupID == nil {
			*role = spec.DBRoleToExecute{Role: new(one(d.Rand, roles...)), Type: new("CUSTOM")}
		}
	}
	link := func(typ *string, name, id **string) {
		if *typ != "PRIVATE_LINK" {
			return
		}
		*name, *id = nil, new("65f0c1d2e3a4b5c6d7e8f901")
		if links := there.names(spec.KindStreamPrivateLink, addr.Project, ""); len(links) > 0 {
			*name, *id = new(one(d.Rand, links...)), nil
		}
	}
	if n := c.Networking; n != nil {
		link(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
	}
	if n := c.PublicPrivateNetworking; n != nil {
		link(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
	}
}

// processor is one that reads from a connection and writes to another, both of its
// workspace, or to nowhere; nil where it has none.
func (d *drawer) processor(addr spec.Address, there side) spec.Body {
	connections := there.names(spec.KindStreamConnection, addr.Project, addr.Parent)
	if len(connections) == 0 {
		return nil
	}
	source, sink := one(d.Rand, connections...), one(d.Rand, append(connections, "__testLog")...)
	pipeline := fmt.Sprintf(`[{"$source":{"connectionName":%s}},{"$match":{"n":%d}},{"$emit":{"connectionName":%s}}]`,
		quoted(source), d.IntN(3), quoted(sink))
	p := &spec.StreamProcessor{Pipeline: new(spec.Document(pipeline))}
	if state := one(d.Rand, "", spec.ProcessorCreated, spec.ProcessorStarted, spec.ProcessorStarted); state != "" {
		p.State = &state
	}
	return p
}

// wireRole has roles contain those before them, so that there is no circle.
func (d *drawer) wireRole(r *spec.CustomDBRole, addr spec.Address, there side) {
	for _, name := range there.names(spec.KindCustomDBRole, addr.Project, "") {
		if name < addr.Name && d.chance(50) {
			if r.InheritedRoles == nil {
				r.InheritedRoles = spec.Set[spec.InheritedRole]{}
			}
			r.InheritedRoles[spec.InheritedRole{Role: name, DB: "admin"}] = struct{}{}
		}
	}
}

func (d *drawer) wireUser(u *spec.DatabaseUser, addr spec.Address, there side) {
	for _, name := range there.names(spec.KindCustomDBRole, addr.Project, "") {
		if d.chance(40) {
			u.Roles[spec.UserRole{RoleName: name, DatabaseName: "admin"}] = struct{}{}
		}
	}
}

// link is a link that its name tells from others. Its domain can be another one.
func (d *drawer) link(addr spec.Address) *spec.StreamPrivateLink {
	return &spec.StreamPrivateLink{
		Provider: new("AZURE"), Region: new("US_EAST_2"), DNSDomain: new(one(d.Rand, "a", "b") + ".servicebus.windows.net"),
		ServiceEndpointID: new(fmt.Sprintf("/subscriptions/s/namespaces/%016x", hash(addr.String()))),
	}
}

// service is one whose name tells the provider, with its own region. What it may
// serve beside that can change.
func (d *drawer) service(addr spec.Address) *spec.PrivateEndpointService {
	switch addr.Name {
	case "azure":
		return &spec.PrivateEndpointService{ProviderName: new("AZURE"), Region: new("EUROPE_WEST")}
	case "gcp":
		return &spec.PrivateEndpointService{ProviderName: new("GCP"), Region: new("US_EAST_4"), PortMappingEnabled: new(true)}
	}
	s := &spec.PrivateEndpointService{ProviderName: new("AWS"), Region: new("US_EAST_1")}
	if d.chance(60) && !d.native { // there is no such thing yet
		s.SupportedRemoteRegions = spec.NewSet(one(d.Rand, "EU_WEST_1", "EU_WEST_2"), "SA_EAST_1")
	}
	return s
}

// dedicatedEndpoint is one that its name tells from others of its service.
func dedicatedEndpoint(addr spec.Address) *spec.PrivateEndpoint {
	number := fmt.Sprintf("%016xe", hash(addr.String()))
	switch addr.Parent {
	case "azure":
		return &spec.PrivateEndpoint{ID: new(azureEndpoint + number), PrivateEndpointIPAddress: new("10.0.0.4")}
	case "gcp":
		group := "e" + number
		return &spec.PrivateEndpoint{
			EndpointGroupName: &group, GCPProjectID: new("shop-network"),
			Endpoints: spec.NewSet(spec.GCPForwardingRule{EndpointName: group, IPAddress: "10.0.0.4"}),
		}
	}
	return &spec.PrivateEndpoint{ID: new("vpce-" + number)}
}

// endpoint is an endpoint of the provider that its instance is on, reserved only
// or with one of two endpoints in the cloud, which no other endpoint has.
func (d *drawer) endpoint(addr spec.Address, there side) *spec.ServerlessPrivateEndpoint {
	parent, _ := addr.ParentAddress()
	instance, _ := there.bodies[parent].(*spec.ServerlessInstance)
	if instance == nil {
		instance, _ = d.live[parent].(*spec.ServerlessInstance)
	}
	e := &spec.ServerlessPrivateEndpoint{ProviderName: instance.ProviderSettings.BackingProviderName}
	if d.chance(40) {
		return e
	}
	number := fmt.Sprintf("%016x%s", hash(addr.String()), one(d.Rand, "a", "b"))
	if *e.ProviderName == "AWS" {
		e.CloudProviderEndpointID = new("vpce-" + number)
		return e
	}
	e.CloudProviderEndpointID = new(azureEndpoint + number)
	e.PrivateEndpointIPAddress = new("10.0.0.4")
	return e
}

const azureEndpoint = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/link/providers/Microsoft.Network/privateEndpoints/"

// quoted is a text as JSON.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // no text is no JSON
	}
	return string(data)
}
