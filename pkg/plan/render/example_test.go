package render_test

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func ExampleText() {
	p := &plan.Plan{Operations: []plan.Operation{{
		Addr:   spec.Address{Project: "shop", Kind: spec.KindFlexCluster, Name: "orders"},
		Action: plan.Update,
		Origin: spec.Origin{File: "flex.yaml", Line: 1},
		Fields: []plan.Field{
			{Path: []string{"tags", "env"}, Before: spec.Encode("dev"), After: spec.Encode("prod")},
			{Path: []string{"tags", "team"}, After: spec.Encode("orders")},
		},
		Unchanged: 2,
	}}}
	fmt.Print(render.Text(p, render.Theme{}))
	// Output:
	// Symbols in this plan:
	//   ~ update in place
	//
	//   ~ shop/FlexCluster/orders will be updated in place (flex.yaml:1)
	//       ~ tags:
	//           ~ env: dev -> prod
	//           + team: orders
	//       # (2 unchanged fields hidden)
	//
	// Plan: 0 to add, 1 to change, 0 to destroy.
	// Digest: sha256:a8fc8e404fc581894476522b85d7c3b223ec60ad342ddbe123d3afe0c9a2c4f1
}
