package spectest

import "slices"

func streamConnections() []Sample {
	return slices.Concat(
		sampleConnections(), httpsConnections(), kafkaPasswords(), kafkaKeys(), kafkaNetworks(), clusterConnections(),
		awsConnections(), registryConnections(), azureConnections(), gcpConnections(),
	)
}

func sampleConnections() []Sample {
	return []Sample{
		{Shape: "Sample", Object: "sample_stream_solar", Spec: `type: Sample`},
		{Shape: "Sample full", Object: "sample_stream_solar", Spec: `{type: Sample, region: VIRGINIA_USA}`},
	}
}

func httpsConnections() []Sample {
	return []Sample{
		{
			Shape: "Https minimal", Object: "hook",
			Spec: `
type: Https
url: https://example.com/in
`,
			Changes: []Change{
				{"headers": `{X-Team: clicks}`},
				{"url": `https://example.com/in?v=2`},
			},
		},
		{
			Shape: "Https full", Object: "hook/eu: [1] é",
			Spec: `
type: Https
region: VIRGINIA_USA
url: {env: HOOK_URL}
headers: {X-Team: clicks, Authorization: {env: HOOK_TOKEN}}
`,
			Changes: []Change{
				{"url": `https://example.com/in`},
				{"url": `{file: /run/hook}`},
				{"headers.X-Team": `sales`},
				{"headers": `{Authorization: {env: ANOTHER_TOKEN}}`},
				{"headers": `{}`},
			},
		},
	}
}

func kafkaPasswords() []Sample {
	return []Sample{
		{
			Shape: "Kafka PLAIN", Object: "kafka",
			Spec: `
type: Kafka
bootstrapServers: b1:9092
security: {protocol: PLAINTEXT}
authentication: {mechanism: PLAIN, username: svc, password: {env: KAFKA_PASSWORD}}
`,
			Changes: []Change{
				{"config": `{auto.offset.reset: earliest}`},
				{"config": `{}`},
			},
		},
		{
			Shape: "Kafka SCRAM", Object: "kafka%2F?#",
			Spec: `
type: Kafka
region: VIRGINIA_USA
bootstrapServers: b1:9092,b2:9092
security: {protocol: SASL_SSL, brokerPublicCertificate: "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"}
authentication: {mechanism: SCRAM-512, username: svc, password: {env: KAFKA_PASSWORD}}
config: {auto.offset.reset: earliest, "group.id": "1.10"}
networking: {access: {type: PUBLIC}}
`,
			Changes: []Change{
				{"bootstrapServers": `b3:9093`},
				{"security.protocol": `SASL_PLAINTEXT`},
				{"security.brokerPublicCertificate": `another`},
				{"authentication.mechanism": `SCRAM-256`},
				{"authentication.username": `another`},
				{"authentication.password": `{file: /run/kafka}`},
				{"config": `{auto.offset.reset: latest}`},
				{"config": `{}`},
			},
		},
	}
}

func kafkaKeys() []Sample {
	return []Sample{
		{
			Shape: "Kafka OAUTHBEARER", Object: "kafka-oauth",
			Spec: `
type: Kafka
bootstrapServers: b1:9092
security: {protocol: SASL_SSL}
authentication:
  mechanism: OAUTHBEARER
  clientId: svc
  clientSecret: {env: KAFKA_CLIENT_SECRET}
  tokenEndpointUrl: https://idp.example.com/token
`,
			Changes: []Change{
				{"authentication.clientId": `another`},
				{"authentication.clientSecret": `{env: ANOTHER}`},
				{"authentication.tokenEndpointUrl": `https://idp.example.com/v2/token`},
				{"authentication.method": `OIDC`},
				{"authentication.scope": `kafka`},
				{"authentication.saslOauthbearerExtensions": `logicalCluster=lkc-1,identityPoolId=pool-1`},
			},
		},
		{
			Shape: "Kafka SSL", Object: "kafka-tls",
			Spec: `
type: Kafka
bootstrapServers: b1:9093
security: {protocol: SSL}
authentication: {mechanism: SSL, sslCertificate: certificate, sslKey: {file: /run/key.pem}}
`,
			Changes: []Change{
				{"authentication.sslCertificate": `another`},
				{"authentication.sslKey": `{file: /run/key2.pem}`},
				{"authentication.sslKeyPassword": `{env: KEY_PASSWORD}`},
			},
		},
	}
}

// kafkaNetworks are the ways to a broker. They cannot change in place.
func kafkaNetworks() []Sample {
	const kafka = `
type: Kafka
bootstrapServers: b1:9092
security: {protocol: SASL_SSL}
authentication: {mechanism: SCRAM-512, username: svc, password: {env: KAFKA_PASSWORD}}
`
	change := []Change{{"config": `{auto.offset.reset: earliest}`}}
	return []Sample{
		{Shape: "Kafka VPC", Object: "kafka-vpc", Changes: change, Spec: kafka + `
networking: {access: {type: VPC}}
`},
		{Shape: "Kafka PRIVATE_LINK", Object: "kafka-link", Changes: change, Spec: kafka + `
networking: {access: {type: PRIVATE_LINK, connectionId: 5e2211c17a3e5a48f5497de3, name: link}}
`},
		{Shape: "Kafka TRANSIT_GATEWAY", Object: "kafka-gateway", Changes: change, Spec: kafka + `
networking: {access: {type: TRANSIT_GATEWAY, tgwRouteId: 5e2211c17a3e5a48f5497de4}}
`},
	}
}
