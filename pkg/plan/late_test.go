package plan_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func link(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindStreamPrivateLink, Name: name}
}

func role(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindCustomDBRole, Name: name}
}

// over is a connection that goes over a private link.
func over(link string) string {
	return kafka + ", " + scram + ", networking: {access: {type: PRIVATE_LINK, privateLink: " + link + "}}"
}

// toward is a link to a service, of which the domain can change by a replacement.
func toward(service, domain string) string {
	return "provider: AWS, region: US_EAST_1, serviceEndpointId: " + service + ", dnsDomain: " + domain
}

// stepsOf writes the steps of a plan with the numbers of those before, and what is
// blocked.
func stepsOf(p *plan.Plan) []string {
	var steps []string
	for _, s := range p.Steps() {
		steps = append(steps, s.Verb.String()+" "+p.Operations[s.Op].Addr.String())
	}
	for _, b := range p.Blocked {
		steps = append(steps, "blocked "+b.Addr.String()+": "+b.Reason)
	}
	return steps
}

// TestWhatIsReplacedGoesLate is about failures on the way: what is replaced stays
// until all is there that it needs to come back.
func TestWhatIsReplacedGoesLate(t *testing.T) {
	t.Parallel()
	c, d, p := connection("w", "c"), connection("w", "d"), processor("p")
	here := func(addr spec.Address, body string) spec.Resource { return live(t, addr, body) }
	there := func(addr spec.Address, body string) spec.Resource { return document(t, addr, body) }
	const stands, toCluster = ", state: CREATED", "type: Cluster, dbRoleToExecute: {role: r, type: CUSTOM}, clusterName: f"
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		late       map[string][]string // by a deletion, what has to be done before
	}{
		{
			"a connection stays until its next link is there",
			[]spec.Resource{{Addr: link("a"), Absent: true}, there(link("b"), toward("b", "b")), there(c, over("b"))},
			[]spec.Resource{here(link("a"), toward("a", "a")), here(c, over("a"))},
			map[string][]string{"delete shop/StreamConnection/w/c": {"create shop/StreamPrivateLink/b"}},
		},
		{
			"what keeps it stays as well",
			[]spec.Resource{there(link("b"), toward("b", "b")), there(c, over("b")), there(p, pipeline("1")+stands)},
			[]spec.Resource{here(link("a"), toward("a", "a")), here(c, over("a")), here(p, pipeline("1")+stands)},
			map[string][]string{
				"delete shop/StreamProcessor/w/p":  {"create shop/StreamPrivateLink/b"},
				"delete shop/StreamConnection/w/c": {"create shop/StreamPrivateLink/b"},
			},
		},
		{
			"what goes and comes back together stays together",
			[]spec.Resource{there(link("a"), toward("a", "other")), there(c, over("a")), there(d, over("a")), there(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: e}}]"+stands), there(connection("w", "e"), "type: Sample")},
			[]spec.Resource{here(link("a"), toward("a", "a")), here(c, over("a")), here(d, over("a")), here(p, "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"+stands)},
			map[string][]string{
				"delete shop/StreamConnection/w/c": {"create shop/StreamConnection/w/e"},
				"delete shop/StreamProcessor/w/p":  {"create shop/StreamConnection/w/e"},
			},
		},
		{
			"what is changed before it comes back is changed before it goes",
			[]spec.Resource{there(role("r"), "actions: {FIND: [{db: a}]}"), there(c, toCluster+", region: VIRGINIA_USA")},
			[]spec.Resource{here(role("r"), "actions: {FIND: [{db: b}]}"), here(flex("f"), aws), here(c, toCluster+", region: DUBLIN_IRL")},
			map[string][]string{"delete shop/StreamConnection/w/c": {"update shop/CustomDBRole/r"}},
		},
		{
			"what it lets go of stays until it has come back",
			[]spec.Resource{{Addr: link("a"), Absent: true}, there(link("b"), toward("b", "b")), there(c, over("b"))},
			[]spec.Resource{here(link("a"), toward("a", "a")), here(c, over("a"))},
			map[string][]string{"delete shop/StreamPrivateLink/a": {"create shop/StreamConnection/w/c"}},
		},
		{
			"what it lets go of and is replaced stays as well",
			[]spec.Resource{there(link("a"), toward("a", "other")), there(link("b"), toward("b", "b")), there(c, over("b"))},
			[]spec.Resource{here(link("a"), toward("a", "a")), here(c, over("a"))},
			map[string][]string{"delete shop/StreamPrivateLink/a": {"create shop/StreamConnection/w/c"}},
		},
		{
			"what a connection of another sort does without stays until that is there",
			[]spec.Resource{{Addr: flex("f"), Absent: true}, there(c, "type: Sample")},
			[]spec.Resource{here(flex("f"), aws), here(c, "type: Cluster, dbRoleToExecute: {role: readAnyDatabase, type: BUILT_IN}, clusterName: f")},
			map[string][]string{"delete shop/FlexCluster/f": {"create shop/StreamConnection/w/c"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, masked(test.live, test.want...), plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			steps := stepsOf(p)
			for then, before := range test.late {
				for _, first := range before {
					if i, j := slices.Index(steps, first), slices.Index(steps, then); i < 0 || j < 0 || !waits(p.Steps(), j, i) {
						t.Errorf("%s does not wait for %s:\n%q", then, first, steps)
					}
				}
			}
		})
	}
}

// waits reports whether a step is done only when another one is.
func waits(steps []plan.Step, step, before int) bool {
	return slices.ContainsFunc(steps[step].After, func(i int) bool { return i == before || waits(steps, i, before) })
}

// TestWishesOutsideOfACircleStay has one wish that leads around in a circle, and
// one that does not.
func TestWishesOutsideOfACircleStay(t *testing.T) {
	t.Parallel()
	const toCluster = "type: Cluster, dbRoleToExecute: {role: readAnyDatabase, type: BUILT_IN}, clusterName: "
	const fromD = "pipeline: [{$source: {connectionName: d}}, {$emit: {connectionName: __testLog}}]"
	c, d, e := connection("w", "c"), connection("w", "d"), connection("w", "e")
	want := []spec.Resource{
		document(t, flex("f"), aws+", tags: {}"), document(t, c, "type: Sample"), document(t, d, toCluster+"f"), document(t, processor("p"), fromD),
		document(t, flex("a"), "absent"), document(t, e, "absent"),
	}
	p, err := plan.Compute(want, []spec.Resource{
		live(t, flex("f"), "providerSettings: {backingProviderName: AWS, regionName: EU_WEST_1}"),
		live(t, c, toCluster+"f"), live(t, d, toCluster+"g"), live(t, processor("p"), pipeline("1")+", state: CREATED"),
		live(t, flex("a"), aws), live(t, e, toCluster+"a"),
	}, plan.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"delete shop/FlexCluster/f", "create shop/FlexCluster/f", "update shop/StreamConnection/w/d",
		"delete shop/StreamConnection/w/e", "delete shop/FlexCluster/a",
		"update shop/StreamProcessor/w/p", "delete shop/StreamConnection/w/c", "create shop/StreamConnection/w/c",
	}, stepsOf(p)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
