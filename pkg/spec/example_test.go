package spec_test

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func ExampleLoad() {
	resources, _, err := spec.Load([]spec.Source{{Name: "orders.yaml", Data: []byte(`
apiVersion: atlasctl/v1
kind: FlexCluster
metadata: {project: shop, name: orders}
spec:
  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
  tags: {env: prod}
`)}}, spec.LoadOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range resources {
		fmt.Println(r.Addr, "of", r.Origin, "has tags", r.Body.(*spec.FlexCluster).Tags)
	}
	// Output: shop/FlexCluster/orders of orders.yaml:2 has tags map[env:prod]
}

func ExampleLoad_problems() {
	_, _, err := spec.Load([]spec.Source{{Name: "kafka.yaml", Data: []byte(`
apiVersion: atlasctl/v1
kind: StreamConnection
metadata: {project: shop, workspace: clicks, name: kafka}
spec:
  type: kafka
  bootstrapServer: b1:9092
`)}}, spec.LoadOptions{})
	fmt.Println(err)
	// Output:
	// kafka.yaml:6:9: shop/StreamConnection/clicks/kafka: type "kafka" is unknown (did you mean "Kafka"?); allowed: Kafka, Cluster, Https, Sample, SchemaRegistry, S3, AWSKinesisDataStreams, AWSLambda, AzureBlobStorage, GCPPubSub
	// kafka.yaml:7:3: shop/StreamConnection/clicks/kafka: unknown key "bootstrapServer" (did you mean "bootstrapServers"?)
}
