package apply_test

import (
	"context"
	"fmt"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// A workspace is made before the connection in it. Memory stands for Atlas.
func ExampleRun() {
	want := []spec.Resource{
		{
			Addr: spec.Address{Project: "shop", Kind: spec.KindStreamConnection, Parent: "clicks", Name: "solar"},
			Body: &spec.StreamConnection{Type: new("Sample")},
		},
		{
			Addr: spec.Address{Project: "shop", Kind: spec.KindStreamWorkspace, Name: "clicks"},
			Body: &spec.StreamWorkspace{},
		},
	}
	p, err := plan.Compute(want, nil, plan.Flags{})
	if err != nil {
		fmt.Println(err)
		return
	}

	opts := apply.Options{Parallelism: 10, Now: time.Now}
	result := apply.Run(context.Background(), p, remote.NewMemory(nil), opts, func(e apply.Event) {
		fmt.Println(e.Verb, e.Addr, e.State)
	})
	fmt.Println(result.Added, "added")
	// Output:
	// create shop/StreamWorkspace/clicks started
	// create shop/StreamWorkspace/clicks done
	// create shop/StreamConnection/clicks/solar started
	// create shop/StreamConnection/clicks/solar done
	// 2 added
}
