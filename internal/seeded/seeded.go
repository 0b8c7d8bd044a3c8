package seeded

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// Main is for the TestMain of a package whose tests use rapid.
func Main(m *testing.M) {
	// The flags of the command line are read by m.Run, and so come after this one.
	if err := flag.Set("rapid.seed", "1"); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "these tests draw nothing:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
