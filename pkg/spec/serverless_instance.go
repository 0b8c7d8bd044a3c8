package spec

import "time"

// KindServerlessInstance is a serverless instance. Atlas runs none any more:
// what was one is a Flex, free or dedicated cluster today, and the kind is
// managed through the Flex API unless the legacy one is asked for.
const KindServerlessInstance Kind = "ServerlessInstance"

// ServerlessInstance is the part of a serverless instance that Git may own, in
// the words of the Atlas schema ServerlessInstanceDescription.
type ServerlessInstance struct {
	ProviderSettings             *ServerlessProviderSettings `yaml:"providerSettings"`
	ServerlessBackupOptions      *ServerlessBackupOptions    `yaml:"serverlessBackupOptions"`
	Tags                         map[string]string           `yaml:"tags"`
	TerminationProtectionEnabled *bool                       `yaml:"terminationProtectionEnabled"`
}

// ServerlessProviderSettings says where a serverless instance runs.
type ServerlessProviderSettings struct {
	BackingProviderName *string `yaml:"backingProviderName"`
	ProviderName        *string `yaml:"providerName"`
	RegionName          *string `yaml:"regionName"`
}

// ServerlessBackupOptions says how it is backed up.
type ServerlessBackupOptions struct {
	ServerlessContinuousBackupEnabled *bool `yaml:"serverlessContinuousBackupEnabled"`
}

func serverlessInstanceType() Type {
	return Type{
		Kind:    KindServerlessInstance,
		Summary: "A serverless instance, which today is a Flex cluster underneath.",
		New:     func() Body { return new(ServerlessInstance) },
		Name:    Field{Required: true, MaxLen: 64, Check: clusterName, Pattern: clusterNamePattern},
		Fields: map[string]Field{
			"providerSettings":                                          {Required: true, Immutable: true},
			"providerSettings.backingProviderName":                      {Required: true, Enum: clusterProviders()},
			"providerSettings.providerName":                             {Enum: []string{"SERVERLESS"}, Default: "SERVERLESS"},
			"providerSettings.regionName":                               {About: "A region such as US_EAST_1.", Required: true, Check: clusterRegion, Pattern: clusterRegionPattern},
			"serverlessBackupOptions.serverlessContinuousBackupEnabled": {Default: "true"},
			"tags":                         tagsField(),
			"terminationProtectionEnabled": {Default: "false"},
		},
		NameSpace:  clusterNames,
		Protection: "terminationProtectionEnabled",
		Loses:      "all data of the instance and its snapshots",
		Timeout:    3 * time.Hour,
		NotCovered: "snapshots, restores and automatic indexes. Atlas makes no serverless instances any more: declare a FlexCluster.",
		Example:    serverlessInstanceExample,
		Docs:       "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-serverless-instances",
	}
}

// serverlessInstanceExample is a document that makes one.
const serverlessInstanceExample = `apiVersion: atlasctl/v1
kind: ServerlessInstance
metadata:
  project: payments-prod # or --project
  name: sessions
spec:
  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
`
