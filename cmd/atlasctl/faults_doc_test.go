package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// TestFaultsInTheDocument reads every rule and every word of a rule that users are
// shown.
func TestFaultsInTheDocument(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "emulator-faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, found := range regexp.MustCompile(`--fault '([^']+)'`).FindAllStringSubmatch(string(data), -1) {
		rules = append(rules, found[1])
	}
	for _, found := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(data), -1) {
		rule := "/** " + found[1]
		if regexp.MustCompile(`^(nth|first|every|p|times)=`).MatchString(found[1]) {
			rule += " truncate"
		}
		rules = append(rules, rule)
	}
	if len(rules) < 15 {
		t.Fatalf("the document shows %d rules: %q", len(rules), rules)
	}
	for _, rule := range rules {
		if _, err := fault.Parse(rule); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
	}
}
