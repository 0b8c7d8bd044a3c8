package main

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestFileNames(t *testing.T) {
	t.Parallel()
	for kind, want := range map[spec.Kind]string{
		spec.KindProject: "project.yaml", spec.KindStreamConnection: "stream-connection.yaml",
		spec.KindIPAccessListEntry: "ip-access-list-entry.yaml", spec.KindCustomDBRole: "custom-db-role.yaml",
	} {
		if got := fileName(kind); got != want {
			t.Errorf("%s: got %s, want %s", kind, got, want)
		}
	}
}
