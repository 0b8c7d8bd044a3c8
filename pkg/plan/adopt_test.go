package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestAdopt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		addr       spec.Address
		want, live string
		adopted    string // as written, without secrets
	}{
		{
			"what is left out is taken from live", flex("a"),
			aws, aws + ", tags: {env: dev}, terminationProtectionEnabled: true",
			aws + ", tags: {env: dev}, terminationProtectionEnabled: true",
		},
		{"what is written stays", flex("a"), aws + ", terminationProtectionEnabled: false", aws + ", terminationProtectionEnabled: true", aws + ", terminationProtectionEnabled: false"},
		{"a map that is written is whole", flex("a"), aws + ", tags: {env: prod}", aws + ", tags: {env: dev, owner: me}", aws + ", tags: {env: prod}"},
		{"an empty map stays empty", flex("a"), aws + ", tags: {}", aws + ", tags: {env: dev}", aws + ", tags: {}"},
		{
			"a field of a block that is written", workspace("w"),
			virginia + ", streamConfig: {tier: SP10}", virginia + ", streamConfig: {tier: SP30, maxTierSize: SP50}",
			virginia + ", streamConfig: {tier: SP10, maxTierSize: SP50}",
		},
		{"an empty block", workspace("w"), virginia + ", streamConfig: {}", virginia + ", streamConfig: {tier: SP30}", virginia + ", streamConfig: {tier: SP30}"},
		{"a block that live lacks", workspace("w"), virginia + ", streamConfig: {tier: SP30}", virginia, virginia + ", streamConfig: {tier: SP30}"},
		{"a block that is left out", connection("w", "c"), kafka, kafka + ", " + scram, kafka + ", authentication: {mechanism: SCRAM-512, username: u, password: {env: P}}"},
		{"another mechanism rules out what only the old one has", connection("w", "c"), kafka + ", " + oauth, kafka + ", " + scram, kafka + ", " + oauth},
		{
			"another type is a replacement, where nothing is decided", connection("w", "c"),
			https, "type: Sample, region: OHIO_USA", https + ", region: OHIO_USA",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			typ, _ := spec.TypeOf(test.addr.Kind)
			want, live := document(t, test.addr, test.want).Body, live(t, test.addr, test.live).Body
			wantBefore, liveBefore := spec.Clone(want), spec.Clone(live)
			got := spec.WithoutSecrets(plan.Adopt(typ, want, live))
			if diff := cmp.Diff(spec.WithoutSecrets(document(t, test.addr, test.adopted).Body), got); diff != "" {
				t.Errorf("adopted (-want +got):\n%s", diff)
			}
			if !cmp.Equal(want, wantBefore) || !cmp.Equal(live, liveBefore) {
				t.Error("an input was changed")
			}
		})
	}
}

// TestAdoptLeavesWhatAtlasKeeps is about a server that keeps the user name when
// the mechanism changes: it must not be planned away for ever.
func TestAdoptLeavesWhatAtlasKeeps(t *testing.T) {
	t.Parallel()
	addr := connection("w", "c")
	want, live := document(t, addr, kafka+", "+oauth), live(t, addr, kafka+", "+oauth)
	live.Body.(*spec.StreamConnection).Authentication.Username = new("left over")
	if got := actions(compute(t, want, live)); got != nil {
		t.Errorf("planned %q, want nothing", got)
	}
}

func TestAdoptOfNothing(t *testing.T) {
	t.Parallel()
	typ, _ := spec.TypeOf(spec.KindFlexCluster)
	want := document(t, flex("a"), aws).Body
	got := plan.Adopt(typ, want, nil)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("adopted (-want +got):\n%s", diff)
	}
	if got == want {
		t.Error("the document itself came back, not a copy")
	}
}
