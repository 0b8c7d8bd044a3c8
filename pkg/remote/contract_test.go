package remote_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/contract"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestContract holds every request of the client, and every answer of the
// emulator, against the API documents of MongoDB. With -v it prints the table
// that stands in docs/emulator.md; -update writes it there.
func TestContract(t *testing.T) {
	t.Parallel()
	c := contract.New(sync.OnceValues(contract.Load))
	t.Run("conformance", func(t *testing.T) {
		remotetest.Run(t, func(t *testing.T, w remotetest.World) remotetest.Remote {
			emu, _ := newEmulatorOn(t, w.AsOf, spectest.Project)
			client := newClient(t, emu, remote.Config{Transport: c.Exchanges(t, emu.Transport()), Serverless: w.Serverless})
			client.AllowWrites()
			return client
		})
	})
	play := &playbook{contract: c, codes: map[string]bool{}}
	t.Run("errors", play.run)
	if filter := flag.Lookup("test.run"); strings.Contains(filter.Value.String(), "/") {
		t.Skip("the rest is about what all subtests together have seen")
	}
	c.WantAllDeviations(t)
	play.wantAllCodes(t)
	document(t, "../../docs/emulator.md", c.Table())
	t.Log("\n" + c.Table())
}

// document holds a text against what stands between two comments of a page.
func document(t *testing.T, path, text string) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- coverage: begin, written by make golden -->\n", "<!-- coverage: end -->\n"
	between := regexp.MustCompile(regexp.QuoteMeta(begin) + `(?s:.*)` + regexp.QuoteMeta(end))
	if !between.Match(page) {
		t.Fatalf("%s has no place for the table of coverage: it goes between the lines\n%s%s", path, begin, end)
	}
	want := between.ReplaceAllLiteralString(string(page), begin+"\n"+text+"\n"+end)
	if want == string(page) {
		return
	}
	if !*update {
		t.Errorf("the table of coverage in %s is out of date: make golden rewrites it", path)
		return
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
