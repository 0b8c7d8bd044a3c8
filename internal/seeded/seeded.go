package seeded

import (
	"flag"
	"fmt"
	"testing"
)

// Main is for the TestMain of a package whose tests use rapid.
func Main(m *testing.M) {
	// The flags of the command line are read by m.Run, and so come after this one.
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(fmt.Sprintf("these tests draw nothing: %v", err)) // nobody's input, but a TestMain too many
	}
	m.Run() // how they ended is told by who called TestMain
}
