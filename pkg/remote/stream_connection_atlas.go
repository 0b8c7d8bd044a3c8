package remote

import (
	"errors"
	"maps"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// How a stream connection of every type is said to Atlas, and what Atlas says.

func connectionToAtlas(want *spec.StreamConnection, reveal Reveal) (*admin.StreamsConnection, error) {
	c := &admin.StreamsConnection{
		Type:             want.Type,
		ClusterName:      want.ClusterName,
		ClusterGroupId:   want.ClusterGroupID,
		BootstrapServers: want.BootstrapServers,
		Config:           mapToAtlas(want.Config),
		Provider:         want.Provider,
	}
	if r := want.DBRoleToExecute; r != nil {
		c.DbRoleToExecute = &admin.DBRoleToExecute{Role: r.Role, Type: r.Type}
	}
	if s := want.Security; s != nil {
		c.Security = &admin.StreamsKafkaSecurity{Protocol: s.Protocol, BrokerPublicCertificate: s.BrokerPublicCertificate}
	}
	if want.SchemaRegistryURLs != nil {
		c.SchemaRegistryUrls = new(want.SchemaRegistryURLs.Sorted())
	}
	cloudToAtlas(c, want)
	networkingToAtlas(c, want)
	return c, errors.Join(
		httpsToAtlas(c, want, reveal),
		kafkaAuthToAtlas(c, want.Authentication, reveal),
		registryAuthToAtlas(c, want.SchemaRegistryAuthentication, reveal),
	)
}

func cloudToAtlas(c *admin.StreamsConnection, want *spec.StreamConnection) {
	if a := want.AWS; a != nil {
		c.Aws = &admin.StreamsAWSConnectionConfig{RoleArn: a.RoleARN, TestBucket: a.TestBucket}
	}
	if a := want.Azure; a != nil {
		c.Azure = &admin.AzureConnection{
			ServicePrincipalId: a.ServicePrincipalID, StorageAccountName: a.StorageAccountName, Region: a.Region,
		}
	}
	if g := want.GCP; g != nil {
		c.Gcp = &admin.StreamsGCPConnectionConfig{ServiceAccountId: g.ServiceAccountID}
	}
}

func networkingToAtlas(c *admin.StreamsConnection, want *spec.StreamConnection) {
	if n := want.Networking; n != nil && n.Access != nil {
		c.Networking = &admin.StreamsKafkaNetworking{Access: &admin.StreamsKafkaNetworkingAccess{
			Type: n.Access.Type, ConnectionId: n.Access.ConnectionID, Name: n.Access.Name, TgwRouteId: n.Access.TGWRouteID,
		}}
	}
	if n := want.PublicPrivateNetworking; n != nil && n.Access != nil {
		c.PublicPrivateNetworking = &admin.StreamsPublicPrivateLinkNetworking{
			Access: &admin.StreamsPublicPrivateLinkNetworkingAccess{Type: n.Access.Type, ConnectionId: n.Access.ConnectionID},
		}
	}
}

// leavePublic takes the way through the network out where it is the plain
// internet.
func leavePublic(c *admin.StreamsConnection) {
	if n := c.Networking; n != nil && n.Access.GetType() == "PUBLIC" && *n.Access == (admin.StreamsKafkaNetworkingAccess{Type: n.Access.Type}) {
		c.Networking = nil
	}
	if n := c.PublicPrivateNetworking; n != nil && n.Access.GetType() == "PUBLIC" && n.Access.ConnectionId == nil {
		c.PublicPrivateNetworking = nil
	}
}

func registryAuthToAtlas(c *admin.StreamsConnection, a *spec.SchemaRegistryAuthentication, reveal Reveal) error {
	if a == nil {
		return nil
	}
	password, err := revealed(a.Password, reveal)
	c.SchemaRegistryAuthentication = &admin.SchemaRegistryAuthentication{Type: *a.Type, Username: a.Username, Password: password}
	return err
}

func kafkaAuthToAtlas(c *admin.StreamsConnection, a *spec.KafkaAuthentication, reveal Reveal) (err error) {
	if a == nil {
		return nil
	}
	to := &admin.StreamsKafkaAuthentication{
		Mechanism: a.Mechanism, Username: a.Username, Method: a.Method, ClientId: a.ClientID,
		TokenEndpointUrl: a.TokenEndpointURL, Scope: a.Scope,
		SaslOauthbearerExtensions: a.SaslOauthbearerExtensions, SslCertificate: a.SSLCertificate,
	}
	c.Authentication = to
	for _, s := range []struct {
		to   **string
		from *spec.Secret
	}{
		{&to.Password, a.Password},
		{&to.ClientSecret, a.ClientSecret},
		{&to.SslKey, a.SSLKey},
		{&to.SslKeyPassword, a.SSLKeyPassword},
	} {
		if *s.to, err = revealed(s.from, reveal); err != nil {
			return err
		}
	}
	return nil
}

func httpsToAtlas(c *admin.StreamsConnection, want *spec.StreamConnection, reveal Reveal) error {
	if want.URL != nil {
		text, err := valueText(*want.URL, reveal)
		if err != nil {
			return err
		}
		c.Url = &text
	}
	if want.Headers == nil {
		return nil
	}
	headers := make(map[string]string, len(want.Headers)) // empty is sent: it clears
	for key, v := range want.Headers {
		text, err := valueText(v, reveal)
		if err != nil {
			return err
		}
		headers[key] = text
	}
	c.Headers = &headers
	return nil
}

func connectionFromAtlas(c admin.StreamsConnection) Object[spec.StreamConnection] {
	body := &spec.StreamConnection{
		Type:             c.Type,
		Region:           c.Region,
		ClusterName:      c.ClusterName,
		ClusterGroupID:   c.ClusterGroupId,
		BootstrapServers: c.BootstrapServers,
		Provider:         c.Provider,
	}
	if r := c.DbRoleToExecute; r != nil {
		body.DBRoleToExecute = &spec.DBRoleToExecute{Role: r.Role, Type: r.Type}
	}
	if c.SchemaRegistryUrls != nil {
		body.SchemaRegistryURLs = spec.NewSet(*c.SchemaRegistryUrls...)
	}
	if a := c.SchemaRegistryAuthentication; a != nil {
		body.SchemaRegistryAuthentication = &spec.SchemaRegistryAuthentication{Type: &a.Type, Username: a.Username}
	}
	switch c.GetType() {
	case "Kafka":
		kafkaFromAtlas(body, c)
	case "Https":
		httpsFromAtlas(body, c)
	}
	cloudFromAtlas(body, c)
	networkingFromAtlas(body, c)
	o := Object[spec.StreamConnection]{
		Name: c.GetName(), ID: c.GetId(), Body: body,
		Phase: connectionPhase(c.GetState()), State: c.GetState(), Detail: connectionDetail(c.GetState()),
	}
	if c.Region == nil {
		o.Inert = regionUnsaid
	}
	return o
}

// regionUnsaid is for answers of before February 2026, which do not have the
// region of a connection: what is not known is no reason to make it anew.
var regionUnsaid = []spec.Inert{{Path: "region", Reason: "Atlas does not say the region of this connection"}}

func kafkaFromAtlas(body *spec.StreamConnection, c admin.StreamsConnection) {
	body.Config = make(map[string]string, len(c.GetConfig())) // none and empty are the same
	maps.Copy(body.Config, c.GetConfig())
	if s := c.Security; s != nil {
		body.Security = &spec.KafkaSecurity{Protocol: s.Protocol, BrokerPublicCertificate: s.BrokerPublicCertificate}
	}
	if a := c.Authentication; a != nil {
		body.Authentication = &spec.KafkaAuthentication{
			Mechanism: a.Mechanism, Username: a.Username, Method: a.Method, ClientID: a.ClientId,
			TokenEndpointURL: a.TokenEndpointUrl, Scope: a.Scope,
			SaslOauthbearerExtensions: a.SaslOauthbearerExtensions, SSLCertificate: a.SslCertificate,
		}
	}
}

func cloudFromAtlas(body *spec.StreamConnection, c admin.StreamsConnection) {
	if a := c.Aws; a != nil {
		body.AWS = &spec.StreamAWS{RoleARN: a.RoleArn, TestBucket: a.TestBucket}
	}
	if a := c.Azure; a != nil {
		body.Azure = &spec.StreamAzure{
			ServicePrincipalID: a.ServicePrincipalId, StorageAccountName: a.StorageAccountName, Region: a.Region,
		}
	}
	if g := c.Gcp; g != nil {
		body.GCP = &spec.StreamGCP{ServiceAccountID: g.ServiceAccountId}
	}
}

// networkingFromAtlas reads the way through the network. Where nothing was
// asked for it is PUBLIC, whether Atlas writes that or, like older servers and
// other types than Kafka, writes nothing.
func networkingFromAtlas(body *spec.StreamConnection, c admin.StreamsConnection) {
	switch c.GetType() {
	case "Kafka", "S3", "AWSKinesisDataStreams":
		access := &spec.StreamNetworkingAccess{Type: new("PUBLIC")}
		if n := c.Networking; n != nil && n.Access != nil {
			access = &spec.StreamNetworkingAccess{
				Type: n.Access.Type, ConnectionID: n.Access.ConnectionId, Name: n.Access.Name, TGWRouteID: n.Access.TgwRouteId,
			}
		}
		body.Networking = &spec.StreamNetworking{Access: access}
	case "AzureBlobStorage", "GCPPubSub":
		access := &spec.StreamPublicNetworkingAccess{Type: new("PUBLIC")}
		if n := c.PublicPrivateNetworking; n != nil && n.Access != nil {
			access = &spec.StreamPublicNetworkingAccess{Type: n.Access.Type, ConnectionID: n.Access.ConnectionId}
		}
		body.PublicPrivateNetworking = &spec.StreamPublicNetworking{Access: access}
	}
}

// httpsFromAtlas takes the text of url and headers along: the client masks it
// before it leaves the package.
func httpsFromAtlas(body *spec.StreamConnection, c admin.StreamsConnection) {
	if c.Url != nil {
		body.URL = new(spec.Text(*c.Url))
	}
	body.Headers = make(map[string]spec.Value, len(c.GetHeaders()))
	for key, text := range c.GetHeaders() {
		body.Headers[key] = spec.Text(text)
	}
}
