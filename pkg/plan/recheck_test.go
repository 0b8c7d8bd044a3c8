package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestRecheck(t *testing.T) {
	t.Parallel()
	var (
		f = flex("a")
		w = workspace("w")
		c = connection("w", "c")
		u = spec.Address{Project: "shop", Kind: spec.KindDatabaseUser, Name: "u"}
		k = spec.Address{Project: "shop", Kind: spec.KindCluster, Name: "k"}
		p = spec.Address{Project: "shop", Kind: spec.KindStreamProcessor, Parent: "w", Name: "p"}
	)
	const roles, password = "roles: [{roleName: read, databaseName: d}]", "password: {env: P}"
	shards := func(region, size string) string {
		return "replicationSpecs: [{regionConfigs: [{providerName: AWS, regionName: " + region + ", priority: 7, electableSpecs: {nodeCount: 3, instanceSize: " + size + "}}]}]"
	}
	// zones is a list of shards, each its zone, the size of its nodes, and its regions.
	zones := func(shards ...string) string {
		var all []string
		for _, s := range shards {
			words := strings.Fields(s)
			var regions []string
			for _, region := range words[2:] {
				regions = append(regions, "{providerName: AWS, regionName: "+region+", priority: 0, readOnlySpecs: {nodeCount: 3, instanceSize: "+words[1]+"}}")
			}
			all = append(all, "{zoneName: "+words[0]+", regionConfigs: ["+strings.Join(regions, ", ")+"]}")
		}
		return "clusterType: GEOSHARDED, replicationSpecs: [" + strings.Join(all, ", ") + "]"
	}
	for _, test := range []struct {
		name              string
		addr              spec.Address
		want, live, fresh string
		rotate            bool
		body              string // what is sent; empty for nothing
		conflicts         []string
	}{
		{name: "the planned change", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1'}", fresh: aws + ", tags: {a: '1'}", body: aws + ", tags: {a: '2'}"},
		{name: "done by somebody else", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1'}", fresh: aws + ", tags: {a: '2'}"},
		{
			name: "half done by somebody else", addr: w,
			want: virginia + ", streamConfig: {tier: SP10, maxTierSize: SP50}", live: virginia + ", streamConfig: {tier: SP30, maxTierSize: SP30}",
			fresh: virginia + ", streamConfig: {tier: SP10, maxTierSize: SP30}", body: virginia + ", streamConfig: {tier: SP10, maxTierSize: SP50}",
		},
		{
			name: "a touched field is another one now", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1'}", fresh: aws + ", tags: {a: '3'}",
			conflicts: []string{`tags.a: the plan saw "1", now it is "3", the file wants "2"`},
		},
		{
			name: "a touched field is gone", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1'}", fresh: aws,
			conflicts: []string{`tags.a: the plan saw "1", now it is nothing, the file wants "2"`},
		},
		{
			name: "a member to be added is there with another value", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {}", fresh: aws + ", tags: {a: '3'}",
			conflicts: []string{`tags.a: the plan saw nothing, now it is "3", the file wants "2"`},
		},
		{
			name: "every conflict at once", addr: f,
			want: aws + ", tags: {a: '2'}, terminationProtectionEnabled: true", live: aws + ", tags: {a: '1', b: '1'}", fresh: aws + ", tags: {a: '3', b: '3'}, terminationProtectionEnabled: false",
			conflicts: []string{
				`tags.a: the plan saw "1", now it is "3", the file wants "2"`,
				`tags.b: the plan saw "1", now it is "3", the file wants nothing`,
				`terminationProtectionEnabled: the plan saw nothing, now it is "false", the file wants "true"`,
			},
		},
		{
			name: "what goes with a change", addr: p, want: pipeline("b") + ", options: {resumeFromCheckpoint: true}", live: pipeline("a"), fresh: pipeline("a"),
			body: pipeline("b") + ", options: {resumeFromCheckpoint: true}",
		},
		{
			name: "what goes with a change that is done", addr: p, want: pipeline("b") + ", options: {resumeFromCheckpoint: true}", live: pipeline("a"), fresh: pipeline("b"),
		},
		{
			name: "somebody stopped what the document wants to run", addr: p,
			want: pipeline("b") + ", state: STARTED", live: pipeline("a") + ", state: STARTED", fresh: pipeline("a") + ", state: STOPPED",
			conflicts: []string{`state: the plan saw "STARTED", now it is "STOPPED", the file wants "STARTED"`},
		},
		{
			name: "somebody stopped what the document does not speak of", addr: p,
			want: pipeline("b"), live: pipeline("a") + ", state: CREATED", fresh: pipeline("a") + ", state: STOPPED",
			body: pipeline("b") + ", state: STOPPED",
		},
		{
			name: "a change in an unmanaged field is kept", addr: f,
			want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1'}", fresh: aws + ", tags: {a: '1'}, terminationProtectionEnabled: true",
			body: aws + ", tags: {a: '2'}, terminationProtectionEnabled: true",
		},
		{
			name: "a change in a managed field that was not planned is kept", addr: f,
			want: aws + ", tags: {a: '2'}, terminationProtectionEnabled: false", live: aws + ", tags: {a: '1'}, terminationProtectionEnabled: false",
			fresh: aws + ", tags: {a: '1'}, terminationProtectionEnabled: true", body: aws + ", tags: {a: '2'}, terminationProtectionEnabled: true",
		},
		{
			name: "a member that a colleague added is kept", addr: f, want: aws + ", tags: {a: '2'}", live: aws + ", tags: {a: '1', b: '1'}",
			fresh: aws + ", tags: {a: '1', b: '1', z: '9'}", body: aws + ", tags: {a: '2', z: '9'}",
		},
		{name: "the last member goes, the map stays", addr: f, want: aws + ", tags: {}", live: aws + ", tags: {a: '1'}", fresh: aws + ", tags: {a: '1'}", body: aws + ", tags: {}"},
		{name: "a map that is not there gets its members", addr: c, want: kafka + ", config: {a: b}", live: kafka, fresh: kafka, body: kafka + ", config: {a: b}"},
		{name: "a block that is not there comes whole", addr: w, want: virginia + ", streamConfig: {tier: SP10}", live: virginia, fresh: virginia, body: virginia + ", streamConfig: {tier: SP10}"},
		{
			name: "a secret is sent with any change", addr: c,
			want: "type: Kafka, bootstrapServers: 'b2:9092', security: {protocol: SASL_SSL}, " + scram, live: kafka + ", " + scram, fresh: kafka + ", " + scram + ", config: {x: y}",
			body: "type: Kafka, bootstrapServers: 'b2:9092', security: {protocol: SASL_SSL}, " + scram + ", config: {x: y}",
		},
		{name: "a secret alone is sent", addr: c, want: kafka + ", " + scram, live: kafka + ", " + scram, fresh: kafka + ", " + scram, rotate: true, body: kafka + ", " + scram},
		{
			name: "a secret that Atlas keeps is not sent with a change", addr: u,
			want: password + ", " + roles + ", description: new", live: roles + ", description: old", fresh: roles + ", description: old",
			body: roles + ", description: new",
		},
		{
			name: "a secret that Atlas keeps is sent when it is asked for", addr: u,
			want: password + ", " + roles, live: roles, fresh: roles + ", description: old", rotate: true,
			body: password + ", " + roles + ", description: old",
		},
		{
			name: "another mechanism brings its secret and drops the user", addr: c, want: kafka + ", " + oauth, live: kafka + ", " + scram, fresh: kafka + ", " + scram,
			body: kafka + ", " + oauth,
		},
		{
			name: "headers by reference are sent with any change", addr: c,
			want: https + ", headers: {a: {env: A}, b: '2'}", live: https + ", headers: {a: x, b: '1'}", fresh: https + ", headers: {a: y, b: '1'}",
			body: https + ", headers: {a: {env: A}, b: '2'}",
		},
		{
			name: "in a list", addr: k, want: shards("US_EAST_1", "M20"), live: shards("US_EAST_1", "M10") + ", tags: {a: '1'}", fresh: shards("US_EAST_1", "M10") + ", tags: {a: '2'}",
			body: shards("US_EAST_1", "M20") + ", tags: {a: '2'}",
		},
		{
			name: "in a list whose members have moved", addr: k, want: shards("US_EAST_1", "M20"), live: shards("US_EAST_1", "M10"), fresh: shards("EU_WEST_1", "M10"),
			conflicts: []string{`replicationSpecs.0.regionConfigs: the plan saw something else, now it is something else, the file wants something else`},
		},
		{
			name: "in lists that Atlas gives in another order", addr: k, want: zones("A M20 R S", "B M10 R"), live: zones("A M10 R S", "B M10 R"), fresh: zones("B M10 R", "A M10 S R"),
			body: zones("A M20 R S", "B M10 R"),
		},
		{
			name: "in a list to which somebody added a member", addr: k, want: zones("A M20 R"), live: zones("A M10 R"), fresh: zones("B M10 R", "A M10 R"),
			conflicts: []string{`replicationSpecs: the plan saw something else, now it is something else, the file wants something else`},
		},
		{
			name: "beside a list to which somebody added a member", addr: k, want: zones("A M10 R") + ", tags: {a: '2'}", live: zones("A M10 R") + ", tags: {a: '1'}",
			fresh: zones("B M10 R", "A M10 R") + ", tags: {a: '1'}", body: zones("A M10 R", "B M10 R") + ", tags: {a: '2'}",
		},
		{
			name: "beside a list from which somebody took a member", addr: k, want: zones("B M10 R", "A M10 R") + ", tags: {a: '2'}", live: zones("A M10 R", "B M10 R") + ", tags: {a: '1'}",
			fresh: zones("A M10 R") + ", tags: {a: '1'}", body: zones("A M10 R") + ", tags: {a: '2'}",
		},
		{name: "a member that goes", addr: k, want: zones("A M10 R"), live: zones("A M10 S R"), fresh: zones("A M10 R S"), body: zones("A M10 R")},
		{name: "a member that has gone already", addr: k, want: zones("A M10 R"), live: zones("A M10 S R"), fresh: zones("A M10 R")},
		{
			name: "a member that goes, and is another one by now", addr: k, want: zones("A M10 R"), live: zones("A M10 R S"), fresh: zones("A M20 R S"),
			conflicts: []string{`replicationSpecs.0.regionConfigs.gone:AWS S: the plan saw something else, now it is something else, the file wants nothing`},
		},
		{name: "a new member", addr: k, want: zones("B M10 R", "A M10 R"), live: zones("A M10 R"), fresh: zones("A M10 R"), body: zones("B M10 R", "A M10 R")},
		{name: "a new member that is there by now", addr: k, want: zones("B M10 R", "A M10 R"), live: zones("A M10 R"), fresh: zones("A M10 R", "B M10 R")},
		{
			name: "replaced by another type since the plan", addr: c, want: kafka + ", " + scram, live: kafka + ", " + scram, fresh: https, rotate: true,
			conflicts: []string{`type: the plan saw "Kafka", now it is "Https", the file wants "Kafka"`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want, before := document(t, test.addr, test.want), live(t, test.addr, test.live)
			var flags plan.Flags
			if test.rotate {
				flags.Rotate = []spec.Address{test.addr}
			}
			p, err := plan.Compute([]spec.Resource{want}, masked([]spec.Resource{before}, want), flags)
			if err != nil || len(p.Operations) != 1 {
				t.Fatalf("planned %q, error %v", actions(p), err)
			}
			fresh := masked([]spec.Resource{live(t, test.addr, test.fresh)}, want)[0].Body
			freshBefore, wantBefore := spec.Clone(fresh), spec.Clone(want.Body)
			body, conflicts := p.Operations[0].Recheck(fresh)
			var texts []string
			for _, c := range conflicts {
				texts = append(texts, c.String())
			}
			if diff := cmp.Diff(test.conflicts, texts); diff != "" {
				t.Errorf("conflicts (-want +got):\n%s", diff)
			}
			var sent spec.Body
			if test.body != "" {
				sent = document(t, test.addr, test.body).Body
			}
			if diff := cmp.Diff(sent, body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if !cmp.Equal(fresh, freshBefore) || !cmp.Equal(want.Body, wantBefore) {
				t.Error("an input was changed")
			}
		})
	}
}

// TestRecheckKeepsHidden sends back what it may not know.
func TestRecheckKeepsHidden(t *testing.T) {
	t.Parallel()
	addr := connection("w", "c")
	want := document(t, addr, "type: Https, url: 'https://new'")
	before := live(t, addr, https+", headers: {a: hunter2}")
	op := compute(t, want, before).Operations[0]
	fresh := masked([]spec.Resource{live(t, addr, https+", headers: {a: hunter2}")}, want)[0].Body
	body, _ := op.Recheck(fresh)
	if got := body.(*spec.StreamConnection).Headers["a"]; got != spec.Hidden {
		t.Errorf("the header is %q, want it hidden", string(got))
	}
}

func TestUndone(t *testing.T) {
	t.Parallel()
	addr := workspace("w")
	op := compute(t, document(t, addr, "dataProcessRegion: {cloudProvider: AWS, region: OHIO_USA}, streamConfig: {tier: SP10, maxTierSize: SP50}"),
		live(t, addr, virginia+", streamConfig: {tier: SP30, maxTierSize: SP50}")).Operations[0]
	for _, test := range []struct {
		name, after string
		undone      []string
	}{
		{"all done", "dataProcessRegion: {cloudProvider: AWS, region: OHIO_USA}, streamConfig: {tier: SP10, maxTierSize: SP50}", nil},
		{"one field ignored", virginia + ", streamConfig: {tier: SP10, maxTierSize: SP50}", []string{"dataProcessRegion.region: VIRGINIA_USA -> OHIO_USA"}},
		{"the block of a field is gone", "dataProcessRegion: {cloudProvider: AWS, region: OHIO_USA}", []string{"streamConfig: nothing -> tier: SP10; maxTierSize: SP50"}},
		{"a colleague changed what was not planned", "dataProcessRegion: {cloudProvider: AWS, region: OHIO_USA}, streamConfig: {tier: SP10, maxTierSize: SP30}", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fields, err := op.Undone(live(t, addr, test.after))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.undone, lines(fields)); diff != "" {
				t.Errorf("undone (-want +got):\n%s", diff)
			}
		})
	}
}
