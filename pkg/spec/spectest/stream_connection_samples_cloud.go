package spectest

func clusterConnections() []Sample {
	return []Sample{
		{
			Shape: "Cluster", Object: "orders",
			Spec: `
type: Cluster
clusterName: orders
dbRoleToExecute: {role: atlasAdmin, type: BUILT_IN}
`,
			Changes: []Change{
				{"clusterName": `returns`},
				{"dbRoleToExecute": `{role: clicks, type: CUSTOM}`},
				{"dbRoleToExecute.role": `readWriteAnyDatabase`},
				{"clusterGroupId": `5e2211c17a3e5a48f5497de6`},
			},
		},
		{
			Shape: "Cluster of another project", Object: "their orders",
			Spec: `
type: Cluster
region: VIRGINIA_USA
clusterName: orders
clusterGroupId: 5e2211c17a3e5a48f5497de5
dbRoleToExecute: {role: clicks, type: CUSTOM}
`,
			Changes: []Change{{"clusterGroupId": `5e2211c17a3e5a48f5497de6`}},
		},
	}
}

func awsConnections() []Sample {
	const role, another = "arn:aws:iam::123456789012:role/atlas", "arn:aws-us-gov:iam::123456789012:role/path/atlas"
	const networking = "\nnetworking: {access: {type: "
	changes := []Change{
		{"aws.roleArn": another},
		{"aws.testBucket": "clicks-test"},
	}
	lambda, s3, kinesis := "type: AWSLambda\naws: {roleArn: "+role, "type: S3\naws: {roleArn: "+role, "type: AWSKinesisDataStreams\naws: {roleArn: "+role
	return []Sample{
		{Shape: "AWSLambda", Object: "lambda", Changes: changes, Spec: lambda + "}"},
		{Shape: "AWSLambda full", Object: "lambda-2", Changes: changes, Spec: lambda + ", testBucket: b-1}\nregion: VIRGINIA_USA"},
		{Shape: "S3", Object: "archive", Changes: changes, Spec: s3 + "}"},
		{Shape: "S3 full", Object: "archive-2", Changes: changes, Spec: s3 + ", testBucket: b-1}" + networking + "PUBLIC}}"},
		{
			Shape: "S3 PRIVATE_LINK", Object: "archive-3", Changes: changes,
			Spec: s3 + "}" + networking + "PRIVATE_LINK, connectionId: 5e2211c17a3e5a48f5497de3, name: link}}",
		},
		{Shape: "AWSKinesisDataStreams", Object: "events", Changes: changes, Spec: kinesis + "}"},
		{
			Shape: "AWSKinesisDataStreams PRIVATE_LINK", Object: "events-2", Changes: changes,
			Spec: kinesis + "}" + networking + "PRIVATE_LINK, connectionId: 5e2211c17a3e5a48f5497de3}}",
		},
	}
}

func registryConnections() []Sample {
	return []Sample{
		{
			Shape: "SchemaRegistry USER_INFO", Object: "registry",
			Spec: `
type: SchemaRegistry
provider: CONFLUENT
schemaRegistryUrls: [https://b.example.com, "https://a.example.com:8081"]
schemaRegistryAuthentication: {type: USER_INFO, username: svc, password: {env: REGISTRY_PASSWORD}}
`,
			Changes: []Change{
				{"schemaRegistryUrls": `["https://c.example.com"]`},
				{"schemaRegistryAuthentication.username": `another`},
				{"schemaRegistryAuthentication.password": `{file: /run/registry}`},
				{"schemaRegistryAuthentication": `{type: SASL_INHERIT}`},
			},
		},
		{
			Shape: "SchemaRegistry SASL_INHERIT", Object: "registry-2",
			Spec: `
type: SchemaRegistry
region: VIRGINIA_USA
provider: CONFLUENT
schemaRegistryUrls: [https://a.example.com]
schemaRegistryAuthentication: {type: SASL_INHERIT}
`,
			Changes: []Change{
				{"schemaRegistryAuthentication": `{type: USER_INFO, username: svc, password: {env: REGISTRY_PASSWORD}}`},
			},
		},
	}
}

func azureConnections() []Sample {
	const azure = `
type: AzureBlobStorage
azure: {servicePrincipalId: 01234567-89ab-cdef-0123-456789abcdef, storageAccountName: clicks1, region: eastus2}
`
	changes := []Change{
		{"azure.servicePrincipalId": `11111111-89ab-cdef-0123-456789abcdef`},
		{"azure.storageAccountName": `clicks2`},
		{"azure.region": `westus`},
	}
	return []Sample{
		{Shape: "AzureBlobStorage", Object: "blobs", Changes: changes, Spec: azure},
		{Shape: "AzureBlobStorage full", Object: "blobs-2", Changes: changes, Spec: azure + `
region: VIRGINIA_USA
publicPrivateNetworking: {access: {type: PUBLIC}}
`},
		{Shape: "AzureBlobStorage PRIVATE_LINK", Object: "blobs-3", Changes: changes, Spec: azure + `
publicPrivateNetworking: {access: {type: PRIVATE_LINK, connectionId: 5e2211c17a3e5a48f5497de3}}
`},
	}
}

func gcpConnections() []Sample {
	const gcp = `
type: GCPPubSub
gcp: {serviceAccountId: clicks@demo.iam.gserviceaccount.com}
`
	changes := []Change{{"gcp.serviceAccountId": `sales@demo.iam.gserviceaccount.com`}}
	return []Sample{
		{Shape: "GCPPubSub", Object: "topics", Changes: changes, Spec: gcp},
		{Shape: "GCPPubSub full", Object: "topics-2", Changes: changes, Spec: gcp + `
region: VIRGINIA_USA
publicPrivateNetworking: {access: {type: PRIVATE_LINK, connectionId: 5e2211c17a3e5a48f5497de3}}
`},
	}
}
