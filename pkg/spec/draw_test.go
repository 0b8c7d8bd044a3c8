package spec_test

import (
	"reflect"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// samples are texts that pass the Check of a field, by kind and path. A field
// with a Check and without samples fails the tests below.
var samples = map[string][]string{
	"Project.metadata.name": {"p", "payments-prod", "a (b), c", "über_1.0"},
	"Project.orgId":         {"a0123456789abcdef0123456"},

	"FlexCluster.metadata.name":               {"orders", "a", "0-9", strings.Repeat("o", 64)},
	"FlexCluster.providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"},

	"Cluster.metadata.name":                             {"big", "Big-2"},
	"Cluster.mongoDBMajorVersion":                       {"8.0", "7.0", "10.10"},
	"Cluster.replicationSpecs.regionConfigs.regionName": {"US_EAST_1"},

	"CustomDBRole.metadata.name":       {"reader", "a", "0-9_"},
	"CustomDBRole.inheritedRoles.role": {"read", "readWrite", "dbAdmin"},

	"DatabaseUser.metadata.name":   {"bob", "a/b", "x@example.com", "é: #", "a/b@$external", "CN=bob", "arn:aws:iam::123456789012:role/r"},
	"DatabaseUser.databaseName":    {"admin"},
	"DatabaseUser.roles.roleName":  {"read", "readWrite"},
	"DatabaseUser.scopes.name":     {"orders", "0-9"},
	"DatabaseUser.deleteAfterDate": {"2026-06-03T00:00:00Z"},

	"StreamWorkspace.metadata.name": {"clicks", "my clicks", "é", "on"},

	"StreamConnection.metadata.name":                               {"kafka", "a/b", "über: [x]", "9", "日本"},
	"StreamConnection.clusterName":                                 {"orders", "0-9"},
	"StreamConnection.clusterGroupId":                              {"5e2211c17a3e5a48f5497de3"},
	"StreamConnection.bootstrapServers":                            {"b1:9092", "b1:9092,b2:9093", "[::1]:1"},
	"StreamConnection.authentication.tokenEndpointUrl":             {"https://idp.example.com/token"},
	"StreamConnection.url":                                         {"https://example.com/hook?a=b", "http://10.0.0.1"},
	"StreamConnection.headers.key":                                 {"Authorization", "X-A", "x_b"},
	"StreamConnection.headers.value":                               {"application/json", "Bearer x", "1.10", ""},
	"StreamConnection.schemaRegistryUrls":                          {"https://sr1.example.com", "http://sr2.example.com:8081", "https://[::1]/"},
	"StreamConnection.aws.roleArn":                                 {"arn:aws:iam::123456789012:role/atlas", "arn:aws-cn:iam::1:role/a/b"},
	"StreamConnection.aws.testBucket":                              {"my-bucket", "123"},
	"StreamConnection.azure.storageAccountName":                    {"clicks", "0123"},
	"StreamConnection.gcp.serviceAccountId":                        {"atlas@clicks.iam.gserviceaccount.com"},
	"StreamConnection.networking.access.connectionId":              {"65f0c1d2e3a4b5c6d7e8f901"},
	"StreamConnection.publicPrivateNetworking.access.connectionId": {"65f0c1d2e3a4b5c6d7e8f901"},

	"StreamProcessor.metadata.name":                               {"totals", "a/b", "é: x", "off"},
	"StreamPrivateLink.metadata.name":                             {"msk", "my link", "é"},
	"StreamPrivateLink.region":                                    {"US_EAST_1", "EUROPE_WEST"},
	"StreamPrivateLink.arn":                                       {"arn:aws:kafka:us-east-1:123456789012:cluster/a/b"},
	"StreamConnection.networking.access.privateLink":              {"msk"},
	"StreamConnection.publicPrivateNetworking.access.privateLink": {"msk"},

	"IPAccessListEntry.metadata.name":   {"203.0.113.7", "10.0.0.0/24", "0.0.0.0/0", "::1", "2001:db8::/32"},
	"IPAccessListEntry.deleteAfterDate": {"2026-06-04T08:00:00Z", "1999-12-31T23:59:59Z"},

	"ServerlessInstance.metadata.name":               {"sessions", "1e3", "NO"},
	"ServerlessInstance.providerSettings.regionName": {"US_EAST_1", "EUROPE_WEST"},

	"PrivateEndpoint.metadata.name":            {"app", "a/b", "65f0c1d2e3a4b5c6d7e8f901"},
	"PrivateEndpoint.id":                       {awsEndpoint, azureEndpoint},
	"PrivateEndpoint.privateEndpointIPAddress": {"10.0.0.4", "::1"},
	"PrivateEndpoint.endpoints.ipAddress":      {"10.0.0.4", "10.0.0.5"},

	"PrivateEndpointService.metadata.name":          {"main", "65f0c1d2e3a4b5c6d7e8f901", "my service"},
	"PrivateEndpointService.region":                 {"US_EAST_1", "EUROPE_WEST"},
	"PrivateEndpointService.supportedRemoteRegions": {"EU_WEST_1", "EU_WEST_2"},

	"ServerlessPrivateEndpoint.metadata.name":            {"from app", "a/b", "65f0c1d2e3a4b5c6d7e8f901", strings.Repeat("e", 80)},
	"ServerlessPrivateEndpoint.cloudProviderEndpointId":  {awsEndpoint},
	"ServerlessPrivateEndpoint.privateEndpointIpAddress": {"10.0.0.4", "::1"},
}

const (
	awsEndpoint   = "vpce-0123456789abcdef0"
	azureEndpoint = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/app"
)

// coherent makes a drawn body follow the rules of its Validate.
func coherent(t *rapid.T, b spec.Body) {
	switch b := b.(type) {
	case *spec.Cluster:
		coherentCluster(b)
	case *spec.CustomDBRole:
		b.Actions, b.InheritedRoles = coherentActions(b.Actions), coherentRoles(b)
	case *spec.DatabaseUser:
		coherentUser(b, "bob")
	case *spec.ServerlessPrivateEndpoint:
		coherentEndpoint(t, b)
	case *spec.StreamProcessor:
		*b.Pipeline = `[{"$source":{"connectionName":"kafka","odd":` + *b.Pipeline + `}},{"$emit":{"connectionName":"__testLog"}}]`
	case *spec.StreamPrivateLink:
		coherentLink(t, b)
	case *spec.StreamConnection:
		coherentAccess(t, b)
	case *spec.PrivateEndpointService:
		delete(b.SupportedRemoteRegions, *b.Region)
	case *spec.PrivateEndpoint:
		coherentInterface(t, b)
	}
}

// coherentLink gives a link a vendor of its provider, with all that may be needed.
func coherentLink(t *rapid.T, l *spec.StreamPrivateLink) {
	vendor := rapid.SampledFrom(map[string][]string{
		"AWS": {"GENERIC", "S3", "MSK"}, "AZURE": {"GENERIC", "EVENTHUB"}, "GCP": {"GENERIC", "PUBSUB"},
	}[*l.Provider]).Draw(t, "vendor")
	l.Vendor = &vendor
	l.Region, l.ServiceEndpointID, l.DNSDomain, l.ARN = new("US_EAST_1"), new("a"), new("b"), new("arn:aws:kafka:us-east-1:1:cluster/a")
	spec.Drop(l, spec.LinkChosen(*l.Provider, vendor))
}

// coherentAccess has a connection over a private link name one.
func coherentAccess(t *rapid.T, c *spec.StreamConnection) {
	const id = "65f0c1d2e3a4b5c6d7e8f901"
	byName := rapid.Bool().Draw(t, "link by name")
	choose := func(typ *string, link, raw **string) {
		switch {
		case *typ != "PRIVATE_LINK":
		case byName:
			*link, *raw = new("msk"), nil
		default:
			*link, *raw = nil, new(id)
		}
	}
	if n := c.Networking; n != nil {
		choose(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
	}
	if n := c.PublicPrivateNetworking; n != nil {
		choose(n.Access.Type, &n.Access.PrivateLink, &n.Access.ConnectionID)
	}
}

func coherentEndpoint(t *rapid.T, e *spec.ServerlessPrivateEndpoint) {
	if *e.ProviderName != "AZURE" {
		return
	}
	e.CloudProviderEndpointID, e.PrivateEndpointIPAddress = nil, nil
	if rapid.Bool().Draw(t, "endpoint") {
		e.CloudProviderEndpointID, e.PrivateEndpointIPAddress = new(azureEndpoint), new("10.0.0.4")
	}
}

// coherentActions are about the cluster or about a database, never both.
func coherentActions(actions map[string]spec.Set[spec.ActionResource]) map[string]spec.Set[spec.ActionResource] {
	for name, resources := range actions {
		actions[name] = spec.Set[spec.ActionResource]{}
		for on := range resources {
			if on.Cluster {
				on = spec.ActionResource{Cluster: true}
			} else {
				on.DB.Said = true
			}
			actions[name][on] = struct{}{}
		}
	}
	return actions
}

// coherentRoles has a role where there would be nothing else.
func coherentRoles(r *spec.CustomDBRole) spec.Set[spec.InheritedRole] {
	if r.Actions != nil && r.InheritedRoles != nil && len(r.Actions) == 0 {
		return spec.NewSet(spec.InheritedRole{Role: "read", DB: "a"})
	}
	return r.InheritedRoles
}

// coherentUser signs in as its name wants it.
func coherentUser(u *spec.DatabaseUser, name string) {
	for _, kind := range []*string{u.AWSIAMType, u.LDAPAuthType, u.OIDCAuthType, u.X509Type} {
		if kind != nil {
			*kind = "NONE"
		}
	}
	database, username := spec.ReadUserName(name)
	if u.DatabaseName != nil {
		*u.DatabaseName = database
	}
	switch {
	case database == spec.AdminDatabase:
		return
	case strings.HasPrefix(username, "arn:"):
		u.AWSIAMType = new("ROLE")
	case strings.Contains(username, "/"):
		u.OIDCAuthType = new("USER")
	default:
		u.X509Type, u.DeleteAfterDate = new("MANAGED"), nil
	}
	u.Password = nil
}

// coherentInterface leaves of a private endpoint what one provider has.
func coherentInterface(t *rapid.T, e *spec.PrivateEndpoint) {
	switch rapid.SampledFrom([]string{"AWS", "AZURE", "GCP"}).Draw(t, "provider") {
	case "AWS":
		*e = spec.PrivateEndpoint{ID: new(awsEndpoint)}
	case "AZURE":
		*e = spec.PrivateEndpoint{ID: new(azureEndpoint), PrivateEndpointIPAddress: new("10.0.0.4")}
	default:
		*e = spec.PrivateEndpoint{EndpointGroupName: new("group"), GCPProjectID: new("shop"), Endpoints: e.Endpoints}
	}
}

// text draws what is hard to write in YAML.
var text = rapid.OneOf(
	rapid.SampledFrom([]string{
		"true", "no", "null", "~", "1.10", "0o7", "1e3", "2020-01-01", "<<", "- a", "a: b", "# a", "*a", "!a", "'", `"`, "a\nb\n", " a ",
		"yes", "Off", "y", "1:30", "1_000", ".inf", "=", "a\nb", "a\n\n", "\n", "\n a", " a\nb", "\ta\nb", "a \nb ", "a\n \n", "a\r\nb", "\r", "a\u0085b", "a\u2028b\n", "\ufeffa", "\x01", "😀", "#\n- a",
	}),
	rapid.StringMatching(`[a-zA-Z0-9 :,\[\]{}#&*!|>'"%@.é→-]{1,12}`),
)

func drawAddress(t *rapid.T, typ spec.Type) spec.Address {
	addr := spec.Address{
		Project: rapid.SampledFrom([]string{"p", "payments-prod", "a (b), c", "5e2211c17a3e5a48f5497de3"}).Draw(t, "project"),
		Kind:    typ.Kind,
		Name:    rapid.SampledFrom(samples[string(typ.Kind)+".metadata.name"]).Draw(t, "name"),
	}
	if typ.Root {
		addr.Project = addr.Name
	}
	if typ.Parent != "" {
		addr.Parent = rapid.SampledFrom(samples[string(typ.Parent)+".metadata.name"]).Draw(t, "parent")
	}
	return addr
}

// drawer builds a body that follows the table of fields of its kind.
type drawer struct {
	*rapid.T
	typ       spec.Type
	tolerated bool                     // whether fields that are only tolerated are drawn
	values    map[string]string        // what the texts are, for discriminators
	here      map[string]reflect.Value // the fields that are set
	absent    map[string]reflect.Value // the fields that do not belong to this type of it
	members   int                      // how deep in members of sets and lists, of which there are many places
}

// drawBody draws a body that loads without warnings.
func drawBody(t *rapid.T, typ spec.Type) (spec.Body, *drawer) {
	d := newDrawer(t, typ)
	return d.body(), d
}

func newDrawer(t *rapid.T, typ spec.Type) *drawer {
	return &drawer{T: t, typ: typ, values: map[string]string{}, here: map[string]reflect.Value{}, absent: map[string]reflect.Value{}}
}

func (d *drawer) body() spec.Body {
	body := d.typ.New()
	d.structure(reflect.ValueOf(body).Elem(), "")
	coherent(d.T, body)
	return body
}

// drawResource draws a document. The fields that are its name hold it.
func drawResource(t *rapid.T, typ spec.Type) (spec.Resource, *drawer) {
	body, d := drawBody(t, typ)
	return named(spec.Resource{Addr: drawAddress(t, typ), Body: body}), d
}

// named fills what is metadata.name in another place, unless that is an ID.
func named(r spec.Resource) spec.Resource {
	if u, ok := r.Body.(*spec.DatabaseUser); ok {
		coherentUser(u, r.Addr.Name)
	}
	if e, ok := r.Body.(*spec.ServerlessPrivateEndpoint); ok && r.Addr.Name != "65f0c1d2e3a4b5c6d7e8f901" {
		e.Comment = new(r.Addr.Name)
	}
	return r
}

func (d *drawer) structure(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		path := prefix + v.Type().Field(i).Tag.Get("yaml")
		f := d.typ.Fields[path]
		if f.FromName || f.ReadOnly {
			continue
		}
		delete(d.values, path) // another member may have said it
		if !f.When.Holds(d.values[f.When.Path]) {
			d.note(d.absent, path, v.Field(i))
			if d.tolerated && f.Tolerated && rapid.Bool().Draw(d.T, path+" tolerated?") {
				d.fill(v.Field(i), path, f)
			}
			continue
		}
		if f.Required || rapid.Bool().Draw(d.T, path+"?") {
			d.note(d.here, path, v.Field(i))
			d.fill(v.Field(i), path, f)
		}
	}
}

// note remembers a field, unless there are many places of its path.
func (d *drawer) note(fields map[string]reflect.Value, path string, v reflect.Value) {
	if d.members == 0 {
		fields[path] = v
	}
}

// fill sets v to something that fits.
func (d *drawer) fill(v reflect.Value, path string, f spec.Field) {
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
		v.SetString(string(drawDocument(d.T, path)))
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
		d.collection(v, path, f)
	case reflect.Slice:
		d.list(v, path, f)
	case reflect.Float64:
		v.SetFloat(float64(rapid.Int64Range(-1<<40, 1<<40).Draw(d.T, path)) / 8)
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(d.T, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(d.T, path))
	case reflect.String:
		v.SetString(d.text(path, f))
		d.values[path] = v.String()
	default:
		d.Fatalf("%s: cannot draw a %s", path, v.Type())
	}
}

func (d *drawer) list(v reflect.Value, path string, f spec.Field) {
	d.members++
	defer func() { d.members-- }()
	n := rapid.IntRange(f.MinLen, max(f.MinLen, 2)).Draw(d.T, path+" members")
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		d.fill(v.Index(i), path, orNothing(f.Values))
	}
}

func orNothing(f *spec.Field) spec.Field {
	if f == nil {
		return spec.Field{}
	}
	return *f
}

// drawDocument draws a list of stages, as deep as it takes.
func drawDocument(t *rapid.T, label string) spec.Document {
	var draw func(depth int) string
	draw = func(depth int) string {
		switch kind := rapid.IntRange(0, 5+depth).Draw(t, label); kind {
		case 0, 1:
			key := rapid.SampledFrom([]string{"$match", "a.b", "", "<<", "1", "x: y"}).Draw(t, label+" key")
			return `{` + strconv.Quote(key) + `:` + draw(depth+2) + `,"z":` + draw(depth+2) + `}`
		case 2:
			return `[` + draw(depth+2) + `,` + draw(depth+2) + `]`
		default:
			return rapid.SampledFrom([]string{"1", "1.0", "-0", "1e3", "0.1", "12345678901234567890", "true", "null", `"true"`, `"1.0"`, `"\"<é\n"`, "[]", "{}", `"2020-01-01"`}).Draw(t, label)
		}
	}
	doc, err := spec.NewDocument([]byte("[" + draw(0) + "]"))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func (d *drawer) collection(v reflect.Value, path string, f spec.Field) {
	d.members++
	defer func() { d.members-- }()
	v.Set(reflect.MakeMap(v.Type()))
	keys, values := orNothing(f.Keys), orNothing(f.Values)
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

func (d *drawer) secret(path string) spec.Secret {
	if rapid.Bool().Draw(d.T, path+" env") {
		return spec.EnvSecret(rapid.StringMatching(`[A-Z_][A-Z0-9_]{0,10}`).Draw(d.T, path))
	}
	return spec.FileSecret("/run/" + rapid.StringMatching(`[a-z: .]{1,10}`).Draw(d.T, path))
}

func (d *drawer) text(path string, f spec.Field) string {
	choices := samples[string(d.typ.Kind)+"."+path]
	if strings.HasSuffix(path, "nstanceSize") {
		choices = []string{"M10", "R40", "M50_NVME"}
	}
	switch {
	case f.Enum != nil:
		return rapid.SampledFrom(f.Enum).Draw(d.T, path)
	case f.Known != nil:
		return rapid.SampledFrom(f.Known).Draw(d.T, path)
	case f.Check != nil && choices == nil:
		d.Fatalf("add samples for %s.%s to draw_test.go", d.typ.Kind, path)
	case choices != nil:
		return rapid.SampledFrom(choices).Draw(d.T, path)
	}
	return text.Draw(d.T, path)
}
