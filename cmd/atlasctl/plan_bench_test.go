package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// BenchmarkPlan10000 loads, plans and renders 10,000 resources of all kinds,
// one in ten of which has changed. The documents are those of one example, in
// as many projects as it takes.
func BenchmarkPlan10000(b *testing.B) {
	sources, count := manyProjects(b, "quickstart", 10_000)
	live := mostOf(b, sources)
	var peak uint64
	for b.Loop() {
		want, _, err := spec.Load(sources, spec.LoadOptions{})
		if err != nil {
			b.Fatal(err)
		}
		p, err := plan.Compute(want, live, plan.Flags{})
		if err != nil || len(p.Operations) < count/20 {
			b.Fatalf("%d operations, error %v", len(p.Operations), err)
		}
		_, err = io.WriteString(io.Discard, render.Text(p, render.Theme{}))
		if err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapSys)
	}
	b.ReportMetric(float64(peak)/1e6, "MB-heap")
}

// manyProjects repeats an example in many projects, until there are so many
// resources.
func manyProjects(b *testing.B, project string, resources int) ([]spec.Source, int) {
	b.Helper()
	example, _, err := readSources([]string{exampleRoot + "/" + project}, nil)
	if err != nil {
		b.Fatal(err)
	}
	each, _, err := spec.Load(example, spec.LoadOptions{})
	if err != nil {
		b.Fatal(err)
	}
	var sources []spec.Source
	n := (resources + len(each) - 1) / len(each)
	for i := range n {
		name := fmt.Sprintf("project: %s-%d", project, i)
		for _, src := range example {
			data := bytes.ReplaceAll(src.Data, []byte("project: "+project), []byte(name))
			sources = append(sources, spec.Source{Name: fmt.Sprintf("%d/%s", i, src.Name), Data: data})
		}
	}
	return sources, n * len(each)
}

// mostOf is what would be live after an apply of documents: every tenth object
// is missing, and every tenth one of a kind that has tags lost them.
func mostOf(b *testing.B, sources []spec.Source) []spec.Resource {
	b.Helper()
	want, _, err := spec.Load(sources, spec.LoadOptions{})
	if err != nil {
		b.Fatal(err)
	}
	var live []spec.Resource
	for i, r := range want {
		if i%10 == 0 {
			continue
		}
		r = spec.Resource{Addr: r.Addr, Body: spec.WithoutSecrets(r.Body), ID: fmt.Sprintf("%024x", i)}
		if i%10 == 5 {
			spec.Drop(r.Body, "tags")
		}
		spec.Mask(r.Body, want[i].Body)
		live = append(live, r)
	}
	return live
}
