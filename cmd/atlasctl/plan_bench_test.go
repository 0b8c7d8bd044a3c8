package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// BenchmarkPlan10000 loads, plans and renders 10,000 resources of all kinds,
// one in ten of which has changed. The documents are those of one example, in
// as many projects as it takes.
func BenchmarkPlan10000(b *testing.B) {
	sources, count := manyProjects(b, platform, 10_000)
	benchmarkPlan(b, sources, count)
}

// BenchmarkPlanKinds does it for 10,000 of each kind in one project: what takes
// longer than 10,000 of everything together compares too many with each other.
func BenchmarkPlanKinds(b *testing.B) {
	for _, kind := range spec.KindNames() {
		b.Run(kind, func(b *testing.B) {
			sources, count := manyOf(b, spec.Kind(kind), 10_000)
			benchmarkPlan(b, sources, count)
		})
	}
}

func benchmarkPlan(b *testing.B, sources []spec.Source, count int) {
	b.Helper()
	live := mostOf(b, sources)
	var peak uint64
	var worked time.Duration
	for b.Loop() {
		begun := cpuTime()
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
		worked += cpuTime() - begun
	}
	b.ReportMetric(float64(peak)/1e6, "MB-heap")
	b.ReportMetric(worked.Seconds()/float64(b.N), "cpu-s/op")
}

// manyProjects repeats an example of one project in many, until there are so many
// resources.
func manyProjects(b *testing.B, path string, resources int) ([]spec.Source, int) {
	b.Helper()
	example, _, err := readSources([]string{path}, nil)
	if err != nil {
		b.Fatal(err)
	}
	each, _, err := spec.Load(example, spec.LoadOptions{})
	if err != nil {
		b.Fatal(err)
	}
	project := each[0].Addr.Project
	var sources []spec.Source
	n := (resources + len(each) - 1) / len(each)
	for i := range n {
		for _, src := range example {
			text := string(src.Data)
			for _, key := range []string{"project: ", "\n  name: "} {
				for _, end := range []string{"\n", ","} {
					text = strings.ReplaceAll(text, key+project+end, fmt.Sprintf("%s%s-%d%s", key, project, i, end))
				}
			}
			sources = append(sources, spec.Source{Name: fmt.Sprintf("%d/%s", i, src.Name), Data: []byte(text)})
		}
	}
	return sources, n * len(each)
}

// manyOf makes many of the first sample of a kind, beside what it lives in.
func manyOf(b *testing.B, kind spec.Kind, resources int) ([]spec.Source, int) {
	b.Helper()
	sample := spectest.SamplesOf(b, kind)[0]
	var docs []string
	for _, parent := range sample.Parents(b) {
		text, err := asDocument(parent)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, text)
	}
	r := sample.Resource(b)
	for i := range resources {
		text, err := numbered(r, i)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, text)
	}
	text := strings.Join(docs, "---\n")
	return []spec.Source{{Name: "many.yaml", Data: []byte(text)}}, len(docs)
}

// numbered writes a resource under another name, and what tells it with another
// end.
func numbered(r spec.Resource, i int) (string, error) {
	t, _ := spec.TypeOf(r.Addr.Kind)
	r.Addr.Name = fmt.Sprintf("n%d", i)
	if t.Name.Check != nil && t.Name.Check(r.Addr.Name) != "" { // it is more than a name
		r.Addr.Name = fmt.Sprintf("2001:db8::%x", i+1)
	}
	text, err := asDocument(r)
	for j, tells := range slices.Backward(r.Tells()) {
		if f := t.Fields[t.Identity[j]]; f.Enum == nil && f.Known == nil && len(tells) > 5 {
			return strings.ReplaceAll(text, tells, tells[:len(tells)-5]+fmt.Sprintf("%05d", i)), err
		}
	}
	return text, err
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
