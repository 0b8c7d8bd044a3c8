package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// BenchmarkLoad loads 1,000 connections from one file.
func BenchmarkLoad(b *testing.B) {
	var all strings.Builder
	for i := range 1000 {
		all.WriteString("---\n" + strings.Replace(kafka, "name: kafka", fmt.Sprintf("name: kafka-%d", i), 1))
	}
	sources := []spec.Source{{Name: "a.yaml", Data: []byte(all.String())}}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := spec.Load(sources, spec.LoadOptions{Project: "p"}); err != nil {
			b.Fatal(err)
		}
	}
}
