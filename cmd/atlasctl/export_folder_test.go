package main

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestFileNames(t *testing.T) {
	t.Parallel()
	for kind, want := range map[spec.Kind]string{
		"Thing": "thing.yaml", "LargeThing": "large-thing.yaml", "IPThingEntry": "ip-thing-entry.yaml", "MyDBThing": "my-db-thing.yaml",
	} {
		if got := fileName(kind); got != want {
			t.Errorf("%s: got %s, want %s", kind, got, want)
		}
	}
}
