package remote

import (
	"context"
	"maps"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// streamConnections drives StreamConnection of every type through
// /groups/{groupId}/streams/{tenantName}/connections.
type streamConnections struct{ api admin.StreamsApi }

func (d streamConnections) List(ctx context.Context, at Site, page int) ([]Object[spec.StreamConnection], int, error) {
	list, res, err := d.api.ListStreamConnectionsWithParams(ctx, &admin.ListStreamConnectionsApiParams{
		GroupId: at.GroupID, TenantName: at.Parent, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return nil, 0, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, connectionFromAtlas)
}

func (d streamConnections) Get(ctx context.Context, at Site, name string) (Object[spec.StreamConnection], error) {
	c, res, err := d.api.GetStreamConnection(ctx, at.GroupID, at.Parent, name).Execute()
	return one(c, res, err, connectionFromAtlas)
}

func (d streamConnections) Create(ctx context.Context, at Site, name string, want *spec.StreamConnection, reveal Reveal) error {
	c, err := connectionToAtlas(name, want, reveal)
	if err != nil {
		return err
	}
	_, res, err := d.api.CreateStreamConnection(ctx, at.GroupID, at.Parent, c).Execute()
	return with(res, err)
}

// Update sends the whole object with its secrets: Atlas replaces the variant.
func (d streamConnections) Update(ctx context.Context, at Site, name string, _, want *spec.StreamConnection, reveal Reveal) error {
	c, err := connectionToAtlas(name, want, reveal)
	if err != nil {
		return err
	}
	_, res, err := d.api.UpdateStreamConnection(ctx, at.GroupID, at.Parent, name, c).Execute()
	return with(res, err)
}

func (d streamConnections) Delete(ctx context.Context, at Site, name, _ string) error {
	res, err := d.api.DeleteStreamConnection(ctx, at.GroupID, at.Parent, name).Execute()
	return with(res, err)
}

func connectionToAtlas(name string, want *spec.StreamConnection, reveal Reveal) (*admin.StreamsConnection, error) {
	c := &admin.StreamsConnection{
		Name:             &name,
		Type:             want.Type,
		Region:           want.Region,
		BootstrapServers: want.BootstrapServers,
		Config:           mapToAtlas(want.Config),
	}
	if s := want.Security; s != nil {
		c.Security = &admin.StreamsKafkaSecurity{Protocol: s.Protocol, BrokerPublicCertificate: s.BrokerPublicCertificate}
	}
	if n := want.Networking; n != nil && n.Access != nil {
		c.Networking = &admin.StreamsKafkaNetworking{Access: &admin.StreamsKafkaNetworkingAccess{
			Type: n.Access.Type, ConnectionId: n.Access.ConnectionID, Name: n.Access.Name, TgwRouteId: n.Access.TGWRouteID,
		}}
	}
	if err := httpsToAtlas(c, want, reveal); err != nil {
		return nil, err
	}
	return c, kafkaAuthToAtlas(c, want.Authentication, reveal)
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
		BootstrapServers: c.BootstrapServers,
	}
	switch c.GetType() {
	case "Kafka":
		kafkaFromAtlas(body, c)
	case "Https":
		httpsFromAtlas(body, c)
	}
	return Object[spec.StreamConnection]{
		Name: c.GetName(), ID: c.GetId(), Body: body,
		Phase: connectionPhase(c.GetState()), State: c.GetState(),
	}
}

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
	// Atlas writes PUBLIC when nothing was asked for, and once wrote nothing.
	access := &spec.StreamNetworkingAccess{Type: new("PUBLIC")}
	if n := c.Networking; n != nil && n.Access != nil {
		access = &spec.StreamNetworkingAccess{
			Type: n.Access.Type, ConnectionID: n.Access.ConnectionId, Name: n.Access.Name, TGWRouteID: n.Access.TgwRouteId,
		}
	}
	body.Networking = &spec.StreamNetworking{Access: access}
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

// connectionPhase says what a state means. Answers of older servers had none:
// the connection was usable at once.
func connectionPhase(state string) spec.Phase {
	switch state {
	case "PENDING":
		return spec.Pending
	case "DELETING":
		return spec.Deleting
	case "FAILED":
		return spec.Failed
	}
	return spec.Ready
}
