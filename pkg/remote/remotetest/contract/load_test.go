package contract

import (
	"sync"
	"testing"
)

var load = sync.OnceValues(Load)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
