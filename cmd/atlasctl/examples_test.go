package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// exampleRoot is where the examples are.
const exampleRoot = "../../examples"

// legacyEra is where examples/legacy-serverless is at home: its endpoints were
// never on a Flex cluster, and its API has ended since.
var legacyEra = situation{asOf: time.Date(2024, time.December, 1, 0, 0, 0, 0, time.UTC), legacy: true}

// TestExamples converges every folder of examples on both remotes.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, dir := range exampleFolders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			var c situation
			switch filepath.Base(dir) {
			case "legacy-serverless":
				c = legacyEra
			case "serverless-instance":
				c.on = walkEmulator // only a server knows what it ignores
			}
			c.want = loadFolders(t, dir)
			p := planOf(t, c.first(t), c.want, c.flags)
			if got := p.Summary().Create; got != len(c.want) {
				t.Errorf("the plan creates %d of %d resources", got, len(c.want))
			}
			c.walk(t, p)
		})
	}
}

// TestExamplesTogether applies all examples in one go, as a repository would.
func TestExamplesTogether(t *testing.T) {
	t.Parallel()
	var dirs []string
	for _, dir := range exampleFolders(t) {
		if filepath.Base(dir) != "legacy-serverless" {
			dirs = append(dirs, dir)
		}
	}
	c := situation{want: loadFolders(t, dirs...), on: walkEmulator}
	c.walk(t, planOf(t, c.first(t), c.want, c.flags))
}

// TestExamplesNameTheirSchema has editors complete and check the examples.
func TestExamplesNameTheirSchema(t *testing.T) {
	t.Parallel()
	for _, dir := range exampleFolders(t) {
		if filepath.Base(dir) == "rendered" {
			continue // written by kustomize
		}
		sources, _, err := readSources([]string{dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, src := range sources {
			first, _, _ := strings.Cut(string(src.Data), "\n")
			schema, named := strings.CutPrefix(first, "# yaml-language-server: $schema=")
			if path := filepath.Join(filepath.Dir(src.Name), schema); !named || path != filepath.Join(exampleRoot, "..", "docs", "schema.json") {
				t.Errorf("%s begins with %q, which leads to %s", src.Name, first, path)
			}
		}
	}
}

func loadFolders(t *testing.T, dirs ...string) []spec.Resource {
	t.Helper()
	sources, _, err := readSources(dirs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, sources...)
}

// exampleFolders lists the folders whose files are documents as they are. Of
// the one for kustomize that is what kustomize made.
func exampleFolders(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(exampleRoot)
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, e := range entries {
		switch {
		case e.Name() == "ci": // files for CI
		case e.Name() == "kustomize":
			dirs = append(dirs, filepath.Join(exampleRoot, e.Name(), "rendered"))
		case e.IsDir():
			dirs = append(dirs, filepath.Join(exampleRoot, e.Name()))
		}
	}
	if len(dirs) == 0 {
		t.Fatal("no examples")
	}
	return dirs
}
