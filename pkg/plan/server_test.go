package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func instance(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindServerlessInstance, Name: name}
}

// backup is the field that Flex ignores.
const backup = "serverlessBackupOptions: {serverlessContinuousBackupEnabled: true}"

// says is a live resource about which the server has something to say.
func says(r spec.Resource) spec.Resource {
	r.Inert = []spec.Inert{{Path: "serverlessBackupOptions.serverlessContinuousBackupEnabled", Reason: "Flex has snapshots"}}
	r.Notes = []string{"it is a Flex cluster"}
	return r
}

// noneYet says it where there is no object yet.
func noneYet(addr spec.Address) spec.Resource {
	return says(spec.Resource{Addr: addr, Phase: spec.Absent})
}

func unavailable(addr spec.Address) spec.Resource {
	return spec.Resource{Addr: addr, Phase: spec.Unavailable, Detail: "the API is retired"}
}

// TestWhatTheServerSays is about live resources that are more than a body.
func TestWhatTheServerSays(t *testing.T) {
	t.Parallel()
	a, b := instance("a"), instance("b")
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		prune      bool
		actions    []string
		fields     []string
		notices    []string // with the address
	}{
		{
			"an ignored field is no change, and is reported",
			[]spec.Resource{document(t, a, aws+", "+backup)},
			[]spec.Resource{says(live(t, a, aws))},
			false,
			nil, nil,
			[]string{
				"shop/ServerlessInstance/a: it is a Flex cluster",
				"shop/ServerlessInstance/a: serverlessBackupOptions.serverlessContinuousBackupEnabled is ignored: Flex has snapshots",
			},
		},
		{
			"an ignored field that the document leaves out is not reported",
			[]spec.Resource{document(t, a, aws)},
			[]spec.Resource{says(live(t, a, aws+", "+backup))},
			false,
			nil, nil,
			[]string{"shop/ServerlessInstance/a: it is a Flex cluster"},
		},
		{
			"an ignored field that is as the document says is not reported",
			[]spec.Resource{document(t, a, aws+", "+backup)},
			[]spec.Resource{says(live(t, a, aws+", "+backup))},
			false,
			nil, nil,
			[]string{"shop/ServerlessInstance/a: it is a Flex cluster"},
		},
		{
			"an ignored field beside a change",
			[]spec.Resource{document(t, a, aws+", tags: {a: b}, "+backup)},
			[]spec.Resource{says(live(t, a, aws))},
			false,
			[]string{"update shop/ServerlessInstance/a"},
			[]string{"tags.a: nothing -> b"},
			[]string{
				"shop/ServerlessInstance/a: it is a Flex cluster",
				"shop/ServerlessInstance/a: serverlessBackupOptions.serverlessContinuousBackupEnabled is ignored: Flex has snapshots",
			},
		},
		{
			"an ignored field is not created",
			[]spec.Resource{document(t, a, aws+", "+backup)},
			[]spec.Resource{noneYet(a)},
			false,
			[]string{"create shop/ServerlessInstance/a"},
			[]string{"providerSettings: nothing -> backingProviderName: AWS; regionName: US_EAST_1"},
			[]string{
				"shop/ServerlessInstance/a: it is a Flex cluster",
				"shop/ServerlessInstance/a: serverlessBackupOptions.serverlessContinuousBackupEnabled is ignored: Flex has snapshots",
			},
		},
		{
			"what concerns several resources is said once",
			[]spec.Resource{document(t, a, aws+", "+backup), document(t, b, aws)},
			[]spec.Resource{noneYet(a), says(live(t, b, aws))},
			false,
			[]string{"create shop/ServerlessInstance/a"},
			[]string{"providerSettings: nothing -> backingProviderName: AWS; regionName: US_EAST_1"},
			[]string{
				"it is a Flex cluster (2 resources)",
				"shop/ServerlessInstance/a: serverlessBackupOptions.serverlessContinuousBackupEnabled is ignored: Flex has snapshots",
			},
		},
		{
			"what is to be absent, and is, has nothing that is ignored",
			[]spec.Resource{document(t, a, "absent")},
			[]spec.Resource{noneYet(a)},
			false,
			nil, nil,
			[]string{"shop/ServerlessInstance/a: it is a Flex cluster"},
		},
		{
			"a statement about nothing is neither counted nor pruned",
			[]spec.Resource{document(t, a, aws)},
			[]spec.Resource{says(live(t, a, aws)), noneYet(b)},
			true,
			nil, nil,
			[]string{"shop/ServerlessInstance/a: it is a Flex cluster"},
		},
		{
			"what cannot be seen is not created",
			[]spec.Resource{document(t, a, aws)},
			[]spec.Resource{unavailable(a)},
			false,
			[]string{"blocked create shop/ServerlessInstance/a: the API is retired"},
			nil, nil,
		},
		{
			"what cannot be seen is not taken for absent",
			[]spec.Resource{document(t, a, "absent")},
			[]spec.Resource{unavailable(a)},
			false,
			[]string{"blocked delete shop/ServerlessInstance/a: the API is retired"},
			nil, nil,
		},
		{
			"nothing is created in what cannot be created, nor what refers to it",
			[]spec.Resource{
				document(t, a, aws),
				document(t, spec.Address{Project: "shop", Kind: spec.KindServerlessPrivateEndpoint, Parent: "a", Name: "web"}, onAWS),
				document(t, workspace("w"), virginia),
				document(t, connection("w", "c"), "type: Cluster, clusterName: a, dbRoleToExecute: {role: r, type: BUILT_IN}"),
				document(t, connection("w", "d"), "type: Cluster, clusterName: b, dbRoleToExecute: {role: r, type: BUILT_IN}"),
			},
			[]spec.Resource{unavailable(a), live(t, workspace("w"), virginia)},
			false,
			[]string{
				"create shop/StreamConnection/w/d",
				"blocked create shop/ServerlessInstance/a: the API is retired",
				"blocked create shop/ServerlessPrivateEndpoint/a/web: it needs shop/ServerlessInstance/a, which cannot be created",
				"blocked create shop/StreamConnection/w/c: it needs shop/ServerlessInstance/a, which cannot be created",
			},
			[]string{"clusterName: nothing -> b", "dbRoleToExecute: nothing -> role: r; type: BUILT_IN", "type: nothing -> Cluster"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Compute(test.want, test.live, plan.Flags{Prune: test.prune})
			if err != nil {
				t.Fatal(err)
			}
			var acts, fields, notices []string
			for _, op := range p.Operations {
				acts, fields = append(acts, op.Action.String()+" "+op.Addr.String()), append(fields, lines(op.Fields)...)
			}
			for _, b := range p.Blocked {
				acts = append(acts, "blocked "+b.Action.String()+" "+b.Addr.String()+": "+b.Reason)
			}
			for _, n := range p.Notices {
				if text := n.Text; n.Addr == (spec.Address{}) {
					notices = append(notices, text)
				} else {
					notices = append(notices, n.Addr.String()+": "+text)
				}
			}
			for what, diff := range map[string]string{
				"actions": cmp.Diff(test.actions, acts),
				"fields":  cmp.Diff(test.fields, fields),
				"notices": cmp.Diff(test.notices, notices),
			} {
				if diff != "" {
					t.Errorf("%s (-want +got):\n%s", what, diff)
				}
			}
			if len(p.Unmanaged) > 0 {
				t.Errorf("unmanaged: %v", p.Unmanaged)
			}
		})
	}
}

// TestSetOnce takes a first value in place, and another one by a replacement.
func TestSetOnce(t *testing.T) {
	t.Parallel()
	const azure = "providerName: AZURE"
	id := func(n string) string {
		return ", cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/" + n + ", privateEndpointIpAddress: 10.0.0." + n
	}
	for _, test := range []struct {
		name, live, want string
		action           plan.Action
		fields           []string
	}{
		{"none and none", azure, azure, 0, nil},
		{"left out", azure + id("4"), azure, 0, nil},
		{"the same", azure + id("4"), azure + id("4"), 0, nil},
		{"the first", azure, azure + id("4"), plan.Update, []string{
			"cloudProviderEndpointId: nothing -> /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/4",
			"privateEndpointIpAddress: nothing -> 10.0.0.4",
		}},
		{"another", azure + id("4"), azure + id("5"), plan.Replace, []string{
			"cloudProviderEndpointId: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/4 -> /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/5 (replaces)",
			"privateEndpointIpAddress: 10.0.0.4 -> 10.0.0.5 (replaces)",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := compute(t, document(t, endpoint("web"), test.want), live(t, endpoint("web"), test.live))
			if test.action == 0 {
				if !p.Empty() {
					t.Errorf("planned %q", actions(p))
				}
				return
			}
			if len(p.Operations) != 1 || p.Operations[0].Action != test.action {
				t.Fatalf("planned %q", actions(p))
			}
			if diff := cmp.Diff(test.fields, lines(p.Operations[0].Fields)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}
