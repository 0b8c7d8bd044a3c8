package spec

import (
	"fmt"
	"maps"
	"slices"
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

	// Cluster.

	ClusterName     *string          `yaml:"clusterName"`
	ClusterGroupID  *string          `yaml:"clusterGroupId"`
	DBRoleToExecute *DBRoleToExecute `yaml:"dbRoleToExecute"`

	// Kafka.

	BootstrapServers *string              `yaml:"bootstrapServers"`
	Security         *KafkaSecurity       `yaml:"security"`
	Authentication   *KafkaAuthentication `yaml:"authentication"`
	Config           map[string]string    `yaml:"config"`

	// Https. Both may be secrets that Atlas gives back.

	URL     *Value           `yaml:"url"`
	Headers map[string]Value `yaml:"headers"`

	// SchemaRegistry.

	Provider                     *string                       `yaml:"provider"`
	SchemaRegistryURLs           Set[string]                   `yaml:"schemaRegistryUrls"`
	SchemaRegistryAuthentication *SchemaRegistryAuthentication `yaml:"schemaRegistryAuthentication"`

	// AWSLambda, S3 and AWSKinesisDataStreams; AzureBlobStorage; GCPPubSub.

	AWS   *StreamAWS   `yaml:"aws"`
	Azure *StreamAzure `yaml:"azure"`
	GCP   *StreamGCP   `yaml:"gcp"`

	// The way through the network has two names, by type.

	Networking              *StreamNetworking       `yaml:"networking"`
	PublicPrivateNetworking *StreamPublicNetworking `yaml:"publicPrivateNetworking"`
}

// DBRoleToExecute is the database role that a Cluster connection acts as.
type DBRoleToExecute struct {
	Role *string `yaml:"role"`
	Type *string `yaml:"type"`
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

// SchemaRegistryAuthentication says who reads the registry; Type decides what
// it needs.
type SchemaRegistryAuthentication struct {
	Type     *string `yaml:"type"`
	Username *string `yaml:"username"`
	Password *Secret `yaml:"password"`
}

// StreamAWS is the role that Atlas assumes in AWS.
type StreamAWS struct {
	RoleARN    *string `yaml:"roleArn"`
	TestBucket *string `yaml:"testBucket"`
}

// StreamAzure is the storage account, and who reads it.
type StreamAzure struct {
	ServicePrincipalID *string `yaml:"servicePrincipalId"`
	StorageAccountName *string `yaml:"storageAccountName"`
	Region             *string `yaml:"region"`
}

// StreamGCP is the service account that Atlas uses in Google Cloud.
type StreamGCP struct {
	ServiceAccountID *string `yaml:"serviceAccountId"`
}

func streamConnectionType() Type {
	fields := map[string]Field{
		"type": {Required: true, Immutable: true, Enum: []string{
			"Kafka", "Cluster", "Https", "Sample", "SchemaRegistry",
			"S3", "AWSKinesisDataStreams", "AWSLambda", "AzureBlobStorage", "GCPPubSub",
		}},
		"region": {Immutable: true, Computed: true},
	}
	for _, table := range []map[string]Field{
		clusterConnection(), kafkaConnection(), httpsConnection(), schemaRegistryConnection(),
		cloudConnections(), connectionNetworking(),
	} {
		maps.Copy(fields, table)
	}
	return Type{
		Kind:       KindStreamConnection,
		Summary:    "A connection of a stream workspace to a source or a sink, of any of ten types.",
		Parent:     KindStreamWorkspace,
		ParentKey:  "workspace",
		New:        func() Body { return new(StreamConnection) },
		Name:       Field{Required: true, Check: plainName, Pattern: plainNamePattern, Never: folderPattern},
		Fields:     fields,
		Rules:      networkingRules(),
		Needs:      connectionRole,
		BuiltIn:    func(name string) bool { return strings.HasPrefix(name, "__") }, // such as __testLog
		FullUpdate: true,
		OneWriter:  true,
		Pins:       []Kind{KindStreamPrivateLink},
		Loses:      "the connection",
		Timeout:    40 * time.Minute,
		Mentions:   []Kind{KindCustomDBRole},
		NotCovered: "VPC peering and transit gateways are made elsewhere, and only named here; of types that Atlas adds nothing is known.",
		Example:    streamConnectionExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-streams",
	}
}

// streamConnectionExample is a document that makes one.
const streamConnectionExample = `apiVersion: atlasctl/v1
kind: StreamConnection
metadata:
  project: payments-prod # or --project
  workspace: clicks      # the StreamWorkspace that it lives in
  name: kafka
spec:
  type: Kafka
  bootstrapServers: b1.example.com:9092
  security: {protocol: SASL_SSL}
  authentication: {mechanism: SCRAM-512, username: clicks, password: {env: KAFKA_PASSWORD}}
`

func clusterConnection() map[string]Field {
	cluster := when("type", "Cluster")
	return map[string]Field{
		"clusterName":          {Required: true, When: cluster, Check: clusterName, Pattern: clusterNamePattern, Refers: clusterKinds(), RefersIn: "clusterGroupId"},
		"clusterGroupId":       {About: "An ID of 24 hexadecimal digits.", When: cluster, Check: objectID, Pattern: IDPattern},
		"dbRoleToExecute":      {Required: true, When: cluster},
		"dbRoleToExecute.role": {Required: true},
		"dbRoleToExecute.type": {Required: true, Enum: []string{"BUILT_IN", "CUSTOM"}},
	}
}

// kafkaConnection tolerates what belongs to another mechanism: Kafka clients
// may present a certificate and a password at once.
func kafkaConnection() map[string]Field {
	kafka := when("type", "Kafka")
	password := when("authentication.mechanism", "PLAIN", "SCRAM-256", "SCRAM-512")
	oauth := when("authentication.mechanism", "OAUTHBEARER")
	ssl := when("authentication.mechanism", "SSL")
	return map[string]Field{
		"bootstrapServers":  {About: "Brokers as host:port, separated by commas.", Required: true, When: kafka, Check: bootstrapServers, Pattern: bootstrapServersPattern},
		"security":          {Required: true, When: kafka},
		"security.protocol": {Required: true, Enum: []string{"SASL_PLAINTEXT", "SASL_SSL", "SSL", "PLAINTEXT"}},
		"config":            {When: kafka},
		"authentication":    {RequiredToCreate: true, When: kafka},
		"authentication.mechanism": {Required: true, Enum: []string{
			"PLAIN", "SCRAM-256", "SCRAM-512", "OAUTHBEARER", "SSL",
		}},
		"authentication.username":                  {Required: true, When: password, Tolerated: true},
		"authentication.password":                  {Required: true, When: password, Tolerated: true},
		"authentication.method":                    {When: oauth, Tolerated: true, Enum: []string{"OIDC"}},
		"authentication.clientId":                  {Required: true, When: oauth, Tolerated: true},
		"authentication.clientSecret":              {Required: true, When: oauth, Tolerated: true},
		"authentication.tokenEndpointUrl":          {About: "It begins with https:// or http://.", Required: true, When: oauth, Tolerated: true, Check: webURL, Pattern: webURLPattern},
		"authentication.scope":                     {When: oauth, Tolerated: true},
		"authentication.saslOauthbearerExtensions": {When: oauth, Tolerated: true},
		"authentication.sslCertificate":            {Required: true, When: ssl, Tolerated: true},
		"authentication.sslKey":                    {Required: true, When: ssl, Tolerated: true},
		"authentication.sslKeyPassword":            {When: ssl, Tolerated: true},
	}
}

func httpsConnection() map[string]Field {
	https := when("type", "Https")
	return map[string]Field{
		"url":     {About: "It begins with https:// or http://.", Required: true, When: https, Check: webURL, Pattern: webURLPattern},
		"headers": {When: https, Keys: &Field{MinLen: 1, Check: headerName, Pattern: headerNamePattern}, Values: &Field{Check: headerValue, Pattern: headerValuePattern}},
	}
}

func schemaRegistryConnection() map[string]Field {
	registry := when("type", "SchemaRegistry")
	userInfo := when("schemaRegistryAuthentication.type", "USER_INFO")
	return map[string]Field{
		"provider":                              {Required: true, When: registry, Enum: []string{"CONFLUENT"}},
		"schemaRegistryUrls":                    {Required: true, When: registry, MinLen: 1, MaxLen: 10, Values: &Field{Check: webURL, Pattern: webURLPattern}},
		"schemaRegistryAuthentication":          {RequiredToCreate: true, When: registry},
		"schemaRegistryAuthentication.type":     {Required: true, Enum: []string{"USER_INFO", "SASL_INHERIT"}},
		"schemaRegistryAuthentication.username": {Required: true, When: userInfo},
		"schemaRegistryAuthentication.password": {Required: true, When: userInfo},
	}
}

// cloudConnections checks no more of an ARN or an e-mail address than what
// tells them from something else: the clouds have several partitions.
func cloudConnections() map[string]Field {
	azure, gcp := when("type", "AzureBlobStorage"), when("type", "GCPPubSub")
	return map[string]Field{
		"aws":                      {Required: true, When: when("type", "AWSLambda", "S3", "AWSKinesisDataStreams")},
		"aws.roleArn":              {About: "The ARN of an IAM role.", Required: true, Check: roleARN, Pattern: roleARNPattern},
		"aws.testBucket":           {MinLen: 3, MaxLen: 63},
		"azure":                    {Required: true, When: azure},
		"azure.servicePrincipalId": {Required: true},
		"azure.storageAccountName": {Required: true, MinLen: 3, MaxLen: 24, Check: storageAccount, Pattern: storageAccountPattern},
		"azure.region":             {Required: true},
		"gcp":                      {Required: true, When: gcp},
		"gcp.serviceAccountId":     {About: "The e-mail address of a service account.", Required: true, Check: emailAddress, Pattern: emailAddressPattern},
	}
}

// Reads lists what Validate looks at.
func (*StreamConnection) Reads() []string { return []string{"headers"} }

// Validate finds headers that are one: their names do not tell case apart.
func (c *StreamConnection) Validate() []Violation {
	first := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		folded := strings.ToLower(name)
		if other, twice := first[folded]; twice {
			return []Violation{{"headers", fmt.Sprintf("has %q and %q, which are one header: keep one of the two", other, name)}}
		}
		first[folded] = name
	}
	return nil
}
