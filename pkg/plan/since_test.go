package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// since plans documents with what an earlier commit said.
func since(t testing.TB, want, earlier, live []spec.Resource) *plan.Plan {
	t.Helper()
	all := plan.Since(want, earlier)
	p, err := plan.Compute(all, masked(live, all...), plan.Flags{Since: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// readApproval is what an approval of a plan remembers of it.
func readApproval(t *testing.T, p *plan.Plan) *plan.Approval {
	t.Helper()
	data, err := render.JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	a, err := plan.ReadApproval(data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// at moves a document to another place.
func at(file string, line int, r spec.Resource) spec.Resource {
	r.Origin = spec.Origin{File: file, Line: line}
	return r
}

// TestSinceKnowsAddressesOnly moves documents between files and commits: what
// is done, and with it the digest, is the same.
func TestSinceKnowsAddressesOnly(t *testing.T) {
	t.Parallel()
	protected := aws + ", terminationProtectionEnabled: true"
	lives := func() []spec.Resource {
		return []spec.Resource{live(t, flex("a"), protected), live(t, flex("b"), aws), live(t, flex("stranger"), aws)}
	}
	want := []spec.Resource{document(t, flex("a"), aws)}
	earlier := []spec.Resource{document(t, flex("a"), protected), document(t, flex("b"), aws)}
	p := since(t, want, earlier, lives())
	if diff := cmp.Diff([]string{"update shop/FlexCluster/a", "delete shop/FlexCluster/b"}, actions(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	moved := since(t, want, []spec.Resource{at("b.yaml@v1", 7, earlier[1]), at("x/c.yaml@v1", 9, earlier[0])}, lives())
	if p.Digest() != moved.Digest() {
		t.Errorf("another digest after moving documents: %q", actions(moved))
	}
	if err := readApproval(t, p).Shaped(moved); err != nil {
		t.Errorf("approved since one commit, planned since another one: %v", err)
	}
}

// TestSinceIsPartOfTheShape binds an approval to whether there was an earlier
// commit.
func TestSinceIsPartOfTheShape(t *testing.T) {
	t.Parallel()
	want, lives := []spec.Resource{document(t, flex("a"), aws)}, []spec.Resource{live(t, flex("a"), aws)}
	with := since(t, want, want, lives)
	without := compute(t, want[0], lives[0])
	for _, test := range []struct {
		approved, made *plan.Plan
		want           string
	}{
		{with, without, "it was approved with --since, and this plan is made without"},
		{without, with, "it was approved without --since, and this plan is made with it"},
	} {
		if err := readApproval(t, test.approved).Shaped(test.made); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

// TestSinceLeavesAnotherOfItsNameAlone is about names that the server does not
// hold unique.
func TestSinceLeavesAnotherOfItsNameAlone(t *testing.T) {
	t.Parallel()
	instance := spec.Address{Project: "shop", Kind: spec.KindServerlessInstance, Name: "i"}
	endpoint := spec.Address{Project: "shop", Kind: spec.KindServerlessPrivateEndpoint, Parent: "i", Name: "e"}
	const one, two = "providerName: AWS, cloudProviderEndpointId: vpce-0123456789abcdef0", "providerName: AWS, cloudProviderEndpointId: vpce-0fedcba9876543210"
	for name, test := range map[string]struct {
		live    string
		actions []string
		notices int
	}{
		"the same one":         {one, []string{"delete shop/ServerlessPrivateEndpoint/i/e"}, 0},
		"not connected yet":    {"providerName: AWS", []string{"delete shop/ServerlessPrivateEndpoint/i/e"}, 0},
		"another of that name": {two, nil, 1},
	} {
		p := since(t, []spec.Resource{document(t, instance, aws)},
			[]spec.Resource{document(t, endpoint, one)},
			[]spec.Resource{live(t, instance, aws), live(t, endpoint, test.live)})
		if diff := cmp.Diff(test.actions, actions(p)); diff != "" || len(p.Notices) != test.notices {
			t.Errorf("%s: notices %v, actions (-want +got):\n%s", name, p.Notices, diff)
		}
	}
}

// TestSinceWithoutAnObject has nothing to do for what is gone from Atlas too,
// and says when it cannot tell.
func TestSinceWithoutAnObject(t *testing.T) {
	t.Parallel()
	want, earlier := []spec.Resource{document(t, flex("a"), aws)}, []spec.Resource{document(t, flex("b"), aws)}
	there := live(t, flex("a"), aws)
	for name, test := range map[string]struct {
		live    []spec.Resource
		actions []string
	}{
		"not there":   {[]spec.Resource{there}, nil},
		"on its way":  {[]spec.Resource{there, in(spec.Deleting, "DELETING", "", live(t, flex("b"), aws))}, nil},
		"unavailable": {[]spec.Resource{there, {Addr: flex("b"), Phase: spec.Unavailable, Detail: "retired"}}, []string{"blocked delete shop/FlexCluster/b"}},
	} {
		p := since(t, want, earlier, test.live)
		if diff := cmp.Diff(test.actions, actions(p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRecallRespectsWhatCannotBe leaves alone what the server ignores and what
// Atlas could only change by making the object anew.
func TestRecallRespectsWhatCannotBe(t *testing.T) {
	t.Parallel()
	instance := spec.Address{Project: "shop", Kind: spec.KindServerlessInstance, Name: "i"}
	backup := aws + ", serverlessBackupOptions: {serverlessContinuousBackupEnabled: false}"
	ignoring := live(t, instance, backup)
	ignoring.Inert = []spec.Inert{{Path: "serverlessBackupOptions.serverlessContinuousBackupEnabled", Reason: "it is flex"}}
	private := kafka + ", " + scram + ", networking: {access: {type: PRIVATE_LINK, connectionId: 0123456789abcdef01234567}}"
	for name, test := range map[string]struct {
		want, earlier, live spec.Resource
		actions             []string
		notices             int
	}{
		"reset":       {document(t, instance, aws), document(t, instance, backup), live(t, instance, backup), []string{"update shop/ServerlessInstance/i"}, 0},
		"ignored":     {document(t, instance, aws), document(t, instance, backup), ignoring, nil, 0},
		"still there": {document(t, instance, backup), document(t, instance, backup), ignoring, nil, 0},
		"immutable": {
			document(t, connection("w", "c"), kafka+", "+scram), document(t, connection("w", "c"), private),
			live(t, connection("w", "c"), private), nil, 1,
		},
		"a secret and its block": {
			document(t, connection("w", "c"), kafka), document(t, connection("w", "c"), kafka+", "+scram),
			live(t, connection("w", "c"), kafka+", "+scram), nil, 1,
		},
		"what another choice rules out": {
			document(t, connection("w", "c"), kafka+", "+oauth), document(t, connection("w", "c"), kafka+", "+scram),
			live(t, connection("w", "c"), kafka+", "+scram),
			[]string{"update shop/StreamConnection/w/c"},
			0,
		},
	} {
		p := since(t, []spec.Resource{test.want}, []spec.Resource{test.earlier}, []spec.Resource{test.live})
		if diff := cmp.Diff(test.actions, actions(p)); diff != "" || len(p.Notices) != test.notices {
			t.Errorf("%s: notices %v, actions (-want +got):\n%s", name, p.Notices, diff)
		}
	}
}

// TestSinceNoChange wants the plan since a commit at which the files were the
// same to be the plan without it.
func TestSinceNoChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		flags := drawFlags(t, want)
		memory := remote.NewMemory(live)
		without := planOn(t, memory, want, flags)
		flags.Since = true
		with := planOn(t, memory, plan.Since(want, want), flags)
		with.Flags.Since = false
		forget(with)
		if diff := differ(without, with); diff != "" {
			t.Errorf("(-without +since):\n%s", diff)
		}
		if with.Digest() != without.Digest() {
			t.Error("another digest")
		}
	})
}

// forget leaves the documents of a plan without what they remember.
func forget(p *plan.Plan) {
	without := func(want *spec.Resource) *spec.Resource {
		if want == nil {
			return nil
		}
		now := *want
		now.Earlier = nil
		return &now
	}
	for i := range p.Operations {
		p.Operations[i].Want = without(p.Operations[i].Want)
	}
	for i := range p.Blocked {
		p.Blocked[i].Want = without(p.Blocked[i].Want)
	}
}

// TestSinceAndStrangers wants nothing to happen to what neither the files nor
// the earlier commit declare, but for what happens without it too.
func TestSinceAndStrangers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		earlier, _ := drawWorld(t)
		memory := remote.NewMemory(live)
		strangers := func(p *plan.Plan) []string {
			var list []string
			for _, op := range p.Operations {
				if !slices.ContainsFunc(slices.Concat(want, earlier), func(r spec.Resource) bool { return means(r, op) }) {
					name := op.Addr.String()
					if op.Live != nil {
						name = op.Live.ID // what has no name is called by what else is there
					}
					list = append(list, op.Action.String()+" "+string(op.Addr.Kind)+" "+name)
				}
			}
			return list
		}
		without := planOn(t, memory, want, plan.Flags{})
		with := planOn(t, memory, plan.Since(want, earlier), plan.Flags{Since: true})
		for _, s := range strangers(with) {
			if !slices.Contains(strangers(without), s) {
				t.Errorf("%s, which nobody ever declared", s)
			}
		}
		wellFormed(t, with)
	})
}

// means reports whether a document is about the object of an operation, whatever
// it calls it: what has no name may be called by one that a document has for
// another object.
func means(r spec.Resource, op plan.Operation) bool {
	if t, _ := spec.TypeOf(op.Addr.Kind); t.Identity == nil || op.Live == nil {
		return r.Addr == op.Addr
	}
	return r.Addr.Project == op.Addr.Project && r.Addr.Kind == op.Addr.Kind && r.Identifies(*op.Live)
}

// TestSinceConverges applies plans since an earlier commit. Afterwards only
// secrets are planned again, of which nobody can see that they were sent.
func TestSinceConverges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		earlier, _ := drawWorld(t)
		want = plan.Since(want, earlier)
		memory, p := unblocked(t, &want, live, plan.Flags{Since: true})
		carryOut(t, memory, p)
		next := planOn(t, memory, want, plan.Flags{Since: true})
		for _, op := range next.Operations {
			if op.Action != plan.Update || slices.ContainsFunc(op.Fields, func(f plan.Field) bool { return !f.Secret }) {
				t.Errorf("%s %s is planned again: %q", op.Action, op.Addr, lines(op.Fields))
			}
		}
		if again := planOn(t, memory, want, plan.Flags{}); !again.Empty() {
			t.Errorf("without the earlier commit: %q", actions(again))
		}
	})
}

// TestSinceTwins deletes the one of two objects of one identity whose document is
// gone, which its ID tells.
func TestSinceTwins(t *testing.T) {
	t.Parallel()
	one, other := link(strings.Repeat("1", 24)), link(strings.Repeat("2", 24))
	body := toward("a", "a")
	lives := []spec.Resource{live(t, one, body), live(t, other, body)}
	both := []spec.Resource{document(t, one, body), document(t, other, body)}
	p := since(t, both[:1], both, lives)
	if diff := cmp.Diff([]string{"delete shop/StreamPrivateLink/" + other.Name}, actions(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
