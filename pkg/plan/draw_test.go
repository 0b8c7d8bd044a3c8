package plan_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// samples are texts that pass the Check of a field, by kind and path. They are
// few, so that both sides are often the same.
var samples = map[string][]string{
	"Cluster.mongoDBMajorVersion":                                  {"7.0", "8.0"},
	"Cluster.replicationSpecs.regionConfigs.regionName":            {"US_EAST_1", "EU_WEST_1"},
	"DatabaseUser.deleteAfterDate":                                 {"2026-06-03T00:00:00Z", "2026-06-04T00:00:00Z"},
	"DatabaseUser.roles.roleName":                                  {"read", "a", "b"},
	"DatabaseUser.scopes.name":                                     {"a", "b"},
	"Project.orgId":                                                {strings.Repeat("a", 24), strings.Repeat("a", 24), strings.Repeat("a", 24), strings.Repeat("b", 24)},
	"FlexCluster.providerSettings.regionName":                      {"US_EAST_1", "EUROPE_WEST"},
	"IPAccessListEntry.deleteAfterDate":                            {"2026-06-04T08:00:00Z", "2026-06-05T08:00:00Z"},
	"PrivateEndpoint.id":                                           {"vpce-1", "vpce-2", "vpce-3", "/subscriptions/a/b", "/Subscriptions/a/B"},
	"PrivateEndpoint.privateEndpointIPAddress":                     {"10.0.0.4", "10.0.0.5"},
	"PrivateEndpoint.endpointGroupName":                            {"a", "b"},
	"PrivateEndpoint.endpoints.ipAddress":                          {"10.0.0.4", "10.0.0.5"},
	"PrivateEndpointService.region":                                {"US_EAST_1", "US_WEST_2"},
	"PrivateEndpointService.supportedRemoteRegions":                {"EU_WEST_1", "EU_WEST_2"},
	"ServerlessInstance.providerSettings.regionName":               {"US_EAST_1", "EUROPE_WEST"},
	"ServerlessPrivateEndpoint.cloudProviderEndpointId":            {"vpce-1", "vpce-2", "/subscriptions/a/b", "/Subscriptions/a/B"},
	"ServerlessPrivateEndpoint.privateEndpointIpAddress":           {"10.0.0.4", "10.0.0.5"},
	"StreamConnection.authentication.tokenEndpointUrl":             {"https://idp.example.com/token", "https://idp2.example.com"},
	"StreamConnection.aws.roleArn":                                 {"arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"},
	"StreamConnection.azure.storageAccountName":                    {"clicks", "orders"},
	"StreamConnection.bootstrapServers":                            {"b1:9092", "b1:9092,b2:9093"},
	"StreamConnection.clusterGroupId":                              {"p", "q"},      // likewise
	"StreamConnection.clusterName":                                 {"a", "b", "c"}, // those of drawAddresses
	"StreamConnection.gcp.serviceAccountId":                        {"a@p.iam.gserviceaccount.com", "b@p.iam.gserviceaccount.com"},
	"StreamConnection.headers.key":                                 {"Authorization", "X-A", "x_b"},
	"StreamConnection.headers.value":                               {"application/json", "Bearer x", "1.10", ""},
	"StreamPrivateLink.region":                                     {"US_EAST_1", "EUROPE_WEST"},
	"StreamPrivateLink.arn":                                        {"arn:aws:kafka:us-east-1:1:cluster/a/b"},
	"StreamConnection.networking.access.privateLink":               {"a", "b", "c"}, // those of drawAddresses
	"StreamConnection.publicPrivateNetworking.access.privateLink":  {"a", "b", "c"},
	"StreamConnection.networking.access.connectionId":              {strings.Repeat("c", 24), strings.Repeat("d", 24)},
	"StreamConnection.publicPrivateNetworking.access.connectionId": {strings.Repeat("c", 24), strings.Repeat("d", 24)},
	"StreamConnection.schemaRegistryUrls":                          {"https://r1.example.com", "https://r2.example.com", "http://r3"},
	"StreamProcessor.pipeline": { // the connections are those of drawAddresses
		`[{"$source":{"connectionName":"a"}},{"$emit":{"connectionName":"b"}}]`,
		`[{"$source":{"connectionName":"a"}},{"$match":{"n":1.0}},{"$emit":{"connectionName":"__testLog"}}]`,
		`[{"$source":{"connectionName":"a"}},{"$match":{"n":1}},{"$emit":{"connectionName":"__testLog"}}]`,
		`[{"$source":{"connectionName":"c"}},{"$emit":{"connectionName":"a"}}]`,
	},
	"StreamProcessor.options.dlq.connectionName": {"a", "b"},
	"StreamConnection.url":                       {"https://example.com/hook?a=b", "http://10.0.0.1"},
}

// words are what stands in every other text.
var words = []string{"a", "b", "1.10", "true", "a.b", "tag", "xtag", ".*", "a -> b", "é"}

// drawer builds a body that follows the table of fields of its kind.
type drawer struct {
	*rapid.T
	typ    spec.Type
	values map[string]string // what the texts are, for the fields that depend on them
}

func drawBody(t *rapid.T, typ spec.Type) spec.Body {
	d := drawer{t, typ, map[string]string{}}
	body := typ.New()
	d.structure(reflect.ValueOf(body).Elem(), "")
	if e, ok := body.(*spec.PrivateEndpoint); ok && e.ID == nil == (e.EndpointGroupName == nil) {
		e.ID, e.EndpointGroupName = new(d.text("id", typ.Fields["id"])), nil
	}
	return body
}

func (d drawer) structure(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		delete(d.values, path) // another member of a list may have said it
		if f.ReadOnly || !f.When.Holds(d.values[f.When.Path]) {
			continue
		}
		often := f.RequiredToCreate && rapid.IntRange(0, 7).Draw(d.T, path+" left out") > 0
		if f.Required || often || rapid.Bool().Draw(d.T, path+"?") {
			d.fill(v.Field(i), path, f)
		}
	}
}

// fill sets v to something that fits.
func (d drawer) fill(v reflect.Value, path string, f spec.Field) {
	switch v.Interface().(type) {
	case spec.Secret:
		v.Set(reflect.ValueOf(d.secret(path)))
		return
	case spec.Value:
		if rapid.Bool().Draw(d.T, path+" ref") {
			v.Set(reflect.ValueOf(spec.Ref(d.secret(path))))
			return
		}
	case spec.Document:
		choices := documents
		if s := samples[string(d.typ.Kind)+"."+path]; s != nil {
			choices = s
		}
		v.SetString(rapid.SampledFrom(choices).Draw(d.T, path))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), path, f)
	case reflect.Struct:
		if isOptional(v.Type()) {
			d.fill(v.Field(0), path, f)
			v.Field(1).SetBool(true)
			return
		}
		d.structure(v, path+".")
	case reflect.Map:
		d.members(v, path, f)
	case reflect.Slice:
		d.list(v, path, f)
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 10, 10.5}).Draw(d.T, path))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64Range(0, 3).Draw(d.T, path))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.values[path] = v.String()
	default:
		d.Fatalf("%s: cannot draw a %s", path, v.Type())
	}
}

// documents are JSON; two of them say the same.
var documents = []string{`[{"$source":{"a":1}}]`, `[{"$source":{"a":1.0}}]`, `[{"$source":{"a":2}},{"$emit":{}}]`, `{"a":1,"b":2}`, `{"b":2,"a":1}`}

func isOptional(t reflect.Type) bool { return strings.HasPrefix(t.Name(), "Optional[") }

func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

func (d drawer) list(v reflect.Value, path string, f spec.Field) {
	var values spec.Field
	if f.Values != nil {
		values = *f.Values
	}
	n := f.MinLen // mostly: lists in lists take long to draw
	if rapid.IntRange(0, 3).Draw(d.T, path+" members") == 0 {
		n++
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		d.fill(v.Index(i), path, values)
	}
}

func (d drawer) members(v reflect.Value, path string, f spec.Field) {
	v.Set(reflect.MakeMap(v.Type()))
	var keys, values spec.Field
	if f.Keys != nil {
		keys = *f.Keys
	}
	if f.Values != nil {
		values = *f.Values
	}
	for range rapid.IntRange(f.MinLen, max(f.MinLen, 3)).Draw(d.T, path+" members") {
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		switch {
		case isSet(v.Type()):
			d.fill(key, path, values)
		case isSet(elem.Type()):
			d.fill(key, path+".key", keys)
			d.fill(elem, path, values)
		default:
			d.fill(key, path+".key", keys)
			d.fill(elem, path+".value", values)
		}
		v.SetMapIndex(key, elem)
	}
}

func (d drawer) secret(path string) spec.Secret {
	return rapid.SampledFrom([]spec.Secret{spec.EnvSecret("A"), spec.EnvSecret("B"), spec.FileSecret("A")}).Draw(d.T, path)
}

func (d drawer) text(path string, f spec.Field) string {
	choices := samples[string(d.typ.Kind)+"."+path]
	if refers, ok := referring[string(d.typ.Kind)+"."+path]; ok {
		choices = refers
	}
	if strings.HasSuffix(path, "nstanceSize") {
		choices = []string{"M10", "M30"}
	}
	switch {
	case f.Enum != nil && choices == nil:
		choices = f.Enum
	case f.Known != nil:
		choices = f.Known[:3]
	case f.Check != nil && choices == nil:
		d.Fatalf("add samples for %s.%s to draw_test.go", d.typ.Kind, path)
	case choices == nil:
		choices = words
	}
	return rapid.SampledFrom(choices).Draw(d.T, path)
}

// drawAddresses draws some of a small estate: two projects with a few of every
// kind.
func drawAddresses(t *rapid.T, label string) []spec.Address {
	var all []spec.Address
	for _, project := range []string{"p", "q"} {
		for _, typ := range spec.Types() {
			if typ.Root {
				all = append(all, spec.Address{Project: project, Kind: typ.Kind, Name: project})
				continue
			}
			for _, name := range []string{"a", "b", "c"} {
				addr := spec.Address{Project: project, Kind: typ.Kind, Name: name}
				if typ.Parent == "" {
					all = append(all, addr)
					continue
				}
				for _, parent := range []string{"a", "b"} {
					addr.Parent = parent
					all = append(all, addr)
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(addr spec.Address) bool {
		if typ, _ := spec.TypeOf(addr.Kind); typ.Root || spec.Children(addr.Kind) != nil { // what holds others, most often
			return rapid.IntRange(0, 7).Draw(t, label+" "+addr.String()) == 7
		}
		return !rapid.Bool().Draw(t, label+" "+addr.String())
	})
}

// drawWorld draws what files want and what is live, as it can be: nothing
// without its project and its parent on the live side, nothing in the files in
// what is absent or unknown, and nothing absent that another document refers to
// and keeps.
func drawWorld(t *rapid.T) (want, live []spec.Resource) {
	held := map[spec.Address]bool{}
	wantKeys, liveKeys := map[string]bool{}, map[string]bool{}
	bodies := map[spec.Address]spec.Body{}
	draw := func(addr spec.Address, keys map[string]bool) spec.Body {
		typ, _ := spec.TypeOf(addr.Kind)
		body := drawFitting(t, addr, bodies)
		if typ.Identity != nil {
			body = drawAnother(t, addr, body, bodies, keys)
		}
		bodies[addr] = body
		if e, ok := body.(*spec.ServerlessPrivateEndpoint); ok {
			named(e, addr, keys)
		}
		if r, ok := body.(*spec.CustomDBRole); ok {
			maps.DeleteFunc(r.InheritedRoles, func(role spec.InheritedRole, _ struct{}) bool { return role.Role <= addr.Name }) // else there may be a circle
		}
		if l, ok := body.(*spec.StreamPrivateLink); ok {
			l.ServiceEndpointID = &addr.Name // two of one identity would be a problem
			l.Vendor = nil                   // some vendors need more
		}
		return body
	}
	for _, addr := range parentsFirst(drawAddresses(t, "live")) {
		if slices.ContainsFunc(addr.Holders(), func(holder spec.Address) bool { return !held[holder] }) {
			continue
		}
		r := spec.Resource{Addr: addr, Body: givenBack(addr.Kind, draw(addr, liveKeys))}
		if !misfits(r, bodies) && !slices.ContainsFunc(connectionsOf(r), func(need spec.Address) bool { return !held[need] }) {
			held[addr] = true
			live = append(live, r)
		}
	}
	for addr := range held { // what has no name is there only for a document that means it
		if typ, _ := spec.TypeOf(addr.Kind); typ.Identity != nil {
			delete(held, addr)
		}
	}
	absent := map[spec.Address]bool{}
	missing := func(need spec.Address) bool { return !held[need] || absent[need] }
	for _, addr := range parentsFirst(drawAddresses(t, "want")) {
		r := spec.Resource{Addr: addr, Origin: spec.Origin{File: "a.yaml", Line: len(want) + 1}}
		nowhere := slices.ContainsFunc(addr.Holders(), func(holder spec.Address) bool { return absent[holder] || !held[holder] })
		r.Absent = rapid.IntRange(0, 3).Draw(t, "absent") == 0 || nowhere
		if typ, _ := spec.TypeOf(addr.Kind); !r.Absent {
			r.Body = draw(addr, wantKeys)
		} else if typ.Identity != nil {
			r.Means = draw(addr, wantKeys)
		}
		if misfits(r, bodies) {
			r.Absent, r.Body, r.Means = true, nil, r.Body
		}
		if slices.ContainsFunc(connectionsOf(r), missing) {
			r.Absent, r.Body = true, nil
		}
		absent[addr], held[addr] = r.Absent, held[addr] || !r.Absent
		want = append(want, r)
	}
	want = slices.DeleteFunc(slices.Clone(want), func(r spec.Resource) bool {
		return r.Absent && slices.ContainsFunc(want, func(other spec.Resource) bool { return !other.Absent && slices.Contains(other.Kept(), r.Addr) })
	})
	endowed(want, live)
	linked(live, held)
	for addr := range held {
		held[addr] = false
	}
	for _, r := range want {
		held[r.Addr] = !r.Absent
	}
	linked(want, held)
	return want, live
}

// connectionsOf lists the connections that a processor names.
func connectionsOf(r spec.Resource) []spec.Address {
	return slices.DeleteFunc(r.Pinned(), func(need spec.Address) bool { return need.Kind != spec.KindStreamConnection })
}

// linked leaves connections over private links that are there, each told in one
// way: another one is a problem, not a plan.
func linked(resources []spec.Resource, there map[spec.Address]bool) {
	for _, r := range resources {
		c, ok := r.Body.(*spec.StreamConnection)
		if !ok {
			continue
		}
		keep := func(typ *string, link, id **string) {
			switch {
			case *typ != "PRIVATE_LINK":
			case *link != nil && nearest(link, r.Addr.Project, there):
				*id = nil
			default:
				*link = nil
				if *id == nil {
					*id = new(strings.Repeat("c", 24))
				}
			}
		}
		if n := c.Networking; n != nil {
			keep(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
		}
		if n := c.PublicPrivateNetworking; n != nil {
			keep(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
		}
	}
}

// drawAnother draws again for as long as another one of the collection has the
// identity: that is a problem, not a plan.
func drawAnother(t *rapid.T, addr spec.Address, body spec.Body, bodies map[spec.Address]spec.Body, keys map[string]bool) spec.Body {
	for range 100 {
		key := addr.Project + "/" + string(addr.Kind) + "/" + addr.Parent + "/" + spec.Resource{Addr: addr, Body: body}.Identity()
		if !keys[key] {
			keys[key] = true
			return body
		}
		body = drawFitting(t, addr, bodies)
	}
	t.Skip("too few identities")
	return nil
}

// misfits reports whether a resource does not go with what it lives in.
func misfits(r spec.Resource, bodies map[spec.Address]spec.Body) bool {
	parent, _ := r.Addr.ParentAddress()
	return len(r.Misfits(bodies[parent])) > 0
}

// drawFitting draws a body that mostly goes with what it lives in.
func drawFitting(t *rapid.T, addr spec.Address, bodies map[spec.Address]spec.Body) spec.Body {
	typ, _ := spec.TypeOf(addr.Kind)
	for tries := 0; ; tries++ {
		r := spec.Resource{Addr: addr, Body: drawBody(t, typ)}
		if tries == 8 || !misfits(r, bodies) {
			return r.Body
		}
	}
}

// nearest lets a name be that of a link that is there, if any is.
func nearest(link **string, project string, there map[spec.Address]bool) bool {
	for _, name := range []string{**link, "a", "b", "c"} {
		if there[spec.Address{Project: project, Kind: spec.KindStreamPrivateLink, Name: name}] {
			*link = &name
			return true
		}
	}
	return false
}

// givenBack is what Atlas gives back of a body.
func givenBack(kind spec.Kind, body spec.Body) spec.Body {
	t, _ := spec.TypeOf(kind)
	return spec.WithoutSecrets(t.WithoutKnobs(body))
}

// named gives an endpoint its name as comment, and takes away a key that another
// one of its collection has: that is a problem, not a plan.
func named(e *spec.ServerlessPrivateEndpoint, addr spec.Address, keys map[string]bool) {
	e.Comment = &addr.Name
	if e.CloudProviderEndpointID == nil {
		return
	}
	key := addr.Project + "/" + addr.Parent + "/" + strings.ToLower(*e.CloudProviderEndpointID)
	if keys[key] {
		e.CloudProviderEndpointID = nil
	}
	keys[key] = true
}

func parentsFirst(addrs []spec.Address) []spec.Address {
	slices.SortStableFunc(addrs, func(a, b spec.Address) int { return len(a.Holders()) - len(b.Holders()) })
	return addrs
}
