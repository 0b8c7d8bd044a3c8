package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestShownSettings reads the settings that the README shows, and wants every
// hazard in its text.
func TestShownSettings(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "## Settings and limits")
	section, _, _ = strings.Cut(section, "\n## ")
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(section)
	if block == nil {
		t.Fatal("the README shows no settings")
	}
	c, err := guard.Read(spec.Source{Name: "README.md", Data: []byte(block[1])})
	if err != nil {
		t.Fatal(err)
	}
	if c.Project() == "" || len(c.Paths) == 0 || len(c.Unapproved([]string{"any"})) == 0 {
		t.Errorf("got %+v", c)
	}
	for _, code := range plan.HazardCodes() {
		if !strings.Contains(section, "`"+code+"`") {
			t.Errorf("the README does not name the hazard %s", code)
		}
	}
}

// TestReadmeListsKinds wants a row with a link to its page for every kind.
func TestReadmeListsKinds(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| \\[`(\\w+)`\\]\\(docs/kinds/(\\w+)\\.md\\) \\| ").FindAllStringSubmatch(string(data), -1)
	var listed []string
	for _, row := range rows {
		if row[1] != row[2] {
			t.Errorf("the row of %s leads to the page of %s", row[1], row[2])
		}
		listed = append(listed, row[1])
	}
	slices.Sort(listed)
	kinds := spec.KindNames()
	slices.Sort(kinds)
	if !slices.Equal(listed, kinds) {
		t.Errorf("the README lists %q, and the kinds are %q", listed, kinds)
	}
}

// TestHazardCodes wants every code that occurs in a golden in the list of all.
func TestHazardCodes(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`"code": "([^"]+)"`)
	seen := map[string]bool{}
	for _, dir := range goldenFolders(t) {
		data, err := os.ReadFile(filepath.Join(dir, "plan.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range code.FindAllStringSubmatch(string(data), -1) {
			seen[found[1]] = true
			if !slices.Contains(plan.HazardCodes(), found[1]) {
				t.Errorf("%s has the hazard %s, which is not in the list", dir, found[1])
			}
		}
	}
	for _, code := range plan.HazardCodes() {
		if !seen[code] {
			t.Errorf("no golden has the hazard %s", code)
		}
	}
}
