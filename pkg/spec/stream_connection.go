package spec

import (
	"net"
	"strconv"
	"strings"
	"time"
)

// KindStreamConnection is a connection of a stream workspace, of any type.
const KindStreamConnection Kind = "StreamConnection"

// StreamConnection is the part of a stream connection that Git may own, in the
// words of the Atlas schema StreamsConnection. Type says which of the other
// fields exist; which ones those are stands in the table of fields.
type StreamConnection struct {
	Type   *string `yaml:"type"`
	Region *string `yaml:"region"`

	// Kafka.

	BootstrapServers *string              `yaml:"bootstrapServers"`
	Security         *KafkaSecurity       `yaml:"security"`
	Authentication   *KafkaAuthentication `yaml:"authentication"`
	Config           map[string]string    `yaml:"config"`
	Networking       *StreamNetworking    `yaml:"networking"`

	// Https. Both may be secrets that Atlas gives back.

	URL     *Value           `yaml:"url"`
	Headers map[string]Value `yaml:"headers"`
}

// KafkaSecurity says how the wire to the brokers is secured.
type KafkaSecurity struct {
	Protocol                *string `yaml:"protocol"`
	BrokerPublicCertificate *string `yaml:"brokerPublicCertificate"`
}

// KafkaAuthentication says who connects; Mechanism decides what it needs.
type KafkaAuthentication struct {
	Mechanism                 *string `yaml:"mechanism"`
	Username                  *string `yaml:"username"`
	Password                  *Secret `yaml:"password"`
	Method                    *string `yaml:"method"`
	ClientID                  *string `yaml:"clientId"`
	ClientSecret              *Secret `yaml:"clientSecret"`
	TokenEndpointURL          *string `yaml:"tokenEndpointUrl"`
	Scope                     *string `yaml:"scope"`
	SaslOauthbearerExtensions *string `yaml:"saslOauthbearerExtensions"`
	SSLCertificate            *string `yaml:"sslCertificate"`
	SSLKey                    *Secret `yaml:"sslKey"`
	SSLKeyPassword            *Secret `yaml:"sslKeyPassword"`
}

// StreamNetworking says over which network Atlas reaches the other side.
type StreamNetworking struct {
	Access *StreamNetworkingAccess `yaml:"access"`
}

// StreamNetworkingAccess is one way through the network; Type decides what it
// needs.
type StreamNetworkingAccess struct {
	Type         *string `yaml:"type"`
	ConnectionID *string `yaml:"connectionId"`
	Name         *string `yaml:"name"`
	TGWRouteID   *string `yaml:"tgwRouteId"`
}

func streamConnectionType() Type {
	fields := map[string]Field{
		"type":   {Required: true, Immutable: true, Enum: []string{"Kafka", "Https", "Sample"}},
		"region": {Immutable: true, Computed: true},
	}
	kafkaFields(fields)
	httpsFields(fields)
	return Type{
		Kind:       KindStreamConnection,
		Parent:     KindStreamWorkspace,
		ParentKey:  "workspace",
		New:        func() Body { return new(StreamConnection) },
		Name:       Field{Required: true, Check: plainName},
		Fields:     fields,
		FullUpdate: true,
		OneWriter:  true,
		Loses:      "the connection: processors that name it stop working",
		Timeout:    40 * time.Minute,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-streams",
	}
}

func kafkaFields(fields map[string]Field) {
	kafka := when("type", "Kafka")
	password := when("authentication.mechanism", "PLAIN", "SCRAM-256", "SCRAM-512")
	oauth := when("authentication.mechanism", "OAUTHBEARER")
	ssl := when("authentication.mechanism", "SSL")
	access := "networking.access.type"

	fields["bootstrapServers"] = Field{Required: true, When: kafka, Check: bootstrapServers}
	fields["security"] = Field{Required: true, When: kafka}
	fields["security.protocol"] = Field{Required: true, Enum: []string{"SASL_PLAINTEXT", "SASL_SSL", "SSL", "PLAINTEXT"}}
	fields["authentication"] = Field{RequiredToCreate: true, When: kafka}
	fields["authentication.mechanism"] = Field{Required: true, Enum: []string{"PLAIN", "SCRAM-256", "SCRAM-512", "OAUTHBEARER", "SSL"}}
	fields["authentication.username"] = Field{Required: true, When: password}
	fields["authentication.password"] = Field{Required: true, When: password}
	fields["authentication.method"] = Field{When: oauth, Enum: []string{"OIDC"}}
	fields["authentication.clientId"] = Field{Required: true, When: oauth}
	fields["authentication.clientSecret"] = Field{Required: true, When: oauth}
	fields["authentication.tokenEndpointUrl"] = Field{Required: true, When: oauth, Check: webURL}
	fields["authentication.scope"] = Field{When: oauth}
	fields["authentication.saslOauthbearerExtensions"] = Field{When: oauth}
	fields["authentication.sslCertificate"] = Field{Required: true, When: ssl}
	fields["authentication.sslKey"] = Field{Required: true, When: ssl}
	fields["authentication.sslKeyPassword"] = Field{When: ssl}
	fields["config"] = Field{When: kafka}
	fields["networking"] = Field{Immutable: true, When: kafka}
	fields["networking.access"] = Field{Required: true}
	fields[access] = Field{Required: true, Enum: []string{"PUBLIC", "VPC", "PRIVATE_LINK", "TRANSIT_GATEWAY"}, Default: "PUBLIC"}
	fields["networking.access.connectionId"] = Field{Required: true, When: when(access, "PRIVATE_LINK")}
	fields["networking.access.name"] = Field{When: when(access, "PRIVATE_LINK")}
	fields["networking.access.tgwRouteId"] = Field{Required: true, When: when(access, "TRANSIT_GATEWAY")}
}

func httpsFields(fields map[string]Field) {
	https := when("type", "Https")
	fields["url"] = Field{Required: true, When: https, Check: webURL}
	fields["headers"] = Field{When: https, Keys: &Field{MinLen: 1, Check: headerName}}
}

// bootstrapServers wants host:port, separated by commas.
func bootstrapServers(text string) string {
	for server := range strings.SplitSeq(text, ",") {
		host, port, err := net.SplitHostPort(strings.TrimSpace(server))
		if n, perr := strconv.Atoi(port); err != nil || host == "" || perr != nil || n < 1 || n > 65535 {
			return "must list brokers as host:port, separated by commas"
		}
	}
	return ""
}

// headerName wants a token as of RFC 9110, section 5.6.2.
func headerName(name string) string {
	if strings.Trim(name, letters+digits+"!#$%&'*+-.^_`|~") == "" {
		return ""
	}
	return "is no header name"
}
