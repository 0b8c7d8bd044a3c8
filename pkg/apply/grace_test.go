package apply_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestWriteWithoutAnswer interrupts a run whose write never gets an answer: the
// write has its grace, and then the run ends and says what it does not know.
func TestWriteWithoutAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		addr := spec.Address{Project: "p", Kind: spec.KindStreamWorkspace, Name: "w"}
		p, err := plan.Compute([]spec.Resource{{Addr: addr, Body: &spec.StreamWorkspace{}}}, nil, plan.Flags{})
		if err != nil {
			t.Fatal(err)
		}
		f := newFake()
		f.hooks["create w"] = func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		result := apply.Run(ctx, p, f, apply.Options{Parallelism: 1, Now: time.Now}, func(apply.Event) {})
		if took := time.Since(start); took != 31*time.Second {
			t.Errorf("it took %s, want the second of the run and thirty of grace", took)
		}
		want := []string{"create p/StreamWorkspace/w unknown: the run ended and Atlas did not answer in time: whether it was done is unknown, plan again to see"}
		if diff := cmp.Diff(want, texts(result)); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
	})
}
