package plan_test

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Desired and live resources are the same types, so a plan needs no server.
func ExampleCompute() {
	addr := spec.Address{Project: "shop", Kind: spec.KindFlexCluster, Name: "orders"}
	want := spec.Resource{
		Addr:   addr,
		Origin: spec.Origin{File: "orders.yaml", Line: 1},
		Body:   &spec.FlexCluster{Tags: map[string]string{"env": "prod"}},
	}
	live := spec.Resource{
		Addr: addr,
		Body: &spec.FlexCluster{
			ProviderSettings:             &spec.FlexProviderSettings{BackingProviderName: new("AWS"), RegionName: new("US_EAST_1")},
			Tags:                         map[string]string{"env": "dev", "owner": "alice"},
			TerminationProtectionEnabled: new(true), // the document does not say, so it stays
		},
	}

	p, err := plan.Compute([]spec.Resource{want}, []spec.Resource{live}, plan.Flags{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(render.Text(p, render.Theme{}))
	// Output:
	// Symbols in this plan:
	//   ~ update in place
	//
	//   ~ shop/FlexCluster/orders will be updated in place (orders.yaml:1)
	//       ~ tags:
	//           ~ env: dev -> prod
	//           - owner: alice
	//
	// Plan: 0 to add, 1 to change, 0 to destroy.
	// Digest: sha256:a4d1a31b7599feec72ca91bc0dc9c4a987e43c759739cc9853a1e82b27d34d14
}
